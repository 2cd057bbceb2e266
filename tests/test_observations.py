"""Rows and observations of a logical table: what each printed cell means."""

from __future__ import annotations

from decimal import Decimal

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Location, Pair, Phase, Role, StoredTable, Table

BUDGET = Disclosure("某县财政局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)


def read(header: list[str], body: list[list[str]], **more: object) -> StoredTable:
    """Read a table from header paths joined by / and rows of texts."""
    table = Table(
        ordinal=1,
        annex="附件2",
        title="某表",
        header=tuple(tuple(path.split("/")) for path in header),
        body=tuple(BodyRow(tuple(row), (HERE,)) for row in body),
        location=HERE,
        unit="万元",
        **more,  # type: ignore[arg-type]
    )
    return store_table(table, BUDGET)


def test_codes_give_parents_and_columns_give_years() -> None:
    stored = read(
        ["功能分类科目/科目编码", "功能分类科目/科目名称", "2025年预算数", "2026年预算数/总计"],
        [
            ["合计", "", "10.00", "12.00"],
            ["208", "社会保障和就业支出", "10.00", "12.00"],
            ["20805", "行政事业单位养老支出", "10.00", "12.00"],
            ["2080505", "养老保险缴费支出", "", "0.00"],
        ],
    )
    assert [column.role for column in stored.columns] == [
        Role.CODE,
        Role.LABEL,
        Role.AMOUNT,
        Role.AMOUNT,
    ]
    assert [column.year for column in stored.columns[2:]] == [2025, 2026]
    assert [row.kind for row in stored.rows] == ["total", "item", "item", "item"]
    assert stored.rows[3].parents == ("社会保障和就业支出", "行政事业单位养老支出")
    assert {row.code_kind for row in stored.rows[1:]} == {"functional"}
    values = {
        (o.row, o.column): (o.printed, o.value)
        for o in stored.observations
        if o.measure == "amount"
    }
    assert values[3, 2] == ("", None)  # blank is not zero
    assert values[3, 3] == ("0.00", Decimal("0.00"))


def test_income_and_spending_side_by_side_are_two_rows() -> None:
    stored = read(
        ["收入/项目", "收入/预算数", "支出/支出科目", "支出/合计"],
        [["一、本年收入", "5.00", "一、本年支出", "5.00"], ["", "", "(一)教育支出", "5.00"]],
    )
    assert [(row.label, row.side) for row in stored.rows] == [
        ("一、本年收入", "收入"),
        ("一、本年支出", "支出"),
        ("(一)教育支出", "支出"),
    ]
    assert stored.rows[2].parents == ("一、本年支出",)


def test_a_code_in_three_columns_is_one_code() -> None:
    own = read(
        ["编码/类", "编码/款", "编码/项", "名称", "合计"], [["208", "05", "05", "缴费", "3"]]
    )
    whole = read(
        ["编码/类", "编码/款", "编码/项", "名称", "合计"],
        [["208", "20805", "2080505", "缴费", "3"]],
    )
    assert own.rows[0].code == whole.rows[0].code == "2080505"


def test_a_column_called_project_of_a_kind_holds_money() -> None:
    stored = read(
        ["序号", "项目名称", "合计", "年初/人员性项目", "年初/一般性项目"],
        [["", "合计", "60", ".", "60"], ["1", "50015222T000000125711-会议专项", "60", "", "60"]],
    )
    assert [column.role for column in stored.columns[2:]] == [Role.AMOUNT] * 3
    assert (stored.rows[1].label, stored.rows[1].code) == ("会议专项", "50015222T000000125711")
    assert stored.rows[1].code_kind == "project"


def test_a_year_in_front_of_a_name_is_no_code() -> None:
    stored = read(["项目名称", "合计"], [["202 年度修缮", "1"], ["2026年修缮", "2"]])
    assert [row.code for row in stored.rows] == [None, None]


def test_a_form_gives_fields_and_indicators_with_their_own_units() -> None:
    stored = read(
        ["一级指标", "二级指标", "三级指标", "指标值", "指标性质", "度量单位"],
        [
            ["产出指标", "数量指标", "开会", "40", "≥", "次"],
            ["", "成本指标", "维护", "85000", "=", "元"],
            ["满意度指标", "", "满意", "优良中低差", "定性", ""],
        ],
        kind="project_performance",
        pairs=(
            Pair("项目名称", "50015222T000000125711-会议专项", HERE),
            Pair("资金总额（万元）", "60", HERE),
        ),
    )
    by_label = {row.label: row for row in stored.rows}
    assert by_label["维护"].parents == ("产出指标", "成本指标")
    found = {stored.rows[o.row].label: o for o in stored.observations}
    assert (found["开会"].value, found["开会"].unit, found["开会"].sign) == (Decimal(40), "次", "≥")
    assert (found["维护"].value, found["维护"].unit, found["维护"].measure) == (
        Decimal(85000),
        "元",
        "amount",
    )
    assert (found["满意"].value, found["满意"].printed) == (None, "优良中低差")
    assert (found["资金总额（万元）"].value, found["资金总额（万元）"].unit) == (
        Decimal(60),
        "万元",
    )
    assert by_label["项目名称"].code == "50015222T000000125711"


def test_carried_over_from_last_year_is_this_years_money() -> None:
    stored = read(["项目", "上年结转", "上年预算数"], [["教育", "1", "2"]])
    assert [column.year for column in stored.columns[1:]] == [2026, 2025]


def test_of_which_opens_a_level_below_the_row_before() -> None:
    stored = read(
        ["项目", "合计"],
        [
            ["行政经费", "9"],
            ["“三公”经费", "6"],
            ["其中：（一）因公出国（境）支出", "1"],
            ["（二）公务用车购置及运行维护支出", "3"],
            ["1.公务用车购置费", "0"],
            ["（三）公务接待费支出", "2"],
        ],
    )
    assert [row.parents for row in stored.rows] == [
        (),
        (),
        ("“三公”经费",),
        ("“三公”经费",),
        ("“三公”经费", "（二）公务用车购置及运行维护支出"),
        ("“三公”经费",),
    ]


def test_codes_side_by_side_find_their_parents_and_have_no_side() -> None:
    stored = read(
        ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
        [
            ["301", "工资福利支出", "2", "302", "商品和服务支出", "3"],
            ["30101", "基本工资", "2", "30201", "办公费", "3"],
        ],
    )
    assert [(row.label, row.parents, row.side) for row in stored.rows[2:]] == [
        ("基本工资", ("工资福利支出",), None),
        ("办公费", ("商品和服务支出",), None),
    ]


def test_a_units_subtotal_rows_are_found_by_their_sums() -> None:
    header = ["项目", "总计", "绩效目标"]
    rows = [
        ["合计", "60", ""],
        ["甲局", "50", ""],
        ["会议", "20", "开会"],
        ["培训", "30", "办班"],
        ["乙中心", "10", ""],
        ["运维", "10", "维护"],
    ]
    assert [row.parents for row in read(header, rows).rows] == [
        (),
        (),
        ("甲局",),
        ("甲局",),
        (),
        ("乙中心",),
    ]
    flat = [["合计", "110", ""], *rows[1:4], ["乙中心", "10", ""]]
    assert [row.parents for row in read(header, flat).rows] == [(), (), (), (), ()]


def test_a_grid_of_several_projects_gives_each_a_row_with_its_money() -> None:
    stored = read(
        ["序号", "项目名称", "当年财政拨款预算金额", "指标名称", "指标值", "指标权重(%)"],
        [
            ["1", "甲项目", "2,485.93", "安装面积", "≥21000平方米", "30"],
            ["", "", "", "满意度", "≥95%", "10"],
            ["2", "乙经费", "6,564.12", "发文数量", "≥1500篇", "30"],
        ],
        kind="project_performance",
    )
    assert [(row.label, row.kind, row.parents) for row in stored.rows] == [
        ("甲项目", "item", ()),
        ("安装面积", "indicator", ("甲项目",)),
        ("满意度", "indicator", ("甲项目",)),
        ("乙经费", "item", ()),
        ("发文数量", "indicator", ("乙经费",)),
    ]
    money = [(o.row, o.value, o.unit) for o in stored.observations if o.measure == "amount"]
    assert money == [(0, Decimal("2485.93"), "万元"), (3, Decimal("6564.12"), "万元")]


def test_a_grid_of_one_project_gives_only_its_indicators() -> None:
    stored = read(
        ["一级指标", "三级指标", "指标值"],
        [["产出", "安装面积", "≥21000平方米"]],
        kind="project_performance",
    )
    assert [row.kind for row in stored.rows] == ["indicator"]
