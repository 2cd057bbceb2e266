"""Read tables that plain text draws: with box characters or pluses and bars, or set apart by blanks.

Columns are told by where characters stand; Chinese ones are two wide. Lines that are set like a table
and fit no columns are left to the text around them, and told of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import money
from ingest.readers.base import fill
from ingest.records import Cell, Grid, Location
from ingest.tables_caption import line_caption
from ingest.tables_words import normal, words

UPRIGHT = "│┃║|｜"
JOINTS = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜+"
LEVEL = "─━═-=╌┄┈"
GAP = 2
"""Blanks of so many narrow characters part two cells."""
MIN_ROWS, MIN_COLUMNS = 3, 3
"""A table set apart by blanks alone has at least so many rows and columns."""

_BORDER = re.compile(rf"^[\s{re.escape(UPRIGHT + JOINTS + LEVEL)}]+$")
_FIELD = re.compile(r"\S(?:[^\S　]?\S)*")

Line = tuple[int, str]
Spot = tuple[int, str]
"""Where a character stands, in narrow characters, and the character."""
Field = tuple[int, int, str]
"""Where a text begins and ends, and the text."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Hold a line by where its characters stand."""

    spots: tuple[Spot, ...]
    border: bool

    def marks(self) -> list[int]:
        """Return where cells end: at upright lines, and where rules meet them."""
        joints = JOINTS if self.border else JOINTS.replace("+", "")
        return [at for at, char in self.spots if char in UPRIGHT + joints]

    def parts(self) -> list[tuple[int, int, str]]:
        """Return what stands between two marks, and the marks."""
        marks = self.marks()
        return [
            (left, right, "".join(char for at, char in self.spots if left < at < right))
            for left, right in pairwise(marks)
        ]

    def texts(self) -> list[str]:
        """Return what is printed between the marks."""
        return [text.strip() for _, _, text in self.parts() if not _is_rule(text)]

    @property
    def ruled(self) -> bool:
        """Tell whether a rule ends some cell above this line."""
        return any(_is_rule(text) for _, _, text in self.parts())


def _is_rule(text: str) -> bool:
    return bool(text) and not set(text) - set(LEVEL) and text not in ("-", "=")


def drawn_end(lines: Sequence[Line], start: int) -> int:
    """Return the line after a drawn table that begins here, or the same line."""
    first = lines[start][1].strip()
    if not first or first[0] not in JOINTS or not _BORDER.match(first) or len(first) < 3:
        return start
    end = start
    while end < len(lines) and _of_drawing(lines[end][1].strip()):
        end += 1
    return end if end - start >= MIN_ROWS else start


def _of_drawing(line: str) -> bool:
    if not line:
        return False
    return line[0] in UPRIGHT or (line[0] in JOINTS and line[-1] in JOINTS + UPRIGHT)


def drawn_grid(lines: Sequence[Line], name: str) -> Grid | None:
    """Return a drawn table; None where its lines do not meet."""
    texts = [text.strip() for _, text in lines]
    location = Location(name, row=lines[0][0])
    placed: list[_Drawn] = []
    for ambiguous in (2, 1):
        placed = [_Drawn(_spots(text, ambiguous), bool(_BORDER.match(text))) for text in texts]
        edges = sorted({at for line in placed if line.ruled for at in line.marks()})
        if len(edges) > 1 and all(_closes(line, edges) for line in placed):
            return _grid(placed, edges, location)
    return _counted(placed, location)


def _closes(line: _Drawn, edges: Sequence[int]) -> bool:
    """Tell whether a line's marks all stand at edges, the first and the last at the outer ones."""
    found = line.marks()
    outer = bool(found) and (found[0], found[-1]) == (edges[0], edges[-1])
    return outer and set(found) <= set(edges)


def _spots(text: str, ambiguous: int) -> tuple[Spot, ...]:
    at, found = 0, []
    for char in text:
        found.append((at, char))
        wide = unicodedata.east_asian_width(char)
        at += 2 if wide in "WF" else ambiguous if wide == "A" else 1
    return tuple(found)


@dataclass(slots=True)
class _Open:
    """Hold a cell that no rule has ended yet."""

    row: int
    span: int
    texts: list[str]

    def closed(self, col: int, last: int) -> Cell:
        text = "\n".join(filter(None, self.texts))
        return Cell(self.row, col, text, max(last, self.row) - self.row + 1, self.span)


def _grid(lines: Sequence[_Drawn], edges: Sequence[int], location: Location) -> Grid:
    """Return the cells between the edges; a cell goes on below a rule that does not pass it."""
    at = {edge: index for index, edge in enumerate(edges)}
    opened: dict[int, _Open] = {}
    cells: list[Cell] = []
    row, fresh, loose = -1, True, _loose(lines)
    for number, line in enumerate(lines):
        texts = [(at[a], at[b] - at[a], t.strip()) for a, b, t in line.parts() if not _is_rule(t)]
        ruled = [n for a, b, t in line.parts() if _is_rule(t) for n in range(at[a], at[b])]
        if not ruled and not fresh and number in loose:
            ruled, fresh = [*opened], True
        for col in [col for col in opened if col in ruled]:
            cells.append(opened.pop(col).closed(col, row))
        if texts and fresh and not line.ruled:
            row, fresh = row + 1, False
        for col, span, text in texts:
            opened.setdefault(col, _Open(row, span, [])).texts.append(text)
        fresh = fresh or line.ruled
    cells += [cell.closed(col, row) for col, cell in opened.items()]
    n_cols = len(edges) - 1
    return Grid(tuple(fill(cells, row + 1, n_cols)), row + 1, n_cols, location)


def _loose(lines: Sequence[_Drawn]) -> set[int]:
    """Return the lines that are rows of their own: no rule parts them, several print figures."""
    bounds = [-1, *(at for at, line in enumerate(lines) if line.ruled), len(lines)]
    found: set[int] = set()
    for start, end in pairwise(bounds):
        run = range(start + 1, end)
        if sum(any(map(money.is_figure, lines[at].texts())) for at in run) > 1:
            found.update(run)
    return found


def _counted(lines: Sequence[_Drawn], location: Location) -> Grid | None:
    """Return a table whose lines print the same number of bars, though not below one another."""
    rows = [line.texts() for line in lines if not line.ruled]
    whole = all(len(line.texts()) in (0, len(rows[0])) for line in lines) if rows else False
    if not whole or any(len(row) != len(rows[0]) for row in rows):
        return None
    cells = [Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Grid(tuple(cells), len(rows), len(rows[0]), location)


# --- set apart by blanks ----------------------------------------------------------------------


def aligned_end(lines: Sequence[Line], start: int) -> int:
    """Return the line after rows of cells set apart by blanks that begin here, or the same line."""
    end = start
    while end < len(lines) and _is_aligned(lines[end][1]):
        end += 1
    fields = [_fields(text) for _, text in lines[start:end]]
    figured = [row for row in fields if any(money.is_figure(text) for _, _, text in row)]
    wide = max((len(row) for row in fields), default=0)
    enough = len(fields) >= MIN_ROWS and wide >= MIN_COLUMNS and len(figured) >= MIN_ROWS - 1
    return end if enough else start


def _is_aligned(line: str) -> bool:
    caption = line_caption(" ".join(line.split()), words())
    told = caption.annex or caption.title or caption.unit or words().filler.search(normal(line))
    return "\t" not in line and not told and len(_fields(line)) > 1


def _fields(line: str) -> list[Field]:
    """Return the texts of a line that two or more blanks part: where they begin, end, and they."""
    spots = _spots(line.rstrip(), 2)
    found: list[Field] = []
    for match in _FIELD.finditer(line.rstrip()):
        last = spots[match.end() - 1]
        end = last[0] + _width(last[1])
        found.append((spots[match.start()][0], end, match[0]))
    return found


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def aligned_grid(lines: Sequence[Line], name: str) -> Grid | None:
    """Return rows whose cells stand below one another; None where columns cannot be told.

    Rows that all print as many cells need not be set exactly.
    """
    rows = [_fields(text) for _, text in lines]
    bands = _bands(rows)
    placed = _below(rows, bands)
    if placed is None and len({len(row) for row in rows}) == 1:
        placed = [list(enumerate(text for _, _, text in row)) for row in rows]
    if placed is None:
        return None
    width = max(col for row in placed for col, _ in row) + 1
    cells = [Cell(at, col, text) for at, row in enumerate(placed) for col, text in row]
    location = Location(name, row=lines[0][0])
    return Grid(tuple(fill(cells, len(rows), width)), len(rows), width, location)


def _bands(rows: Sequence[Sequence[Field]]) -> list[tuple[int, int]]:
    """Return where columns begin and end: blanks part them in every row."""
    bands: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for row in rows for start, end, _ in row):
        if bands and start < bands[-1][1] + GAP:
            bands[-1] = (bands[-1][0], max(end, bands[-1][1]))
        else:
            bands.append((start, end))
    return bands


def _below(
    rows: Sequence[Sequence[Field]], bands: Sequence[tuple[int, int]]
) -> list[list[tuple[int, str]]] | None:
    """Return each row's texts by column; None where two stand in one column, or columns are few."""
    found = []
    for row in rows:
        texts = [
            (next(i for i, (left, right) in enumerate(bands) if left <= start < right), text)
            for start, _, text in row
        ]
        if len({col for col, _ in texts}) < len(texts):
            return None
        found.append(texts)
    return found if len(bands) >= MIN_COLUMNS else None
