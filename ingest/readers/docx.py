"""Read Word files: paragraphs with their numbers and heading levels, tables with spans."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from lxml import etree

from ingest.errors import UnreadableFileError
from ingest.money import is_figure
from ingest.readers.base import check_width, fill
from ingest.readers.docx_numbers import Numbering, W, read_numbering, value_of
from ingest.readers.package import check_xml, member, opened, tree
from ingest.readers.text_spans import even, tabbed_grid
from ingest.records import Cell, Grid, Location, Page, Paragraph, Source
from ingest.text import is_raised_mark, mend

Block = Paragraph | Grid

_MAIN = "word/document.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_SKIPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr", _FALLBACK}
)
_BOX = f"{W}txbxContent"


@dataclass(frozen=True, slots=True)
class Style:
    """Hold what a paragraph style says: its parent, heading level and list."""

    parent: str | None
    level: int | None
    num_id: str | None
    num_level: int


@dataclass(slots=True)
class _Reading:
    """Carry what is known while walking through a document."""

    path: Path
    styles: dict[str, Style]
    numbering: Numbering
    count: int = 0
    boxes: list[etree._Element] = field(default_factory=list)

    def place(self) -> Location:
        self.count += 1
        return Location(self.path.name, row=self.count)


def read(path: Path) -> Source:
    """Return a Word file as one page of paragraphs and grids; a location's row counts blocks.

    Raises EncryptedFileError, UnreadableFileError or LimitError.
    """
    with opened(path) as (archive, content):
        if _MAIN not in archive.namelist():
            raise UnreadableFileError(str(path), "no Word document in it")
        check_xml(archive, path)
        root = _part(archive, _MAIN, path)
        styles = _part(archive, "word/styles.xml", path)
        numbering = _part(archive, "word/numbering.xml", path)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise UnreadableFileError(str(path), "its document has no body")
    reading = _Reading(path, _styles(styles), read_numbering(numbering))
    blocks = tuple(_blocks(body, reading))
    return Source(content.name, "docx", content.sha256, (Page(1, blocks),), paged=False)


def _part(archive: zipfile.ZipFile, name: str, path: Path) -> etree._Element | None:
    if name not in archive.namelist():
        return None
    return tree(member(archive, name, path), path, name)


def _styles(root: etree._Element | None) -> dict[str, Style]:
    found: dict[str, Style] = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        name = value_of(style.find(f"{W}name"), "") or ""
        outline = value_of(style.find(f"{W}pPr/{W}outlineLvl"))
        heading = _HEADING.match(name)
        level = int(heading[1]) if heading else _outline(outline)
        numbered = style.find(f"{W}pPr/{W}numPr")
        found[style.get(f"{W}styleId", "")] = Style(
            value_of(style.find(f"{W}basedOn")),
            level,
            value_of(numbered.find(f"{W}numId")) if numbered is not None else None,
            int(value_of(numbered.find(f"{W}ilvl"), "0") or 0) if numbered is not None else 0,
        )
    return found


def _outline(value: str | None) -> int | None:
    """Return a heading level from an outline level; 9 is body text."""
    return int(value) + 1 if value is not None and value.isdigit() and int(value) < 9 else None


# --- blocks -----------------------------------------------------------------------------------


def _blocks(parent: etree._Element, reading: _Reading) -> Iterator[Block]:
    tabbed: list[etree._Element] = []
    for child in parent:
        if child.tag == f"{W}p" and _is_row(child, reading):
            tabbed.append(child)
            continue
        yield from _rows(tabbed, reading)
        tabbed = []
        if child.tag == f"{W}p":
            yield from _paragraphs(child, reading)
        elif child.tag == f"{W}tbl":
            yield from _table(child, reading)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _blocks(child, reading)
    yield from _rows(tabbed, reading)


def _is_row(element: etree._Element, reading: _Reading) -> bool:
    """Tell whether tabs part a paragraph's text, which is no heading and no item of a list."""
    if element.find(f"{W}r/{W}tab") is None or element.find(f".//{_BOX}") is not None:
        return False
    return _level(element, reading) is None and _list(element, reading)[0] is None


def _rows(elements: list[etree._Element], reading: _Reading) -> Iterator[Block]:
    """Yield paragraphs that tabs make rows of a table as one; others as they are."""
    lines = [mend("".join(_pieces(element, reading))).split("\t") for element in elements]
    rows = next(filter(_is_table, (lines, [[t for t in row if t.strip()] for row in lines])), None)
    if rows is not None:
        yield tabbed_grid(even(rows, reading.path), reading.place())
        return
    for element in elements:
        yield from _paragraphs(element, reading)


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows are as long as one another, headings first and figures below."""
    if len(rows) < 3 or len({len(row) for row in rows}) != 1:
        return False
    named = len(rows[0]) > 1 and all(t.strip() and not is_figure(t.strip()) for t in rows[0])
    figured = sum(any(is_figure(text.strip()) for text in row[1:]) for row in rows[1:])
    return named and figured * 2 > len(rows) - 1


def _paragraphs(element: etree._Element, reading: _Reading) -> Iterator[Block]:
    text = _numbered_text(element, reading)
    boxes, reading.boxes = reading.boxes, []
    level = _level(element, reading)
    for line in text.split("\n") if level is None else [text]:
        if line.strip():
            yield Paragraph(" ".join(line.split()), reading.place(), level)
    for box in boxes:
        yield from _blocks(box, reading)


def _numbered_text(element: etree._Element, reading: _Reading) -> str:
    """Return a paragraph's text after its list number; text boxes are kept for later."""
    text = mend("".join(_pieces(element, reading))).strip()
    num_id, level = _list(element, reading)
    if not text or num_id is None or num_id == "0":
        return text
    label = reading.numbering.label(num_id, level)
    gap = " " if label and label[-1].isascii() and text[0].isascii() else ""
    return label + gap + text


def _pieces(element: etree._Element, reading: _Reading) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield "\t"
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == _BOX:
            reading.boxes.append(child)
        elif child.tag != f"{W}r" or not (_hidden(child) or _marks_note(child)):
            yield from _pieces(child, reading)


def _hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and value_of(mark, "1") not in ("0", "false", "off")


def _marks_note(run: etree._Element) -> bool:
    """Tell whether a run is set above its line to mark a note: 注1."""
    raised = value_of(run.find(f"{W}rPr/{W}vertAlign")) == "superscript"
    return raised and is_raised_mark("".join(run.itertext(f"{W}t")))


def _chain(element: etree._Element, reading: _Reading) -> Iterator[Style]:
    """Yield a paragraph's style and its parents."""
    name = value_of(element.find(f"{W}pPr/{W}pStyle"))
    for _ in range(20):  # a chain longer than this goes round in a circle
        style = reading.styles.get(name or "")
        if style is None:
            return
        yield style
        name = style.parent


def _level(element: etree._Element, reading: _Reading) -> int | None:
    own = value_of(element.find(f"{W}pPr/{W}outlineLvl"))
    if own is not None:
        return _outline(own)
    return next((s.level for s in _chain(element, reading) if s.level is not None), None)


def _list(element: etree._Element, reading: _Reading) -> tuple[str | None, int]:
    own = element.find(f"{W}pPr/{W}numPr")
    level = value_of(own.find(f"{W}ilvl")) if own is not None else None
    num_id = value_of(own.find(f"{W}numId")) if own is not None else None
    for style in _chain(element, reading):
        if num_id is not None:
            break
        num_id = style.num_id
        level = level if level is not None else str(style.num_level)
    return num_id, int(level or 0)


# --- tables -----------------------------------------------------------------------------------


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield children of a kind, also those inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _children(child, tag)


def _table(element: etree._Element, reading: _Reading) -> Iterator[Block]:
    rows = [row for row in _children(element, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
    inside = [cell for row in rows for cell in _children(row, f"{W}tc")]
    if frames := _frames(rows):
        for cell in frames:
            yield from _blocks(cell, reading)
        return
    place = reading.place()
    cells, width = _cells(rows, reading)
    boxes, reading.boxes = reading.boxes, []
    if any(cell.text for cell in cells):
        yield Grid(tuple(fill(cells, len(rows), width)), len(rows), width, place)
    for cell in inside:
        for nested in _children(cell, f"{W}tbl"):
            yield from _table(nested, reading)
    for box in boxes:
        yield from _blocks(box, reading)


def _frames(rows: list[etree._Element]) -> list[etree._Element]:
    """Return the cells of a table that only sets tables side by side, column by column; else none.

    A row holds nothing but tables; the others at most what is said of them, and no figures.
    """
    cells = [list(_children(row, f"{W}tc")) for row in rows]
    framing = [all(map(_is_frame, row)) for row in cells]
    texts = [
        _plain(cell) for row, only in zip(cells, framing, strict=True) if not only for cell in row
    ]
    nested = any(True for row in cells for cell in row for _ in _children(cell, f"{W}tbl"))
    if not nested or not any(framing) or any(map(is_figure, texts)):
        return []
    return [cell for column in zip_longest(*cells) for cell in column if cell is not None]


def _is_frame(cell: etree._Element) -> bool:
    """Tell whether a cell only holds blocks of the page: tables of its own, or nothing."""
    return any(True for _ in _children(cell, f"{W}tbl")) or not _plain(cell)


def _plain(cell: etree._Element) -> str:
    return "".join(cell.itertext(f"{W}t")).strip()


def _cells(rows: list[etree._Element], reading: _Reading) -> tuple[list[Cell], int]:
    """Return the cells of a table, merged ones once, and the number of columns."""
    done: dict[tuple[int, int], Cell] = {}
    open_cells: dict[int, Cell] = {}
    width = 0
    for at, row in enumerate(rows):
        col = int(value_of(row.find(f"{W}trPr/{W}gridBefore"), "0") or 0)
        still_open: dict[int, Cell] = {}
        for element in _children(row, f"{W}tc"):
            across = _across(element)
            check_width(reading.path, col + across, len(rows))
            merge = element.find(f"{W}tcPr/{W}vMerge")
            above = open_cells.get(col)
            goes_on = merge is not None and value_of(merge, "continue") == "continue"
            if goes_on and above is not None and above.col_span == across:
                cell = Cell(above.row, col, above.text, at - above.row + 1, across)
            else:
                cell = Cell(at, col, _cell_text(element, reading), 1, across)
            done[cell.row, col] = cell
            if merge is not None:
                still_open[col] = cell
            col += across
        open_cells = still_open
        width = max(width, col + int(value_of(row.find(f"{W}trPr/{W}gridAfter"), "0") or 0))
    return list(done.values()), width


def _across(element: etree._Element) -> int:
    span = value_of(element.find(f"{W}tcPr/{W}gridSpan"), "1") or "1"
    return max(1, int(span)) if span.isdigit() else 1


def _cell_text(element: etree._Element, reading: _Reading) -> str:
    lines = (_numbered_text(p, reading) for p in _children(element, f"{W}p"))
    return "\n".join(
        " ".join(line.split()) for text in lines for line in text.split("\n") if line.strip()
    )
