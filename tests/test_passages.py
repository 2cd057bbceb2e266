"""Narrative into passages: broken lines joined, headings kept, contents left out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from ingest.passages import passages
from ingest.passages_unrolled import unrolled
from ingest.readers.pdf import read
from ingest.records import Location, Paragraph, Passage
from ingest.tables import extract

pytestmark = pytest.mark.slow  # takes seconds

SHARED = Path(__file__).parents[1].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="no ../shared here")


def of(*lines: str) -> list[Passage]:
    return passages([Paragraph(line, Location("a.txt")) for line in lines])[0]


def on_page(*lines: tuple[float, float, float, str]) -> list[Passage]:
    """Read lines given as left, top, right and text, 10 points high, on one page."""
    found = [
        Paragraph(text, Location("a.pdf", 1, (left, top, right, top + 10)))
        for left, top, right, text in lines
    ]
    return passages(found)[0]


@cache
def of_file(path: str) -> list[Passage]:
    _, paragraphs, _ = extract(read(SHARED / path))
    return passages(paragraphs)[0]


def test_headings_make_a_path_and_text_after_a_colon_is_theirs() -> None:
    (passage,) = of("二、部门收支总体情况", "（一）收入预算：2026年年初预算数5万元，增加1万元。")
    assert passage.headings == ("二、部门收支总体情况", "（一）收入预算")
    assert passage.text == "2026年年初预算数5万元，增加1万元。"


def test_a_topic_before_a_full_stop_is_a_heading_and_a_duty_is_not() -> None:
    found = of(
        "六、其他重要事项的情况说明",
        "2、政府采购情况。无",
        "七、主要职责",
        "（一）负责文件运行管理。统筹会议。",
    )
    assert [(p.headings, p.text, p.kind) for p in found] == [
        (("六、其他重要事项的情况说明", "2、政府采购情况"), "无", "paragraph"),
        (("七、主要职责",), "（一）负责文件运行管理。统筹会议。", "list_item"),
    ]


def test_each_definition_is_a_passage_of_its_own() -> None:
    found = of("六、名词解释", "（一）基本支出：指人员经费。", "（二）项目支出：指专项支出。")
    assert [(p.headings[-1], p.kind) for p in found] == [
        ("（一）基本支出", "definition"),
        ("（二）项目支出", "definition"),
    ]
    assert found[0].text == "（一）基本支出：指人员经费。"


def test_lines_of_a_paragraph_are_joined_and_an_indent_begins_another() -> None:
    found = on_page(
        (40, 100, 400, "本单位二〇二六年收入预算总额为五百万元，比上一年增加二十万元，主要"),
        (20, 115, 120, "原因是人员增加。"),
        (40, 130, 300, "支出预算相同。"),
    )
    assert [p.text for p in found] == [
        "本单位二〇二六年收入预算总额为五百万元，比上一年增加二十万元，主要原因是人员增加。",
        "支出预算相同。",
    ]
    assert found[0].location.bbox == (20, 100, 400, 125)


def test_the_table_of_contents_is_left_out() -> None:
    found = of(
        "目 录",
        "一、主要职能",
        "二、机构设置",
        "一、主要职能",
        "负责本区财政工作。",
        "二、机构设置",
        "设三个科室。",
    )
    assert [(p.headings, p.text) for p in found] == [
        (("一、主要职能",), "负责本区财政工作。"),
        (("二、机构设置",), "设三个科室。"),
    ]


def test_contact_lines_are_one_passage_without_headings() -> None:
    found = of("六、名词解释", "（一）甲：指乙。", "公开联系人：张三", "联系方式：12345678")
    assert found[-1].kind == "contact"
    assert found[-1].headings == ()
    assert found[-1].text == "公开联系人：张三，联系方式：12345678"


@needs_shared
def test_the_seed_gives_every_duty_and_definition() -> None:
    found = of_file("samples/seed.pdf")
    duties = [p for p in found if p.kind == "list_item"]
    assert len(duties) == 16 + 7
    assert duties[4].text.endswith("经济社会发展中的重要情况。")
    assert len([p for p in found if p.kind == "definition"]) == 5
    assert [p.kind for p in found].count("contact") == 1
    assert found[26].headings == ("二、部门收支总体情况", "（二）支出预算")


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "headings"),
    [
        (
            "real/苏州/2026年苏州市数据局部门预算.pdf",
            ("第三部分", "五、财政拨款支出预算情况说明", "（一）一般公共服务支出（类）"),
        ),
        (
            "real/决算/上海市普陀区财政局2024年度部门决算.pdf",
            ("第三部分", "十一、其他重要事项的情况说明", "（二）政府采购支出情况"),
        ),
        ("real/上海/普陀区财政局2025年部门预算.pdf", ("其他相关情况说明", "三、政府采购预算情况")),
        ("real/广州/2026年广州市商务局部门预算.pdf", ("第四部分", "六、基本支出")),
    ],
)
def test_headings_of_other_places(path: str, headings: tuple[str, ...]) -> None:
    paths = [p.headings for p in of_file(path)]
    assert any(
        len(path) == len(headings)
        and all(part.startswith(want) for part, want in zip(path, headings, strict=True))
        for path in paths
    )


def test_a_page_foot_inside_a_sentence_is_left_out() -> None:
    (passage,) = of(
        "三、机构设置", "内设机构有：重庆市出版监测中心、重庆市", "— 2 —", "版权保护中心。"
    )
    assert passage.text == "内设机构有：重庆市出版监测中心、重庆市版权保护中心。"


def test_a_dash_before_a_figure_is_no_page_foot() -> None:
    (passage,) = of("三、机构设置", "—5家下属单位—独立核算。")
    assert passage.text == "—5家下属单位—独立核算。"


def test_numbered_lines_without_a_style_stand_below_a_styled_part() -> None:
    place = Location("a.docx")
    lines = [
        Paragraph("某市图书馆2026年单位预算", place, 1),
        Paragraph("第一部分 单位概况", place, 1),
        Paragraph("一、主要职能", place),
        Paragraph("（一）负责古籍的征集与保护。", place),
        Paragraph("二、人员情况", place),
        Paragraph("年末在编人员57人。", place),
        Paragraph("第四部分 名词解释", place, 1),
        Paragraph("一、事业收入：指开展专业业务活动取得的收入。", place),
        Paragraph("二、叶：古籍计量单位，线装书对折的两面为一叶。", place),
    ]
    found = [(p.kind, p.headings) for p in passages(lines)[0]]
    assert found == [
        ("list_item", ("第一部分单位概况", "一、主要职能")),
        ("paragraph", ("第一部分单位概况", "二、人员情况")),
        ("definition", ("第四部分名词解释", "一、事业收入")),
        ("definition", ("第四部分名词解释", "二、叶")),
    ]


def test_a_styled_heading_below_a_plain_one_keeps_its_own_rank() -> None:
    place = Location("a.docx")
    lines = [
        Paragraph("第一部分 单位概况", place, 1),
        Paragraph("第三部分 决算情况说明", place, 1),
        Paragraph("八、其他事项", place, 2),
        Paragraph("（一）机关运行经费", place, 3),
        Paragraph("支出96.48万元。", place),
        Paragraph("九、绩效情况", place, 2),
        Paragraph("自评项目12个。", place),
    ]
    assert [p.headings for p in passages(lines)[0]] == [
        ("第三部分决算情况说明", "八、其他事项", "（一）机关运行经费"),
        ("第三部分决算情况说明", "九、绩效情况"),
    ]


def _lines(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, Location("a")) for text in texts]


RUN_ON = (
    "第一部分 单位概况一、主要职能 承担学前教育，开展保育工作，组织家长学校活动，为社区家庭提供早期教育咨询。 "
    "二、机构设置情况 设园长室、教研室，另设保健室，负责幼儿健康检查。 "
    "第二部分 预算说明 一、关于收支预算的总体说明 收支总预算812.46万元。 "
    "二、关于收入预算的说明 收入预算812.46万元，比上年减少25.30万元。"
)


def test_headings_inside_one_paragraph_are_set_apart() -> None:
    found, _ = passages(_lines(RUN_ON))
    assert [(p.headings, p.text) for p in found][-2:] == [
        (("第二部分预算说明", "一、关于收支预算的总体说明"), "收支总预算812.46万元。"),
        (
            ("第二部分预算说明", "二、关于收入预算的说明"),
            "收入预算812.46万元，比上年减少25.30万元。",
        ),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、主要职能 承担学前教育。 二、机构设置 设园长室。 三、其他 无。",  # short
        RUN_ON.replace("二、", "五、"),  # out of order
        "一、承担学前教育；" + "二、开展保育工作；" * 9 + "三、组织家长学校活动；" * 5,  # no blanks
    ],
)
def test_other_paragraphs_stay_whole(text: str) -> None:
    assert unrolled(_lines(text)[0]) == _lines(text)
