"""Read text that is set in two columns beside one another: the left one first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_glyphs import Glyph, bounds
from ingest.readers.pdf_lines import lines_of, text_of
from ingest.records import BBox

FEWEST = 5
"""Each column has so many lines: fewer may be two words beside one another."""

PROSE = 8
"""The median line of a column of text has at least so many letters."""

_STOPS = frozenset("，。；、：,;")

Line = list[Glyph]


@dataclass(frozen=True, slots=True)
class Columns:
    """Hold the lines of a stretch of two columns in reading order, and its first and next line."""

    first: int
    end: int
    lines: tuple[Line, ...]


def in_columns(lines: Sequence[Line], tables: Sequence[BBox]) -> list[Columns]:
    """Return the stretches of lines that are set in two columns, none over a table's height."""
    gutter = _gutter(lines)
    if gutter is None:
        return []
    found = []
    for first, end in _bands(lines, gutter, tables):
        glyphs = [glyph for line in lines[first:end] for glyph in line]
        left = lines_of(g for g in glyphs if g.x1 <= gutter[1])
        right = lines_of(g for g in glyphs if g.x0 >= gutter[0])
        if _is_prose(left) and _is_prose(right):
            found.append(Columns(first, end, (*left, *right)))
    return found


def _gutter(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Return the white strip in the middle of the text that most lines leave; None without."""
    if len(lines) < FEWEST:
        return None
    left = min(line[0].x0 for line in lines)
    right = max(line[-1].x1 for line in lines)
    gaps = [
        (a.x1, b.x0)
        for line in lines
        for a, b in pairwise(line)
        if b.x0 - a.x1 > 0.9 * a.size
        and left + right - (a.x1 + b.x0) < 0.3 * (right - left)
        and (a.x1 + b.x0) - (left + right) < 0.3 * (right - left)
    ]
    if len(gaps) < FEWEST:
        return None
    start, end = median(g[0] for g in gaps), median(g[1] for g in gaps)
    inside = [g for g in gaps if g[0] <= end and g[1] >= start]
    start = max((g[0] for g in inside if g[0] < end), default=end)
    end = min((g[1] for g in inside if g[1] > start), default=start)
    return (start, end) if len(inside) >= FEWEST and end > start else None


def _bands(
    lines: Sequence[Line], gutter: tuple[float, float], tables: Sequence[BBox]
) -> list[tuple[int, int]]:
    """Return first and next line of each run in which no letter and no table is in the gutter."""
    runs: list[tuple[int, int]] = []
    start = None
    for at, line in enumerate(lines):
        cut = start is not None and any(_between(lines[at - 1], line, box) for box in tables)
        crossed = any(g.x0 < gutter[1] - 0.5 and g.x1 > gutter[0] + 0.5 for g in line)
        if start is not None and (cut or crossed):
            runs.append((start, at))
            start = None
        if start is None and not crossed:
            start = at
    if start is not None:
        runs.append((start, len(lines)))
    return runs


def _between(upper: Line, lower: Line, box: BBox) -> bool:
    return bounds(upper)[3] - 2 <= box[3] and box[1] <= bounds(lower)[1] + 2


def _is_prose(lines: Sequence[Line]) -> bool:
    """Tell whether lines are sentences that run on to the edge of their column."""
    if len(lines) < FEWEST:
        return False
    texts = [text_of(line) for line in lines]
    letters = [sum(char.isalpha() for char in text) for text in texts]
    edge = max(line[-1].x1 for line in lines)
    full = sum(edge - line[-1].x1 < 1.5 * line[-1].size for line in lines)
    stops = sum(any(char in _STOPS for char in text) for text in texts)
    return median(letters) >= PROSE and full * 2 > len(lines) and stops * 3 > len(lines)
