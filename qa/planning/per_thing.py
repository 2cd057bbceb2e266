"""Spread an amount over the number of things that it is for: 摊下来一盏多少, 每户合几块, 车均.

The things are counted by the amount's own row (a column of quantities, its words), by an indicator
of the same project, by a row that counts what the amount is for, or by the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.wording import wording
from qa.linking.text import bare
from qa.planning import told_amounts
from qa.planning.find import filled
from qa.planning.row_cells import RowCells
from qa.planning.thing_counts import Count, Counts
from qa.planning.told_amounts import Amount
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.understand import reader
from qa.words import lexicon
from qa.words.each import PERSON, Each
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 0.95
CAR = "辆"
_BUYS = re.compile(r"[买购]|\b(?:buy|bought|purchas)", re.I)
SHARED = 2
"""Pairs of characters that a question must share with the name of what is spread."""
_LISTS = ("project_list", "procurement", "assets", "project_performance")


def answer(view: View, query: Query, each: Each) -> Found | None:
    """Return an amount over the number of things that a document prints, where it prints one."""
    counts = Counts(view, each)
    figures = _named(view, query, each)
    if any(_priced(view, figure) for figure in figures[:1]):
        return None  # what one costs is printed in the row itself
    found = [(f, one) for f in figures if (one := counts.of(f)) is not None]
    if found:
        return _spread(view, query, each, *found[0])
    pair = _counted(view, query, each, counts)
    if pair is not None:
        return _spread(view, query, each, *pair)
    told = [(f, one) for f in figures[:1] if (one := counts.told(f, query.text)) is not None]
    if told:
        return _spread(view, query, each, *told[0])
    return None if figures else _stated(view, query, each, counts)


def _stated(view: View, query: Query, each: Each, counts: Counts) -> Found | None:
    """Return an amount that only the text states over the number that it states."""
    names: list[str] = []
    for text in each.rests(query.text):
        piece = reader(view.catalogue).piece(text, query)
        names += [h.term for m in piece.mentions for h in m.hints]
        names += [m.text for m in piece.mentions]
    word = "buying" if _BUYS.search(query.text) else "running"
    if each.unit == CAR and (sense := lexicon.sense(str(data("per_unit.yaml")[word]))):
        names = [*(names if word == "running" else ()), *(h.term for h in sense.hints)]
    for name in dict.fromkeys(names):
        amount = told_amounts.amount_of(view, query, name)
        count = counts.beside(amount) if amount is not None else None
        if amount is not None and count is not None:
            return over_stated(query, amount, count)
    return None


def over_stated(query: Query, amount: Amount, count: Count) -> Found:
    """Word a stated amount over a stated number."""
    say = wording(query.language)
    unit = calculate.unit_of_one(amount.value, amount.unit, count.number, query.unit)
    value = convert(amount.value, amount.unit, unit) if unit != amount.unit else amount.value
    mean = calculate.half_up(value / count.number)
    text = say(
        "per_head", one=f"“{amount.name}”", a=format(amount.value, "f"), ua=say.unit(amount.unit),
        heads=format(count.number, "f"), hu=count.unit, per=count.unit, value=format(mean, "f"),
        unit=say.unit(unit),
    )  # fmt: skip
    done = Answer(
        question=query.original, language=query.language, route=Route.TEXT, answer=text,
        values=(Value(amount.name, "平均", format(mean, "f"), unit, amount.year),
                Value(amount.name, "", format(amount.value, "f"), amount.unit, amount.year),
                Value(count.words, "", format(count.number, "f"), count.unit, amount.year)),
        citations=tuple(dict.fromkeys((amount.citation, *count.citations))),
        calculation=f"{value:f} ÷ {count.number:f} = {mean:f}",
    )  # fmt: skip
    return Plan(Route.TEXT, score=SURE, trace=(f"per {count.unit}",)), done, None


def _named(view: View, query: Query, each: Each) -> list[Figure]:
    """Return the amounts that the rest of the question names, each with the same row elsewhere."""
    found: list[Figure] = []
    for text in each.rests(query.text):
        piece = reader(view.catalogue).piece(text, query)
        plain = replace(piece, operations=(Asked(Operation.LOOKUP),), parts=(), figures=())
        plan = view.planner.plan(plain)
        targets = [t for step in plan.steps for t in step.operands] or list(plan.options)
        found += [f for t in targets for f in (t.figure, *t.others)]
        if any(_is_amount(f) for f in found):
            break
    return [f for f in dict.fromkeys(found) if _is_amount(f)]


def _priced(view: View, figure: Figure) -> bool:
    """Tell whether the row of an amount prints a price of one."""
    table = view.catalogue.tables[figure.table_id]
    prices = {c.index for c in table.columns if c.path and "单价" in c.path[-1]}
    facts = view.lookup.row(figure.table_id, figure.row_id)
    return any(f.column in prices and f.value is not None for f in facts)


def _is_amount(figure: Figure) -> bool:
    return figure.fact is not None and filled(figure) and is_money(figure.fact.unit)


def _counted(view: View, query: Query, each: Each, counts: Counts) -> tuple[Figure, Count] | None:
    """Return the one row named by the question that counts the things, with its amount."""
    cells = RowCells(view.catalogue, view.lookup, view.linker.words)
    inside = query.scope.documents or tuple(view.catalogue.documents)
    units = view.planner.units
    if each.unit == PERSON and units.named(bare(query.text), inside) in units.below(inside):
        return None  # a unit's money is none of a thing whose name shares words with it
    found: dict[str, tuple[int, Figure, Count]] = {}
    for table in view.catalogue.tables.values():
        if table.document_id not in inside or table.kind not in _LISTS:
            continue
        for entry in (e for e in table.rows if e.kind == "item"):
            shared = counts.shared(query.text, entry.label)
            shared = max(shared, SHARED * counts.worth(query.text, table, entry))
            if shared < SHARED:
                continue
            money = cells.money(table, entry)
            count = counts.of(money) if money is not None and _is_amount(money) else None
            if money is not None and count is not None:
                found.setdefault(f"{bare(entry.label)}{table.document_id}", (shared, money, count))
    for shared, money, count in counts.of_forms(query.text, inside):
        found.setdefault(f"{bare(money.subject)}{money.document_id}", (shared, money, count))
    best = max((shared for shared, _, _ in found.values()), default=0)
    chosen = [(money, count) for shared, money, count in found.values() if shared == best]
    return chosen[0] if len(chosen) == 1 else None


def _spread(view: View, query: Query, each: Each, money: Figure, count: Count) -> Found | None:
    """Return an amount over a count, a cell or words; None where the count's row prints a price."""
    if count.figure is not None and _priced(view, count.figure):
        return None
    if count.figure is not None:
        step = Step(
            Asked(Operation.PER_HEAD), (Target(money),), (Target(count.figure),), group=count.unit
        )
        plan = Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=(f"per {each.unit}",))
        return plan, view.composer.compose(query, plan), None
    value = Value(count.words, "", format(count.number, "f"), count.unit, money.year)
    done = view.composer.a_head(query, money, (value,), count.citations, count.unit)
    plan = Plan(Route.TABLE, (Step(Asked(Operation.LOOKUP), (Target(money),)),), score=SURE)
    return plan, replace(done, route=Route.BOTH if count.citations else Route.TABLE), None
