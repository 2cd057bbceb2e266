"""Turn tables whose columns are items and whose rows are kinds of figures: 预算数, 决算数.

What is asked for is an item's budget and what was spent of it; so an item becomes a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.column_roles import row_year
from ingest.records import BBox, BodyRow, Location, Table
from ingest.tables_words import normal

_KIND = re.compile(
    r"(?:20\d\d年?度?|上年度?|去年|本年度?|当年|年初|全年|调整)*(?:预算|决算|执行)(?:数|额|金额)?"
)
_DIFFERENCE = re.compile(r"(?:比|较|与)?[^\d]{0,8}(?:增减|增长|完成|差异)[^\d]{0,8}")
_PLAIN = re.compile(r"(?:合计|小计|总计)$")
_ROW_HEADS = frozenset({"", "项目", "年度", "类别", "内容", "指标", "名称", "金额"})

MIN_ITEMS = 3


def turned(table: Table) -> Table:
    """Return a table with its items as rows where they are printed as columns, else itself."""
    if not _is_turned(table):
        return table
    kinds = [row.cells[0] for row in table.body]
    names = _names(table.header)
    body = tuple(_item(table, column, names[column]) for column in range(1, len(names)))
    head = table.header[0] if any(table.header[0]) else ("项目",)
    return replace(
        table,
        header=(head, *((kind,) for kind in kinds)),
        body=body,
        rows_in=len(body),
        header_cells=(),
    )


def _is_turned(table: Table) -> bool:
    """Tell whether rows are kinds of figures and columns the items that have them."""
    if table.pairs or len(table.header) < MIN_ITEMS + 1 or len(table.body) < 2:
        return False
    kinds = [normal(row.cells[0]) for row in table.body]
    if all(row_year(kind) for kind in kinds):
        return False  # figures of years are read by their rows
    known = [_KIND.fullmatch(kind) is not None for kind in kinds]
    told = all(k or _DIFFERENCE.fullmatch(kind) for k, kind in zip(known, kinds, strict=True))
    if not told or sum(known) < 2 or len(set(kinds)) < len(kinds):
        return False
    heads = ["".join(map(normal, path)) for path in table.header]
    items = [head for head in heads[1:] if head and not re.search(r"预算数|决算数|20\d\d", head)]
    return heads[0] in _ROW_HEADS and len(items) == len(heads) - 1


def _names(header: Sequence[Sequence[str]]) -> list[str]:
    """Return each column's name as a row's: its group's for a sum, 其中 before a group's parts."""
    summed = {tuple(path[:-1]) for path in header if len(path) > 1 and _is_sum(path)}
    nested = {group[0] for group in summed if len(group) > 1}
    return [_name(tuple(path), summed, nested) for path in header]


def _is_sum(path: Sequence[str]) -> bool:
    return _PLAIN.match(normal(path[-1])) is not None


def _name(path: tuple[str, ...], summed: set[tuple[str, ...]], nested: set[str]) -> str:
    """Return the name of one column; a group that holds groups is no item but their sum."""
    if len(path) < 2:
        return "".join(path)
    group = path[:-1]
    whole = len(group) == 1 and group[0] in nested
    if _is_sum(path):
        return f"{group[-1]}合计" if whole else group[-1]
    if group not in summed:
        return "".join(path[-2:])
    return path[-1] if whole else f"其中：{path[-1]}"


def _item(table: Table, column: int, name: str) -> BodyRow:
    """Return one column as a row; its place is that of its figures."""
    boxes = [row.boxes[column] if len(row.boxes) > column else None for row in table.body]
    first = table.body[0].pieces[0]
    return BodyRow(
        (name, *(row.cells[column] for row in table.body)),
        (_place(table, first, boxes),),
        (None, *boxes),
    )


def _place(table: Table, first: Location, boxes: Sequence[BBox | None]) -> Location:
    """Return where the figures stand together: one box on one page, else the first row."""
    known = [box for box in boxes if box is not None]
    pages = {piece.page for row in table.body for piece in row.pieces}
    if len(known) < len(boxes) or len(pages) != 1:
        return first
    around = (
        min(box[0] for box in known),
        min(box[1] for box in known),
        max(box[2] for box in known),
        max(box[3] for box in known),
    )
    return replace(first, bbox=around)
