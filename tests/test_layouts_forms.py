"""Forms and evaluations as different places print them, and what must be read from each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from ingest.records import Document, StoredTable
from tests.test_layouts import figures, read


def page(folder: Path, title: str, rows: Sequence[str], unit: str = "") -> Document:
    """Return a web page with one table; `|` parts cells, `*3` behind a text spans columns."""
    file = folder / "one.html"
    body = "".join(f"<tr>{''.join(map(_cell, row.split('|')))}</tr>" for row in rows)
    file.write_text(
        f"<meta charset=utf-8><h1>临江市水务局2024年度部门决算</h1><p>{title}</p><p>{unit}</p>"
        f"<table>{body}</table>",
        encoding="utf-8",
    )
    return read(file)


def _cell(text: str) -> str:
    text, _, across = text.strip().partition("*")
    text, _, down = text.partition("^")
    return f"<td colspan={across or 1} rowspan={down or 1}>{text}</td>"


def fields(table: StoredTable) -> dict[str, str]:
    labels = {row.index: row.label for row in table.rows if row.kind == "field"}
    return {labels[o.row]: o.printed for o in table.observations if o.row in labels}


def test_a_head_before_labels_and_their_figures_on_one_line(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "项目支出绩效目标表",
        [
            "项目名称|渠道清淤*5",
            "项目资金（万元）|年度资金总额|414.5|其中：财政拨款|400|其他资金：14.5",
            "项目负责人|王某|联系电话|01|项目属性|新增",
            "一级指标|二级指标|三级指标|指标值*3",
            "产出指标|数量指标|清淤长度|≥12公里*3",
        ],
    )
    (table,) = document.tables
    assert fields(table) == {
        "项目名称": "渠道清淤",
        "项目资金（万元）/年度资金总额": "414.5",
        "项目资金（万元）/其中：财政拨款": "400",
        "项目资金（万元）/其他资金": "14.5",
        "项目负责人": "王某",
        "联系电话": "01",
        "项目属性": "新增",
    }


def test_what_was_expected_and_what_was_reached_stand_under_their_heads(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "部门整体支出绩效自评表",
        [
            "部门名称|水务局*6",
            "年度总体目标^2|预期目标*3|实际完成情况*3",
            "全年完成12座水库除险加固，保障城乡供水。*3|完成13座水库除险加固，供水保证率达到要求。*3",
            "绩效指标^3|一级指标|二级指标|三级指标|年度指标值|实际完成值|得分",
            "产出指标|数量指标|除险加固座数|≥12座|13座|10",
            "总分*5|98.5",
        ],
    )
    (table,) = document.tables
    assert fields(table)["年度总体目标/预期目标"].startswith("全年完成12座")
    assert fields(table)["年度总体目标/实际完成情况"].startswith("完成13座")
    assert figures(table)["除险加固座数", "实际完成值"] == "13座 座 2024决算"
    assert figures(table)["总分", "得分"] == "98.5 None 2024决算"


def test_a_sum_below_the_words_at_the_side_of_a_grid_is_kept(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "部门整体支出绩效自评表",
        [
            "部门名称|水务局*6",
            "年度指标完成情况^2|一级指标|二级指标|三级指标|年度指标值|实际完成值|得分",
            "产出指标|数量指标|除险加固座数|≥12座|13座|10",
            "总分*6|98.5",
        ],
    )
    (table,) = document.tables
    assert figures(table)["总分", "得分"] == "98.5 None 2024决算"
    assert not table.problems


def test_lines_that_print_their_own_unit_count_in_it_where_no_money_is_meant(
    tmp_path: Path,
) -> None:
    document = page(
        tmp_path,
        "机构人员情况表",
        [
            "项目|计量单位|上年年末数|本年年末数|增减",
            "年末实有人数|人|39|41|2",
            "资产总额|万元|344.00|350.00|6.00",
        ],
    )
    (table,) = document.tables
    assert {(o.printed, o.unit, o.measure) for o in table.observations if o.value is not None} == {
        ("39", "人", "count"), ("41", "人", "count"), ("2", "人", "count"),
        ("344.00", "万元", "amount"), ("350.00", "万元", "amount"), ("6.00", "万元", "amount"),
    }  # fmt: skip


def test_money_beside_a_count_stays_money(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "新增资产配置预算表",
        [
            "资产名称^2|计量单位^2|配置数量*2|预算金额^2",
            "小计|其中：更新",
            "巡查车|辆|2|1|36.00",
        ],
        "单位：万元",
    )
    (table,) = document.tables
    assert [(o.printed, o.unit, o.measure) for o in table.observations if o.value is not None] == [
        ("2", "辆", "count"),
        ("1", "辆", "count"),
        ("36.00", "万元", "amount"),
    ]


def test_lists_of_money_inside_a_form(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "项目支出绩效目标表",
        [
            "项目名称|渠道清淤|项目当年预算|300.00",
            "项目资金来源^3|资金来源项目|金额（万元）*2",
            "合计|300.00*2",
            "1.一般公共预算|300.00*2",
            "项目支出明细^3|支出内容|测算依据及说明|金额（万元）",
            "清淤工程|12公里×20万元|240.00",
            "监理|合同价|60.00",
            "一级指标|二级指标|三级指标|指标值",
            "产出指标|数量指标|清淤长度|≥12公里",
        ],
    )
    (table,) = document.tables
    assert fields(table) == {
        "项目名称": "渠道清淤",
        "项目当年预算": "300.00",
        "项目资金来源/合计/金额（万元）": "300.00",
        "项目资金来源/1.一般公共预算/金额（万元）": "300.00",
        "项目支出明细/清淤工程/测算依据及说明": "12公里×20万元",
        "项目支出明细/清淤工程/金额（万元）": "240.00",
        "项目支出明细/监理/测算依据及说明": "合同价",
        "项目支出明细/监理/金额（万元）": "60.00",
    }
    money = {o.printed: o.unit for o in table.observations if o.measure == "amount"}
    assert money == {"300.00": "万元", "240.00": "万元", "60.00": "万元"}


def test_sources_and_kinds_of_money_listed_side_by_side(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "部门整体支出绩效目标表",
        [
            "部门名称|水务局*4",
            "部门支出预算（万元）^3|按收入来源|金额|按支出性质|金额",
            "一般公共预算|80.00|基本支出|50.00",
            "单位资金|20.00|项目支出|50.00",
            "一级指标|二级指标|三级指标|指标值*2",
            "产出指标|数量指标|清淤长度|≥12公里*2",
        ],
    )
    (table,) = document.tables
    assert fields(table) == {
        "部门名称": "水务局",
        "部门支出预算（万元）/按收入来源/一般公共预算": "80.00",
        "部门支出预算（万元）/按支出性质/基本支出": "50.00",
        "部门支出预算（万元）/按收入来源/单位资金": "20.00",
        "部门支出预算（万元）/按支出性质/项目支出": "50.00",
    }


def test_labels_and_values_that_speak_of_money_are_no_list(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "项目支出绩效目标表",
        [
            "项目名称|渠道清淤|预算金额|300.00",
            "项目负责人|王某|资金金额|",
            "联系电话|0710|项目当年预算|300.00",
            "一级指标|二级指标|三级指标|指标值",
            "产出指标|数量指标|清淤长度|≥12公里",
        ],
    )
    assert fields(document.tables[0]) == {
        "项目名称": "渠道清淤",
        "预算金额": "300.00",
        "项目负责人": "王某",
        "资金金额": "",
        "联系电话": "0710",
        "项目当年预算": "300.00",
    }


def test_a_sums_name_reaches_to_the_figure_at_the_end_of_its_line(tmp_path: Path) -> None:
    pair = "科目编码|科目名称|决算数"
    document = page(
        tmp_path,
        "一般公共预算财政拨款基本支出决算表",
        [
            "人员经费*3|公用经费*6",
            f"{pair}|{pair}|{pair}",
            "301|工资福利支出|80.00|302|商品和服务支出|20.00|310|资本性支出|2.00",
            "30101|基本工资|80.00|30201|办公费|20.00|31002|办公设备购置|2.00",
            "人员经费合计*2|80.00|公用经费合计*5|22.00",
        ],
        "单位：万元",
    )
    read_figures = figures(document.tables[0])
    assert read_figures["公用经费合计", "公用经费/决算数"] == "22.00 万元 2024决算"
    assert read_figures["人员经费合计", "人员经费/决算数"] == "80.00 万元 2024决算"
    assert read_figures["资本性支出", "公用经费/决算数"] == "2.00 万元 2024决算"
    assert not any(label == "" for label, _ in read_figures)


def test_a_code_behind_a_named_row_is_no_part_of_its_own(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "政府采购预算表",
        [
            "科目编码*3|采购项目|采购目录|支出经济科目编码|预算金额",
            "类|款|项||||",
            "220|01|01|办公设备购置|A020101计算机|31002|13.00",
            "220|01|04|规划编制|C190501规划设计|30227|42.00",
        ],
        "单位：万元",
    )
    (table,) = document.tables
    assert [(row.label, row.code) for row in table.rows] == [
        ("办公设备购置", "2200101"),
        ("规划编制", "2200104"),
    ]


def test_the_unit_inside_a_heading_and_the_name_right_above_a_table(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "固定资产占用情况",
        ["项目|数量|价值（金额单位：万元）", "1、房屋（平方米）|860|255.00"],
        "截止时间：2024年12月31日",
    )
    (table,) = document.tables
    assert table.table.title == "固定资产占用情况"
    assert figures(table) == {
        ("1、房屋（平方米）", "数量"): "860 平方米 2024决算",
        ("1、房屋（平方米）", "价值（金额单位：万元）"): "255.00 万元 2024决算",
    }


def test_tasks_with_their_money_parted_below_one_head(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "部门整体绩效目标表",
        [
            "部门名称|水务局*4",
            "年度主要任务^4|任务名称^2|主要内容^2|预算金额（万元）*2",
            "总额|财政拨款",
            "防汛抗旱|水库除险加固|240.00|200.00",
            "农村供水|管网改造|315.00|",
            "一级指标|二级指标|三级指标|指标值*2",
            "产出指标|数量指标|管网长度（公里）|12*2",
        ],
    )
    (table,) = document.tables
    assert fields(table) == {
        "部门名称": "水务局",
        "年度主要任务/防汛抗旱/主要内容": "水库除险加固",
        "年度主要任务/防汛抗旱/预算金额（万元）/总额": "240.00",
        "年度主要任务/防汛抗旱/预算金额（万元）/财政拨款": "200.00",
        "年度主要任务/农村供水/主要内容": "管网改造",
        "年度主要任务/农村供水/预算金额（万元）/总额": "315.00",
    }
    assert figures(table)["管网长度（公里）", "指标值"] == "12 公里 2024决算"


def test_lines_of_another_sheet_stand_above_no_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    contents = book.active
    assert contents is not None
    contents.title = "目录"
    for text in ("目录", "表1 部门收支总表", "表6 一般公共预算支出对比表"):
        contents.append([text])
    sheet = book.create_sheet("收支")
    for line in (
        ["临江市水务局2026年部门收支总表", None],
        [None, "单位：万元"],
        ["项目", "预算数"],
        ["一般公共预算拨款", 12.5],
        ["合计", 12.5],
    ):
        sheet.append(line)
    sheet.merge_cells("A1:B1")
    book.save(tmp_path / "one.xlsx")
    (table,) = read(tmp_path / "one.xlsx").tables
    assert (table.table.title, table.table.unit) == ("临江市水务局2026年部门收支总表", "万元")


def test_a_lead_in_with_the_year_and_a_comma_is_no_title_to_leave_out(tmp_path: Path) -> None:
    file = tmp_path / "one.html"
    told = "按照预算法的规定，现将临江市水务局2026年部门预算公开如下："
    file.write_text(
        f"<meta charset=utf-8><h1>临江市水务局2026年部门预算</h1><p>{told}</p>"
        "<h2>一、部门职责</h2><p>负责全市水资源管理。</p>",
        encoding="utf-8",
    )
    assert [passage.text for passage in read(file).passages] == [told, "负责全市水资源管理。"]


def test_forms_stacked_in_one_grid_share_their_title(tmp_path: Path) -> None:
    def form(name: str, amount: str, indicator: str) -> list[str]:
        return [
            f"项目名称|{name}*2|预算金额（万元）|{amount}",
            "项目目标|按期完成全部任务并通过验收，群众满意。*4",
            "一级指标|二级指标|三级指标|符号|指标值",
            f"产出指标|数量指标|{indicator}|≥|12公里",
        ]

    rows = [*form("渠道清淤", "300.00", "清淤长度"), *form("堤防加固", "80.00", "加固长度")]
    first, second = page(tmp_path, "项目支出绩效目标表", rows).tables
    assert first.table.title == second.table.title == "项目支出绩效目标表"
    assert fields(first)["项目名称"] == "渠道清淤"
    assert (fields(second)["项目名称"], fields(second)["预算金额（万元）"]) == ("堤防加固", "80.00")
    assert figures(second)["加固长度", "指标值"] == "12公里 公里 2024决算"


def test_people_and_points_are_no_money(tmp_path: Path) -> None:
    people = page(
        tmp_path, "人员基本情况表", ["单位名称|在编|长期聘用", "水务局|18|2"], "单位：人"
    ).tables[0]
    assert [(o.printed, o.unit, o.measure) for o in people.observations if o.value is not None] == [
        ("18", "人", "count"),
        ("2", "人", "count"),
    ]
    scored = page(
        tmp_path,
        "项目支出自评汇总表",
        ["项目名称|全年执行数|自评得分|自评等级", "渠道清淤|300.00|97.5|优"],
        "单位：万元",
    ).tables[0]
    assert [(o.printed, o.unit, o.measure) for o in scored.observations if o.value is not None] == [
        ("300.00", "万元", "amount"),
        ("97.5", None, "weight"),
    ]


def test_a_unit_of_money_is_not_taken_from_a_name(tmp_path: Path) -> None:
    document = page(
        tmp_path, "收入决算表", ["项目|金额", "财政拨款|300.00"], "单位：人力资源社会保障局"
    )
    assert document.tables[0].table.unit is None


def test_heads_over_figures_and_two_targets_of_one_indicator(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "部门整体绩效目标申报表",
        [
            "部门名称|水务局*4",
            "总体资金情况（万元）^4|收入预算合计|财政拨款|其他资金|结余结转",
            "203.61|200.00|3.61|0.00",
            "支出预算合计|基本支出|项目支出*2",
            "203.61|140.00|63.61*2",
            "一级指标|二级指标|三级指标|半年指标值|全年指标值",
            "履职|安全监管|执法检查企业数|≥300家|≥620家",
        ],
    )
    (table,) = document.tables
    assert fields(table) == {
        "部门名称": "水务局",
        "总体资金情况（万元）/收入预算合计": "203.61",
        "总体资金情况（万元）/财政拨款": "200.00",
        "总体资金情况（万元）/其他资金": "3.61",
        "总体资金情况（万元）/结余结转": "0.00",
        "总体资金情况（万元）/支出预算合计": "203.61",
        "总体资金情况（万元）/基本支出": "140.00",
        "总体资金情况（万元）/项目支出": "63.61",
    }
    read_figures = figures(table)
    assert read_figures["执法检查企业数", "半年指标值"] == "≥300家 家 2024决算"
    assert read_figures["执法检查企业数", "全年指标值"] == "≥620家 家 2024决算"


def test_any_words_below_a_table_number_alone_are_its_title(tmp_path: Path) -> None:
    file = tmp_path / "one.html"
    file.write_text(
        "<meta charset=utf-8><h1>临江市水务局2026年部门预算</h1><p>本局负责水务管理。</p>"
        "<p>公开10表</p><p>2026年部门专项资金清单</p><p>单位：万元</p><table>"
        "<tr><td>专项名称</td><td>预算数</td></tr><tr><td>节水改造</td><td>12.50</td></tr></table>",
        encoding="utf-8",
    )
    document = read(file)
    (table,) = document.tables
    named = (table.table.annex, table.table.title, table.table.unit)
    assert named == ("公开10表", "2026年部门专项资金清单", "万元")
    assert [passage.text for passage in document.passages] == ["本局负责水务管理。"]


def test_names_and_figures_in_one_cell_side_by_side(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "部门整体支出绩效目标表",
        [
            "部门名称|水务局*4",
            "年度预算申请（万元）^4|资金总额|203.61*3",
            "按收入性质分*2|按支出性质分*2",
            "其中：一般公共预算：200.00*2|其中：基本支出总额：140.00*2",
            "其他资金：3.61*2|项目支出：63.61*2",
            "一级指标|二级指标|三级指标|指标值*2",
            "产出指标|数量指标|清淤长度|≥12公里*2",
        ],
    )
    assert fields(document.tables[0]) == {
        "部门名称": "水务局",
        "年度预算申请（万元）/资金总额": "203.61",
        "年度预算申请（万元）/按收入性质分/一般公共预算": "200.00",
        "年度预算申请（万元）/按支出性质分/基本支出总额": "140.00",
        "年度预算申请（万元）/其他资金": "3.61",
        "年度预算申请（万元）/项目支出": "63.61",
    }


HUBEI = [
    "项目名称|测报点补助*6",
    "项目主管部门|临江市水务局|项目执行单位|水文站*4",
    "项目资金来源^4|资金来源项目*3|金额*3",
    "合计*3|222.00*3",
    "单位资金*3|*3",
    "上年结转*3|36.60*3",
    "项目支出明细测算^3|支出明细项目|经济分类|金额|测算依据及说明*3",
    "观测员补助|30305|112.20|187处×600元*3",
    "仪器更新|31003|109.80|90台套×1.22万元*3",
    "项目采购^2|品名|数量|金额|备注*3",
    "雨量计|36台|21.60|汛前到货*3",
    "年度绩效目标表*7",
    "一级指标^2|二级指标^2|三级指标^2|指标值*3|确定依据^2",
    "前年|上年|预计当年实现",
    "产出指标|数量指标|观测点巡查数|≥203处|≥195处|≥187处|台账",
    "产出指标|质量指标|设备在线率|≥88%|≥90%|≥95%|考核要求",
]


def test_lists_of_a_forms_money_and_goals_over_three_years(tmp_path: Path) -> None:
    """A title before the indicators begins no table of its own; each list keeps its heads."""
    (table,) = page(tmp_path, "项目支出绩效目标表", HUBEI, "单位：万元").tables
    assert table.table.kind == "project_performance"
    assert not table.problems
    assert fields(table) == {
        "项目名称": "测报点补助",
        "项目主管部门": "临江市水务局",
        "项目执行单位": "水文站",
        "项目资金来源/合计/金额": "222.00",
        "项目资金来源/上年结转/金额": "36.60",
        "项目支出明细测算/观测员补助/经济分类": "30305",
        "项目支出明细测算/观测员补助/金额": "112.20",
        "项目支出明细测算/观测员补助/测算依据及说明": "187处×600元",
        "项目支出明细测算/仪器更新/经济分类": "31003",
        "项目支出明细测算/仪器更新/金额": "109.80",
        "项目支出明细测算/仪器更新/测算依据及说明": "90台套×1.22万元",
        "项目采购/雨量计/数量": "36台",
        "项目采购/雨量计/金额": "21.60",
        "项目采购/雨量计/备注": "汛前到货",
    }
    goals = {
        (row.label, o.path[-1]): (o.printed, o.unit, o.year, o.value)
        for row in table.rows
        for o in table.observations
        if o.row == row.index and row.kind == "indicator"
    }
    assert goals["观测点巡查数", "预计当年实现"] == ("≥187处", "处", 2024, 187)
    assert goals["观测点巡查数", "上年"] == ("≥195处", "处", 2023, 195)
    assert goals["设备在线率", "前年"] == ("≥88%", "%", 2022, 88)
    money = {o.printed: o.unit for o in table.observations if o.measure == "amount"}
    assert money == {"222.00": "万元", "36.60": "万元", "112.20": "万元", "109.80": "万元",
                     "21.60": "万元"}  # fmt: skip


def test_funds_that_are_blank_under_every_head_keep_their_name(tmp_path: Path) -> None:
    (table,) = page(
        tmp_path,
        "项目支出绩效自评表",
        [
            "项目名称|应急队伍建设*5",
            "主管部门|临江市应急管理局*5",
            "项目资金^4|*1|年初预算数|全年执行数|执行率|得分",
            "年度资金总额|380.00|361.00|95.00%|9.50",
            "上年结转资金|||—|—",
            "其他资金|||—|—",
            "一级指标|二级指标|三级指标|指标值|实际完成值|得分",
            "产出指标|数量指标|队伍人数|60人|58人|9.67",
        ],
    ).tables
    read_fields = fields(table)
    assert read_fields["项目资金/年度资金总额/全年执行数"] == "361.00"
    assert read_fields["项目资金/上年结转资金"] == read_fields["项目资金/其他资金"] == ""
    assert not any(label.startswith("—") for label in read_fields)


def test_one_thing_bought_by_the_item_is_no_code_of_the_third_level(tmp_path: Path) -> None:
    """项 below 计量单位 is a unit; 类, 款 and 项 side by side head a code's parts."""
    (table,) = page(
        tmp_path,
        "政府采购预算表",
        [
            "项目名称|品目名称|数量|计量单位|预算金额",
            "融媒平台|云平台租用|1|项|980000.00",
            "村级终端|应急广播终端|640|套|736000.00",
            "合计||||1716000.00",
        ],
        "单位：元",
    ).tables
    assert figures(table)["云平台租用", "预算金额"] == "980000.00 元 2024预算"
    assert figures(table)["应急广播终端", "数量"] == "640 套 2024预算"
    assert [row.label for row in table.rows] == ["云平台租用", "应急广播终端", "合计"]
