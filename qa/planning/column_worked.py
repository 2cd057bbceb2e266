"""Plan what is worked out of columns of one row: 决算是年初的几倍, 结转加上本年收入, 比全年预算少花多少."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.money import is_money
from qa.planning.find import filled
from qa.planning.types import Figure, Step, Target
from qa.query import Asked, Operation
from qa.words.row_asks import works_out

_ADDED = frozenset({"opening", "income", "carried", "own", "account"})
"""Columns of which the sum says something: what came in beside what was there."""
FUNDS = frozenset({"carried", "own", "account", "granted"})
"""Columns that hold a part of a row's money."""
_SPENT, _PLANNED = ("final", "outgo", "unspent"), ("full", "initial", "planned")
_AMOUNTS = frozenset({*_ADDED, *_SPENT, *_PLANNED, "closing"})


def difference(one: Figure | None, other: Figure | None) -> list[Step]:
    """Return how far two cells are apart, where both are numbers."""
    if one is None or other is None or one == other:
        return []
    if any(f.fact is None or f.fact.value is None for f in (one, other)):
        return []
    return [Step(Asked(Operation.DIFFERENCE), (Target(one), Target(other)))]


def of_whole(cells: Sequence[tuple[str, Figure]], whole: Figure | None) -> list[Step]:
    """Return what part of a row's money the one fund of it is that is told: 结转资金占比."""
    funds = {(f.row_id, f.column): f for name, f in cells if name in FUNDS or "column" in name}
    found = [f for f in funds.values() if filled(f) and f.fact and is_money(f.fact.unit)]
    if whole is None or not filled(whole) or len(found) != 1 or found[0] == whole:
        return []
    return [Step(Asked(Operation.SHARE), (Target(found[0]),), (Target(whole),))]


def of_names(cells: Sequence[tuple[str, Figure]], text: str) -> list[Step]:
    """Return what a question works out of the amounts of one row, in the order that it says them."""
    told = {(f.row_id, f.column): (name, f) for name, f in reversed(amounts(cells))}
    found = list(told.values())[::-1]
    if len(found) < 2:
        return []
    if works_out("added", text) and {name for name, _ in found} <= _ADDED:
        return [Step(Asked(Operation.SUM), tuple(Target(f) for _, f in found))]
    rated = works_out("rated", text) and not any(name == "rate" for name, _ in cells)
    return _of_two(_ordered(found), text, rated=rated) if len(found) == 2 else []


def amounts(cells: Sequence[tuple[str, Figure]]) -> list[tuple[str, Figure]]:
    """Return the amounts of the row among cells, which are told by the names of their aspects."""
    return [
        (name, f)
        for name, f in cells
        if name in _AMOUNTS and filled(f) and f.fact is not None and is_money(f.fact.unit)
    ]


def tells_money(cells: Sequence[tuple[str, Figure]]) -> bool:
    """Tell whether one of the cells is an amount of money."""
    return any(filled(f) and f.fact is not None and is_money(f.fact.unit) for _, f in cells)


def _ordered(told: Sequence[tuple[str, Figure]]) -> tuple[Figure, Figure]:
    """Return what was spent before what was planned; else as they are said."""
    (one, first), (other, second) = told
    turned = one in _PLANNED and other in _SPENT
    return (second, first) if turned else (first, second)


def _of_two(pair: tuple[Figure, Figure], text: str, *, rated: bool) -> list[Step]:
    one, other = Target(pair[0]), Target(pair[1])
    if works_out("times", text):
        return [Step(Asked(Operation.RATIO), (one, other))]
    if works_out("moved", text):
        return [Step(Asked(Operation.GROWTH), (one,), (other,))]
    if rated or works_out("part", text):
        return [Step(Asked(Operation.SHARE), (one,), (other,))]
    return (
        [Step(Asked(Operation.DIFFERENCE), (one, other))] if works_out("spent_apart", text) else []
    )
