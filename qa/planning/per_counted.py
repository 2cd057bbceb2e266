"""Spread an amount over what the documents count: a row beside it, or a number in its own line.

公务接待费 over 国内公务接待人次, a project over the 28台 that its description tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.linking.text import bare, unnumbered
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.framed_told import Settle
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.understand import reader
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.chain import View
    from qa.narration.reading import Reading

    Found = tuple[Plan, Answer, Reading | None]

SURE = 0.95


@cache
def _pattern(name: str) -> re.Pattern[str]:
    raw = data("per_unit.yaml")
    return re.compile(str(raw[name]).replace("{things}", str(raw["things"])))


def answer(view: View, query: Query, settle: Settle) -> Found | None:
    """Return an amount over the number of things that a document prints, where it prints one."""
    each = _pattern("each_of").search(query.text)
    if each is None:
        return None
    thing = each["thing"]
    text = f"{query.text[: each.start()]}{each['doing'] or ''}{query.text[each.end() :]}"
    asking = tuple(a for a in query.operations if a.operation is Operation.CONVERT)
    plain = replace(
        reader(view.catalogue).piece(text, query),
        operations=asking or (Asked(Operation.LOOKUP),),
        parts=(),
    )
    plan, told, _ = settle(view, plain)
    figures = [t.figure for step in plan.steps for t in step.operands if _is_money(t.figure)]
    found = [one for f in figures if (one := _spread(view, query, f, thing)) is not None]
    return found[0] if told.route is Route.TABLE and len(found) == 1 else None


def _is_money(figure: Figure) -> bool:
    return figure.fact is not None and filled(figure) and is_money(figure.fact.unit)


def _spread(view: View, query: Query, money: Figure, thing: str) -> Found | None:
    """Return an amount over the one count that is printed beside it or told in its line."""
    counts = list(_beside(view, money, thing))
    if len(counts) == 1:
        step = Step(Asked(Operation.PER_HEAD), (Target(money),), (Target(counts[0]),), group=thing)
        plan = Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=(f"per {thing}",))
        return plan, view.composer.compose(query, plan), None
    number = _in_line(view, money, thing)
    if number is None or counts:
        return None
    value = Value(f"{number}{thing}", "", number, thing, money.year)
    done = view.composer.a_head(query, money, (value,), (), thing)
    plan = Plan(Route.TABLE, (Step(Asked(Operation.LOOKUP), (Target(money),)),), score=SURE)
    return plan, replace(done, route=Route.TABLE), None


def _beside(view: View, money: Figure, thing: str) -> Iterator[Figure]:
    """Give the counts of a thing that a document prints of what an amount is for."""
    topic = _topic(money.label)
    for table in view.catalogue.tables.values():
        if table.document_id != money.document_id:
            continue
        for entry in (e for e in table.rows if e.kind == "item"):
            label = bare(entry.label)
            if not (topic and topic in label and _counts(label, thing)):
                continue
            for fact in view.lookup.row(table.id, entry.id):
                if fact.value is not None and fact.measure == "count":
                    yield make_figure(view.catalogue, view.lookup, table, entry, fact.column, SURE)
                    break


def _topic(label: str) -> str:
    """Return what an amount is for without its last word: 公务接待 of 公务接待费."""
    return re.sub(r"(?:费用?|支出|经费|资金|项目)$", "", unnumbered(label))


def _counts(label: str, thing: str) -> bool:
    """Tell whether a row counts a thing, by the unit at its end or its last word."""
    thing = thing.removesuffix("次") or thing
    forms = {"人": "人次|人数", "批": "批次", "次": "次数|批次", "辆": "保有量"}.get(thing, thing)
    return re.search(rf"(?:{forms}).{{0,2}}$|{thing}$", label) is not None


def _in_line(view: View, money: Figure, thing: str) -> str | None:
    """Return the one number of a thing that an amount's own line tells."""
    entry = view.catalogue.rows[money.row_id]
    words = entry.text.replace(entry.label, "")
    found = set(re.findall(rf"(?<![\d.])(\d+)(?:余)?{thing}(?![次份])", words))
    return found.pop() if len(found) == 1 else None
