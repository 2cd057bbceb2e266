"""Part the lines of a table's body into rows that tile it: each as high as its tallest cell.

Within a cell lines follow at one step, or a smaller one beside a line without Chinese letters; between
rows lies one distance more. The lines of a cell stand about the middle of its row, or from its top.
Where no such steps fit all lines, nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
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
_WORD = re.compile(r"[A-Za-z0-9.,%]+")

LATIN = 0.55
"""A letter or digit is about so many heights wide."""

ROOM = 2.0
"""A line that leaves room for so many letters more than the next word ends its cell."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Hold a line of a cell with its column and its height, as if all letters were of one font.

    `wide` lines hold Chinese letters; an `over` line leaves room for what stands below it.
    """

    segment: Segment
    column: int
    middle: float
    wide: bool
    over: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """Hold how high lines are, of Chinese letters and of others, and how far rows lie apart."""

    line: float
    narrow: float
    apart: float
    top: bool

    def height(self, one: Placed) -> float:
        """Return the height that a line takes up in its cell."""
        return self.line if one.wide else self.narrow

    def edge(self, one: Placed) -> float:
        """Return where a line begins."""
        return one.middle - self.height(one) / 2


@dataclass(frozen=True, slots=True)
class Tiling:
    """Hold rows as the index behind each one's last line, and how far lines are off in all."""

    miss: float
    ends: tuple[int, ...]


def tile(
    by_column: Mapping[int, Sequence[Segment]], widths: Mapping[int, float] | None = None
) -> list[list[Placed]] | None:
    """Return the lines of each row from the top; None where no steps fit.

    Where the `widths` of columns are known, no cell goes on below a line that has room for more.
    """
    lines = _placed(by_column, widths or {})
    if len(lines) < 2:
        return None
    best: Tiling | None = None
    rows: list[Placed] = []
    for steps in _steps(lines):
        ordered = sorted(lines, key=steps.edge)
        found = _tiling(ordered, steps)
        if found is not None and (best is None or found.miss < best.miss - 1e-6):
            best, rows = found, ordered
    if best is None:
        return tile(by_column) if widths else None
    return [rows[first:end] for first, end in pairwise((0, *best.ends))]


def _placed(
    by_column: Mapping[int, Sequence[Segment]], widths: Mapping[int, float]
) -> list[Placed]:
    """Return all lines from the top; a line of figures alone stands a little off its row's words."""
    segs = [seg for own in by_column.values() for seg in own]
    wide = [seg.middle for seg in segs if WIDE.search(seg.text)]
    off = [
        near - seg.middle
        for seg in segs
        if wide and not WIDE.search(seg.text)
        if abs((near := min(wide, key=lambda m: abs(m - seg.middle))) - seg.middle) < 2
    ]
    shift = median(off) if off else 0.0
    lines = []
    for column, own in by_column.items():
        for seg, below in zip_longest(own, own[1:]):
            letters = WIDE.search(seg.text) is not None
            over = below is not None and leaves_room(seg, below, widths.get(column, 0.0))
            middle = seg.middle + (0.0 if letters else shift)
            lines.append(Placed(seg, column, middle, letters, over))
    return sorted(lines, key=lambda one: one.middle)


def leaves_room(seg: Segment, below: Segment, width: float) -> bool:
    """Tell whether a line in a column of a width has room for the first word of the one below."""
    first = _WORD.match(below.text)
    word = len(first[0]) * LATIN * seg.size if first else seg.size
    return width - (seg.box[2] - seg.box[0]) - word > ROOM * seg.size


def _steps(lines: Sequence[Placed]) -> Iterator[Steps]:
    """Yield the steps that lines may follow: those between lines of one column."""
    size = median(one.segment.size for one in lines)
    columns: dict[int, list[Placed]] = {}
    for one in lines:
        columns.setdefault(one.column, []).append(one)
    counts: Counter[float] = Counter()
    mixed: Counter[float] = Counter()
    for upper, lower in (pair for own in columns.values() for pair in pairwise(own)):
        step = round(4 * (lower.middle - upper.middle)) / 4
        if step > 0.9 * size:
            (counts if upper.wide == lower.wide else mixed)[step] += 1
            counts[step] += upper.wide != lower.wide
    within = [step for step, _ in counts.most_common() if step < 2.2 * size][:TRIED]
    alone = [Steps(step / 2, step / 2, step / 2, top=False) for step in within]
    yield from (one for one in alone if one.apart > LEAST)
    for line in within:
        lower_lines = [2 * step - line for step, _ in mixed.most_common() if step < line - LEAST]
        heights = [line, *(one for one in lower_lines if one > size)][:2]
        more: Counter[float] = Counter()
        for step, count in counts.items():
            for lines_more in (1, 1.5, 2, 2.5, 3):
                if LEAST < step - lines_more * line < 2 * size:
                    more[step - lines_more * line] += count
        for apart, _ in more.most_common(TRIED):
            for narrow in heights:
                yield from (Steps(line, narrow, apart, top) for top in (False, True))


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
    top = bottom = steps.edge(lines[first])
    for end in range(first + 1, len(lines) + 1):
        last = lines[end - 1]
        bottom = max(bottom, steps.edge(last) + steps.height(last))
        if bottom - top > (TALLEST + 0.5) * steps.line:
            return
        off = 0.0
        if end < len(lines):
            off = abs(steps.edge(lines[end]) - bottom - steps.apart)
        if off > NEAR:
            continue
        miss = _within(lines[first:end], (top, bottom), steps)
        if miss is not None:
            yield end, miss + off**2


def _within(lines: Sequence[Placed], row: tuple[float, float], steps: Steps) -> float | None:
    """Return how far the lines of a row are off; None where they are no row."""
    columns: dict[int, list[Placed]] = {}
    for one in lines:
        columns.setdefault(one.column, []).append(one)
    miss = 0.0
    for own in columns.values():
        levels = _levels(own)
        for a, b in pairwise(levels):
            step = (steps.height(a) + steps.height(b)) / 2
            if abs(b.middle - a.middle - step) > NEAR or a.over:
                return None
        if _stacked(own):
            return None
        top = steps.edge(levels[0])
        bottom = steps.edge(levels[-1]) + steps.height(levels[-1])
        off = abs(top - row[0] if steps.top else (top + bottom - row[0] - row[1]) / 2)
        if off > NEAR:
            return None
        miss += off**2 / len(columns)
    return miss


def _levels(own: Sequence[Placed]) -> list[Placed]:
    """Return one line for each height in a cell; words beside one another stand on one."""
    levels: list[Placed] = []
    for one in own:
        if not levels or one.middle - levels[-1].middle > 0.4 * one.segment.size:
            levels.append(one)
    return levels


def _stacked(own: Sequence[Placed]) -> bool:
    """Tell whether whole figures stand below one another."""
    return any(
        (a.segment.figure and b.segment.figure and len(a.segment.text) < _CODE)
        or ("." in a.segment.text and a.segment.figure and b.segment.figure)
        for a, b in pairwise(own)
    )
