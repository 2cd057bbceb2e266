"""Names in several columns: category and project, unit and purchase; what changes and counts hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.records import Role, StoredTable
from tests.test_layouts import figures, read
from tests.test_layouts_names import table_of, words_of

Lines = list[list[str]]


def web(folder: Path, title: str, rows: str, unit: str = "万元") -> StoredTable:
    path = folder / "one.html"
    lines = f"<p>某市水务局2025年部门预算</p><p>{title}</p><p>单位：{unit}</p>"
    path.write_text(f"<html><body>{lines}<table>{rows}</table></body></html>")
    return read(path).tables[-1]


def named(table: StoredTable) -> list[tuple[str, tuple[str, ...], str | None]]:
    return [(row.label, row.parents, row.institution) for row in table.rows if row.kind == "item"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("项目名称", "子项目"),
        ("一级项目", "二级项目"),
        ("一级项目名称", "二级项目名称"),
        ("项目类别", "项目名称"),
        ("业务板块", "项目名称"),
    ],
)
def test_a_project_of_the_second_level_names_its_line(tmp_path: Path, one: str, two: str) -> None:
    table = table_of(
        tmp_path,
        "2025年项目支出表",
        [
            [one, two, "实施单位", "支出功能科目", "合计"],
            ["防汛", "小计", "", "", "200.00"],
            ["", "泵站养护", "水务局本级", "2130306", "120.00"],
            ["", "河道清淤", "河道管理所", "2130304", "80.00"],
            ["供水", "小计", "", "", "35.50"],
            ["", "管网检漏", "河道管理所", "2130304", "35.50"],
            ["合计", "", "", "", "235.50"],
        ],
    )
    assert [row.kind for row in table.rows] == [*["item"] * 5, "total"]
    assert [(label, parents) for label, parents, _ in named(table)] == [
        ("防汛", ()),
        ("泵站养护", ("防汛",)),
        ("河道清淤", ("防汛",)),
        ("供水", ()),
        ("管网检漏", ("供水",)),
    ]
    assert [row.institution for row in table.rows][1:3] == ["水务局本级", "河道管理所"]
    assert [row.code for row in table.rows] == [None, "2130306", "2130304", None, "2130304", None]
    assert words_of(table, "管网检漏")["支出功能科目"] == "2130304"
    assert figures(table)["供水", "合计"] == "35.50 万元 2025预算"


def test_merged_cells_name_all_their_lines_and_sums_below_them(tmp_path: Path) -> None:
    table = web(
        tmp_path,
        "新增资产配置表",
        "<tr><td>资产大类</td><td>资产名称</td><td>数量</td><td>计量单位</td><td>单价（元）</td><td>金额</td></tr>"
        "<tr><td rowspan=3>通用设备</td><td>水泵</td><td>12</td><td>台</td><td>22000</td><td>26.40</td></tr>"
        "<tr><td>台式机</td><td>10</td><td>台</td><td>5000</td><td>5.00</td></tr>"
        "<tr><td>小计</td><td></td><td></td><td></td><td>31.40</td></tr>"
        "<tr><td>图书</td><td>水文年鉴</td><td>30</td><td>册</td><td>120</td><td>0.36</td></tr>"
        "<tr><td>合计</td><td></td><td></td><td></td><td></td><td>31.76</td></tr>",
    )
    assert named(table) == [
        ("水泵", ("通用设备",), None),
        ("台式机", ("通用设备",), None),
        ("通用设备", (), None),
        ("水文年鉴", ("图书",), None),
    ]
    found = figures(table)
    assert found["水泵", "数量"] == "12 台 2025预算"
    assert found["水泵", "单价（元）"] == "22000 元 2025预算"
    assert found["水文年鉴", "金额"] == "0.36 万元 2025预算"
    assert found["通用设备", "金额"] == "31.40 万元 2025预算"


def test_a_sum_below_the_one_name_at_the_side_is_of_the_whole_table(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年项目支出表",
        [
            ["一级项目", "二级项目", "金额"],
            ["防汛", "泵站养护", "120.00"],
            ["防汛", "河道清淤", "80.00"],
            ["防汛", "合计", "200.00"],
        ],
    )
    assert [(row.label, row.kind) for row in table.rows][-1] == ("合计", "total")
    assert [parents for _, parents, _ in named(table)] == [("防汛",), ("防汛",)]


def test_a_unit_stands_over_its_projects_and_those_over_what_they_buy(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年政府采购预算表",
        [
            ["采购单位", "项目名称", "品目名称", "品目编码", "金额"],
            ["合计", "", "", "", "33.90"],
            ["水务局本级", "小计", "", "", "30.90"],
            ["", "泵站养护", "水泵", "A02091102", "26.40"],
            ["", "", "雨衣", "A05030199", "4.50"],
            ["河道管理所", "小计", "", "", "3.00"],
            ["", "公用经费", "复印纸", "A05040101", "3.00"],
        ],
    )
    assert named(table) == [
        ("水务局本级", (), "水务局本级"),
        ("水泵", ("水务局本级", "泵站养护"), "水务局本级"),
        ("雨衣", ("水务局本级", "泵站养护"), "水务局本级"),
        ("河道管理所", (), "河道管理所"),
        ("复印纸", ("河道管理所", "公用经费"), "河道管理所"),
    ]
    assert [row.code for row in table.rows][2:4] == ["A02091102", "A05030199"]


def test_units_that_sum_nothing_stand_beside_their_projects(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年项目支出表",
        [
            ["单位名称", "项目名称", "金额"],
            ["水务局本级", "泵站养护", "120.00"],
            ["", "河道清淤", "80.00"],
            ["河道管理所", "管网检漏", "35.50"],
            ["合计", "", "235.50"],
        ],
    )
    assert named(table) == [
        ("泵站养护", (), "水务局本级"),
        ("河道清淤", (), "水务局本级"),
        ("管网检漏", (), "河道管理所"),
    ]


@pytest.mark.parametrize("head", ["单位∕采购项目", "采购单位／项目", "单位（项目）名称"])
def test_one_column_names_units_and_below_each_its_projects(tmp_path: Path, head: str) -> None:
    table = table_of(
        tmp_path,
        "2025年政府采购预算表",
        [
            [head, "采购品目", "采购金额"],
            ["合计", "", "33.90"],
            ["水务局本级", "", "30.90"],
            ["泵站养护", "水泵", "26.40"],
            ["防汛物资", "雨衣", "4.50"],
            ["河道管理所", "", "3.00"],
            ["公用经费", "复印纸", "3.00"],
        ],
    )
    assert named(table) == [
        ("水务局本级", (), None),
        ("水泵", ("水务局本级", "泵站养护"), "水务局本级"),
        ("雨衣", ("水务局本级", "防汛物资"), "水务局本级"),
        ("河道管理所", (), None),
        ("复印纸", ("河道管理所", "公用经费"), "河道管理所"),
    ]


def test_a_project_that_buys_nothing_named_heads_no_other(tmp_path: Path) -> None:
    """The line without an item is no sum of those below it."""
    table = table_of(
        tmp_path,
        "2025年政府采购预算表",
        [
            ["项目名称", "采购品目", "采购金额"],
            ["泵站养护", "水泵", "26.40"],
            ["防汛物资", "", "9.00"],
            ["公用经费", "复印纸", "3.00"],
        ],
    )
    assert named(table) == [
        ("水泵", ("泵站养护",), None),
        ("防汛物资", (), None),
        ("复印纸", ("公用经费",), None),
    ]


def test_classes_that_alternate_gather_nothing(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年项目支出表",
        [
            ["项目类别", "项目名称", "金额"],
            ["特定目标类", "泵站养护", "120.00"],
            ["其他运转类", "值守", "80.00"],
            ["特定目标类", "管网检漏", "35.50"],
        ],
    )
    assert [parents for _, parents, _ in named(table)] == [(), (), ()]
    assert words_of(table, "值守")["项目类别"] == "其他运转类"


@pytest.mark.parametrize("told", ["单位性质", "单位类型", "机构规格"])
def test_a_table_of_units_is_named_by_them(tmp_path: Path, told: str) -> None:
    table = table_of(
        tmp_path,
        "部门预算单位构成及人员情况（单位：人、万元）",
        [
            ["序号", "单位编码", "单位名称", told, "编制", "在职", "公务用车（辆）", "本年支出"],
            ["1", "108001", "水务局本级", "行政单位", "58", "54", "3", "812.50"],
            ["2", "108002", "河道管理所", "事业单位", "14", "13", "1", "120.00"],
            ["", "", "", "合计", "72", "67", "4", "932.50"],
        ],
    )
    assert [(row.label, row.code, row.kind) for row in table.rows] == [
        ("水务局本级", "108001", "item"),
        ("河道管理所", "108002", "item"),
        ("合计", None, "total"),
    ]
    found = figures(table)
    assert words_of(table, "河道管理所")[told] == "事业单位"
    assert found["河道管理所", "在职"] == "13 人 2025预算"
    assert found["河道管理所", "编制"] == "14 人 2025预算"
    assert found["河道管理所", "公务用车（辆）"] == "1 辆 2025预算"
    assert {o.measure for o in table.observations if o.column == 5} == {"count"}


@pytest.mark.parametrize("unit", ["人、万元", "万元、人", "人/万元", "万元"])
def test_a_unit_line_of_people_and_money_gives_each_its_own(tmp_path: Path, unit: str) -> None:
    table = web(
        tmp_path,
        "单位基本情况表",
        "<tr><td rowspan=2>单位名称</td><td colspan=2>人员</td><td colspan=2>本年支出</td></tr>"
        "<tr><td>编制</td><td>退休</td><td>合计</td><td>离退休</td></tr>"
        "<tr><td>水务局本级</td><td>58</td><td>61</td><td>812.50</td><td>12.00</td></tr>"
        "<tr><td>河道管理所</td><td>14</td><td>9</td><td>120.00</td><td>8.00</td></tr>",
        unit,
    )
    assert [column.unit for column in table.columns] == [None, "人", "人", "万元", "万元"]


def test_posts_are_counted_as_those_who_hold_them(tmp_path: Path) -> None:
    table = web(
        tmp_path,
        "单位基本情况表",
        "<tr><td rowspan=2>单位名称</td><td colspan=2>编制数</td><td rowspan=2>在职人数</td></tr>"
        "<tr><td>行政</td><td>事业</td></tr>"
        "<tr><td>水务局本级</td><td>58</td><td>3</td><td>60</td></tr>"
        "<tr><td>河道管理所</td><td></td><td>14</td><td>13</td></tr>",
    )
    assert [column.unit for column in table.columns] == [None, "人", "人", "人"]


def test_classes_of_purchases_name_rows_where_nothing_else_does(tmp_path: Path) -> None:
    lines = [["A", "货物", "26.40"], ["B", "工程", "4.50"], ["C", "服务", "3.00"]]
    table = table_of(tmp_path, "2025年政府采购预算表", [["项目编号", "项目", "金额"], *lines])
    assert [row.label for row in table.rows] == ["货物", "工程", "服务"]
    rows = [["项目名称", "采购品目", "金额"], ["泵站养护", "A 货物", "26.40"]]
    table = table_of(tmp_path, "2025年政府采购预算表", [*rows, ["河道清淤", "C 服务", "3.00"]])
    assert [row.label for row in table.rows] == ["泵站养护", "河道清淤"]


def test_people_who_are_paid_are_money(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年人员经费表",
        [
            ["单位名称", "在职", "离退休"],
            ["水务局本级", "540.20", "61.00"],
            ["河道管理所", "130.00", "9.50"],
        ],
    )
    assert [column.unit for column in table.columns] == [None, "万元", "万元"]


@pytest.mark.parametrize(
    ("over", "gap", "rate"),
    [
        ("比上年增减", "金额", "幅度"),
        ("较上年", "增减额", "增减%"),
        ("2025年比2024年", "增减额", "比例"),
        ("2025年预算数比2024年预算数", "增减", "增减率"),
        ("同比", "变动额", "变动幅度"),
    ],
)
def test_a_change_is_of_the_later_year_and_its_rate_in_percent(
    tmp_path: Path, over: str, gap: str, rate: str
) -> None:
    table = web(
        tmp_path,
        "一般公共预算支出表",
        "<tr><td rowspan=2>科目名称</td><td rowspan=2>2024年预算数</td>"
        f"<td rowspan=2>2025年预算数</td><td colspan=2>{over}</td></tr>"
        f"<tr><td>{gap}</td><td>{rate}</td></tr>"
        "<tr><td>行政运行</td><td>100.00</td><td>110.00</td><td>10.00</td><td>10.00</td></tr>"
        "<tr><td>培训支出</td><td>50.00</td><td>48.00</td><td>-2.00</td><td>-4.00%</td></tr>",
    )
    assert [(c.role, c.year, c.unit) for c in table.columns[1:]] == [
        (Role.AMOUNT, 2024, "万元"),
        (Role.AMOUNT, 2025, "万元"),
        (Role.CHANGE, 2025, "万元"),
        (Role.CHANGE, 2025, "%"),
    ]
    assert figures(table)["行政运行", f"{over}/{rate}"] == "10.00 % 2025预算"


def test_what_was_added_in_the_year_is_no_change_between_years(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "资产变动表",
        [
            ["资产名称", "年初数", "本年增加", "本年减少", "执行率"],
            ["房屋", "100.00", "20.00", "5.00", "98.50"],
            ["设备", "50.00", "8.00", "2.00", "97.10"],
        ],
    )
    assert [c.role for c in table.columns[1:]] == [Role.AMOUNT] * 4
    assert [c.unit for c in table.columns[1:]] == ["万元"] * 3 + ["%"]


def test_parts_of_one_are_no_percentages(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "项目支出执行情况表",
        [
            ["项目名称", "预算数", "执行数", "执行率"],
            ["泵站养护", "120.00", "118.50", "0.9875"],
            ["河道清淤", "80.00", "80.00", "1"],
        ],
    )
    assert figures(table)["泵站养护", "执行率"] == "0.9875 None 2025预算"
    assert table.columns[-1].unit is None


def test_each_project_of_one_list_of_goals_keeps_its_money_and_its_indicators(
    tmp_path: Path,
) -> None:
    """The project's name and money may be printed in every line, or once for all of them."""
    goals = [
        ["产出指标", "数量指标", "养护泵站数", "≥", "12", "座"],
        ["效益指标", "社会效益指标", "受益人数", "≥", "3000", "人"],
    ]
    heads = ["项目名称", "项目金额（元）", "年度绩效目标", "一级指标", "二级指标", "三级指标"]
    for again in (True, False):
        rows: Lines = [[*heads, "运算符", "指标值", "计量单位"]]
        for name, amount in (("泵站养护", "1,200,000.00"), ("河道清淤", "800,000.00")):
            first = [name, amount, f"完成{name}"]
            rows += [[*first, *goals[0]], [*(first if again else [""] * 3), *goals[1]]]
        table = table_of(tmp_path, "2025年项目支出绩效目标表", rows)
        assert [(row.label, row.kind, row.parents[:1]) for row in table.rows] == [
            ("泵站养护", "item", ()),
            ("养护泵站数", "indicator", ("泵站养护",)),
            ("受益人数", "indicator", ("泵站养护",)),
            ("河道清淤", "item", ()),
            ("养护泵站数", "indicator", ("河道清淤",)),
            ("受益人数", "indicator", ("河道清淤",)),
        ]
        (target,) = (o for o in table.observations if o.row == 2)
        assert (target.sign, target.printed, target.unit) == ("≥", "3000", "人")
        assert figures(table)["河道清淤", "项目金额（元）"] == "800,000.00 元 2025预算"


def test_a_hotline_begins_a_name_and_is_no_code(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年项目支出表",
        [
            ["项目名称", "金额"],
            ["12345热线外包", "98.60"],
            ["20805养老支出", "3.00"],
        ],
    )
    assert [(row.label, row.code) for row in table.rows] == [
        ("12345热线外包", None),
        ("养老支出", "20805"),
    ]
