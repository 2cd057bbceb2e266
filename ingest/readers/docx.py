"""Read Word files: paragraphs with their numbers and heading levels, tables with spans."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ingest.errors import UnreadableFileError
from ingest.readers.base import check_width, fill
from ingest.readers.docx_numbers import Numbering, W, read_numbering, value_of
from ingest.readers.package import check_xml, member, opened, tree
from ingest.records import Cell, Grid, Location, Page, Paragraph, Source
from ingest.text import mend

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
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraphs(child, reading)
        elif child.tag == f"{W}tbl":
            yield from _table(child, reading)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _blocks(child, reading)


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
            yield " "
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == _BOX:
            reading.boxes.append(child)
        elif child.tag != f"{W}r" or not _hidden(child):
            yield from _pieces(child, reading)


def _hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and value_of(mark, "1") not in ("0", "false", "off")


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
    if len(inside) == 1 and next(_children(inside[0], f"{W}tbl"), None) is not None:
        yield from _blocks(inside[0], reading)  # a frame around other blocks
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
