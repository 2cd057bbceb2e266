"""Set one item of two tables against each other, or add it up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

DOCUMENTS = Path(__file__).parents[1] / "evals" / "documents"
BOOKS = "淮沭市图书馆2026年度单位预算.html"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget that prints one item in a table of all and in one of grants."""
    place = tmp_path_factory.mktemp("tables")
    with chain_over(DOCUMENTS / BOOKS, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2070104图书馆，财政拨款支出表的数比支出总表小多少元", "150000"),
        ("2070104在支出总表和财政拨款支出表里差多少", "150000"),
        ("2070104这一项，支出总表里的减去财政拨款支出表里的是多少", "150000"),
    ],
)
def test_one_item_of_two_tables(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert answer.values[0].value.removesuffix(".00") == value, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "博物馆这一项，支出总表里的减去财政拨款支出表里的是多少",
        "2070104图书馆，支出总表的数比支出总表小多少元",
        "2070104图书馆，国有资本经营预算表的数比支出总表小多少元",
    ],
)
def test_no_item_of_both(chain: Chain, question: str) -> None:
    assert chain.explain(question).plan.trace != ("two tables",)
