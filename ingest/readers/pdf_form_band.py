"""Read labels and values above a grid where no rules part them: labels left, values in a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.readers.pdf_segments import Line, Segment, around
from ingest.records import Cell

NEAR = 1.6
"""Edges nearer than this, in points, are one."""

LEADING = 1.6
"""Lines of one text follow one another within this many heights."""


@dataclass(frozen=True, slots=True)
class Band:
    """Hold rows of texts: a label, its value, and perhaps another label and value."""

    first: int
    end: int
    rows: tuple[tuple[Segment, ...], ...]

    def cells(self, n_cols: int) -> list[Cell]:
        """Return the rows as cells over `n_cols` columns; the last one spans what is left."""
        return [
            Cell(number, at, seg.text, 1, n_cols - at if at + 1 == len(row) else 1, seg.box)
            for number, row in enumerate(self.rows)
            for at, seg in enumerate(row)
        ]


def find_band(lines: Sequence[Line]) -> Band | None:
    """Return the labels and values above the first line of many cells, if there are any."""
    end = _grid_start(lines)
    if end is None:
        return None
    usual = median([seg.size for line in lines for seg in line])
    large = [at for at in range(end) if max(s.size for s in lines[at]) > 1.15 * usual]
    first = large[-1] + 1 if large else 0
    right = max(seg.box[2] for line in lines for seg in line)
    if first < end and len(lines[first]) == 1 and lines[first][0].box[0] > right / 2:
        first += 1  # the unit
    edges = _edges(lines[first:end])
    if end - first < 3 or edges is None:
        return None
    return Band(first, end, tuple(_rows(lines[first:end], *edges)))


def _grid_start(lines: Sequence[Line]) -> int | None:
    """Return the first line of the first printed row with five cells or more."""
    start = 0
    for at, line in enumerate(lines):
        if at and line[0].middle - lines[at - 1][0].middle > 0.9 * line[0].size:
            start = at
        if len({round(seg.box[0]) for row in lines[start : at + 1] for seg in row}) >= 5:
            return start
    return None


def _edges(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Return the left edges of labels and of values; None where lines do not stand so."""
    if not lines:
        return None
    left = min(line[0].box[0] for line in lines)
    starts = Counter(round(s.box[0], 0) for line in lines for s in line if s.box[0] > left + 15)
    if not starts:
        return None
    edge, count = starts.most_common(1)[0]
    labels = [seg for line in lines for seg in line if seg.box[0] < left + NEAR]
    begins = [line[0].box[0] for line in lines]
    aligned = sum(min(abs(x - left), abs(x - edge)) < NEAR for x in begins)
    fit = aligned > 0.6 * len(lines) and all(x < left + NEAR or x > edge - NEAR for x in begins)
    narrow = all(seg.box[2] < edge for seg in labels)
    return (left, edge) if fit and narrow and count >= 3 and len(labels) >= 2 else None


def _rows(lines: Sequence[Line], left: float, edge: float) -> list[tuple[Segment, ...]]:
    segments = [seg for line in lines for seg in line]
    labels = _stacked([seg for seg in segments if seg.box[0] < left + NEAR])
    values = _stacked([seg for seg in segments if abs(seg.box[0] - edge) < NEAR])
    others = [s for s in segments if s.box[0] >= left + NEAR and abs(s.box[0] - edge) >= NEAR]
    rows: list[tuple[Segment, ...]] = []
    for label in labels:
        mine = [value for value in values if _nearest(value, labels) is label]
        more = [seg for seg in others if _nearest(seg, labels) is label]
        value = [_joined(mine)] if mine else []
        rows.append((label, *value, *_stacked_across(more)))
    return rows


def _nearest(seg: Segment, labels: Sequence[Segment]) -> Segment:
    return min(labels, key=lambda label: abs(label.middle - seg.middle))


def _stacked(segments: Sequence[Segment]) -> list[Segment]:
    """Join lines that follow one another closely."""
    found: list[list[Segment]] = []
    for seg in sorted(segments, key=lambda s: s.middle):
        if found and seg.middle - found[-1][-1].middle < LEADING * seg.size:
            found[-1].append(seg)
        else:
            found.append([seg])
    return [_joined(group) for group in found]


def _stacked_across(segments: Sequence[Segment]) -> list[Segment]:
    """Join lines under one another; return the texts from the left."""
    groups: list[list[Segment]] = []
    for seg in sorted(segments, key=lambda s: (s.box[0], s.middle)):
        if groups and seg.box[0] < max(s.box[2] for s in groups[-1]):
            groups[-1].append(seg)
        else:
            groups.append([seg])
    return [_joined(sorted(group, key=lambda s: s.middle)) for group in groups]


def _joined(segments: Sequence[Segment]) -> Segment:
    return Segment("\n".join(seg.text for seg in segments), around([s.box for s in segments]))


def side_label(cells: Sequence[Cell], depth: int) -> list[Cell]:
    """Move a label that stands beside many rows to the header of its column."""
    first = [cell for cell in cells if cell.col == 0]
    texts = {cell.text.replace("\n", "") for cell in first if cell.row >= depth and cell.text}
    headed = any(cell.row < depth and cell.text for cell in first)
    filled = sum(bool(cell.text) for cell in first if cell.row >= depth)
    if headed or len(texts) != 1 or depth != 1 or filled * 2 > len(first):
        return list(cells)
    label = next(iter(texts))
    kept = [replace(c, text="") if c.col == 0 and c.row >= depth else c for c in cells]
    kept = [cell for cell in kept if not (cell.col == 0 and cell.row < depth)]
    rows = sorted({cell.row for cell in kept if cell.text})  # a row of the label alone goes
    index = {row: at for at, row in enumerate(rows)}
    kept = [replace(cell, row=index[cell.row]) for cell in kept if cell.row in index]
    return [Cell(0, 0, label), *kept]
