"""Which column names a row, where others describe or class it: project lists, purchases, forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.records import StoredTable
from tests.test_layouts import figures, read, word

LINES = ("某市水务局2025年部门预算", "单位：万元")


def table_of(folder: Path, title: str, rows: list[list[str]]) -> StoredTable:
    path = word(folder / "one.docx", [LINES[0], title, LINES[1]], rows)
    return read(path).tables[-1]


def words_of(table: StoredTable, label: str) -> dict[str, str]:
    (row,) = (row for row in table.rows if row.label == label)
    return {
        "/".join(o.path): o.printed
        for o in table.observations
        if o.row == row.index and o.measure == "text"
    }


def test_a_project_is_named_by_its_name_and_not_by_what_it_does(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年项目支出预算表",
        [
            ["项目类别", "项目名称", "科目编码", "起始年", "项目内容", "是否重点", "合计"],
            ["维护类", "泵站养护", "2130306", "2019", "养护泵站12座", "是", "120.00"],
            ["维护类", "河道清淤", "2130304", "2025", "清淤8公里", "否", "80.00"],
            ["购置类", "雨量计", "2130304", "2025", "购置雨量计30台", "否", "15.50"],
            ["合计", "", "", "", "", "", "215.50"],
        ],
    )
    assert [(row.label, row.code, row.kind) for row in table.rows] == [
        ("泵站养护", "2130306", "item"),
        ("河道清淤", "2130304", "item"),
        ("雨量计", "2130304", "item"),
        ("合计", None, "total"),
    ]
    assert words_of(table, "雨量计") == {
        "项目类别": "购置类",
        "科目编码": "2130304",
        "起始年": "2025",
        "项目内容": "购置雨量计30台",
        "是否重点": "否",
    }
    assert figures(table)["雨量计", "合计"] == "15.50 万元 2025预算"


def test_several_purposes_of_one_project_keep_names_of_their_own(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年项目支出预算表",
        [
            ["项目名称", "支出内容", "金额"],
            ["泵站养护", "设备维修", "70.00"],
            ["泵站养护", "电费", "50.00"],
            ["泵站养护", "值守", "30.00"],
        ],
    )
    assert [row.label for row in table.rows] == ["设备维修", "电费", "值守"]


def test_the_item_that_pays_stands_beside_the_name_with_its_code(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "项目支出预算情况表",
        [
            ["序号", "项目名称", "功能科目", "预期目标", "合计"],
            ["1", "泵站养护", "2130306 水利工程运行与维护", "养护泵站12座", "120.00"],
            ["2", "河道清淤", "2130304 水利行业业务管理", "清淤8公里", "80.00"],
        ],
    )
    assert [(row.label, row.code, row.code_kind) for row in table.rows] == [
        ("泵站养护", "2130306", "functional"),
        ("河道清淤", "2130304", "functional"),
    ]
    assert words_of(table, "泵站养护")["功能科目"] == "2130306 水利工程运行与维护"


def test_the_item_stands_beside_a_project_under_a_head_of_two_columns(tmp_path: Path) -> None:
    heads = (
        "<tr><td rowspan=2>项目名称</td><td colspan=2>功能科目</td><td rowspan=2>合计</td></tr>"
        "<tr><td>编码</td><td>名称</td></tr>"
    )
    rows = (
        "<tr><td>泵站养护</td><td>2130306</td><td>水利工程运行与维护</td><td>120.00</td></tr>"
        "<tr><td>水闸养护</td><td>2130306</td><td>水利工程运行与维护</td><td>80.00</td></tr>"
    )
    path = tmp_path / "one.html"
    lines = "".join(f"<p>{line}</p>" for line in (LINES[0], "部门项目支出预算表", LINES[1]))
    path.write_text(f"<html><body>{lines}<table>{heads}{rows}</table></body></html>")
    table = read(path).tables[-1]
    assert [(row.label, row.code) for row in table.rows] == [
        ("泵站养护", "2130306"),
        ("水闸养护", "2130306"),
    ]


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (["采购项目", "品目编码", "数量", "计量单位"], ["水泵", "A02091102", "12", "台"]),
        (["采购品目名称", "采购品目编码", "数量", "计量单位"], ["水泵", "A02091102", "12", "台"]),
        (["采购目录", "采购方式", "数量", "计量单位"], ["A02091102 水泵", "询价", "12", "台"]),
    ],
)
def test_a_purchase_is_named_by_words_and_counted_in_its_unit(
    tmp_path: Path, heads: list[str], row: list[str]
) -> None:
    other = [text.replace("水泵", "雨衣").replace("A02091102", "A05030199") for text in row]
    table = table_of(
        tmp_path,
        "2025年政府采购预算表",
        [[*heads, "采购预算"], [*row, "26.40"], [*other[:2], "300", "件", "4.50"]],
    )
    assert [(r.label, r.code, r.code_kind) for r in table.rows] == [
        ("水泵", "A02091102", "catalogue"),
        ("雨衣", "A05030199", "catalogue"),
    ]
    found = figures(table)
    assert found["水泵", "数量"] == "12 台 2025预算"
    assert found["雨衣", "采购预算"] == "4.50 万元 2025预算"


def test_the_finer_of_two_classifications_names_the_row(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年单位基本支出预算表",
        [
            [
                "部门经济分类编码",
                "部门经济分类名称",
                "政府经济分类编码",
                "政府经济分类名称",
                "合计",
            ],
            ["301", "工资福利支出", "", "", "50.00"],
            ["30101", "基本工资", "50501", "工资福利支出", "30.00"],
            ["30102", "津贴补贴", "50501", "工资福利支出", "20.00"],
            ["30206", "电费", "50502", "商品和服务支出", "4.00"],
        ],
    )
    assert [(row.label, row.code, row.parents) for row in table.rows] == [
        ("工资福利支出", "301", ()),
        ("基本工资", "30101", ("工资福利支出",)),
        ("津贴补贴", "30102", ("工资福利支出",)),
        ("电费", "30206", ()),
    ]
    assert words_of(table, "电费")["政府经济分类编码"] == "50502"


def test_the_classification_of_a_department_names_rows_that_both_tell_apart(tmp_path: Path) -> None:
    heads = ["部门经济科目编码", "部门经济科目名称", "政府经济科目编码", "政府经济科目名称", "合计"]
    wages = ["30101", "基本工资", "50101", "工资奖金津补贴", "30.00"]
    more = ["30101", "基本工资", "50501", "工资福利支出", "20.00"]
    table = table_of(tmp_path, "2025年单位基本支出预算明细表", [heads, wages, more])
    assert [(row.label, row.code) for row in table.rows] == [("基本工资", "30101")] * 2
    swapped = [[*row[2:4], *row[:2], row[4]] for row in (heads, wages, more)]
    table = table_of(tmp_path, "2025年单位基本支出预算明细表", swapped)
    assert [(row.label, row.code) for row in table.rows] == [("基本工资", "30101")] * 2


def test_a_class_of_government_with_its_code_in_one_cell_names_no_row(tmp_path: Path) -> None:
    heads = ["部门经济科目编码", "部门经济科目名称", "政府预算支出经济分类", "合计"]
    body = [
        ["30211", "差旅费", "50201 办公经费", "32.40"],
        ["30217", "接待费", "50206 接待费", "3.20"],
    ]
    table = table_of(tmp_path, "2026年一般公共预算基本支出表", [heads, *body])
    assert [(row.label, row.code) for row in table.rows] == [
        ("差旅费", "30211"),
        ("接待费", "30217"),
    ]


def test_money_of_a_self_evaluation_stands_without_a_third_level(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "2025年度项目支出绩效自评表（泵站养护）",
        [
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["项目资金", "全年预算数", "—", "120.00", "—", "—", "—"],
            ["项目资金", "全年执行数", "—", "96.00", "执行率80.00%", "10", "8.00"],
            ["产出指标", "数量指标", "养护泵站", "≥12座", "11座", "50", "45"],
        ],
    )
    assert [(row.label, row.parents) for row in table.rows] == [
        ("全年预算数", ("项目资金",)),
        ("全年执行数", ("项目资金",)),
        ("养护泵站", ("产出指标", "数量指标")),
    ]
    assert figures(table)["全年执行数", "年度指标值"] == "96.00 万元 2025预算"
    assert figures(table)["养护泵站", "实际完成值"] == "11座 座 2025决算"


def test_indicators_of_several_projects_with_a_unit_beside_the_target(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "项目绩效目标情况表",
        [
            [
                "项目",
                "预算数",
                "一级指标",
                "二级指标",
                "三级指标",
                "符号",
                "目标值",
                "单位",
                "权重",
            ],
            ["泵站养护", "120.00", "产出", "数量", "养护泵站", "≥", "12", "座", "20"],
            ["河道清淤", "80.00", "产出", "数量", "清淤长度", "≥", "8", "公里", "20"],
        ],
    )
    assert [(row.label, row.parents, row.kind) for row in table.rows] == [
        ("泵站养护", (), "item"),
        ("养护泵站", ("泵站养护", "产出", "数量"), "indicator"),
        ("河道清淤", (), "item"),
        ("清淤长度", ("河道清淤", "产出", "数量"), "indicator"),
    ]
    assert figures(table)["清淤长度", "目标值"] == "8 公里 2025预算"


@pytest.mark.parametrize(
    ("title", "heads", "kind"),
    [
        ("债务支出情况表", ["债务项目", "本金", "利息", "合计"], "unknown"),
        ("部门支出情况表", ["科目名称", "基本支出", "项目支出", "合计"], "expenditure_summary"),
        (
            "一般公共预算财政拨款收入支出决算表",
            ["科目名称", "本年收入", "本年支出", "年末结转和结余"],
            "general_expenditure",
        ),
        (
            "财政拨款收入支出决算总表",
            ["收入项目", "收入金额", "支出项目", "支出金额"],
            "fiscal_summary",
        ),
    ],
)
def test_kinds_that_a_title_alone_could_confuse(
    tmp_path: Path, title: str, heads: list[str], kind: str
) -> None:
    table = table_of(tmp_path, title, [heads, *[["项"] + ["1.00"] * (len(heads) - 1)] * 2])
    assert table.table.kind == kind


def test_the_sum_below_a_heading_stands_under_it(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "机构运行信息表",
        [
            ["项目", "行次", "预算数", "统计数"],
            ["一、“三公”经费支出", "1", "", ""],
            ["（一）支出合计", "2", "62.00", "43.71"],
            ["1.公务接待费", "3", "12.00", "5.12"],
            ["（二）相关统计数", "4", "—", "—"],
            ["1.国内公务接待人次（人）", "5", "—", "512"],
        ],
    )
    top = "一、“三公”经费支出"
    assert [row.parents for row in table.rows] == [
        (),
        (top,),
        (top, "（一）支出合计"),
        (top,),
        (top, "（二）相关统计数"),
    ]
