"""Take out the dots that lead the eye from a name to its figure: 公务接待费……… 1.85."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.records import Cell, Grid, Page, Paragraph, Source

DOTS = r"(?:…{3,}|⋯{3,}|‥{3,}|[.．。·・]{5,}|(?:[.．·・]\s){4,}[.．·・]?|[-_—]{8,})[….．·・⋯‥]*"
_LEADER = re.compile(rf"\s*{DOTS}\s*$")
_AMOUNT = r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-—－]{1,2}"
_LED = re.compile(rf"(?P<name>.*?[^\s….．·・⋯‥])\s*{DOTS}\s*(?P<amount>{_AMOUNT})?", re.DOTALL)

MIN_LED = 3
"""So many cells of a column, a name and its figure in one, part it into two columns."""


def without_leaders(source: Source) -> Source:
    """Return a source whose cells have no leaders; a cell of name and figure is parted."""
    return replace(source, pages=tuple(_page(page) for page in source.pages))


def _page(page: Page) -> Page:
    if not any(
        isinstance(b, Grid) and any(_LED.match(c.text) for c in b.cells) for b in page.blocks
    ):
        return page
    blocks: list[Paragraph | Grid] = []
    for block in page.blocks:
        blocks.append(_grid(block) if isinstance(block, Grid) else block)
    return replace(page, blocks=tuple(blocks))


def _grid(grid: Grid) -> Grid:
    """Return a grid with names and figures in columns of their own."""
    parted = [col for col in range(grid.n_cols) if _is_parted(grid.cells, col)]
    for col in reversed(parted):
        grid = _part(grid, col)
    cells = tuple(replace(cell, text=_LEADER.sub("", cell.text)) for cell in grid.cells)
    return replace(grid, cells=cells)


def _is_parted(cells: Sequence[Cell], col: int) -> bool:
    """Tell whether most cells of a column hold a name, dots and a figure."""
    texts = [cell.text for cell in cells if cell.col == col and cell.text.strip()]
    led = [match for text in texts if (match := _LED.fullmatch(text.strip())) and match["amount"]]
    return len(led) >= MIN_LED and len(led) * 2 > len(texts)


def _part(grid: Grid, col: int) -> Grid:
    """Part a column in two; cells without dots reach over both."""
    cells: list[Cell] = []
    for cell in grid.cells:
        if cell.col > col:
            cells.append(replace(cell, col=cell.col + 1))
        elif cell.col + cell.col_span <= col:
            cells.append(cell)
        else:
            cells.extend(_halves(cell, col))
    ordered = sorted(cells, key=lambda one: (one.row, one.col))
    return replace(grid, cells=tuple(ordered), n_cols=grid.n_cols + 1)


def _halves(cell: Cell, col: int) -> list[Cell]:
    """Return the cells that one becomes where its column is parted."""
    wider = replace(cell, col_span=cell.col_span + 1)
    match = _LED.fullmatch(cell.text.strip())
    if not match or not match["amount"] or cell.col != col:
        if cell.text.strip():
            return [wider]
        return [replace(cell, col_span=1), replace(wider, col=cell.col + 1, col_span=cell.col_span)]
    figure = replace(cell, col=col + 1, text=match["amount"])
    return [replace(cell, text=match["name"], col_span=1), figure]
