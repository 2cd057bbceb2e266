"""Refuse what is asked of a department's units and no document prints of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.planning.types import Plan
from qa.query import Query, Route
from qa.words.normalise import data, normalise
from qa.words.unit_asks import TIMED, UnitAsk
from qa.words.unit_money import flat

if TYPE_CHECKING:
    from qa.view import View

_FLOWS = (("income",), ("spending",))


def not_moved(view: View, query: Query, said: UnitAsk | None) -> Plan | None:
    """Return a refusal where the unit that moved most is asked for and none's year before is printed."""
    if said is None or not said.of_units or not said.placed or len(said.measures) != 1:
        return None
    if not {"change", "prior"} <= said.wants or not said.wants & {"top", "bottom"}:
        return None
    if any(step.bases for step in view.planner.plan(query).steps):
        return None
    return Plan(Route.REFUSE, reason="no_prior", near=said.things, trace=("units unmoved",))


def not_listed(
    view: View, query: Query, question: str, said: UnitAsk, names: Sequence[str]
) -> Plan | None:
    """Return a refusal where each unit's money is asked for, or whose is the most, and none is printed."""
    one_by_one = re.search(data("unit_asks.yaml")["one_by_one"], flat(normalise(question)))
    if one_by_one is None or query.parts or said.units or said.bound or said.wants & TIMED:
        return None
    plan = view.planner.plan(query)
    units = set(map(bare, names))
    if any(bare(t.figure.label) in units for step in plan.steps for t in step.operands):
        return None
    flows = said.placed and said.measures in _FLOWS
    each = "each" in said.wants and plan.route is Route.TABLE
    if not (flows or each):
        return None
    return Plan(Route.REFUSE, reason="not_found", trace=("units unlisted",))
