"""Word what was worked back of the year before: the amount, the rate, or both, with the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa.answering.cite import cite_all, cite_text
from qa.catalogue import Text
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

SURE = 0.9
BACK = "（倒推）"
"""What marks an amount that was worked back."""
_CENT = Decimal("0.01")
_TOTALS = ("合计", "总计", "")


@dataclass(frozen=True, slots=True)
class Change:
    """Hold a change that a sentence states of an item, with the amounts it states beside."""

    delta: Decimal
    unit: str
    passage: Text
    quote: str
    now: Decimal | None = None
    percent: str | None = None
    reason: str | None = None


def told(
    view: View, query: Query, figure: Figure | None, change: Change, amount: Decimal, wanted: str
) -> Found:
    """Word what is worked out, with the sentence."""
    own_year = figure.year if figure is not None else _year(view, change)
    before = amount - change.delta
    rate = (change.delta / before * 100).quantize(_CENT, ROUND_HALF_UP)
    rate = _printed_rate(change) or rate
    say = data("told_prior.yaml")["say"]["en" if query.language == "en" else "zh"]
    unit = query.unit if wanted == "before" and query.unit and is_money(query.unit) else change.unit
    shown = convert(before, change.unit, unit) if unit != change.unit else before
    what = _what(figure, query)
    too = wanted == "growth" and bool(_word("before_too").search(query.text))
    text = str(say["both" if too else "before" if wanted == "before" else "growth"]).format(
        what=what, y1=own_year, y0=own_year - 1, now=f"{amount:f}", delta=f"{abs(change.delta):f}",
        verb=say["down" if change.delta < 0 else "up"],
        rose=say["fell" if change.delta < 0 else "rose"], unit=change.unit, before=f"{shown:f}",
        own=unit, rate=abs(rate), quote=change.quote,
    )  # fmt: skip
    if query.asks(Operation.WHY):
        text += str(say["why"]).format(reason=change.reason)
    values = {
        "before": Value(what, f"{own_year - 1}年{BACK}", f"{shown:f}", unit, own_year - 1),
        "change": Value(what, "较上年", f"{change.delta:f}", change.unit, own_year),
        "growth": Value(what, "增减%", f"{rate:f}", "%", own_year),
        "now": Value(what, "", f"{amount:f}", change.unit, own_year),
    }
    kept = [wanted, *(["before"] if too else [])]
    kept += [name for name in values if name not in (wanted, "before")]
    done = Answer(
        question=query.original, language=query.language, route=Route.BOTH if figure else Route.TEXT,
        answer=text, values=tuple(values[name] for name in kept),
        citations=(*cite_all(view.catalogue, [figure] if figure else []), cite_text(view.catalogue, change.passage)),
        calculation=_worked(change, amount, rate, "both" if too else wanted),
    )  # fmt: skip
    steps = (Step(Asked(Operation.LOOKUP), (Target(figure),)),) if figure else ()
    return (
        Plan(Route.TABLE if figure else Route.TEXT, steps, score=SURE, trace=("worked back",)),
        done,
        None,
    )


def _printed_rate(change: Change) -> Decimal | None:
    """Return the rate that the sentence itself states, with its sign."""
    if change.percent is None:
        return None
    rate = Decimal(change.percent.replace(",", ""))
    return -rate if change.delta < 0 else rate


def _worked(change: Change, amount: Decimal, rate: Decimal, wanted: str) -> str | None:
    """Return how what the text does not state itself is worked out."""
    before = amount - change.delta
    sign = "−" if change.delta > 0 else "+"
    back = f"{amount:f} {sign} {abs(change.delta):f} = {before:f}"
    if wanted == "before":
        return back
    if change.percent is not None and wanted != "both":
        return None
    return f"{back}；{change.delta:f} ÷ {before:f} × 100% = {rate}%"


def _what(figure: Figure | None, query: Query) -> str:
    """Return the name of what changed: of a total, its column's or the one that is asked for."""
    if figure is not None and figure.label not in _TOTALS:
        return figure.label
    head = head_of(figure) if figure is not None else ""
    if head and head not in _TOTALS:
        return head
    terms = "、".join(h.term for m in query.mentions for h in m.hints[:1])
    return terms or "、".join(m.text for m in query.mentions) or head


def head_of(figure: Figure) -> str:
    """Return the head of a cell's column, without one that only sums (基本支出/小计)."""
    heads = figure.column_name.split("/")
    while len(heads) > 1 and _word("sum_head").fullmatch(heads[-1]):
        heads.pop()
    return heads[-1]


def _year(view: View, change: Change) -> int:
    return view.catalogue.documents[change.passage.document_id].fiscal_year


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(str(data("told_prior.yaml")[name]))
