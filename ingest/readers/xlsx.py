"""Read Excel workbooks, XLSX and XLS: every sheet a page, figures as their format shows them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import xlrd
from lxml.etree import XMLSyntaxError
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ingest.errors import EmptyFileError, EncryptedFileError, LimitError, UnreadableFileError
from ingest.money import is_figure
from ingest.readers.base import Content, load
from ingest.readers.number_format import shown, without_separators
from ingest.readers.package import check_xml, opened
from ingest.readers.sheets import Place, Sheet, lay_out
from ingest.records import Problem, Source
from ingest.text import mend

MAX_SHEETS = 500
MAX_SHEET_BYTES = 60_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGED = (
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    SyntaxError,
    XMLSyntaxError,
    zipfile.BadZipFile,
)


def read(path: Path) -> Source:
    """Return a workbook with a page a sheet.

    Raises EncryptedFileError, UnreadableFileError, EmptyFileError or LimitError.
    """
    if load(path).data.startswith(_OLE):
        return _source(path, load(path), "xls", _old_sheets(path))
    with opened(path) as (archive, content):
        check_xml(archive, path)
        formulas = _has_formulas(archive, path)
    return _source(path, content, "xlsx", _new_sheets(path, content, formulas))


def _source(path: Path, content: Content, kind: str, sheets: Iterator[Sheet]) -> Source:
    pages = []
    problems: list[Problem] = []
    for number, sheet in enumerate(sheets, 1):
        page, found = lay_out(sheet, path, number)
        pages.append(page)
        problems.extend(found)
    if not any(page.blocks for page in pages):
        raise EmptyFileError(str(path))
    return Source(content.name, kind, content.sha256, tuple(pages), tuple(problems), paged=False)


def _clean(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in mend(text).split("\n") if line.strip())


# --- XLSX -------------------------------------------------------------------------------------


def _has_formulas(archive: zipfile.ZipFile, path: Path) -> bool:
    """Tell whether any sheet holds a formula; refuse a sheet too large to be one of a report."""
    found = False
    for info in archive.infolist():
        if not info.filename.startswith("xl/worksheets/sheet"):
            continue
        if info.file_size > MAX_SHEET_BYTES:
            what = f"sheet {info.filename!r} has {info.file_size} bytes"
            raise LimitError(str(path), what, f"{MAX_SHEET_BYTES} bytes")
        data = archive.read(info)
        found = found or b"<f>" in data or b"<f " in data
    return found


def _workbook(path: Path, content: Content, *, values: bool) -> Any:
    try:
        return openpyxl.load_workbook(io.BytesIO(content.data), data_only=values)
    except _DAMAGED as error:
        raise UnreadableFileError(str(path), "a damaged workbook") from error


def _new_sheets(path: Path, content: Content, formulas: bool) -> Iterator[Sheet]:
    book = _workbook(path, content, values=True)
    written = _workbook(path, content, values=False) if formulas else None
    if len(book.worksheets) > MAX_SHEETS:
        raise LimitError(str(path), f"has {len(book.worksheets)} sheets", f"{MAX_SHEETS} sheets")
    for sheet in book.worksheets:
        found = _new_sheet(sheet)
        if written is not None:
            found = _with_lost_formulas(found, sheet, written[sheet.title])
        yield found


def _cells(sheet: Any) -> Iterator[Any]:
    """Yield the cells that the file holds; walking over its rows would make those it lacks."""
    yield from sheet._cells.values()


def _new_sheet(sheet: Any) -> Sheet:
    texts: dict[Place, str] = {}
    grouped: set[Place] = set()
    bordered: set[Place] = set()
    faulty: list[str] = []
    for cell in _cells(sheet):
        place = (cell.row, cell.column)
        border = cell.border if cell.has_style else None
        if border is not None and (border.bottom.style or border.top.style or border.left.style):
            bordered.add(place)
        if cell.value is None:
            continue
        text = _clean(shown(cell.value, cell.number_format or "General"))
        if text:
            texts[place] = text
        if cell.data_type == "n" and "#,#" in (cell.number_format or ""):
            grouped.add(place)
        if cell.data_type == "e":
            faulty.append(cell.coordinate)
    without_separators(texts, grouped)
    ranges = sheet.merged_cells.ranges
    rows, columns = sheet.row_dimensions, sheet.column_dimensions
    return Sheet(
        sheet.title,
        texts,
        tuple(sorted(((r.min_row, r.min_col), (r.max_row, r.max_col)) for r in ranges)),
        frozenset(bordered),
        sheet.sheet_state != "visible",
        tuple(sorted(row for row, dimension in rows.items() if dimension.hidden)),
        tuple(sorted(name for name, dimension in columns.items() if dimension.hidden)),
        (f"cells hold an error in place of a value: {', '.join(faulty[:10])}",) if faulty else (),
    )


_TYPED = re.compile(r"=\s*\d+(?:\.\d+)?%?")


_UNKNOWN = "（公式，文件未存结果）"
"""Stands where a figure is unknown: the cell is not blank."""


def _with_lost_formulas(sheet: Sheet, values: Any, written: Any) -> Sheet:
    """Report formulas whose value the file does not keep: their figures are unknown.

    A formula that is nothing but a figure (=100%) is that figure, as it was typed. Where one among
    figures was never worked out, its cell says so; a result that is an empty text is a blank.
    """
    open_ones = [
        cell
        for cell in _cells(written)
        if cell.data_type == "f" and (cell.row, cell.column) not in sheet.texts
    ]
    typed = {(c.row, c.column): str(c.value) for c in open_ones if _TYPED.fullmatch(str(c.value))}
    sheet = replace(sheet, texts={**sheet.texts, **typed}) if typed else sheet
    lost = [cell.coordinate for cell in open_ones if (cell.row, cell.column) not in typed]
    if not lost:
        return sheet
    figures = {col for (_, col), text in sheet.texts.items() if is_figure(text)}
    unknown = {
        (cell.row, cell.column): _UNKNOWN
        for cell in open_ones
        if cell.coordinate in lost
        and cell.column in figures
        and values.cell(cell.row, cell.column).data_type == "n"
    }
    sheet = replace(sheet, texts={**sheet.texts, **unknown})
    listed = ", ".join(lost[:10]) + (" …" if len(lost) > 10 else "")
    message = (
        f"{len(lost)} formulas have no stored value or an empty one ({listed}): "
        "open the file in Excel and save it again"
    )
    return replace(sheet, problems=(*sheet.problems, message))


# --- XLS --------------------------------------------------------------------------------------


def _old_sheets(path: Path) -> Iterator[Sheet]:
    try:
        book = xlrd.open_workbook(path, formatting_info=True, logfile=io.StringIO())
        sheets = [book.sheet_by_index(index) for index in range(book.nsheets)]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise EncryptedFileError(str(path)) from error
        raise UnreadableFileError(str(path), "no workbook in it") from error
    except (*_DAMAGED, AssertionError, OverflowError, xlrd.compdoc.CompDocError) as error:
        raise UnreadableFileError(str(path), "a damaged workbook") from error
    for sheet in sheets:
        yield _old_sheet(book, sheet)


def _old_sheet(book: Any, sheet: Any) -> Sheet:
    texts: dict[Place, str] = {}
    grouped: set[Place] = set()
    bordered: set[Place] = set()
    for row in range(sheet.nrows):
        for col in range(sheet.row_len(row)):
            style = book.xf_list[sheet.cell_xf_index(row, col)]
            if style.border.bottom_line_style or style.border.top_line_style:
                bordered.add((row + 1, col + 1))
            code = book.format_map[style.format_key].format_str
            if text := _clean(_old_text(book, sheet.cell(row, col), code)):
                texts[row + 1, col + 1] = text
                if sheet.cell_type(row, col) == xlrd.XL_CELL_NUMBER and "#,#" in code:
                    grouped.add((row + 1, col + 1))
    without_separators(texts, grouped)
    hidden = (row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    columns = (get_column_letter(n + 1) for n, info in sheet.colinfo_map.items() if info.hidden)
    return Sheet(
        sheet.name,
        texts,
        tuple(sorted(((a + 1, c + 1), (b, d)) for a, b, c, d in sheet.merged_cells)),
        frozenset(bordered),
        sheet.visibility != 0,
        tuple(sorted(hidden)),
        tuple(sorted(columns)),
    )


def _old_text(book: Any, cell: Any, code: str) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return shown(xlrd.xldate_as_datetime(cell.value, book.datemode), code)
        except (xlrd.XLDateError, OverflowError, ValueError):
            return shown(cell.value, "General")
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown(cell.value, code)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value), code)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#?"))
    return str(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else ""
