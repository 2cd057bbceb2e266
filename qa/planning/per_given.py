"""Divide an amount that a question states (41辆车66.93万) by the number of things that it states.

The amount must be printed, in a row or a sentence that shares words with the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from qa.answering.cite import cite_text
from qa.checking.cells import YUAN, cells_of, money
from qa.linking.text import bare
from qa.planning.per_thing import over_stated
from qa.planning.thing_counts import Count
from qa.planning.told_amounts import Amount
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 0.9
SHARED = 2
"""Pairs of characters that a question must share with what prints its amount."""


def stated(text: str, number: Decimal) -> tuple[Decimal, str, str] | None:
    """Return the one amount of money that the clause with a number states: figure, unit, as said."""
    counted = re.compile(rf"(?<![\d.]){number:f}(?![\d.])")
    text = "".join(clause for clause in re.split(r"[,。;?]", text) if counted.search(clause))
    found = {
        (Decimal(m[1].replace(",", "")), f"{m[2] or ''}元", m[1])
        for m in _pattern("given_amount").finditer(text)
        if m[2] or m[3]
    }
    return found.pop() if len(found) == 1 else None


def answer(view: View, query: Query, number: Decimal, unit: str) -> Found | None:
    """Return the stated amount over the stated number, refused where no document prints the amount."""
    amount = stated(query.text, number)
    if amount is None or _pattern("more_than_given").search(query.text):
        return None
    cells = sorted(_cells(view, query, amount, number), key=lambda one: -one[0])
    if cells:
        figure = cells[0][1]
        counted = (Value(f"{number:f}{unit}", "", f"{number:f}", unit, None),)
        done = view.composer.a_head(query, figure, counted, (), unit)
        plan = Plan(Route.TABLE, (Step(Asked(Operation.LOOKUP), (Target(figure),)),), score=SURE)
        return plan, replace(done, route=Route.TABLE), None
    told = sorted(_passages(view, query, amount), key=lambda one: -one[0])
    if told:
        return over_stated(query, told[0][1], Count(number, unit, words=f"{number:f}{unit}"))
    refused = Plan(Route.REFUSE, reason="not_found", score=0.3)
    return refused, view.composer.compose(query, refused), None


def _cells(
    view: View, query: Query, amount: tuple[Decimal, str, str], number: Decimal
) -> Iterator[tuple[int, Figure]]:
    """Give the cells that print an amount, with how many pairs they share with the question.

    A row that prints the number too shares as much as is needed.
    """
    counted = re.compile(rf"(?<![\d.,]){number:f}(?![\d.,])")
    inside = query.scope.documents or tuple(view.catalogue.documents)
    yuan = amount[0] * YUAN[amount[1]]
    for table in view.catalogue.tables.values():
        if table.document_id not in inside:
            continue
        for entry in table.rows:
            for figure in cells_of(view.catalogue, view.lookup, table, entry):
                if money(figure) == yuan:
                    shared = _shared(query.text, f"{figure.label}|{figure.column_name}")
                    if shared and counted.search(entry.text.replace(",", "")):
                        shared += SHARED
                    if shared >= SHARED:
                        yield shared, figure


def _passages(
    view: View, query: Query, amount: tuple[Decimal, str, str]
) -> Iterator[tuple[int, Amount]]:
    """Give the sentences that print an amount, with how many pairs they share with the question."""
    inside = query.scope.documents or tuple(view.catalogue.documents)
    value, unit, said = amount
    printed = re.compile(rf"(?<![\d.,]){re.escape(said)}\s*{unit}")
    for passage in view.catalogue.passages.values():
        if passage.document_id not in inside:
            continue
        for sentence in re.split(r"[。；]", passage.text):
            match = printed.search(sentence.replace(",", ""))
            shared = _shared(query.text, sentence) if match else 0
            if shared >= SHARED:
                year = view.catalogue.documents[passage.document_id].fiscal_year
                cited = cite_text(view.catalogue, passage, sentence.strip())
                yield shared, Amount(f"{said}{unit}", value, unit, year, passage, cited)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    raw = data("per_unit.yaml")
    return re.compile(str(raw[name]).replace("{counted}", str(raw["counted"])))


def _shared(text: str, words: str) -> int:
    said, printed = bare(text), bare(words)
    pairs = {said[i : i + 2] for i in range(len(said) - 1)}
    return sum(p in printed and not re.search(r"[\d.]", p) for p in pairs)
