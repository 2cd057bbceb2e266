"""Answer each clause of a later question after the one before it, where each tells more of one row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

DOCUMENT = "瓯沄市退役军人事务局2026年部门预算.html"
RECEPTION = "退役军人事务局26年公务接待费预算几多？"


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    path = Path(__file__).parents[1] / "evals" / "documents" / DOCUMENT
    with chain_over(path, tmp_path_factory.mktemp("in_turn")) as chain:
        yield chain


@pytest.mark.parametrize("later", ["那去年的数呢？变动是啥道理？", "去年是多少，为什么变了"])
def test_the_year_before_and_why_it_changed_since(talk: Chain, later: str) -> None:
    told = talk.ask(later, (RECEPTION,))
    assert told.route is Route.BOTH
    assert ("5.60", "万元") in {(v.value, v.unit) for v in told.values}
    assert "双拥工作现场会" in told.answer
    assert {c.annex for c in told.citations} >= {"表9", "正文"}


def test_a_reason_of_another_thing_is_no_more_of_the_row(talk: Chain) -> None:
    told = talk.ask("那去年的数呢？公务用车运行维护费为什么变了？", (RECEPTION,))
    assert "双拥工作现场会" not in told.answer


def test_one_question_is_one_answer(talk: Chain) -> None:
    told = talk.ask("那去年的数呢？", (RECEPTION,))
    assert [(v.value, v.unit) for v in told.values] == [("5.60", "万元")]


@pytest.mark.parametrize(
    ("later", "value", "unit"),
    [
        ("会议费呢？是它的几倍", "0.16", "倍"),
        ("培训费呢？哪个多", "25.68", "万元"),
    ],
)
def test_another_row_against_the_one_told(talk: Chain, later: str, value: str, unit: str) -> None:
    told = talk.ask(later, ("退役军人事务局26年办公费预算几多？",))
    assert (value, unit) in {(v.value, v.unit) for v in told.values}, told.answer


def test_another_row_against_its_year_before_is_no_gap_to_the_one_told(talk: Chain) -> None:
    told = talk.ask("会议费呢？比上年多多少", ("退役军人事务局26年办公费预算几多？",))
    assert told.calculation is None or "办公费" not in told.answer
