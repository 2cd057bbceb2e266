"""Bring the operations of one question together: a bound with a count, a gap with its extremes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.query import Asked, Operation

_TAKES_BOUND = (
    Operation.COUNT, Operation.LIST, Operation.SUM, Operation.AVERAGE, Operation.TOP,
    Operation.BOTTOM, Operation.RANK,
)  # fmt: skip
_AGAINST = (Operation.GROWTH, Operation.CHANGE)
_EXTREMES = (Operation.TOP, Operation.BOTTOM)


def combined(operations: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return the operations as they are to be done, each once."""
    found = sorted(
        dict.fromkeys(operations), key=lambda a: a.operation in _EXTREMES and a.k is None
    )
    found = _one_change(_with_bound(_gap(_ranked(found))))
    kinds = [asked.operation for asked in found]
    if Operation.SHARE in kinds:
        found = [a for a in found if a.operation is not Operation.SUM]
    seen: dict[Operation, Asked] = {}
    for asked in found:
        if asked.operation in _EXTREMES or asked.operation not in seen:
            seen.setdefault(asked.operation, asked)
    return tuple(seen.values())


def _with_bound(found: list[Asked]) -> list[Asked]:
    """Give the bound of a filter to the count, list or sum beside it."""
    bound = next((a.bound for a in found if a.operation is Operation.FILTER and a.bound), None)
    takers = [a for a in found if a.operation in _TAKES_BOUND]
    if not takers:
        return found
    if bound is None:
        return [a for a in found if a.operation is not Operation.FILTER]
    kept = [a for a in found if a.operation is not Operation.FILTER]
    return [replace(a, bound=bound) if a in takers and a.bound is None else a for a in kept]


def _ranked(found: list[Asked]) -> list[Asked]:
    """Leave out the row of a figure that is but how many of the largest are asked for."""
    counts = {a.k for a in found if a.operation in _EXTREMES}
    return [
        a
        for a in found
        if a.operation is not Operation.INVERSE or a.bound is None or a.bound.low not in counts
    ]


def _gap(found: list[Asked]) -> list[Asked]:
    """Keep only the difference where largest and smallest are asked for its sake."""
    kinds = {a.operation for a in found}
    if Operation.DIFFERENCE in kinds and kinds.issuperset(_EXTREMES):
        return [a for a in found if a.operation not in _EXTREMES]
    return found


def _one_change(found: list[Asked]) -> list[Asked]:
    """Say growth and change in one sentence, which holds both."""
    against = [a for a in found if a.operation in _AGAINST]
    return [a for a in found if a not in against[1:]]
