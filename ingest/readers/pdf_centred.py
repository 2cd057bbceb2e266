"""Give what stands at half the height of several lines to all of them: projects, levels, labels.

Where no rule parts the rows of a grid, cells merged over several lines are told by their place alone:
in the middle between the first and the last of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from ingest.readers.pdf_regions import names_column
from ingest.records import Cell, Grid
from ingest.tables_words import normal, words

if TYPE_CHECKING:
    from ingest.readers.pdf_rows import Block

NEAR = 3.0
"""A cell stands in the middle of lines if it is no farther off than this, in points."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Hold the cells of one row at one side of a grid, and the height at which they stand."""

    row: int
    middle: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Hold the cells merged over several lines, and those lines."""

    whole: tuple[Cell, ...]
    lines: tuple[_Line, ...]


def spans_of(rows: Sequence[Sequence[Block]]) -> dict[tuple[int, int], int]:
    """Return how many rows of a form's first columns are one cell, by its first row and column.

    Levels are told below the head of the indicators, labels of several lines above it.
    """
    head = next((at for at, row in enumerate(rows) if _levels(row) and _levels(row)[0] == 0), None)
    if head is None:
        return {}
    found: dict[tuple[int, int], int] = {}
    heights = [
        median([b.middle for b in row if b.column] or [b.middle for b in row]) for row in rows
    ]
    for column in _levels(rows[head]):
        labels = _labels(rows, column, head + 1, len(rows))
        found |= {(a, column): end - a for a, end in _partition(labels, heights, head + 1)}
    labels = _labels(rows, 0, 0, head)
    for at, middle in labels:
        for other in (at - 1, at + 1):
            free = 0 <= other < head and all(other != one for one, _ in labels)
            if free and abs((heights[at] + heights[other]) / 2 - middle) < 1:
                found[min(at, other), 0] = 2
    return found


def _levels(row: Sequence[Block]) -> list[int]:
    """Return the columns of a row that head levels of indicators: 一级指标, 二级指标."""
    level = words().form_ranks
    return sorted(b.column for b in row if level.search(normal("".join(s.text for s in b.lines))))


def _labels(
    rows: Sequence[Sequence[Block]], column: int, start: int, end: int
) -> list[tuple[int, float]]:
    """Return the rows from `start` in which a column has words, and their heights."""
    return [(at, b.middle) for at in range(start, end) for b in rows[at] if b.column == column]


def _partition(
    labels: Sequence[tuple[int, float]], heights: Sequence[float], start: int
) -> list[tuple[int, int]]:
    """Return the rows of each label in whose middle it stands, one after another; none if not so."""
    found: list[tuple[int, int]] = []
    for number, (at, middle) in enumerate(labels):
        after = labels[number + 1][0] if number + 1 < len(labels) else len(heights)
        ends = [n for n in range(at, after) if abs(heights[start] + heights[n] - 2 * middle) < NEAR]
        if start > at or not ends:
            return []
        found.append((start, ends[0] + 1))
        start = ends[0] + 1
    return found


def with_merged(grid: Grid) -> Grid:
    """Return an inferred grid with the cells of projects over all lines of their indicators."""
    start, split = _head(grid)
    if split and (listed := _apart(grid, start, split)) is not None:
        return listed
    body = [cell for cell in grid.cells if cell.row >= start and cell.text.strip()]
    if not split or any(c.row_span > 1 or c.col_span > 1 or c.bbox is None for c in body):
        return grid
    whole = _lines([cell for cell in body if cell.col < split])
    parts = _lines([cell for cell in body if cell.col >= split])
    groups = _groups(whole, parts)
    several = sum(len(group.lines) > 1 for group in groups or ())
    apart = {line.row for line in whole} - {line.row for line in parts}
    return _rebuilt(grid, start, groups) if groups and several > 1 and apart else grid


def _apart(grid: Grid, start: int, split: int) -> Grid | None:
    """Return a grid whose indicators, run into one cell a column, have lines of their own.

    In each such row every column of indicators prints as many lines, and each value a figure.
    """
    whole = _lines([c for c in grid.cells if c.row >= start and c.col < split and c.text.strip()])
    groups: list[_Group] = []
    several = 0
    for line in whole:
        parts = [c for c in grid.cells if c.row == line.row and c.col >= split and c.text.strip()]
        texts = [cell.text.split("\n") for cell in parts]
        counts = {len(text) for text in texts}
        figures = all(any(char.isdigit() for char in text) for text in (texts[-1] if texts else ()))
        if any(c.row_span > 1 for c in (*line.cells, *parts)) or (counts - {1} and not figures):
            return None
        if len(counts) > 1 or (counts == {1} and len(parts) < 2):
            return None
        several += bool(counts - {1})
        lines = [
            _Line(n, 0.0, tuple(replace(c, text=t[n]) for c, t in zip(parts, texts, strict=True)))
            for n in range(counts.pop() if counts else 0)
        ]
        groups.append(_Group(line.cells, tuple(lines)))
    rows = {cell.row for cell in grid.cells if cell.row >= start and cell.text.strip()}
    if several < 2 or rows != {line.row for line in whole}:
        return None
    return _rebuilt(grid, start, groups)


def _head(grid: Grid) -> tuple[int, int]:
    """Return the first row below the header and the first column of indicators, 0 for none."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    start, columns = 0, [0]
    for at in sorted(rows):
        named = sum(names_column(cell.text) for cell in rows[at])
        if named * 2 <= len(rows[at]):
            break
        start = at + 1
        columns += [c.col for c in rows[at] if words().indicator.search(normal(c.text))]
    return start, min((col for col in columns if col), default=0)


def _lines(cells: Sequence[Cell]) -> list[_Line]:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return [_Line(at, _middle(rows[at]), tuple(rows[at])) for at in sorted(rows)]


def _middle(cells: Sequence[Cell]) -> float:
    heights = [(cell.bbox[1] + cell.bbox[3]) / 2 for cell in cells if cell.bbox is not None]
    return median(heights) if heights else 0.0


def _groups(whole: Sequence[_Line], parts: Sequence[_Line]) -> list[_Group] | None:
    """Return each merged line with the lines around it; None where one is not in their middle."""
    groups: list[_Group] = []
    at = 0
    for line in whole:
        end = at
        if at < len(parts) and line.middle >= parts[at].middle - NEAR:
            last = 2 * line.middle - parts[at].middle
            ends = [n for n in range(at, len(parts)) if abs(parts[n].middle - last) <= NEAR]
            if not ends:
                return None
            end = ends[0] + 1
        elif at < len(parts):
            return None
        groups.append(_Group(line.cells, tuple(parts[at:end])))
        at = end
    return groups if at == len(parts) else None


def _rebuilt(grid: Grid, start: int, groups: Sequence[_Group]) -> Grid:
    """Return a grid whose merged cells reach over their lines."""
    cells = [cell for cell in grid.cells if cell.row < start]
    at = start
    for group in groups:
        height = max(1, len(group.lines))
        cells += [replace(cell, row=at, row_span=height) for cell in group.whole]
        for below, line in enumerate(group.lines):
            cells += [replace(cell, row=at + below) for cell in line.cells]
        at += height
    return replace(grid, cells=_filled(cells, start, at, grid.n_cols), n_rows=at)


def _filled(cells: Sequence[Cell], start: int, end: int, n_cols: int) -> tuple[Cell, ...]:
    """Return cells in reading order with an empty one wherever none reaches."""
    covered = {
        (cell.row + down, cell.col + across)
        for cell in cells
        for down in range(cell.row_span)
        for across in range(cell.col_span)
    }
    blank = [
        Cell(row, col, "")
        for row in range(start, end)
        for col in range(n_cols)
        if (row, col) not in covered
    ]
    return tuple(sorted([*cells, *blank], key=lambda cell: (cell.row, cell.col)))
