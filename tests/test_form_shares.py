"""Tell what part of a project's money a line of its form is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

WATER = "沂蒙区水利局2025年度部门决算公开.html"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts whose form prints what was planned and what was spent."""
    place = tmp_path_factory.mktemp("forms")
    with chain_over(DOCUMENTS / WATER, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("中小河流治理实际执行的资金里，中央的钱占多少比重", "57.72"),
        ("中小河流治理项目年初预算里中央资金占几成", "53.76"),
        ("中小河流治理的区级资金占全部资金的多少", "42.28"),  # spent, as of final accounts
    ],
)
def test_a_line_of_a_form(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert answer.values[0].value == value, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "中小河流治理的市级资金占全部资金的多少",  # no such line
        "中小河流治理的区级资金占全部支出的农林水支出的多少",
    ],
)
def test_no_line_of_the_form(chain: Chain, question: str) -> None:
    assert chain.explain(question).plan.trace != ("form share",)


def test_published_forms(real: Path, tmp_path: Path) -> None:
    name = "2026年重庆市商务委员会部门预算.pdf"
    with chain_over(real / "重庆" / name, tmp_path) as opened:
        answer = opened.ask("市商务发展专项里补给区县的那部分占当年预算百分之几")
    assert answer.values[0].value == "13.19", answer.answer
