"""Set money against money: where one side is what one thing may cost, take its project's money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.money import is_money
from qa.catalogue import Catalogue
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.types import Figure, Target

_ONE = re.compile(r"单|每|均|成本|标准")
"""What a goal's label says where it is for one of a thing."""


def one_kind(
    targets: Sequence[Target], catalogue: Catalogue, lookup: Lookup
) -> list[Target] | None:
    """Return targets that may be set against one another, or None where these may not.

    A goal in money (单间改造成本 ≤ 12500 元) is no rival of what an item spends: the project
    that the goal is of is meant, where the item's own table lists it.
    """
    goals = [t for t in targets if _is_goal(t, catalogue)]
    spent = [t for t in targets if catalogue.rows[t.figure.row_id].kind != "indicator"]
    if not goals or not spent:
        return list(targets)
    found: list[Target] = []
    for target in targets:
        own = _project(target, spent[0], catalogue, lookup) if target in goals else target
        if own is None:
            return None
        found.append(own)
    return found


def unlike(figures: Sequence[Figure], catalogue: Catalogue) -> bool:
    """Tell whether some of the figures are goals in money and the others are what is spent."""
    return len({_is_goal(Target(figure), catalogue) for figure in figures}) > 1


def _is_goal(target: Target, catalogue: Catalogue) -> bool:
    fact = target.figure.fact
    unit = (fact.unit or "").partition("/")[0] if fact is not None else ""
    entry = catalogue.rows[target.figure.row_id]
    return entry.kind == "indicator" and is_money(unit) and bool(_ONE.search(entry.label))


def _project(goal: Target, beside: Target, catalogue: Catalogue, lookup: Lookup) -> Target | None:
    """Return the row of a goal's project in the table of what it is set against."""
    table = catalogue.tables[beside.figure.table_id]
    names = (goal.figure.subject, *catalogue.rows[goal.figure.row_id].parents[:1])
    subjects = {bare(name) for name in names if name}
    rows = [e for e in table.rows if bare(e.label) in subjects and e.kind != "indicator"]
    if len(rows) != 1:
        return None
    column = next(
        (f.column for f in lookup.row(table.id, rows[0].id) if f.column == beside.figure.column),
        None,
    )
    if column is None:
        return None
    score = goal.figure.score
    figure = make_figure(catalogue, lookup, table, rows[0], column, score)
    return replace(goal, figure=figure, others=())
