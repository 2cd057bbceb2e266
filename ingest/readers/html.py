"""Read web pages: the words a reader sees, tables with spans, without menus and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from charset_normalizer import from_bytes
from lxml import etree, html

from ingest.errors import EmptyFileError, LimitError, UnreadableFileError
from ingest.readers.base import Placed, grid_of, load
from ingest.readers.html_marked import mark as mark_tables
from ingest.records import Grid, Location, Page, Paragraph, Source
from ingest.text import mend

Block = Paragraph | Grid

MAX_DEPTH = 200
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
"""Pages that declare GB2312 hold characters of its successors."""

_CHROME = frozenset(
    (
        *("nav", "header", "footer", "aside", "menu", "dialog"),
        *("head", "title", "link", "meta", "script", "style", "noscript", "template"),
        *("iframe", "object", "svg", "canvas", "audio", "video", "map"),
        *("button", "select", "option", "input", "textarea"),
    )
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *("html", "body", "main", "article", "section", "div", "center", "address", "details"),
        *("summary", "fieldset", "figure", "figcaption", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "hr"),
        *("ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|topbar|toolbar|footer|foot|sidebar"
    r"|copyright|share|sharebox|pagination|pager|search|searchbox|friendlink|links?)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"您?(?:现在|当前|目前)?(?:所在|所处)?的?位置[:：].{0,60}|(?:上|下)一篇[:：].{0,60}$"
)
"""Lines that show the way through a site: 当前位置：首页 > 政务公开."""


@dataclass(slots=True)
class _Reading:
    """Carry the file's name and count its blocks."""

    path: Path
    count: int = 0

    def place(self) -> Location:
        self.count += 1
        return Location(self.path.name, row=self.count)


def read(path: Path) -> Source:
    """Return a web page as one page of paragraphs and grids; a location's row counts blocks.

    Raises UnreadableFileError, EmptyFileError or LimitError.
    """
    content = load(path)
    data = content.data
    if not data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        data = _web_archive(data)
    text = _text(data, path)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_undeclared(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(str(path), "a damaged web page") from error
    mark_tables(root)
    reading = _Reading(path)
    try:
        blocks = tuple(_blocks(root, reading, 0))
    except RecursionError as error:
        raise LimitError(str(path), "is nested too deeply", f"{MAX_DEPTH} levels") from error
    if not blocks:
        raise EmptyFileError(str(path))
    return Source(content.name, "html", content.sha256, (Page(1, blocks),), paged=False)


def _web_archive(data: bytes) -> bytes:
    """Return the page inside a saved web archive (MHT)."""
    message: Message = message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            found = part.get_payload(decode=True)
            if isinstance(found, bytes) and found:
                return found
    return data


# --- encodings --------------------------------------------------------------------------------


def _text(data: bytes, path: Path) -> str:
    """Decode a page: by its mark, by what it declares, as UTF-8, as GB18030, by its letters."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, path)
    declared = _XML.search(data[:200]) or _META.search(data[:8192])
    names = [declared[1].decode("ascii").lower()] if declared else []
    for name in (*names, "utf-8", "gb18030"):
        text = _attempt(data, _WIDER.get(name, name))
        if text is not None:
            return text
    best = from_bytes(data).best()
    if best is None:
        raise UnreadableFileError(str(path), "bytes of no known encoding", "save it as UTF-8")
    return str(best)


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    text = _attempt(data, encoding)
    if text is None:
        why = f"bytes that are not {encoding.upper()}, which its first bytes declare"
        raise UnreadableFileError(str(path), why, "save it again as UTF-8")
    return text


def _undeclared(text: str) -> str:
    """Take the XML declaration off: the text is decoded, a second encoding would clash."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


# --- blocks -----------------------------------------------------------------------------------


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _left_out(element: etree._Element) -> bool:
    """Tell whether an element is page furniture or not shown."""
    name = _name(element)
    if not name or name in _CHROME:
        return True
    if name in ("div", "ul", "section") and _is_furniture(element):
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return element.get("role") in _ROLES or bool(_HIDDEN.search(element.get("style") or ""))


def _is_furniture(element: etree._Element) -> bool:
    """Tell menus and footers by their class or id; what holds a table of data is neither."""
    marks = f"{element.get('id') or ''} {element.get('class') or ''}"
    return bool(_FURNITURE.search(marks)) and next(element.iter("table"), None) is None


def _blocks(element: etree._Element, reading: _Reading, depth: int) -> Iterator[Block]:
    """Yield what an element shows, in order; loose text between blocks is a paragraph."""
    if depth > MAX_DEPTH:
        raise LimitError(str(reading.path), "is nested too deeply", f"{MAX_DEPTH} levels")
    loose = [element.text or ""]
    for child in element:
        if not _left_out(child):
            if _holds_blocks(child):
                yield from _lines(loose, reading)
                loose = []
                yield from _block(child, reading, depth + 1)
            else:
                loose.extend(_inline(child))
        loose.append(child.tail or "")
    yield from _lines(loose, reading, _heading(element))


def _block(element: etree._Element, reading: _Reading, depth: int) -> Iterator[Block]:
    if _name(element) == "table":
        yield from _table(element, reading, depth)
    else:
        yield from _blocks(element, reading, depth)


def _holds_blocks(element: etree._Element) -> bool:
    if _name(element) in _BLOCKS:
        return True
    return any(_name(below) in _BLOCKS for below in element.iterdescendants() if _name(below))


def _heading(element: etree._Element) -> int | None:
    name = _name(element)
    return int(name[1]) if re.fullmatch(r"h[1-6]", name) else None


def _inline(element: etree._Element) -> Iterator[str]:
    """Yield the text of an element that is part of a line; a figure in several spans is one."""
    if _left_out(element):
        return
    if _name(element) == "br":
        yield "\n"
        return
    yield _one_line(element.text)
    for child in element:
        yield from _inline(child)
        yield _one_line(child.tail)


def _one_line(text: str | None) -> str:
    """Return text with its line breaks as spaces: only <br> breaks a line."""
    return re.sub(r"[\t\r\n\f]+", " ", text or "")


def _lines(pieces: list[str], reading: _Reading, level: int | None = None) -> Iterator[Paragraph]:
    text = mend("".join(piece if piece == "\n" else _one_line(piece) for piece in pieces))
    if level is not None:
        text = text.replace("\n", " ")  # a heading set on two lines is one heading
    for line in text.split("\n"):
        if line.strip() and not _WAY.match("".join(line.split())):
            yield Paragraph(" ".join(line.split()), reading.place(), level)


# --- tables -----------------------------------------------------------------------------------


def _rows(table: etree._Element) -> list[etree._Element]:
    """Return a table's own rows, not those of tables inside it; a footer's rows come last."""
    rows: list[etree._Element] = []
    foot: list[etree._Element] = []
    for child in table:
        name = _name(child)
        if _left_out(child):
            continue
        if name == "tr":
            rows.append(child)
        elif name in ("thead", "tbody"):
            rows.extend(row for row in child if _name(row) == "tr" and not _left_out(row))
        elif name == "tfoot":
            foot.extend(row for row in child if _name(row) == "tr" and not _left_out(row))
    return rows + foot


def _own_cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if _name(cell) in ("td", "th") and not _left_out(cell)]


def _table(element: etree._Element, reading: _Reading, depth: int) -> Iterator[Block]:
    rows = _rows(element)
    if _is_layout(element, rows):
        for row in rows:
            for cell in _own_cells(row):
                yield from _blocks(cell, reading, depth + 1)
        return
    for caption in element.findall("caption"):
        yield from _blocks(caption, reading, depth + 1)
    placed = [
        [_placed(cell, len(rows) - at) for cell in _own_cells(row)] for at, row in enumerate(rows)
    ]
    grid = grid_of(placed, reading.place(), reading.path)
    if grid is not None:
        yield grid


def _is_layout(table: etree._Element, rows: list[etree._Element]) -> bool:
    """Tell whether a table only arranges the page: it holds tables, or a single cell."""
    if any(_name(below) == "table" for below in table.iterdescendants() if below is not table):
        return True
    cells = [cell for row in rows for cell in _own_cells(row)]
    return len(cells) == 1 or table.get("role") == "presentation"


def _placed(cell: etree._Element, rows_left: int) -> Placed:
    down = _span(cell, "rowspan")
    return Placed(
        _cell_text(cell), rows_left if down == 0 else down, max(1, _span(cell, "colspan"))
    )


def _span(cell: etree._Element, name: str) -> int:
    """Return a span as browsers read it: digits at the start, else 1; 0 rows means the rest."""
    match = re.match(r"\s*(\d{1,6})", cell.get(name) or "")
    return int(match[1]) if match else 1


def _cell_text(cell: etree._Element) -> str:
    """Return a cell's lines: <br> and blocks begin a new one."""
    pieces = list(_cell_pieces(cell))
    text = mend("".join(pieces))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _cell_pieces(element: etree._Element) -> Iterator[str]:
    yield _one_line(element.text)
    for child in element:
        if _left_out(child):
            pass
        elif _name(child) == "br":
            yield "\n"
        elif _name(child) in _BLOCKS:
            yield "\n"
            yield from _cell_pieces(child)
            yield "\n"
        else:
            yield from _cell_pieces(child)
        yield _one_line(child.tail)
