"""Part the rows of a ruled table whose rules leave out its body: a frame, or walls alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_glyphs import Glyph
from ingest.readers.pdf_lattice import Lattice, Slot
from ingest.readers.pdf_lines import lines_of
from ingest.readers.pdf_rows import Block, rows_of
from ingest.readers.pdf_segments import Line, segments_of, total_joined, wide_joined

LEAN = 3.0
"""A word may reach over the wall of its column by so many points."""

BESIDE = 0.8
"""Lines of one row whose cells have one line or two are apart by less than so many heights."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Hold a lattice with the rows that its words show, and the texts of their slots by number."""

    lattice: Lattice
    texts: dict[int, str]


def open_rows(lattice: Lattice, glyphs: Sequence[Glyph]) -> Opened | None:
    """Return a lattice with rows parted where words are listed and no rule is; None without."""
    found: dict[int, list[list[Block]]] = {}
    for row, slots in _bands(lattice).items():
        top, bottom = lattice.ys[row], lattice.ys[row + 1]
        lines = lines_of(glyph for glyph in glyphs if top < glyph.middle < bottom)
        words = [_whole(segments_of(line), lattice.xs, slots) for line in lines]
        if _listed(words, lattice.xs, slots):
            parted = (total_joined(segments_of(line, lattice.xs)) for line in lines)
            cut = [segment for line in parted for segment in line]
            found[row] = rows_of(cut, list(pairwise(lattice.xs)), set_to_walls=True)
    return _parted(lattice, found) if found else None


def _whole(line: Line, xs: Sequence[float], slots: Sequence[Slot]) -> Line:
    """Return a line with a heading joined whose letters are set wide over the cells it spans."""
    spans = [(xs[slot.col], xs[slot.col + slot.col_span]) for slot in slots]
    parts = [[seg for seg in line if a <= (seg.box[0] + seg.box[2]) / 2 < b] for a, b in spans]
    held = [seg for part in parts for seg in wide_joined(part, alone=True)]
    return held if sum(map(len, parts)) == len(line) else line


def _bands(lattice: Lattice) -> dict[int, list[Slot]]:
    """Return the rows in which all cells begin and end, with their cells."""
    held: dict[int, list[Slot]] = {}
    for slot in lattice.slots:
        for row in range(slot.row, slot.row + slot.row_span):
            held.setdefault(row, []).append(slot)
    return {row: slots for row, slots in held.items() if all(s.row_span == 1 for s in slots)}


def _listed(lines: Sequence[Line], xs: Sequence[float], slots: Sequence[Slot]) -> bool:
    """Tell whether lines between two rules are rows of a table.

    Either one cell holds words of several columns, on two lines or beside a figure; or figures
    stand below one another in a cell, with other words beside both of them. Lines that reach over
    one another are of one row: figures and codes that break over two lines beside a name on one.
    """
    rows = [line for line in lines if len(line) > 1]
    if not rows:
        return False
    places = [[(_column(seg.box, xs), seg.figure) for seg in line] for line in rows]
    if any(column is None for row in places for column, _ in row):
        return False
    within = [one for slot in slots for row in places if len(one := _within(row, slot)) > 1]
    if within:
        figures = any(figure for one in within for figure in one.values())
        return len(rows) * 2 >= len(lines) and (len(within) > 1 or figures)
    figures_at = [
        column
        for row in _together(lines)
        for column in {
            _column(seg.box, xs) for line in row if len(line) > 1 for seg in line if seg.figure
        }
    ]
    return any(figures_at.count(column) > 1 for column in set(figures_at))


def _together(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines in rows: those that reach over one another stand in one."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one[0].middle):
        last = rows[-1][-1][0] if rows else None
        if last and line[0].middle - last.middle < BESIDE * min(last.size, line[0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _within(row: Sequence[tuple[int | None, bool]], slot: Slot) -> dict[int, bool]:
    """Return the columns of a line's words that one cell spans, and whether figures stand there."""
    end = slot.col + slot.col_span
    return {
        column: figure for column, figure in row if column is not None and slot.col <= column < end
    }


def _set_upright(lines: Sequence[Sequence[Glyph]], xs: Sequence[float]) -> bool:
    """Tell whether most columns hold one letter a line: headings set from the top down."""
    held: dict[int, list[int]] = {}
    digits: set[int] = set()
    for line in lines:
        counts: dict[int, int] = {}
        for glyph in line:
            if (at := _column((glyph.x0, glyph.top, glyph.x1, glyph.bottom), xs)) is not None:
                counts[at] = counts.get(at, 0) + 1
                digits.update({at} if glyph.text.isdecimal() else ())
        for at, count in counts.items():
            held.setdefault(at, []).append(count)
    upright = [at for at, c in held.items() if len(c) > 1 and max(c) == 1 and at not in digits]
    return len(upright) * 2 > len(held)


def _column(box: tuple[float, float, float, float], xs: Sequence[float]) -> int | None:
    """Return the column that a word stands in; None where it lies across a wall."""
    middle = (box[0] + box[2]) / 2
    for column, (left, right) in enumerate(pairwise(xs)):
        if left <= middle <= right:
            return column if left - LEAN < box[0] and (box[2] < right + LEAN) else None
    return None


def _parted(lattice: Lattice, found: dict[int, list[list[Block]]]) -> Opened:
    """Return the lattice with each row that was found to hold several parted into them."""
    ys: list[float] = [lattice.ys[0]]
    starts: list[int] = []
    for row, bottom in enumerate(lattice.ys[1:]):
        starts.append(len(ys) - 1)
        ys.extend(_floors(found.get(row, []), ys[-1], bottom))
        ys.append(bottom)
    starts.append(len(ys) - 1)
    slots: list[Slot] = []
    texts: dict[int, str] = {}
    for slot in lattice.slots:
        if slot.row not in found:
            first, end = starts[slot.row], starts[slot.row + slot.row_span]
            slots.append(Slot(first, slot.col, end - first, slot.col_span, slot.box))
    for row, rows in found.items():
        for number, blocks in enumerate(rows):
            at = starts[row] + number
            for col, (left, right) in enumerate(pairwise(lattice.xs)):
                texts[len(slots)] = _text(blocks, col)
                slots.append(Slot(at, col, 1, 1, (left, ys[at], right, ys[at + 1])))
    order = sorted(range(len(slots)), key=lambda n: (slots[n].row, slots[n].col))
    placed = {number: texts[n] for number, n in enumerate(order) if n in texts}
    return Opened(Lattice(lattice.xs, tuple(ys), tuple(slots[n] for n in order)), placed)


def _floors(rows: Sequence[Sequence[Block]], top: float, bottom: float) -> list[float]:
    """Return the heights between rows, from the top."""
    middles = [sum(block.middle for block in row) / len(row) for row in rows]
    floors = []
    for number, (upper, lower) in enumerate(pairwise(rows)):
        low, high = max(b.bottom for b in upper), min(b.top for b in lower)
        between = (low + high) / 2
        if not middles[number] < between < middles[number + 1]:
            between = (middles[number] + middles[number + 1]) / 2
        floors.append(min(max(between, top), bottom))
    return floors


def _text(blocks: Sequence[Block], column: int) -> str:
    own = [seg for block in blocks if block.column == column for seg in block.lines]
    return "\n".join(seg.text for seg in sorted(own, key=lambda s: (s.middle, s.box[0])))
