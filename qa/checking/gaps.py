"""Tell by how much two amounts differ, and which row prints just that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from qa.answering.cite import cite_all, value_of
from qa.checking.cells import YUAN, cells_of, money, place
from qa.linking.text import core
from qa.planning.types import Figure
from qa.query import Answer, Query, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

_MOST = 3  # places told of that print the gap


def asked(query: Query) -> bool:
    """Tell whether a question wants to know what two amounts are apart."""
    return bool(re.search(data("quoted.yaml")["gap"], query.text, re.I))


def told(
    view: View, query: Query, answer: Answer, amounts: Sequence[Decimal], cells: Sequence[Figure]
) -> Answer:
    """Return an answer of two amounts with their gap, where it is asked for, and what prints it."""
    if len(amounts) != 2 or not asked(query) or amounts[0] == amounts[1]:
        return answer
    words = data("quoted.yaml")["en" if query.language == "en" else "zh"]
    unit = next((c.fact.unit for c in cells if c.fact and c.fact.unit in YUAN), "万元") or "万元"
    high, low = (f"{a / YUAN[unit]:f}" for a in sorted(amounts, reverse=True))
    gap = f"{(max(amounts) - min(amounts)) / YUAN[unit]:f}"
    found = list(_printed(view, cells, max(amounts) - min(amounts)))[:_MOST]
    lines = [answer.answer, words["apart"].format(gap=gap, unit=unit)]
    if found:
        places = "；".join(place(view.catalogue, cell) for cell in found)
        lines.append(words["printed"].format(places=places))
    year = answer.values[0].year if answer.values else 0
    values = (Value(words["label"], "", gap, unit, year), *answer.values)
    values += tuple(v for cell in found if (v := value_of(cell)) is not None)
    return replace(
        answer,
        answer="\n".join(lines),
        values=values,
        citations=(*answer.citations, *cite_all(view.catalogue, found)),
        calculation=f"{high} − {low} = {gap}",
    )


def _printed(view: View, cells: Sequence[Figure], gap: Decimal) -> Iterator[Figure]:
    """Give the cells that print a gap: of the rows of the amounts, or of what is carried over."""
    carried = re.compile(data("quoted.yaml")["carried"])
    documents = {cell.document_id for cell in cells}
    names = {core(cell.label) for cell in cells}
    for sheet in view.catalogue.tables.values():
        if sheet.document_id not in documents:
            continue
        for row in sheet.rows:
            if core(row.label) not in names and not carried.search(row.label):
                continue
            for cell in cells_of(view.catalogue, view.lookup, sheet, row):
                over = carried.search(f"{row.label}/{cell.column_name}")
                if over and money(cell) == gap:
                    yield cell
