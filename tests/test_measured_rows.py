"""Ask for goals by what they are measured in, in other words than their indicators have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.store import Store
from qa.chain import Chain
from qa.planning.measured_rows import asks_more, measure_of
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over, documents_of

pytestmark = pytest.mark.slow  # reads several whole documents

TOWN = "松河镇2026年预算公开.docx"
RESCUE = "泺阳市应急管理局2026年部门预算.docx"
SAFETY = "吴江口区应急管理局2026年度部门预算公开.html"
LIBRARY = "淮沭市图书馆2026年度单位预算.html"
PARKS = "永宁区文旅局2026年预算信息公开.html"
SCHOOLS = "云沔县教育局2026年部门预算公开表及说明.xlsx"
FORESTS = "陇川县林业和草原局2024年度部门决算.xlsx"
WATER = "澄河县水务局2024年度部门决算公开.docx"
AUDIT = "嘉州市审计局2026年部门预算.docx"
RESERVES = "冀北县应急管理局2026年部门预算信息公开.html"
RIVERS = "滦溪市水利局2026年部门预算信息公开情况说明.pdf"
PEPPER = "岷沱彝族自治州林业和草原局2026年部门预算公开表.xlsx"
LAND = "秦岭市自然资源和规划局2026年部门综合预算.pdf"
ORCHARD = "沐溪县石榴坪镇人民政府2026年部门预算公开.xlsx"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("measured")
    with Store(folder) as store:
        first = (TOWN, RESCUE, PARKS, SCHOOLS, FORESTS, SAFETY, LIBRARY, AUDIT, WATER)
        for name in (*first, RESERVES, RIVERS, PEPPER, ORCHARD):
            for document in documents_of(DOCUMENTS / name):
                store.put(document)
    with Chain.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "value", "unit"),
    [
        (RESCUE, "火警来了救援队多久得出门", "15", "分钟"),
        (RESCUE, "山上着火当天要扑灭百分之几", "95", "%"),
        (TOWN, "垃圾隔几天就得拉走一趟", "1", "天"),
        (TOWN, "秸秆要还田到百分之几", "60", "%"),
        (PARKS, "长城要修多长", "1260", "米"),
        (PARKS, "演出季要演几个月", "6", "个月"),
        (SCHOOLS, "改好的设备能用几年", "6", "年"),
        (RESCUE, "避难场所建好能装下多少人", "9000", "人"),
        (WATER, "农村供水项目能惠及多少人", "5.6", "万人"),
        (TOWN, "硬化路能惠及多少户", "412", "户"),
    ],
)
def test_goal_by_measure(
    published: Chain, document: str, question: str, value: str, unit: str
) -> None:
    answer = published.ask(question, docs=[document])
    assert answer.route is Route.TABLE
    assert [(v.value, v.unit) for v in answer.values] == [(value, unit)]


@pytest.mark.parametrize(
    ("document", "question", "value", "unit"),
    [
        (RESCUE, "救援队员一个人一年的补助最高给到多少", "4.8", "万元/年"),
        (RESCUE, "建一处避难场所顶多花多少钱", "40", "万元"),
        (TOWN, "保洁员每人每月补助几块", "600", "元/月"),
        (TOWN, "一亩黑土地补贴给多少", "25", "元"),
        (SCHOOLS, "校园保安一个人一年服务费最高不能超多少", "18000", "元/年"),
        (SCHOOLS, "每间考场改造经费不能超多少", "12500", "元"),
        (FORESTS, "护林员一人一年补助多少钱", "8000", "元/年"),
        (PARKS, "惠民演出一场平均最多花多少钱", "4.3", "万元/场"),
        (RESCUE, "建一处避难场所平均成本最高多少钱", "40", "万元"),
        (RESCUE, "扶持一支社会应急队伍平均最多给多少钱", "9", "万元"),
        (AUDIT, "外聘专家一天最多给多少钱", "500", "元/人·天"),
        (PEPPER, "花椒课题要示范户每亩多挣多少才算完成任务", "600", "元"),
        (PEPPER, "恢复湿地每亩成本最多多少", "2700", "元/亩"),
        (ORCHARD, "果园每亩要多挣几百块才算完成", "420", "元/亩"),
    ],
)
def test_goal_for_one_of_a_thing(
    published: Chain, document: str, question: str, value: str, unit: str
) -> None:
    answer = published.ask(question, docs=[document])
    assert [(v.value, v.unit) for v in answer.values] == [(value, unit)]


@pytest.mark.parametrize(
    ("document", "before", "question", "value", "unit"),
    [
        (TOWN, "硬化路项目安排多少钱", "绩效目标里要修几公里", "4.3", "公里"),
        (PARKS, "长城抢险加固工程安排多少钱", "修几米", "1260", "米"),
        (PARKS, "“永宁有戏”惠民演出季多少钱", "要惠及多少人", "5.4", "万人次"),
    ],
)
def test_goal_of_the_project_before(
    published: Chain, document: str, before: str, question: str, value: str, unit: str
) -> None:
    answer = published.ask(question, (before,), [document])
    assert [(v.value, v.unit) for v in answer.values] == [(value, unit)]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("年中要查多少家企业", "300"),
        ("前半年执法检查企业数是多少", "300"),
        ("执法检查企业数到年底要达到多少", "620"),
    ],
)
def test_goal_of_the_half_year(published: Chain, question: str, value: str) -> None:
    answer = published.ask(question, docs=[SAFETY])
    assert [(v.value, v.unit) for v in answer.values] == [(value, "家")]


@pytest.mark.parametrize(
    ("document", "question", "value", "unit"),
    [
        (RESERVES, "截至去年底他们局里办公用房有多大面积呀", "860.00", "平方米"),
        (RESERVES, "办公用房有多少平方米", "860.00", "平方米"),
        (RESERVES, "局里有几辆车", "5", "台、辆"),
        (RESERVES, "办公用房值多少钱", "255.00", "万元"),
        (RIVERS, "房屋一共多少平方米", "7346", "平方米"),
        (RIVERS, "截至年底水利局有多少台车", "14", "台、辆"),
        (PEPPER, "盐溪湿地项目对越冬黑颈鹤的数量提了啥要求？", "260", "只"),
        (PEPPER, "签订管护合同的农户要多少户", "21600", "户"),
    ],
)
def test_the_count_of_a_row_beside_its_money(
    published: Chain, document: str, question: str, value: str, unit: str
) -> None:
    answer = published.ask(question, docs=[document])
    assert (answer.values[0].value, answer.values[0].unit) == (value, unit)


def test_the_words_of_the_one_project_of_a_unit(tmp_path: Path) -> None:
    with chain_over(DOCUMENTS / LAND, tmp_path) as chain:
        said = chain.ask("土地储备中心那七百万是管多少宗地、多少亩的？").answer
        assert "32宗4,860亩储备土地" in said
        assert "700" not in said
        assert "700.00" in chain.ask("土地储备中心的项目金额是多少").answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("整体绩效表里民宿营收要增长多少", ["8"]),
        ("民宿营收计划增长百分之几", ["8"]),
        ("民宿营收打算降多少", []),
        ("民宿营收要比去年增长多少", []),
    ],
)
def test_what_something_is_to_rise_by(published: Chain, question: str, value: list[str]) -> None:
    assert [v.value for v in published.ask(question, docs=[PARKS]).values] == value


def test_what_one_costs_is_not_what_it_earns(published: Chain) -> None:
    assert published.ask("每亩花椒成本多少", docs=[PEPPER]).route is Route.REFUSE


def test_goals_of_both_terms(published: Chain) -> None:
    answer = published.ask("新书多少天能上架 上半年和全年要求一样吗", docs=[LIBRARY])
    assert answer.answer.startswith("不一致")
    assert [v.value for v in answer.values] == ["20", "15"]
    spent = published.ask("上半年花了多少钱", docs=[LIBRARY])
    assert spent.route is Route.REFUSE


def test_its_weight_and_what_was_reached(published: Chain) -> None:
    shows = published.ask("演出季要惠及多少观众才算达标，这条权重几何", docs=[PARKS])
    assert {v.value for v in shows.values} == {"5.4", "20"}
    trees = published.ask("当年造的林得成活百分之几，实际活了多少", docs=[FORESTS])
    assert "81.3%" in trees.answer


@pytest.mark.parametrize(
    ("document", "question"),
    [
        (RESCUE, "火警来了救援队派几辆车"),
        (TOWN, "硬化路修了多少人参加"),
        (TOWN, "屯里的路修多宽几米"),
        (PARKS, "长城修缮工人干多少天"),
        (SCHOOLS, "考场改造招标用了多少天"),
    ],
)
def test_no_goal_of_another_thing(published: Chain, document: str, question: str) -> None:
    answer = published.ask(question, docs=[document])
    assert answer.route is Route.REFUSE
    assert not answer.values


def test_no_count_for_money(published: Chain) -> None:
    answer = published.ask("聘用保洁员多少钱", docs=[TOWN])
    assert answer.route is Route.TEXT
    assert "人" not in {v.unit for v in answer.values}
    assert "600元" in answer.answer
    counted = published.ask("聘用保洁员多少人", docs=[TOWN])
    assert [(v.value, v.unit) for v in counted.values] == [("72", "人")]


def test_goals_of_one_name_in_two_projects_are_asked_about(chain: Chain) -> None:
    answer = chain.ask("外头来的代表团一年要接待几回")
    assert answer.route is Route.CLARIFY
    named = chain.ask("招商外事项目，外头来的代表团一年要接待几回")
    assert [(v.value, v.unit) for v in named.values] == [("5", "次")]


def test_one_quantity() -> None:
    measure = measure_of("故障多长时间内要响应")
    assert measure is not None
    assert (measure.start, measure.end, measure.sure) == (2, 7, True)
    counted = measure_of("要跑多少趟")
    assert counted is not None
    assert counted.units == "(?:次|次)次?"
    people = measure_of("现有多少人")
    assert people is not None
    assert people.units == "(?:人|人)"  # 人次 counts no people
    assert measure_of("修几公里，用多少天") is None
    assert measure_of("修得怎么样") is None


def test_what_is_left_to_ask() -> None:
    assert asks_more("还要多少人")
    assert not asks_more("得拨下去")
