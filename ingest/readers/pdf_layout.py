"""Lay a drawn page out as blocks in reading order: lines of text and grids of cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.pdf_between import between_rules
from ingest.readers.pdf_borderless import Inferred, infer
from ingest.readers.pdf_centred import with_merged
from ingest.readers.pdf_floors import floored
from ingest.readers.pdf_glyphs import Drawn, Glyph, Slant, add_frame, bounds
from ingest.readers.pdf_joints import jointed
from ingest.readers.pdf_lattice import SLIVER, Lattice, Slot, lattices
from ingest.readers.pdf_lines import cell_text, lines_of, text_of
from ingest.readers.pdf_newspaper import in_columns
from ingest.readers.pdf_open import open_rows
from ingest.readers.pdf_rules import Framed, continued, framed
from ingest.readers.pdf_segments import Line, around, segments_of, wide_joined
from ingest.readers.pdf_shades import shaded
from ingest.records import BBox, Cell, Grid, Location, Page, Paragraph
from ingest.tables_caption import is_title, line_caption
from ingest.tables_words import words

_PAGE_NUMBER = re.compile(
    r"[-—–－―·•\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－―·•\s]*"
)
TINY = 1e-6

PARTED = "\\"
"""Stands between the words of a cell that a line parts from corner to corner."""

HEAD = 0.075
"""Running heads stand in this share of the height at the top and the bottom."""

MARGIN = 0.11
"""Page numbers stand in this share of the height at the top and the bottom."""


def lay_out(
    drawn: Drawn, name: str, number: int, carried: Sequence[float] = ()
) -> tuple[Paragraph | Grid, ...]:
    """Return the blocks of one page from the top.

    `carried` are the walls of the table that ends the page before; it may go on here.
    """
    drawn = _with_joints(_with_frames(drawn))
    found = _ruled(drawn)
    inside, outside = _sort_glyphs(found, drawn.glyphs)
    blocks: list[tuple[float, float, Paragraph | Grid]] = []
    for lattice, glyphs in zip(found, inside, strict=True):
        grid = _grid(lattice, glyphs, drawn, name, number)
        last = blocks[-1] if blocks else None
        if last and isinstance(last[2], Grid) and _level(last[2], grid, drawn):
            blocks[-1] = (*last[:2], _side_by_side(last[2], grid))
        else:
            blocks.append((lattice.box[1], lattice.box[0], grid))
    lines = _without_page_numbers(lines_of(outside), drawn)
    lines, columns = _newspaper(lines, found)
    for top, line in columns:
        place = Location(name, number, drawn.printed(bounds(line)))
        blocks.append((top, 0.0, Paragraph(text_of(line), place)))
    taken: set[int] = set()
    ruled = _framed(_cut(lines, drawn), drawn, found, carried)
    above = (line for line in lines if all(line[0].middle < one.box[1] for one in found))
    rest = continued([segments_of(line, carried) for line in above], carried)
    if rest and not any(table.first < rest.end for table in ruled):
        ruled = [rest, *ruled]
    tables = [(0, between_rules(lines[: table.end], table)) for table in ruled]
    for start, end in _stretches(lines, found, ruled):
        over = carried if not start else ()
        inferred = infer(lines[start:end], beside=bool(found), carried=over)
        tables += [(start, table) for table in inferred]
    for start, table in tables:
        taken.update(range(start + table.first, start + table.last + 1))
        grid = _inferred(table, drawn, name, number)
        blocks.append((table.box[1], table.box[0], grid))
    for at, line in enumerate(lines):
        box = bounds(line)
        if at not in taken and (text := text_of(line)):
            place = Location(name, number, drawn.printed(box))
            blocks.append((box[1], box[0], Paragraph(text, place)))
    return tuple(block for _, _, block in sorted(blocks, key=lambda item: item[:2]))


def walls_at_end(blocks: Sequence[Paragraph | Grid]) -> tuple[float, ...]:
    """Return the walls of the table without rules that ends a page, or none."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, Grid) or last.proved:
        return ()
    lowest = (cell for cell in last.cells if cell.row + cell.row_span == last.n_rows)
    row = sorted(lowest, key=lambda cell: cell.col)
    boxes = [cell.bbox for cell in row if cell.bbox and cell.col_span == 1]
    if len(boxes) != last.n_cols or any(a[2] != b[0] for a, b in pairwise(boxes)):
        return ()
    return (boxes[0][0], *(box[2] for box in boxes))


def _ruled(drawn: Drawn) -> list[Lattice]:
    """Return the tables that rules enclose."""
    return [one for one in lattices(drawn.across, drawn.down) if _is_table(one, drawn.glyphs)]


def _with_frames(drawn: Drawn) -> Drawn:
    """Take the sides of shaded boxes for rules, but for those that only mark a table's rows."""
    if not drawn.shades:
        return drawn
    found = _ruled(drawn)
    _, outside = _sort_glyphs(found, drawn.glyphs)
    lines = _cut(_without_page_numbers(lines_of(outside), drawn), drawn)
    tables = shaded(lines, drawn.shades, drawn.down, found)
    heights = [(lines[table.first][0].box[1], table.bands[-1].bottom) for table in tables]
    across, down, shades = list(drawn.across), list(drawn.down), []
    for box in drawn.shades:
        middle = (box[1] + box[3]) / 2
        if any(top < middle < bottom for top, bottom in heights):
            shades.append(box)
        else:
            add_frame(box, across, down)
    return replace(drawn, across=tuple(across), down=tuple(down), shades=tuple(shades))


def _with_joints(drawn: Drawn) -> Drawn:
    """Add the rules of tables whose rules across are drawn cell by cell, and that has no others."""
    lines = lines_of(drawn.glyphs)
    drawn = replace(drawn, across=(*drawn.across, *floored(drawn.across, drawn.down, lines)))
    across, down = jointed(drawn.across, drawn.down, lines)
    return replace(drawn, across=(*drawn.across, *across), down=(*drawn.down, *down))


def _framed(
    lines: Sequence[Line], drawn: Drawn, found: Sequence[Lattice], carried: Sequence[float]
) -> list[Framed]:
    """Return the tables that shading or rules across tell, from the top."""
    tables = shaded(lines, drawn.shades, drawn.down, found)
    for table in framed(lines, drawn.across, drawn.down, found, drawn.width, carried):
        if not any(table.first < one.end and one.first < table.end for one in tables):
            tables.append(table)
    return sorted(tables, key=lambda table: table.first)


def _cut(lines: Sequence[Sequence[Glyph]], drawn: Drawn) -> list[Line]:
    """Return the words of lines, cut at the sides of shaded boxes and where rules are pieced."""
    sides = {x for box in drawn.shades for x in (box[0], box[2])}
    sides |= {x for rule in drawn.across for x in (rule.start, rule.end)}
    return [wide_joined(segments_of(line, sorted(sides))) for line in lines]


def _newspaper(
    lines: list[list[Glyph]], found: Sequence[Lattice]
) -> tuple[list[list[Glyph]], list[tuple[float, list[Glyph]]]]:
    """Return the lines outside of text in two columns, and those inside with a height for each.

    The heights put a stretch of two columns where it stands, its lines in reading order.
    """
    stretches = in_columns(lines, [one.box for one in found])
    inside = {at for stretch in stretches for at in range(stretch.first, stretch.end)}
    placed = []
    for stretch in stretches:
        top = min(bounds(line)[1] for line in lines[stretch.first : stretch.end])
        placed += [(top + at * TINY, line) for at, line in enumerate(stretch.lines)]
    return [line for at, line in enumerate(lines) if at not in inside], placed


def _level(left: Grid, right: Grid, drawn: Drawn) -> bool:
    """Tell whether two grids stand beside one another with the same rows: halves of one table."""
    a, b = left.location.bbox, right.location.bbox
    if a is None or b is None or drawn.turn or left.n_rows != right.n_rows:
        return False
    return a[2] < b[0] + 1 and abs(a[1] - b[1]) < 3 and abs(a[3] - b[3]) < 3


def _side_by_side(left: Grid, right: Grid) -> Grid:
    moved = (replace(cell, col=cell.col + left.n_cols) for cell in right.cells)
    place = replace(
        left.location, bbox=around([b for b in (left.location.bbox, right.location.bbox) if b])
    )
    return replace(
        left, cells=(*left.cells, *moved), n_cols=left.n_cols + right.n_cols, location=place
    )


def _stretches(
    lines: Sequence[Sequence[Glyph]], found: Sequence[Lattice], ruled: Sequence[Framed]
) -> list[tuple[int, int]]:
    """Return first and next line of each run of lines with no ruled table between or in them."""
    cuts = {0, len(lines), *(t.first for t in ruled), *(t.end for t in ruled)}
    for at in range(1, len(lines)):
        upper, lower = bounds(lines[at - 1])[3], bounds(lines[at])[1]
        if any(upper - 2 <= one.box[1] and one.box[3] <= lower + 2 for one in found):
            cuts.add(at)
    inside = {at for t in ruled for at in range(t.first, t.end)}
    return [(first, end) for first, end in pairwise(sorted(cuts)) if first not in inside]


def without_running_heads(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Leave out lines that stand at the edge of most pages: running heads and feet."""
    counts = Counter(key for page in pages for key in {_edge_key(page, b) for b in page.blocks})
    often = max(3, len(pages) // 3)
    heads = {key for key, count in counts.items() if key and count >= often}
    if not heads:
        return tuple(pages)
    return tuple(
        replace(page, blocks=tuple(b for b in page.blocks if _edge_key(page, b) not in heads))
        for page in pages
    )


def _edge_key(page: Page, block: Paragraph | Grid) -> str:
    """Return the text of a line at the top or bottom edge, else nothing.

    A short one may be a number that belongs to the table below it; the title or the unit of a table
    over many pages is no running head.
    """
    if isinstance(block, Grid) or block.location.bbox is None or page.height is None:
        return ""
    _, top, _, bottom = block.location.bbox
    if is_title(block.text, words()) or line_caption(block.text, words()).unit:
        return ""
    near = bottom < page.height * HEAD or top > page.height * (1 - HEAD)
    return block.text if near and len(block.text) >= 8 else ""


def _inferred(table: Inferred, drawn: Drawn, name: str, number: int) -> Grid:
    cells = tuple(
        replace(cell, bbox=drawn.printed(cell.bbox)) if cell.bbox else cell for cell in table.cells
    )
    place = Location(name, number, drawn.printed(table.box))
    return with_merged(Grid(cells, table.n_rows, table.n_cols, place, proved=False))


def _without_page_numbers(lines: Sequence[list[Glyph]], drawn: Drawn) -> list[list[Glyph]]:
    """Leave out page numbers: at the edge, and not between the lines of a row's other cells."""
    kept = []
    for at, line in enumerate(lines):
        text, box = text_of(line), bounds(line)
        at_edge = box[1] > drawn.height * (1 - MARGIN) or box[3] < drawn.height * MARGIN
        near = [one[0].middle for one in (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])]
        beside = any(abs(middle - line[0].middle) < line[0].size for middle in near)
        if beside or not (at_edge and _PAGE_NUMBER.fullmatch(text)):
            kept.append(line)
    return kept


def _is_table(lattice: Lattice, glyphs: Sequence[Glyph]) -> bool:
    """Tell a table from a frame around text: it has cells side by side, or many rows."""
    return len(lattice.xs) > 2 and len(lattice.slots) >= 3


def _sort_glyphs(
    found: Sequence[Lattice], glyphs: Sequence[Glyph]
) -> tuple[list[list[Glyph]], list[Glyph]]:
    inside: list[list[Glyph]] = [[] for _ in found]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        home = next(
            (
                bucket
                for lattice, bucket in zip(found, inside, strict=True)
                if lattice.box[0] - 1 <= x <= lattice.box[2] + 1
                and lattice.box[1] - 1 <= y <= lattice.box[3] + 1
            ),
            outside,
        )
        home.append(glyph)
    return inside, outside


def _grid(lattice: Lattice, glyphs: Sequence[Glyph], drawn: Drawn, name: str, number: int) -> Grid:
    opened = open_rows(lattice, glyphs)
    if opened is not None:
        lattice = opened.lattice
    texts = _texts(lattice, glyphs, opened.texts if opened else {}, drawn.slants)
    slots, texts = _without_slivers(lattice, texts)
    cells = tuple(
        Cell(s.row, s.col, text, s.row_span, s.col_span, drawn.printed(s.box))
        for s, text in zip(slots, texts, strict=True)
    )
    return Grid(
        cells,
        max(s.row + s.row_span for s in slots),
        max(s.col + s.col_span for s in slots),
        Location(name, number, drawn.printed(lattice.box)),
        proved=opened is None,
    )


def _texts(
    lattice: Lattice, glyphs: Sequence[Glyph], given: Mapping[int, str], slants: Sequence[Slant]
) -> list[str]:
    """Return the texts of a lattice's slots by the places of their characters; some are given."""
    places = lattice.places()
    x0, y0, x1, y1 = lattice.box
    held: list[list[Glyph]] = [[] for _ in lattice.slots]
    for glyph in glyphs:
        x = min(max((glyph.x0 + glyph.x1) / 2, x0 + 0.01), x1 - 0.01)
        y = min(max(glyph.middle, y0 + 0.01), y1 - 0.01)
        at = lattice.slot_at(x, y, places)
        if at is not None:
            held[at].append(glyph)
    return [
        given[at] if at in given else _slot_text(slot, bucket, slants) if bucket else ""
        for at, (slot, bucket) in enumerate(zip(lattice.slots, held, strict=True))
    ]


def _slot_text(slot: Slot, glyphs: Sequence[Glyph], slants: Sequence[Slant]) -> str:
    """Return a slot's text; where a line parts it from corner to corner, the lowest part first."""
    across = [one for one in slants if _crosses(one, slot.box)]
    if not across:
        return cell_text(glyphs)
    parts: dict[tuple[bool, ...], list[Glyph]] = {}
    for glyph in glyphs:
        parts.setdefault(tuple(_below(glyph, one) for one in across), []).append(glyph)
    return PARTED.join(cell_text(parts[key]) for key in sorted(parts, key=sum, reverse=True))


def _crosses(slant: Slant, box: BBox) -> bool:
    """Tell whether a line runs from a corner of a box to another side of it."""
    (ax, ay), (bx, by) = slant
    x0, y0, x1, y1 = box
    inside = x0 - 3 <= ax and bx <= x1 + 3 and y0 - 3 <= min(ay, by) and max(ay, by) <= y1 + 3
    corner = any(
        min(abs(x - x0), abs(x - x1)) < 4 and min(abs(y - y0), abs(y - y1)) < 4 for x, y in slant
    )
    return inside and corner and bx - ax > 0.4 * (x1 - x0) and abs(by - ay) > 0.4 * (y1 - y0)


def _below(glyph: Glyph, slant: Slant) -> bool:
    (ax, ay), (bx, by) = slant
    return bool(glyph.middle > ay + (by - ay) * ((glyph.x0 + glyph.x1) / 2 - ax) / (bx - ax))


def _without_slivers(lattice: Lattice, texts: Sequence[str]) -> tuple[list[Slot], list[str]]:
    """Leave out columns and rows too thin for text: rules that are a little apart."""
    slots = list(lattice.slots)
    cols = _thin(lattice.xs, [(s.col, s.col_span) for s in slots], texts)
    rows = _thin(lattice.ys, [(s.row, s.row_span) for s in slots], texts)
    if not cols and not rows:
        return slots, list(texts)
    kept, kept_texts = [], []
    for slot, text in zip(slots, texts, strict=True):
        row, row_span = _shift(slot.row, slot.row_span, rows)
        col, col_span = _shift(slot.col, slot.col_span, cols)
        if row_span and col_span:
            kept.append(Slot(row, col, row_span, col_span, slot.box))
            kept_texts.append(text)
    return kept, kept_texts


def _thin(ats: Sequence[float], spans: Sequence[tuple[int, int]], texts: Sequence[str]) -> set[int]:
    full = {start for (start, span), text in zip(spans, texts, strict=True) if span == 1 and text}
    return {at for at in range(len(ats) - 1) if ats[at + 1] - ats[at] < SLIVER and at not in full}


def _shift(start: int, span: int, gone: set[int]) -> tuple[int, int]:
    before = sum(at < start for at in gone)
    lost = sum(start <= at < start + span for at in gone)
    return start - before, span - lost
