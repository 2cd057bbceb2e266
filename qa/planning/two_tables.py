"""Set one item of two tables against each other, or add it up: 基本支出那份和项目支出那份合在一起.

Both tables are named by words of their titles; the item by what both sides, or the rest of the
question, say. Nothing is told where two tables are alike in what is said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare, core
from qa.planning.find import filled
from qa.planning.row_cells import RowCells
from qa.planning.two_cells import alike, explained, printed_part
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

SAID = 0.75
"""Least part of the words for a table that its title prints."""
_WAYS = {"apart": Operation.DIFFERENCE, "minus": Operation.DIFFERENCE, "joined": Operation.SUM}


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return what one item of two tables gives that a question names, else None."""
    if query.follow is not None or len(query.scope.documents) > 1:
        return None
    text = alike(query.text)
    for way, pattern in _patterns():
        match = pattern.search(text)
        pair = None if match is None else _pair(view, query, match)
        if pair is not None:
            step = Step(Asked(_WAYS[way]), tuple(map(Target, pair)))
            plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("two tables",))
            return plan, view.composer.compose(query, plan)
    return None


def _pair(view: View, query: Query, match: re.Match[str]) -> tuple[Figure, Figure] | None:
    """Return the item's amounts in the tables that both sides name."""
    sides, beside = (match["one"], match["other"]), match.string.replace(match[0], ",")
    for item, names in _items(query, sides, beside):
        words = [_table_words(side, item) for side in sides]
        if min(map(len, words)) < 2 or words[0] == words[1]:
            continue
        cells = list(_cells(view, query, names))
        one, other = (_chosen(cells, w, v) for w, v in (words, words[::-1]))
        if one is None or other is None or one.table_id == other.table_id:
            continue
        around = "|".join((item, *_around(view, one), *_around(view, other)))
        if explained(beside.replace(item, ","), around):
            return one, other
    return None


def _items(
    query: Query, sides: tuple[str, str], beside: str
) -> Iterator[tuple[str, frozenset[str]]]:
    """Give what names an item: said on the first side, or beside both; with the terms for it."""
    for mention in query.mentions:
        said = alike(mention.text)
        if said in beside or said in sides[0]:
            yield said, frozenset({core(said), *(core(h.term) for h in mention.hints)})
    for code in query.codes:
        if code in beside or code in sides[0]:
            yield code, frozenset({code})


def _table_words(side: str, item: str) -> str:
    return bare(_pattern("around_table").sub("", side.replace(item, "")))


def _cells(view: View, query: Query, names: frozenset[str]) -> Iterator[tuple[str, Figure]]:
    """Give the amounts of the rows that go by some names, with the titles of their tables."""
    catalogue = view.catalogue
    rows = RowCells(catalogue, view.lookup, view.linker.words)
    documents = query.scope.documents or tuple(catalogue.documents)
    for table in catalogue.tables.values():
        if table.document_id not in documents:
            continue
        for entry in (e for e in table.rows if e.kind == "item"):
            if core(entry.label) not in names and entry.code not in names:
                continue
            figure = rows.money(table, entry)
            if figure is not None and filled(figure):
                yield bare(f"{table.title}{table.annex}"), figure


def _chosen(cells: list[tuple[str, Figure]], words: str, others: str) -> Figure | None:
    """Return the amount of the table that some words name, not less than another's words do."""
    ranked = sorted(
        ((printed_part(words, title), printed_part(title, words), figure) for title, figure in cells
         if printed_part(words, title) > printed_part(others, title)),
        key=lambda one: one[:2], reverse=True,
    )  # fmt: skip
    if not ranked or ranked[0][0] < SAID:
        return None
    best = [figure for part, back, figure in ranked if (part, back) == ranked[0][:2]]
    values = {f.fact.value for f in best if f.fact is not None}
    return best[0] if len(values) == 1 else None


def _around(view: View, figure: Figure) -> tuple[str, ...]:
    document = view.catalogue.documents[figure.document_id]
    names = (document.institution, *document.aliases, str(document.fiscal_year), figure.label)
    return tuple(map(bare, (*names, view.catalogue.tables[figure.table_id].title)))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("two_cells.yaml")[name]))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = data("two_cells.yaml")
    return tuple((way, re.compile(text)) for way in _WAYS for text in raw[way])
