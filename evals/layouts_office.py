"""Write tables as Word files and workbooks in layouts drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from evals.layouts import Figure, bare_title, choose, figures, heading
from evals.layouts_paper import Line, Lines, Set, column_numbers, head_cells, sheet_grid, word_grid
from ingest.records import FIGURES, Cell, Disclosure, Document, Role, StoredTable


@dataclass(frozen=True, slots=True)
class Word:
    """Hold how tables are set in a Word file."""

    shape: str
    caption: str
    unit: str
    code: str
    numbered: bool
    spanned: bool
    lines: Lines | None

    @classmethod
    def drawn(cls, lot: random.Random) -> Word:
        """Draw a layout by lot."""
        return cls(
            shape=lot.choice(("plain", "plain", "plain", "nested", "beside", "again", "tabs")),
            caption=lot.choice(("above", "styled", "row", "apart", "below")),
            unit=lot.choice(("right", "left", "bracket", "row", "head", "below")),
            code=lot.choice(("own", "own", "above", "before")),
            numbered=lot.random() < 0.25,
            spanned=lot.random() < 0.4,
            lines=Lines.drawn(lot),
        )

    @property
    def kind(self) -> str:
        """Return what scores are told apart by."""
        return self.shape

    def __str__(self) -> str:
        return f"{self.shape} caption={self.caption} unit={self.unit} code={self.code}" + (
            f"{' numbered' * self.numbered}{' spanned' * self.spanned} lines={self.lines}"
        )


@dataclass(frozen=True, slots=True)
class Book:
    """Hold how tables are set in a workbook."""

    place: str
    caption: str
    unit: str
    code: str
    right: int
    down: int
    parted: bool
    ruled: bool
    figures: str
    numbered: bool
    spanned: bool
    lines: Lines | None

    @classmethod
    def drawn(cls, lot: random.Random) -> Book:
        """Draw a layout by lot."""
        return cls(
            place=lot.choice(("sheets", "sheets", "below", "beside", "tight")),
            caption=lot.choice(("merged", "cell", "apart")),
            unit=lot.choice(("right", "left", "bracket", "row", "head")),
            code=lot.choice(("own", "own", "own", "above", "before")),
            right=lot.choice((0, 0, 1)),
            down=lot.choice((0, 0, 2)),
            parted=lot.random() < 0.4,
            ruled=lot.random() < 0.6,
            figures=lot.choice(("number", "format", "text")),
            numbered=lot.random() < 0.25,
            spanned=lot.random() < 0.4,
            lines=Lines.drawn(lot),
        )

    @property
    def kind(self) -> str:
        """Return what scores are told apart by."""
        return self.place

    def __str__(self) -> str:
        flags = f"{' parted' * self.parted}{' ruled' * self.ruled}{' numbered' * self.numbered}"
        return (
            f"{self.place} caption={self.caption} unit={self.unit} code={self.code} "
            f"at={self.down},{self.right} {self.figures}{flags}{' spanned' * self.spanned} "
            f"lines={self.lines}"
        )


def set_document(
    document: Document, path: Path, lot: random.Random
) -> tuple[Word | Book, list[Figure]]:
    """Write some tables of a document in a layout drawn by lot; return it and their figures."""
    layout = Word.drawn(lot) if path.suffix == ".docx" else Book.drawn(lot)
    chosen = choose(document, lot)
    who = document.disclosure
    tables = [set_table(one, number, layout, who) for number, one in enumerate(chosen, 1)]
    if isinstance(layout, Word):
        write_word(path, heading(document), tables, layout)
    else:
        write_book(path, heading(document), tables, layout)
    return layout, list(chain.from_iterable(map(figures, chosen)))


def set_table(stored: StoredTable, number: int, layout: Word | Book, who: Disclosure) -> Set:
    """Return a table's cells as a layout wants them."""
    table = stored.table
    told = (who.institution, who.fiscal_year, table.unit or "")
    lines = layout.lines.told(*told) if layout.lines else {}
    unit, place = f"单位：{table.unit}", "" if lines else layout.unit
    header, body = _coded(stored, layout.code)
    if place == "head":
        amounts = {c.path for c in stored.columns if c.role in FIGURES and c.unit == table.unit}
        header = [
            (*p[:-1], f"{p[-1]}（{table.unit}）")
            if tuple(p) in amounts and "（" not in p[-1]
            else p
            for p in header
        ]
    cells, depth = head_cells(header)
    roles = [column.role for column in stored.columns]
    label = roles.index(Role.LABEL) if layout.spanned and Role.LABEL in roles else -1
    whole = len(header) == len(roles) and set(roles[:label]) == {Role.CODE}
    names = label if whole else -1
    if layout.numbered:
        cells += column_numbers(depth, len(header))
        depth += 1
    for at, row in enumerate(body):
        cells.extend(_spanned(row, depth + at, names))
    caption = f"表{number} {bare_title(table.title)}"
    if place == "bracket":
        caption += f"（{unit}）"
    shown = unit if place in ("right", "left", "row", "below") else ""
    return Set(caption, shown, depth, tuple(cells), lines)


def _coded(stored: StoredTable, how: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return header and body, a code column joined to the names behind it where a layout says so."""
    header = list(stored.table.header)
    body = [row.cells for row in stored.table.body]
    roles = [column.role for column in stored.columns]
    code = next((i for i, r in enumerate(roles) if r is Role.CODE), -1)
    names = code >= 0 and roles[code + 1 : code + 2] == [Role.LABEL]
    if how == "own" or not names or roles.count(Role.LABEL) > 1 or roles.count(Role.CODE) > 1:
        return header, body
    gap = "\n" if how == "above" else " "
    joined = [(*r[:code], gap.join(filter(None, r[code : code + 2])), *r[code + 2 :]) for r in body]
    return [*header[:code], *header[code + 1 :]], joined


def _single(row: Sequence[str], at: int) -> list[Cell]:
    return [Cell(at, col, text) for col, text in enumerate(row)]


def _spanned(row: Sequence[str], at: int, names: int) -> list[Cell]:
    """Return a row's cells; a name covers the blank codes before it."""
    if names <= 0 or not row[names].strip() or any(text.strip() for text in row[:names]):
        return _single(row, at)
    return [Cell(at, 0, row[names], 1, names + 1), *_single(row, at)[names + 1 :]]


# --- Word -------------------------------------------------------------------------------------


def write_word(path: Path, title: str, tables: Sequence[Set], layout: Word) -> None:
    """Write tables into a Word file."""
    import docx

    paper = docx.Document()
    paper.add_heading(title, 0)
    paper.add_paragraph("一、部门概况")
    paper.add_paragraph("本部门组织实施本行业规划。")
    if layout.shape == "beside":
        for at in range(0, len(tables), 2):
            outer = paper.add_table(1, 2)
            for table, cell in zip(tables[at : at + 2], outer.rows[0].cells, strict=False):
                _word_table(cell, table, layout)
            paper.add_paragraph("")
    for table in tables if layout.shape != "beside" else ():
        room = paper.add_table(1, 1).cell(0, 0) if layout.shape == "nested" else paper
        _word_table(room, table, layout)
        paper.add_paragraph("")
    paper.save(str(path))


def _word_table(room: Any, table: Set, layout: Word) -> None:
    tabs = layout.shape == "tabs" and table.head == 1
    inside = [table.caption] if layout.caption == "row" and not tabs else []
    for line in table.lines.get("above", ()):
        room.add_paragraph("\t".join(line))
    if layout.caption == "apart":
        for part in table.caption.split(" ", 1):
            room.add_paragraph(part)
    elif layout.caption != "below" and not inside:
        room.add_paragraph(table.caption, *(["Heading 2"] if layout.caption == "styled" else []))
    under, within = table.lines.get("below", []), table.lines.get("row", [])
    if inside:
        under, within = [], [*under, *within]
    for line in [*under, *(within if tabs else ())]:
        room.add_paragraph("\t".join(line))
    inside += ["　".join(line).strip() for line in within if not tabs]
    if layout.unit == "row" and table.unit and not tabs:
        inside.append(table.unit)
    elif table.unit and layout.unit != "below":
        room.add_paragraph(table.unit).alignment = 2 if layout.unit == "right" else 0
    if tabs:
        for row in range(table.height):
            room.add_paragraph("\t".join(c.text for c in table.cells if c.row == row))
    else:
        word_grid(room, table, inside, again=layout.shape == "again")
    if layout.caption == "below":
        room.add_paragraph(table.caption)
    if layout.unit == "below":
        room.add_paragraph(table.unit)


# --- workbooks --------------------------------------------------------------------------------


def write_book(path: Path, title: str, tables: Sequence[Set], layout: Book) -> None:
    """Write tables into a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "封面"
    sheet["A1"] = title
    top, left = 1 + layout.down, 1 + layout.right
    for number, table in enumerate(tables, 1):
        if number == 1 or layout.place == "sheets" or (layout.place == "beside" and number % 2):
            sheet = book.create_sheet(f"Sheet{number}")
            top, left = 1 + layout.down, 1 + layout.right
        end = _sheet_table(sheet, table, layout, top, left)
        if layout.place == "beside":
            left += table.width + 1
        else:
            top = end + (0 if layout.place == "tight" else 2)
    book.save(path)


def _sheet_table(sheet: Any, table: Set, layout: Book, top: int, left: int) -> int:
    """Write one table at a place; return the row behind it."""
    parts = table.caption.split(" ", 1) if layout.caption == "apart" else [table.caption]
    for line in table.lines.get("above", ()):
        top = _sheet_line(sheet, line, table.width, top, left)
    for part in parts:
        sheet.cell(top, left, part)
        if layout.caption == "merged" and table.width > 1:
            sheet.merge_cells(None, top, left, top, left + table.width - 1)
        top += 1
    for line in [*table.lines.get("below", ()), *table.lines.get("row", ())]:
        top = _sheet_line(sheet, line, table.width, top, left)
    if table.unit:
        right = table.width - 1 if layout.unit == "right" else 0
        sheet.cell(top, left + right, table.unit)
        if layout.unit == "row" and table.width > 1:
            sheet.merge_cells(None, top, left, top, left + table.width - 1)
        top += 1
    sheet_grid(sheet, table, top + layout.parted, left, layout.figures, layout.ruled)
    return top + layout.parted + table.height


def _sheet_line(sheet: Any, line: Line, width: int, top: int, left: int) -> int:
    """Write a line of a caption over a table of some width; return the row below it."""
    for text, at in zip(line, (0, width // 2, width - 1), strict=True):
        if text:
            sheet.cell(top, left + at, text)
    return top + 1
