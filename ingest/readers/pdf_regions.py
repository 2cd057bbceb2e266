"""Find where on a page lines stand that are tables without rules: captions end them, and notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from statistics import median

from ingest.readers.pdf_segments import Line, Segment
from ingest.tables_caption import heads_table, is_title, line_caption
from ingest.tables_words import normal, words

MOST = 4
"""Words of a caption, or lines of a header of one word above others, are no more than this."""

CENTRED = 0.03
"""A year is set to the middle of a text's width but for this share of it."""

WRAP = 1.8
"""The lines of a name follow one another within so many heights."""

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
    captions = captions_among(lines)
    regions: list[tuple[int, int]] = []
    start: int | None = None
    last = 0
    for at, line in enumerate(lines):
        large = max(seg.size for seg in line) > 1.15 * usual
        far = at > 0 and line[0].middle - lines[at - 1][0].middle > 3.2 * usual
        prose = len(line) == 1 and line[0].box[2] - line[0].box[0] > PROSE * (right - left)
        caption = at in captions
        if start is not None and (large or far or prose or caption):
            regions.append((start, last))
            start = None
        if len(line) > 1 and not large and not caption:
            start = at if start is None else start
            last = at
    if start is not None:
        regions.append((start, last))
    firsts = [(_under_caption(lines, first, usual, captions), end) for first, end in regions]
    grown = [_grow(lines, first, end, captions) for first, end in firsts]
    return [
        (first, end)
        for first, end in grown
        if _tabular(lines[first : end + 1])
        or (end + 1 == len(lines) and first - 1 in captions and _only_heads(lines[first:]))
    ]


def _only_heads(lines: Sequence[Line]) -> bool:
    """Tell whether lines at the end of a page are the header of a table that goes on behind it."""
    segs = [seg for line in lines for seg in line]
    named = sum(names_column(seg.text) for seg in segs)
    wide = max(map(len, lines)) >= MOST - 1
    return wide and named > 1 and not any(seg.figure for seg in segs)


def captions_among(lines: Sequence[Line]) -> set[int]:
    """Return the lines that stand above tables, with the rest of a long name and a year of theirs."""
    found = {at for at, line in enumerate(lines) if stands_above(line)}
    left = min((line[0].box[0] for line in lines), default=0.0)
    right = max((line[-1].box[2] for line in lines), default=0.0)
    rests: list[Segment] = []
    for at, line in enumerate(lines):
        above = [seg for n in (at - 1, at - 2) if n in found for seg in lines[n]]
        rest = [seg for seg in line if any(_goes_on(seg, one, rests) for one in above)]
        others = [seg.text for seg in line if seg not in rest and not seg.year]
        middle = (line[0].box[0] + line[0].box[2] - left - right) / 2
        year = len(line) == 1 and line[0].year and abs(middle) < CENTRED * (right - left)
        beside = at - 1 in found or (at + 1 in found and _titled(line))
        if (rest and (not others or heads_table(others))) or (beside and (year or _titled(line))):
            found.add(at)
            rests += rest
    return found


def _titled(line: Line) -> bool:
    """Tell whether a line is a title and nothing else."""
    return len(line) == 1 and is_title(line[0].text, words())


def _goes_on(seg: Segment, above: Segment, rests: Sequence[Segment]) -> bool:
    """Tell whether a text is the rest of a name in a caption: right under it, set to one edge."""
    told = above in rests or re.search("[:：].", above.text) is not None
    near = 0 < seg.middle - above.middle < WRAP * seg.size
    edge = min(abs(seg.box[0] - above.box[0]), abs(seg.box[2] - above.box[2]))
    return told and near and edge < 1.2 and not seg.figure and seg.box[2] < above.box[2] + 1.2


def stands_above(line: Line) -> bool:
    """Tell whether a line is a table's number with its title, or tells unit, body, year alone."""
    text = " ".join(seg.text for seg in line)
    if (len(line) <= MOST and numbered(text)) or heads_table([seg.text for seg in line]):
        return True
    caption = line_caption(text, words())
    return len(line) == 1 and caption.unit is not None and not caption.title


def numbered(text: str) -> bool:
    """Tell whether a line is a table's number with its title; a year may follow the number."""
    caption = line_caption(text, words())
    number, _, rest = text.strip().partition(" ")
    parted = bool(rest) and words().annex.fullmatch(normal(number)) is not None
    return parted or bool(caption.annex and caption.title)


def _under_caption(
    lines: Sequence[Line], first: int, usual: float, captions: Collection[int]
) -> int:
    """Return the first line of a table's header: all that stands below its unit or its title."""
    left = min(line[0].box[0] for line in lines[first : first + MOST])
    for at in range(first, max(first - MOST, 0), -1):
        line, below = lines[at - 1], lines[at]
        if at - 1 in captions:
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
    """Tell a table from text with gaps: figures stand at the end of several lines.

    One line is enough at the end of a page, below its header.
    """
    rows = [line for line in lines if len(line) > 1]
    figures = sum(any(seg.figure for seg in line[1:]) for line in rows)
    named = any(names_column(seg.text) for line in rows[:-1] for seg in line)
    several = named and any(sum(seg.figure for seg in line) > 1 for line in rows)
    return figures >= 2 or (figures == 1 and (len(lines) <= 4 or several))


def plainly(lines: Sequence[Line]) -> bool:
    """Tell whether lines are a table beyond doubt: three or more with figures, a header above."""
    figures = sum(any(seg.figure for seg in line[1:]) for line in lines)
    return figures >= 3 and any(names_column(seg.text) for line in lines for seg in line)


def _grow(
    lines: Sequence[Line], first: int, last: int, captions: Collection[int]
) -> tuple[int, int]:
    """Take in lines of one cell that touch the table or stand under its columns."""
    while first and first - 1 not in captions and _touches(lines[first - 1], lines[first]):
        first -= 1
    lefts = [seg.box[0] for line in lines[first : last + 1] for seg in line]
    size = lines[last][0].size
    begun = not any(at in captions for at in range(first))
    if begun and all(len(line) == 1 and _starts_at(line[0], lefts) for line in lines[:first]):
        first = 0  # the page begins with the rest of a broken cell
    while last + 1 < len(lines):
        line, above = lines[last + 1], lines[last]
        near = line[0].middle - above[0].middle < 2.6 * size
        under = len(line) == 1 and _starts_at(line[0], lefts)
        ends = last + 1 in captions or _is_note(line)
        if ends or not (_touches(above, line) or (near and under)):
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
