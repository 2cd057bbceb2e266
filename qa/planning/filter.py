"""Keep the figures that lie within a bound."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ingest.money import convert, is_money
from qa.planning.types import Figure
from qa.query import Bound, Comparator


def within(figures: Sequence[Figure], bound: Bound | None, unit: str | None) -> list[Figure]:
    """Return the filled figures inside a bound, all where there is none; `unit` is the table's."""
    if bound is None:
        return [f for f in figures if f.fact is not None and f.fact.printed.strip(" .-—")]
    return [f for f in figures if _inside(f, bound, unit)]


def _inside(figure: Figure, bound: Bound, unit: str | None) -> bool:
    if figure.fact is None or figure.fact.value is None:
        return False
    value = figure.fact.value
    own = figure.fact.unit or unit
    low = _to(bound.low, bound.unit, own)
    high = None if bound.high is None else _to(bound.high, bound.unit, own)
    return holds(value, bound.comparator, low, high)


def _to(value: Decimal, unit: str | None, own: str | None) -> Decimal:
    if unit and own and is_money(unit) and is_money(own):
        return convert(value, unit, own)
    return value


def holds(value: Decimal, comparator: Comparator, low: Decimal, high: Decimal | None) -> bool:
    """Tell whether a value satisfies a comparison."""
    if comparator is Comparator.OVER:
        return value > low
    if comparator is Comparator.AT_LEAST:
        return value >= low
    if comparator is Comparator.UNDER:
        return value < low
    if comparator is Comparator.AT_MOST:
        return value <= low
    if comparator is Comparator.BETWEEN and high is not None:
        return low <= value <= high
    return value == low
