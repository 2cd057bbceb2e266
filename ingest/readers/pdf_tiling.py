"""Part the lines of a table's body into rows that tile it: each as high as its tallest cell.

Within a cell lines follow at one step, between rows one distance more; the lines of a cell stand about
the middle of its row, or from its top. Where no such steps fit all lines, nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_segments import Segment

NEAR = 0.8
"""Lines stand within this many points of where the steps put them."""

LEAST = 0.7
"""Rows are parted by this many points at the least beyond the step of lines."""

TALLEST = 12
"""A cell has no more lines than this."""

TRIED = 8
"""So many of the most frequent steps are tried."""

WIDE = re.compile(r"[⺀-鿿＀-￯]")
_CODE = 6


@dataclass(frozen=True, slots=True)
class Placed:
    """Hold a line of a cell with its column and its height, as if all letters were of one font."""

    segment: Segment
    column: int
    middle: float


@dataclass(frozen=True, slots=True)
class Steps:
    """Hold how lines follow one another: in a cell, and how much more between rows."""

    line: float
    apart: float
    top: bool


@dataclass(frozen=True, slots=True)
class Tiling:
    """Hold rows as the index behind each one's last line, and how far lines are off in all."""

    miss: float
    ends: tuple[int, ...]


def tile(by_column: Mapping[int, Sequence[Segment]]) -> list[list[Placed]] | None:
    """Return the lines of each row from the top; None where no steps fit."""
    lines = _placed(by_column)
    if len(lines) < 2:
        return None
    best: Tiling | None = None
    for steps in _steps(lines):
        found = _tiling(lines, steps)
        if found is not None and (best is None or found.miss < best.miss - 1e-6):
            best = found
    if best is None:
        return None
    return [lines[first:end] for first, end in pairwise((0, *best.ends))]


def _placed(by_column: Mapping[int, Sequence[Segment]]) -> list[Placed]:
    """Return all lines from the top; a line of figures alone stands a little off its row's words."""
    segs = [(seg, column) for column, own in by_column.items() for seg in own]
    wide = [seg.middle for seg, _ in segs if WIDE.search(seg.text)]
    off = [
        near - seg.middle
        for seg, _ in segs
        if wide and not WIDE.search(seg.text)
        if abs((near := min(wide, key=lambda m: abs(m - seg.middle))) - seg.middle) < 2
    ]
    shift = median(off) if off else 0.0
    lines = [
        Placed(seg, column, seg.middle + (0.0 if WIDE.search(seg.text) else shift))
        for seg, column in segs
    ]
    return sorted(lines, key=lambda one: one.middle)


def _steps(lines: Sequence[Placed]) -> Iterator[Steps]:
    """Yield the steps that lines may follow: those between lines of one column."""
    size = median(one.segment.size for one in lines)
    columns: dict[int, list[float]] = {}
    for one in lines:
        columns.setdefault(one.column, []).append(one.middle)
    counts = Counter(
        round(4 * (lower - upper)) / 4
        for own in columns.values()
        for upper, lower in pairwise(own)
        if lower - upper > 0.9 * size
    )
    within = [step for step, _ in counts.most_common() if step < 2.2 * size][:TRIED]
    alone = [Steps(step / 2, step / 2, top=False) for step in within]
    yield from (one for one in alone if one.apart > LEAST)
    for line in within:
        more: Counter[float] = Counter()
        for step, count in counts.items():
            for lines_more in (1, 1.5, 2, 2.5, 3):
                if LEAST < step - lines_more * line < 2 * size:
                    more[step - lines_more * line] += count
        for apart, _ in more.most_common(TRIED):
            yield from (Steps(line, apart, top) for top in (False, True))


def _tiling(lines: Sequence[Placed], steps: Steps) -> Tiling | None:
    """Return the rows that fit steps best; None where a line fits none."""
    best: list[Tiling | None] = [None] * len(lines) + [Tiling(0.0, ())]
    for first in range(len(lines) - 1, -1, -1):
        for end, miss in _rows(lines, first, steps):
            rest = best[end]
            if rest is None:
                continue
            whole = Tiling(miss + rest.miss, (end, *rest.ends))
            known = best[first]
            if known is None or whole.miss < known.miss:
                best[first] = whole
    return best[0]


def _rows(lines: Sequence[Placed], first: int, steps: Steps) -> Iterator[tuple[int, float]]:
    """Yield the rows that may begin with a line: the index behind each, and its misses."""
    top, end = lines[first].middle, first
    for height in range(1, TALLEST + 1):
        low = top + (height - 0.5) * steps.line
        before = end
        while end < len(lines) and lines[end].middle < low:
            end += 1
        if end == before:
            return
        miss = _within(lines[first:end], height, steps)
        if miss is None:
            continue
        if end < len(lines):
            off = abs(lines[end].middle - (top + height * steps.line + steps.apart))
            if off > NEAR:
                continue
            miss += off**2
        yield end, miss


def _within(lines: Sequence[Placed], height: int, steps: Steps) -> float | None:
    """Return how far the lines of a row are off; None where they are no row."""
    columns: dict[int, list[Placed]] = {}
    for one in lines:
        columns.setdefault(one.column, []).append(one)
    top, miss, tallest = lines[0].middle, 0.0, 0
    for own in columns.values():
        levels = _levels(own)
        tallest = max(tallest, len(levels))
        if any(abs(b - a - steps.line) > NEAR for a, b in pairwise(levels)) or _stacked(own):
            return None
        at = levels[0] - top if steps.top else sum(levels) / len(levels) - top
        off = abs(at if steps.top else at - (height - 1) * steps.line / 2)
        if off > NEAR:
            return None
        miss += off**2 / len(columns)
    return miss if tallest == height else None


def _levels(own: Sequence[Placed]) -> list[float]:
    """Return the heights of a cell's lines; words beside one another stand on one."""
    levels: list[float] = []
    for one in own:
        if not levels or one.middle - levels[-1] > 0.4 * one.segment.size:
            levels.append(one.middle)
    return levels


def _stacked(own: Sequence[Placed]) -> bool:
    """Tell whether whole figures stand below one another."""
    return any(
        (a.segment.figure and b.segment.figure and len(a.segment.text) < _CODE)
        or ("." in a.segment.text and a.segment.figure and b.segment.figure)
        for a, b in pairwise(own)
    )
