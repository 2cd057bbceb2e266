"""Layouts of evaluation forms, grades, empty tables and tables of years, and what is read."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from ingest.indicators import read_target
from ingest.records import StoredTable
from tests.make_pdf import PdfPage
from tests.test_layouts import figures, head, pdf, read, word

FINAL = "某县审计局2024年度部门决算"


def printed(table: StoredTable) -> dict[tuple[str, str], str]:
    """Return every printed value by its row's label and its column's last heading."""
    labels = {row.index: row.label for row in table.rows}
    return {
        (labels[o.row], o.path[-1] if o.row >= 0 else ""): o.printed for o in table.observations
    }


def evaluation(tmp_path: Path) -> StoredTable:
    path = word(tmp_path / "one.docx", [FINAL, "项目支出绩效自评表", "单位：万元"], [
        ["项目名称", "审计信息化", "", "实施单位", "某县审计局", "", "", ""],
        ["项目资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "100.00", "120.00", "90.00", "10", "75.00%", "7.5"],
        ["", "其中：财政拨款", "100.00", "110.00", "80.00", "—", "", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
        ["产出指标", "数量指标", "审计项目数", "≥20个", "18个", "50", "45", "人手不足"],
        ["效益指标", "社会效益指标", "整改率", "≥90%", "95%", "40", "40", ""],
        ["总分", "", "", "", "", "100", "92.5", ""],
    ])  # fmt: skip
    (table,) = read(path).tables
    return table


def test_an_evaluation_gives_what_was_reached_and_the_points(tmp_path: Path) -> None:
    table = evaluation(tmp_path)
    assert not table.problems
    values = printed(table)
    assert values["审计项目数", "年度指标值"] == "≥20个"
    assert values["审计项目数", "实际完成值"] == "18个"
    assert values["审计项目数", "得分"] == "45"
    assert values["审计项目数", "偏差原因"] == "人手不足"
    assert values["总分", "得分"] == "92.5"
    assert ("整改率", "偏差原因") not in values  # blank is nothing
    kinds = {row.label: row.kind for row in table.rows}
    assert (kinds["总分"], kinds["审计项目数"]) == ("total", "indicator")
    assert {c.path[-1]: (c.role.value, c.unit) for c in table.columns}["实际完成值"] == (
        "amount", None,
    )  # fmt: skip


def test_an_evaluation_gives_the_money_planned_and_spent(tmp_path: Path) -> None:
    labels = {row.index: row.label for row in evaluation(tmp_path).rows}
    money = {
        labels[o.row]: (str(o.value), o.measure, o.unit, o.phase.value)
        for o in evaluation(tmp_path).observations
        if labels[o.row].startswith("项目资金") and o.value is not None
    }
    assert money["项目资金/年度资金总额/年初预算数"] == ("100.00", "amount", "万元", "预算")
    assert money["项目资金/年度资金总额/全年执行数"] == ("90.00", "amount", "万元", "决算")
    assert money["项目资金/年度资金总额/执行率"] == ("75.00", "percent", "%", "决算")
    assert money["项目资金/年度资金总额/得分"] == ("7.5", "weight", None, "决算")
    assert money["项目资金/其中：财政拨款/全年执行数"] == ("80.00", "amount", "万元", "决算")
    assert "项目资金/其中：财政拨款/执行率" not in money


def test_an_indicator_graded_from_good_to_bad(tmp_path: Path) -> None:
    page = head(PdfPage(842, 595), "某市林业局2026年部门职责-工作活动绩效目标")
    page.table(90, [110, 80, 110, 150, 60, 60, 60, 60], [
        [("职责活动", 1, 2), ("年度预算数", 1, 2), ("绩效指标", 1, 2), ("指标描述", 1, 2),
         ("评价标准", 4, 1), None, None, None],
        [None, None, None, None, "优", "良", "中", "差"],
        [("造林绿化", 1, 2), ("80.00", 1, 2), "造林面积", "当年造林（万亩）", "≥3", "≥2.5", "≥2", "＜2"],
        [None, None, "成活率", "成活株数占比（%）", "≥95", "≥90", "≥85", "＜85"],
        ["森林防火", "20.00", "火灾起数", "当年火灾起数", "0", "1", "2", "3"],
    ])  # fmt: skip
    (table,) = pdf(tmp_path, page).tables
    assert (table.table.kind, table.problems) == ("overall_performance", ())
    assert [(row.label, row.parents, row.kind) for row in table.rows] == [
        ("造林绿化", (), "item"), ("造林面积", ("造林绿化",), "indicator"),
        ("成活率", ("造林绿化",), "indicator"),
        ("森林防火", (), "item"), ("火灾起数", ("森林防火",), "indicator"),
    ]  # fmt: skip
    values = {(o.row, o.path[-1]): (o.sign, str(o.value), o.unit) for o in table.observations}
    assert values[1, "优"] == ("≥", "3", "万亩")
    assert values[1, "差"] == ("<", "2", "万亩")
    assert values[2, "良"] == ("≥", "90", "%")
    assert values[0, "年度预算数"] == (None, "80.00", "万元")


def test_a_table_printed_empty_keeps_its_headings(tmp_path: Path) -> None:
    page = head(PdfPage(), "某市林业局2026年国有资本经营预算支出表")
    page.table(90, [80, 120, 80, 80, 80], [
        [("科目编码", 1, 2), ("科目名称", 1, 2), ("本年国有资本经营预算支出", 3, 1), None, None],
        [None, None, "合计", "基本支出", "项目支出"],
    ])  # fmt: skip
    (table,) = pdf(tmp_path, page).tables
    assert (table.table.kind, table.rows, table.problems) == ("state_capital", (), ())
    assert [(c.path[-1], c.role.value) for c in table.columns][:3] == [
        ("科目编码", "code"), ("科目名称", "label"), ("合计", "amount"),
    ]  # fmt: skip


def test_rows_that_are_years(tmp_path: Path) -> None:
    path = word(tmp_path / "one.docx", ["某区档案馆2026年部门预算", "“三公”经费支出表", "单位：万元"], [
        ["年度", "总额", "公务接待费", "加油", "保险"],
        ["2025年", "9.00", "1.00", "5.00", "3.00"], ["2026年", "8.00", "0.50", "4.50", "3.00"],
    ])  # fmt: skip
    (table,) = read(path).tables
    assert figures(table)["2025年", "加油"] == "5.00 万元 2025预算"
    assert figures(table)["2026年", "加油"] == "4.50 万元 2026预算"
    assert {row.kind for row in table.rows} == {"total"}


def test_names_of_funds_are_no_phase(tmp_path: Path) -> None:
    path = word(tmp_path / "one.docx", [FINAL, "政府性基金预算财政拨款收入支出决算表", "单位：万元"], [
        ["科目编码", "科目名称", "年初结转和结余", "本年支出", "政府性基金预算财政拨款", "年初预算数"],
        ["212", "城乡社区支出", "5.00", "3.00", "3.00", "4.00"],
    ])  # fmt: skip
    (table,) = read(path).tables
    found = {o.path[-1]: o.phase.value for o in table.observations if o.value is not None}
    assert (found["年初结转和结余"], found["政府性基金预算财政拨款"]) == ("决算", "决算")
    assert found["年初预算数"] == "预算"


def test_worth_of_things_that_are_counted_is_money(tmp_path: Path) -> None:
    path = word(tmp_path / "one.docx", ["某市林业局2026年部门预算", "固定资产占用情况表", "单位：万元"], [
        ["项目", "数量", "价值"], ["房屋（平方米）", "300", "120.00"], ["车辆（台、辆）", "4", "60.00"],
    ])  # fmt: skip
    (table,) = read(path).tables
    assert figures(table)["房屋（平方米）", "价值"] == "120.00 万元 2026预算"
    assert figures(table)["房屋（平方米）", "数量"] == "300 平方米 2026预算"


def test_units_listed_with_what_they_are(tmp_path: Path) -> None:
    path = word(tmp_path / "one.docx", ["某市林业局2026年部门预算", "部门机构设置情况表"], [
        ["序号", "单位名称", "单位性质", "经费保障形式"],
        ["1", "某市林业局机关", "行政", "财政拨款"], ["2", "某市林场", "事业", "财政补助"],
    ])  # fmt: skip
    (table,) = read(path).tables
    assert [row.label for row in table.rows] == ["某市林业局机关", "某市林场"]
    assert printed(table)["某市林场", "经费保障形式"] == "财政补助"


def test_a_figure_typed_as_a_formula(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["某市林业局2024年度部门整体支出绩效自评表"], ["（2024年度决算）"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "时效指标", "支付进度", "=100%", "99%"],
        ["产出指标", "数量指标", "造林", "≥3万亩", "=D9"],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "one.xlsx")
    document = read(tmp_path / "one.xlsx")
    (table,) = document.tables
    assert printed(table)["支付进度", "年度指标值"] == "=100%"
    assert "(E5)" in document.problems[0].message  # a formula without its value stays unknown


def test_a_date_is_no_count() -> None:
    assert read_target("9月30日前") == (None, None, None)
    assert [str(part) for part in read_target("≥1280平方公里")] == ["1280", "≥", "平方公里"]
    assert [str(part) for part in read_target("30m2")] == ["30", "None", "m2"]


def test_rows_that_are_what_was_planned_and_spent(tmp_path: Path) -> None:
    path = word(tmp_path / "one.docx", [FINAL, "“三公”经费支出决算表", "单位：万元"], [
        ["项目", "小计", "公务接待费"], ["预算数", "9.00", "2.00"], ["决算数", "8.00", "1.50"],
        ["增减额", "-1.00", "-0.50"],
    ])  # fmt: skip
    (table,) = read(path).tables
    assert figures(table)["预算数", "公务接待费"] == "2.00 万元 2024预算"
    assert figures(table)["决算数", "公务接待费"] == "1.50 万元 2024决算"
    assert [row.kind for row in table.rows] == ["total", "total", "item"]
