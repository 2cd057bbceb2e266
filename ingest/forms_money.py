"""Read the lines of money of a form: heads such as 预算数 and 执行数 over rows of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import money
from ingest.records import Cell, Location, Pair
from ingest.tables_grid import Piece, cell_text, numbers_columns
from ingest.tables_words import normal, words

_NAMED = re.compile(
    r"(?:(?:[^:：;；]{1,10}分|其中)[:：])?\s*([^\d:：;；]{2,14}?)[:：\s]\s*(\d[\d,]*(?:\.\d+)?)\s*(万元|元)?"
)
"""A name and its figure in one cell: 资金总额：120.00."""


_IN_MONEY = re.compile(r"\((?:单位:)?(?:千|万|亿)?元\)(?:/|$)")

LONGEST = 14
"""A head of a list has at most so many characters."""


@dataclass(frozen=True, slots=True)
class MoneyLines:
    """Hold pairs read from lines of money, and the row behind them."""

    pairs: tuple[Pair, ...]
    end: int


def money_lines(piece: Piece, start: int, end: int) -> MoneyLines | None:
    """Read heads of money in row `start` and the rows of figures below; None where none are."""
    if listed := _listed(piece, start, end):
        return listed
    heads = [cell for cell in piece.row(start) if words().form_money.search(normal(cell.text))]
    if len(heads) < 2 or any(money.is_figure(cell.text) for cell in piece.row(start)):
        return None
    first = min(cell.col for cell in heads)
    stub = [cell for cell in piece.row(start) if cell.col < first and cell.text.strip()]
    group = cell_text(stub[0]) if stub else ""
    pairs: list[Pair] = []
    at = start + 1
    while at < end and (line := _line(piece, at, heads, group)):
        pairs.extend(line)
        at += 1
    return MoneyLines(tuple(pairs), at) if pairs else None


def _line(piece: Piece, at: int, heads: Sequence[Cell], group: str) -> list[Pair]:
    """Return the pairs of one row below the heads; nothing where it is no line of them.

    A line holds a figure, or names a fund and is blank under every head: then it is one pair.
    """
    cells = {cell.col: cell for cell in piece.row(at)}
    below = [(head, cells[head.col]) for head in heads if head.col in cells]
    first = min(head.col for head in heads)
    names = [cell for col, cell in cells.items() if col < first and cell.text.strip()]
    label = "/".join(part for part in (group, cell_text(names[-1]) if names else "") if part)
    if len(below) == len(heads) and all(money.is_blank(cell.text) for _, cell in below):
        return [Pair(label, "", around(piece, names[-1], below[-1][1]))] if names else []
    if not any(money.is_figure(cell.text) for _, cell in below):
        return []
    return [
        Pair(
            "/".join(part for part in (label, cell_text(head)) if part),
            cell_text(cell),
            around(piece, names[-1] if names else head, cell),
        )
        for head, cell in below
    ]


def _listed(piece: Piece, start: int, end: int) -> MoneyLines | None:
    """Read a list inside a form: 支出明细 | 测算依据 | 金额 over lines; 来源 | 金额 | 性质 | 金额 too."""
    cells = [cell for cell in piece.row(start) if cell.text.strip()]
    side = cells.pop(0) if cells and cells[0].row_span > 1 and len(cells) > 1 else None
    heads = [(cell.col, cell_text(cell)) for cell in cells]
    if len(heads) < 2 or any(money.is_figure(t) or len(normal(t)) > LONGEST for _, t in heads):
        return None
    first = start + 1
    if first < end and (lower := _two_levels(cells, piece.row(first))):
        heads, first = lower, first + 1
    tasks = words().form_tasks.search(normal(heads[0][1])) is not None
    pays = [at for at, (_, text) in enumerate(heads) if _heads_money(text, of_task=tasks)]
    in_turn = pays == list(range(1, len(heads), 2)) and len(heads) % 2 == 0
    if not pays:
        return None
    behind = len(heads) if not tasks else pays[-1] + 1  # remarks may follow the money of tasks
    several = tasks or first > start + 1
    trailing = (len(pays) == 1 or several) and pays == list(range(pays[0], behind))
    if not (in_turn or trailing or (side and pays[0] > 0)):
        return None
    last = min(end, start + side.row_span) if side else end
    group = cell_text(side) if side else ""
    pairs: list[Pair] = []
    at = first + (tasks and _numbers_columns(piece, first, end))
    while at < last:
        line = _listed_line(piece, at, heads, group, in_turn)
        if not line and not (side and _only_named(piece, at, heads)):
            break
        pairs.extend(line)
        at += 1
    return MoneyLines(tuple(pairs), at) if pairs else None


def _only_named(piece: Piece, at: int, heads: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a line of a list names a thing and prints nothing under the other heads."""
    cells = piece.row(at)
    under = [cell.col for cell in cells] == [col for col, _ in heads]
    return under and bool(cells[0].text.strip()) and not any(c.text.strip() for c in cells[1:])


def heads_tasks(piece: Piece, at: int) -> bool:
    """Tell whether a row begins with the head of a list of tasks."""
    first = next((cell for cell in piece.row(at) if cell.text.strip()), None)
    return first is not None and words().form_tasks.search(normal(first.text)) is not None


def _numbers_columns(piece: Piece, at: int, end: int) -> bool:
    """Tell whether a row numbers the columns above it: 1 | 2 | 3."""
    return at < end and numbers_columns([cell.text for cell in piece.row(at)])


def _heads_money(text: str, *, of_task: bool = False) -> bool:
    """Tell whether a head stands over money: 预算金额, 拟投入的资金（万元）; of a task also 财政拨款."""
    bare = normal(text)
    fund = of_task and words().form_funds.search(bare) is not None
    return fund or _IN_MONEY.search(bare) is not None or words().form_money.search(bare) is not None


def _two_levels(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[tuple[int, str]]:
    """Return the columns of heads of which some are parted below; nothing where none is."""
    parted = [cell for cell in upper if cell.col_span > 1 and cell.row_span == 1]
    inner = [cell for cell in lower if cell.text.strip()]
    spans = {col: cell for cell in parted for col in range(cell.col, cell.col + cell.col_span)}
    if not inner or any(c.col not in spans or money.is_figure(c.text) for c in inner):
        return []
    if any(sum(spans[c.col] is cell for c in inner) < 2 for cell in parted):
        return []
    whole = [(cell.col, cell_text(cell)) for cell in upper if cell not in parted]
    below = [(c.col, f"{cell_text(spans[c.col])}/{cell_text(c)}") for c in inner]
    return sorted([*whole, *below])


def _listed_line(
    piece: Piece, at: int, heads: Sequence[tuple[int, str]], group: str, in_turn: bool
) -> list[Pair]:
    """Return what one line of a list prints under each head; nothing where it is no such line."""
    cells = piece.row(at)
    if (
        cells and cells[0].col_span > 1 and cells[0].col == heads[0][0]
    ):  # a sum's name lies over more
        heads = [heads[0], *(h for h in heads[1:] if h[0] >= cells[0].col + cells[0].col_span)]
    if [cell.col for cell in cells] != [col for col, _ in heads]:
        return []
    if money.is_figure(cells[0].text) or not any(money.is_figure(c.text) for c in cells[1:]):
        return []
    pairs = []
    for index in range(1, len(cells), 2 if in_turn else 1):
        name, value, head = cells[index - 1 if in_turn else 0], cells[index], heads[index][1]
        if not name.text.strip() or not value.text.strip():
            continue
        twice = in_turn and len(heads) > 2
        own = (heads[index - 1][1], cell_text(name)) if twice else (cell_text(name), head)
        label = "/".join(part for part in (group, *own) if part)
        pairs.append(Pair(label, cell_text(value), around(piece, name, value)))
    return pairs


def named_figures(label: str, text: str) -> list[tuple[str, str]]:
    """Return names and figures that stand in one cell, below a label; none where words stand too.

    资金总额：120.00 | 按性质分：基本支出 80.00；项目支出 40.00
    """
    parts = [part.strip() for part in re.split(r"[;；]", text) if part.strip()]
    found = [_NAMED.fullmatch(part) for part in parts]
    if not parts or not all(found):
        return []
    return [
        (
            f"{label}/{match[1].strip()}".strip("/") + f"{f'({match[3]})' if match[3] else ''}",
            match[2],
        )
        for match in found
        if match
    ]


def around(piece: Piece, label: Cell, value: Cell) -> Location:
    """Return the box around a label and its value."""
    a, b = label.bbox, value.bbox
    if a is None or b is None:
        return replace(piece.location, bbox=a or b or piece.location.bbox)
    box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    return replace(piece.location, bbox=box)
