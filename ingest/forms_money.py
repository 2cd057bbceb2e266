"""Read the lines of money of a form: heads such as 预算数 and 执行数 over rows of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest import money
from ingest.records import Cell, Location, Pair
from ingest.tables_grid import Piece, cell_text
from ingest.tables_words import normal, words

_NAMED = re.compile(
    r"(?:[^:：;；]{1,10}分[:：])?\s*([^\d:：;；]{2,14}?)[:：\s]\s*(\d[\d,]*(?:\.\d+)?)\s*(万元|元)?"
)
"""A name and its figure in one cell: 资金总额：120.00."""


@dataclass(frozen=True, slots=True)
class MoneyLines:
    """Hold pairs read from lines of money, and the row behind them."""

    pairs: tuple[Pair, ...]
    end: int


def money_lines(piece: Piece, start: int, end: int) -> MoneyLines | None:
    """Read heads of money in row `start` and the rows of figures below; None where none are."""
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
    """Return the pairs of one row below the heads; nothing where it holds no figure for them."""
    cells = {cell.col: cell for cell in piece.row(at)}
    below = [(head, cells[head.col]) for head in heads if head.col in cells]
    if not any(money.is_figure(cell.text) for _, cell in below):
        return []
    first = min(head.col for head in heads)
    names = [cell for col, cell in cells.items() if col < first and cell.text.strip()]
    label = cell_text(names[-1]) if names else ""
    return [
        Pair(
            "/".join(part for part in (group, label, cell_text(head)) if part),
            cell_text(cell),
            around(piece, names[-1] if names else head, cell),
        )
        for head, cell in below
    ]


def named_figures(label: str, text: str) -> list[tuple[str, str]]:
    """Return names and figures that stand in one cell, below a label; none where words stand too.

    资金总额：120.00 | 按性质分：基本支出 80.00；项目支出 40.00
    """
    parts = [part.strip() for part in re.split(r"[;；]", text) if part.strip()]
    found = [_NAMED.fullmatch(part) for part in parts]
    if not parts or not all(found):
        return []
    return [
        (f"{label}/{match[1].strip()}{f'({match[3]})' if match[3] else ''}", match[2])
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
