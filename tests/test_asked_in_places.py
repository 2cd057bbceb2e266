"""One thing asked about in each of several places, and a change that its column prints below nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.words import asked_each

OWNER = Disclosure("某市城管局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a table with a column of what changed."""
    place = tmp_path_factory.mktemp("store")
    heads = (("项目",), ("2026年预算数",), ("2025年预算数",), ("增减额",))
    rows = (
        ("公务用车运行维护费", "61.60", "64.40", "-2.80"),
        ("公务接待费", "4.00", "3.00", "1.00"),
        ("合计", "65.60", "67.40", "-1.80"),
    )
    body = tuple(BodyRow(row, (HERE,)) for row in rows)
    table = Table(1, "表7", "“三公”经费预算表", heads, body, HERE, "万元", kind="three_public")
    tables = (store_table(table, OWNER),)
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, tables, ()))
    with Chain.open(place) as opened:
        yield opened


def test_a_fall_that_a_column_prints_is_said_in_words(chain: Chain) -> None:
    answer = chain.ask("增减额是多少", ("公务用车运行维护费多少",))
    assert "-2.80" in answer.answer
    assert "减少 2.80 万元" in answer.answer


def test_a_rise_is_no_fall(chain: Chain) -> None:
    answer = chain.ask("增减额是多少", ("公务接待费多少",))
    assert "减少" not in answer.answer


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "门户网站优化:部门整体里权重多少,一般性项目里权重多少",
            ("部门整体里,门户网站优化权重多少", "一般性项目里,门户网站优化权重多少"),
        ),
        ("门户网站优化:部门整体里权重多少,一般性项目里几次", ()),
        ("门户网站优化在部门整体里权重多少", ()),
    ],
)
def test_the_same_of_one_thing_in_several_places(text: str, asked: tuple[str, ...]) -> None:
    assert asked_each.placed(text) == asked
