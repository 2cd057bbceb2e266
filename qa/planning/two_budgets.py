"""Ask which budget is meant where final accounts print one of the year's beginning and one of the year."""

from __future__ import annotations

import re
from functools import cache

from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Target
from qa.query import Operation, Query, Route
from qa.words.normalise import data


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("row_asks.yaml")["budgets"][name]), re.IGNORECASE)


def asked_back(query: Query, plan: Plan, catalogue: Catalogue, lookup: Lookup) -> Plan:
    """Return a plan, or what to ask where one budget is told and a row prints two that differ."""
    figures = [t.figure for step in plan.steps for t in step.operands]
    plain = all(asked.operation is Operation.LOOKUP for asked in query.operations)
    if plan.route is not Route.TABLE or len(figures) != 1 or not plain or query.parts:
        return plan
    figure, text = figures[0], query.text
    if not _pattern("asked").search(text) or _pattern("told_apart").search(text):
        return plan
    table = catalogue.tables[figure.table_id]
    columns = [c for c in table.columns if _pattern("heads").search(c.name)]
    if figure.column not in {c.index for c in columns}:
        return plan
    entry = _of_figures(catalogue.rows[figure.row_id], table, figure)
    found = [make_figure(catalogue, lookup, table, entry, c.index, 1.0) for c in _one_each(columns)]
    amounts = {f.fact.value for f in found if f.fact is not None and filled(f)}
    if len(found) != len(amounts) or len(found) < 2:
        return plan
    return Plan(
        Route.CLARIFY, options=tuple(map(Target, found)), score=plan.score, trace=plan.trace
    )


def _of_figures(entry: Entry, table: Sheet, figure: Figure) -> Entry:
    """Return a row, or the total below it that holds its figures where it is blank itself."""
    if filled(figure):
        return entry
    below = (e for e in table.rows if e.kind == "total" and e.parents[-1:] == (entry.label,))
    return next(below, entry)


def _one_each(columns: list[Heading]) -> list[Heading]:
    """Return the first column of each head."""
    return list({c.path[-1]: c for c in reversed(columns)}.values())[::-1]
