"""Hold what is carried over between years against all of a table, not against this year's part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.linking.text import bare
from qa.planning.bases import Bases
from qa.planning.find import amount_of, filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Operation, Query

_CARRIED = re.compile(r"结转|结余")
_THIS_YEAR = re.compile(r"^本年(?:收入|支出)?(?:合计|总计|小计)?$")
_TOTAL = re.compile(r"(?:合计|总计)$")


def in_all(plan: Plan, query: Query, bases: Bases) -> Plan:
    """Return a plan with the total that holds what is carried over as the whole of its share.

    本年收入合计 leaves 上年结转 out, which stands beside it below 收入总计.
    """
    if "本年" in query.text or not any(s.asked.operation is Operation.SHARE for s in plan.steps):
        return plan
    steps = tuple(
        replace(
            step,
            bases=tuple(_whole(_parts(step, i), b, bases) for i, b in enumerate(step.bases)),
        )
        for step in plan.steps
    )
    return replace(plan, steps=steps)


def _whole(parts: Sequence[Target], base: Target, bases: Bases) -> Target:
    one, figure = parts[0].figure, base.figure
    apart = one.table_id == figure.table_id and one.row_id != figure.row_id
    named = _CARRIED.search(bare(one.label)) and _THIS_YEAR.match(bare(figure.label))
    if not (named and apart):
        return base
    wholes = bases.wholes(one, parents=False)
    return next((Target(f) for f in wholes if _holds(f, figure)), base)


def _parts(step: Step, place: int) -> Sequence[Target]:
    paired = len(step.operands) == len(step.bases)
    return step.operands[place : place + 1] if paired else step.operands[:1]


def _holds(total: Figure, figure: Figure) -> bool:
    label = bare(total.label)
    of_all = bool(_TOTAL.search(label)) and not _THIS_YEAR.match(label)
    return of_all and filled(total) and amount_of(total) >= amount_of(figure)
