"""Wide tables over two pages, headings parted by a slant, watermarks, text in columns and cells."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl

from tests.make_pdf import PdfPage
from tests.test_layouts import figures, head, pdf, read
from tests.test_layouts_forms import fields, page

ROWS = [
    ["项目名称", "年初预算数", "决算数"],
    ["合计", "30.00", "29.00"],
    ["道路养护", "20.00", "19.00"],
    ["桥梁检测", "10.00", "10.00"],
    ["渡口补助", "", ""],
]
FURTHER = [
    ["一般公共预算", "年末结转", "预算结余"],
    ["25.00", "4.00", "1.00"],
    ["19.00", "", "1.00"],
    ["6.00", "4.00", ""],
    ["", "", ""],
]


def left_page() -> PdfPage:
    cover = head(PdfPage(), "某县交通局2024年度项目支出决算明细表", "元", "公开10表")
    cover.table(90, [200.0, 90.0, 90.0], ROWS)
    return cover


def right_page(rows: list[list[str]]) -> PdfPage:
    one = PdfPage()
    one.table(60, [150.0, *[110.0] * (len(rows[0]) - 1)], rows)
    return one


HALVES = {
    ("合计", "一般公共预算"): "25.00 元 2024决算",
    ("合计", "年末结转"): "4.00 元 2024决算",
    ("合计", "预算结余"): "1.00 元 2024决算",
    ("道路养护", "一般公共预算"): "19.00 元 2024决算",
    ("道路养护", "预算结余"): "1.00 元 2024决算",
    ("桥梁检测", "一般公共预算"): "6.00 元 2024决算",
    ("桥梁检测", "年末结转"): "4.00 元 2024决算",
}


def test_the_right_half_of_a_table_has_the_names_of_the_page_before(tmp_path: Path) -> None:
    (table,) = pdf(tmp_path, left_page(), right_page(FURTHER)).tables
    found = figures(table)
    assert {key: found.get(key) for key in HALVES} == HALVES
    assert (len(found), len(table.rows)) == (13, 4)
    pages = {o.path[-1]: o.location.page for o in table.observations}
    assert (pages["决算数"], pages["年末结转"]) == (1, 2)


def test_halves_of_several_pages_in_turn(tmp_path: Path) -> None:
    pages = left_page(), right_page(FURTHER)
    more = [ROWS[0], ["站房维修", "3.00", "2.00"], ["标线施划", "2.00", "2.00"]]
    rest = [FURTHER[0], ["2.00", "1.00", ""], ["", "", "5.00"]]
    (table,) = pdf(tmp_path, *pages, right_page(more), right_page(rest)).tables
    found = figures(table)
    assert {key: found.get(key) for key in HALVES} == HALVES
    assert found["站房维修", "决算数"] == "2.00 元 2024决算"
    assert found["站房维修", "年末结转"] == "1.00 元 2024决算"
    assert found["标线施划", "预算结余"] == "5.00 元 2024决算"
    assert len(table.rows) == 6


def test_a_right_half_of_other_rows_has_no_names(tmp_path: Path) -> None:
    document = pdf(tmp_path, left_page(), right_page(FURTHER[:-1]))
    found = figures(document.tables[1])
    assert not any(label in ("道路养护", "桥梁检测") for label, _ in found)


def test_names_printed_again_stand_before_further_columns(tmp_path: Path) -> None:
    names = [row[0] for row in ROWS]
    again = [[name, *row] for name, row in zip(names, FURTHER, strict=True)]
    (table,) = pdf(tmp_path, left_page(), right_page(again)).tables
    found = figures(table)
    assert {key: found.get(key) for key in HALVES} == HALVES


def test_other_names_stand_before_columns_of_their_own(tmp_path: Path) -> None:
    names = ["项目名称", "站房维修", "标线施划", "护栏更换", "灯光改造"]
    other = [[name, *row[1:]] for name, row in zip(names, FURTHER, strict=True)]
    upper, lower = pdf(tmp_path, left_page(), right_page(other)).tables
    assert len(figures(upper)) == 6
    assert figures(lower)["标线施划", "预算结余"].startswith("1.00")


def test_more_rows_below_the_same_head_are_of_one_table(tmp_path: Path) -> None:
    more = [ROWS[0], ["站房维修", "1.00", "1.00"], ["标线施划", "2.00", "2.00"]]
    (table,) = pdf(tmp_path, left_page(), right_page(more)).tables
    assert len(table.rows) == 6


def test_a_slant_parts_the_heading_of_the_rows_from_that_of_the_columns(tmp_path: Path) -> None:
    one = head(PdfPage(), "某县交通局2024年度支出决算表", number="公开03表")
    rows = [
        [("", 2, 1), None, "合\n计", "基\n本\n支\n出"],
        ["科目编码", "科目名称", "1", "2"],
        ["214", "交通运输支出", "12.00", "3.00"],
        ["21401", "公路水路运输", "12.00", "3.00"],
    ]
    one.table(90, [60.0, 140.0, 90.0, 90.0], rows)
    one.line(40, 90, 240, 130)
    one.text(190, 94, "支出性质", 8)
    one.text(44, 118, "功能分类", 8)
    (table,) = pdf(tmp_path, one).tables
    assert figures(table) == {
        ("交通运输支出", "合计"): "12.00 万元 2024决算",
        ("交通运输支出", "基本支出"): "3.00 万元 2024决算",
        ("公路水路运输", "合计"): "12.00 万元 2024决算",
        ("公路水路运输", "基本支出"): "3.00 万元 2024决算",
    }
    assert table.table.proved


def test_letters_that_lean_are_a_watermark(tmp_path: Path) -> None:
    one = left_page()
    for at, char in enumerate("公开专用"):
        code = char.encode("utf-16-be").hex()
        one.drawn.append(
            f"BT /F1 40 Tf 0.8 0.6 -0.6 0.8 {200 + 40 * at} {690 + 20 * at} Tm <{code}> Tj ET"
        )
    (table,) = pdf(tmp_path, one).tables
    assert figures(table)["道路养护", "决算数"] == "19.00 元 2024决算"


SENTENCES = (
    "一、主要职责",
    "负责全县道路、桥梁的建设和养护，组织编制规",
    "划，并监督实施。承担水路运输市场的监管，组",
    "织农村客运，指导渡口安全，负责在建工程质量",
    "和安全生产的监督管理，承担国防交通战备，组",
    "织协调应急运力。",
)


def test_text_in_two_columns_is_read_down_the_left_one_first(tmp_path: Path) -> None:
    one = PdfPage()
    for at, line in enumerate(SENTENCES):
        one.text(60, 100 + 16 * at, line, 10)
        one.text(310, 100 + 16 * at, line.replace("一、主要职责", "二、机构设置"), 10)
    (first, second) = pdf(tmp_path, left_page(), one).passages
    assert first.text == "".join(SENTENCES[1:]) == second.text
    assert (first.headings[-1], second.headings[-1]) == ("一、主要职责", "二、机构设置")


def test_text_in_the_cells_of_a_sheet_is_text(tmp_path: Path) -> None:
    one = PdfPage()
    rows = [
        [("一、主要职责", 1, 1), "", ""],
        [("负责全县道路的建设和养护。", 3, 1), None, None],
        [("承担水路运输市场的监管。", 3, 1), None, None],
    ]
    one.table(60, [120.0, 120.0, 120.0], rows)
    document = pdf(tmp_path, one, left_page())
    assert len(document.tables) == 1
    assert [p.text for p in document.passages] == [
        "负责全县道路的建设和养护。",
        "承担水路运输市场的监管。",
    ]


def test_a_form_drawn_over_the_columns_of_a_sheet(tmp_path: Path) -> None:
    rows = [
        "项目名称||道路养护*2||",
        "实施单位||公路中心*2||",
        "项目资金（元）||年度资金总额||486.00|",
        "一级指标|二级指标|三级指标||指标值|分值",
        "产出指标|数量指标|列养里程*2|≥612.4公里|20",
    ]
    (table,) = page(tmp_path, "项目支出绩效目标表", rows).tables
    assert fields(table) == {
        "项目名称": "道路养护",
        "实施单位": "公路中心",
        "项目资金（元）/年度资金总额": "486.00",
    }


def test_a_form_printed_empty_keeps_its_labels(tmp_path: Path) -> None:
    rows = [
        "项目名称||主管部门|",
        "当年预算||市级支出|",
        "项目概况|*3",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|列养里程|≥6公里",
    ]
    (table,) = page(tmp_path, "项目支出绩效目标表", rows).tables
    labels = ("项目名称", "主管部门", "当年预算", "市级支出", "项目概况")
    assert fields(table) == dict.fromkeys(labels, "")


def test_a_class_alone_in_its_row_names_its_sum(tmp_path: Path) -> None:
    rows = ["类别|采购品目|数量|采购金额", "货物|||5.40", "|台式计算机|12|5.40", "服务|||2.00"]
    (table,) = page(tmp_path, "政府采购预算表", rows, "单位：万元").tables
    assert figures(table)["货物", "采购金额"] == "5.40 万元 2024预算"
    assert figures(table)["服务", "采购金额"] == "2.00 万元 2024预算"


def test_indicators_in_a_table_of_their_own_below_a_form(tmp_path: Path) -> None:
    file = tmp_path / "one.docx"
    document = docx.Document()
    document.add_paragraph("某县交通局2026年部门预算")
    document.add_paragraph("附表5 一般公共预算支出表")
    for rows in (
        (("科目", "金额"), ("合计", "1.00")),
        (("项目名称", "道路养护"), ("实施单位", "公路中心"), ("年度目标", "保障畅通")),
        (("一级指标", "三级指标", "指标值"), ("产出指标", "列养里程", "≥6公里")),
    ):
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        if rows[0][0] == "科目":
            document.add_paragraph("附表12-1 项目绩效目标表")
    document.save(str(file))
    general, form = read(file).tables
    assert (general.table.annex, general.table.title) == ("附表5", "一般公共预算支出表")
    assert [row.label for row in form.rows if row.kind == "indicator"] == ["列养里程"]
    assert len(fields(form)) == 3


def test_a_sheet_name_over_the_pages_of_one_table_is_no_title(tmp_path: Path) -> None:
    one, two = left_page(), right_page([ROWS[0], ["站房维修", "1.00", "1.00"]])
    one.text(250, 20, "10项目支出", 8)
    two.text(250, 20, "10项目支出", 8)
    (table,) = pdf(tmp_path, one, two).tables
    assert figures(table)["站房维修", "决算数"] == "1.00 元 2024决算"


def test_a_date_is_no_amount_of_months(tmp_path: Path) -> None:
    file = tmp_path / "one.xlsx"
    book = openpyxl.Workbook()
    for row in (
        ("某县交通局2026年项目支出绩效目标表", None, None),
        ("一级指标", "三级指标", "指标值"),
        ("产出指标", "完成时间", "12月底前"),
        ("产出指标", "施工时间", "12月"),
    ):
        book.active.append(row)
    book.save(file)
    (table,) = read(file).tables
    assert [(o.printed, str(o.value)) for o in table.observations] == [
        ("12月底前", "None"),
        ("12月", "12"),
    ]


def test_a_unit_whose_cell_reaches_over_several_projects_is_theirs(tmp_path: Path) -> None:
    rows = [
        "实施单位|项目名称|金额",
        "区图书馆^2|总分馆建设|86.00",
        "图书购置|45.00",
        "区文化馆|文化艺术季|54.00",
    ]
    (table,) = page(tmp_path, "项目支出预算表", rows, "单位：万元").tables
    assert [(row.institution, row.label) for row in table.rows] == [
        ("区图书馆", "总分馆建设"),
        ("区图书馆", "图书购置"),
        ("区文化馆", "文化艺术季"),
    ]
