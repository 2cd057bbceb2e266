"""Ask later of the plan, the spending and what is left of the one thing that final accounts were asked of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

MARKET = "澉江市昙桥区市场监督管理局2025年度部门决算.html"
POLICE = "闽中县公安局2024年度部门决算.docx"
CARS = "公务用车运行维护费决算花了多少？"
CASES = "执法办案花了多少钱"


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / MARKET, tmp_path_factory.mktemp("market")) as opened:
        yield opened


@pytest.fixture(scope="module")
def police(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / POLICE, tmp_path_factory.mktemp("police")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("history", "later", "told"),
    [
        ((CARS,), "那预算批的是多少呀", "42.00"),
        ((CARS,), "最后省了几个钱？", "3.06"),
        ((CARS, "预算呢"), "省下来多少", "3.06"),
        (("公务用车运行维护费预算和决算各是多少？",), "省下来多少", "3.06"),
    ],
)
def test_items_in_columns(market: Chain, history: tuple[str, ...], later: str, told: str) -> None:
    answer = market.ask(later, history)
    assert answer.route is Route.TABLE
    assert str(answer.values[0].value) == told, answer.answer


def test_each_clause_is_answered(market: Chain) -> None:
    answer = market.ask("当初预算是多少，最后省了几个钱？", (CARS,))
    assert {"42.00", "3.06"} <= {str(v.value) for v in answer.values}


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ("年初打算花多少", "3465.20"),
        ("超了多少", "455.02"),
        ("比当初的预算超了多少", "455.02"),
        ("执行率呢", "113.13"),
        ("And how much was budgeted?", "3465.20"),
    ],
)
def test_rows_of_two_phases(police: Chain, later: str, told: str) -> None:
    answer = police.ask(later, (CASES,))
    assert told in {str(v.value) for v in answer.values}, answer.answer


@pytest.mark.parametrize("later", ["那差旅费预算呢", "比上年省了多少", "明年预算是多少"])
def test_other_things_and_years(police: Chain, later: str) -> None:
    answer = police.ask(later, (CASES,))
    assert not {"3465.20", "455.02"} & {str(v.value) for v in answer.values}, answer.answer
