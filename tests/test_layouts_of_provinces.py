"""Read what other provinces' and governments' own tables do: wide headings, heads apart, signs, totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document as Word

from ingest import money
from ingest.heads_apart import with_heads
from ingest.pipeline import read_file
from ingest.readers import read
from ingest.readers.pdf_segments import Segment, wide_joined
from ingest.records import Disclosure, Document, Phase, StoredTable
from ingest.text import is_raised_mark, without_note_mark
from tests.make_pdf import PdfPage, write
from tests.reader_helpers import grids

BODY = "沱溪县水利局"


def document(path: Path) -> Document:
    (found,) = read_file(path, path.name)
    return found


def page(path: Path, body: str, title: str = f"{BODY}2026年部门预算") -> Document:
    path.write_text(f"<html><body><h1>{title}</h1>{body}</body></html>", encoding="utf-8")
    return document(path)


def text(path: Path, lines: str) -> Document:
    path.write_text(lines, encoding="utf-8")
    return document(path)


def figures(table: StoredTable) -> dict[tuple[str, str], tuple[Decimal | None, str | None]]:
    labels = {row.index: row.label for row in table.rows}
    return {
        (labels[o.row], "/".join(o.path)): (o.value, o.unit)
        for o in table.observations
        if o.measure != "text"
    }


# --- headings whose letters are set wide ------------------------------------------------------


def line(*words: tuple[str, float]) -> list[Segment]:
    return [Segment(word, (x, 0.0, x + 10.0 * len(word), 10.0)) for word, x in words]


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ([("收", 0), ("入", 30), ("支", 200), ("出", 230)], ["收入", "支出"]),
        ([("项", 0), ("目", 20), ("金额", 100)], ["项目", "金额"]),
        ([("类", 0), ("款", 40), ("项", 80), ("目", 120)], ["类", "款", "项", "目"]),
        ([("项", 0), ("目", 110), ("金额", 300)], ["项", "目", "金额"]),  # too far off
        ([("合", 0), ("计", 20)], ["合", "计"]),  # alone it is a row's name
        ([("甲", 0), ("乙", 20), ("金额", 100)], ["甲", "乙", "金额"]),
    ],
)
def test_letters_of_a_heading_set_wide_are_one_word(
    words: list[tuple[str, float]], joined: list[str]
) -> None:
    assert [segment.text for segment in wide_joined(line(*words))] == joined


def test_a_wide_heading_over_merged_cells_parts_no_row(tmp_path: Path) -> None:
    sheet = PdfPage()
    sheet.centred(60, f"{BODY}2026年部门预算")
    sheet.text(40, 100, "收支总表")
    sheet.text(450, 100, "单位：万元")
    sheet.table(
        120,
        [120, 80, 80, 120, 80],
        [
            [("", 3, 1), None, None, ("", 2, 1), None],
            ["项目", "2025年预算数", "2026年预算数", "项目", "2026年预算数"],
            ["财政拨款", "40.00", "50.00", "农林水支出", "45.00"],
            ["其他收入", "6.00", "5.00", "住房保障支出", "10.00"],
        ],
    )
    for x, letter in ((130, "收"), (170, "入"), (410, "支"), (450, "出")):
        sheet.text(x, 123, letter, 8)
    (table,) = document(write(tmp_path / "a.pdf", [sheet])).tables
    found = figures(table)
    assert found["财政拨款", "收入/2025年预算数"] == (Decimal("40.00"), "万元")
    assert found["住房保障支出", "支出/2026年预算数"] == (Decimal("10.00"), "万元")


# --- heads and bodies set apart ---------------------------------------------------------------

HEAD = "<table><tr><td rowspan=2>科目编码</td><td rowspan=2>科目名称</td><td colspan=2>2026年</td></tr>"
HEAD += "<tr><td>预算数</td><td>增减%</td></tr></table>"
ROWS = "<table><tr><td>213</td><td>农林水支出</td><td>45.00</td><td>△3.20</td></tr>"
ROWS += "<tr><td>221</td><td>住房保障支出</td><td>10.00</td><td>1.50</td></tr></table>"


def test_a_head_in_a_table_of_its_own_heads_the_rows_below(tmp_path: Path) -> None:
    found = page(tmp_path / "a.html", f"<p>支出预算表</p><p>单位：万元</p>{HEAD}{ROWS}")
    (table,) = found.tables
    assert figures(table) == {
        ("农林水支出", "2026年/预算数"): (Decimal("45.00"), "万元"),
        ("农林水支出", "2026年/增减%"): (Decimal("-3.20"), "%"),
        ("住房保障支出", "2026年/预算数"): (Decimal("10.00"), "万元"),
        ("住房保障支出", "2026年/增减%"): (Decimal("1.50"), "%"),
    }
    assert [row.code for row in table.rows] == ["213", "221"]


@pytest.mark.parametrize(
    "between",
    [
        f"{HEAD}<p>支出预算表（二）</p>{ROWS}",  # a line stands between
        f"{ROWS}{ROWS}",  # figures in both
        f"{HEAD}{ROWS.replace('<td>△3.20</td>', '').replace('<td>1.50</td>', '')}",  # other columns
    ],
)
def test_other_tables_below_each_other_stay_apart(tmp_path: Path, between: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><p>支出预算表</p>{between}</body></html>", encoding="utf-8")
    assert len(grids(with_heads(read(path)))) == 2


def rows_of(word: Word, rows: Sequence[Sequence[str]]) -> None:
    table = word.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for col, value in enumerate(row):
            table.cell(at, col).text = value


def test_a_table_goes_on_below_a_line_that_says_so(tmp_path: Path) -> None:
    word = docx.Document()
    for line_ in (f"{BODY}2024年度部门决算", "公开06表", "基本支出决算表", "单位：元"):
        word.add_paragraph(line_)
    rows_of(word, [["科目编码", "科目名称", "决算数"], ["30101", "基本工资", "520.00"]])
    word.add_paragraph("续表")
    rows_of(word, [["30201", "办公费", "86.50"], ["30206", "电费", "48.20"]])
    word.save(str(tmp_path / "a.docx"))
    (table,) = document(tmp_path / "a.docx").tables
    assert figures(table)["电费", "决算数"] == (Decimal("48.20"), "元")
    assert [row.code for row in table.rows] == ["30101", "30201", "30206"]


# --- units and marks --------------------------------------------------------------------------


def sheet_of(path: Path, name: str, rows: Sequence[Sequence[object]]) -> Document:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = name
    for at, row in enumerate(rows, 1):
        for col, value in enumerate(row, 1):
            sheet.cell(at, col, value)
    book.save(path)
    return document(path)


@pytest.mark.parametrize(
    ("name", "told", "unit"),
    [
        ("收入表（万元）", "", "万元"),
        ("收入表(单位：元)", "", "元"),
        ("收入表（万元）", "单位：元", "元"),  # what the sheet itself tells counts
        ("收入表", "", None),
        ("收入表（万元以上）", "", None),
    ],
)
def test_the_unit_that_a_sheet_s_name_tells(
    tmp_path: Path, name: str, told: str, unit: str | None
) -> None:
    (table,) = sheet_of(
        tmp_path / "a.xlsx",
        name,
        [
            [f"{BODY}2026年收入预算表"],
            [told],
            ["项目", "2025年执行数", "2026年预算数"],
            ["财政拨款", 40, 50],
            ["其他收入", 6, 5],
        ],
    ).tables
    assert figures(table)["财政拨款", "2026年预算数"] == (Decimal(50), unit)


def test_a_unit_beside_a_note_above_the_columns(tmp_path: Path) -> None:
    (table,) = sheet_of(
        tmp_path / "a.xlsx",
        "7",
        [
            [f"{BODY}2026年支出预算表"],
            ["说明：本表含上年结转。", "", "单位：元"],
            ["科目名称", "本年预算", "上年预算"],
            ["办公费", 312500, 340000],
            ["电费", 1200, 900],
        ],
    ).tables
    assert figures(table)["办公费", "上年预算"] == (Decimal(340000), "元")


def test_amounts_that_print_their_own_unit(tmp_path: Path) -> None:
    body = (
        "<p>项目支出表</p><table><tr><td>项目名称</td><td>资金</td><td>用途</td></tr>"
        "<tr><td>营养改善</td><td>1,286.40万元</td><td>每人每天5元</td></tr>"
        "<tr><td>校舍安全</td><td>0.32亿元</td><td>加固</td></tr>"
        "<tr><td>教师培训</td><td>86,000元</td><td>200元</td></tr></table>"
    )
    (table,) = page(tmp_path / "a.html", body).tables
    assert figures(table) == {
        ("营养改善", "资金"): (Decimal("1286.40"), "万元"),
        ("校舍安全", "资金"): (Decimal("0.32"), "亿元"),
        ("教师培训", "资金"): (Decimal(86000), "元"),
    }


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("1,286.40万元", ("1,286.40", "万元")),
        ("86000 元", ("86000", "元")),
        ("△3.5亿元", ("-3.5", "亿元")),
        ("26,000元/人", None),
        ("约5万元", None),
        ("1286.40", None),
    ],
)
def test_an_amount_with_its_unit_and_no_more(cell: str, told: tuple[str, str] | None) -> None:
    assert money.amount_with_unit(cell) == told


@pytest.mark.parametrize(
    ("cell", "value"), [("△3.00", "-3.00"), ("△ 1,204", "-1204"), ("3.00", "3.00")]
)
def test_a_triangle_is_a_minus(cell: str, value: str) -> None:
    assert money.parse_figure(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["△", "▲3.00", "△增加"])
def test_other_triangles_are_no_figures(cell: str) -> None:
    assert not money.is_figure(cell)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("科技成果转化与扩散①", "科技成果转化与扩散"),
        ("检察（注1）", "检察"),
        ("其他支出*", "其他支出"),
        ("①信息化建设", "①信息化建设"),
        ("教育支出（类）", "教育支出（类）"),
    ],
)
def test_the_mark_of_a_note_behind_a_name_is_no_part_of_it(name: str, kept: str) -> None:
    assert without_note_mark(name) == kept


def test_raised_letters_are_marks_but_for_powers() -> None:
    marks = ["注1", "①", "[注2]", "*", "2", "m", "某"]
    assert [is_raised_mark(mark) for mark in marks] == [True, True, True, True, False, False, False]


def test_a_raised_mark_in_a_word_cell_is_left_out(tmp_path: Path) -> None:
    word = docx.Document()
    for line_ in (f"{BODY}2024年度部门决算", "支出决算表", "单位：万元"):
        word.add_paragraph(line_)
    rows_of(word, [["科目名称", "决算数"], ["社会保障和就业支出", "186.40"], ["绿地（m", "2.00"]])
    table = word.tables[0]
    for row, mark in ((1, "注1"), (2, "2")):
        run = table.cell(row, 0).paragraphs[0].add_run(mark)
        run.font.superscript = True
    word.save(str(tmp_path / "a.docx"))
    (found,) = document(tmp_path / "a.docx").tables
    assert [row.label for row in found.rows] == ["社会保障和就业支出", "绿地（m2"]


# --- subtotals above totals of their own ------------------------------------------------------

INCOME = """沱溪县财政局
2026年预算草案
表一
2026年一般公共预算收入表
单位：万元
项目\t2025年执行数\t2026年预算数
一、税收收入\t{taxes}\t62
增值税\t40\t42
契税\t20\t20
二、非税收入\t30\t31
罚没收入\t10\t9
专项收入\t20\t22
本年收入合计\t90\t93
转移性收入\t50\t55
返还性收入\t20\t20
专项转移支付收入\t30\t35
收入总计\t140\t148
"""


def test_subtotals_are_found_above_each_total(tmp_path: Path) -> None:
    (table,) = text(tmp_path / "a.txt", INCOME.format(taxes=60)).tables
    assert {row.label: row.parents for row in table.rows if row.parents} == {
        "增值税": ("一、税收收入",),
        "契税": ("一、税收收入",),
        "罚没收入": ("二、非税收入",),
        "专项收入": ("二、非税收入",),
        "返还性收入": ("转移性收入",),
        "专项转移支付收入": ("转移性收入",),
    }


def test_rows_that_make_up_no_subtotal_stay_flat(tmp_path: Path) -> None:
    (table,) = text(tmp_path / "a.txt", INCOME.format(taxes=75)).tables
    assert not any(row.parents for row in table.rows)


# --- whose document, of which year ------------------------------------------------------------

TABLE = "表一\n收支预算表\n单位：万元\n项目\t预算数\n财政拨款\t50\n其他收入\t5\n合计\t55\n"


@pytest.mark.parametrize(
    ("lines", "disclosure", "title"),
    [
        (
            "沱溪县财政局\n关于沱溪县2025年预算执行情况和\n2026年预算草案的报告\n",
            Disclosure("沱溪县财政局", 2026, Phase.BUDGET),
            "关于沱溪县2025年预算执行情况和2026年预算草案的报告",
        ),
        (
            "2025年财政决算情况及2026年财政预算情况报告\n沱溪县柳坞镇人民政府\n"
            "第一部分 2025年财政决算情况\n（一）2025年一般公共预算收支情况\n",
            Disclosure("沱溪县柳坞镇人民政府", 2026, Phase.BUDGET),
            "2025年财政决算情况及2026年财政预算情况报告",
        ),
        (
            "沱溪县水利局2025年决算及预算执行情况\n2025年预算50万元。\n",
            Disclosure("沱溪县水利局", 2025, Phase.BUDGET),
            "沱溪县水利局2025年决算及预算执行情况",
        ),
        (
            "沱溪县柳坞镇人民政府\n柳坞镇2026年财政预算（草案）\n",
            Disclosure("沱溪县柳坞镇人民政府", 2026, Phase.BUDGET),
            "沱溪县柳坞镇人民政府2026年财政预算(草案)",
        ),
        (
            "沱溪县林业局2024年度部门整体支出绩效自评报告\n2024年部门预算收入50万元。\n",
            Disclosure("沱溪县林业局", 2024, Phase.FINAL),
            "沱溪县林业局2024年度部门整体支出绩效自评报告",
        ),
        (
            "沱溪县林业局2024年度部门整体支出绩效目标\n2024年部门预算收入50万元。\n",
            Disclosure("沱溪县林业局", 2024, Phase.BUDGET),
            "收支预算表",
        ),
    ],
)
def test_whose_and_of_which_year_a_document_is(
    tmp_path: Path, lines: str, disclosure: Disclosure, title: str
) -> None:
    found = text(tmp_path / "a.txt", lines + TABLE)
    assert (found.disclosure, found.title) == (disclosure, title)


def test_a_place_is_another_name_of_its_government(tmp_path: Path) -> None:
    lines = "沱溪县柳坞镇人民政府\n2026年财政预算\n柳坞镇辖14个村。\n"
    assert text(tmp_path / "a.txt", lines + TABLE).aliases == ("柳坞镇",)


# --- forms ------------------------------------------------------------------------------------


def test_short_texts_stand_below_what_was_aimed_at_and_what_came_of_it(tmp_path: Path) -> None:
    form = (
        "<p>项目支出绩效自评表</p><p>（2024年度）</p><table>"
        "<tr><td>项目名称</td><td colspan=4>林区道路</td></tr>"
        "<tr><td rowspan=2>年度总体目标</td><td colspan=2>预期目标</td>"
        "<td colspan=2>实际完成情况</td></tr>"
        "<tr><td colspan=2>新建18公里。</td><td colspan=2>新建15.2公里。</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>完成值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>新建里程</td><td>18公里</td><td>15.2公里</td></tr>"
        "</table>"
    )
    (table,) = page(tmp_path / "a.html", form, f"{BODY}2024年度部门决算").tables
    fields = {row.label: o.printed for row in table.rows for o in table.observations
              if o.row == row.index and row.kind == "field"}  # fmt: skip
    assert fields["年度总体目标/预期目标"] == "新建18公里。"
    assert fields["年度总体目标/实际完成情况"] == "新建15.2公里。"
