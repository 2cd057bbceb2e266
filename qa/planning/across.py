"""Set the same thing of several documents or tables side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa.catalogue import Catalogue
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route

WIDEST = ("expenditure_summary", "income_summary", "total_summary")
"""Kinds of table over all of a department's money, taken first where no scope is named."""


def aligned(
    targets: Sequence[Target], catalogue: Catalogue, preferred: frozenset[str]
) -> list[Target]:
    """Return every document's figure from tables of one kind, where each document has one.

    One document's spending on the general budget is not set against another's of all funds.
    """
    choices = [_by_kind(target, catalogue) for target in targets]
    count = Counter(kind for choice in choices for kind in choice)
    common = [kind for kind, n in count.items() if n == len(targets)]
    if not common or len({_kind(t.figure, catalogue) for t in targets}) == 1:
        return list(targets)
    kind = min(common, key=lambda k: (k not in preferred, _width(k)))
    return [
        Target(choice[kind], target.others, target.phrase)
        for choice, target in zip(choices, targets, strict=True)
    ]


def each_named(query: Query, plan: Plan, catalogue: Catalogue) -> Plan:
    """Return what each of several tables prints that a question names by number."""
    annexes = [catalogue.tables[t.figure.table_id].annex for t in plan.options]
    every = len(annexes) > 1 and sorted(annexes) == sorted(set(query.annexes))
    if plan.route is not Route.CLARIFY or not every:
        return plan
    ordered = sorted(plan.options, key=lambda t: _place(query, t, catalogue))
    step = Step(Asked(Operation.LOOKUP), tuple(ordered))
    return Plan(Route.TABLE, (step,), score=plan.score, trace=plan.trace)


def _place(query: Query, target: Target, catalogue: Catalogue) -> int:
    return query.annexes.index(catalogue.tables[target.figure.table_id].annex)


def _by_kind(target: Target, catalogue: Catalogue) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for figure in (target.figure, *target.others):
        if figure.fact is not None and figure.fact.value is not None:
            found.setdefault(_kind(figure, catalogue), figure)
    return found


def _kind(figure: Figure, catalogue: Catalogue) -> str:
    return catalogue.tables[figure.table_id].kind


def _width(kind: str) -> int:
    return WIDEST.index(kind) if kind in WIDEST else len(WIDEST)
