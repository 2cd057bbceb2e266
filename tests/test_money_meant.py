"""Which money is meant: a named form's own line, a unit's own people, a price, projects, savings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.checking import doubt
from qa.query import Answer, Route
from qa.words.numerals import counts_to_digits
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

HOSPITAL, WATER, COLLEGE, TOWN, AFFAIRS, LAND = (
    "洪陂县中医院2026年单位预算.docx",
    "椴河市水务局2026年部门预算公开.xlsx",
    "漪州职业技术学院2026年单位预算公开.xlsx",
    "松河镇2026年预算公开.docx",
    "岫云县民政局2024年度部门决算.pdf",
    "梓沱县自然资源和规划局2026年部门预算.pdf",
)


@pytest.fixture(autouse=True)
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no answer be asked about: what is meant is tested, not how sure that is."""
    monkeypatch.setattr(doubt, "DOUBTED", 1.0)


@pytest.fixture(scope="module")
def chains(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Chain]]:
    opened: dict[str, Chain] = {}
    held = []
    for name in (HOSPITAL, WATER, COLLEGE, TOWN, AFFAIRS, LAND):
        context = chain_over(DOCUMENTS / name, tmp_path_factory.mktemp("meant"))
        opened[name] = context.__enter__()
        held.append(context)
    yield opened
    for context in held:
        context.__exit__(None, None, None)


def figures(answer: Answer) -> set[tuple[str, str | None]]:
    return {(str(v.value), v.unit) for v in answer.values}


@pytest.mark.parametrize(
    ("document", "question", "value", "unit"),
    [
        # a form that is named has lines of its own beside tables that print the same words
        (HOSPITAL, "整体绩效表里的公用经费是多少", "3762.75", "万元"),
        (HOSPITAL, "单位整体支出绩效目标表里事业收入多少", "9558.65", "万元"),
        (
            HOSPITAL,
            "按实有312人算，整体绩效表里的人员经费平均一个人是多少万元？",
            "16.61",
            "万元",
        ),
        (COLLEGE, "整体绩效目标表里的基本支出是多少", "11812.74", "万元"),
        (COLLEGE, "整体绩效表的项目支出摊到全年每个月多少", "400.67", "万元"),
        # a unit's money goes to its own people
        (WATER, "质量服务中心就九个在职的，总支出摊到每个人头上是多少万？", "16.97", "万元"),
        (WATER, "灌区管理站基本支出人均多少", "15.36", "万元"),
        (WATER, "部门总支出人均多少", "65.63", "万元"),
        (LAND, "不动产登记中心人均基本支出多少", "16.26", "万元"),
        # what one of them costs
        (COLLEGE, "新增资产表里智慧教室交互式一体机一台是按多少钱批的", "2.8", "万元"),
        (COLLEGE, "学生公寓双层床一张定多少", "0.12", "万元"),
        # projects that a list calls so, and where they are said to be
        (WATER, "防汛物资和山洪预警两个项目，拢共投多少钱？", "181.50", "万元"),
        (WATER, "农村供水、取水口监测这俩项目总共拨多少", "219.30", "万元"),
        (TOWN, "办公费和培训费上头一共花好多", "15.30", "万元"),
        # spending set against its plan without being named
        (AFFAIRS, "三公经费比年初预算省了多少", "1.85", "万元"),
        (AFFAIRS, "公务接待费预算没花完多少", "0.93", "万元"),
        # a share is told where a measure is one itself
        (HOSPITAL, "药占比今年控制在多少以内（不算饮片）", "24", "%"),
        # of columns that are added, the row that a check names
        (HOSPITAL, "2101704支出总表的数是不是等于财政拨款加上年结转？", "242.35", "万元"),
    ],
)
def test_money_meant(
    chains: dict[str, Chain], document: str, question: str, value: str, unit: str
) -> None:
    answer = chains[document].ask(question)
    assert answer.route in (Route.TABLE, Route.BOTH), answer.answer
    assert (value, unit) in figures(answer), answer.answer


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (HOSPITAL, "人员经费多少", "5181.74"),  # no form is named
        (HOSPITAL, "人员经费平均每人多少", "2"),  # a subsidy for one trainee
        (WATER, "灌区管理站基本支出人均多少", "42.54"),  # all units' money over one unit's people
        (WATER, "质量服务中心人均总支出", "1.74"),
        (WATER, "防汛物资和山洪预警两个项目，拢共投多少钱？", "80.00"),
        (AFFAIRS, "三公经费比上年预算少多少", "1.85"),  # another year's plan
    ],
)
def test_other_money_is_not_meant(
    chains: dict[str, Chain], document: str, question: str, value: str
) -> None:
    assert value not in {figure for figure, _ in figures(chains[document].ask(question))}


def test_product_of_what_is_said_in_words(chains: dict[str, Chain]) -> None:
    said = "保洁员七十二个，每人每月六百，干满十二个月，和项目预算对得上吗"
    answer = chains[TOWN].ask(said)
    assert "72 × " in answer.answer
    assert "600 元" in answer.answer
    assert ("51.84", "万元") in figures(answer)


def test_product_of_other_numbers_is_none(chains: dict[str, Chain]) -> None:
    answer = chains[TOWN].ask("保洁员72个，每人每月700，干满十二个月，和项目预算对得上吗")
    assert "60.48" not in answer.answer


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("网格员六十个人、每人每月三百,", "网格员60个人、每人每月300,"),
        ("第三个项目", "第三个项目"),
        ("三公经费", "三公经费"),
    ],
)
def test_counts_to_digits(said: str, read: str) -> None:
    assert counts_to_digits(said) == read


WITHOUT = {
    "河湖长制巡查及河道管护经费",
    "取水口监测计量体系运维",
    "山洪灾害预警系统运行维护",
    "水利工程质量检测费",
}


@pytest.mark.parametrize(
    "question",
    [
        "九个项目里，没有附项目绩效目标表的是哪几个？",
        "绩效目标表没公布的是哪些项目",
        "Which projects do not have a performance target table?",
    ],
)
def test_projects_without_a_form(chains: dict[str, Chain], question: str) -> None:
    answer = chains[WATER].ask(question)
    assert answer.route is Route.TABLE
    assert {v.label for v in answer.values if v.unit == "万元"} == WITHOUT


def test_projects_with_a_form(chains: dict[str, Chain]) -> None:
    answer = chains[WATER].ask("附了绩效目标表的是哪几个项目")
    labels = {v.label for v in answer.values if v.unit == "万元"}
    assert len(labels) == 5
    assert not labels & WITHOUT


def test_purchases_have_no_forms(chains: dict[str, Chain]) -> None:
    """Leave a question that restricts the projects to others."""
    answer = chains[WATER].ask("哪些采购项目没有绩效目标表")
    assert {v.label for v in answer.values} != WITHOUT


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Which line item of general public budget spending grew fastest over 2025?", "53.04"),
        ("Which functional item drops most steeply compared with 2025?", "8.33"),
    ],
)
def test_fastest_moves(chains: dict[str, Chain], question: str, value: str) -> None:
    answer = chains[WATER].ask(question)
    assert value in answer.answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("正文的政府采购预算总额和政府采购表合计一致吗", "2339.80"),
        ("正文写的政府采购预算总额跟采购表的合计是不是同一个数？是多少？", "2339.80"),
    ],
)
def test_text_is_held_against_the_whole(
    chains: dict[str, Chain], question: str, value: str
) -> None:
    """Hold what the text states of all purchases against their total, not against one of them."""
    answer = chains[COLLEGE].ask(question)
    assert answer.answer.startswith("一致"), answer.answer
    assert {figure for figure, _ in figures(answer)} == {value}


@pytest.mark.parametrize("question", ["俺家自来水费今年一吨要涨到多少钱", "一吨自来水多少钱"])
def test_what_residents_pay_is_no_goal(chains: dict[str, Chain], question: str) -> None:
    assert chains[WATER].ask(question).route is Route.REFUSE


def test_the_price_of_treating_sewage_is_told(chains: dict[str, Chain]) -> None:
    answer = chains[WATER].ask("污水一吨处理要多少钱")
    assert "1.33" in {figure for figure, _ in figures(answer)}
