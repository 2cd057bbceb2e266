"""Tell which cells an answer gave, in the order in which it told them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.planning.types import Figure, Plan
from qa.query import Answer, Operation, Value

_CHOSEN = (Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.FILTER, Operation.LIST)
"""Operations whose steps hold all rows of a group, of which an answer lists some."""


def told_cells(plan: Plan, answer: Answer) -> tuple[Figure, ...]:
    """Return the cells asked for; of a group only those that the answer lists, as it orders them."""
    found: list[Figure] = []
    for step in plan.steps:
        figures = [target.figure for target in step.operands]
        chosen = step.asked.operation in _CHOSEN or bool(step.group)
        found += _listed(figures, answer.values) if chosen else figures
    return tuple(found)


def _listed(figures: Sequence[Figure], values: Sequence[Value]) -> Iterator[Figure]:
    """Give the one cell that each value is printed under."""
    for value in values:
        named = [f for f in figures if f.label and value.label.endswith(f.label)]
        exact = [f for f in named if f.label == value.label] or named
        if len(exact) == 1:
            yield exact[0]
