"""Answer which row is the largest or smallest of those beside the one that was just told.

A later question that only ranks (那哪一样最费钱) is of the table in which the row told stands, at its
level; of the rows below one heading where the talk is of that heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.dialogue import Turn
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.limits import EXTREMES
from qa.planning.types import Plan, Step, Target
from qa.query import Operation, Query, Route
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.planning.types import Figure
    from qa.query import Answer
    from qa.view import View

FEWEST = 3
"""Least number of rows among which one is the largest."""


def answer(view: View, asked: Query, turns: Sequence[Turn]) -> tuple[Plan, Answer] | None:
    """Return the largest or smallest of the rows beside the one told, where nothing else is asked."""
    told = _told(view, turns[-1])
    rows = {cell.row_id for turn in turns for cell in turn.cells}
    if len(rows) > 1:
        return None  # what ranks is of those told one by one
    kinds = [one for one in asked.operations if one.operation in EXTREMES]
    if told is None or len(kinds) != len(asked.operations) != 0 or len(kinds) != 1:
        return None
    named = asked.mentions or asked.codes or asked.column_words or asked.table_words
    if named or asked.scope.named or asked.years or asked.offsets or asked.parts:
        return None
    if not _idle().fullmatch(asked.text.replace(kinds[0].text, ",", 1)):
        return None
    table = view.catalogue.tables[told.table_id]
    beside = _beside(table, view.catalogue.rows[told.row_id], turns[-1].query.text)
    cells = _cells(view, table, beside, told)
    if len(cells) < FEWEST:
        return None
    step = Step(kinds[0], tuple(map(Target, cells)), group=table.title)
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("rows beside",))
    return plan, view.composer.compose(asked, plan)


def _cells(view: View, table: Sheet, rows: Sequence[Entry], told: Figure) -> list[Figure]:
    """Return the amounts of rows in the column told, or each in its own where none fills two."""
    columns = [c.index for c in table.columns if c.role == "amount" and c.year in (None, told.year)]

    def filled_of(entry: Entry, wanted: Sequence[int]) -> list[Figure]:
        made = (make_figure(view.catalogue, view.lookup, table, entry, c) for c in wanted)
        return [f for f in made if filled(f) and f.fact and is_money(f.fact.unit)]

    apart = [filled_of(entry, columns) for entry in rows]
    if all(len(found) < 2 for found in apart):
        return [found[0] for found in apart if found]
    return [f for entry in rows for f in filled_of(entry, (told.column,))]


def _told(view: View, turn: Turn) -> Figure | None:
    """Return the one amount of an item that was told, if the question only looked it up."""
    plain = all(one.operation is Operation.LOOKUP for one in turn.query.operations)
    rows = {cell.row_id for cell in turn.cells}
    if not plain or len(rows) != 1 or not filled(turn.cells[0]):
        return None
    figure, entry = turn.cells[0], view.catalogue.rows[turn.cells[0].row_id]
    money = figure.fact is not None and is_money(figure.fact.unit)
    return figure if money and entry.kind == "item" else None


def _beside(table: Sheet, told: Entry, before: str) -> list[Entry]:
    """Return the rows of a table at the level of one, below the heading that the talk names."""
    size = len(told.code or "")
    alike = [
        e for e in table.rows
        if e.kind == "item" and e.level == told.level and len(e.code or "") == size
        and e.institution == told.institution
    ]  # fmt: skip
    said = any(len(bare(p)) > 1 and bare(p) in bare(before) for p in told.parents)
    return [e for e in alike if e.parents == told.parents] if said else alike


@cache
def _idle() -> re.Pattern[str]:
    return re.compile(str(data("restated.yaml")["ranks_beside"]))
