"""Find where on a page lines stand that are tables without rules: captions end them, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf_segments import Line, Segment
from ingest.tables_caption import line_caption
from ingest.tables_words import normal, words

MOST = 4
"""Words of a caption, or lines of a header of one word above others, are no more than this."""

PROSE = 0.62
"""A line of one piece longer than this share of the text's width is prose, no cell."""


def regions(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return first and last line of each run of lines with cells side by side."""
    sizes = [seg.size for line in lines for seg in line]
    if not sizes:
        return []
    usual = median(sizes)
    left = min(seg.box[0] for line in lines for seg in line)
    right = max(seg.box[2] for line in lines for seg in line)
    regions: list[tuple[int, int]] = []
    start: int | None = None
    last = 0
    for at, line in enumerate(lines):
        large = max(seg.size for seg in line) > 1.15 * usual
        far = at > 0 and line[0].middle - lines[at - 1][0].middle > 3.2 * usual
        prose = len(line) == 1 and line[0].box[2] - line[0].box[0] > PROSE * (right - left)
        caption = stands_above(line)
        if start is not None and (large or far or prose or caption):
            regions.append((start, last))
            start = None
        if len(line) > 1 and not large and not caption:
            start = at if start is None else start
            last = at
    if start is not None:
        regions.append((start, last))
    grown = [_grow(lines, _under_caption(lines, first, usual), end) for first, end in regions]
    return [(first, end) for first, end in grown if _tabular(lines[first : end + 1])]


def stands_above(line: Line) -> bool:
    """Tell whether a line is a table's number with its title, or its unit, and nothing else."""
    text = " ".join(seg.text for seg in line)
    if len(line) <= MOST and numbered(text):
        return True
    caption = line_caption(text, words())
    return len(line) == 1 and caption.unit is not None and not caption.title


def numbered(text: str) -> bool:
    """Tell whether a line is a table's number with its title; a year may follow the number."""
    caption = line_caption(text, words())
    number, _, rest = text.strip().partition(" ")
    parted = bool(rest) and words().annex.fullmatch(normal(number)) is not None
    return parted or bool(caption.annex and caption.title)


def _under_caption(lines: Sequence[Line], first: int, usual: float) -> int:
    """Return the first line of a table's header: all that stands below its unit or its title."""
    left = min(line[0].box[0] for line in lines[first : first + MOST])
    for at in range(first, max(first - MOST, 0), -1):
        line, below = lines[at - 1], lines[at]
        if stands_above(line):
            return at
        gap = below[0].middle - line[0].middle
        if gap > 3.2 * usual or line[0].box[0] < left - 1 or _is_note(line):
            return first
        if max(seg.size for seg in line) > 1.15 * below[0].size:
            return first
        if at == 1 and len(line) == 1 and line[0].box[0] > left + line[0].size:
            return 0  # the page begins with a header that is repeated
    return first


def _tabular(lines: Sequence[Line]) -> bool:
    """Tell a table from text with gaps: figures stand at the end of several lines."""
    rows = [line for line in lines if len(line) > 1]
    figures = sum(any(seg.figure for seg in line[1:]) for line in rows)
    return figures >= 2 or (figures == 1 and len(lines) <= 4)


def plainly(lines: Sequence[Line]) -> bool:
    """Tell whether lines are a table beyond doubt: three or more with figures, a header above."""
    figures = sum(any(seg.figure for seg in line[1:]) for line in lines)
    return figures >= 3 and any(names_column(seg.text) for line in lines for seg in line)


def _grow(lines: Sequence[Line], first: int, last: int) -> tuple[int, int]:
    """Take in lines of one cell that touch the table or stand under its columns."""
    while first and _touches(lines[first - 1], lines[first]):
        first -= 1
    lefts = [seg.box[0] for line in lines[first : last + 1] for seg in line]
    size = lines[last][0].size
    if all(len(line) == 1 and _starts_at(line[0], lefts) for line in lines[:first]):
        first = 0  # the page begins with the rest of a broken cell
    while last + 1 < len(lines):
        line, above = lines[last + 1], lines[last]
        near = line[0].middle - above[0].middle < 2.6 * size
        under = len(line) == 1 and _starts_at(line[0], lefts)
        if not (_touches(above, line) or (near and under)) or _is_note(line):
            break
        last += 1
    return first, last


def _is_note(line: Line) -> bool:
    return len(line) == 1 and words().note.search(normal(line[0].text)) is not None


def _starts_at(seg: Segment, lefts: Sequence[float]) -> bool:
    return any(abs(seg.box[0] - left) < 1.2 for left in lefts)


def _touches(upper: Line, lower: Line) -> bool:
    gap = min(seg.box[1] for seg in lower) - max(seg.box[3] for seg in upper)
    same = abs(upper[0].size - lower[0].size) < 1
    return same and gap < 0.6 * lower[0].size


def names_column(text: str) -> bool:
    """Tell whether a text is a word of headers; names of indicators end like one."""
    bare, vocabulary = normal(text), words()
    if vocabulary.indicator.search(bare):
        return True
    return not bare.endswith("指标") and vocabulary.head.search(bare) is not None
