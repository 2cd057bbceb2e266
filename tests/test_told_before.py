"""A later question leans on what was told: the year beside it, what one of several comes to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

CITY = "临澜市综合行政执法局2025年部门预算.docx"
SCHOOLS = "云沔县教育局2026年部门预算公开表及说明.xlsx"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("told")
    with chain_over([DOCUMENTS / name for name in (CITY, SCHOOLS)], folder) as opened:
        yield opened


def test_an_amount_over_the_count_told_after_it(places: Chain) -> None:
    before = ["城区路灯节能改造安排了多少", "要换多少盏灯"]
    answer = places.ask("摊到每一盏灯是多少钱啊", history=before, docs=[CITY])
    assert answer.values[0].value == "2225.81"
    assert answer.values[0].unit == "元"


def test_people_as_well_as_things(places: Chain) -> None:
    before = ["校园安保服务多少钱", "配备专职保安多少名"]
    answer = places.ask("平均每名合多少钱", history=before, docs=[SCHOOLS])
    assert answer.values[0].value == "18000.00"


def test_a_count_in_another_unit_is_not_divided_by(places: Chain) -> None:
    before = ["城区路灯节能改造安排了多少", "要换多少盏灯"]
    answer = places.ask("平均每公里多少钱", history=before, docs=[CITY])
    assert "2225.81" not in answer.answer


def test_the_year_after_the_one_told(chain: Chain) -> None:
    answer = chain.ask("次年呢", history=["2025年公务接待费多少"])
    assert answer.values[0].value == "14.90"
    assert answer.values[0].year == 2026


def test_the_year_before_the_one_told(chain: Chain) -> None:
    answer = chain.ask("前一年呢", history=["2026年公务接待费多少"])
    assert answer.values[0].year == 2025
