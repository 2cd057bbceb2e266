"""Join what a page's end breaks of a form before its indicators, and columns that a heading shares."""

from __future__ import annotations

from dataclasses import replace

from ingest import money
from ingest.forms import SHORT
from ingest.records import BBox, Cell, Location, Pair
from ingest.tables_grid import Piece
from ingest.tables_words import normal

EDGE = 7.0
"""Left edges of a column on two pages lie nearer than this, in points."""
PAGE = 100_000.0
"""The cells of a page further on are told apart by boxes moved down so far, in points."""


def stacked(upper: Piece, lower: Piece) -> Piece | None:
    """Return two pieces as one, columns by their edges; None where these are not known.

    A cell at the side that goes on blank reaches down over the page's end.
    """
    boxes = [cell.bbox for cell in (*upper.cells, *lower.cells)]
    if any(box is None for box in boxes):
        return None
    edges = _edges([x for box in boxes if box for x in (box[0], box[2])])
    above = _placed(upper, edges, 0, 0.0)
    pages = 1 + max(int(cell.bbox[1] // PAGE) for cell in above if cell.bbox)
    below = _placed(lower, edges, upper.n_rows, pages * PAGE)
    cells, rows = _reaching(above, below, upper.n_rows), upper.n_rows + lower.n_rows
    return Piece(tuple(cells), rows, len(edges) - 1, upper.location, upper.proved)


def _edges(places: list[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > EDGE:
            found.append(place)
    return found


def _placed(piece: Piece, edges: list[float], row: int, down: float) -> list[Cell]:
    """Return a piece's cells at the columns of common edges."""
    cells = []
    for cell in piece.cells:
        assert cell.bbox is not None
        x0, y0, x1, y1 = cell.bbox
        first, end = _nearest(edges, x0), _nearest(edges, x1)
        box: BBox = (x0, y0 + down, x1, y1 + down)
        span = max(1, end - first)
        cells.append(replace(cell, row=cell.row + row, col=first, col_span=span, bbox=box))
    return cells


def _nearest(edges: list[float], place: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))


def _reaching(above: list[Cell], below: list[Cell], row: int) -> list[Cell]:
    """Return all cells; a blank one, or the rest of a text, belongs to the cell over it."""
    filled = [cell for cell in below if cell.row == row and cell.text.strip()]
    ends = {(c.col, c.col_span): c for c in above if c.row + c.row_span == row}
    torn = len(filled) == 1 and not money.is_figure(filled[0].text)
    over = ends.get((filled[0].col, filled[0].col_span)) if torn else None
    rest = over is not None and len(normal(over.text)) > SHORT
    gone: list[Cell] = []
    for cell in below:
        upper = ends.get((cell.col, cell.col_span))
        side = cell.col == 0 and upper is not None and bool(upper.text.strip())
        if cell.row == row and upper and (rest or (side and not cell.text.strip())):
            text = "\n".join(part for part in (upper.text, cell.text) if part.strip())
            above[above.index(upper)] = replace(
                upper, row_span=upper.row_span + cell.row_span, text=text
            )
            gone.append(cell)
    return [*above, *(cell for cell in below if cell not in gone)]


def on_their_pages(pairs: list[Pair], pages: list[int]) -> list[Pair]:
    """Return pairs read from pieces put together, each with the page and box of its label."""
    return [replace(pair, location=_own(pair.location, pages)) for pair in pairs]


def _own(place: Location, pages: list[int]) -> Location:
    if place.bbox is None or place.bbox[3] < PAGE:
        return place
    x0, y0, x1, y1 = place.bbox
    at = int(y0 // PAGE)
    bottom = y1 - at * PAGE if y1 // PAGE == at else y0 - at * PAGE + 1
    return replace(place, page=pages[at], bbox=(x0, y0 - at * PAGE, x1, bottom))


def with_named(piece: Piece) -> Piece:
    """Return an inferred indicator grid without the columns that no heading names.

    Their words stand under the heading left of them, which reaches over both.
    """
    if piece.proved:
        return piece
    named = {cell.col for cell in piece.row(0) if cell.text.strip()}
    texts = [piece.texts(row) for row in range(1, piece.n_rows)]
    for col in range(1, piece.n_cols):
        if col in named or any(row[col] and row[col - 1] for row in texts):
            continue
        if col - 1 in named and all(
            c.col_span == 1 for c in piece.cells if c.col in (col - 1, col)
        ):
            return with_named(_merged(piece, col))
    return piece


def _merged(piece: Piece, col: int) -> Piece:
    """Return a piece with a column's words put to those of the column left of it."""
    kept: list[Cell] = []
    own = {cell.row: cell for cell in piece.cells if cell.col == col}
    for cell in piece.cells:
        if cell.col == col - 1 and (right := own.get(cell.row)) is not None:
            kept.append(replace(cell, text=cell.text or right.text))
        elif cell.col != col:
            kept.append(replace(cell, col=cell.col - (cell.col > col)))
    return replace(piece, cells=tuple(kept), n_cols=piece.n_cols - 1)
