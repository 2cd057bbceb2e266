"""Find in an answer what can rightly be drawn together, and say it in words.

Only figures that a citation stands behind, in one unit and of one scope.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from ingest.money import YUAN
from qa.query import Answer, Citation, Value
from ui.i18n import Language, translate
from ui.words import amount

TOP = 10
TOTAL_WORDS = ("合计", "总计", "小计", "总额")  # as tables print them


class View(StrEnum):
    """Name the ways to draw figures."""

    RANKING = "ranking"
    COMPOSITION = "composition"
    CHANGE = "change"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Point:
    """Hold one cited figure to draw."""

    label: str
    year: int
    department: str
    value: Decimal
    printed: str
    unit: str
    table: str
    printed_unit: str = ""

    @property
    def shown(self) -> str:
        """Return the figure as printed, with its own unit."""
        return amount(self.printed, self.printed_unit or self.unit)

    @property
    def short(self) -> str:
        """Return the figure as printed; the unit only where it is not the chart's."""
        return amount(self.printed, self.printed_unit)


def points_of(answer: Answer) -> tuple[Point, ...]:
    """Return the figures of an answer that can be drawn together, else none.

    Amounts of money in different units are drawn in one; their texts keep what is printed.
    """
    points = []
    for value, source in zip(answer.values, sources_of(answer), strict=True):
        number = _number(value.value)
        if source is None or number is None or not value.unit:
            continue
        points.append(
            Point(
                value.label or value.column.split("/")[-1],
                value.year or source.year,
                source.department,
                number,
                value.value,
                value.unit,
                f"{source.doc} {source.annex}",
            )
        )
    return _in_one_unit(tuple(dict.fromkeys(points)))


def _in_one_unit(points: tuple[Point, ...]) -> tuple[Point, ...]:
    units = {point.unit for point in points}
    if len(units) <= 1:
        return points
    if not units <= set(YUAN):
        return ()
    one = max(units, key=lambda unit: YUAN[unit])
    return tuple(
        replace(
            point,
            value=point.value * YUAN[point.unit] / YUAN[one],
            unit=one,
            printed_unit=point.unit if point.unit != one else "",
        )
        for point in points
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def sources_of(answer: Answer) -> tuple[Citation | None, ...]:
    """Return for each figure the citation that it stands in: its row, and its column.

    Each citation is used once while there are others; a computed figure has none.
    """
    left = list(answer.citations)
    found = []
    for value in answer.values:
        source = _source(value, left) or _source(value, answer.citations)
        if source in left:
            left.remove(source)
        found.append(source)
    return tuple(found)


def _source(value: Value, citations: Sequence[Citation]) -> Citation | None:
    return next((c for c in citations if _in_row(value, c) and _in_column(value, c)), None)


def _in_row(value: Value, citation: Citation) -> bool:
    if not value.label:
        return bool(value.column)
    return bool(citation.row and value.label in citation.row)


def _in_column(value: Value, citation: Citation) -> bool:
    if not value.column or not citation.column:
        return True
    return citation.column == value.column or citation.column.endswith(f"/{value.column}")


def printed_at(answer: Answer, citation: Citation) -> str | None:
    """Return the figure that an answer takes from a citation, with its unit."""
    for value, source in zip(answer.values, sources_of(answer), strict=True):
        if source is citation:
            return amount(value.value, value.unit)
    return None


def views_of(points: Sequence[Point]) -> tuple[View, ...]:
    """Return the ways in which these figures can rightly be drawn, the fittest first."""
    labels = {point.label for point in points}
    years = {point.year for point in points}
    who = {(point.department, point.year) for point in points}
    if len({(point.department, point.year, point.table) for point in points}) > len(who):
        return ()  # figures of several tables differ in what they cover
    if len({point.department for point in points}) > 1:
        return (View.COMPARISON,) if len(years) == 1 else ()
    if len(years) > 1:
        return (View.CHANGE,)
    if len(labels) < 2:
        return ()
    return (View.COMPOSITION, View.RANKING) if total_of(points) else (View.RANKING,)


def total_of(points: Sequence[Point]) -> Point | None:
    """Return the figure that is called a total and is the sum of all the others, or None.

    One of several equals may happen to be the sum of the rest (20 + 10 = 30): its name decides.
    """
    whole = sum((point.value for point in points), Decimal(0))
    if len(points) < 3:
        return None
    totals = (p for p in points if p.value > 0 and p.value * 2 == whole)
    return next((p for p in totals if any(word in p.label for word in TOTAL_WORDS)), None)


def caption(
    points: Sequence[Point], view: View, language: Language, phases: Sequence[str] = ()
) -> str:
    """Return what a chart shows: scope, years, phase, unit, and how many of how many."""
    scope = "、".join(dict.fromkeys(point.department for point in points))
    years = "–".join(str(year) for year in sorted({point.year for point in points}))
    parts = [
        scope,
        f"{years} {'、'.join(phases)}".strip(),
        translate("chart.unit", language, unit=points[0].unit),
    ]
    shown = len([p for p in points if p != total_of(points)])
    if view in (View.RANKING, View.COMPOSITION) and shown > TOP:
        parts.append(translate("chart.top", language, shown=TOP, total=shown))
    return " · ".join(parts)


def finding(points: Sequence[Point], language: Language) -> str:
    """Return the finding of a chart in words, for those who cannot see it."""
    rest = [p for p in points if p != total_of(points)] or list(points)
    high, low = max(rest, key=lambda p: p.value), min(rest, key=lambda p: p.value)
    return translate(
        "chart.finding",
        language,
        n=len(rest),
        high=_named(high, rest),
        high_value=high.shown,
        low=_named(low, rest),
        low_value=low.shown,
    )


def _named(point: Point, points: Sequence[Point]) -> str:
    if len({p.department for p in points}) > 1:
        return f"{point.department} {point.label}"
    return f"{point.year} {point.label}" if len({p.year for p in points}) > 1 else point.label
