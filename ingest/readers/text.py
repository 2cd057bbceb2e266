"""Read plain text and Markdown: lines as paragraphs, tab-separated or piped rows as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.errors import UnreadableFileError
from ingest.readers.base import Content, check_width, fill, load
from ingest.readers.text_drawn import aligned_end, aligned_grid, drawn_end, drawn_grid
from ingest.readers.text_piped import barred_end, barred_rows, marked_end, marked_rows, without_bars
from ingest.readers.text_spans import Rows, even, tabbed_grid
from ingest.records import Cell, Grid, Location, Page, Paragraph, Problem, Severity, Source
from ingest.tables_words import normal, words
from ingest.text import mend

Block = Paragraph | Grid
Line = tuple[int, str]
"""A line's number, from 1, and its text."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_MARKDOWN = frozenset({".md", ".markdown"})
COMMON_SHARE = 0.9
"""Chinese prose is almost wholly of GB2312; a wrong guess at its encoding is far from it."""


def read(path: Path) -> Source:
    """Return a text file as one page of paragraphs and grids.

    Raises UnreadableFileError where the bytes are no text in a known encoding.
    """
    content = load(path)
    text = decode(content)
    markdown = path.suffix.lower() in _MARKDOWN
    lines = [(number, mend(line)) for number, line in enumerate(text.splitlines(), 1)]
    problems: list[Problem] = []
    blocks = tuple(_blocks(lines, content, markdown, problems))
    page = Page(1, blocks)
    kind = "markdown" if markdown else "text"
    return Source(content.name, kind, content.sha256, (page,), tuple(problems), paged=False)


# --- encodings --------------------------------------------------------------------------------


def decode(content: Content) -> str:
    """Return the text of bytes in UTF-8, UTF-16 with its mark, GB18030 or Big5, strictly."""
    for mark, encoding in _BOMS:
        if content.data.startswith(mark):
            return _strict(content, content.data[len(mark) :], encoding)
    if b"\x00" in content.data:
        raise UnreadableFileError(str(content.path), "bytes that are no text")
    try:
        return content.data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(content)


def _strict(content: Content, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        why = f"byte {error.start + 1} is not {encoding.upper()}, which its first bytes declare"
        raise UnreadableFileError(str(content.path), why, "save it again as UTF-8") from error


def _legacy(content: Content) -> str:
    """Try the encodings used before UTF-8; the text must look like Chinese."""
    try:
        text = content.data.decode("gb18030")
        if _is_chinese(text, "gb2312"):
            return text
    except UnicodeDecodeError:
        pass  # the next guess decides
    best = from_bytes(content.data, cp_isolation=["gb18030", "big5", "big5hkscs", "hz"]).best()
    text = str(best) if best is not None else ""
    if not _is_chinese(text, "gb2312") and not _is_chinese(text, "big5"):
        why = "neither UTF-8 nor GB18030"
        raise UnreadableFileError(str(content.path), why, "save it again as UTF-8")
    return text


def _is_chinese(text: str, common: str) -> bool:
    wide = [char for char in text if ord(char) > 0x7F]
    if not wide or any(ord(char) < 0x20 and char not in "\t\r\n\f\v" for char in text):
        return False
    return sum(_encodes(char, common) for char in wide) >= COMMON_SHARE * len(wide)


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


# --- blocks -----------------------------------------------------------------------------------


def _blocks(
    lines: Sequence[Line], content: Content, markdown: bool, problems: list[Problem]
) -> Iterator[Block]:
    index = 0
    before: Rows | None = None
    while index < len(lines):
        number, line = lines[index]
        end = marked_end(lines, index)
        if end > index:
            yield _piped_grid(lines[index:end], content)
        elif (end := barred_end(lines, index)) > index:
            rows = even(barred_rows(lines[index:end]), content.path)
            yield tabbed_grid(rows, Location(content.name, row=number))
        elif end := _tabbed(lines, index):
            rows = even([text.split("\t") for _, text in lines[index:end]], content.path)
            yield tabbed_grid(rows, Location(content.name, row=number), _goes_on(before, rows))
            before = rows
        elif end := _set_out(lines, index):
            if grid := _placed_grid(lines[index:end], content.name):
                check_width(content.path, grid.n_cols, grid.n_rows)
                yield grid
            else:
                problems.append(_untold(lines[index:end], content))
                yield from (_paragraph(text, Location(content.name, row=at), markdown)
                            for at, text in lines[index:end])  # fmt: skip
        else:
            if bare := without_bars(line).strip():
                before = None
                yield _paragraph(bare, Location(content.name, row=number), markdown)
            end = index + 1
        index = end


def _paragraph(line: str, location: Location, markdown: bool) -> Paragraph:
    heading = _HEADING.match(line.strip()) if markdown else None
    if heading:
        return Paragraph(heading[2], location, len(heading[1]))
    return Paragraph(" ".join(line.split()), location)


def _set_out(lines: Sequence[Line], start: int) -> int:
    """Return the line after a table that is drawn or set out by blanks and begins here, or 0."""
    end = max(drawn_end(lines, start), aligned_end(lines, start))
    return end if end > start else 0


def _placed_grid(lines: Sequence[Line], name: str) -> Grid | None:
    drawn = drawn_end(lines, 0) == len(lines)
    return drawn_grid(lines, name) if drawn else aligned_grid(lines, name)


def _untold(lines: Sequence[Line], content: Content) -> Problem:
    """Report lines that are set like a table and fit no columns."""
    first, last = lines[0][0], lines[-1][0]
    message = f"lines {first} to {last} are set like a table, its columns cannot be told: not read"
    return Problem(Severity.WARNING, message, Location(content.name, row=first))


def _tabbed(lines: Sequence[Line], start: int) -> int:
    """Return the line after a block of tab-separated rows that begins here, or 0."""
    end = start
    while end < len(lines) and (_is_row(lines[end][1]) or _is_short_row(lines, start, end)):
        end += 1
    return end if end > start else 0


def _is_row(line: str) -> bool:
    return "\t" in line.strip(" ") and bool(line.strip())


def _is_short_row(lines: Sequence[Line], start: int, index: int) -> bool:
    """Tell whether a line without a tab is a row whose blanks were cut off at its end."""
    text = lines[index][1].strip()
    if not text or index == start or index + 1 >= len(lines) or not _is_row(lines[index + 1][1]):
        return False
    plain = normal(text)
    vocabulary = words()
    captions = (vocabulary.annex, vocabulary.title, vocabulary.note, vocabulary.filler)
    return not any(pattern.search(plain) for pattern in captions)


def _goes_on(before: Rows | None, rows: Rows) -> bool:
    """Tell whether rows go on with the table just above: as wide, or without its first column."""
    if before is None or len(before[0]) - len(rows[0]) not in (0, 1):
        return False
    return [normal(text) for text in before[0]] != [normal(text) for text in rows[0]]


def _piped_grid(lines: Sequence[Line], content: Content) -> Grid:
    """Return a Markdown table, whose rows are told by the rule under its head."""
    rows = marked_rows(lines)
    width = max(len(row) for row in rows)
    check_width(content.path, width, len(rows))
    cells = [Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    location = Location(content.name, row=lines[0][0])
    return Grid(tuple(fill(cells, len(rows), width)), len(rows), width, location)
