"""Tell the amount of the row that prints two codes which a question names, an item's in two classes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa.catalogue import Entry, Sheet
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

_PLAIN = {Operation.LOOKUP, Operation.LIST, Operation.SUM, Operation.CONSISTENCY}


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the amount of the row of two codes (部门科目30102、政府科目50501), else None.

    30102 in one class of items may be 50101 or 50501 in another: a row for each of them.
    """
    codes = tuple(dict.fromkeys(query.codes))
    kinds = {asked.operation for asked in query.operations}
    if len(codes) != 2 or query.refusals or query.year_offset or not kinds <= _PLAIN:
        return None
    if any(one.startswith(other) for one in codes for other in codes if one != other):
        return None
    inside = query.scope.documents or tuple(view.catalogue.documents)
    found = [
        figure
        for table in view.catalogue.tables.values()
        if table.document_id in inside
        for row in table.rows
        if _prints(row, codes) and _explained(query, table, row)
        if (figure := _figure(view, query, table, row)) is not None and filled(figure)
    ]
    amounts = {figure.fact.value for figure in found if figure.fact is not None}
    if len(amounts) != 1:
        return None
    step = Step(Asked(Operation.LOOKUP), (Target(found[0], tuple(found[1:])),))
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("two codes",))
    return plan, view.composer.compose(query, plan)


def _prints(row: Entry, codes: tuple[str, ...]) -> bool:
    """Tell whether a row is of one code and prints the other one beside it."""
    words = set(re.findall(r"\d+", row.text))
    return row.kind == "item" and row.code in codes and all(code in words for code in codes)


def _explained(query: Query, table: Sheet, row: Entry) -> bool:
    """Tell whether a question says no more than codes, the row's words, columns, and what says row."""
    left = bare(query.text)
    names = [*query.codes, *query.annexes, row.label, table.title]
    names += [part for column in table.columns for part in column.path]
    for name in sorted(map(bare, names), key=len, reverse=True):
        left = left.replace(name, ",") if name else left
    return not re.sub(r"[^\w]|\d", "", _idle().sub(",", left))


def _figure(view: View, query: Query, table: Sheet, row: Entry) -> Figure | None:
    """Return the cell of a row in the column that is named, else in that of all."""
    document = view.catalogue.documents[table.document_id]
    wish = ColumnWish(document.fiscal_year, Phase(document.phase))
    columns = default_columns(table, row, wish, view.linker.words)
    said = bare(query.text)
    named = [c for c in columns if c.path and bare(c.path[-1]) in said]
    chosen = (named or columns)[:1]
    return make_figure(view.catalogue, view.lookup, table, row, chosen[0].index) if chosen else None


@cache
def _idle() -> re.Pattern[str]:
    return re.compile(str(data("units.yaml")["row_of_codes"]))
