"""Join a table's head to its body where a page sets the two as tables of their own.

Web grids whose head stays while their rows are scrolled are saved so, and a frame in a PDF may part them.
"""

from __future__ import annotations

from dataclasses import replace

from ingest import money
from ingest.records import Grid, Page, Paragraph, Source
from ingest.tables_grid import header_rows, only_heads, piece_of
from ingest.tables_words import normal, words

MOST = 4
"""A head has no more rows than this."""


def with_heads(source: Source) -> Source:
    """Return a source whose grids of nothing but heads stand over the rows right below them."""
    pages = [replace(page, blocks=tuple(_joined(page))) for page in source.pages]
    return replace(source, pages=tuple(pages))


def _joined(page: Page) -> list[Paragraph | Grid]:
    blocks: list[Paragraph | Grid] = []
    for block in page.blocks:
        last = blocks[-1] if blocks else None
        if isinstance(block, Grid) and isinstance(last, Grid) and _heads(last, block):
            blocks[-1] = _below(last, block)
        else:
            blocks.append(block)
    return blocks


def _heads(upper: Grid, lower: Grid) -> bool:
    """Tell whether a grid names the columns of the one below, of as many, and that one lists figures."""
    if upper.n_cols != lower.n_cols or upper.n_cols < 2:
        return False
    head, body = piece_of(upper), piece_of(lower)
    filled = [cell for cell in upper.cells if cell.text.strip()]
    if not filled or any(money.is_figure(normal(cell.text)) for cell in filled):
        return False
    rows = header_rows(body)
    if not any(money.is_figure(cell.text) for cell in lower.cells if cell.row >= rows):
        return False
    if not rows:  # what begins with figures has no head of its own
        named = sum(words().head.search(normal(cell.text)) is not None for cell in filled)
        return upper.n_rows <= MOST and named > 1
    return only_heads(head, words()) and not _named(upper, lower)


def _named(upper: Grid, lower: Grid) -> bool:
    """Tell whether a grid's first row already names a column that the one above names too."""
    own = {normal(cell.text) for cell in lower.cells if cell.row == 0 and cell.text.strip()}
    return bool(own & {normal(cell.text) for cell in upper.cells if cell.text.strip()})


def _below(upper: Grid, lower: Grid) -> Grid:
    """Return two grids as one, the second below the first."""
    moved = tuple(replace(cell, row=cell.row + upper.n_rows) for cell in lower.cells)
    rows, proved = upper.n_rows + lower.n_rows, upper.proved and lower.proved
    return replace(upper, cells=(*upper.cells, *moved), n_rows=rows, proved=proved)
