"""Tell where the goal of a project is asked for and only its money was found: no goal of it is printed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.query import Operation, Query, Route
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.planning.types import Plan
    from qa.view import View

_PLAIN = {Operation.LOOKUP, Operation.LIST, Operation.DESCRIBE}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("goal_lacking.yaml")[name]))


def lacking(view: View, query: Query, plan: Plan) -> str:
    """Return why a question for a goal is refused where a plan gives but money, else nothing.

    The item is named where it is one: a list of all projects says nothing of a goal of the first.
    """
    if plan.route is not Route.TABLE or {a.operation for a in query.operations} - _PLAIN:
        return ""
    if not _pattern("asked").search(query.text) or _pattern("money").search(query.text):
        return ""
    figures = [t.figure for step in plan.steps for t in step.operands]
    tables, rows = view.catalogue.tables, view.catalogue.rows
    for figure in figures:
        table = tables[figure.table_id]
        names = f"{figure.label}{figure.column_name}{table.title}{table.subject}"
        unit = figure.fact.unit if figure.fact is not None else ""
        goal = rows[figure.row_id].kind == "indicator" or _pattern("printed").search(names)
        if goal or not is_money(unit or ""):
            return ""
    labels = {figure.label for figure in figures}
    if len(labels) > 1 and query.asks(Operation.LIST):
        return "no_goals"
    return f"no_goal:{figures[0].label}" if figures else ""
