"""Tell what a site prints around a document it publishes: 索引号, 发布机构, 发布日期, where one is on it.

That is no table of the document, and neither its title nor its year: a page that was published in 2025
tells of 2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ingest.records import Grid, Page, Paragraph, Source
from ingest.tables_words import normal
from ingest.templates import load_words
from ingest.text import clean

NONE = "无"
LEAST = 3
"""A grid with fewer labels of an imprint may be anything."""


@dataclass(frozen=True, slots=True)
class _Words:
    label: re.Pattern[str]
    line: re.Pattern[str]
    title: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = load_words("identity")["imprint"]
    return _Words(**{name: re.compile(raw[name]) for name in _Words.__slots__})


def without_imprint(source: Source) -> Source:
    """Return a source whose grids of an imprint are lines, a label and its value each."""
    pages = [
        replace(page, blocks=tuple(_blocks(page))) if any(map(_is_imprint, page.blocks)) else page
        for page in source.pages
    ]
    return replace(source, pages=tuple(pages))


def tells_imprint(line: str) -> bool:
    """Tell whether a line is a site's own, not the document's."""
    return _words().line.search(normal(line)) is not None


def title_told(line: str) -> str:
    """Return the document's title where a line of the imprint tells it (标题：…), else nothing."""
    told = _words().title.match(clean(line))
    return told[1].strip() if told else ""


def _blocks(page: Page) -> Iterator[Grid | Paragraph]:
    for block in page.blocks:
        if isinstance(block, Grid) and _is_imprint(block):
            yield from _lines(block)
        else:
            yield block


def _is_imprint(block: Grid | Paragraph) -> bool:
    """Tell whether a grid prints nothing but labels of an imprint and what is behind them."""
    if not isinstance(block, Grid):
        return False
    rows = [[text for text in row if text.strip()] for row in block.matrix()]
    told = [sum(map(_is_label, row)) for row in rows if row]
    firsts = all(_is_label(row[0]) for row in rows if row)
    return firsts and sum(told) >= LEAST


def _is_label(text: str) -> bool:
    return _words().label.search(normal(text)) is not None


def _lines(grid: Grid) -> Iterator[Paragraph]:
    """Yield what an imprint tells, once: sites print it again for small screens."""
    seen: set[str] = set()
    for row in grid.matrix():
        label = ""
        for text in (clean(text) for text in row if text.strip()):
            if _is_label(text):
                label = text.strip("[]【】:： ")
            elif label and text != NONE and (line := f"{label}：{text}") not in seen:
                seen.add(line)
                label = ""
                yield Paragraph(line, grid.location, whole=True)
