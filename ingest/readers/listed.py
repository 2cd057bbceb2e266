"""Make grids of lists in running text: names with figures behind tabs, gaps or dots.

A list has no header printed; its grid says 项目 and 金额 over the names and the figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers.leaders import DOTS
from ingest.records import Cell, Grid, Page, Paragraph, Source
from ingest.tables_words import normal

HEAD = ("项目", "金额")
MIN_LINES = 3
"""So many lines of names and figures in turn are a list."""

MAX_LINE = 200
"""A longer line is a paragraph of prose."""

_NAME = r"(?:\d{3,7}\s?)?(?!\d)[^\s，。；：,;:、|]*[\u4e00-\u9fff][^\s，。；：;|]{0,30}?"
_AMOUNT = r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-—－]{1,2}"
_PAIR = re.compile(rf"\s*(?P<name>{_NAME})(?:\s*{DOTS}\s*|\s+)(?P<amount>{_AMOUNT})(?=\s|$)")
_EXACT = re.compile(r"\.\d+$|,\d{3}")
_INNER = re.compile(r"^[(（]?[一二三四五六七八九十\d]+[)）、.．]\s*[^\s，。；：,;:]{2,20}$")


@dataclass(frozen=True, slots=True)
class Line:
    """Hold a line of a list: its names and figures; none in a line that heads those below."""

    paragraph: Paragraph
    pairs: tuple[tuple[str, str], ...]


def with_lists(source: Source) -> Source:
    """Return a source with the lists in its text as grids.

    On a printed page only dots tell a list; what gaps part there is a table of its own reader.
    """
    pages = tuple(_page(page, source.format) for page in source.pages)
    return replace(source, pages=pages)


def _page(page: Page, form: str) -> Page:
    lines = [
        _line(b, only_led=form not in ("docx", "html")) if isinstance(b, Paragraph) else None
        for b in page.blocks
    ]
    blocks: list[Paragraph | Grid] = []
    at = 0
    while at < len(page.blocks):
        end = _end(lines, at)
        listed = [line for line in lines[at:end] if line is not None]
        if _is_list(listed):
            blocks.append(_grid(listed))
            at = end
        else:
            blocks.append(page.blocks[at])
            at += 1
    return replace(page, blocks=tuple(blocks))


def _line(paragraph: Paragraph, *, only_led: bool) -> Line | None:
    """Return a paragraph as a line of a list; None where it is none."""
    text = paragraph.text.strip()
    if len(text) > MAX_LINE:
        return None
    pairs: list[tuple[str, str]] = []
    at = 0
    while match := _PAIR.match(text, at):
        pairs.append((match["name"], match["amount"]))
        at = match.end()
    if pairs and not text[at:].strip() and (not only_led or re.search(DOTS, text)):
        return Line(paragraph, tuple(pairs))
    return Line(paragraph, ()) if _INNER.match(normal(text)) else None


def _end(lines: Sequence[Line | None], at: int) -> int:
    """Return where a list that begins at a line ends: behind its last figures."""
    end = at
    first = lines[at]
    if first is None or (not first.pairs and not _heads_again(lines, at)):
        return at
    for index in range(at, len(lines)):
        line = lines[index]
        if line is None or (not line.pairs and not _followed(lines, index)):
            break
        end = index + 1
    return end


def _followed(lines: Sequence[Line | None], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else None
    return below is not None and bool(below.pairs)


def _heads_again(lines: Sequence[Line | None], at: int) -> bool:
    """Tell whether a heading is the first of several of its form within one list."""
    first = lines[at]
    if first is None or not _followed(lines, at):
        return False
    for line in lines[at + 1 :]:
        if line is None:
            return False
        if not line.pairs:
            return _form(line) == _form(first)
    return False


def _form(line: Line) -> tuple[int | None, bool]:
    return line.paragraph.level, normal(line.paragraph.text).startswith("(")


def _is_list(lines: Sequence[Line]) -> bool:
    """Tell whether lines are a list of money: enough of them, most figures with a fraction."""
    amounts = [amount for line in lines for _, amount in line.pairs]
    exact = sum(bool(_EXACT.search(amount)) for amount in amounts)
    return sum(bool(line.pairs) for line in lines) >= MIN_LINES and exact * 2 > len(amounts)


def _grid(lines: Sequence[Line]) -> Grid:
    """Return a list as a grid, column below column between two headings."""
    rows: list[tuple[str, str, Paragraph]] = [(*HEAD, lines[0].paragraph)]
    group: list[Line] = []
    for line in lines:
        if line.pairs:
            group.append(line)
            continue
        rows.extend(_stacked(group))
        group = []
        rows.append((line.paragraph.text, "", line.paragraph))
    rows.extend(_stacked(group))
    cells = [
        Cell(at, col, text, bbox=None if at == 0 else paragraph.location.bbox)
        for at, (name, amount, paragraph) in enumerate(rows)
        for col, text in enumerate((name, amount))
    ]
    return Grid(tuple(cells), len(rows), 2, lines[0].paragraph.location)


def _stacked(group: Sequence[Line]) -> list[tuple[str, str, Paragraph]]:
    """Return the pairs of lines, those at the left of each line first."""
    width = max((len(line.pairs) for line in group), default=0)
    return [
        (*line.pairs[col], line.paragraph)
        for col in range(width)
        for line in group
        if col < len(line.pairs)
    ]
