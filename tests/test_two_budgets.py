"""Ask which budget is meant where a row prints two, and only there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

POLICE = "闽中县公安局2024年度部门决算.docx"
CULTURE = "东滩区文化馆2025年度单位决算.pdf"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts with two budgets, and others with one."""
    place = tmp_path_factory.mktemp("budgets")
    with chain_over([DOCUMENTS / name for name in (POLICE, CULTURE)], place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("2024年三公经费的预算数是多少？", ["682.00", "645.00"]),
        ("公务接待费预算多少", ["22.00", "17.00"]),
    ],
)
def test_two_budgets_are_asked_about(chain: Chain, question: str, values: list[str]) -> None:
    answer = chain.ask(question, (), [POLICE])
    assert answer.route is Route.CLARIFY
    assert [v.value for v in answer.values] == values
    assert "“年初预算数”" in answer.answer
    assert "“全年预算数”" in answer.answer


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (POLICE, "公务接待费年初预算多少", "22.00"),
        (POLICE, "公务接待费全年预算数", "17.00"),
        (POLICE, "公务接待费花了多少", "12.52"),
        (CULTURE, "公务接待费的预算数", "1.00"),
    ],
)
def test_one_budget_is_told(chain: Chain, document: str, question: str, value: str) -> None:
    answer = chain.ask(question, (), [document])
    assert answer.route is Route.TABLE
    assert [v.value for v in answer.values] == [value]
