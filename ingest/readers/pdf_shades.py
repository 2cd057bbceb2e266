"""Find tables whose rows are told apart by shading: every other row, or the header alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_glyphs import Rule
from ingest.readers.pdf_header import TOUCH
from ingest.readers.pdf_lattice import JOIN, Lattice
from ingest.readers.pdf_regions import PROSE, names_column, stands_above
from ingest.readers.pdf_rules import FAR, LEVEL, Band, Framed, first_row, is_caption, is_note
from ingest.readers.pdf_segments import Line, Segment, around
from ingest.readers.pdf_tiling import WIDE
from ingest.records import BBox
from ingest.tables_words import normal, words

CLOSE = 2.0
"""The lines of a table's cells follow one another within so many heights."""

TALL_CELL = 6
"""The figures of a row stand no more than so many lines below its first."""

OFF_MIDDLE = 6.0
"""A word is not set to the middle of a column whose ends are so much nearer on one side."""

TOUCHING = 1.5
"""Boxes no farther apart than this, in points, lie right below one another."""

TALL = 120.0
"""One shaded box taller than this, in points, is a background and no row."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Hold one shaded row: its box, where the shaded cells in it meet, and these."""

    box: BBox
    joints: tuple[float, ...]
    cells: tuple[BBox, ...]

    @property
    def top(self) -> float:
        """Return where it begins."""
        return self.box[1]

    @property
    def bottom(self) -> float:
        """Return where it ends."""
        return self.box[3]


def strips_of(shades: Sequence[BBox]) -> list[Strip]:
    """Return the rows that shaded boxes make, from the top: boxes side by side are one."""
    strips = [_strip(boxes) for boxes in _parted(list(shades), down=True)]
    rows = (one for one in strips if one.joints or one.bottom - one.top < TALL)
    return sorted(rows, key=lambda one: one.box[1::-1])


def _parted(boxes: list[BBox], *, down: bool, whole: bool = False) -> list[list[BBox]]:
    """Part boxes where nothing of them lies, down the page and across it by turns."""
    if not boxes:
        return []
    low, high, gap = (1, 3, -1.0) if down else (0, 2, JOIN)
    groups: list[list[BBox]] = []
    end = 0.0
    for box in sorted(boxes, key=lambda one: one[low]):
        if groups and box[low] - end < gap:
            groups[-1].append(box)
            end = max(end, box[high])
        else:
            groups.append([box])
            end = box[high]
    if len(groups) == 1 and whole:
        return groups
    alone = len(groups) == 1
    return [part for group in groups for part in _parted(group, down=not down, whole=alone)]


def _strip(boxes: Sequence[BBox]) -> Strip:
    """Return boxes as one row; the walls of its cells are those of its lowest boxes."""
    box = around(boxes)
    low = sorted(one for one in boxes if box[3] - one[3] < 1.5)
    joints = ((a[2] + b[0]) / 2 for a, b in pairwise(low) if abs(b[0] - a[2]) < JOIN)
    return Strip(box, tuple(joints), tuple(boxes))


def shaded(
    lines: Sequence[Line], shades: Sequence[BBox], down: Sequence[Rule], found: Sequence[Lattice]
) -> list[Framed]:
    """Return the tables of a page that have shaded rows and others that nothing marks."""
    free = [one for one in strips_of(shades) if _free(one, down, found)]
    tables = []
    for level in _levels(free):
        for strips in _runs(lines, level):
            table = _table(lines, strips)
            if table is not None:
                tables.append(table)
    return sorted(tables, key=lambda table: table.first)


def _free(strip: Strip, down: Sequence[Rule], found: Sequence[Lattice]) -> bool:
    """Tell whether a strip lies in no ruled table, and no rule parts its cells."""
    left, top, right, bottom = strip.box
    if any(one.box[1] - LEVEL < top and bottom < one.box[3] + LEVEL for one in found):
        return False
    half = (bottom - top) / 2
    return not any(
        left + LEVEL < rule.at < right - LEVEL
        and min(rule.end, bottom) - max(rule.start, top) > half
        for rule in down
    )


def _levels(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return strips by their extent, each from the top."""
    levels: list[list[Strip]] = []
    for strip in strips:
        for level in levels:
            other = level[0].box
            if max(abs(strip.box[0] - other[0]), abs(strip.box[2] - other[2])) < LEVEL:
                level.append(strip)
                break
        else:
            levels.append([strip])
    return levels


def _runs(lines: Sequence[Line], strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return the strips of each table: between them stand rows, and nothing else."""
    runs: list[list[Strip]] = []
    for strip in strips:
        between = lines[_line_at(lines, runs[-1][-1].bottom) :] if runs else []
        between = [line for line in between if line[0].middle < strip.top]
        if runs and _titles(lines, strip) and not all(_titles(lines, one) for one in runs[-1]):
            runs.append([strip])
        elif runs and all(_rowlike(line, strip.box, _size(lines, runs[-1])) for line in between):
            runs[-1].append(strip)
        else:
            runs.append([strip])
    return runs


def _titles(lines: Sequence[Line], strip: Strip) -> bool:
    """Tell whether a strip holds the title or the unit of a table."""
    return any(map(_captions, _in(lines, strip)))


def _line_at(lines: Sequence[Line], at: float) -> int:
    """Return the number of the first line below a height."""
    return next((n for n, line in enumerate(lines) if line[0].middle > at), len(lines))


def _in(lines: Sequence[Line], strip: Strip) -> list[Line]:
    return [line for line in lines if strip.top < line[0].middle < strip.bottom]


def _size(lines: Sequence[Line], strips: Sequence[Strip]) -> float:
    """Return the height of the letters in strips."""
    sizes = [seg.size for strip in strips for line in _in(lines, strip) for seg in line]
    return median(sizes) if sizes else 0.0


def _rowlike(line: Line, box: BBox, size: float) -> bool:
    """Tell whether a line may stand in a table as wide as a box."""
    wide = line[0].box[0] < box[0] - LEVEL or line[-1].box[2] > box[2] + LEVEL
    large = size > 0 and max(seg.size for seg in line) > 1.15 * size
    prose = len(line) == 1 and line[0].box[2] - line[0].box[0] > PROSE * (box[2] - box[0])
    return not (wide or large or prose or is_note(line) or _captions(line))


def _captions(line: Line) -> bool:
    """Tell whether a line stands above a table."""
    return is_caption(line) or stands_above(line)


def _table(lines: Sequence[Line], strips: Sequence[Strip]) -> Framed | None:
    """Return the table of strips with the lines around them; None where all rows are shaded."""
    size, box = _size(lines, strips), strips[0].box
    head = _head(lines, strips)
    if head and head[-1].joints and _starts(lines, head, size):
        return _below_head(lines, strips, head, size)
    start, end = _line_at(lines, strips[0].top), _line_at(lines, strips[-1].bottom)
    under = start
    while under < end and _captions(lines[under]) and not lines[under][0].year:
        under += 1
    if start == end or under == end or not size:
        return None
    joints = sorted({joint for strip in strips for joint in strip.joints})
    apart = [x for n, x in enumerate(joints) if not n or x - joints[n - 1] > JOIN]
    walls = (box[0], *apart, box[2]) if apart else ()
    last = end if walls else _below(lines, end, strips[-1], size)
    while walls and last < len(lines) and _between(lines, last, walls, size):
        last += 1
    inside = sum(len(_in(lines, strip)) for strip in strips)
    first = _above(lines, start, box, size) if under == start else under
    if last - start == inside and (first == start or len(strips) > 1):
        return None
    start = under
    rows = [seg for strip in strips for line in _in(lines, strip) for seg in line]
    body = next(
        (n for n in range(first, start) if _has_figure(lines[n]) or _like(lines[n], rows, walls)),
        start,
    )
    if not _names(lines[first:body]):
        body = first
    if body == first:
        body = _shaded_head(lines, strips, first)
    body = first_row(lines, first, body, last)
    if not any(len(line) > 1 for line in lines[body:last]) or _other(lines[body:last], walls):
        return None
    top = lines[body][0].box[1] - 1
    bottom = max(seg.box[3] for seg in lines[last - 1]) + 1
    return Framed(first, body, last, walls, _bands(strips, top, bottom))


def _like(line: Line, rows: Sequence[Segment], walls: Sequence[float]) -> bool:
    """Tell whether a word begins where names in rows do, and is not set to its column's middle."""
    for seg in line:
        left, _, right, _ = seg.box
        for a, b in pairwise(walls):
            if a < (left + right) / 2 < b and abs(a + b - left - right) > OFF_MIDDLE:
                named = any(abs(one.box[0] - left) < LEVEL / 3 and not one.figure for one in rows)
                if named and not names_column(seg.text):
                    return True
    return False


def _other(lines: Sequence[Line], walls: Sequence[float]) -> bool:
    """Tell whether lines have other cells than those between walls: three words or more in one.

    The last line may begin another part of a form, whose rows stand on the next page.
    """
    return any(
        sum(a < seg.box[0] and seg.box[2] < b and len(seg.text) > 1 for seg in line) > 2
        for line in lines[:-1]
        for a, b in pairwise(walls)
    )


def _head(lines: Sequence[Line], strips: Sequence[Strip]) -> list[Strip]:
    """Return the strips of a header below captions: one right below another, without figures."""
    head: list[Strip] = []
    for strip in strips:
        inside = _in(lines, strip)
        if not head and all(map(_captions, inside)):
            continue
        if any(map(_has_figure, inside)) or (head and strip.top - head[-1].bottom > TOUCHING):
            break
        head.append(strip)
    return head


def _starts(lines: Sequence[Line], head: Sequence[Strip], size: float) -> bool:
    """Tell whether strips are a header: below a caption, or their labels are words of headers."""
    first, body = _line_at(lines, head[0].top), _line_at(lines, head[-1].bottom)
    above = lines[first - 1] if first else []
    if len(above) == 1 and (_captions(above) or abs(above[0].size - size) > 1):
        return True
    return len(above) < 2 and _heads(lines[first:body])


def _below_head(
    lines: Sequence[Line], strips: Sequence[Strip], head: Sequence[Strip], size: float
) -> Framed | None:
    """Return the table below a header whose cells are shaded boxes.

    None where it names nothing, or where all rows are shaded, too.
    """
    first, body = _line_at(lines, head[0].top), _line_at(lines, head[-1].bottom)
    if not _names(lines[first:body]):
        return None
    low = head[-1]
    walls = (low.box[0], *low.joints, low.box[2])
    last = max(body, _line_at(lines, strips[-1].bottom))
    while last < len(lines) and _between(lines, last, walls, size):
        last += 1
    painted = sum(len(_in(lines, strip)) for strip in strips if strip.top > low.top + 1)
    if (painted and painted == last - body) or _other(lines[body:last], walls):
        return None
    bottom = max((seg.box[3] for line in lines[body:last] for seg in line), default=0.0) + 1
    bands = _bands(strips, low.bottom + 0.1, bottom)
    cells = tuple(cell for strip in head for cell in strip.cells)
    return Framed(first, body, last, walls, bands, cells)


def _between(lines: Sequence[Line], at: int, walls: Sequence[float], size: float) -> bool:
    """Tell whether a line goes on with a table between walls: near, and no sentence over them."""
    line = lines[at]
    left, _, right, _ = line[0].box
    alone = len(line) == 1 and WIDE.search(line[0].text) is not None
    over = alone and any(left + 1 < wall < right - 1 for wall in walls)
    near = line[0].middle - lines[at - 1][0].middle < FAR * size
    box = (walls[0], 0.0, walls[-1], 0.0)
    return near and not over and _rowlike(line, box, size)


def _above(lines: Sequence[Line], start: int, box: BBox, size: float) -> int:
    """Return the first line that belongs to a table above its first strip.

    A year alone on its line is a caption, but where a header stands above it, too.
    """
    first = at = start
    while at:
        line = lines[at - 1]
        year = len(line) == 1 and is_caption(line) and line[0].year
        if not year and not _rowlike(line, box, size):
            break
        if at < start and lines[at][0].middle - line[0].middle > FAR * size:
            break
        at -= 1
        first = first if year else at
    return first


def _below(lines: Sequence[Line], end: int, strip: Strip, size: float) -> int:
    """Return the line behind a table that ends below its last strip."""
    last, near = end, strip.bottom + (strip.bottom - strip.top)
    while last < len(lines) and _rowlike(lines[last], strip.box, size):
        line = lines[last]
        gap = line[0].middle - lines[last - 1][0].middle
        listed = len(line) > 1 and _has_figure(line) and gap < FAR * size
        touches = last > end and line[0].box[1] - lines[last - 1][0].box[3] < TOUCH * size
        if not listed and not touches and line[0].middle > near and not _goes_on(lines, last, size):
            break
        last += 1
    return last


def _goes_on(lines: Sequence[Line], at: int, size: float) -> bool:
    """Tell whether a line begins a cell whose row has its figures some lines below."""
    for number in range(at, min(at + TALL_CELL, len(lines))):
        gap = lines[number][0].middle - lines[number - 1][0].middle
        if gap > CLOSE * size or _captions(lines[number]) or is_note(lines[number]):
            return False
        if len(lines[number]) > 1 and _has_figure(lines[number]):
            return True
    return False


def _has_figure(line: Line) -> bool:
    return any(seg.figure for seg in line)


def _names(lines: Sequence[Line]) -> bool:
    """Tell whether lines name columns: most of their labels are words of headers."""
    texts = [normal(seg.text) for line in lines for seg in line]
    return any(words().head.search(text) or words().indicator.search(text) for text in texts)


def _shaded_head(lines: Sequence[Line], strips: Sequence[Strip], first: int) -> int:
    """Return the first line below strips at the top that name columns."""
    body = first
    for strip in strips:
        at = _line_at(lines, strip.top)
        inside = [line for line in _in(lines, strip) if not _captions(line)]
        at = max(at, first)
        if not inside:
            continue
        if at != body or any(map(_has_figure, inside)) or not _heads(inside):
            break
        body += len(inside)
    return body


def _heads(lines: Sequence[Line]) -> bool:
    """Tell whether a row names columns: most of its words do, or two of many and it is no form."""
    texts = [normal(seg.text) for line in lines for seg in line]
    heads = sum(bool(words().head.search(text)) for text in texts)
    form = bool(texts) and words().form_labels.search(texts[0]) is not None
    return heads * 2 > len(texts) or (heads > 1 and len(texts) > 3 and not form)


def _bands(strips: Sequence[Strip], top: float, bottom: float) -> tuple[Band, ...]:
    """Return the rows that strips mark from `top` to `bottom`, and those between them."""
    below = [strip for strip in strips if strip.bottom > top]
    by_turns = len(below) > 1 and all(b.top - a.bottom > 1 for a, b in pairwise(below))
    bands = []
    at = top
    for strip in below:
        if strip.top - at > 1:
            bands.append(Band(at, strip.top, whole=by_turns))
        walls = (strip.box[0], *strip.joints, strip.box[2]) if strip.joints else ()
        bands.append(Band(max(strip.top, top), strip.bottom, whole=True, walls=walls))
        at = strip.bottom
    if bottom - at > 1:
        bands.append(Band(at, bottom, whole=by_turns))
    return tuple(bands)
