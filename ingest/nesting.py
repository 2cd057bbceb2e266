"""Find subtotal rows that no code or numbering shows, by the sums that they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.records import Row

_ZERO = Decimal(0)


def nest_by_sums(
    rows: Sequence[Row], amounts: Sequence[Decimal | None], shapes: Sequence[tuple[bool, ...]]
) -> list[Row]:
    """Return rows with the subtotal rows among them made the parents of what they sum.

    `amounts` is each row's figure in the table's total column, `shapes` which of its other cells
    are printed (a unit's subtotal row leaves the project's cells blank). Rows stay as they are
    unless flat they miss the printed total and nested they reach it, so a chance sum nests nothing.
    """
    total = next((a for row, a in zip(rows, amounts, strict=True) if row.kind == "total"), None)
    items = [i for i, row in enumerate(rows) if row.kind == "item"]
    if not total or len(items) < 3 or any(rows[i].parents for i in items):
        return list(rows)
    values = [amounts[i] or _ZERO for i in items]
    if _near(sum(values, _ZERO), total, len(items)):
        return list(rows)
    ends = _spans(values, [shapes[i] for i in items])
    if not _near(_reach(values, ends), total, len(items)):
        return _nest_above_totals(rows, amounts, shapes)
    return _placed(rows, items, ends)


def _nest_above_totals(
    rows: Sequence[Row], amounts: Sequence[Decimal | None], shapes: Sequence[tuple[bool, ...]]
) -> list[Row]:
    """Return rows nested in each stretch of items that a total of its own ends.

    A later total sums its stretch alone or the total before it too: 本年收入合计 and 收入总计. A stretch
    that sums as it stands, or in no way, stays; where one does in no way, all do.
    """
    placed, items, before = list(rows), [], _ZERO
    for i, row in enumerate(rows):
        if row.kind != "total":
            items.append(i)
            continue
        values = [amounts[at] or _ZERO for at in items]
        reach = {amounts[i] or _ZERO, (amounts[i] or _ZERO) - before}
        ends = _spans(values, [shapes[at] for at in items])
        if not any(_near(sum(values, _ZERO), one, len(items)) for one in reach):
            if not any(_near(_reach(values, ends), one, len(items)) for one in reach):
                return list(rows)
            placed = _placed(placed, items, ends)
        items, before = [], amounts[i] or _ZERO
    return placed


def _placed(rows: Sequence[Row], items: Sequence[int], ends: Sequence[int]) -> list[Row]:
    """Return rows with the items below a subtotal made its children, as far as it reaches."""
    parents: list[tuple[str, ...]] = [()] * len(items)
    for at, end in enumerate(ends):
        for below in range(at + 1, end):
            parents[below] = (*parents[below], rows[items[at]].label)
    placed = list(rows)
    for i, above in zip(items, parents, strict=True):
        placed[i] = replace(rows[i], parents=above, level=len(above) + 1)
    return placed


def total_of_units(rows: Sequence[Row], amounts: Sequence[Decimal | None]) -> list[Row]:
    """Return rows with the first made their total, where it is the body that all others are units of.

    Its code begins theirs (401 over 401001 and 401002), and its amount is the sum of theirs.
    """
    if len(rows) < 3 or any(row.code_kind != "institution" or not row.code for row in rows):
        return list(rows)
    whole, units = str(rows[0].code), [str(row.code) for row in rows[1:]]
    below = all(code.startswith(whole) and len(code) > len(whole) for code in units)
    parts = [amount or _ZERO for amount in amounts[1:]]
    if not below or len(set(units)) < len(units) or not amounts[0]:
        return list(rows)
    if not _near(sum(parts, _ZERO), amounts[0], len(parts)):
        return list(rows)
    return [replace(rows[0], kind="total"), *rows[1:]]


def _spans(values: Sequence[Decimal], shapes: Sequence[tuple[bool, ...]]) -> list[int]:
    """Return for each row where its children end; its own next place where it has none.

    A sum of two rows or more shows a subtotal; a lone child counts only below a row of a shape
    that subtotals have.
    """
    many = _ends(values, lambda at, children: children >= 2)
    known = {shapes[at] for at, end in enumerate(many) if end > at + 1}
    leaves = {shapes[at] for at, end in enumerate(many) if end == at + 1}
    certain = known - leaves or known
    return _ends(
        values,
        lambda at, children: shapes[at] in (known if children >= 2 else certain),
    )


def _ends(values: Sequence[Decimal], accept: Callable[[int, int], bool]) -> list[int]:
    ends = list(range(1, len(values) + 1))
    for at in range(len(values) - 1, -1, -1):
        below, gathered, children = at + 1, _ZERO, 0
        while below < len(values) and values[at] and gathered < values[at]:
            gathered += values[below]
            children += 1
            below = ends[below]
            if _near(gathered, values[at], children) and accept(at, children):
                ends[at] = below
                break
    return ends


def _near(found: Decimal, printed: Decimal, parts: int) -> bool:
    """Tell whether a sum is the printed one: n + 1 roundings of half the last digit apart at most.

    A single part must be equal.
    """
    exponent = printed.as_tuple().exponent
    half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    return abs(found - printed) <= (half * (parts + 1) if parts > 1 else _ZERO)


def _reach(values: Sequence[Decimal], ends: Sequence[int]) -> Decimal:
    """Return the sum of the outermost rows."""
    total, at = _ZERO, 0
    while at < len(values):
        total += values[at]
        at = ends[at]
    return total
