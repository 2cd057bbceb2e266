"""Work out from stated amounts: a growth rate, the year before, the distance from a plan."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from qa.narration.case import Case
from qa.narration.fact import decimal
from qa.narration.reading import number
from qa.narration.unit import Stated
from qa.query import Value


def growth(case: Case, stated: Stated) -> tuple[str, Value | None]:
    """Work out a growth rate from a stated change; none over a base of zero."""
    one = stated.fact
    assert one is not None
    assert one.delta is not None
    if one.before is None or one.before == 0:
        return "", None
    change = decimal(one.delta) * (-1 if one.direction == "减少" else 1)
    rate = (change / one.before * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    calculation = f"{change} ÷ {one.before} = {rate}%"
    year = case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year
    return calculation, Value(one.subject, "增减比例（计算）", str(rate), "%", year)


def against_plan(case: Case, stated: Stated) -> tuple[str, Value]:
    """Compare what was really spent with the initial budget: difference, or share where asked."""
    one = stated.fact
    assert one is not None
    assert one.value is not None
    assert one.planned is not None
    spent, planned = decimal(one.value), decimal(one.planned)
    year = case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year
    if case.want.has("percent") and planned:
        rate = (spent / planned * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"{spent} ÷ {planned} = {rate}%", Value(
            one.subject, "决算占年初预算", str(rate), "%", year
        )
    gap = spent - planned
    return f"{spent} - {planned} = {gap}{one.unit}", Value(
        one.subject, "决算比年初预算", str(gap), one.unit, year
    )


def gap_said(value: Value, calculation: str) -> tuple[str, str]:
    """Return a difference as an amount with its direction, in Chinese and English; else the sum."""
    gap = decimal(value.value)
    if value.unit == "%" or not gap:
        return calculation, calculation
    amount = f"{abs(gap)}{value.unit}"
    way, english = ("多", "more") if gap > 0 else ("少", "less")
    return f"决算{way}{amount}（{calculation}）", f"{amount} {english} was spent ({calculation})"


def back(case: Case, stated: Stated) -> tuple[str, Value]:
    one = stated.fact
    assert one is not None
    assert one.value is not None
    assert one.before is not None
    year = case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year - 1
    sign = "+" if one.direction == "减少" else "-"
    delta = number(one.delta or "0")
    calculation = f"{number(one.value)} {sign} {delta} = {one.before}"
    return calculation, Value(one.subject, f"{year}年（倒推）", str(one.before), one.unit, year)
