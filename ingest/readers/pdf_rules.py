"""Find tables that have rules across only: above and below the header and at the end (三线表).

Where the rules are drawn cell by cell, the joints between their pieces are the walls of columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from statistics import median

from ingest.readers.pdf_first_row import mirrored
from ingest.readers.pdf_glyphs import Rule
from ingest.readers.pdf_lattice import JOIN, SNAP, THICK, Lattice, merge, pieces
from ingest.readers.pdf_regions import captions_among, names_column, stands_above
from ingest.readers.pdf_segments import (
    Line,
)
from ingest.records import BBox
from ingest.tables_caption import is_title
from ingest.tables_grid import numbers_columns
from ingest.tables_words import is_filler, normal, words

LEVEL = 3.0
"""Rules of one table begin and end within this many points of one another."""

LEAST = 0.4
"""A rule shorter than this share of the page's width is no table's."""

FAR = 3.2
"""A gap of so many heights between two lines ends a table."""

SEVERAL = 3
"""Rules in pieces that meet alike frame a table, whatever heads it, if it has more columns."""

HEADER = 7
"""A header has no more printed lines than this, where no joints of rules show its columns."""


@dataclass(frozen=True, slots=True)
class Band:
    """Hold the height of one row, or of several unless it is `whole`; `walls` are its cells' own."""

    top: float
    bottom: float
    whole: bool = False
    walls: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Framed:
    """Hold a table between rules: its first line, the first of its body, the line behind it.

    `walls` are those of its columns, left to right, or none where its rules are drawn in one.
    `bands` are the heights of its rows, from the top, where shading shows them; `heads` are the
    cells of its header, where they are shaded.
    """

    first: int
    body: int
    end: int
    walls: tuple[float, ...] = ()
    bands: tuple[Band, ...] = ()
    heads: tuple[BBox, ...] = ()


def framed(
    lines: Sequence[Line],
    across: Sequence[Rule],
    down: Sequence[Rule],
    found: Sequence[Lattice],
    width: float,
    carried: Sequence[float] = (),
) -> list[Framed]:
    """Return the tables that rules across frame on a page of a width, from the top.

    `carried` are the walls of the table that ends the page before, which may go on here.
    """
    tables: list[Framed] = []
    sides = pieces(down, THICK)
    for rules in _levels(_free([*across, *_ends(sides)], found, width)):
        at = [_line_below(lines, rule.at) for rule in rules]
        stretches = list(zip(at, [*at[1:], len(lines)], strict=True))
        number = 0
        while number < len(stretches) - 1:
            first = number
            stretches[first] = _below_captions(lines, *stretches[first])
            most = HEADER if not _walls(across, rules[first : first + 1]) else len(lines)
            while number < len(stretches) and _is_header(lines[slice(*stretches[number])], most):
                number += 1
            named = first < number < len(at) and _names(lines[stretches[first][0] : at[number]])
            body = number if named else first
            bands = [_rows_between(across, sides, pair) for pair in pairwise(rules[body:])]
            boxed = bool(bands) and not named and _same_walls(across, rules[body : body + 2])
            if number == len(stretches) or not (named or boxed or (bands and bands[0])):
                number += 1
                continue
            number = body
            while number < len(stretches) - 1 and _is_body(lines[slice(*stretches[number])]):
                number += 1
            number = max(number, body + 1)
            end = _end(lines, at[body], stretches[number - 1][1])
            walls = _walls(across, rules[first : (body if named else number) + 1])
            if not walls and not named and _meet(carried, rules[body]):
                walls = tuple(carried)
            walls = walls if _parts(walls, lines[at[body] : end]) else ()
            alone = named and end == len(lines) == at[body]  # a header at the end of a page
            if (named or walls) and (walls if alone else _is_body(lines[at[body] : end])):
                rows = bands[: number - body]
                listed = tuple(chain.from_iterable(rows)) if all(rows) else ()
                top = _heads_above(lines, stretches[first][0]) if named else stretches[first][0]
                tables.append(Framed(top, at[body], end, walls, listed))
    tables += _ended(lines, across, _free(across, found, width), tables)
    return sorted(tables, key=lambda table: table.first)


def _ended(
    lines: Sequence[Line],
    across: Sequence[Rule],
    rules: Sequence[Rule],
    tables: Sequence[Framed],
) -> Iterator[Framed]:
    """Yield the rest of a table from the page before: rows down to a rule drawn in pieces."""
    for rule in rules:
        above = lines[: _line_below(lines, rule.at)]
        if not above or any(table.first < len(above) for table in tables):
            return
        walls = _walls(across, [rule])
        listed = any(seg.figure for line in above for seg in line)
        if walls and listed and _parts(walls, above) and all(_in(line, walls) for line in above):
            yield Framed(0, 0, len(above), walls)
            return


def continued(lines: Sequence[Line], walls: Sequence[float]) -> Framed | None:
    """Return the rest of a table from the page before: rows between its walls, down to a caption."""
    size = median([seg.size for line in lines for seg in line]) if lines and walls else 0.0
    end = 0
    while end < len(lines) and size and _in(lines[end], walls):
        if end and lines[end][0].middle - lines[end - 1][0].middle > FAR * size:
            break
        end += 1
    first = next((n for n in range(end) if any(seg.figure for seg in lines[n])), end)
    named = any(names_column(seg.text) for line in lines[:first] for seg in line)
    if named or first == end or not _is_body(lines[:end]):
        return None
    if end < len(lines) and not (is_caption(lines[end]) or stands_above(lines[end])):
        near = lines[end][0].middle - lines[end - 1][0].middle < FAR * size
        if near and not is_note(lines[end]):
            return None
    return Framed(0, 0, end, tuple(walls))


def _in(line: Line, walls: Sequence[float]) -> bool:
    """Tell whether a line may be part of a row between walls: no caption, nothing over a wall."""
    return not (is_caption(line) or stands_above(line) or is_note(line)) and all(
        any(a - LEVEL < seg.box[0] and seg.box[2] < b + LEVEL for a, b in pairwise(walls))
        for seg in line
    )


def _meet(walls: Sequence[float], rule: Rule) -> bool:
    """Tell whether the outer walls of a table stand at the ends of a rule."""
    return bool(walls) and max(abs(walls[0] - rule.start), abs(walls[-1] - rule.end)) < LEVEL


def _rows_between(
    across: Sequence[Rule], sides: Sequence[Sequence[Rule]], rules: tuple[Rule, Rule]
) -> tuple[Band, ...]:
    """Return the rows between two rules that their sides show, or none."""
    return _between(sides, *rules, pieced=bool(_walls(across, rules)))


def _ends(sides: Sequence[Sequence[Rule]]) -> Iterator[Rule]:
    """Yield the top and the bottom of frames whose sides are drawn row by row."""
    for left, right in combinations(sorted(sides, key=lambda side: side[0].at), 2):
        if len(left) == len(right) and left[0].at < right[0].at - LEVEL:
            for a, b in ((left[0].start, right[0].start), (left[-1].end, right[-1].end)):
                if abs(a - b) < SNAP:
                    yield Rule(a, left[0].at, right[0].at)


def _between(
    sides: Sequence[Sequence[Rule]], upper: Rule, lower: Rule, *, pieced: bool
) -> tuple[Band, ...]:
    """Return the rows between two rules that the pieces of both their sides show, or none.

    A side in one piece shows one row where the rules are drawn in pieces.
    """
    heights: list[list[float]] = []
    for x in (upper.start, upper.end):
        own = [p for side in sides for p in side if abs(p.at - x) < LEVEL]
        own = [p for p in own if upper.at - LEVEL < p.start and p.end < lower.at + LEVEL]
        heights.append(sorted({p.start for p in own} | {p.end for p in own}))
    if not all(h and h[0] < upper.at + LEVEL and h[-1] > lower.at - LEVEL for h in heights):
        return ()
    shared = (y for y in heights[0] if any(abs(y - one) < SNAP for one in heights[1]))
    inner: list[float] = []
    for y in shared:
        if (inner or [upper.at])[-1] + LEVEL < y < lower.at - LEVEL:
            inner.append(y)
    edges = (upper.at, *inner, lower.at)
    return tuple(Band(a, b, whole=True) for a, b in pairwise(edges)) if inner or pieced else ()


def _free(across: Sequence[Rule], found: Sequence[Lattice], width: float) -> list[Rule]:
    """Return the long rules that are part of no ruled table."""
    return [
        rule
        for rule in merge(across)
        if rule.end - rule.start > LEAST * width
        and not any(one.box[1] - LEVEL <= rule.at <= one.box[3] + LEVEL for one in found)
    ]


def _levels(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Return rules by their extent, each from the top; one alone frames nothing."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        home = next(
            (
                level
                for level in levels
                if abs(level[0].start - rule.start) < LEVEL and abs(level[0].end - rule.end) < LEVEL
            ),
            None,
        )
        if home is None:
            levels.append([rule])
        else:
            home.append(rule)
    return [level for level in levels if len(level) > 1]


def _line_below(lines: Sequence[Line], at: float) -> int:
    """Return the number of the first line below a height."""
    return next((n for n, line in enumerate(lines) if line[0].middle > at), len(lines))


def _below_captions(lines: Sequence[Line], first: int, end: int) -> tuple[int, int]:
    """Return lines between two rules without the title and the unit that stand above a header."""
    captions = captions_among(lines[first:end])
    below = next(
        (
            at
            for at in range(first, end)
            if at - first not in captions and not is_caption(lines[at])
        ),
        end,
    )
    return below, end


def _heads_above(lines: Sequence[Line], first: int) -> int:
    """Return the first line of a header whose groups stand above its highest rule: 收入 | 支出."""
    while 0 < first < len(lines):
        upper, lower = lines[first - 1], lines[first]
        near = lower[0].middle - upper[0].middle < FAR * lower[0].size
        heads = len(upper) > 1 and all(names_column(seg.text) for seg in upper)
        if not near or not heads or is_caption(upper):
            break
        first -= 1
    return first


def first_row(lines: Sequence[Line], first: int, body: int, end: int) -> int:
    """Return the first line of a body: names of its first row begin above the row's figures."""
    at = next((n for n in range(body, end) if any(seg.figure for seg in lines[n])), end)
    if at == end or at != body:
        return body
    below = [seg for line in lines[body:end] for seg in line]
    while body - 1 > first and all(mirrored(seg, lines[at], below) for seg in lines[body - 1]):
        body -= 1
        below += lines[body]
    return body


def _is_header(lines: Sequence[Line], most: int) -> bool:
    """Tell whether lines between two rules, no more than `most`, may name columns."""
    if not lines or len(lines) > most or all(len(line) == 1 for line in lines):
        return False
    named = [line for line in lines if not numbers_columns([seg.text for seg in line])]
    figures = any(segment.figure for line in named for segment in line)
    return not figures and not any(is_caption(line) for line in lines)


def _names(lines: Sequence[Line]) -> bool:
    """Tell whether one of a header's labels is a word of headers."""
    return any(words().head.search(normal(segment.text)) for line in lines for segment in line)


def _is_body(lines: Sequence[Line]) -> bool:
    """Tell whether lines list figures or words in columns, or only an empty total."""
    listed = any(len(line) > 1 or words().total.search(normal(line[0].text)) for line in lines)
    return listed and not any(is_caption(line) for line in lines)


def _end(lines: Sequence[Line], first: int, end: int) -> int:
    """Return the line before which a body ends: at a note or the caption of the next table."""
    over = (n for n in range(first, end) if is_note(lines[n]) or is_caption(lines[n]))
    return next(over, end)


def is_note(line: Line) -> bool:
    """Tell whether a line is a note below a table."""
    return words().note.search(normal(line[0].text)) is not None


def is_caption(line: Line) -> bool:
    """Tell whether a line stands above a table: a title, a unit, whose it is."""
    vocabulary = words()
    alone = len(line) == 1 and is_title(line[0].text, vocabulary)
    numbered = vocabulary.annex.fullmatch(normal(line[0].text)) is not None
    heads = len(line) > 1 and line[0].year  # the years of columns
    return alone or numbered or (is_filler(line[0].text, vocabulary) and not heads)


def _walls(across: Sequence[Rule], rules: Sequence[Rule]) -> tuple[float, ...]:
    """Return where pieces of rules around a header meet, with both ends; none if they are whole."""
    low, high = rules[0].at - SNAP, rules[-1].at + SNAP
    pieces = [piece for piece in across if low <= piece.at <= high]
    left, right = rules[0].start, rules[0].end
    starts = {round(piece.start, 1) for piece in pieces if left + JOIN < piece.start < right - JOIN}
    ends = [piece.end for piece in pieces]
    joints = sorted(x for x in starts if any(abs(x - end) < JOIN for end in ends))
    apart = [x for n, x in enumerate(joints) if not n or x - joints[n - 1] > JOIN]
    return (left, *apart, right) if apart else ()


def _same_walls(across: Sequence[Rule], rules: Sequence[Rule]) -> bool:
    """Tell whether the pieces of two rules meet at the same places: the walls of several columns."""
    upper, lower = (_walls(across, [rule]) for rule in rules)
    same = len(upper) == len(lower) and all(
        abs(a - b) < JOIN for a, b in zip(upper, lower, strict=True)
    )
    return same and len(upper) > SEVERAL


def _parts(walls: Sequence[float], lines: Sequence[Line]) -> bool:
    """Tell whether walls part all figures that stand on one line."""
    for line in lines:
        middles = [(seg.box[0] + seg.box[2]) / 2 for seg in line if seg.figure]
        for left, right in pairwise(middles):
            if not any(left < wall < right for wall in walls):
                return False
    return True
