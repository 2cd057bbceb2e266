"""What a line above a table says of its number, title and unit."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ingest.tables_caption import heads_table, line_caption
from ingest.tables_words import words
from tests.reader_helpers import docx
from tests.test_layouts import read


@pytest.mark.parametrize(
    ("line", "number", "title", "unit"),
    [
        ("表一　收支预算总表（万元）", "表一", "收支预算总表", "万元"),
        ("表一 收支预算总表（单位：万元）", "表一", "收支预算总表", "万元"),
        ("项目支出预算表(元)", "", "项目支出预算表", "元"),
        ("表二 支出预算总表", "表二", "支出预算总表", None),
        ("三公经费支出表（含公务用车）", "", "三公经费支出表（含公务用车）", None),
        ("资产情况表（单位：辆）", "", "资产情况表", "辆"),
        ("比上年增加（万元）", "", "", None),
        ("（2026年度） 部门公开表13", "部门公开表13", "", None),
    ],
)
def test_a_line_tells_number_title_and_unit(
    line: str, number: str, title: str, unit: str | None
) -> None:
    """Read the unit in brackets behind a title, and take no other bracket for one."""
    caption = line_caption(line, words())
    assert (caption.annex, caption.title, caption.unit) == (number, title, unit)


@pytest.mark.parametrize(
    ("texts", "heads"),
    [
        (["部门：某县民政局", "2024年度", "单位：万元"], True),
        (["部门：", "某县民政局", "金额单位：万元"], True),
        (["单位：万元", "（2026年度）", "单位：某县民政局"], True),
        (["编制日期：2026年3月12日", "计量单位：元"], True),
        (["公开02表"], True),
        (["2024年", "2025年"], False),
        (["2024年"], False),
        (["项目", "金额（单位：万元）"], False),
        (["单位名称", "2026年"], False),
        (["部门", "金额"], False),
    ],
)
def test_a_line_of_body_year_and_unit_heads_a_table(texts: list[str], heads: bool) -> None:
    """Tell a line of a caption from years that head columns and from headings."""
    assert heads_table(texts) is heads


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    cells = ("".join(f"<w:tc>{_p(text)}</w:tc>" for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


OWNERS = (
    "部门编码及名称：201某县公安局",
    "201 某县公安局",
    "【201】某县公安局",
    "201001-某县公安局本级",
    "填表单位（公章）",
    "表号：财预02",
    "区划：130000 某省",
    "（含所属单位）",
)
BODY = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("", "合计", "250.50", "180.50", "70.00"),
    ("204", "公共安全支出", "250.50", "180.50", "70.00"),
)


@pytest.mark.parametrize("owner", OWNERS)
def test_a_line_between_title_and_sheet_tells_whose_it_is(tmp_path: Path, owner: str) -> None:
    """Keep title and unit where a line tells the owner beside the unit, and head no column by it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("部门预算支出总表",), (owner, None, None, None, "单位：万元"), *BODY):
        sheet.append(row)
    path = tmp_path / "某县公安局2026年部门预算.xlsx"
    book.save(path)
    (table,) = read(path).tables
    assert (table.table.title, table.table.unit) == ("部门预算支出总表", "万元")
    assert [column.path for column in table.columns] == [(name,) for name in BODY[0]]


@pytest.mark.parametrize("owner", OWNERS)
def test_a_line_between_title_and_table_tells_whose_it_is(tmp_path: Path, owner: str) -> None:
    """Keep the title above a line that tells the owner, in Word."""
    paragraphs = "".join(map(_p, ("第二部分 预算表", "部门预算支出总表", owner, "单位：万元")))
    path = docx(tmp_path / "某县公安局2026年部门预算.docx", paragraphs + _table(BODY))
    (table,) = read(path).tables
    assert (table.table.title, table.table.unit) == ("部门预算支出总表", "万元")


def test_a_heading_right_above_a_table_is_no_owner(tmp_path: Path) -> None:
    """Leave the title of the table before alone where a heading stands between."""
    paragraphs = "".join(map(_p, ("部门预算支出总表", "二、项目情况", "单位：万元")))
    path = docx(tmp_path / "某县公安局2026年部门预算.docx", paragraphs + _table(BODY))
    (table,) = read(path).tables
    assert table.table.title != "部门预算支出总表"


@pytest.mark.parametrize(
    ("file", "said", "institution"),
    [
        ("某县国有青松林场2026年单位预算", "（六）承办县林业局交办的事。", "某县国有青松林场"),
        (
            "某县青松公社农工商2026年单位预算",
            "某县青松公社农工商是一家企业。某县青松公社农工商管护山林。",
            "某县青松公社农工商",
        ),
        ("公开材料2026年单位预算", "某县林业和草原局，管护山林。", "某县林业和草原局"),
    ],
)
def test_whose_it_is_where_only_the_files_name_tells(
    tmp_path: Path, file: str, said: str, institution: str
) -> None:
    """Take the name before the year of a file that the text speaks of, not a duty of a list."""
    titled = "".join(map(_p, (said, "部门预算支出总表", "单位：万元")))
    path = docx(tmp_path / f"{file}.docx", titled + _table(BODY))
    assert read(path).disclosure.institution == institution


def test_a_form_that_names_a_project_is_of_the_project(tmp_path: Path) -> None:
    """Tell a project's form from the department's by its field, and read plans by months."""
    form = (
        ("项目名称", "辅警经费", "", "", ""),
        ("资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"),
        ("", "25%", "50%", "83%", "100%"),
        ("一级指标", "二级指标", "三级指标", "指标值", "备注"),
        ("产出指标", "数量指标", "保障辅警人数", "416人", ""),
    )
    whole = (("年度目标", "保一方平安。", "", "", ""), *form[3:])
    titles = ("1、辅警经费绩效目标表", "部门绩效目标表")
    body = "".join(_p(t) + _table(rows) for t, rows in zip(titles, (form, whole), strict=True))
    path = docx(tmp_path / "某县公安局2026年部门预算.docx", _p("某县公安局2026年部门预算") + body)
    first, second = read(path).tables
    assert (first.table.kind, second.table.kind) == ("project_performance", "overall_performance")
    labels = {row.index: row.label for row in first.rows}
    told = {labels[o.row]: o.printed for o in first.observations if o.row in labels}
    assert told["资金支出计划（%）/10月底"] == "83%"
