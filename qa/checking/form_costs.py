"""Hold the costs that a project's form lists against the money of the project."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa import calculate
from qa.answering.wording import wording
from qa.errors import CalculationError
from qa.linking.names import subject_of
from qa.linking.text import bare, core, shortens
from qa.planning.figures import make_figure
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value

if TYPE_CHECKING:
    from qa.chain import View

_ASKED = re.compile(r"成本.*(?:加|合计|之和|总和|一共).*(?:资金总额|项目总额|总额|总资金|资金)")
_AGAINST = re.compile(r"对得上|一致|相等|等于|一样|差|多|少|超")
_FUNDS, _COST, FORM = "总额", "成本", "project_performance"
_GENERIC = re.compile(r"成本|指标|总额|资金|金额|[一二三四五六七八九十几\d]+[条项个]")


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the sum of a project's costs with its distance from the project's money, or None."""
    if query.refusals or not (_ASKED.search(query.text) and _AGAINST.search(query.text)):
        return None
    named = next((m.text for m in query.mentions if not _GENERIC.search(m.text)), "")
    if not named:
        return None
    total = _funds(view, query, named)
    costs = _costs(view, total) if total is not None else []
    if total is None or len(costs) < 2:
        return None
    listed = Step(Asked(Operation.SUM), tuple(map(Target, costs)))
    steps = (listed, Step(Asked(Operation.LOOKUP), (Target(total),)))
    plan = Plan(Route.TABLE, steps, score=1.0, whole=True)
    try:
        return plan, _told(view, query, plan)
    except CalculationError:  # costs of one thing beside costs of all
        return None


def _funds(view: View, query: Query, named: str) -> Figure | None:
    """Return the money that the one form of the project named gives, or None."""
    inside = query.scope.documents or tuple(view.catalogue.documents)
    forms = [
        t for t in view.catalogue.tables.values()
        if t.kind == FORM and t.document_id in inside and shortens(core(named), bare(subject_of(t)))
    ]  # fmt: skip
    if len(forms) != 1:
        return None
    cells = (
        make_figure(view.catalogue, view.lookup, forms[0], row, fact.column)
        for row in forms[0].rows if _FUNDS in row.label
        for fact in view.lookup.row(forms[0].id, row.id) if fact.value is not None
    )  # fmt: skip
    return next(cells, None)


def _costs(view: View, total: Figure) -> list[Figure]:
    """Return the money of the form's indicators of cost."""
    table = view.catalogue.tables[total.table_id]
    rows = (e for e in table.rows if any(_COST in parent for parent in e.parents))
    cells = (
        make_figure(view.catalogue, view.lookup, table, row, fact.column)
        for row in rows
        for fact in view.lookup.row(table.id, row.id)
        if fact.value is not None and fact.measure != "weight"
    )
    return [
        f for f in cells if f.fact is not None and is_money((f.fact.unit or "").split("/年")[0])
    ]


def _told(view: View, query: Query, plan: Plan) -> Answer:
    """Return both figures, and how far they are apart."""
    figures = [t.figure for t in plan.steps[0].operands]
    total = plan.steps[1].operands[0].figure
    added = calculate.add(figures)
    told = view.composer.compose(query, plan)
    amount = calculate.number(total)
    if added.unit != amount.unit:
        raise CalculationError(f"unit:{added.unit}")
    gap = calculate.shown(abs(amount.value - added.value))
    name = "costs_same" if amount.value == added.value else "costs_differ"
    say = wording(query.language)
    unit = say.unit(amount.unit)
    text = say(name, sum=calculate.shown(added.value), total=amount.value, gap=gap, unit=unit)
    worked = f"|{amount.value} − {calculate.shown(added.value)}| = {gap}"
    return replace(
        told, answer=f"{text}{told.answer}", calculation=f"{told.calculation}；{worked}",
        values=(*told.values, Value("差额", "", gap, amount.unit, total.year)),
    )  # fmt: skip
