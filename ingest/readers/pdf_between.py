"""Read the lines of a table whose walls, rows or header are known in part: by rules or shading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.pdf_borderless import Inferred, between, stripes_of, under
from ingest.readers.pdf_glyphs import Glyph, Rule, add_frame
from ingest.readers.pdf_header import read_head
from ingest.readers.pdf_lattice import lattices
from ingest.readers.pdf_rows import Block, body_cells, rows_of, with_totals
from ingest.readers.pdf_rules import Framed
from ingest.readers.pdf_segments import (
    Segment,
    around,
    recut,
    segments_of,
    spaced,
    total_joined,
    wide_joined,
    without_numbers,
)
from ingest.readers.pdf_tiling import leaves_room
from ingest.records import BBox, Cell


def between_rules(glyph_lines: Sequence[Sequence[Glyph]], table: Framed) -> Inferred:
    """Return the table of lines that end with it.

    Columns lie between its walls, or, where there are none, where the words of the body stand.
    """
    lines = [segments_of(line, _walls_at(line, table)) for line in glyph_lines]
    named = without_numbers([wide_joined(line) for line in lines[table.first : table.body]])
    head = [seg for line in named for seg in line] if table.walls else _labels(named)
    body = (
        lines[table.body :]
        if table.walls
        else recut(glyph_lines[table.body :], lines[table.body :])
    )
    rest = [seg for line in body for seg in total_joined(line)]
    box = around([seg.box for seg in [*head, *rest]])
    stripes = between(table.walls, rest) if table.walls else stripes_of(rest)
    read = read_head([(seg.text, seg.box) for seg in head], stripes, table.walls)
    if (shown := _boxed(head, table.heads)) and max(c.col + c.col_span for c in shown) == len(
        stripes
    ):
        depth = max(cell.row + cell.row_span for cell in shown)
        read = replace(read, cells=shown, depth=depth)
    columns = [(stripe.left, stripe.right) for stripe in read.stripes]
    cells = list(read.cells)
    if rest:
        rows = with_totals(_rows(rest, columns, table), read.stripes)
        cells += body_cells(rows, columns, read.walls, read.depth, box)
    n_rows = max(cell.row + cell.row_span for cell in cells)
    return Inferred(tuple(cells), n_rows, len(columns), box, table.first, len(lines) - 1)


def _boxed(head: Sequence[Segment], boxes: Sequence[BBox]) -> tuple[Cell, ...]:
    """Return the cells of a header whose boxes are known, with the words that stand in each."""
    across: list[Rule] = []
    down: list[Rule] = []
    for box in boxes:
        add_frame(box, across, down)
    cells = []
    for slot in (slot for one in lattices(across, down)[:1] for slot in one.slots):
        left, top, right, bottom = slot.box
        own = [
            seg
            for seg in head
            if left < (seg.box[0] + seg.box[2]) / 2 < right and top < seg.middle < bottom
        ]
        text = "\n".join(seg.text for seg in sorted(own, key=lambda s: (s.middle, s.box[0])))
        cells.append(Cell(slot.row, slot.col, text, slot.row_span, slot.col_span, slot.box))
    return tuple(cells)


def _labels(lines: Sequence[Sequence[Segment]]) -> list[Segment]:
    """Return the words of a header; single letters in a row are one word unless labels end so."""
    found: list[Segment] = []
    for line in lines:
        ends = sum(len(seg.text) == 1 and any(under(seg, one) for one in found) for seg in line)
        found.extend(line if ends > 1 else spaced(list(line)))
    return found


def _walls_at(line: Sequence[Glyph], table: Framed) -> tuple[float, ...]:
    """Return the walls that part the cells of a line: its own row's, where shading shows them."""
    middle = line[0].middle
    own = next((band.walls for band in table.bands if band.top < middle < band.bottom), ())
    return own or table.walls


def _rows(
    body: Sequence[Segment], columns: Sequence[tuple[float, float]], table: Framed
) -> list[list[Block]]:
    """Return the cells of each row: one a band, or more where figures stand below one another."""
    walls = bool(table.walls)
    if not table.bands:
        return rows_of(body, columns, set_to_walls=walls)
    rows: list[list[Block]] = []
    for band in table.bands:
        inside = [seg for seg in body if band.top <= seg.middle < band.bottom]
        found = rows_of(inside, columns, set_to_walls=walls) if inside else []
        if len(found) > 1 and band.whole and not _several(found, columns):
            found = [[block for row in found for block in row]]
        rows.extend(found)
    return rows


def _several(rows: Sequence[Sequence[Block]], columns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether figures of one column stand in several rows, or words that need not break."""
    cells = [block for row in rows for block in row]
    figures = [block.column for block in cells if any(seg.figure for seg in block.lines)]
    if figures:
        return len(figures) > len(set(figures))
    for at, (left, right) in enumerate(columns):
        own = [block for block in cells if block.column == at]
        pairs = ((a.lines[-1], b.lines[0]) for a, b in pairwise(own))
        if any(leaves_room(upper, lower, right - left) for upper, lower in pairs):
            return True
    return False
