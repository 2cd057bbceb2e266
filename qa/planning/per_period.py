"""Spread an amount over the months, quarters, weeks or days of its year: 月均, 按250天算一天多少."""

from __future__ import annotations

from calendar import isleap
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.linking.text import bare
from qa.planning.find import filled
from qa.planning.sides import Sides
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.understand import complete, reader
from qa.words import periods

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 0.8
DAYS = Decimal(365)
_SPREAD = {
    Operation.AVERAGE, Operation.LOOKUP, Operation.PER_HEAD, Operation.CONVERT, Operation.SHARE,
    Operation.FILTER, Operation.SUM,
}  # fmt: skip


def answer(view: View, query: Query) -> Found | None:
    """Return the one amount that a question names over the periods of a year, else None."""
    period = periods.read(query.text)
    kinds = {asked.operation for asked in query.operations}
    if period is None or query.refusals or not kinds <= _SPREAD or period.number is None:
        return None
    figure = _named(view, query, period)
    if figure is None:
        return None
    number = period.number
    if number == DAYS and figure.year and isleap(figure.year):
        number += 1
    unit = periods.told(period.unit, query.language)
    counted = (Value(f"{number}{unit}", "", str(number), unit, None),)
    done = view.composer.a_head(query, figure, counted, (), unit)
    plan = Plan(Route.TABLE, (Step(Asked(Operation.LOOKUP), (Target(figure),)),), score=SURE)
    return plan, replace(done, route=Route.TABLE), None


def _named(view: View, query: Query, period: periods.Period) -> Figure | None:
    """Return the one amount that the rest of a question names in full, no rate and no goal."""
    piece = reader(view.catalogue).piece(period.rest, query)
    plain = replace(piece, operations=(Asked(Operation.LOOKUP),), parts=(), figures=())
    plan = view.planner.plan(complete(plain, view.catalogue))
    targets = [t for step in plan.steps for t in step.operands]
    if plan.route is not Route.TABLE or plan.score < SURE or len(targets) != 1:
        return None
    cells = (targets[0].figure, *targets[0].others)
    figure = next((f for f in cells if _is_money(view, f, period.rest)), None)
    if figure is None or Sides(view, plain).unexplained(plain, [figure]):
        return None
    # a sum for a month may be printed
    rate = not period.divides and "月" in view.catalogue.rows[figure.row_id].text
    return None if rate else figure


def _is_money(view: View, figure: Figure, said: str) -> bool:
    """Tell whether a cell holds an amount of money; a goal is one where it is called just so."""
    goal = view.catalogue.rows[figure.row_id].kind == "indicator"
    goal = goal and bare(figure.label) != bare(said)
    return filled(figure) and figure.fact is not None and is_money(figure.fact.unit) and not goal
