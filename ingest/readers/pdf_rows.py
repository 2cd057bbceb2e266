"""Put the words below a header into rows of cells where no rules part them, by their centres."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf_centred import spans_of
from ingest.readers.pdf_header import Stripe
from ingest.readers.pdf_segments import Segment
from ingest.readers.pdf_tiling import Placed, tile
from ingest.records import BBox, Cell
from ingest.tables_words import normal

TOTAL = re.compile(r"[合总小]计$")


def column_of(x: float, columns: Sequence[tuple[float, float]]) -> int:
    """Return the column nearest to a point."""
    return min(
        range(len(columns)),
        key=lambda i: max(columns[i][0] - x, x - columns[i][1], 0.0),
    )


@dataclass(slots=True)
class Block:
    """Hold the lines of one cell."""

    column: int
    lines: list[Segment]

    @property
    def top(self) -> float:
        return self.lines[0].box[1]

    @property
    def bottom(self) -> float:
        return self.lines[-1].box[3]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def rows_of(
    body: Sequence[Segment], columns: Sequence[tuple[float, float]], *, set_to_walls: bool = False
) -> list[list[Block]]:
    """Return the cells of each row; words over several columns between walls stand in the first."""
    by_column: dict[int, list[Segment]] = {}
    for seg in sorted(body, key=lambda s: s.middle):
        at = column_of((seg.box[0] + seg.box[2]) / 2, columns)
        first = column_of(seg.box[0], columns)
        over = first < at and seg.box[2] > columns[first][1] + seg.size and set_to_walls
        by_column.setdefault(first if over else at, []).append(seg)
    tiled = tile(by_column, {at: right - left for at, (left, right) in enumerate(columns)})
    if tiled is not None:
        return [_tiled(row) for row in tiled]
    pitch = _pitch(by_column)
    blocks = [
        block
        for column, segs in by_column.items()
        for block in _blocks(column, segs, _wrap(by_column, pitch))
    ]
    return _cluster(blocks, pitch)


def _tiled(row: Sequence[Placed]) -> list[Block]:
    """Return the cells of a row of placed lines."""
    cells: dict[int, Block] = {}
    for one in row:
        cells.setdefault(one.column, Block(one.column, [])).lines.append(one.segment)
    return list(cells.values())


def _steps(segs: Sequence[Segment]) -> list[float]:
    return [b.middle - a.middle for a, b in itertools.pairwise(segs)]


def _pitch(by_column: dict[int, list[Segment]]) -> float:
    """Return the height of a row of one line: figures never break over lines."""
    steps = [
        step
        for segs in by_column.values()
        if sum(seg.figure for seg in segs) * 2 > len(segs)
        for step in _steps([seg for seg in segs if seg.figure])
        if step > 2
    ]
    size = _size(by_column)
    return min([*steps, 2.2 * size])


def _size(by_column: dict[int, list[Segment]]) -> float:
    return median([seg.size for segs in by_column.values() for seg in segs])


def _wrap(by_column: dict[int, list[Segment]], pitch: float) -> float:
    """Return the step below which a line goes on with the one above it in its cell."""
    steps = sorted(s for segs in by_column.values() for s in _steps(segs) if s > 2)
    if not steps or steps[0] > min(0.88 * pitch, 1.6 * _size(by_column)):
        return 0.0
    within = [s for s in steps if s <= steps[0] * 1.12]
    beyond = [s for s in steps if s > steps[0] * 1.12]
    return (within[-1] + min(beyond[0] if beyond else pitch, pitch)) / 2


def _blocks(column: int, segs: Sequence[Segment], wrap: float) -> list[Block]:
    blocks: list[Block] = []
    for seg in segs:
        last = blocks[-1].lines[-1] if blocks else None
        step = seg.middle - last.middle if last else 0.0
        if last and (step < 0.4 * seg.size or (step < wrap and not (seg.figure and last.figure))):
            blocks[-1].lines.append(seg)
        else:
            blocks.append(Block(column, [seg]))
    return blocks


def _cluster(blocks: Sequence[Block], pitch: float) -> list[list[Block]]:
    """Put cells with one centre into one row; a broken cell joins the row it stands beside."""
    rows: list[list[Block]] = []
    single = sorted((b for b in blocks if b.bottom - b.top < pitch * 0.9), key=lambda b: b.middle)
    broken = sorted((b for b in blocks if b.bottom - b.top >= pitch * 0.9), key=lambda b: b.middle)
    for block in single:
        if rows and abs(block.middle - _centre(rows[-1])) < 0.35 * pitch:
            rows[-1].append(block)
        else:
            rows.append([block])
    for block in broken:
        beside = [row for row in rows if block.top - 1 < _centre(row) < block.bottom + 1]
        free = [row for row in beside if all(other.column != block.column for other in row)]
        if free:
            min(free, key=lambda row: abs(_centre(row) - block.middle)).append(block)
        else:
            rows.append([block])
    return sorted(_with_side_labels(rows, pitch), key=_centre)


def _with_side_labels(rows: list[list[Block]], pitch: float) -> list[list[Block]]:
    """Give a lone word between two rows to one of them: it stands beside several."""
    kept = [row for row in rows if len(row) > 1]
    for row in rows:
        if len(row) > 1:
            continue
        near = min(kept, key=lambda other: abs(_centre(other) - _centre(row)), default=None)
        free = near is not None and all(b.column != row[0].column for b in near)
        if near is not None and free and abs(_centre(near) - _centre(row)) < 0.65 * pitch:
            near.extend(row)
        else:
            kept.append(row)
    return kept


def _centre(row: Sequence[Block]) -> float:
    return sum(block.middle for block in row) / len(row)


def with_totals(rows: list[list[Block]], stripes: Sequence[Stripe]) -> list[list[Block]]:
    """Move the name of a total that is set to the middle of merged cells to the column that names.

    It stands in a column of figures, and its figure in one behind another column of names.
    """
    for row in rows:
        for block in row:
            text = "".join(seg.text for seg in block.lines)
            if not stripes[block.column].figures or not TOTAL.search(normal(text)):
                continue
            behind = min((b.column for b in row if b.column > block.column), default=0)
            names = [at for at in range(block.column + 1, behind) if not stripes[at].figures]
            block.column = names[-1] if names else block.column
    return rows


def body_cells(
    rows: Sequence[Sequence[Block]],
    columns: Sequence[tuple[float, float]],
    walls: Sequence[float],
    depth: int,
    box: BBox,
) -> list[Cell]:
    """Return the cells of the body, blank ones too."""
    cells = []
    ends = _row_walls(rows, box)
    spans = spans_of(rows)
    inner = {(at + n, col) for (at, col), span in spans.items() for n in range(1, span)}
    for number in range(len(rows)):
        for col in range(len(columns)):
            if (number, col) in inner:
                continue
            span = spans.get((number, col), 1)
            own = [b for row in rows[number : number + span] for b in row if b.column == col]
            lines = sorted((s for b in own for s in b.lines), key=lambda s: (s.middle, s.box[0]))
            text = "\n".join(seg.text for seg in lines)
            place = (walls[col], ends[number], walls[col + 1], ends[number + span])
            cells.append(Cell(depth + number, col, text, span, bbox=place))
    return cells


def _row_walls(rows: Sequence[Sequence[Block]], box: BBox) -> list[float]:
    tops = [min(b.top for b in row) for row in rows]
    bottoms = [max(b.bottom for b in row) for row in rows]
    inner = [(b + t) / 2 for b, t in zip(bottoms, tops[1:], strict=False)]
    return [tops[0] - 2, *inner, max(bottoms[-1], box[3]) + 2]
