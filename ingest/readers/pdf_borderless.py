"""Infer tables that have no ruling lines: columns by gutters, rows by centres, headers by centring.

What comes out is marked unproved: nothing but the places of the words says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers.pdf_first_row import move_mirrored
from ingest.readers.pdf_form_band import LEADING, Band, find_band, side_label
from ingest.readers.pdf_glyphs import Glyph
from ingest.readers.pdf_header import TOUCH, Stripe, read_head
from ingest.readers.pdf_regions import names_column, plainly, regions
from ingest.readers.pdf_rows import body_cells, rows_of, with_totals
from ingest.readers.pdf_segments import (
    Line,
    Segment,
    around,
    recut,
    segments_of,
    wide_joined,
    without_numbers,
)
from ingest.records import BBox, Cell

MOST = 0.7
"""So much of a column's words stand in one column of the page before that goes on."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """Hold an inferred table and the lines it took."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    box: BBox
    first: int
    last: int


def infer(
    glyph_lines: Sequence[Sequence[Glyph]], *, beside: bool = False, carried: Sequence[float] = ()
) -> list[Inferred]:
    """Return the tables that a page's lines form, from the top.

    `beside` a ruled table more must speak for one: lines around it are captions and notes. `carried`
    are the walls of the table that ends the page before.
    """
    lines = [wide_joined(segments_of(line)) for line in glyph_lines]
    band = find_band(lines)
    start = band.end if band else 0
    found = []
    for first, last in regions(lines[start:]):
        if beside and not plainly(lines[first + start : last + start + 1]):
            continue
        table = _table(lines, glyph_lines, first + start, last + start, carried)
        if table is not None:
            found.append(table)
    if band and found and found[0].first == start:
        found[0] = _with_band(found[0], band)
    return found


def _with_band(table: Inferred, band: Band) -> Inferred:
    """Put the labels and values of a form above its grid."""
    above = len(band.rows)
    cells = [replace(cell, row=cell.row + above) for cell in table.cells]
    rows = [*band.cells(max(table.n_cols, 4)), *cells]
    box = around([cell.bbox for cell in rows if cell.bbox])
    return Inferred(
        tuple(rows), table.n_rows + above, max(table.n_cols, 4), box, band.first, table.last
    )


# --- columns ----------------------------------------------------------------------------------


def _table(
    lines: Sequence[Line],
    glyph_lines: Sequence[Sequence[Glyph]],
    first: int,
    last: int,
    carried: Sequence[float],
) -> Inferred | None:
    region = without_numbers(lines[first : last + 1])
    start = next((i for i, line in enumerate(region) if any(s.figure for s in line)), None)
    if start is None:
        return _only_head(region, first, last)
    body_lines = recut(glyph_lines[first + start : last + 1], region[start:])
    region[start:] = without_numbers(body_lines)
    top = min(seg.box[1] for seg in region[start] if seg.figure)
    segments = [seg for line in region for seg in line]
    body = [seg for seg in segments if seg.box[3] > top + 0.3 * seg.size]
    head = [seg for seg in segments if seg.box[3] <= top + 0.3 * seg.size]
    if first == 0 and not any(names_column(seg.text) for seg in head):
        head, body = [], segments  # the page goes on with a table of the page before
    stripes = stripes_of(body)
    move_mirrored(head, body, region[start])
    _move_first_rows(head, body, stripes)
    if not stripes or len(stripes) + len(head) < 2:
        return None
    box = around([seg.box for seg in segments])
    walls = carried if not head and goes_on(carried, stripes) else ()
    if walls:
        parts = [segments_of(line, walls[1:-1]) for line in glyph_lines[first : last + 1]]
        body = [seg for line in without_numbers(parts) for seg in line]
        stripes = between(walls, body)
    read = read_head([(seg.text, seg.box) for seg in head], stripes, walls)
    if head and len(cut := _cut(glyph_lines[first : last + 1], head, read.walls)) > len(head):
        read = read_head([(seg.text, seg.box) for seg in cut], stripes)
    columns = [(stripe.left, stripe.right) for stripe in read.stripes]
    rows = with_totals(rows_of(body, columns), read.stripes)
    listed = body_cells(rows, columns, read.walls, read.depth, box)
    cells = side_label([*read.cells, *listed], read.depth)
    n_rows = max(cell.row + cell.row_span for cell in cells)
    return Inferred(tuple(cells), n_rows, len(columns), box, first, last)


def _only_head(region: Sequence[Line], first: int, last: int) -> Inferred:
    """Return a header whose table goes on on the next page, its lowest cells from wall to wall."""
    segments = [seg for line in region for seg in line]
    box = around([seg.box for seg in segments])
    read = read_head([(seg.text, seg.box) for seg in segments], [])
    cells = [
        replace(cell, bbox=(read.walls[cell.col], box[1], read.walls[cell.col + 1], box[3]))
        if cell.row + cell.row_span == read.depth
        else cell
        for cell in read.cells
    ]
    return Inferred(tuple(cells), read.depth, len(read.stripes), box, first, last)


def goes_on(walls: Sequence[float], stripes: Sequence[Stripe]) -> bool:
    """Tell whether columns stand in those of the table that ends the page before, some left out."""
    last = -1
    for stripe in stripes:
        shared = [min(b, stripe.right) - max(a, stripe.left) for a, b in itertools.pairwise(walls)]
        at = max(range(len(shared)), key=shared.__getitem__, default=-1)
        if at <= last or shared[at] < MOST * (stripe.right - stripe.left):
            return False
        last = at
    return last >= 0


def between(walls: Sequence[float], body: Sequence[Segment]) -> list[Stripe]:
    """Return the columns between walls, and whether figures fill them."""
    found = []
    for left, right in itertools.pairwise(walls):
        own = [seg for seg in body if left < (seg.box[0] + seg.box[2]) / 2 < right]
        figures = sum(seg.figure for seg in own) * 2 > len(own)
        found.append(Stripe(left, right, figures, listed=bool(own)))
    return found


def _cut(
    glyph_lines: Sequence[Sequence[Glyph]], head: Sequence[Segment], walls: Sequence[float]
) -> list[Segment]:
    """Return a header's words cut where two columns' labels nearly touch over their wall."""
    boxes = {seg.box for seg in head}
    found = []
    for line in glyph_lines:
        own = [seg for seg in wide_joined(segments_of(line)) if seg.box in boxes]
        parts = wide_joined(segments_of(line, walls[1:-1]))
        found += [one for one in parts if any(_inside(one, seg) for seg in own)]
    return found


def _inside(part: Segment, seg: Segment) -> bool:
    return seg.box[0] - 0.1 <= part.box[0] and part.box[2] <= seg.box[2] + 0.1


def _move_first_rows(head: Line, body: Line, stripes: Sequence[Stripe]) -> None:
    """Move the last lines of a header to the body where they are set like its words."""
    while head:
        low = max(head, key=lambda seg: seg.middle)
        line = [seg for seg in head if abs(seg.middle - low.middle) < 0.4 * low.size]
        if any(_below(seg, head) for seg in line):
            return
        if not all(_set_like(seg, stripes) or _goes_on(seg, body) for seg in line):
            return
        for seg in line:
            head.remove(seg)
        body.extend(line)


def _below(seg: Segment, head: Sequence[Segment]) -> bool:
    """Tell whether a word is the next line of a label right above it."""
    return any(under(seg, other) for other in head)


def under(seg: Segment, other: Segment) -> bool:
    """Tell whether a word stands right under another one, as its next line."""
    near = -1 < seg.box[1] - other.box[3] < TOUCH * seg.size
    return near and other.box[0] < seg.box[2] and other.box[2] > seg.box[0]


def _goes_on(seg: Segment, body: Sequence[Segment]) -> bool:
    """Tell whether a word is the first line of a name that goes on below it in the body."""
    return any(
        abs(other.box[0] - seg.box[0]) < 0.8
        and 0 < other.middle - seg.middle < LEADING * seg.size
        and not other.figure
        for other in body
    )


def _set_like(seg: Segment, stripes: Sequence[Stripe]) -> bool:
    """Tell whether a word begins where the words of a column begin, apart from figures."""
    return any(
        not one.figures and abs(seg.box[0] - one.left) < 0.8 and seg.box[2] < one.right - seg.size
        for one in stripes
    )


def stripes_of(body: Sequence[Segment]) -> list[Stripe]:
    """Return the columns that the words of the body cover; gutters lie between them."""
    found: list[list[Segment]] = []
    right = 0.0
    for seg in sorted(body, key=lambda s: s.box[0]):
        if found and seg.box[0] < right + 0.5:
            found[-1].append(seg)
            right = max(right, seg.box[2])
        else:
            found.append([seg])
            right = seg.box[2]
    return [
        Stripe(
            min(seg.box[0] for seg in segs),
            max(seg.box[2] for seg in segs),
            _set_right(segs, first=at == 0),
        )
        for at, segs in enumerate(found)
    ]


def _set_right(segs: Sequence[Segment], first: bool) -> bool:
    """Tell whether a column's words end at one edge rather than begin at one.

    Where all are as wide as another, figures do; codes stand in the first column.
    """
    lefts, rights = [s.box[0] for s in segs], [s.box[2] for s in segs]
    spread_left, spread_right = max(lefts) - min(lefts), max(rights) - min(rights)
    if spread_left < 1 and spread_right < 1:
        return all(s.figure and (not first or "." in s.text) for s in segs)
    return spread_right < spread_left
