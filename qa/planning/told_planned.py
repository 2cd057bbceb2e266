"""Set what was spent against what was planned where no table has the plan but the text tells both.

年初预算为135.90万元，支出决算为135.25万元: 执行率, 年初批了多少, 少花了多少, 超了百分之几.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from ingest.records import Phase
from qa.linking.text import bare
from qa.planning import told_amounts
from qa.planning.scope import ground
from qa.planning.told_amounts import Amount
from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 0.9
_CENT = Decimal("0.01")
_BOTH = {"年初预算数", "决算数"}
_OTHER = (Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.WHY, Operation.FILTER)


def answer(view: View, query: Query) -> Found | None:
    """Return how far an item's accounts are from its plan, as the text states both."""
    if not _asked(query) or query.asks(*_OTHER):
        return None
    inside = query.scope.documents or tuple(view.catalogue.documents)
    if len(inside) != 1 or view.catalogue.phase_of(inside[0]) is not Phase.FINAL:
        return None
    if view.planner.row_first.plan(query, ground(query, view.catalogue)) is not None:
        return None
    found = {a.passage.id: a for name in _names(query) if (a := _amount(view, query, name))}
    return _told(query, next(iter(found.values()))) if len(found) == 1 else None


def _asked(query: Query) -> bool:
    """Tell whether accounts are held against a plan, by a question's words or those it leans on."""
    if _pattern("planned_asked").search(query.text):
        return True
    leans = query.follow is not None and query.asks(Operation.DIFFERENCE)
    return leans and set(query.column_words) >= _BOTH


def together(view: View, query: Query, names: Sequence[str]) -> tuple[Plan, Answer] | None:
    """Return how far the accounts of several items together are from their plans."""
    found = [told_amounts.spent_of_planned(view, query, name) for name in names]
    told = [amount for amount in found if amount is not None]
    units = {amount.unit for amount in told}
    if len(told) < len(names) or len({a.passage.id for a in told}) < len(told) or len(units) > 1:
        return None
    values = [a.value for a in told], [a.planned or Decimal(0) for a in told]
    sums = [sum(each, Decimal(0)) for each in values]
    whole = replace(told[0], name="、".join(a.name for a in told), value=sums[0], planned=sums[1])
    plan, done, _ = _told(query, whole)
    added = "；".join(
        f"{' + '.join(f'{v:f}' for v in each)} = {total:f}"
        for each, total in zip(values, sums, strict=True)
    )
    quote = told[0].passage.text.strip()
    quotes = "……".join(a.passage.text.strip() for a in told)
    return plan, replace(
        done, answer=done.answer.replace(quote, quotes), citations=tuple(a.citation for a in told),
        calculation=f"{added}；{done.calculation}",
    )  # fmt: skip


def _amount(view: View, query: Query, name: str) -> Amount | None:
    return told_amounts.spent_of_planned(view, query, name)


def _names(query: Query) -> list[str]:
    """Return the names of the one item spoken of: as said, and the terms that the words mean."""
    mentions = [m for m in query.mentions if not _pattern("planned_words").fullmatch(bare(m.text))]
    said = [re.sub(f"(?<=..)(?:{_pattern('stage').pattern})$", "", m.text) for m in mentions]
    names = said + [h.term for m in mentions for h in m.hints]
    return list(dict.fromkeys(names))


def _told(query: Query, amount: Amount) -> Found:
    """Word plan, accounts, their gap and rate; what is asked for stands first among the values."""
    assert amount.planned is not None
    unit = query.unit if query.unit and is_money(query.unit) else amount.unit
    spent, planned = (convert(v, amount.unit, unit) if unit != amount.unit else v
                      for v in (amount.value, amount.planned))  # fmt: skip
    gap = spent - planned
    rate = (spent / planned * 100).quantize(_CENT, ROUND_HALF_UP) if planned else None
    over = (gap / planned * 100).quantize(_CENT, ROUND_HALF_UP) if planned else None
    say = data("told_amounts.yaml")["say"]["en" if query.language == "en" else "zh"]
    way = "more" if gap > 0 else "less" if gap < 0 else "same"
    text = str(say[way]).format(
        name=amount.name, planned=f"{planned:f}", spent=f"{spent:f}", unit=unit, gap=f"{abs(gap):f}"
    )
    if rate is not None and over is not None:
        text += str(say["rate"]).format(rate=rate, over=say[f"over_{way}"].format(value=abs(over)))
    values = [
        Value(amount.name, "决算 − 年初预算", f"{gap:f}", unit, amount.year),
        Value(amount.name, "年初预算", f"{planned:f}", unit, amount.year),
        Value(amount.name, "决算", f"{spent:f}", unit, amount.year),
    ]
    if rate is not None and over is not None:
        values.insert(0, Value(amount.name, "决算 ÷ 年初预算", f"{rate:f}", "%", amount.year))
        if _pattern("over_asked").search(query.text):
            values.insert(0, Value(amount.name, "增减%", f"{over:f}", "%", amount.year))
    done = Answer(
        question=query.original, language=query.language, route=Route.TEXT,
        answer=f"{text}{say['quote'].format(quote=amount.passage.text.strip())}",
        values=tuple(values), citations=(amount.citation,),
        calculation=f"{spent:f} − {planned:f} = {gap:f}"
        + (f"；{spent:f} ÷ {planned:f} × 100% = {rate}%；{gap:f} ÷ {planned:f} × 100% = {over}%"
           if rate is not None else ""),
    )  # fmt: skip
    return Plan(Route.TEXT, score=SURE, trace=("plan and accounts as told",)), done, None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("told_amounts.yaml")[name]), re.IGNORECASE)
