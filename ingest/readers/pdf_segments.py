"""Cut printed lines into the words of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_glyphs import Glyph, bounds
from ingest.readers.pdf_lines import text_of
from ingest.records import BBox
from ingest.tables_grid import names_rows, numbers_columns
from ingest.tables_words import words

CELL_GAP = 0.55
"""A gap of this many heights or more parts two cells on a line."""

FIGURE_GAP = 0.25
"""A gap of this many heights parts a figure that stands alone from the words behind it."""

FEWEST, OVER = 12, 0.03
"""Of so many words or more, but this share leave a strip between columns white."""

SPACED = 8
"""Characters of one label are set apart by fewer heights than this."""

FIGURE = re.compile(r"[+△-]?[\d,]+(?:\.\d+)?%?|[+-]?\.\d+|[.\-—–]")
_AMOUNT = re.compile(r"[+-]?[\d,]+\.\d{2,6}")
_GOES_ON = re.compile(r"[\d.,%％元万亿千百倍。，、；：）)个人辆台次]")
_YEAR_ALONE = re.compile(r"[（(]?20\d\d年度?[)）]?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold the words of one cell on one printed line."""

    text: str
    box: BBox

    @property
    def middle(self) -> float:
        """Return the height of its centre."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def size(self) -> float:
        """Return the height of its letters."""
        return self.box[3] - self.box[1]

    @property
    def figure(self) -> bool:
        """Tell whether it is a figure, a code or a dash, and no year."""
        return FIGURE.fullmatch(self.text) is not None and not _YEAR.fullmatch(self.text)

    @property
    def year(self) -> bool:
        """Tell whether it is a year and nothing else."""
        return _YEAR_ALONE.fullmatch(self.text) is not None


Line = list[Segment]


def segments_of(
    line: Sequence[Glyph], walls: Sequence[float] = (), least: float | None = None
) -> Line:
    """Cut a line at its gaps; at a narrow one too where a wall between columns stands in it.

    `least` is the gap in heights that cuts it wherever it is.
    """
    runs: list[list[Glyph]] = []
    for glyph in line:
        gap = least or (_least(runs[-1], glyph, walls) if runs else 0.0)
        if runs and glyph.x0 - runs[-1][-1].x1 < gap * glyph.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [Segment(text_of(run), bounds(run)) for run in runs]


def recut(glyph_lines: Sequence[Sequence[Glyph]], lines: Sequence[Line]) -> list[Line]:
    """Cut lines of a table anew where nearly all others leave white: columns may nearly touch."""
    walls = _white([seg for line in lines for seg in line])
    parts = [seg for line in glyph_lines for seg in segments_of(line, least=FIGURE_GAP)]
    gaps = [(a.box[2], b.box[0]) for line in lines for a, b in pairwise(line)]
    walls += [x for x in _white(parts) if any(left < x < right for left, right in gaps)]
    return [segments_of(line, walls) for line in glyph_lines] if walls else list(lines)


def _white(segs: Sequence[Segment]) -> list[float]:
    """Return the middles of strips that hardly any words lie over, and words lie to both sides of."""
    if len(segs) < FEWEST:
        return []
    ends = sorted({x for seg in segs for x in (seg.box[0], seg.box[2])})
    few = max(1.0, OVER * len(segs))
    strips: list[list[float]] = []
    for left, right in pairwise(ends):
        over = sum(seg.box[0] <= left and seg.box[2] >= right for seg in segs)
        if over > few:
            continue
        if strips and strips[-1][1] == left:
            strips[-1][1] = right
        else:
            strips.append([left, right])
    inner = [one for one in strips if ends[0] < one[0] and one[1] < ends[-1]]
    return [(left + right) / 2 for left, right in inner if right - left > 1.0]


def _least(run: Sequence[Glyph], glyph: Glyph, walls: Sequence[float]) -> float:
    """Return how many heights part a run from what follows."""
    left, right = run[-1].x0, glyph.x1
    return FIGURE_GAP if any(left < wall < right for wall in walls) else _gap(run, glyph)


def _gap(run: Sequence[Glyph], glyph: Glyph) -> float:
    """Return how many heights part a run from what follows: less behind an amount in a cell.

    A unit goes on with its figure (9.40 万元), whatever lies between; a digit does where digits are
    set apart.
    """
    gap = glyph.x0 - run[-1].x1
    if gap < FIGURE_GAP * glyph.size or not _AMOUNT.fullmatch(text_of(run)):
        return CELL_GAP
    spaced = any(b.x0 - a.x1 > gap / 2 for a, b in pairwise(run))
    other = glyph.text.isdecimal() and not spaced  # the next amount, no digit of this one
    return FIGURE_GAP if other or not _GOES_ON.match(glyph.text) else CELL_GAP


def spaced(line: Line) -> Line:
    """Return a line of a header with labels joined that were set with space between characters."""
    joined: Line = []
    alone = False
    for seg in line:
        last = joined[-1] if joined else None
        if last and alone and len(seg.text) == 1 and seg.box[0] - last.box[2] < SPACED * seg.size:
            joined[-1] = Segment(last.text + seg.text, around([last.box, seg.box]))
            continue
        joined.append(seg)
        alone = len(seg.text) == 1
    return joined


def wide_joined(line: Line, *, alone: bool = False) -> Line:
    """Return a line with the letters of a heading joined that was set wide: 收　　入, 项　目.

    Letters beside it stand farther off than they do from one another: 类, 款, 项 and 目 are columns.
    `alone` it may fill the line, which else is a row's name: 合　　计.
    """
    joined: Line = []
    at = 0
    while at < len(line):
        end = next((n for n in (4, 3, 2) if _is_wide_word(line, at, at + n, alone)), 1)
        word = line[at : at + end]
        text = "".join(seg.text for seg in word)
        joined.append(word[0] if end == 1 else Segment(text, around([seg.box for seg in word])))
        at += end
    return joined


def _is_wide_word(line: Line, start: int, end: int, alone: bool) -> bool:
    """Tell whether single letters are a heading, set apart from what stands beside them."""
    word = line[start:end]
    if len(word) < end - start or any(len(seg.text) > 1 for seg in word):
        return False
    if len(word) == len(line) and not alone:
        return False
    if words().wide.fullmatch("".join(seg.text for seg in word)) is None:
        return False
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(word)]
    beside = [
        b.box[0] - a.box[2]
        for a, b in pairwise(line[max(start - 1, 0) : end + 1])
        if a not in word or b not in word
    ]
    return max(gaps) < SPACED * word[0].size and max(gaps) < min(beside, default=max(gaps) + 1)


def total_joined(line: Line) -> Line:
    """Return a line of a body with the letters of a total joined that stand far apart: 合　　计."""
    for end in range(2, min(len(line), 4) + 1):
        head = line[:end]
        text = "".join(seg.text for seg in head)
        if any(len(seg.text) > 1 for seg in head):
            break
        if words().total.search(text):
            return [Segment(text, around([seg.box for seg in head])), *line[end:]]
    return line


def without_numbers(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a header without the numbers of its columns: 栏次 1 2 3."""
    return [
        [seg for seg in line if names_rows(seg.text)]
        if numbers_columns([seg.text for seg in line])
        else line
        for line in lines
    ]


def around(boxes: Sequence[BBox]) -> BBox:
    """Return the box around boxes."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
