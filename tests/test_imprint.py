"""Tell what a site prints around a document: no table, no title, no year of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.imprint import tells_imprint, title_told, without_imprint
from ingest.pipeline import read_file
from ingest.readers import read
from ingest.records import Disclosure, Document, Grid, Phase
from tests.reader_helpers import texts

PAGE = """\
2025年11月5日 星期三
索引号 | 11500/2025-00054 | 发文字号 | |
发布机构 | 岭南区教委 | 有效性 | |
标题 | 岭南区松坪小学2024年单位预算说明 | ||
索引号 | 11500/2025-00054 |
标题 | 岭南区松坪小学2024年单位预算说明 |
发布日期 | 2025-03-08 |
一、单位基本情况
松坪小学承担义务教育。
"""


def _document(tmp_path: Path, text: str, name: str = "页面.txt") -> Document:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (document,) = read_file(path, path.name)
    return document


def test_an_imprint_is_no_table_and_its_title_is_the_document_s(tmp_path: Path) -> None:
    document = _document(tmp_path, PAGE)
    assert document.disclosure == Disclosure("岭南区松坪小学", 2024, Phase.BUDGET)
    assert document.title == "岭南区松坪小学2024年单位预算说明"
    assert document.tables == ()


def test_an_imprint_is_told_once_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAGE, encoding="utf-8")
    assert texts(without_imprint(read(path)))[1:5] == [
        "索引号：11500/2025-00054",
        "发布机构：岭南区教委",
        "标题：岭南区松坪小学2024年单位预算说明",
        "发布日期：2025-03-08",
    ]


def test_a_table_of_other_fields_is_no_imprint(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("项目名称 | 校舍维修 |\n名称 | 数量 |\n来源 | 3 |\n", encoding="utf-8")
    (block,) = without_imprint(read(path)).pages[0].blocks
    assert isinstance(block, Grid)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("监督索引号53262200135700300000", True),
        ("您当前的位置： 首页 > 政务公开", True),
        ("发布时间：2025-09-11 10:21", True),
        ("2025年11月5日 星期三", True),
        ("2024年部门预算", False),
        ("来源多样的收入", False),
        ("岭南区教委2024年部门预算", False),
    ],
)
def test_lines_of_a_site(line: str, told: bool) -> None:
    assert tells_imprint(line) is told


def test_a_title_is_told_behind_its_label_alone() -> None:
    assert title_told("名 称: 某局2024年预算公开") == "某局2024年预算公开"
    assert title_told("单位名称：某局") == ""


def test_of_titles_of_two_years_those_of_the_document_tell_what_it_is(tmp_path: Path) -> None:
    text = """\
岭南市中医院2024年预算公开
岭南市中医院2023年度部门决算
目录
第二部分 2023年度部门决算表
第三部分 2023年度部门决算情况说明
第一部分 部门概况
一、主要职能
提供医疗服务。
"""
    document = _document(tmp_path, text)
    assert document.disclosure == Disclosure("岭南市中医院", 2023, Phase.FINAL)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "03岭南市政协办三公2022.txt",
            "2022年“三公”经费预算2万元。",
            "岭南市政协办",
        ),
        (
            "桐花幼儿园2023年度决算.txt",
            "桐花幼儿园内设行政办公室、保健室。\n2023年度收入合计5万元。",
            "桐花幼儿园",
        ),
        (
            "页面.txt",
            "岭南县高坪小学校 关于2024年度部门预算编制的说明 | |||\n||||\n一、职能\n教书。",
            "岭南县高坪小学校",
        ),
    ],
)
def test_whose_a_short_page_is(tmp_path: Path, name: str, text: str, told: str) -> None:
    assert _document(tmp_path, text, name).disclosure.institution == told
