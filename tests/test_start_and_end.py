"""What a balance changed by from the start to the end of its year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

MUSEUM = "东滩区文化馆2025年度单位决算.pdf"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over accounts with a balance sheet."""
    folder = tmp_path_factory.mktemp("balance")
    with chain_over(DOCUMENTS / MUSEUM, folder) as chain:
        yield chain


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("文化馆的总资产一年下来少了多少万", ("46.58", "3355.60", "3402.18")),
        ("固定资产净值年末比年初降了百分之几", ("1.36", "2880.25", "2920.00")),
        ("流动资产年末跟年初比变了多少", ("13.83", "388.35", "402.18")),
        ("无形资产比年初多了多少", ("7.00", "87.00", "80.00")),
    ],
)
def test_the_end_against_the_start(printed: Chain, question: str, values: tuple[str, ...]) -> None:
    told = {v.value.lstrip("-") for v in printed.ask(question).values}
    assert set(values) <= told


@pytest.mark.parametrize(
    ("question", "value"), [("年初的流动资产是多少", "402.18"), ("负债合计期末数是多少", "71.14")]
)
def test_one_end_alone(printed: Chain, question: str, value: str) -> None:
    assert [v.value for v in printed.ask(question).values] == [value]
