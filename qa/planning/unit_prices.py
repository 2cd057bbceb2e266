"""Compare what one of each of two things that are bought costs: amounts over the quantities of their rows."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.cite import cite_all, value_of
from qa.catalogue import Entry, Sheet
from qa.planning.figures import make_figure
from qa.planning.row_cells import RowCells
from qa.planning.set_rows import placed
from qa.planning.types import Figure, Plan
from qa.query import Answer, Query, Route, Value
from qa.regexes import regex
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

SURE = 0.95
_TIMES = regex(r"倍|之比|times")
Priced = tuple[Figure, Figure, Decimal, str]
"""An amount, the quantity beside it, what one costs, and in which unit."""


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the two prices that a question sets against each other, with their gap."""
    match = next((m for p in _forms() if (m := p.search(query.text))), None)
    if match is None or query.refusals:
        return None
    names = [_lead().sub("", match[name]).strip("的 ") for name in ("a", "b")]
    found = [_priced(view, query, name) for name in names]
    one, other = found
    if one is None or other is None or one[0].row_id == other[0].row_id:
        return None
    return _told(view, query, one, other) if one[3] == other[3] else None


def _priced(view: View, query: Query, name: str) -> Priced | None:
    """Return the one row of a list of purchases that a name means, with what one of them costs."""
    inside = query.scope.documents or tuple(view.catalogue.documents)
    cells = RowCells(view.catalogue, view.lookup, view.linker.words)
    for table in view.catalogue.tables.values():
        if table.document_id not in inside or table.kind != "procurement":
            continue
        known = placed([e for e in table.rows if e.kind == "item"], (name,))
        if known is None:
            continue
        money = cells.money(table, known[1])
        count = _quantity(view, table, known[1])
        if money is not None and money.fact is not None and money.fact.value and count is not None:
            return _over(money, count)
    return None


def _quantity(view: View, table: Sheet, entry: Entry) -> Figure | None:
    """Return the cell of a row that counts it."""
    facts = [
        f
        for f in view.lookup.row(table.id, entry.id)
        if f.value and not is_money(f.unit) and "数量" in "".join(f.path)
    ]
    if len(facts) != 1:
        return None
    return make_figure(view.catalogue, view.lookup, table, entry, facts[0].column, SURE)


def _over(money: Figure, count: Figure) -> Priced | None:
    """Return what one of the things costs, in yuan where the amount is small."""
    amount, number = money.fact, count.fact
    if amount is None or number is None or amount.value is None or not number.value:
        return None
    value = convert(amount.value, amount.unit or "元", "元") / number.value
    return money, count, calculate.half_up(value), "元"


def _told(view: View, query: Query, one: Priced, other: Priced) -> tuple[Plan, Answer]:
    """Word both prices and how far they are apart."""
    words = data("per_unit.yaml")["prices_told"]["en" if query.language == "en" else "zh"]
    sides = [
        str(words["side"]).format(
            name=money.label, a=_plain(money), ua=money.fact.unit if money.fact else "",
            n=_plain(count), value=calculate.shown(value), unit=unit,
        )
        for money, count, value, unit in (one, other)
    ]  # fmt: skip
    high, low = max(one[2], other[2]), min(one[2], other[2])
    name = "same" if high == low else "more" if one[2] > other[2] else "less"
    text = (
        f"{''.join(sides)}{str(words[name]).format(gap=calculate.shown(high - low), unit=one[3])}"
    )
    worked = [
        f"{calculate.shown(convert(m.fact.value or Decimal(0), m.fact.unit or u, u))} ÷ {_plain(c)} = {calculate.shown(v)}"
        for m, c, v, u in (one, other)
        if m.fact is not None
    ]
    worked.append(
        f"{calculate.shown(high)} − {calculate.shown(low)} = {calculate.shown(high - low)}"
    )
    values = [Value(m.label, "", calculate.shown(v), u, m.year) for m, _, v, u in (one, other)]
    values.append(Value("−", "", calculate.shown(high - low), one[3], one[0].year))
    if _TIMES.search(query.text):
        ratio = calculate.half_up(one[2] / other[2])
        text += str(words["times"]).format(ratio=calculate.shown(ratio))
        worked.append(
            f"{calculate.shown(one[2])} ÷ {calculate.shown(other[2])} = {calculate.shown(ratio)}"
        )
        values.append(Value("÷", "", calculate.shown(ratio), "倍", one[0].year))
    figures = [one[0], one[1], other[0], other[1]]
    done = Answer(
        question=query.original, language=query.language, route=Route.TABLE, answer=text,
        values=(*values, *(v for f in figures if (v := value_of(f)) is not None)),
        citations=cite_all(view.catalogue, figures), calculation="；".join(worked),
    )  # fmt: skip
    return Plan(Route.TABLE, score=SURE, whole=True, trace=("unit prices",)), done


def _plain(figure: Figure) -> str:
    value = figure.fact.value if figure.fact is not None else None
    return "" if value is None else f"{value:f}"


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    raw = data("per_unit.yaml")
    return tuple(regex(str(t).replace("{counted}", str(raw["counted"]))) for t in raw["two_prices"])


@cache
def _lead() -> re.Pattern[str]:
    return regex(str(data("per_unit.yaml")["price_lead"]))
