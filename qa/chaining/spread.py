"""Set the department that has the most of a thing against the one that has the least of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa import calculate
from qa.chaining.across import owners
from qa.planning.find import filled
from qa.planning.types import Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.understand import understand
from qa.words import set_asks

if TYPE_CHECKING:
    from qa.view import View

LEAST = 3  # departments of which a largest and a smallest are told apart
_TIMES = re.compile(r"几倍|多少倍|how many times", re.IGNORECASE)
_EDGES = " ,，的里"


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the largest against the smallest of several departments, where each has the thing."""
    left = set_asks.spread(query.text)
    named = owners(view, query)
    if left is None or len(named) < LEAST or query.refusals or query.scope.strangers:
        return None
    said = understand(left.strip(_EDGES), view.catalogue, query.language)
    operations = (Asked(Operation.COMPARE),)
    asked = replace(said, operations=operations, scope=query.scope, follow=None, parts=())
    plan = view.planner.plan(asked)
    found = [t for step in plan.steps for t in step.operands]
    told = {(d.institution, d.fiscal_year, d.phase)
            for d in (view.catalogue.documents[t.figure.document_id] for t in found)}  # fmt: skip
    units = {t.figure.fact.unit for t in found if t.figure.fact is not None}
    alike = len(units) == 1 or all(map(is_money, units))
    whole = alike and all(filled(t.figure) for t in found) and len(found) == len(named)
    if plan.route is not Route.TABLE or told != named.keys() or not whole:
        return None
    ordered = calculate.ranked([t.figure for t in found], len(found))
    times = _TIMES.search(query.text) is not None
    kind = Operation.RATIO if times else Operation.DIFFERENCE
    step = Step(Asked(kind), (Target(ordered[0]), Target(ordered[-1])))
    plan = Plan(Route.TABLE, (step,), score=plan.score, whole=True)
    return plan, view.composer.compose(query, plan)
