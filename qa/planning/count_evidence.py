"""Cite counts that documents tell, show them as values, and say which are told where one is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from qa.answering.cite import cite, cite_text
from qa.narration.quantities import Quantity
from qa.planning import told_counts
from qa.planning.figures import make_figure
from qa.planning.told_amounts import Amount
from qa.planning.types import Figure, Plan
from qa.query import Answer, Citation, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 1.0
COUNTED = ("spread over", "count in count")
"""What plans are traced by that reckon with a count which the documents print."""
SHORT = 8  # characters of a name that is no clause
SHOWN = 6  # counts that are named where none is meant


def documents_of(view: View, query: Query) -> tuple[int, ...]:
    """Return the documents of one department that are meant, of the year that is."""
    known = view.catalogue.documents
    inside = tuple(query.scope.documents or known)
    if len({known[d].institution for d in inside}) != 1:
        return ()
    years = {known[d].fiscal_year for d in inside}
    asked = set(query.years) & years
    if len(years) > 1 and len(asked) != 1:
        return ()
    return tuple(d for d in inside if not asked or known[d].fiscal_year in asked)


def values_of(view: View, count: Quantity) -> tuple[Value, ...]:
    year = view.catalogue.documents[count.document_id].fiscal_year
    return tuple(
        Value(one.said, "", f"{one.number.normalize():f}", one.unit, year)
        for one in count.parts or (count,)
    )


def cells_of(view: View, count: Quantity) -> list[Figure]:
    """Return the cells that print a count, where they do."""
    found = []
    for one in count.parts or (count,):
        if one.cell is None:
            return []
        table, row, column = one.cell
        sheet, entry = view.catalogue.tables[table], view.catalogue.rows[row]
        found.append(make_figure(view.catalogue, view.lookup, sheet, entry, column, SURE))
    return found


def in_row(view: View, money: Figure | Amount, count: Quantity) -> bool:
    """Tell whether an amount's own row prints another number of the things (4所 of all 14)."""
    facts = () if isinstance(money, Amount) else view.lookup.row(money.table_id, money.row_id)
    return any(
        f.measure == "count" and f.value and f.value != count.number and f.unit
        and (f.unit == count.unit or count.name.endswith(f.unit))
        for f in facts
    )  # fmt: skip


def cited(view: View, count: Quantity) -> tuple[Citation, ...]:
    """Return where a count stands."""
    cells = cells_of(view, count)
    if cells:
        return tuple(cite(view.catalogue, cell) for cell in cells)
    parts = [one for one in count.parts or (count,) if one.passage is not None]
    return tuple(
        dict.fromkeys(cite_text(view.catalogue, p.passage, p.quote) for p in parts if p.passage)
    )


def quoted(query: Query, count: Quantity) -> str:
    quotes = dict.fromkeys(one.quote for one in count.parts or (count,) if one.quote)
    if not quotes:
        return ""
    quote = "；".join(quotes)
    return f" The document states: “{quote}”" if query.language == "en" else f"原文：“{quote}”"


def lacking(view: View, query: Query, count: str) -> tuple[Plan, Answer]:
    """Return a refusal for a count that nothing tells, naming those that are told."""
    known = _known(view, documents_of(view, query))
    say = say_of(query)
    options = say["known"].format(options="；".join(known)) if known else ""
    refused = Answer(
        question=query.original, language=query.language, route=Route.REFUSE,
        answer=say["none"].format(count=count, known=options),
    )  # fmt: skip
    return Plan(Route.REFUSE, reason="no_heads", score=0.3, trace=COUNTED[:1]), refused


def _known(view: View, documents: Sequence[int]) -> list[str]:
    """Return the counts of people that the documents tell."""
    found: dict[str, None] = {}
    for one in told_counts.counts(view, documents):
        if (
            one.unit == "人"
            and one.whole is None
            and one.number
            and (one.kind or len(one.name) <= SHORT)
        ):
            found.setdefault(one.said)
    return list(found)[:SHOWN]


def say_of(query: Query) -> dict[str, str]:
    said: dict[str, str] = data("told_counts.yaml")["say"]["en" if query.language == "en" else "zh"]
    return said


@cache
def pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("told_counts.yaml")[name]))
