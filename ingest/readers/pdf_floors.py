"""See the rows of tables whose rules run down only but are drawn cell by cell.

The pieces of all walls meet where rows do. In a header they meet below every row of it, also beside a
cell that spans several: there a floor lies only where a wall begins, below the cell that spans it.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf_glyphs import Glyph, Rule
from ingest.readers.pdf_lattice import SNAP, THICK, pieces
from ingest.readers.pdf_regions import names_column
from ingest.readers.pdf_segments import Line, segments_of

LEVEL = 3.0
"""The walls of one table end within this many points of one another."""


def floored(
    across: Sequence[Rule], down: Sequence[Rule], glyph_lines: Sequence[Sequence[Glyph]]
) -> list[Rule]:
    """Return the floors of rows that no rules across part, where walls in pieces show them."""
    floors: list[Rule] = []
    for table in _tables(pieces(down, THICK)):
        xs = sorted({wall[0].at for wall in table})
        outer = max(table, key=lambda wall: wall[-1].end - wall[0].start)
        heights = [piece.start for piece in outer[1:] if _all_meet(table, piece.start)]
        heights = [y for y in heights if not _drawn(y, xs[0], xs[-1], across)]
        lines = [segments_of(line, xs) for line in glyph_lines]
        inside = [x for x in lines if outer[0].start < x[0].middle < outer[-1].end]
        head = _head(table, heights, inside)
        for y in heights:
            floors += _begun(table, y) if y < head - THICK else [Rule(y, xs[0], xs[-1])]
    return floors


def _tables(walls: Sequence[Sequence[Rule]]) -> Iterator[list[Sequence[Rule]]]:
    """Yield the walls of each table, three at least, that end at one height."""
    groups: list[list[Sequence[Rule]]] = []
    for wall in sorted(walls, key=lambda one: one[-1].end):
        if groups and abs(groups[-1][0][-1].end - wall[-1].end) < LEVEL:
            groups[-1].append(wall)
        else:
            groups.append([wall])
    return (group for group in groups if len({round(wall[0].at) for wall in group}) > 2)


def _all_meet(table: Sequence[Sequence[Rule]], y: float) -> bool:
    """Tell whether the pieces of all walls that reach over a height meet there."""
    over = [wall for wall in table if wall[0].start < y - THICK]
    return all(any(abs(piece.start - y) < SNAP for piece in wall[1:]) for wall in over)


def _drawn(y: float, left: float, right: float, across: Sequence[Rule]) -> bool:
    return any(
        abs(one.at - y) < SNAP and one.start < right - 1 and one.end > left + 1 for one in across
    )


def _begun(table: Sequence[Sequence[Rule]], y: float) -> Iterator[Rule]:
    """Yield the floors from wall to wall around those that begin at a height.

    Below a title or a unit that lies over the whole table there is one, too.
    """
    over = sorted(wall[0].at for wall in table if wall[0].start < y - SNAP)
    if len(over) == 2:
        yield Rule(y, over[0], over[1])
    for wall in table:
        at = bisect(over, wall[0].at)
        if abs(wall[0].start - y) < SNAP and 0 < at < len(over):
            yield Rule(y, over[at - 1], over[at])


def _head(
    table: Sequence[Sequence[Rule]], heights: Sequence[float], lines: Sequence[Line]
) -> float:
    """Return the floor below a header: every column has its label above it; else the first one."""
    top = min(wall[0].start for wall in table)
    first = next((line[0].middle for line in lines if any(seg.figure for seg in line)), None)
    above = [y for y in heights if first is None or y < first]
    labels = [seg for line in lines for seg in line if first is None or seg.middle < first]
    if not above or not any(names_column(seg.text) for seg in labels):
        return top
    ordered = sorted(table, key=lambda wall: wall[0].at)
    tops = [max(a[0].start, b[0].start) for a, b in pairwise(ordered)]
    xs = [wall[0].at for wall in ordered]
    for y in above:
        named = {
            at
            for seg in labels
            if 0 <= (at := bisect(xs, (seg.box[0] + seg.box[2]) / 2) - 1) < len(tops)
            if tops[at] - 1 < seg.middle < y
        }
        if len(named) == len(tops):
            return y
    return above[-1] if first is not None else max(wall[-1].end for wall in table)
