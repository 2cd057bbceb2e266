"""Ask for goals by their matter and the kind of their value, in no word that the indicator prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ingest.store import Store
from qa.chain import Chain
from qa.planning.goal_kinds import kinds_of, of_money
from qa.query import Route
from tests.chains import DOCUMENTS, documents_of

pytestmark = pytest.mark.slow  # reads several whole documents

BUSES = "垚川县交通运输局2026年部门预算公开.html"
SCHOOLS = "穗宁市榕浦区教育局2026年部门预算.pdf"
STREET = "红旗街道2026部门预算公开.html"
MARKET = "澉江市昙桥区市场监督管理局2025年度部门决算.html"
FAIR = "燕台区文旅局2026年部门预算公开.html"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("goals")
    with Store(folder) as store:
        for name in (BUSES, SCHOOLS, STREET, MARKET, FAIR):
            for document in documents_of(DOCUMENTS / name):
                store.put(document)
    with Chain.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "row", "values"),
    [
        (BUSES, "上了65岁的老人免费坐公交，一年打算服务多少人次", "65岁以上老人免费乘车人次", ["41"]),
        (SCHOOLS, "请一个保安一年最多花多少钱", "保安员人均服务费", ["56000"]),
        (STREET, "老人助餐点一天平均要供多少份饭", "助餐点日均供餐份数", ["260"]),
        (MARKET, "智慧监管平台网上巡查揪出来多少条问题，原定多少条", "在线巡查发现问题数", ["2000"]),
        (SCHOOLS, "滨江新城那所新学校盖好能多出多少个学位，这条占多大权重", "建成后新增公办学位", ["1980", "20"]),
    ],
)  # fmt: skip
def test_goal_by_matter(
    published: Chain, document: str, question: str, row: str, values: list[str]
) -> None:
    answer = published.ask(question, docs=[document])
    assert answer.route is Route.TABLE
    assert {v.label for v in answer.values} == {row}
    assert [v.value for v in answer.values] == values


@pytest.mark.parametrize(
    ("document", "question"),
    [
        (SCHOOLS, "滨江新城九年一贯制学校工程，指标里要求种多少棵树"),
        (FAIR, "庙会那个项目要求招多少名公务员"),
    ],
)
def test_a_project_without_such_a_goal_is_refused(
    published: Chain, document: str, question: str
) -> None:
    assert published.ask(question, docs=[document]).route is Route.REFUSE


def test_a_word_of_several_goals_is_asked_about_with_their_projects(published: Chain) -> None:
    answer = published.ask("满意度那个指标最后得了几分", docs=[MARKET])
    assert answer.route is Route.CLARIFY
    assert {v.label for v in answer.values} >= {"公众食品安全满意度", "使用单位满意度"}
    assert "“食品安全抽检”项目" in answer.answer


def test_points_lost_are_those_of_the_project_named(published: Chain) -> None:
    question = "食品安全抽检那张自评表，哪些三级指标没有拿到满分？各扣成几分"
    answer = published.ask(question, docs=[MARKET])
    told = {(v.label, v.value) for v in answer.values}
    assert ("不合格食品核查处置率", "13.00") in told
    assert ("公众食品安全满意度", "9.00") in told
    assert not any(label == "开发功能模块" for label, _ in told)


def test_money_of_a_project_is_no_goal(published: Chain) -> None:
    answer = published.ask("城乡公交一体化运营补贴一共多少钱", docs=[BUSES])
    assert all((v.unit or "").endswith("元") for v in answer.values)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("修成几座,原定几座", ["座", "座"]),
        ("补贴最迟什么时候打到卡上", ["日"]),
        ("得了几分", []),
        ("一个点最多补几万", ["万元"]),
    ],
)
def test_kinds_of_value_asked_for(text: str, units: list[str]) -> None:
    kinds = kinds_of(text)
    assert len(kinds) == len(units)
    assert all(re.fullmatch(kind.units, unit) for kind, unit in zip(kinds, units, strict=True))


def test_money_is_told_from_what_counts() -> None:
    assert [of_money(kind) for kind in kinds_of("带动多少户,每户多挣多少钱")] == [False, True]
