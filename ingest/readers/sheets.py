"""Lay out a worksheet: which cells are tables, which are lines of text around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl.utils import column_index_from_string

from ingest import money
from ingest.readers.base import check_width, fill
from ingest.records import Cell, Grid, Location, Page, Paragraph, Problem, Severity
from ingest.tables_caption import heads_table, line_caption
from ingest.tables_words import normal, words

Place = tuple[int, int]
"""A row and a column, from 1."""

_TOP = 2
"""A caption is one of so many first texts of the column that it begins in."""
_LINES = 5
"""So many rows at most hold number, title and unit of tables, with a blank row below."""
_RULED = 2
"""So many cells with a border make a row one of a ruled table."""
_LABELLED = re.compile(r"^(?!其中)[^:：]{2,12}[:：].")
_UNIT = re.compile(r"\((?:单位[:：])?((?:万|千|百|亿)?元)\)$")
"""The unit that the name of a sheet ends with."""
_UNNAMED = re.compile(r"^(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold what a worksheet shows: texts, merged ranges (first and last cell), borders."""

    name: str
    texts: dict[Place, str]
    merges: tuple[tuple[Place, Place], ...] = ()
    bordered: frozenset[Place] = frozenset()
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Layout:
    """Index a sheet by rows while it is laid out."""

    sheet: Sheet
    path: Path
    by_row: dict[int, dict[int, str]] = field(default_factory=dict)
    spans: dict[Place, Place] = field(default_factory=dict)
    borders: dict[int, int] = field(default_factory=dict)
    covered: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for (row, col), text in self.sheet.texts.items():
            self.by_row.setdefault(row, {})[col] = text
        for first, last in self.sheet.merges:
            if first in self.sheet.texts:
                self.spans[first] = last
                self.covered.update(range(first[0], last[0] + 1))
        for row, _ in self.sheet.bordered:
            self.borders[row] = self.borders.get(row, 0) + 1

    def texts(self, row: int) -> dict[int, str]:
        return self.by_row.get(row, {})

    def ruled(self, row: int) -> bool:
        return self.borders.get(row, 0) >= _RULED

    def goes_on(self, row: int) -> bool:
        """Tell whether a row without texts belongs to the rows around it."""
        return self.ruled(row) or row in self.sheet.hidden_rows

    def rule(self, rows: list[int]) -> None:
        """Take rows for ruled ones."""
        self.borders.update(dict.fromkeys(rows, _RULED))

    def last(self, place: Place) -> Place:
        return self.spans.get(place, place)


def lay_out(sheet: Sheet, path: Path, number: int) -> tuple[Page, list[Problem]]:
    """Return what a worksheet shows as one page in reading order, and what is to be said of it."""
    blocks = list(_with_unit(_blocks(_shown(sheet), path), sheet, path))
    if name := _telling_name(sheet, blocks):
        blocks.insert(0, Paragraph(name, Location(path.name, sheet=sheet.name)))
    return Page(number, tuple(blocks)), _problems(sheet, path)


def _with_unit(
    blocks: Iterable[Paragraph | Grid], sheet: Sheet, path: Path
) -> Iterator[Paragraph | Grid]:
    """Yield blocks with the unit above each table that a sheet's name alone tells: 收入表（万元）."""
    told = _UNIT.search(normal(sheet.name))
    listed = list(blocks)
    texts = (text for text in sheet.texts.values() if told)
    if told is None or any(line_caption(text, words()).unit for text in texts):
        yield from listed
        return
    place = Location(path.name, sheet=sheet.name)
    for block in listed:
        if isinstance(block, Grid):
            yield Paragraph(f"单位：{told[1]}", place)
        yield block


def _shown(sheet: Sheet) -> Sheet:
    """Return a worksheet without what its readers do not see."""
    rows = set(sheet.hidden_rows)
    columns = {column_index_from_string(name) for name in sheet.hidden_columns}
    texts = {
        (row, col): text
        for (row, col), text in sheet.texts.items()
        if not sheet.hidden and row not in rows and col not in columns
    }
    return sheet if len(texts) == len(sheet.texts) else replace(sheet, texts=texts)


def _blocks(sheet: Sheet, path: Path) -> Iterator[Paragraph | Grid]:
    """Yield lines and tables from the top, those of tables set side by side one after another."""
    layout = _Layout(sheet, path)
    for first, last in _with_captions(layout, [*_bands(layout)]):
        parts = _side_by_side(layout, first, last)
        if len(parts) == 1:
            yield from _band(layout, first, last)
        for left, right in parts if len(parts) > 1 else ():
            yield from _blocks(_part(sheet, (first, left), (last, right)), path)


def _with_captions(layout: _Layout, bands: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the runs of rows, captions side by side together with the tables below a blank row."""
    found: list[tuple[int, int]] = []
    for first, last in bands:
        top = found[-1][0] if found else first
        above = [text for row in range(top, first) for text in layout.texts(row).values()]
        only = 0 < first - top <= _LINES and not any(map(money.is_figure, above))
        if only and len(_side_by_side(layout, top, first - 1)) > 1:
            found[-1] = (top, last)
        else:
            found.append((first, last))
    return found


def _side_by_side(layout: _Layout, first: int, last: int) -> list[tuple[int, int]]:
    """Return the first and last column of each table that stands in a run of rows.

    A table begins behind a blank column where a caption stands at its top.
    """
    taken: set[int] = set()
    top: dict[int, list[str]] = {}
    for row in range(first, last + 1):
        for col, text in layout.texts(row).items():
            taken.update(range(col, layout.last((row, col))[1] + 1))
            top.setdefault(col, []).append(text)
    starts = [
        col
        for col in sorted(taken)
        if col - 1 not in taken and any(_is_caption(text) for text in top.get(col, ())[:_TOP])
    ]
    if len(starts) < 2:
        return [(min(taken, default=1), max(taken, default=1))]
    starts[0] = min(taken)
    return [*zip(starts, [start - 1 for start in starts[1:]] + [max(taken)], strict=True)]


def _is_caption(text: str) -> bool:
    caption = line_caption(text, words())
    return bool(caption.annex or caption.title)


def _part(sheet: Sheet, start: Place, end: Place) -> Sheet:
    """Return the part of a worksheet between two corners."""

    def inside(place: Place) -> bool:
        return start[0] <= place[0] <= end[0] and start[1] <= place[1] <= end[1]

    return replace(
        sheet,
        texts={place: text for place, text in sheet.texts.items() if inside(place)},
        merges=tuple(one for one in sheet.merges if inside(one[0])),
        bordered=frozenset(filter(inside, sheet.bordered)),
    )


def _telling_name(sheet: Sheet, blocks: list[Paragraph | Grid]) -> str | None:
    """Return the sheet's name where it numbers the table, or where nothing else names it."""
    if not blocks or _UNNAMED.match(sheet.name.strip()):
        return None
    if words().annex.fullmatch(normal(sheet.name)):
        return sheet.name
    return sheet.name if isinstance(blocks[0], Grid) else None


def _problems(sheet: Sheet, path: Path) -> list[Problem]:
    place = Location(path.name, sheet=sheet.name)
    found = [Problem(Severity.WARNING, message, place) for message in sheet.problems]
    if sheet.hidden and sheet.texts:
        found.append(Problem(Severity.WARNING, "the sheet is hidden; it was left out", place))
    rows = [row for row in sheet.hidden_rows if any(at == row for at, _ in sheet.texts)]
    if rows:
        listed = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
        message = f"hidden rows were left out: {listed}"
        found.append(Problem(Severity.WARNING, message, place))
    if sheet.hidden_columns:
        message = f"hidden columns were left out: {', '.join(sheet.hidden_columns[:10])}"
        found.append(Problem(Severity.WARNING, message, place))
    return found


def _bands(layout: _Layout) -> Iterator[tuple[int, int]]:
    """Yield the first and last row of each run of rows without a blank one between."""
    used = sorted({*layout.by_row, *(r for r in layout.covered)})
    start = before = None
    for row in used:
        if start is None or before is None:
            start = row
        elif not all(layout.goes_on(r) for r in range(before + 1, row)):
            yield start, before
            start = row
        before = row
    if start is not None and before is not None:
        yield start, before


def _band(layout: _Layout, first: int, last: int) -> Iterator[Paragraph | Grid]:
    """Yield a band as lines and tables: lines above, tables, notes below."""
    rows = list(range(first, last + 1))
    layout.rule(_unruled_heads(layout, rows))
    ruled = any(layout.ruled(row) for row in rows)
    start = 0
    while start < len(rows):
        if _is_line(layout, rows[start], rows, ruled, leading=True):
            yield from _lines(layout, rows[start])
            start += 1
            continue
        end = start + 1
        while end < len(rows) and not _ends(layout, rows[end], rows, ruled):
            end += 1
        yield from _grid(layout, rows[start], rows[end - 1])
        start = end


def _unruled_heads(layout: _Layout, rows: list[int]) -> list[int]:
    """Return the rows right above the ruled part that head its columns without borders of their own."""
    top = next((row for row in rows if layout.ruled(row)), None)
    heads: list[int] = []
    for row in reversed(rows[: rows.index(top)] if top else []):
        texts = [*layout.texts(row).values()]
        if len(texts) < 2 or any(map(_stands_above, texts)):
            break
        heads.append(row)
    return heads


def _stands_above(text: str) -> bool:
    """Tell whether a text is of a table's caption: number, title, unit, body."""
    caption = line_caption(text, words())
    told = caption.annex or caption.title or caption.unit
    return bool(told or heads_table([text]) or _LABELLED.match(normal(text)))


def _ends(layout: _Layout, row: int, rows: list[int], ruled: bool) -> bool:
    """Tell whether a table ends before a row: a note, or a line outside the ruled part."""
    if not _is_line(layout, row, rows, ruled, leading=False):
        return False
    return all(_is_line(layout, r, rows, ruled, leading=False) for r in rows if r >= row) or (
        ruled and not layout.ruled(row)
    )


def _is_line(layout: _Layout, row: int, rows: list[int], ruled: bool, *, leading: bool) -> bool:
    texts = layout.texts(row)
    if not texts or any(layout.last((row, col))[0] > row for col in texts):
        return False
    if row in layout.covered and _inside_span(layout, row):
        return False
    if ruled and not layout.ruled(row):
        return True
    if len(texts) > 1:
        return False
    ((col, text),) = texts.items()
    whole = layout.last((row, col))[1] - col + 1 >= _width(layout, rows)
    if leading:
        return whole or not ruled
    return whole or words().note.search(normal(text)) is not None


def _inside_span(layout: _Layout, row: int) -> bool:
    return any(first[0] < row <= last[0] for first, last in layout.spans.items())


def _width(layout: _Layout, rows: list[int]) -> int:
    columns = [
        edge
        for row in rows
        for col in layout.texts(row)
        for edge in (col, layout.last((row, col))[1])
    ]
    return max(columns) - min(columns) + 1 if columns else 1


def _lines(layout: _Layout, row: int) -> Iterator[Paragraph]:
    place = Location(layout.path.name, sheet=layout.sheet.name, row=row)
    for _, text in sorted(layout.texts(row).items()):
        for line in text.split("\n"):
            if line.strip():
                yield Paragraph(" ".join(line.split()), place)


def _grid(layout: _Layout, first: int, last: int) -> Iterator[Grid]:
    places = [(row, col) for row in range(first, last + 1) for col in layout.texts(row)]
    if not places:
        return
    left = min(col for _, col in places)
    right = max(layout.last(place)[1] for place in places)
    last = max(last, *(layout.last(place)[0] for place in places))
    n_rows, n_cols = last - first + 1, right - left + 1
    check_width(layout.path, n_cols, n_rows)
    cells = []
    for row, col in places:
        end_row, end_col = layout.last((row, col))
        text = layout.texts(row)[col]
        cells.append(Cell(row - first, col - left, text, end_row - row + 1, end_col - col + 1))
    place = Location(layout.path.name, sheet=layout.sheet.name, row=first)
    yield Grid(
        tuple(fill(_with_blank_merges(layout, cells, first, left, n_rows, n_cols), n_rows, n_cols)),
        n_rows,
        n_cols,
        place,
    )


def _with_blank_merges(
    layout: _Layout, cells: list[Cell], first: int, left: int, n_rows: int, n_cols: int
) -> list[Cell]:
    """Add merged ranges without a text that lie inside a table."""
    blank = []
    for start, end in layout.sheet.merges:
        row, col = start[0] - first, start[1] - left
        inside = row >= 0 and end[0] - first < n_rows and col >= 0 and end[1] - left < n_cols
        if start not in layout.sheet.texts and inside:
            blank.append(Cell(row, col, "", end[0] - start[0] + 1, end[1] - start[1] + 1))
    return [*cells, *blank]
