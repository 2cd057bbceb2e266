"""See the walls of tables whose rules run across only but are drawn cell by cell.

The pieces of a rule meet where cells do: a wall stands at each joint, up to the rule above it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from ingest.readers.pdf_glyphs import Glyph, Rule
from ingest.readers.pdf_lattice import pieces
from ingest.readers.pdf_regions import stands_above
from ingest.readers.pdf_rules import LEVEL, is_caption
from ingest.readers.pdf_segments import Line, Segment, segments_of
from ingest.readers.pdf_tiling import leaves_room
from ingest.tables_grid import numbers_columns

MEET = 0.6
"""Pieces of one rule meet within this many points."""

LEAST = 4
"""So many rules of one extent are a table's; fewer where each parts one row from the next."""

NAME = re.compile(r"[^\d\s.,%—–-]")
"""What no figure has."""

FAR = 3.2
"""A gap of so many heights between two lines ends a header."""


@dataclass(frozen=True, slots=True)
class Run:
    """Hold a rule across in pieces: its height, its ends, and where its pieces meet."""

    at: float
    start: float
    end: float
    joints: tuple[float, ...]

    def over(self, x: float) -> bool:
        """Tell whether it lies over or under a point."""
        return self.start - 1 <= x <= self.end + 1


def jointed(
    across: Sequence[Rule], down: Sequence[Rule], glyph_lines: Sequence[Sequence[Glyph]]
) -> tuple[list[Rule], list[Rule]]:
    """Return rules that are not drawn, across and down, and close the cells of such tables."""
    runs = _runs(across)
    joints = sorted({joint for run in runs for joint in run.joints})
    lines = [segments_of(line, joints) for line in glyph_lines]
    tops: list[Rule] = []
    walls: list[Rule] = []
    for chain in _chains(runs, down, lines):
        whole = [
            run for run in runs if chain[0].start - 1 <= run.start and run.end <= chain[0].end + 1
        ]
        above = _top(lines, chain[0])
        own = [run for run in whole if (above or chain[0].at) <= run.at <= chain[-1].at]
        if above is not None:
            tops.append(Rule(above, chain[0].start, chain[0].end))
        walls += [wall for wall in _walls(own, above) if not _crossed(wall, lines)]
    return tops, walls


def _runs(across: Sequence[Rule]) -> list[Run]:
    """Return rules in pieces, from the top."""
    found = [
        Run(own[0].at, own[0].start, own[-1].end, tuple(piece.start for piece in own[1:]))
        for own in pieces(across, MEET)
    ]
    return sorted(found, key=lambda one: one.at)


def _chains(
    runs: Sequence[Run], down: Sequence[Rule], lines: Sequence[Line]
) -> Iterator[list[Run]]:
    """Yield the rules of each table that no rules down part: of one extent, no caption between."""
    chains: list[list[Run]] = []
    for run in runs:
        for chain in chains:
            last = chain[-1]
            if abs(last.start - run.start) > LEVEL or abs(last.end - run.end) > LEVEL:
                continue
            between = [line for line in lines if last.at < line[0].middle < run.at]
            if not between and len(last.joints) != len(run.joints):
                continue  # nothing but white lies between two tables
            if not any(stands_above(line) or is_caption(line) for line in between):
                chain.append(run)
                break
        else:
            chains.append([run])
    for chain in chains:
        drawn = any(
            chain[0].over(rule.at) and rule.start < chain[-1].at and rule.end > chain[0].at
            for rule in down
        )
        parted = sum(len(run.joints) > 1 for run in chain)
        several = len(chain) >= LEAST or (len(chain) > 1 and _rows_apart(chain, lines))
        if several and 2 * parted > len(chain) and not drawn:
            yield chain


def _rows_apart(chain: Sequence[Run], lines: Sequence[Line]) -> bool:
    """Tell whether figures stand between rules, and nowhere two in one column between two rules."""
    listed = False
    for upper, lower in pairwise(chain):
        walls = max(upper.joints, lower.joints, key=len)
        inside = [seg for line in lines if upper.at < line[0].middle < lower.at for seg in line]
        if not any(seg.figure for seg in inside):
            continue
        if numbers_columns([seg.text for seg in inside if seg.figure]):
            return False  # a header of several rows
        listed = True
        edges = (upper.start, *walls, upper.end)
        columns: dict[int, list[Segment]] = {}
        for seg in inside:
            columns.setdefault(bisect(walls, (seg.box[0] + seg.box[2]) / 2), []).append(seg)
        for at, own in columns.items():
            if sum(seg.figure for seg in own) > 1:
                return False
            width = edges[at + 1] - edges[at]
            if any(leaves_room(a, b, width) for a, b in pairwise(own) if b.middle > a.middle + 1):
                return False
    return listed


def _top(lines: Sequence[Line], first: Run) -> float | None:
    """Return the top of what stands right above a table's first whole rule; None for captions."""
    found: list[Line] = []
    low, letters = first.at, 0.0
    for line in reversed([line for line in lines if line[0].middle < first.at]):
        size = line[0].size
        outside = line[0].box[0] < first.start - LEVEL or line[-1].box[2] > first.end + LEVEL
        other = bool(found) and abs(size - letters) > 0.2 * letters
        if outside or other or stands_above(line) or is_caption(line) or _prose(line, first):
            break
        if low - line[0].box[3] > FAR * size:
            break
        letters = size
        low = min(seg.box[1] for seg in line)
        found.append(line)
    return low - 1 if any(len(line) > 1 for line in found) else None


def _prose(line: Line, run: Run) -> bool:
    """Tell whether a line is one piece over several columns, set to the middle of none of them."""
    left, _, right, _ = line[0].box
    if len(line) > 1 or not any(left + 1 < joint < right - 1 for joint in run.joints):
        return False
    walls = (run.start, *run.joints, run.end)
    return not any(abs(a + b - left - right) < 2 * MEET for a, b in combinations(walls, 2))


def _crossed(wall: Rule, lines: Sequence[Line]) -> bool:
    """Tell whether a name lies over a wall: it spans columns, though its rule is in pieces."""
    return any(
        wall.start < seg.middle < wall.end and seg.box[0] + 1 < wall.at < seg.box[2] - 1
        for line in lines
        for seg in line
        if NAME.search(seg.text)
    )


def _walls(runs: Sequence[Run], top: float | None) -> Iterator[Rule]:
    """Yield the walls below which rules in pieces meet."""
    for run in runs:
        for x in (run.start, *run.joints, run.end):
            above = [one.at for one in runs if one.at < run.at - 1 and one.over(x)]
            high = max(above) if above else top
            if high is not None and high < run.at - 1:
                yield Rule(x, high, run.at)
