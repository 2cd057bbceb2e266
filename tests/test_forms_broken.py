"""Forms that a page's end breaks before their indicators begin."""

from __future__ import annotations

from pathlib import Path

from tests.make_pdf import CellIn, PdfPage
from tests.test_layouts import head, pdf, read, word

WIDE = [60, 90, 60, 60, 60, 60, 60, 60]
HEADS: list[CellIn] = [
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因",
]  # fmt: skip
LINES: list[list[CellIn]] = [
    ["产出指标", "数量指标", "修剪行道树", "≥300株", "310株", "50", "50", ""],
    ["效益指标", "社会效益指标", "投诉件数", "≤5件", "4件", "40", "40", ""],
]


def named(project: str) -> list[list[CellIn]]:
    """Return the first rows of a form, down to the heads of its money."""
    return [
        ["项目名称", (project, 7, 1), None, None, None, None, None, None],
        ["主管部门", ("某区园林局", 7, 1), None, None, None, None, None, None],
        [("项目资金", 1, 2), "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", "80.00", "90.00", "81.00", "10", "90%", "9"],
    ]  # fmt: skip


def two_pages(tmp_path: Path, below: list[list[CellIn]]) -> list[dict[str, str]]:
    """Return what each form of two pages says: labels with their values."""
    first, second = head(PdfPage(), "某区园林局2024年度部门决算 项目支出绩效自评表"), PdfPage()
    first.table(700, WIDE, named("行道树养护"))
    second.table(40, WIDE, below)
    found = []
    for table in pdf(tmp_path, first, second).tables:
        labels = {row.index: row.label for row in table.rows}
        found.append({labels[o.row]: o.printed for o in table.observations if o.row in labels})
    return found


def test_money_and_indicators_on_the_next_page_are_of_the_form(tmp_path: Path) -> None:
    """Read money below heads of the page before, and the indicators under their project."""
    (form,) = two_pages(tmp_path, [
        ["", "其中：财政拨款", "80.00", "88.00", "79.00", "—", "", "—"],
        ["年度目标", ("行道树全年修剪一遍。", 7, 1), None, None, None, None, None, None],
        HEADS, *LINES,
    ])  # fmt: skip
    assert form["项目名称"] == "行道树养护"
    assert form["项目资金/年度资金总额/全年执行数"] == "81.00"
    assert form["项目资金/其中：财政拨款/全年执行数"] == "79.00"
    assert form["年度目标"] == "行道树全年修剪一遍。"
    assert form["修剪行道树"] == "50"  # the points, printed last


def test_a_form_that_names_its_project_is_another(tmp_path: Path) -> None:
    """Keep a form apart whose labels come again on the next page."""
    first, second = two_pages(tmp_path, [*named("公园保洁"), HEADS, *LINES])
    assert (first["项目名称"], second["项目名称"]) == ("行道树养护", "公园保洁")
    assert "修剪行道树" not in first
    assert second["修剪行道树"] == "50"


def test_each_field_is_cited_on_its_page(tmp_path: Path) -> None:
    """Cite money above the page's end on the first page, what stands below on the second."""
    first, second = head(PdfPage(), "某区园林局2024年度部门决算 项目支出绩效自评表"), PdfPage()
    first.table(700, WIDE, named("行道树养护"))
    goal: list[CellIn] = ["年度目标", ("修剪。", 7, 1), None, None, None, None, None, None]
    second.table(40, WIDE, [goal, HEADS, *LINES])
    (table,) = pdf(tmp_path, first, second).tables
    labels = {row.index: row.label for row in table.rows}
    places = {labels[o.row]: o.location for o in table.observations if o.row in labels}
    assert (places["主管部门"].page, places["年度目标"].page) == (1, 2)
    box = places["年度目标"].bbox
    assert box is not None
    assert (40 <= box[1] < box[3] <= 60, places["投诉件数"].page) == (True, 2)


def test_a_code_on_a_line_above_a_name_is_its_code(tmp_path: Path) -> None:
    """Read codes of projects and items in one cell with the names, whatever stands beside them."""
    path = word(tmp_path / "one.docx", ["某区园林局2026年部门预算", "项目支出表", "单位：万元"], [
        ["项目", "合计"], ["110105261T0000123\n行道树养护", "80.00"], ["320500202600001234\n公园保洁", "30.00"],
    ])  # fmt: skip
    (table,) = read(path).tables
    assert [(row.code, row.label) for row in table.rows] == [
        ("110105261T0000123", "行道树养护"), ("320500202600001234", "公园保洁"),
    ]  # fmt: skip
    path = word(tmp_path / "two.docx", ["某区园林局2026年部门预算", "基本支出表", "单位：万元"], [
        ["部门预算经济科目", "政府预算编码", "政府预算名称", "合计"],
        ["30101\n基本工资", "50101", "工资奖金津补贴", "80.00"],
        ["30102\n津贴补贴", "50101", "工资奖金津补贴", "30.00"],
    ])  # fmt: skip
    (table,) = read(path).tables
    assert [(row.code, row.label) for row in table.rows] == [
        ("30101", "基本工资"), ("30102", "津贴补贴"),
    ]  # fmt: skip


def test_heads_of_three_levels_name_the_columns(tmp_path: Path) -> None:
    """Read 前年 and 上年 below 近两年指标值 below 指标值 as heads, not as an indicator."""
    page = head(PdfPage(), "某区园林局2026年部门预算 项目支出绩效目标表")
    page.table(90, [60, 90, 100, 60, 60, 80, 80], [
        [("一级指标", 1, 3), ("二级指标", 1, 3), ("三级指标", 1, 3), ("指标值", 3, 1), None, None,
         ("确定依据", 1, 3)],
        [None, None, None, ("近两年指标值", 2, 1), None, ("预期当年实现值", 1, 2), None],
        [None, None, None, "前年", "上年", None, None],
        ["产出指标", "数量指标", "修剪行道树", "280株", "290株", "≥300株", "工作计划"],
        ["效益指标", "社会效益指标", "投诉件数", "7件", "6件", "≤5件", "历史数据"],
    ])  # fmt: skip
    (table,) = pdf(tmp_path, page).tables
    assert [row.label for row in table.rows] == ["修剪行道树", "投诉件数"]
    told = {o.path[-1]: o.printed for o in table.observations if o.row == table.rows[0].index}
    assert (told["前年"], told["上年"], told["预期当年实现值"]) == ("280株", "290株", "≥300株")


def test_indicators_below_lines_of_their_form_are_of_it(tmp_path: Path) -> None:
    """Take title and number of a form whose goals were read as lines of text."""
    page = PdfPage()
    page.centred(40, "公开表14", 8)
    page.centred(60, "部门整体支出绩效目标表", 14)
    page.table(80, [90, 150], [["部门名称", "某县人民法院"], ["预算合计", "2,779.08"]])
    page.text(40, 150, "年度总体目标 审理各类案件，结案率不低于95%；推进诉源治理，调解率稳", 8)
    page.text(40, 165, "步提高；完成法庭维修改造。", 8)
    page.table(180, [90, 90, 120, 80, 60], [
        ["一级指标", "二级指标", "三级指标", "指标值", "权重"],
        ["履职效果", "部门履职目标", "案件结案率", "≥95%", "15"],
    ])  # fmt: skip
    table = pdf(tmp_path, head(PdfPage(), "某县人民法院2026年部门预算"), page).tables[-1]
    assert [row.label for row in table.rows if row.kind == "indicator"] == ["案件结案率"]
    assert (table.table.annex, table.table.title) == ("公开表14", "部门整体支出绩效目标表")
