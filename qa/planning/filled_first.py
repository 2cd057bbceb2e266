"""Tell what a unit has where a table prints it, not the blank that another table has in its row."""

from __future__ import annotations

from dataclasses import replace

from qa.linking.words import load_words
from qa.planning.find import filled
from qa.planning.types import Plan, Step, Target
from qa.query import Operation, Query, Route


def of_units(query: Query, plan: Plan) -> Plan:
    """Return a plan whose blank cells of units give way to the same unit's filled ones elsewhere."""
    if plan.route is not Route.TABLE or query.annexes or query.table_words:
        return plan
    return replace(plan, steps=tuple(map(_step, plan.steps)))


def _step(step: Step) -> Step:
    if step.asked.operation is not Operation.LOOKUP:
        return step
    return replace(step, operands=tuple(map(_target, step.operands)))


def _target(target: Target) -> Target:
    own = target.figure
    if filled(own) or not own.label.endswith(load_words().unit_endings):
        return target
    elsewhere = [o for o in target.others if filled(o) and o.label == own.label]
    if not elsewhere:
        return target
    others = tuple(o for o in target.others if filled(o) and o is not elsewhere[0])
    return replace(target, figure=elsewhere[0], others=others)
