"""Part columns that print two figures in each cell below two names in their head: 分值/得分, 15/13.13."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.records import BodyRow, Table

_HEAD = re.compile(r"([^/／]+)[/／]([^/／]+)")
_FIGURES = re.compile(r"(?:分|权重|[数值率额])(?:[（(][^）)]*[）)])?$")
_CELL = re.compile(r"\s*(-?[\d,]+(?:\.\d+)?%?分?)\s*[/／]\s*(-?[\d,]+(?:\.\d+)?%?分?)\s*")

MIN_CELLS = 2


def parted(table: Table) -> Table:
    """Return a table with a column for each figure where a column's cells print two, else itself."""
    for index in reversed(range(len(table.header))):
        names = _names(table, index)
        if names is not None:
            table = _part(table, index, names)
    return table


def _names(table: Table, index: int) -> tuple[str, str] | None:
    """Return the names of the two figures of a column, all filled cells of which print both."""
    path = table.header[index]
    head = _HEAD.fullmatch(re.sub(r"\s", "", path[-1])) if path else None
    if head is None or not all(_FIGURES.search(name) for name in head.groups()):
        return None
    filled = [row.cells[index] for row in table.body if row.cells[index].strip()]
    both = all(_CELL.fullmatch(cell) for cell in filled)
    return (head[1], head[2]) if both and len(filled) >= MIN_CELLS else None


def _part(table: Table, index: int, names: tuple[str, str]) -> Table:
    """Return a table with two columns in place of one."""
    path = table.header[index]
    heads = tuple((*path[:-1], name) for name in names)
    header = (*table.header[:index], *heads, *table.header[index + 1 :])
    return replace(table, header=header, body=tuple(_row(row, index) for row in table.body))


def _row(row: BodyRow, index: int) -> BodyRow:
    """Return a row with both figures, each in the place of their cell."""
    match = _CELL.fullmatch(row.cells[index])
    figures = match.groups() if match else ("", "")
    boxes = row.boxes and (*row.boxes[: index + 1], *row.boxes[index:])
    turned = row.turned + (index < row.turned) if row.turned is not None else None
    cells = (*row.cells[:index], *figures, *row.cells[index + 1 :])
    return replace(row, cells=cells, boxes=boxes, turned=turned)
