"""Tell no carry-over of the year before for one into the next, nor the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.linking.words import load_words
from qa.query import Route
from tests.chains import chain_over

MARKET = "陇原市市场监督管理局2026年部门预算公开.xlsx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    path = Path(__file__).parents[1] / "evals" / "documents" / MARKET
    with chain_over(path, tmp_path_factory.mktemp("opposites")) as opened:
        yield opened


def test_a_blank_at_the_end_of_the_year_is_no_text_about_its_start(chain: Chain) -> None:
    answer = chain.ask("年终结转列了多少")
    assert (answer.route, answer.values) == (Route.TABLE, ())
    assert [c.row for c in answer.citations] == ["五、年终结转"]
    assert "120,000" not in answer.answer  # 上年结转120,000.00元, the text says


def test_what_goes_into_the_next_year_is_not_what_came_from_the_last(chain: Chain) -> None:
    assert chain.ask("结转下年多少").route is Route.REFUSE


@pytest.mark.parametrize(
    ("asked", "label", "opposed"),
    [
        ("结转下年多少", "上年结转结余", True),
        ("上年结转多少", "年末结转和结余", True),
        ("年末结转比年初结转多多少", "年初结转", False),
        ("年底结转多少", "年末结转和结余", False),
    ],
)
def test_opposite_times(asked: str, label: str, opposed: bool) -> None:
    assert load_words().opposed(asked, label) is opposed
