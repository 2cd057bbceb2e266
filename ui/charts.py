"""Draw an answer's cited figures: ranking, composition, change, comparison, on a scale from zero.

Imported only where a chart is drawn: Altair and pandas take most of a second to load.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ui.points import TOP, Point, View, total_of

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
AXIS = 64  # room for the axis, which the chart's height includes
INK = "#31333F"
LINE_LENGTH = 11
# Okabe and Ito's colours, told apart by colour-blind readers and in print.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"]


def spec(points: tuple[Point, ...], view: View) -> dict[str, Any]:
    """Return the chart of figures in one of their views as a Vega-Lite specification."""
    found: dict[str, Any] = json.loads(_written(points, view))
    return found


@lru_cache(maxsize=512)
def _written(points: tuple[Point, ...], view: View) -> str:
    # Altair checks a chart against its whole schema, which takes longer than an answer; every turn
    # of a talk is drawn again at each question.
    found = chart(points, view).to_dict()
    found.pop("config", None)  # sizes of Altair's own; the page's theme has others
    return json.dumps(found, ensure_ascii=False)


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
    shown = point.short
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
