"""What comes in against what goes out: of the year, in all, of the treasury alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads a whole document
ACCOUNTS = Path(__file__).parents[1] / "evals/documents/海阜市交通运输局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts that print both totals."""
    with chain_over(ACCOUNTS, tmp_path_factory.mktemp("accounts")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("财政拨款收入比财政拨款支出少多少？", {"27437.03", "27537.57"}),
        ("本年财政拨款进账比财政拨款支出少了多少？", {"27437.03", "27537.57"}),
        ("财政拨款的钱，收进来的和花出去的差多少？", {"27437.03", "27537.57"}),
        ("全年收入和支出差多少？", {"27523.53", "27598.81"}),
        ("收支相抵后差多少？", {"27523.53", "27598.81"}),
    ],
)
def test_both_sides_are_of_the_year_and_the_fund_meant(
    chain: Chain, question: str, amounts: set[str]
) -> None:
    assert amounts <= {value.value for value in chain.ask(question).values}


def test_totals_are_held_against_each_other_where_they_are_named(chain: Chain) -> None:
    assert "相差 0 万元" in chain.ask("收入总计比支出总计多多少？").answer


@pytest.mark.parametrize(
    "question", ["事业收入比支出少多少？", "收入和支出比去年都少了多少？", "收入比预算少多少？"]
)
def test_another_comparison_is_none_of_both_sides(chain: Chain, question: str) -> None:
    assert "27598.81" not in chain.ask(question).answer
