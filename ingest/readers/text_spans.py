"""Find the spans that a table lost when it was written as tab-separated text.

A blank after a header word is a part of its span; a blank under a header word that has no words
of its own below is covered by it. Body cells stay single: a blank there is a blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest import money
from ingest.readers.base import check_width
from ingest.records import Cell, Grid, Location
from ingest.tables_words import normal, words

MAX_HEADER = 5

Rows = Sequence[Sequence[str]]


def spanned(rows: Rows) -> tuple[Cell, ...]:
    """Return the cells of a table of equally long rows, header and form spans restored."""
    form = _indicator_row(rows)
    if form is not None:
        return tuple(_form_cells(rows, form))
    rows = _regrouped(rows)
    header = header_cells(rows)
    count = max((cell.row + cell.row_span for cell in header), default=0)
    body = [
        Cell(row, col, text)
        for row, texts in enumerate(rows[count:], count)
        for col, text in enumerate(texts)
    ]
    return (*header, *body)


def even(rows: Rows, path: Path) -> Rows:
    """Return rows of equal length; short ones are filled up with blanks at their end."""
    width = max(len(row) for row in rows)
    check_width(path, width, len(rows))
    return [[" ".join(text.split()) for text in row] + [""] * (width - len(row)) for row in rows]


def tabbed_grid(rows: Rows, location: Location, goes_on: bool = False) -> Grid:
    """Return equally long rows as a grid, spans restored unless they go on with another."""
    if goes_on:
        cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    else:
        cells = spanned(rows)
    return Grid(cells, len(rows), len(rows[0]), location)


# --- header rows ------------------------------------------------------------------------------


def header_cells(rows: Rows) -> list[Cell]:
    """Return the cells of the header rows, with spans; none where the first row is body."""
    if not rows or not rows[0] or _is_body(rows[0]):
        return []
    open_cells = _across(rows[0], 0, 0, len(rows[0]))
    done: list[Cell] = []
    for index in range(1, min(len(rows), MAX_HEADER)):
        splits = any(cell.row == index - 1 and cell.col_span > 1 for cell in open_cells)
        if not splits or not any(rows[index]) or _is_body(rows[index]):
            break
        below: list[Cell] = []
        for cell in open_cells:
            end = cell.col + cell.col_span
            if any(rows[index][cell.col : end]):
                done.append(cell)
                below.extend(_across(rows[index], index, cell.col, end))
            else:
                below.append(
                    Cell(cell.row, cell.col, cell.text, index - cell.row + 1, cell.col_span)
                )
        open_cells = below
    return sorted([*done, *open_cells], key=lambda cell: (cell.row, cell.col))


def _across(texts: Sequence[str], row: int, start: int, end: int) -> list[Cell]:
    """Return the cells of a part of a row; a text reaches over the blanks that follow it."""
    cells: list[Cell] = []
    for col in range(start, end):
        if texts[col] or not cells or not cells[-1].text:
            cells.append(Cell(row, col, texts[col]))
        else:
            last = cells[-1]
            cells[-1] = Cell(row, last.col, last.text, 1, last.col_span + 1)
    return cells


def _is_body(texts: Sequence[str]) -> bool:
    listed = [normal(text) for text in texts if text]
    if not listed:
        return True
    if any(money.is_figure(text) for text in listed) or words().numbered.search(listed[0]):
        return True
    return len(listed) == 1 and words().total.search(listed[0]) is not None


def _regrouped(rows: Rows) -> Rows:
    """Move group words over the columns they head, where the row below repeats itself.

    Two groups with the same columns (this year and last) must be equally wide: a group word that
    stands off the place where its columns begin again was put there by a lost tab.
    """
    if len(rows) < 3 or _is_body(rows[0]) or _is_body(rows[1]):
        return rows
    repeat = _repeat(rows[1])
    if repeat is None:
        return rows
    start, width, times = repeat
    tops = [col for col in range(start, len(rows[0])) if rows[0][col]]
    wanted = [start + width * i for i in range(times)]
    if len(tops) != times or tops == wanted or tops[0] != start:
        return rows
    top = list(rows[0])
    texts = [top[col] for col in tops]
    for col in range(start, len(top)):
        top[col] = ""
    for col, text in zip(wanted, texts, strict=True):
        top[col] = text
    return [top, *rows[1:]]


def _repeat(texts: Sequence[str]) -> tuple[int, int, int] | None:
    """Return where a row begins to repeat itself, how long a part is and how many there are."""
    start = next((col for col, text in enumerate(texts) if text), len(texts))
    rest = [normal(text) for text in texts[start:]]
    for times in (2, 3, 4):
        width, over = divmod(len(rest), times)
        parts = [rest[width * i : width * (i + 1)] for i in range(times)]
        if not over and width > 1 and len(set(map(tuple, parts))) == 1:
            return start, width, times
    return None


# --- forms ------------------------------------------------------------------------------------


def _indicator_row(rows: Rows) -> int | None:
    """Return the row that heads a form's indicators, or None for a plain table."""
    pattern = words().indicator
    for index, texts in enumerate(rows):
        if sum(pattern.search(normal(text)) is not None for text in texts if text) >= 3:
            return index
    return None


def _form_cells(rows: Rows, head: int) -> list[Cell]:
    """Return a form's cells: fields above reach over blanks, the first word over rows below."""
    cells: list[Cell] = []
    for index, texts in enumerate(rows):
        if index < head:
            cells.extend(_across(texts, index, 0, len(texts)))
        else:
            cells.extend(Cell(index, col, text) for col, text in enumerate(texts) if col)
    side: list[Cell] = []
    for index in range(head, len(rows)):
        text = rows[index][0]
        if text or not side:
            side.append(Cell(index, 0, text))
        else:
            last = side[-1]
            side[-1] = Cell(last.row, 0, last.text, last.row_span + 1)
    return sorted([*cells, *side], key=lambda cell: (cell.row, cell.col))
