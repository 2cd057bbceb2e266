"""Lines that tell body, year and unit of a table, column numbers and forms where few rules are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.records import StoredTable
from tests.make_pdf import PdfPage, width_of
from tests.test_layouts import pdf, read, word

WALLS = (40.0, 120.0, 260.0, 350.0, 440.0, 530.0)
ROWS = (
    ("", "合计", "1,200.00", "900.00", "300.00"),
    ("208", "社会保障和就业支出", "400.00", "400.00", ""),
    ("20805", "行政事业单位养老支出", "400.00", "400.00", ""),
    ("210", "卫生健康支出", "800.00", "500.00", "300.00"),
)
HEADER = (
    ("项目", "科目编码"), ("项目", "科目名称"),
    ("本年支出合计",), ("其中", "基本支出"), ("其中", "项目支出"),
)  # fmt: skip
PARTS = {
    "below": [["部门：某县民政局", "2025年度", "单位：万元"]],
    "turned": [["金额单位：万元", "（2025年度）", "编制单位：某县民政局"]],
    "apart": [["部门：某县民政局", "", ""], ["", "2025年度", ""], ["", "", "单位：万元"]],
    "numbered": [["", "", "公开03表"], ["部门：某县民政局", "2025年度", "单位：万元"]],
    "broken": [
        ["单位名称：某自治州某县民政局和", "2025年", "计量单位：万元"],
        ["社会救助中心", "", ""],
    ],
}


def tables_of(folder: Path, *pages: PdfPage) -> tuple[StoredTable, ...]:
    """Return the tables of pages behind a cover."""
    cover = PdfPage()
    cover.centred(200, "某县民政局2025年度部门决算", 20)
    return pdf(folder, cover, *pages).tables


def pieces(page: PdfPage, y: float, first: int = 0) -> None:
    """Draw a rule across cell by cell."""
    for left, right in zip(WALLS[first:-1], WALLS[first + 1 :], strict=True):
        page.line(left, y, right, y)


def centred(page: PdfPage, y: float, text: str, first: int, last: int) -> None:
    """Set a label to the middle of columns."""
    page.text((WALLS[first] + WALLS[last + 1] - width_of(text, 8)) / 2, y, text, 8)


def caption(page: PdfPage, y: float, lines: Sequence[Sequence[str]]) -> float:
    """Set lines with a left, a middle and a right part; return what is below them."""
    for left, middle, right in lines:
        page.text(WALLS[0], y, left, 8)
        page.text((WALLS[0] + WALLS[-1] - width_of(middle, 8)) / 2, y, middle, 8)
        page.text(WALLS[-1] - width_of(right, 8), y, right, 8)
        y += 13
    return y


def table(page: PdfPage, y: float, rules: str, *, numbered: bool = True) -> float:
    """Set a table whose header has two levels and the numbers of its columns."""

    def rule(at: float) -> None:
        if rules == "pieces":
            pieces(page, at)
        elif rules == "whole":
            page.line(WALLS[0], at, WALLS[-1], at)

    rule(y)
    centred(page, y + 4, "项目", 0, 1)
    centred(page, y + 4, "其中", 3, 4)
    centred(page, y + 12, "本年支出合计", 2, 2)
    for col, text in ((0, "科目编码"), (1, "科目名称"), (3, "基本支出"), (4, "项目支出")):
        centred(page, y + 20, text, col, col)
    y += 32
    if numbered:
        centred(page, y + 4, "栏次", 0, 1)
        for col, number in ((2, "1"), (3, "2"), (4, "3")):
            centred(page, y + 4, number, col, col)
        y += 16
    rule(y)
    for row in ROWS:
        for col, text in enumerate(row):
            right = WALLS[col + 1] - 3 - width_of(text, 8)
            page.text(right if col > 1 else WALLS[col] + 3, y + 4, text, 8)
        y += 16
    rule(y)
    return y


def whole(one: StoredTable) -> bool:
    """Tell whether a table came back as it was set."""
    assert one.table.header == HEADER
    assert tuple(row.cells for row in one.table.body) == ROWS
    money = {o.unit for o in one.observations if o.value is not None}
    return (one.table.title, money) == ("支出决算表", {"万元"})


@pytest.mark.parametrize("rules", ["pieces", "whole", "none"])
@pytest.mark.parametrize("parts", PARTS)
def test_lines_between_title_and_header_are_caption(tmp_path: Path, rules: str, parts: str) -> None:
    page = PdfPage()
    page.centred(40, "支出决算表", 14)
    table(page, caption(page, 70, PARTS[parts]), rules)
    (one,) = tables_of(tmp_path, page)
    assert whole(one)
    assert not one.problems
    if parts == "numbered":
        assert one.table.annex == "公开03表"


@pytest.mark.parametrize("rules", ["pieces", "whole", "none"])
def test_lines_above_a_title_are_its_caption(tmp_path: Path, rules: str) -> None:
    page = PdfPage()
    y = 60.0
    for number in (1, 2):
        y = caption(page, y, PARTS["below"])
        page.centred(y, f"表{number} 支出决算表", 10)
        y = table(page, y + 20, rules, numbered=number == 1) + 40
    first, second = tables_of(tmp_path, page)
    assert whole(first)
    assert whole(second)
    assert (first.table.annex, second.table.annex) == ("表1", "表2")


def test_years_side_by_side_are_headings(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", ["2026年某县财政局部门预算", "三公经费预算表", "单位：万元"], [
        ["2025年", "2026年"], ["10.00", "12.00"], ["3.00", "4.00"],
    ])  # fmt: skip
    (one,) = read(path).tables
    assert one.table.header == (("2025年",), ("2026年",))


def test_a_unit_between_two_tables_is_told_of_none_where_the_first_has_none(
    tmp_path: Path,
) -> None:
    import docx

    document = docx.Document()
    for line in ("2026年某县财政局部门预算", "收入预算表"):
        document.add_paragraph(line)
    for amount in ("10.00", "20.00"):
        grid = document.add_table(2, 2)
        for cell, text in zip(grid._cells, ("项目", "金额", "合计", amount), strict=True):
            cell.text = text
        for line in ("单位：万元", "支出预算表") if amount == "10.00" else ():
            document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    assert [one.table.unit for one in read(tmp_path / "a.docx").tables] == [None, None]


def test_a_form_framed_by_two_rules_in_pieces(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(40, "2024年度项目支出绩效自评表", 12)
    walls = (40.0, 100.0, 180.0, 250.0, 310.0, 380.0, 450.0, 530.0)
    for at in (64.0, 220.0):
        for left, right in pairwise(walls):
            page.line(left, at, right, at)

    def put(y: float, **texts: str) -> None:
        for col, text in texts.items():
            page.text(walls[int(col[1:])] + 3, y, text, 8)

    put(70, c0="项目名称", c2="高龄津贴")
    put(85, c0="主管部门", c2="某县民政局", c4="实施单位", c5="某县民政局（本级）")
    put(100, c3="年初预算数", c4="全年预算数", c5="全年执行数", c6="执行率")
    put(107, c0="项目资金（万元）")
    put(115, c2="年度资金总额", c3="720.00", c4="739.20", c5="738.90", c6="99.96%")
    put(
        131,
        c0="一级指标",
        c1="二级指标",
        c2="三级指标",
        c4="年度指标值",
        c5="实际完成值",
        c6="得分",
    )
    put(147, c1="数量指标", c2="发放人数", c4="≥10,800人", c5="11,036人", c6="20")
    put(155, c0="产出指标")
    put(163, c1="时效指标", c2="发放及时率", c4="100%", c5="100%", c6="10")
    put(179, c0="效益指标", c1="社会效益指标", c2="敬老社会氛围", c4="提升", c5="提升", c6="30")
    put(195, c2="总分", c6="60")
    (one,) = tables_of(tmp_path, page)
    assert {p.label: p.value for p in one.table.pairs} == {
        "项目名称": "高龄津贴",
        "主管部门": "某县民政局",
        "实施单位": "某县民政局（本级）",
        "项目资金（万元）/年度资金总额/年初预算数": "720.00",
        "项目资金（万元）/年度资金总额/全年预算数": "739.20",
        "项目资金（万元）/年度资金总额/全年执行数": "738.90",
        "项目资金（万元）/年度资金总额/执行率": "99.96%",
    }
    assert [path[-1] for path in one.table.header] == [
        "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分",
    ]  # fmt: skip
    parents = {row.label: row.parents for row in one.rows if row.kind == "indicator"}
    assert parents["发放人数"] == ("产出指标", "数量指标")
    assert parents["发放及时率"] == ("产出指标", "时效指标")
    assert parents["敬老社会氛围"] == ("效益指标", "社会效益指标")


def test_a_code_that_touches_its_name_is_cut_from_it(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(40, "表1 一般公共预算支出表（单位：万元）", 10)
    rows = [("208", "社会保障支出", "500.00"), ("20805", "养老支出", "400.00")]
    rows += [(f"20805{n:02}", name, f"{n}0.00") for n, name in enumerate(("离退休", "年金"), 1)]
    rows += [("20899", "其他支出", "100.00"), ("2089999", "其他社会保障支出", "100.00")]
    for left, label in ((50, "科目编码"), (100, "科目名称"), (244, "合计")):
        page.text(left, 64, label, 8)
    for at, (code, name, amount) in enumerate(rows):
        y = 80 + 16 * at
        page.text(50, y, code, 8)
        page.text(81.5, y, name, 8)  # behind seven digits, less than half a letter
        page.text(260 - width_of(amount, 8), y, amount, 8)
    (one,) = tables_of(tmp_path, page)
    assert [row.cells for row in one.table.body] == rows


@pytest.mark.parametrize("numbered", [False, True])
def test_a_header_alone_at_the_end_of_a_page_heads_the_next(tmp_path: Path, numbered: bool) -> None:
    first, second = PdfPage(), PdfPage()
    first.centred(740, "表1 支出预算总表", 10)
    first.text(480, 756, "单位：万元", 8)
    for left, label in ((50, "科目编码"), (130, "科目名称"), (260, "合计"), (340, "基本支出")):
        first.text(left, 772, label, 8)
    if numbered:
        for left, y, text in ((62, 786, "栏"), (62, 797, "次"), (144, 791, "1"), (266, 791, "2")):
            first.text(left, y, text, 8)
        first.text(354, 791, "3", 8)
    for at, row in enumerate(ROWS):
        for left, text in zip((50, 130), row[:2], strict=True):
            second.text(left, 60 + 16 * at, text, 8)
        for right, text in zip((290, 380), row[2:4], strict=True):
            second.text(right - width_of(text, 8), 60 + 16 * at, text, 8)
    (one,) = tables_of(tmp_path, first, second)
    assert one.table.header == (("科目编码",), ("科目名称",), ("合计",), ("基本支出",))
    assert [row.cells for row in one.table.body] == [row[:4] for row in ROWS]
    assert (one.table.unit, one.table.pages) == ("万元", (2, 3))


def test_the_name_of_a_total_in_merged_cells_goes_to_the_names(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(40, "表1 基本支出决算表（单位：万元）", 10)
    walls = (40.0, 90.0, 190.0, 260.0, 310.0, 420.0, 490.0)
    for at in (60.0, 80.0, 150.0):
        for left, right in pairwise(walls):
            page.line(left, at, right, at)
    rows = [
        ("301", "工资福利支出", "90.00", "302", "商品和服务支出", "30.00"),
        ("303", "对个人的补助", "10.00", "310", "资本性支出", ""),
    ]
    for col, label in enumerate(("科目编码", "科目名称", "金额") * 2):
        page.text(walls[col] + 6, 66, label, 8)
    for at, row in enumerate(rows):
        for col, text in enumerate(row):
            right = walls[col + 1] - 3 - width_of(text, 8)
            page.text(right if "." in text else walls[col] + 3, 86 + 16 * at, text, 8)
    page.text(90, 120, "人员经费合计", 8)
    page.text(257 - width_of("100.00", 8), 120, "100.00", 8)
    page.text(350, 120, "公用经费合计", 8)
    page.text(487 - width_of("30.00", 8), 120, "30.00", 8)
    (one,) = tables_of(tmp_path, page)
    totals = {row.label: row.index for row in one.rows if row.kind == "total"}
    values = {o.row: str(o.value) for o in one.observations if o.value is not None}
    assert {label: values[at] for label, at in totals.items()} == {
        "人员经费合计": "100.00", "公用经费合计": "30.00",
    }  # fmt: skip
