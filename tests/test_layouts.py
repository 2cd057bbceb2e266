"""Layouts that published disclosures have, built here, and what must be read from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest.pipeline import read_file
from ingest.records import Document, StoredTable
from tests.make_pdf import CellIn, PdfPage, write


def read(path: Path) -> Document:
    (document,) = read_file(path, path.name)
    for table in document.tables:  # rows in = rows stored + problems
        assert len(table.rows) + len(table.problems) >= len(table.table.body)
    return document


def pdf(folder: Path, *pages: PdfPage) -> Document:
    return read(write(folder / "one.pdf", pages))


def head(page: PdfPage, title: str, unit: str = "万元", number: str = "") -> PdfPage:
    page.centred(40, title, 14)
    if number:
        page.text(page.width - 90, 58, number)
    page.text(page.width - 90, 74, f"单位：{unit}")
    return page


def figures(table: StoredTable) -> dict[tuple[str, str], str]:
    """Return each printed figure by its row's label and its column's path."""
    labels = {row.index: row.label for row in table.rows}
    return {
        (labels[o.row], "/".join(o.path)): f"{o.printed} {o.unit} {o.year}{o.phase.value}"
        for o in table.observations
        if o.value is not None
    }


def word(path: Path, lines: Sequence[str], rows: Sequence[Sequence[str]], last: str = "") -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    if last:
        document.add_paragraph(last)
    document.save(str(path))
    return path


def test_final_accounts_with_line_and_column_numbers(tmp_path: Path) -> None:
    cover = PdfPage()
    cover.centred(200, "某市水务局", 20)
    cover.centred(240, "2024年度部门决算", 20)
    page = head(PdfPage(842, 595), "收入支出决算总表", number="公开01表")
    rows: list[list[CellIn]] = [
        [("收入", 3, 1), None, None, ("支出", 3, 1), None, None],
        ["项目", "行次", "决算数", "项目", "行次", "决算数"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一、一般公共预算财政拨款收入", "1", "1,000.00", "一、农林水支出", "32", "1,010.00"],
        ["二、事业收入", "2", "10.00", "", "33", ""],
        ["本年收入合计", "27", "1,010.00", "本年支出合计", "58", "1,010.00"],
        ["年初结转和结余", "29", "5.00", "年末结转和结余", "60", "5.00"],
        ["总计", "31", "1,015.00", "总计", "62", "1,015.00"],
    ]
    bottom = page.table(90, [200, 40, 90, 200, 40, 90], rows)
    page.text(40, bottom + 6, "注：1.本表反映部门本年度的总收支和年末结转结余情况。")
    document = pdf(tmp_path, cover, page)
    (table,) = document.tables
    assert (table.table.annex, table.table.kind) == ("公开01表", "total_summary")
    found = figures(table)
    assert found["二、事业收入", "收入/决算数"] == "10.00 万元 2024决算"
    assert found["一、农林水支出", "支出/决算数"] == "1,010.00 万元 2024决算"
    assert len(found) == 9  # line numbers are no amounts
    assert [row.side for row in table.rows[:2]] == ["收入", "支出"]
    assert table.table.notes == ("注：1.本表反映部门本年度的总收支和年末结转结余情况。",)


def test_codes_in_three_columns_below_one_head(tmp_path: Path) -> None:
    page = head(PdfPage(842, 595), "某市水务局2024年度支出决算表", number="公开03表")
    rows: list[list[CellIn]] = [
        [("项目", 4, 1), None, None, None, ("本年支出合计", 1, 2), ("基本支出", 1, 2), ("项目支出", 1, 2)],
        [("功能分类科目编码", 3, 1), None, None, "科目名称", None, None, None],
        ["类", "款", "项", "栏次", "1", "2", "3"],
        ["", "", "", "合计", "1,010.00", "700.00", "310.00"],
        [("213", 3, 1), None, None, "农林水支出", "1,010.00", "700.00", "310.00"],
        [("21303", 3, 1), None, None, "水利", "1,010.00", "700.00", "310.00"],
        [("2130301", 3, 1), None, None, "行政运行", "700.00", "700.00", ""],
        [("2130304", 3, 1), None, None, "水利行业业务管理", "310.00", "", "310.00"],
    ]  # fmt: skip
    page.table(90, [40, 40, 40, 160, 80, 80, 80], rows)
    (table,) = pdf(tmp_path, page).tables
    assert [(r.code, r.label, r.parents) for r in table.rows[3:]] == [
        ("2130301", "行政运行", ("农林水支出", "水利")),
        ("2130304", "水利行业业务管理", ("农林水支出", "水利")),
    ]
    assert [len(row.cells) for row in table.table.body] == [7] * 5


def test_column_numbers_without_a_word_before_them(tmp_path: Path) -> None:
    page = head(PdfPage(1000, 595), "某市水务局2024年度“三公”经费决算表", number="公开08表")
    one: list[CellIn] = [("合计", 1, 2), ("因公出国（境）费", 1, 2), ("公务用车购置及运行费", 3, 1),
                         None, None, ("公务接待费", 1, 2), ("会议费", 1, 2), ("培训费", 1, 2)]  # fmt: skip
    two: list[CellIn] = [
        None,
        None,
        "小计",
        "公务用车\n购置费",
        "公务用车\n运行费",
        None,
        None,
        None,
    ]
    rows: list[list[CellIn]] = [
        [("年初预算数", 8, 1), *[None] * 7, ("决算数", 8, 1), *[None] * 7],
        one * 2,
        two * 2,
        [str(number) for number in range(1, 17)],
        ["35.00", "", "20.00", "", "20.00", "5.00", "4.00", "6.00",
         "28.50", "", "18.00", "", "18.00", "2.50", "3.00", "5.00"],
    ]  # fmt: skip
    page.table(90, [58] * 16, rows, high=24, size=7)
    (table,) = pdf(tmp_path, page).tables
    found = figures(table)
    assert len(table.rows) == 1
    assert found["", "年初预算数/公务用车购置及运行费/公务用车运行费"] == "20.00 万元 2024预算"
    assert found["", "决算数/培训费"] == "5.00 万元 2024决算"


def test_two_tables_a_page_in_two_units_with_titles_inside(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(30, "2025年某区教育局部门预算", 16)
    bottom = page.table(70, [120, 150, 100, 100], [
        [("表一 部门收支总表", 4, 1), None, None, None],
        [("单位：元", 4, 1), None, None, None],
        ["收入项目", "预算数", "支出项目", "预算数"],
        ["一般公共预算拨款", "1,250,000.00", "教育支出", "1,250,000.00"],
        ["收入总计", "1,250,000.00", "支出总计", "1,250,000.00"],
    ])  # fmt: skip
    page.table(bottom + 30, [80, 190, 100, 100], [
        [("表二 “三公”经费预算表", 4, 1), None, None, None],
        [("单位：万元", 4, 1), None, None, None],
        ["序号", "项目", "2024年预算数", "2025年预算数"],
        ["", "合计", "8.00", "7.00"],
        ["1", "公务接待费", "8.00", "7.00"],
    ])  # fmt: skip
    first, second = pdf(tmp_path, page).tables
    assert (first.table.annex, first.table.unit, first.table.kind) == (
        "表一",
        "元",
        "total_summary",
    )
    assert (second.table.annex, second.table.unit) == ("表二", "万元")
    assert figures(first)["教育支出", "预算数"] == "1,250,000.00 元 2025预算"
    assert figures(second)["公务接待费", "2024年预算数"] == "8.00 万元 2024预算"


def test_purchases_stand_below_their_unit_and_counts_are_no_money(tmp_path: Path) -> None:
    page = head(PdfPage(842, 595), "某县民政局2026年政府采购预算表")
    page.table(90, [140, 120, 160, 40, 70, 80, 80], [
        ["单位名称", "项目名称", "采购目录", "数量", "合计", "一般公共预算", "政府性基金"],
        ["合计", "", "", "", "90.00", "70.00", "20.00"],
        ["某县民政局（本级）", "", "", "", "60.00", "40.00", "20.00"],
        ["", "办公设备购置", "A02010104 台式计算机", "10", "15.00", "15.00", ""],
        ["", "物业管理服务", "C21040000 物业管理服务", "1", "45.00", "25.00", "20.00"],
        ["某县救助站", "", "", "", "30.00", "30.00", ""],
        ["", "食材采购", "A07030000 农副食品", "1", "30.00", "30.00", ""],
    ])  # fmt: skip
    (table,) = pdf(tmp_path, page).tables
    assert [row.parents for row in table.rows] == [
        (), (), ("某县民政局（本级）",), ("某县民政局（本级）",), (), ("某县救助站",),
    ]  # fmt: skip
    (count,) = [o for o in table.observations if o.printed == "10"]
    assert (count.measure, count.unit) == ("count", None)


def test_codes_of_two_classifications_side_by_side(tmp_path: Path) -> None:
    page = head(PdfPage(842, 595), "某县民政局2026年一般公共预算基本支出表")
    page.table(90, [80, 200, 80, 200, 90], [
        [("政府预算支出经济分类", 2, 1), None, ("部门预算支出经济分类", 2, 1), None, ("预算数", 1, 2)],
        ["科目编码", "科目名称", "科目编码", "科目名称", None],
        ["", "", "", "合计", "200.00"],
        ["501", "机关工资福利支出", "", "", "200.00"],
        ["50101", "工资奖金津补贴", "30101", "基本工资", "120.00"],
        ["50101", "工资奖金津补贴", "30102", "津贴补贴", "80.00"],
    ])  # fmt: skip
    (table,) = pdf(tmp_path, page).tables
    assert [(row.code, row.code_kind, row.label) for row in table.rows[1:]] == [
        ("501", "government", "机关工资福利支出"),
        ("30101", "economic", "基本工资"),
        ("30102", "economic", "津贴补贴"),
    ]
    assert table.rows[0].code is None


@pytest.mark.parametrize("again", [True, False])
def test_a_table_goes_on_over_pages(tmp_path: Path, again: bool) -> None:
    names: list[CellIn] = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    rows: list[list[CellIn]] = [
        ["", "合计", "500.00", "300.00", "200.00"],
        ["201", "一般公共服务支出", "500.00", "300.00", "200.00"],
        ["2010301", "行政运行", "300.00", "300.00", ""],
        ["2010302", "一般行政管理事务", "200.00", "", "200.00"],
    ]
    first = head(PdfPage(), "某市档案馆2026年部门支出总表")
    first.table(90, [80, 200, 80, 80, 80], [names, *rows[:2]])
    second = PdfPage()
    if again:
        head(second, "某市档案馆2026年部门支出总表（续）")
    second.table(90, [80, 200, 80, 80, 80], [names, *rows[2:]] if again else rows[2:])
    second.text(40, 300, "注：本表按功能科目列示。")
    (table,) = pdf(tmp_path, first, second).tables
    assert [list(row.cells) for row in table.table.body] == rows
    assert (table.table.pages, table.table.notes) == ((1, 2), ("注：本表按功能科目列示。",))


def test_goals_of_two_periods_side_by_side(tmp_path: Path) -> None:
    page = head(PdfPage(), "2026年某市体育局项目支出绩效目标表")
    page.table(90, [60, 70, 80, 90, 70, 90, 60], [
        ["项目名称", ("全民健身活动经费", 6, 1), *[None] * 5],
        ["主管部门", ("某市体育局", 2, 1), None, "实施单位", ("某市体育局本级", 3, 1), None, None],
        [("项目资金", 1, 2), ("中期资金总额", 2, 1), None, "900.00", ("年度资金总额", 2, 1), None, "300.00"],
        [None, ("其中：财政拨款", 2, 1), None, "900.00", ("其中：财政拨款", 2, 1), None, "300.00"],
        [("总体目标", 1, 2), ("中期目标", 3, 1), None, None, ("年度目标", 3, 1), None, None],
        [None, ("建成健身设施网络。", 3, 1), None, None, ("举办赛事三十场。", 3, 1), None, None],
        [("绩效指标", 1, 3), "一级指标", "二级指标", "三级指标", "指标值", "三级指标", "指标值"],
        [None, ("产出指标", 1, 2), "数量指标", "赛事场次", "≥90场", "赛事场次", "≥30场"],
        [None, None, "质量指标", "达标率", "≥95%", "合格率", "≥96%"],
    ])  # fmt: skip
    document = pdf(tmp_path, page)
    assert document.disclosure.institution == "某市体育局"
    (table,) = document.tables
    pairs = {pair.label: pair.value for pair in table.table.pairs}
    assert pairs["项目资金/中期资金总额/其中：财政拨款"] == "900.00"
    assert pairs["项目资金/年度资金总额/其中：财政拨款"] == "300.00"
    assert pairs["总体目标/中期目标"] == "建成健身设施网络。"
    assert pairs["总体目标/年度目标"] == "举办赛事三十场。"
    goals = {o.row: f"{o.sign}{o.value}{o.unit}" for o in table.observations if o.sign}
    assert [(r.label, r.parents, goals[r.index]) for r in table.rows if r.index in goals] == [
        ("赛事场次", ("中期目标", "产出指标", "数量指标"), "≥90场"),
        ("赛事场次", ("年度目标", "产出指标", "数量指标"), "≥30场"),
        ("达标率", ("中期目标", "产出指标", "质量指标"), "≥95%"),
        ("合格率", ("年度目标", "产出指标", "质量指标"), "≥96%"),
    ]


def test_names_wrapped_around_their_line_without_rules(tmp_path: Path) -> None:
    page = head(PdfPage(), "某市交通局2026年一般公共预算支出表")
    page.table(90, [80, 210, 80, 80, 80], [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["", "合计", "300.00", "200.00", "100.00"],
        ["208", "社会保障和就业支出", "300.00", "200.00", "100.00"],
        ["2080505", "机关事业单位基本养老\n保险缴费支出", "200.00", "200.00", ""],
        ["2080506", "机关事业单位职业年金缴费支出（含\n补缴以前年度）", "100.00", "", "100.00"],
    ], ruled=False, high=14)  # fmt: skip
    (table,) = pdf(tmp_path, page).tables
    assert [row.label for row in table.rows] == [
        "合计", "社会保障和就业支出", "机关事业单位基本养老保险缴费支出",
        "机关事业单位职业年金缴费支出（含补缴以前年度）",
    ]  # fmt: skip
    assert table.table.proved


@pytest.mark.parametrize("rules", ["three lines", "no sides"])
def test_half_ruled_tables(tmp_path: Path, rules: str) -> None:
    page = head(PdfPage(), "某县妇联2026年部门收入总表")
    rows: list[list[CellIn]] = [
        ["科目编码", "科目名称", "合计", "财政拨款", "其他收入"],
        ["", "合计", "50.00", "40.00", "10.00"],
        ["201", "一般公共服务支出", "50.00", "40.00", "10.00"],
        ["2012901", "行政运行", "30.00", "30.00", ""],
        ["2012902", "一般行政管理事务", "20.00", "10.00", "10.00"],
    ]
    page.table(90, [70, 190, 80, 80, 80], rows, ruled=False)
    for y in (90, 106, 170) if rules == "three lines" else range(90, 171, 16):
        page.line(40, y, 540, y)
    for x in () if rules == "three lines" else (110, 300, 380, 460):
        page.line(x, 90, x, 170)
    document = pdf(tmp_path, page)
    assert document.disclosure.institution == "某县妇联"
    (table,) = document.tables
    assert [list(row.cells) for row in table.table.body] == rows[1:]


def test_word_with_a_table_inside_a_layout_table(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("某市图书馆2026年单位预算", "表1", "收入总表", "单位：万元"):
        document.add_paragraph(line)
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "单位收入情况如下："
    table = cell.add_table(3, 3)
    for r, row in enumerate([["科目名称", "合计", "财政拨款"], ["合计", "80.00", "80.00"], ["图书馆", "80.00", "80.00"]]):  # fmt: skip
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.save(str(tmp_path / "one.docx"))
    (found,) = read(tmp_path / "one.docx").tables
    assert (found.table.annex, found.table.title, found.table.unit) == ("表1", "收入总表", "万元")
    assert figures(found)["图书馆", "财政拨款"] == "80.00 万元 2026预算"


def test_final_accounts_in_word_with_three_phases_and_counts(tmp_path: Path) -> None:
    path = word(tmp_path / "one.docx", [
        "某乡人民政府2024年度部门决算", "财政拨款“三公”经费支出决算表", "公开09表",
        "部门：某乡人民政府          金额单位：万元",
    ], [
        ["项目", "行次", "年初预算数", "全年预算数", "决算数"],
        ["栏次", "", "1", "2", "3"],
        ["“三公”经费合计", "1", "8.00", "7.50", "6.10"],
        ["1．公务用车购置及运行维护费", "2", "5.00", "5.00", "4.10"],
        ["（1）公务用车运行维护费", "3", "5.00", "5.00", "4.10"],
        ["2．公务接待费", "4", "3.00", "2.50", "2.00"],
        ["公务用车保有量（辆）", "5", "—", "—", "3"],
    ])  # fmt: skip
    (table,) = read(path).tables
    found = figures(table)
    assert (table.table.annex, table.table.kind) == ("公开09表", "three_public")
    assert found["2．公务接待费", "年初预算数"] == "3.00 万元 2024预算"
    assert found["2．公务接待费", "全年预算数"] == "2.50 万元 2024预算"
    assert found["2．公务接待费", "决算数"] == "2.00 万元 2024决算"
    assert found["公务用车保有量（辆）", "决算数"] == "3 辆 2024决算"
    assert table.rows[2].parents == ("1．公务用车购置及运行维护费",)


def test_a_workbook_without_merged_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表1"
    for row in (
        ["部门公开表1"],
        ["部门收支总表"],
        ["部门/单位：某市林业局", "", "", "单位：万元"],
        ["收入", "", "支出", ""],
        ["项目", "2026年预算数", "项目", "2026年预算数"],
        ["一、财政拨款", 200.5, "一、农林水支出", 200.5],
        ["本年收入合计", 200.5, "本年支出合计", 200.5],
        [],
        ["注：若有尾差系四舍五入。"],
        [],
        ["财政拨款支出表"],
        ["", "", "", "单位：元"],
        ["科目编码", "科目名称", "合计", "其中：基本支出"],
        ["213", "农林水支出", 2005000, 1005000],
        ["", "合计", 2005000, 1005000],
    ):
        sheet.append(row)
    book.save(tmp_path / "one.xlsx")
    document = read(tmp_path / "one.xlsx")
    first, second = document.tables
    assert document.disclosure.institution == "某市林业局"
    assert (first.table.annex, first.table.unit) == ("部门公开表1", "万元")
    assert figures(first)["一、农林水支出", "支出/2026年预算数"] == "200.5 万元 2026预算"
    assert [row.side for row in first.rows[:2]] == ["收入", "支出"]
    assert first.table.notes == ("注：若有尾差系四舍五入。",)
    assert figures(second)["农林水支出", "合计"] == "2005000 元 2026预算"


def test_a_web_page_with_a_table_cut_over_blocks(tmp_path: Path) -> None:
    html = (
        '<html><head><meta charset="gbk"></head><body><div class=nav>首页</div>'
        "<h1>某市图书馆2026年单位预算</h1><div><p>表2&nbsp;支出总表</p><p>单位：元</p>"
        "<div><table><tr><td rowspan=2>科目名称</td><td colspan=2>支出</td></tr>"
        "<tr><td>基本支出</td><td>项目支出</td></tr>"
        "<tr><td>图书馆</td><td>1,2<span>34</span>.00</td><td>&nbsp;</td></tr></table></div>"
        "<div><table><tr><td>文物保护</td><td>12.00</td><td>30.00</td></tr>"
        "<tr><td>合计</td><td>1,246.00</td><td>30.00</td></tr></table></div></div></body></html>"
    )
    path = tmp_path / "one.html"
    path.write_bytes(html.encode("gbk"))
    (table,) = read(path).tables
    assert figures(table)["图书馆", "支出/基本支出"] == "1,234.00 元 2026预算"
    assert figures(table)["合计", "支出/项目支出"] == "30.00 元 2026预算"
    assert len(table.rows) == 3


def test_a_table_of_unknown_kind_is_stored_with_its_header_paths(tmp_path: Path) -> None:
    path = word(tmp_path / "one.docx", ["某市气象台2026年部门预算", "雷达站台账表", "单位：万元"], [
        ["站名", "投入/土建", "设备"], ["东山站", "12.00", "30.00"], ["西山站", "10.00", "28.00"],
    ])  # fmt: skip
    (table,) = read(path).tables
    assert table.table.kind == "unknown"
    assert figures(table)["西山站", "设备"] == "28.00 万元 2026预算"


def test_a_second_table_does_not_take_a_heading_far_above_the_first(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(
        "某市气象台2026年部门预算\n\n一、部门职责\n负责气象。\n\n公开03表\n支出预算表\n单位：万元\n"
        "科目编码\t科目名称\t合计\n206\t科学技术支出\t90\n\t合计\t90\n\n"
        "| 项目名称 | 金额（万元） |\n|---|---|\n| 雷达维护 | 12.5 |\n| 短信 | 3 |\n",
        encoding="gb18030",
    )
    first, second = read(path).tables
    assert first.table.annex == "公开03表"
    assert second.table.title == "项目名称、金额（万元）"
    assert figures(second)["短信", "金额（万元）"] == "3 万元 2026预算"


def test_codes_printed_as_stairs_and_differences_of_two_phases(tmp_path: Path) -> None:
    page = head(PdfPage(842, 595), "某县档案局2026年一般公共预算支出预算表")
    page.table(90, [50, 40, 40, 190, 90, 90, 80], [
        [("科目编码", 3, 1), None, None, ("科目名称", 1, 2), ("2025年执行数", 1, 2),
         ("2026年预算数", 1, 2), ("2026年预算比2025年执行数增减", 1, 2)],
        ["类", "款", "项", None, None, None, None],
        ["201", "", "", "一般公共服务支出", "100 .00", "90.00", "-10.00"],
        ["", "26", "", "档案事务", "１００．００", "90.00", "(10.00)"],
        ["", "", "01", "行政运行", "80.00", "70.00", "-10.00"],
        ["", "", "04", "档案馆", "20.00", "20.00", "—"],
    ])  # fmt: skip
    (table,) = pdf(tmp_path, page).tables
    assert [(row.code, row.code_kind, row.parents) for row in table.rows] == [
        ("201", "functional", ()),
        ("20126", "functional", ("一般公共服务支出",)),
        ("2012601", "functional", ("一般公共服务支出", "档案事务")),
        ("2012604", "functional", ("一般公共服务支出", "档案事务")),
    ]
    values = [(o.value, o.year, o.phase.value) for o in table.observations if o.row == 1][-3:]
    assert [(str(value), *rest) for value, *rest in values] == [
        ("100.00", 2025, "决算"), ("90.00", 2026, "预算"), ("-10.00", 2026, "预算"),
    ]  # fmt: skip


def test_halves_of_a_table_side_by_side_are_one(tmp_path: Path) -> None:
    page = head(PdfPage(842, 595), "某县医保局2026年收支预算总表")
    for x, side, item in ((40, "收入", "一、财政拨款"), (360, "支出", "一、卫生健康支出")):
        page.table(90, [170, 90], [
            [(side, 2, 1), None], ["项目", "预算数"], [item, "50.00"], [f"{side}总计", "50.00"],
        ], x=x)  # fmt: skip
    (table,) = pdf(tmp_path, page).tables
    assert (table.table.kind, table.table.unit) == ("total_summary", "万元")
    assert [(row.label, row.side) for row in table.rows] == [
        ("一、财政拨款", "收入"), ("一、卫生健康支出", "支出"),
        ("收入总计", "收入"), ("支出总计", "支出"),
    ]  # fmt: skip


def test_words_right_behind_a_figure_are_the_next_column_without_rules(tmp_path: Path) -> None:
    one = head(PdfPage(), "临江市水务局2026年收支预算总表")
    lines = [
        ("一、财政拨款", "9,120.40", "一、卫生健康支出", "880.20"),
        ("二、事业收入", "120.00", "二、农林水支出", "8,360.20"),
        ("本年收入合计", "9,240.40", "本年支出合计", "9,240.40"),
    ]
    for x, text in ((120, "收入"), (380, "支出")):
        one.text(x, 96, text)
    for x, text in ((60, "项目"), (180, "预算数"), (290, "项目"), (450, "预算数")):
        one.text(x, 112, text)
    for at, (left, got, right, spent) in enumerate(lines):
        y = 130 + 16 * at
        one.text(50, y, left)
        one.text(235 - 4.5 * len(got), y, got)
        one.text(238.5, y, right)  # no rule, and hardly a gap behind the figure
        one.text(490 - 4.5 * len(spent), y, spent)
    one.centred(220, "2026年收入为 9,240.40 万元，支出为 9,240.40 万元，收支平衡。", 9)
    (table,) = pdf(tmp_path, one).tables
    read_figures = {label: text.split()[0] for (label, _), text in figures(table).items()}
    assert read_figures == {row[at]: row[at + 1] for row in lines for at in (0, 2)}
