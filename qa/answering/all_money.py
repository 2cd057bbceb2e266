"""Tell beside what was worked out of the general budget what all money of the same rows gives.

The table of one fund and the table of all spending print rows of the same codes; where a question
names no fund and no table, and both differ, the answer tells both with their tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.expressions import Pair, Sum
from qa.answering.names import Names
from qa.answering.wording import wording
from qa.answering.words import yuan
from qa.catalogue import Entry, Heading
from qa.errors import CalculationError
from qa.linking.printed import plain
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.types import Figure
from qa.query import Answer, Query
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

GENERAL, ALL = "general_expenditure", "expenditure_summary"
Twins = Mapping[Figure, Figure]


def beside(
    view: View,
    query: Query,
    done: Answer,
    figures: Sequence[Figure],
    again: Callable[[Twins], Answer],
) -> Answer:
    """Return an answer with what the same cells of the table of all spending give, where that differs."""
    named = view.linker.words.kinds_of_funds(query.text) or query.annexes or query.titles
    twins = {} if named or query.table_words else _twins(view, figures)
    if len(twins) < len(set(figures)) or all(yuan(f) == yuan(t) for f, t in twins.items()):
        return done
    try:
        other = again(twins)
    except CalculationError:
        return done
    if [v.value for v in other.values] == [v.value for v in done.values]:
        return done
    names = Names(view.catalogue, view.linker.words, wording(query.language), many=False)
    say = data("formulas.yaml")["say"]["en" if query.language == "en" else "zh"]
    one, all_of = figures[0], twins[figures[0]]
    text = say["all_money"].format(
        own=names.where(one), other=names.where(all_of), first=done.answer, told=other.answer
    )
    return replace(
        done,
        answer=text,
        values=(*done.values, *other.values),
        citations=tuple(dict.fromkeys((*done.citations, *other.citations))),
        calculation="；".join(filter(None, (done.calculation, other.calculation))) or None,
    )


def of_pairs(
    view: View,
    query: Query,
    done: Answer,
    pairs: Sequence[Pair],
    word: Callable[[list[Pair]], Answer],
) -> Answer:
    """Return the same of pairs of sums."""
    cells = [f for pair in pairs for side in pair if side is not None for f in side.figures]
    return beside(view, query, done, cells, lambda twins: word(swapped(pairs, twins)))


def swapped(pairs: Sequence[Pair], twins: Twins) -> list[Pair]:
    """Return pairs of sums with the twins of their cells."""

    def swap(one: Sum) -> Sum:
        return Sum(tuple(twins[f] for f in one.plus), tuple(twins[f] for f in one.minus))

    return [(swap(one), swap(other) if other is not None else None) for one, other in pairs]


def _twins(view: View, figures: Sequence[Figure]) -> dict[Figure, Figure]:
    """Return the cells of the table of all spending that are of the same rows and columns."""
    found: dict[Figure, Figure] = {}
    for figure in dict.fromkeys(figures):
        own = view.catalogue.tables[figure.table_id]
        year = view.catalogue.documents[figure.document_id].fiscal_year
        if own.kind != GENERAL or figure.year != year:
            continue
        head = next((c for c in own.columns if c.index == figure.column), None)
        row = view.catalogue.rows[figure.row_id]
        for table in view.catalogue.tables.values():
            if table.kind != ALL or table.document_id != figure.document_id or head is None:
                continue
            rows = [e for e in table.rows if _same(e, row)]
            columns = [c for c in table.columns if c.role == "amount" and _of(c) == _of(head)]
            if len(rows) == 1 and len(columns) == 1:
                cell = make_figure(
                    view.catalogue, view.lookup, table, rows[0], columns[0].index, figure.score
                )
                found |= {figure: cell} if filled(cell) else {}
                break
    return found


def _same(one: Entry, other: Entry) -> bool:
    """Tell whether two rows are of one item, or the totals of their tables."""
    if one.kind == other.kind == "total":
        return bare(one.label) == bare(other.label)
    return one.code == other.code and plain(one.label) == plain(other.label)


def _of(column: Heading) -> str:
    """Return what a column is of: basic or project spending, else all of the row."""
    words = {bare(head) for head in column.path}
    kinds = [word for word in ("基本支出", "项目支出") if word in words]
    last = bare(column.path[-1])
    if kinds:
        return kinds[0] if last == kinds[0] or last in data("wholes.yaml")["own_totals"] else last
    return "" if last in data("wholes.yaml")["own_totals"] else last
