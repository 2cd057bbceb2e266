"""See a raw grid as rows of cells with spans: its caption rows, header rows and body rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import money
from ingest.records import BBox, Cell, Grid, Location
from ingest.tables_words import TableWords, normal, words
from ingest.text import clean, join_lines, squeeze


def cell_text(cell: Cell) -> str:
    """Return a cell's text on one line."""
    return clean(join_lines(cell.text.split("\n")))


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold a part of a grid: consecutive rows, columns that hold cells of their own."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    location: Location
    proved: bool = True

    def row(self, index: int) -> list[Cell]:
        """Return the cells that begin in a row, from the left."""
        return sorted((c for c in self.cells if c.row == index), key=lambda c: c.col)

    def texts(self, index: int) -> list[str]:
        """Return a row's texts by column; a span's text stands in its first column."""
        texts = [""] * self.n_cols
        for cell in self.cells:
            if cell.row == index:
                texts[cell.col] = cell_text(cell)
        return texts

    def reaching(self, index: int) -> dict[int, str]:
        """Return the texts of cells that reach into a row from above, by column."""
        return {
            cell.col: cell_text(cell)
            for cell in self.cells
            if cell.row < index < cell.row + cell.row_span and cell.text.strip()
        }

    def boxes(self, index: int) -> list[BBox | None]:
        """Return a row's boxes by column; a column without a cell of its own has its span's."""
        boxes: list[BBox | None] = [None] * self.n_cols
        for cell in self.cells:
            if cell.row <= index < cell.row + cell.row_span:
                for col in range(cell.col, cell.col + cell.col_span):
                    boxes[col] = cell.bbox
        return boxes

    def rows(self, start: int, end: int) -> Piece:
        """Return the rows from `start` to before `end` as a piece of its own."""
        kept = [
            replace(
                cell,
                row=max(cell.row, start) - start,
                row_span=min(cell.row + cell.row_span, end) - max(cell.row, start),
                text=cell.text if cell.row >= start else "",
            )
            for cell in self.cells
            if cell.row < end and cell.row + cell.row_span > start
        ]
        box = _around([cell.bbox for cell in kept])
        place = replace(self.location, bbox=box) if box else self.location
        return Piece(tuple(kept), end - start, self.n_cols, place, self.proved)

    def compact(self) -> Piece:
        """Leave out columns in which no cell begins: they only divided caption rows."""
        starts = sorted({cell.col for cell in self.cells})
        if len(starts) == self.n_cols:
            return self
        index = {col: at for at, col in enumerate(starts)}
        kept = []
        for cell in self.cells:
            span = sum(cell.col <= col < cell.col + cell.col_span for col in starts)
            kept.append(replace(cell, col=index[cell.col], col_span=span))
        return Piece(tuple(kept), self.n_rows, len(starts), self.location, self.proved)

    def edges(self) -> list[float | None]:
        """Return the left edge of each column where boxes are known."""
        found: list[float | None] = [None] * self.n_cols
        for cell in self.cells:
            if cell.bbox is not None and cell.col_span == 1:
                found[cell.col] = cell.bbox[0]
        return found


def piece_of(grid: Grid) -> Piece:
    """Return a whole grid as a piece."""
    return Piece(grid.cells, grid.n_rows, grid.n_cols, grid.location, grid.proved)


def _around(boxes: Sequence[BBox | None]) -> BBox | None:
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return (
        min(b[0] for b in known),
        min(b[1] for b in known),
        max(b[2] for b in known),
        max(b[3] for b in known),
    )


def row_location(piece: Piece, index: int, number: int) -> Location:
    """Return the place of a row; `number` counts the table's rows from 1."""
    box = _around([cell.bbox for cell in piece.row(index)])
    return replace(piece.location, bbox=box or piece.location.bbox, row=number)


def split_rows(piece: Piece) -> Piece:
    """Part rows that no rule parts: where name and figures have as many lines, each is a row."""
    counts = [_printed_rows(piece, index) for index in range(piece.n_rows)]
    if all(count == 1 for count in counts):
        return piece
    starts = [sum(counts[:index]) for index in range(piece.n_rows + 1)]
    cells = []
    for cell in piece.cells:
        lines = cell.text.split("\n")
        row, end = starts[cell.row], starts[cell.row + cell.row_span]
        if cell.row_span > 1 or counts[cell.row] == 1 or len(lines) not in (1, counts[cell.row]):
            cells.append(replace(cell, row=row, row_span=end - row))
            continue
        lines = lines if len(lines) > 1 else [cell.text, *[""] * (counts[cell.row] - 1)]
        cells.extend(
            replace(cell, row=row + at, text=line, bbox=_slice(cell.bbox, at, len(lines)))
            for at, line in enumerate(lines)
        )
    return replace(piece, cells=tuple(cells), n_rows=starts[-1])


def _printed_rows(piece: Piece, index: int) -> int:
    """Return how many rows are printed in one row of cells: 1 unless all columns agree."""
    cells = [cell for cell in piece.row(index) if cell.text.strip()]
    counts = {len(cell.text.split("\n")) for cell in cells}
    if len(cells) < 3 or len(counts) != 1 or any(cell.row_span > 1 for cell in cells):
        return 1
    columns = [cell.text.split("\n") for cell in cells]
    figures = sum(all(money.is_figure(line) and "." in line for line in lines) for lines in columns)
    return counts.pop() if figures >= 2 else 1


def _slice(box: BBox | None, at: int, parts: int) -> BBox | None:
    if box is None:
        return None
    height = (box[3] - box[1]) / parts
    return (box[0], box[1] + at * height, box[2], box[1] + (at + 1) * height)


# --- notes inside a grid ----------------------------------------------------


def lone_text(piece: Piece, index: int) -> str | None:
    """Return the text of a row that is one sentence over the whole width, else None."""
    listed = [cell for cell in piece.row(index) if cell.text.strip()]
    if not listed:
        return None
    if len(listed) == 1 and (listed[0].col_span * 2 > piece.n_cols or _alone(piece, index)):
        return listed[0].text
    return None


def _alone(piece: Piece, index: int) -> bool:
    cells = piece.row(index)
    return len(cells) == 1 and sum(cell.col_span for cell in cells) == piece.n_cols


# --- header rows ------------------------------------------------------------------------------


def header_rows(piece: Piece) -> int:
    """Return how many rows are header: up to the first with a figure, a code, a total.

    A second header row needs a first one that leaves room for it: a span or a blank cell.
    """
    vocabulary = words()
    heads = indicator_rows(piece)
    if heads:
        return _grown(piece, heads)
    count = 0
    for index in range(piece.n_rows):
        if _is_body_row(piece, index, vocabulary) or not _has_room(piece, index):
            break
        count = index + 1
    if count == piece.n_rows and only_heads(piece, vocabulary):
        return count  # a table printed empty
    if count == piece.n_rows:  # nothing but words: the first row names the columns
        count = min(1, piece.n_rows - 1)
    return _grown(piece, count)


def only_heads(piece: Piece, vocabulary: TableWords) -> bool:
    """Tell whether every row of a piece is made of header words: most of its texts are such."""
    rows = [[text for text in map(normal, piece.texts(at)) if text] for at in range(piece.n_rows)]
    return all(
        sum(bool(vocabulary.head.search(text)) for text in row) * 2 > len(row)
        for row in rows
        if not numbers_columns(row)
    )


def indicator_rows(piece: Piece) -> int:
    """Return how many rows at the top head an indicator grid."""
    pattern = words().indicator
    count = 0
    for index in range(min(piece.n_rows, 3)):
        heads = sum(bool(pattern.search(normal(cell.text))) for cell in piece.row(index))
        if heads >= 2:
            count = index + 1
    while 0 < count < piece.n_rows and _parted(piece, count):
        count += 1
    return count


def _parted(piece: Piece, index: int) -> bool:
    """Tell whether a row only parts a heading above it: 前年 | 上年 | 预计当年 below 指标值."""
    over = [c for c in piece.row(index - 1) if c.col_span > 1 == c.row_span and c.text.strip()]
    parted = {col for c in over for col in range(c.col, c.col + c.col_span)}
    inner = [c for c in piece.row(index) if c.text.strip()]
    return len(inner) > 1 and all(c.col in parted and not re.search(r"\d", c.text) for c in inner)


def _has_room(piece: Piece, index: int) -> bool:
    if index == 0:
        return True
    return any(
        not cell.text.strip() or cell.col_span > 1 or cell.row_span > 1
        for cell in piece.cells
        if cell.row < index
    )


def _grown(piece: Piece, count: int) -> int:
    """Grow header rows to cover the spans of their cells, as far as no figure stands there."""
    while count:
        reach = max(
            (c.row + c.row_span for c in piece.cells if c.row < count and c.text.strip()),
            default=count,
        )
        if reach <= count or reach >= piece.n_rows:
            return count
        if any(
            money.is_figure(cell.text) for row in range(count, reach) for cell in piece.row(row)
        ) or indicator_rows(piece):
            return count
        count = reach
    return count


def _is_body_row(piece: Piece, index: int, vocabulary: TableWords) -> bool:
    texts = [normal(cell.text) for cell in piece.row(index)]
    listed = [text for text in texts if text]
    if not listed:
        return index > 0 and not _covered(piece, index)
    if numbers_columns(listed):
        return False
    if any(money.is_figure(text) for text in listed):
        return True
    first = listed[0]
    if vocabulary.total.search(first) and not _spans_over(piece, index):
        return all(money.is_blank(text) for text in listed[1:])
    return index > 0 and vocabulary.numbered.search(first) is not None


def names_rows(text: str) -> bool:
    """Tell whether a text in a row of column numbers names what stands below: 科目名称, 类."""
    bare = normal(text)
    return bare in words().code_parts or words().row_names.search(bare) is not None


def numbers_columns(texts: Sequence[str]) -> bool:
    """Tell whether a row numbers the columns: 栏次 1 2 3, or 1 2 3 alone, or 3=1+2 among them."""
    vocabulary = words()
    listed = [bare for text in texts if (bare := normal(text))]
    listed = [bare for bare in listed if bare not in vocabulary.code_parts]
    rest = [bare for bare in listed if not vocabulary.column_numbers.search(bare)]
    if _names_and_numbers(listed):
        return True
    if not all(vocabulary.column_number.search(bare) for bare in rest):
        return False
    counted = [int(bare) for bare in rest if bare.isdecimal()]
    if len(rest) < len(listed):
        return bool(rest) or len(listed) < 3
    return len(counted) > 2 and counted == list(range(1, len(counted) + 1))


def _names_and_numbers(texts: Sequence[str]) -> bool:
    """Tell whether a row names what stands below a parted heading and numbers the other columns.

    科目编码 | 科目名称 | 1 | 2 | 3.
    """
    named = [text for text in texts if words().row_names.search(text)]
    numbers = [text for text in texts if text not in named]
    counted = [str(at) for at in range(1, len(numbers) + 1)]
    return 0 < len(named) <= 3 and len(numbers) > 1 and numbers == counted


def _covered(piece: Piece, index: int) -> bool:
    """Tell whether cells with text from above reach into a row: a stretched header row."""
    return any(
        cell.row < index < cell.row + cell.row_span and cell.text.strip() for cell in piece.cells
    )


def _spans_over(piece: Piece, index: int) -> bool:
    """Tell whether a cell of the row spans columns or rows, as in the middle of a header."""
    if _covered(piece, index):
        return True
    return any(cell.text.strip() and cell.row_span > 1 for cell in piece.row(index))


def header_paths(piece: Piece, count: int) -> list[tuple[str, ...]]:
    """Return each column's path of header words, outermost first, white space removed."""
    at: dict[tuple[int, int], Cell] = {}
    for cell in piece.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, count)):
            for col in range(cell.col, cell.col + cell.col_span):
                at[row, col] = cell
    _spread(at, piece.n_cols, count)
    skipped = {row for row in range(count) if numbers_columns([c.text for c in piece.row(row)])}
    paths = []
    for col in range(piece.n_cols):
        path: list[str] = []
        before: Cell | None = None
        for row in range(count):
            over = at.get((row, col))
            if over is None or over is before:
                continue
            before = over
            text = _of_rows(squeeze(over.text))
            if row in skipped and not names_rows(text):
                continue
            if text and (not path or path[-1] != text):
                path.append(text)
        paths.append(tuple(path))
    return paths


def _of_rows(text: str) -> str:
    """Return the words of a heading parted by a slanting line that name the rows: 年度＼项目.

    The others say what the headings right of it have in common.
    """
    parts = re.split(r"[\\＼╲]", text)
    if len(parts) < 2:
        return text
    return next((part for part in parts if words().row_head.search(normal(part))), text)


def _spread(at: dict[tuple[int, int], Cell], n_cols: int, count: int) -> None:
    """Let a heading reach over the blank cells right of it where none of the header is merged.

    Both it and they must have headings below them: 收入 | blank above 项目 | 预算数.
    """
    if any(cell.col_span > 1 or cell.row_span > 1 for cell in at.values()):
        return
    for row in range(count - 1):
        for col in range(1, n_cols):
            left, here = at.get((row, col - 1)), at.get((row, col))
            below = [at.get((row + 1, one)) for one in (col - 1, col)]
            if left is None or here is None or here.text.strip() or not left.text.strip():
                continue
            if all(cell is not None and cell.text.strip() for cell in below):
                at[row, col] = left


def header_texts(piece: Piece, count: int) -> list[list[str]]:
    """Return header rows as texts to compare with those of another page."""
    return [[normal(text) for text in piece.texts(row)] for row in range(count)]
