"""Draw an answer's cited figures: ranking, composition, change, comparison.

Only figures that a citation stands behind are drawn, in one unit and on one scale from zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import altair as alt
import pandas as pd

from qa.query import Answer, Citation, Value
from ui.i18n import Language, translate
from ui.words import amount

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
TOP = 10
AXIS = 64  # room for the axis, which the chart's height includes
INK = "#31333F"
LINE_LENGTH = 11
# Okabe and Ito's colours, told apart by colour-blind readers and in print.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"]


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


def points_of(answer: Answer) -> tuple[Point, ...]:
    """Return the figures of an answer that can be drawn together, else none."""
    points = []
    left = list(answer.citations)
    for value in answer.values:
        source = _source(value, left) or _source(value, answer.citations)
        if source in left:
            left.remove(source)
        number = _number(value.value)
        if source is None or number is None or not value.unit:
            continue
        points.append(
            Point(
                value.label,
                value.year or source.year,
                source.department,
                number,
                value.value,
                value.unit,
                f"{source.doc} {source.annex}",
            )
        )
    unique = tuple(dict.fromkeys(points))
    return unique if len({point.unit for point in unique}) == 1 else ()


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _source(value: Value, citations: Sequence[Citation]) -> Citation | None:
    """Return the citation that a figure stands in: its row, and its column where both say one."""
    return next((c for c in citations if _in_row(value, c) and _in_column(value, c)), None)


def _in_row(value: Value, citation: Citation) -> bool:
    return bool(value.label and citation.row and value.label in citation.row)


def _in_column(value: Value, citation: Citation) -> bool:
    if not value.column or not citation.column:
        return True
    return citation.column == value.column or citation.column.endswith(f"/{value.column}")


def printed_at(answer: Answer, citation: Citation) -> str | None:
    """Return the figure that an answer takes from a citation, with its unit."""
    for value in answer.values:
        if _in_row(value, citation) and value.column and _in_column(value, citation):
            return amount(value.value, value.unit)
    return None


def views_of(points: Sequence[Point]) -> tuple[View, ...]:
    """Return the ways in which these figures can rightly be drawn, the fittest first."""
    labels = {point.label for point in points}
    years = {point.year for point in points}
    if len({(p.department, p.table) for p in points}) > len({p.department for p in points}):
        return ()  # figures of several tables differ in what they cover
    if len({point.department for point in points}) > 1:
        return (View.COMPARISON,) if len(years) == 1 else ()
    if len(years) > 1:
        return (View.CHANGE,)
    if len(labels) < 2:
        return ()
    return (View.COMPOSITION, View.RANKING) if total_of(points) else (View.RANKING,)


def total_of(points: Sequence[Point]) -> Point | None:
    """Return the figure that is the exact sum of all the others, None where there is none."""
    whole = sum((point.value for point in points), Decimal(0))
    if len(points) < 3:
        return None
    return next((p for p in points if p.value > 0 and p.value * 2 == whole), None)


def chart(points: Sequence[Point], view: View) -> Drawn:
    """Return the chart of figures in one of their views."""
    total = total_of(points)
    if view is View.COMPOSITION and total is not None:
        return _bars([p for p in points if p != total], total)
    if view is View.CHANGE:
        return _change(points)
    if view is View.COMPARISON:
        return _dots(points)
    return _bars([p for p in points if p != total], None)


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
        high_value=amount(high.printed, high.unit),
        low=_named(low, rest),
        low_value=amount(low.printed, low.unit),
    )


def _named(point: Point, points: Sequence[Point]) -> str:
    if len({p.department for p in points}) > 1:
        return f"{point.department} {point.label}"
    return f"{point.year} {point.label}" if len({p.year for p in points}) > 1 else point.label


def _frame(points: Sequence[Point], total: Point | None = None) -> pd.DataFrame:
    # Floats are for drawing only; every text shows the printed digits.
    return pd.DataFrame(
        {
            "name": ["\n".join(_lines(p.label)) for p in points],
            "who": ["\n".join(_lines(p.department)) for p in points],
            "year": [str(p.year) for p in points],
            "value": [float(p.value) for p in points],
            "text": [_text(p, total) for p in points],
        }
    )


def _text(point: Point, total: Point | None) -> str:
    shown = amount(point.printed, None)
    if total is None:
        return shown
    return f"{shown} ({point.value / total.value:.1%})"


def _lines(text: str) -> list[str]:
    return [text[at : at + LINE_LENGTH] for at in range(0, len(text), LINE_LENGTH)]


def _step(names: Sequence[str]) -> int:
    """Return the height of one bar's place, enough for its name's lines."""
    return max(30, 12 + 15 * max(len(_lines(name)) for name in names))


_SPLIT = "split(datum.label, '\\n')"


def _axis_y() -> alt.Axis:
    return alt.Axis(
        labelLimit=0,
        labelExpr=_SPLIT,
        labelOverlap=False,
        labelColor=INK,
        title=None,
        ticks=False,
        labelFontSize=13,
    )


def _axis_x(points: Sequence[Point]) -> alt.Axis:
    return alt.Axis(
        title=points[0].unit, format=",~f", tickCount=4, labelFontSize=12, labelColor=INK
    )


def _scale(points: Sequence[Point]) -> alt.Scale:
    """Start at zero and leave room for the figure at a bar's end."""
    top = max(0.0, *(float(p.value) for p in points))
    low = min(0.0, *(float(p.value) for p in points))
    return alt.Scale(domain=[low * 1.25, top * 1.35 or 1.0], nice=False)


def _bars(points: Sequence[Point], total: Point | None) -> Drawn:
    ranked = sorted(points, key=lambda p: -p.value)[:TOP]
    base = alt.Chart(_frame(ranked, total)).encode(
        y=alt.Y("name:N", sort=None, axis=_axis_y()),
        x=alt.X("value:Q", scale=_scale(ranked), axis=_axis_x(ranked)),
    )
    bars = base.mark_bar(color=COLOURS[0], height=16)
    texts = base.mark_text(align="left", dx=4, fontSize=12).encode(text="text:N")
    return alt.layer(bars, texts).properties(
        height=AXIS + _step([p.label for p in ranked]) * len(ranked)
    )


def _change(points: Sequence[Point]) -> Drawn:
    ordered = sorted(points, key=lambda p: (p.label, p.year))
    frame = _frame(ordered)
    labels = {p.label for p in points}
    if len({p.year for p in points}) >= 3:
        return _line(frame, ordered)
    base = alt.Chart(frame).encode(
        y=alt.Y("year:O", axis=alt.Axis(title=None, labelColor=INK)),
        x=alt.X("value:Q", scale=_scale(ordered), axis=_axis_x(ordered)),
    )
    bars = base.mark_bar(height=16).encode(
        color=alt.Color("year:O", scale=alt.Scale(range=COLOURS), legend=None)
    )
    texts = base.mark_text(align="left", dx=4, fontSize=12).encode(text="text:N")
    layered = alt.layer(bars, texts).properties(
        height=34 * len({p.year for p in points}) + (AXIS if len(labels) == 1 else 0)
    )
    if len(labels) == 1:
        return layered
    return layered.facet(
        row=alt.Row("name:N", header=alt.Header(title=None, labelLimit=0, labelOrient="top"))
    )


def _line(frame: pd.DataFrame, points: Sequence[Point]) -> Drawn:
    lines: alt.Chart = (
        alt.Chart(frame)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0, labelColor=INK)),
            y=alt.Y("value:Q", scale=_scale(points), axis=_axis_x(points)),
            color=alt.Color("name:N", scale=alt.Scale(range=COLOURS), title=None),
            tooltip=["name", "year", "text"],
        )
    )
    return lines.properties(height=280)


def _dots(points: Sequence[Point]) -> Drawn:
    ordered = sorted(points, key=lambda p: -p.value)
    base = alt.Chart(_frame(ordered)).encode(
        y=alt.Y("who:N", sort=None, axis=_axis_y()),
        x=alt.X("value:Q", scale=_scale(ordered), axis=_axis_x(ordered)),
    )
    dots = base.mark_point(filled=True, size=120).encode(
        color=alt.Color(
            "name:N",
            scale=alt.Scale(range=COLOURS),
            title=None,
            legend=alt.Legend(orient="top", labelLimit=0)
            if len({p.label for p in points}) > 1
            else None,
        )
    )
    texts = base.mark_text(align="left", dx=9, fontSize=12).encode(text="text:N")
    return alt.layer(dots, texts).properties(
        height=AXIS + _step([p.department for p in ordered]) * len({p.department for p in ordered})
    )
