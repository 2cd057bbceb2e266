"""Of one head under several years the last is meant, unless another is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

LAND = "秦岭市自然资源和规划局2026年部门综合预算.pdf"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("years")
    with chain_over(DOCUMENTS / LAND, folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "year"),
    [
        ("土地储备中心2026年公务接待费多少", "1.00", 2026),
        ("土地储备中心公务接待费多少", "1.00", 2026),
        ("土地储备中心去年公务接待费多少", "2.00", 2025),
    ],
)
def test_of_one_head_under_two_years_the_last_is_meant(
    places: Chain, question: str, value: str, year: int
) -> None:
    answer = places.ask(question, docs=[LAND])
    assert [(v.value, v.year) for v in answer.values] == [(value, year)]


def test_a_blank_of_this_year_is_not_filled_from_the_last(places: Chain) -> None:
    answer = places.ask("会议费呢", history=["土地储备中心公务接待费多少"], docs=[LAND])
    assert answer.answer.startswith("2026年“秦岭市土地储备中心”的2026年/会议费未列数")
