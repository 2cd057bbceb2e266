"""Find which columns of a table are the sum of which others, by header paths and by trial."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ingest.records import Column, Role

_TOTAL = re.compile(r"^(?:合计|小计|总计|总额|资金总额|本年收入合计|本年支出合计)")
_ZERO = Decimal(0)
_Template = tuple[int, tuple[int, ...]]


def column_sums(
    columns: Sequence[Column], rows: Sequence[Mapping[int, Decimal]]
) -> Iterator[_Template]:
    """Yield total columns with their parts; a reading counts where most printed rows keep it."""
    groups: dict[tuple[int, tuple[str, ...]], list[Column]] = defaultdict(list)
    for column in columns:
        if column.role is Role.AMOUNT and column.unit != "%":
            for depth in range(len(column.path)):
                groups[column.label_index, column.path[:depth]].append(column)
    for (_, prefix), inside in groups.items():
        yield from _templates(inside, len(prefix), rows)


def _templates(
    inside: Sequence[Column], depth: int, rows: Sequence[Mapping[int, Decimal]]
) -> Iterator[_Template]:
    heads = [column for column in inside if _is_total(column, depth)]
    for total in heads:
        after = [column for column in inside if column.index > total.index]
        before_next = _until_total(after, depth)
        for listed in (
            [column for column in inside if column is not total],
            after,
            before_next,
            [column for column in inside if column.year == total.year and column is not total],
        ):
            parts = tuple(_outermost(listed, depth))
            if parts and _mostly(total.index, parts, rows):
                yield total.index, parts
                break


def _is_total(column: Column, depth: int) -> bool:
    return len(column.path) == depth + 1 and _TOTAL.match(column.path[depth]) is not None


def _until_total(columns: Sequence[Column], depth: int) -> list[Column]:
    end = next((i for i, column in enumerate(columns) if _is_total(column, depth)), len(columns))
    return list(columns[:end])


def _outermost(columns: Sequence[Column], depth: int) -> Iterator[int]:
    """Yield of each group below a header its own total column, else all its columns."""
    groups: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        groups[column.path[depth]].append(column)
    for listed in groups.values():
        totals = [column for column in listed if _is_total(column, depth + 1)]
        yield from (column.index for column in totals[:1] or listed)


def _mostly(total: int, parts: Sequence[int], rows: Sequence[Mapping[int, Decimal]]) -> bool:
    """Tell whether a total column is the sum of others in most of the rows that print both."""
    held = missed = 0
    for row in rows:
        if total in row and any(part in row for part in parts):
            same = row[total] == sum((row.get(part, _ZERO) for part in parts), _ZERO)
            held, missed = held + same, missed + (not same)
    return held > 0 and held >= missed
