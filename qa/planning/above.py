"""Tell the class or the group of the classification that an item of a table stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from qa.answering.cite import cite_all
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.scope import institutions
from qa.planning.types import Figure, Plan
from qa.query import Answer, Query, Route, Value
from qa.regexes import regex
from qa.words import lexicon
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.view import View

CLASS, GROUP = 3, 5  # digits of a class and of a group of the classifications
SURE = 0.9  # how surely a word must mean an item


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return what an item stands below, where one row alone is named and what is asked prints a code."""
    match = next((m for p in _asks() if (m := p.match(query.text))), None)
    inside = query.scope.documents or tuple(view.catalogue.documents)
    if match is None or query.refusals or len(institutions(view.catalogue, inside)) != 1:
        return None
    found = list(_items(view, {bare(match["name"])}, inside))
    found = found or list(_items(view, _meant(match["name"]), inside))
    codes = {entry.code for _, entry in found}
    if len(codes) != 1:
        return None
    sheet, item = found[0]
    digits = {"款": GROUP, "类": CLASS, "大类": CLASS}.get(match["level"] or "", _next(item))
    above = next((e for e in sheet.rows if e.code == (item.code or "")[:digits]), None)
    if above is None or above.id == item.id:
        return None
    return _told(view, query, sheet, (item, above))


def _meant(name: str) -> set[str]:
    """Return the items that an everyday word surely means."""
    sense = lexicon.sense(name)
    return {bare(h.term) for h in sense.hints if h.weight >= SURE} if sense is not None else set()


def _items(view: View, names: set[str], inside: tuple[int, ...]) -> Iterator[tuple[Sheet, Entry]]:
    """Give the rows of classified tables that a name or a code means."""
    for sheet in view.catalogue.tables.values():
        if sheet.document_id not in inside:
            continue
        for entry in sheet.rows:
            coded = entry.code is not None and re.fullmatch(r"\d{5}(?:\d\d)?", entry.code)
            if coded and (bare(entry.label) in names or entry.code in names):
                yield sheet, entry


def _next(item: Entry) -> int:
    """Return how many digits the code right above an item has."""
    return CLASS if len(item.code or "") == GROUP else GROUP


def _told(view: View, query: Query, sheet: Sheet, rows: tuple[Entry, Entry]) -> tuple[Plan, Answer]:
    raw = data("above.yaml")
    language = "en" if query.language == "en" else "zh"
    item, above = rows
    year = view.catalogue.documents[sheet.document_id].fiscal_year
    column = next(c.index for c in sheet.columns if c.role == "amount")
    cells: list[Figure] = [
        make_figure(view.catalogue, view.lookup, sheet, row, column) for row in rows
    ]
    done = Answer(
        question=query.original, language=query.language, route=Route.TABLE,
        answer=raw["say"][language].format(
            item=item.printed, above=above.printed,
            level=raw["levels"][language][CLASS if len(above.code or "") == CLASS else GROUP],
        ),
        values=(Value(above.label, raw["column"], above.code or "", None, year),),
        citations=cite_all(view.catalogue, cells),
    )  # fmt: skip
    return Plan(Route.TABLE, score=1.0, whole=True, trace=("stands below",)), done


@cache
def _asks() -> tuple[re.Pattern[str], ...]:
    return tuple(regex(str(text)) for text in data("above.yaml")["asks"])
