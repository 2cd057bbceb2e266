"""Explain a stated amount that a table prints in two rows: the year's own and what was carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.answering.cite import cite_all, value_of
from qa.checking.cells import YUAN, cells_of, money, place, printed
from qa.checking.words import consistency_words
from qa.linking.text import bare, unnumbered
from qa.narration.reading import number
from qa.planning.types import Figure
from qa.query import Answer, Citation, Query, Route, Value

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.view import View


@dataclass(frozen=True, slots=True)
class Carried:
    """Hold the two cells of one item that make up a stated amount."""

    now: Figure
    then: Figure


def answer(view: View, query: Query, stated: Value, cited: Citation, name: str) -> Answer | None:
    """Return both places of a stated amount, where a table prints it in two rows."""
    amount = Decimal(number(stated.value)) * YUAN[stated.unit or "元"]
    found = _found(view, cited.document_id, name, amount)
    if found is None:
        return None
    now, then = found.now, found.then
    frames = consistency_words()["held_against"]["en" if query.language == "en" else "zh"]
    unit = (now.fact.unit if now.fact else "") or "元"
    whole = printed(now) + printed(then)
    worked = f"{_plain(now)} + {_plain(then)} = {plain_decimal(whole)} {unit}"
    text = frames["carried"].format(
        subject=name, told=f"{stated.value} {stated.unit}", now=place(view.catalogue, now),
        parent=view.catalogue.rows[then.row_id].parents[-1], gap=f"{_plain(then)} {unit}",
        sum=worked,
    )  # fmt: skip
    values = (value for cell in (now, then) if (value := value_of(cell)) is not None)
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.BOTH,
        answer=text,
        values=(replace(stated, column="正文"), *values),
        citations=(cited, *cite_all(view.catalogue, (now, then))),
        calculation=worked,
    )


def _plain(cell: Figure) -> str:
    return plain_decimal(printed(cell))


def _found(view: View, document: int | None, name: str, amount: Decimal) -> Carried | None:
    """Return the year's own amount of an item and what was carried over, where they make one."""
    found = (
        Carried(now, then)
        for sheet in view.catalogue.tables.values()
        if sheet.document_id == document
        for now, then in _pairs(view, sheet, bare(name))
        if (money(now) or 0) + (money(then) or 0) == amount
    )
    return next(found, None)


def _pairs(view: View, sheet: Sheet, name: str) -> Iterator[tuple[Figure, Figure]]:
    """Give the cells of one column of two rows of an item, the second below what was carried over."""
    rows = [r for r in sheet.rows if bare(unnumbered(r.label)) == name]
    own = [r for r in rows if not _is_carried(r)]
    left = [r for r in rows if _is_carried(r)]
    if len(own) != 1 or len(left) != 1:
        return
    before = {c.column: c for c in cells_of(view.catalogue, view.lookup, sheet, left[0])}
    for cell in cells_of(view.catalogue, view.lookup, sheet, own[0]):
        if cell.column in before and money(before[cell.column]):
            yield cell, before[cell.column]


def _is_carried(row: Entry) -> bool:
    pattern = str(consistency_words()["carried"])
    return any(re.search(pattern, parent) for parent in row.parents)
