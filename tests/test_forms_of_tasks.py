"""Read lists of tasks in overall forms, projects printed behind their units, numbers of further forms."""

from __future__ import annotations

from pathlib import Path

from tests.test_layouts import read
from tests.test_layouts_forms import fields, page

TASKS = [
    "部门名称|临江市水务局*5",
    "年度主要任务^4|任务名称|主要内容|总额|财政拨款|其他资金",
    "供水保障|管网维护|96.00|83.20|12.80",
    "河湖管护|堤防养护|94.80|94.80|",
    "金额合计*2|190.80|178.00|12.80",
    "年度总体目标|守住防御底线*5",
    "一级指标|二级指标|三级指标|指标值*3",
    "产出指标|数量指标|养护堤防长度|23.4公里*3",
]


def test_each_task_has_its_money_by_funds(tmp_path: Path) -> None:
    (table,) = page(tmp_path, "部门整体支出绩效目标表", TASKS, "单位：万元").tables
    printed = fields(table)
    assert printed["年度主要任务/供水保障/主要内容"] == "管网维护"
    assert printed["年度主要任务/供水保障/其他资金"] == "12.80"
    assert printed["年度主要任务/河湖管护/总额"] == "94.80"
    assert printed["年度主要任务/金额合计/总额"] == "190.80"
    assert "年度主要任务/河湖管护/其他资金" not in printed


NUMBERED = [
    "部门名称|临江市水务局*6",
    "一、重点工作任务*7",
    "任务名称|主要内容|对应项目|预算申报金额（元）总额|财政拨款|其他资金|备注",
    "1|2|3|4|5|6|7",
    "民族文化|图书角|图书角购置经费|115600.00|80000.00|35600.00|社会捐赠",
    "二、部门整体支出绩效指标*7",
    "一级指标|二级指标|三级指标|指标值|度量单位|指标属性|数据来源",
    "产出指标|数量指标|养护堤防长度|>=23.4|公里|定量指标|年报",
]


def test_a_row_of_column_numbers_is_no_task(tmp_path: Path) -> None:
    (table,) = page(tmp_path, "部门整体支出绩效目标表", NUMBERED).tables
    printed = fields(table)
    assert printed["民族文化/预算申报金额（元）总额"] == "115600.00"
    assert printed["民族文化/备注"] == "社会捐赠"
    assert "4" not in printed.values()


BESIDE_UNITS = [
    "单位名称、项目名称|项目年度绩效目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|指标属性|指标内容",
    "临江市水务局 村庄保洁专项资金^2|日产日清^2|产出指标|数量指标|聘用保洁员|=|54|人|定量指标|按花名册",
    "产出指标|时效指标|清运频次|=|每周3次||定性指标|看台账",
    "临江市河道管理中心 堤防养护经费|堤防完好|产出指标|数量指标|养护长度|>=|23|公里|定量指标|实测",
]


def test_a_project_stands_behind_the_name_of_its_unit(tmp_path: Path) -> None:
    (table,) = page(tmp_path, "部门项目支出绩效目标表", BESIDE_UNITS).tables
    goals = {row.label: row.parents for row in table.rows if row.kind == "indicator"}
    assert goals["聘用保洁员"] == ("村庄保洁专项资金", "产出指标", "数量指标")
    assert goals["清运频次"][0] == "村庄保洁专项资金"
    assert goals["养护长度"][0] == "堤防养护经费"
    index = next(row.index for row in table.rows if row.label == "清运频次")
    printed = {o.path[-1]: o.printed for o in table.observations if o.row == index}
    assert printed["指标属性"] == "定性指标"
    assert printed["指标内容"] == "看台账"


def _form(name: str, title: str) -> str:
    rows = (
        f"<tr><td>项目名称</td><td colspan=3>{name}</td></tr>"
        "<tr><td>主管部门</td><td colspan=3>临江市水务局</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>养护长度</td><td>≥12公里</td></tr>"
    )
    return f"{title}<table>{rows}</table>"


def test_further_forms_of_a_title_have_its_number(tmp_path: Path) -> None:
    file = tmp_path / "forms.html"
    first, further, other = (
        "<p>表13</p><p>项目绩效目标表</p>",
        "<p>项目绩效目标表</p>",
        "<p>专项绩效目标表</p>",
    )
    file.write_text(
        "<meta charset=utf-8><h1>临江市水务局2026年部门预算</h1>"
        + _form("渠道清淤", first) + _form("堤防养护", further) + _form("水质监测", other),
        encoding="utf-8",
    )  # fmt: skip
    assert [table.table.annex for table in read(file).tables] == ["表13", "表13", "专项绩效目标表"]
