"""Put the cells of tables on paper: into Word files, workbooks and web pages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from ingest.money import is_figure
from ingest.records import Cell

DEEP = 12
"""Word's tables that go on are begun again behind so many rows."""


BODIES = ("部门", "编制单位", "单位名称", "填报单位", "部门名称", "公开部门", "单位")
YEARS = ("", "{}年度", "{}年", "（{}年度）", "编制日期：{}年3月12日", "年度：{}")
UNITS = ("单位：", "金额单位：", "计量单位：", "单位:")

Line = tuple[str, str, str]
"""What a line says at its left, in its middle and at its right."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Hold how captions tell body, year and unit, in one line or a line each, and where.

    They stand `below` a title, `above` it, `around` it (the unit alone below), or in a `row` of the
    table; `turned` puts the unit first.
    """

    place: str
    apart: bool
    turned: bool
    body: str
    year: str
    unit: str

    @classmethod
    def drawn(cls, lot: random.Random) -> Lines | None:
        """Draw lines by lot, none half of the time."""
        place = lot.choice(("", "", "", "", "below", "above", "around", "row"))
        apart, turned = lot.random() < 0.3, lot.random() < 0.15
        one = cls(place, apart, turned, lot.choice(BODIES), lot.choice(YEARS), lot.choice(UNITS))
        return one if place else None

    def told(self, body: str, year: int, unit: str) -> dict[str, list[Line]]:
        """Return the lines that stand above a title, below it, and in a row of the table."""
        who, when, money = f"{self.body}：{body}", self.year.format(year), f"{self.unit}{unit}"
        if self.place == "around":
            return {"above": [(who, when, "")], "below": [("", "", money)]}
        left, right = (money, who) if self.turned else (who, money)
        lines = [(left, when, right)]
        if self.apart:
            lines = [(left, "", ""), ("", when, ""), ("", "", right)]
        return {self.place: [line for line in lines if any(line)]}


def page_line(line: Line) -> str:
    """Return a line of a web page."""
    sides = zip(line, ("left", "center", "right"), strict=True)
    parts = (f"<span style='flex:1;text-align:{at}'>{escape(text)}</span>" for text, at in sides)
    return f"<div style='display:flex'>{''.join(parts)}</div>"


def page_line_row(line: Line, width: int) -> str:
    """Return a line as a row of a web page's table."""
    spans = ((width + 2) // 3, (width + 1) // 3, width // 3)
    sides = zip(line, ("left", "center", "right"), spans, strict=True)
    cells = (
        f"<th colspan='{span}' style='text-align:{at}'>{escape(text)}</th>"
        for text, at, span in sides
    )
    return f"<tr>{''.join(cells)}</tr>"


@dataclass(frozen=True, slots=True)
class Set:
    """Hold a table ready to be set: its caption, the unit's line, heading and body cells."""

    caption: str
    unit: str
    head: int
    cells: tuple[Cell, ...]
    lines: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return max(cell.row + cell.row_span for cell in self.cells)

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max(cell.col + cell.col_span for cell in self.cells)


def word_grid(room: Any, table: Set, inside: Sequence[str], again: bool = False) -> None:
    """Add a table to a Word file, lines inside it above its heads; begun again where it is long."""
    starts = list(range(table.head, table.height, DEEP)) if again else [table.head]
    for start, end in zip(starts, [*starts[1:], table.height], strict=True):
        heads = [c for c in table.cells if c.row < table.head]
        top = len(inside) if start == table.head else 0
        depth = top + table.head
        grid = room.add_table(depth + end - start, table.width)
        places = grid._cells  # python-docx walks the whole table for each cell that it is asked for
        for at, line in enumerate(inside[:top]):
            _merged(places, Cell(at, 0, line, 1, table.width), table.width, 0)
        for cell in heads:
            _merged(places, cell, table.width, top)
        for cell in table.cells:
            if start <= cell.row < end:
                _merged(places, cell, table.width, depth - start)


def _merged(places: Sequence[Any], cell: Cell, width: int, down: int) -> None:
    row = cell.row + down
    first = places[row * width + cell.col]
    if cell.row_span > 1 or cell.col_span > 1:
        end = (row + cell.row_span - 1) * width + cell.col + cell.col_span - 1
        first = first.merge(places[end])
    first.text = ""
    lines = cell.text.split("\n")
    first.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        first.add_paragraph(line)


def sheet_grid(sheet: Any, table: Set, top: int, left: int, how: str, ruled: bool) -> None:
    """Write a table's cells into a sheet, its figures as texts, numbers or formatted numbers."""
    from openpyxl.styles import Border, Side

    thin = Side(style="thin")
    for cell in table.cells:
        row, col = top + cell.row, left + cell.col
        if ruled:
            for at in range(cell.row_span * cell.col_span):
                place = sheet.cell(row + at // cell.col_span, col + at % cell.col_span)
                place.border = Border(thin, thin, thin, thin)
        _write(sheet.cell(row, col), cell.text, how, body=cell.row >= table.head)
        if cell.row_span > 1 or cell.col_span > 1:
            sheet.merge_cells(None, row, col, row + cell.row_span - 1, col + cell.col_span - 1)


def _write(place: Any, text: str, how: str, *, body: bool) -> None:
    bare = text.strip().replace(",", "")
    if how == "text" or not body or not is_figure(bare) or "." not in bare or "%" in bare:
        place.value = text or None
        place.data_type = "s" if text else "n"  # "=6" is no formula
        return
    place.value = float(bare)
    if how == "format":
        place.number_format = "#,##0.00" if len(bare.split(".")[1]) < 3 else "General"


def head_cells(header: Sequence[Sequence[str]]) -> tuple[list[Cell], int]:
    """Return heading cells, those that columns share spanning them, and the number of rows."""
    depth = max(map(len, header))
    cells: list[Cell] = []
    for level in range(depth):
        column = 0
        while column < len(header):
            path, span = header[column], 1
            if level < len(path):
                last = level == len(path) - 1
                while not last and _shares(header, column, column + span, level):
                    span += 1
                down = depth - level if last else 1
                cells.append(Cell(level, column, path[level], down, span))
            column += span
    return cells, depth


def column_numbers(row: int, width: int) -> list[Cell]:
    """Return a row that numbers the columns: 栏次 1 2 3."""
    return [Cell(row, col, str(col) if col else "栏次") for col in range(width)]


def _shares(header: Sequence[Sequence[str]], one: int, other: int, level: int) -> bool:
    if other >= len(header) or len(header[other]) <= level + 1:
        return False
    return tuple(header[other][: level + 1]) == tuple(header[one][: level + 1])


def page_grid(table: Set, inside: Sequence[str] = ()) -> str:
    """Return a table of a web page, lines inside it above its heads."""
    lines = (f"<tr><td colspan={table.width}>{escape(line)}</td></tr>" for line in inside)
    return f"<table>{''.join(lines)}{page_rows(table.cells, 'td')}</table>"


def page_rows(cells: Sequence[Cell], tag: str) -> str:
    """Return the rows of cells in a web page's table."""
    rows = []
    for row in range(max(cell.row for cell in cells) + 1):
        inside = sorted((cell for cell in cells if cell.row == row), key=lambda cell: cell.col)
        tags = (
            f"<{tag} colspan='{c.col_span}' rowspan='{c.row_span}'>{escape(c.text)}</{tag}>"
            for c in inside
        )
        rows.append(f"<tr>{''.join(tags)}</tr>")
    return "".join(rows)
