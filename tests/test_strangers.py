"""What is no department, no year and no phase of elsewhere is not refused as one."""

from __future__ import annotations

import pytest

from ingest.records import Phase
from qa.words.departments import unit_forms
from qa.words.references import read as references
from tests.understanding import read


@pytest.mark.parametrize(
    ("question", "strangers"),
    [
        ("下面两个中心分别是什么级别的单位", ()),
        ("兵役登记这个事区政府办管不管", ()),
        ("请问下区政府办奖金多少", ()),
        ("别的单位奖金多少", ("别的单位",)),
        ("大足区政府办奖金多少", ("大足区政府办",)),
        ("云岭区政府办奖金多少", ("云岭区政府办",)),  # known to no list, but made as names are
    ],
)
def test_strangers(question: str, strangers: tuple[str, ...]) -> None:
    assert read(1).understand(question).scope.strangers == strangers


def test_a_function_word_is_no_typo_of_a_place() -> None:
    query = read(1, 2).understand("房子面积是审计局的多少倍")
    assert query.corrections == ()


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2024年8月底一共几辆车", ()),
        ("2024年12月31日有几辆车", ()),
        ("2024年奖金多少", (2024,)),
        ("2026年8月底一共几辆车", (2026,)),  # a year that is held stays
    ],
)
def test_a_year_that_dates_a_day(question: str, years: tuple[int, ...]) -> None:
    assert read(1).understand(question).years == years


def test_days_are_no_figures() -> None:
    assert read(1).understand("2024年8月31日有几辆车").figures == ()
    assert references("2024年8月底", (), ()).dates == (2024,)
    assert references("2024年的数", (), ()).dates == ()


def test_each_part_has_its_own_year_and_phase() -> None:
    query = read(7, 8).understand("奖金:2024年实际用了多少,2025年打算用多少")
    assert [(p.years, p.phase, p.scope.documents) for p in query.parts] == [
        ((2024,), Phase.FINAL, query.parts[0].scope.documents),
        ((2025,), Phase.BUDGET, query.parts[1].scope.documents),
    ]


def test_units_go_by_short_names() -> None:
    forms = unit_forms("苏州市公共资源交易中心")
    assert {"交易中心", "公共资源交易中心", "资源交易中心"} <= forms
    assert unit_forms("苏州市审计局") == frozenset()
