"""See the walls of tables whose rules run across only but are drawn cell by cell.

The pieces of a rule meet where cells do: a wall stands at each joint, up to the rule above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.pdf_glyphs import Rule
from ingest.readers.pdf_regions import stands_above
from ingest.readers.pdf_rules import LEVEL, is_caption
from ingest.readers.pdf_segments import Line

MEET = 0.6
"""Pieces of one rule meet within this many points."""

LEAST = 4
"""So many rules of one extent are a table's."""

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
    across: Sequence[Rule], down: Sequence[Rule], lines: Sequence[Line]
) -> tuple[list[Rule], list[Rule]]:
    """Return rules that are not drawn, across and down, and close the cells of such tables."""
    runs = _runs(across)
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
        heads = [line for line in lines if line[0].middle < chain[0].at]
        walls += [wall for wall in _walls(own, above) if not _crossed(wall, heads)]
    return tops, walls


def _runs(across: Sequence[Rule]) -> list[Run]:
    """Return rules in pieces, from the top."""
    runs: list[list[Rule]] = []
    for piece in sorted(across, key=lambda one: (round(one.at, 0), one.start)):
        last = runs[-1][-1] if runs else None
        if last and abs(piece.at - last.at) < 1 and abs(piece.start - last.end) < MEET:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    found = [
        Run(own[0].at, own[0].start, own[-1].end, tuple(piece.start for piece in own[1:]))
        for own in runs
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
        if len(chain) >= LEAST and 2 * parted > len(chain) and not drawn:
            yield chain


def _top(lines: Sequence[Line], first: Run) -> float | None:
    """Return the top of what stands right above a table's first whole rule; None for captions."""
    top: float | None = None
    low, letters = first.at, 0.0
    for line in reversed([line for line in lines if line[0].middle < first.at]):
        size = line[0].size
        outside = line[0].box[0] < first.start - LEVEL or line[-1].box[2] > first.end + LEVEL
        alone = len(line) == 1 and (top is None or line[0].box[0] < first.start + LEVEL)
        other = top is not None and abs(size - letters) > 0.2 * letters
        if outside or alone or other or stands_above(line) or is_caption(line):
            break
        if low - line[0].box[3] > FAR * size:
            break
        letters = size
        top = low = min(seg.box[1] for seg in line)
    return None if top is None else top - 1


def _crossed(wall: Rule, heads: Sequence[Line]) -> bool:
    """Tell whether a heading lies over a wall: it spans columns, though its rule is in pieces."""
    return any(
        wall.start < seg.middle < wall.end and seg.box[0] + 1 < wall.at < seg.box[2] - 1
        for line in heads
        for seg in line
    )


def _walls(runs: Sequence[Run], top: float | None) -> Iterator[Rule]:
    """Yield the walls below which rules in pieces meet."""
    for run in runs:
        for x in (run.start, *run.joints, run.end):
            above = [one.at for one in runs if one.at < run.at - 1 and one.over(x)]
            high = max(above) if above else top
            if high is not None and high < run.at - 1:
                yield Rule(x, high, run.at)
