"""Answer of all that a department takes in or spends, of other places' documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.planning import wholes
from qa.query import Route
from qa.understand import understand
from tests.chains import DOCUMENTS, chain_over

TRAFFIC = "垚川县交通运输局2026年部门预算公开.html"
FINAL = "海阜市交通运输局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget that carries money over, and final accounts."""
    place = tmp_path_factory.mktemp("wholes")
    with chain_over([DOCUMENTS / TRAFFIC, DOCUMENTS / FINAL], place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("把各项收入全加上，部门合起来有多少？", "5044.66"),
        ("一年下来，这个局所有的钱进来多少？", "5044.66"),
        ("整个部门支出拢到一块儿多少啊？", "5044.66"),
        ("老同事天天议论花钱，谁也说不出个总数。我就问这一句：整个部门支出合计多少？", "5044.66"),
        ("How much does the whole department spend in all?", "5044.66"),
        ("其他收入/收入总计 %", "0.59"),
        ("收入里有百分之多少来自政府性基金", "6.94"),
        ("把总支出当成一百，基本支出是多少？", "52.31"),
        ("我同学写“项目支出比重过高”。实际上项目支出占部门总支出的百分之几？", "47.69"),
        ("两类支出，一个基本一个项目，高的那个是哪个，比低的高多少钱？", "233.06"),
        ("哪类支出多，基本还是项目？多出多少", "233.06"),
        ("除了项目支出，总支出还有多少", "2638.86"),
        ("培训总支出多少", "5.25"),
        ("咱们县交通运输局总支出是多少", "5044.66"),
        ("隔壁说培训费一分钱都没给，我觉得未必。是给了还是没给？", "5.25"),
        ("一般公共预算里基本支出和项目支出哪个多，差多少？", "681.06"),
    ],
)
def test_wholes_of_a_department(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question, docs=[TRAFFIC])
    assert answer.route is Route.TABLE
    assert answer.values[0].value == value, answer.answer


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("收支是否平衡", ["0.00", "5044.66", "5044.66"]),
        ("今年预算收支平不平衡", ["0.00", "5044.66", "5044.66"]),
        ("收入和支出相等吗", ["0.00", "5044.66", "5044.66"]),
        ("本年收入和本年支出相等吗", ["68.00", "4976.66", "5044.66"]),
        ("收支相差多少", ["68.00", "4976.66", "5044.66"]),
    ],
)
def test_income_balances_with_spending(chain: Chain, question: str, values: list[str]) -> None:
    explained = chain.explain(question, docs=[TRAFFIC])
    assert explained.plan.trace == ("wholes",)
    assert [v.value for v in explained.answer.values] == values, explained.answer.answer


def test_a_thing_or_a_fund_is_no_whole(chain: Chain) -> None:
    assert chain.ask("教育总支出是多少", docs=[TRAFFIC]).route is Route.REFUSE
    said = "别人查一般公共预算，我查国有资本经营预算。这个部门到底有没有这类支出？"
    assert "表是空的" in chain.ask(said, docs=[TRAFFIC]).answer


def test_totals_that_differ_are_asked_about(chain: Chain) -> None:
    assert chain.ask("收入总计是多少", docs=[FINAL]).values[0].value == "27955.93"
    asked = chain.ask("整个单位进账一共多少？", docs=[FINAL])
    assert asked.route is Route.CLARIFY
    assert [value.value for value in asked.values] == ["27955.93", "27523.53"]


@pytest.mark.parametrize(
    "question",
    [
        "教育总支出是多少",
        "用于文化的支出，一共多少？",
        "项目性质写“新增”的一共有几个，要花多少钱",
        "写“新增”的一共有不少，要花多少钱",
        "同事写到教育的项目支出。占总支出的百分之几？",
        "财政拨款总收入多少",
        "本年收入合计是多少",
        "2025年总收入是多少",
        "总支出比上年增加多少",
        "除了培训费，总支出还有多少",
        "县公路养护中心总支出一共多少",
    ],
)
def test_what_is_restricted_is_left_to_others(chain: Chain, question: str) -> None:
    view = chain.view([TRAFFIC])
    assert wholes.answer(view, understand(question, view.catalogue), question) is None
