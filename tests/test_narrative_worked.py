"""Tell how an amount is worked out (测算), where a project's form says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

NAME = "鄂江市科学技术局2026年部门预算公开.xlsx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget whose project forms print their reckoning."""
    place = tmp_path_factory.mktemp("worked")
    with chain_over(DOCUMENTS / NAME, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("科技计划项目补助1200万咋算出来的", "40项×30万元"),
        ("高新技术企业认定奖补那1600万怎么算出来的", "80家×20万元"),
        ("高新企业奖补的测算依据", "80家×20万元"),
    ],
)
def test_the_reckoning_is_told(chain: Chain, question: str, said: str) -> None:
    answer = chain.ask(question)
    assert said in answer.answer
    assert any(said in citation.quote for citation in answer.citations)


def test_the_amount_itself_stays_with_its_row(chain: Chain) -> None:
    answer = chain.ask("科技计划项目补助多少万")
    assert "40项" not in answer.answer
    assert "1200" in answer.answer.replace(",", "")
