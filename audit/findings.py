"""Define what a rule reports, and compare sums with the tolerance of their rounding."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from audit.ledger import Figure, Place
from ingest.money import YUAN, plain_decimal
from ingest.records import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class State(StrEnum):
    """Say what a check came to: sides that disagree, or a side that stands nowhere."""

    CONFLICT = "conflict"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True, slots=True)
class Side:
    """Hold one side of a comparison: what it says, its value where it is one, and where."""

    label: str
    value: Decimal | None
    unit: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """Report one contradiction, doubt or slip, with both sides and the arithmetic."""

    rule: str
    severity: Severity
    message: str
    message_en: str
    sides: tuple[Side, ...]
    arithmetic: str = ""
    difference: Decimal | None = None
    unit: str | None = None
    explanation: str = ""
    state: State = State.CONFLICT

    @property
    def key(self) -> str:
        """Return what stays the same over runs: the rule, the places and the values."""
        parts = [self.rule]
        for side in self.sides:
            place = side.place
            parts += [place.doc, place.annex, place.row or place.section or "", place.column or ""]
            parts.append("" if side.value is None else plain_decimal(side.value))
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def side(figure: Figure, label: str | None = None) -> Side:
    """Return a figure as a side of a finding."""
    name = label or f"{figure.place.annex} {figure.place.row} {figure.place.column}"
    return Side(name, figure.value, figure.unit, figure.place)


def amount(value: Decimal, unit: str | None) -> str:
    """Write an amount of yuan (or a bare value) in a unit."""
    return plain_decimal(value / YUAN.get(unit or "", Decimal(1)))


def disagree(total: Figure, parts: Sequence[Figure]) -> Decimal | None:
    """Return by how much a total differs from its parts' sum, in yuan, or None where it agrees.

    Blanks count as nothing. The tolerance is half of the last printed digit for the total and
    for every part (n + 1 roundings). None too where nothing is listed on either side.
    """
    listed = [part for part in parts if part.yuan is not None]
    if total.yuan is None and not listed:
        return None
    found = sum((part.yuan for part in listed if part.yuan is not None), Decimal(0))
    halves = [figure.half for figure in listed] + ([total.half] if total.yuan is not None else [])
    difference = (total.yuan or Decimal(0)) - found
    tolerance = max(halves) * (len(listed) + 1) if len(listed) > 1 else Decimal(0)
    return difference if abs(difference) > tolerance else None


def sum_text(total: Figure, parts: Sequence[Figure]) -> str:
    """Write the arithmetic of a sum in the total's unit."""
    unit = total.unit or next((part.unit for part in parts if part.unit), None)
    listed = [part for part in parts if part.yuan is not None]
    found = sum((part.yuan for part in listed if part.yuan is not None), Decimal(0))
    terms = " + ".join(amount(part.yuan, unit) for part in listed if part.yuan is not None) or "0"
    printed = "未列" if total.yuan is None else amount(total.yuan, unit)
    relation = "=" if total.yuan == found else "≠"
    return f"{terms} = {amount(found, unit)} {relation} {printed}（{unit or ''}）"


def sum_finding(
    rule: str,
    severity: Severity,
    name: str,
    name_en: str,
    total: Figure,
    parts: Sequence[Figure],
    explanation: str = "",
) -> list[Finding]:
    """Return a finding where a total is not the sum of its parts."""
    difference = disagree(total, parts)
    if difference is None:
        return []
    unit = total.unit or next((part.unit for part in parts if part.unit), None)
    listed = [part for part in parts if part.yuan is not None]
    return [
        Finding(
            rule,
            severity,
            f"{name}：分项之和与总数不符，相差 {amount(abs(difference), unit)} {unit or ''}",
            f"{name_en}: the parts do not add up, off by {amount(abs(difference), unit)} {unit or ''}",
            (side(total), *(side(part) for part in listed)),
            sum_text(total, parts),
            difference / YUAN.get(unit or "", Decimal(1)),
            unit,
            explanation,
        )
    ]


def equal_finding(
    rule: str,
    severity: Severity,
    name: str,
    name_en: str,
    left: Figure,
    right: Figure,
    explanation: str = "",
) -> list[Finding]:
    """Return a finding where two figures that should be one differ.

    Figures printed with unlike precision are compared at the coarser one.
    """
    if left.yuan is None and right.yuan is None:
        return []
    difference = (left.yuan or Decimal(0)) - (right.yuan or Decimal(0))
    tolerance = Decimal(0) if left.half == right.half else max(left.half, right.half)
    if abs(difference) <= tolerance:
        return []
    unit = left.unit or right.unit
    if abs(difference) <= 2 * left.half and severity is Severity.ERROR:
        severity, explanation = Severity.WARNING, explanation or "差一个末位单位，可能是四舍五入"
    return [
        Finding(
            rule,
            severity,
            f"{name}：两处数字不一致，相差 {amount(abs(difference), unit)} {unit or ''}",
            f"{name_en}: two places differ by {amount(abs(difference), unit)} {unit or ''}",
            (side(left), side(right)),
            f"{_printed(left)} ≠ {_printed(right)}",
            difference / YUAN.get(unit or "", Decimal(1)),
            unit,
            explanation,
        )
    ]


def _printed(figure: Figure) -> str:
    return f"{figure.printed or '未列'} {figure.unit or ''}".strip()
