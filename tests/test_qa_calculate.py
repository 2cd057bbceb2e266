"""Calculate with exact figures, and refuse what must not be calculated."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import calculate
from qa.errors import CalculationError
from qa.lookup import Fact
from qa.planning.filter import holds
from qa.planning.types import Figure
from qa.query import Comparator


def figure(
    value: str | None,
    unit: str | None = "万元",
    year: int = 2026,
    phase: str = "预算",
    label: str = "甲",
) -> Figure:
    fact = Fact(
        row_id=1, column=1, path=("合计",), year=year, phase=phase, measure="amount",
        printed=value or "", value=None if value is None else Decimal(value), unit=unit, sign=None,
        page=1, bbox=None,
    )  # fmt: skip
    return Figure(1, 1, 1, 1, label, "合计", year, fact)


def test_share_states_its_arithmetic() -> None:
    result = calculate.share(figure("220.00"), figure("1190.00"))
    assert (result.value, result.unit) == (Decimal("18.49"), "%")
    assert result.derivation == "220.00 ÷ 1190.00 × 100% = 18.49%"


def test_share_brings_units_together() -> None:
    assert calculate.share(figure("5000", "元"), figure("1.00")).value == Decimal("50.00")


def test_growth_rounds_half_up() -> None:
    assert calculate.growth(figure("506.06"), figure("353.13")).value == Decimal("43.31")
    assert calculate.half_up(Decimal("0.125")) == Decimal("0.13")
    assert calculate.half_up(Decimal("-0.125")) == Decimal("-0.13")


@pytest.mark.parametrize(("base", "reason"), [("0.00", "zero_base"), (None, "blank_base")])
def test_growth_needs_a_base(base: str | None, reason: str) -> None:
    with pytest.raises(CalculationError, match=reason):
        calculate.growth(figure("1.00"), figure(base))


def test_sum_counts_a_blank_as_nothing_but_not_only_blanks() -> None:
    result = calculate.add([figure("1.50"), figure(None), figure("2.50")])
    assert result.value == Decimal("4.00")
    with pytest.raises(CalculationError, match="blank"):
        calculate.add([figure(None), figure(None)])


def test_sum_refuses_different_units() -> None:
    with pytest.raises(CalculationError, match="unit"):
        calculate.add([figure("1.50"), figure("40", "次")])


def test_phase_and_year_must_not_mix() -> None:
    with pytest.raises(CalculationError, match="phase"):
        calculate.check_alike([figure("1"), figure("1", phase="决算")])
    with pytest.raises(CalculationError, match="year"):
        calculate.check_alike([figure("1"), figure("1", year=2025)])


def test_difference_of_a_blank_is_refused() -> None:
    with pytest.raises(CalculationError, match="blank"):
        calculate.subtract(figure("1"), figure(None))


def test_ties_with_the_last_place_are_kept() -> None:
    figures = [figure(v) for v in ("70", "60", "60", "295", "60")]
    assert [f.fact.value for f in calculate.ranked(figures, 3) if f.fact] == [295, 70, 60, 60, 60]
    assert len(calculate.ranked(figures, 1, smallest=True)) == 3


def test_conversion_is_exact_unless_digits_are_asked() -> None:
    assert calculate.shown(calculate.to_unit(figure("2937.77"), "元").value) == "29377700"
    assert calculate.shown(calculate.to_unit(figure("2937.77"), "亿元").value) == "0.293777"
    assert calculate.shown(calculate.to_unit(figure("2937.77"), "亿元", 4).value) == "0.2938"


def test_per_head() -> None:
    result = calculate.per_head(figure("220.00"), Decimal("720600"), "元")
    assert (result.value, result.unit) == (Decimal("3.05"), "元")


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [(">", False), (">=", True), ("<", False), ("<=", True), ("=", True)],
)
def test_bounds_at_their_edge(comparator: str, expected: bool) -> None:
    sixty = Decimal("60.00")
    assert holds(sixty, Comparator(comparator), Decimal(60), None) is expected


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=20))
def test_sum_is_exact(values: list[Decimal]) -> None:
    result = calculate.add([figure(str(v)) for v in values])
    assert result.value == sum(values, Decimal(0))


def test_mixed_money_is_brought_to_ten_thousands_on_both_sides() -> None:
    less = calculate.subtract(figure("3947780", "元"), figure("1082.05"))
    assert (less.value, less.unit) == (Decimal("-687.272"), "万元")
    assert less.derivation == "3947780 元 = 394.778 万元；394.778 − 1082.05 = -687.272"
    assert calculate.add([figure("10000", "元"), figure("2.00")]).value == Decimal("3.00")
    assert calculate.subtract(figure("5", "元"), figure("2", "元")).unit == "元"  # near miss
