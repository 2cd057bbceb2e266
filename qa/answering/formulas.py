"""Word what named cells give: sums, gaps and shares, and an amount that is cut, raised or spread."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering import expressions
from qa.answering.expressions import HUNDRED, Pair
from qa.calculate import WAN
from qa.planning.count_evidence import cells_of, cited, quoted, values_of
from qa.query import Answer, Query, Route, Value
from qa.words.formulas import After, Formula
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.quantities import Quantity
    from qa.planning.head_counts import Heads
    from qa.view import View

_NUMBERS = {"month": 12, "quarter": 4, "week": 52, "day": 365}
_STOPS = "。."
CENTS = 2  # decimals of an amount
FEN = 6  # decimals of 万元 that lose nothing of a cent of a yuan
POSTS = "approved"


def worded(
    view: View, query: Query, pairs: Sequence[Pair], asked: Formula, over: Heads | None = None
) -> Answer:
    """Return the answer of a formula, an amount spread over people; raises CalculationError for mixed units."""
    kept = {"share"} if "share" in asked.asks else asked.asks - {"each", "rest"}
    kept = {"gap"} if "change" in asked.asks else kept
    asks = tuple(sorted(kept)) or ("each",)
    done = expressions.worded(view, query, pairs, asks)
    if asked.after is None:
        return done if {"gap", "which", "same", "change"} & asked.asks else in_asked(query, done)
    figures = pairs[0][0].figures
    printed = unit = calculate.common_unit(figures)
    if query.unit and is_money(query.unit) and is_money(unit):
        unit = query.unit  # rounded in the unit that is asked for, not in another first
    digits = FEN if unit == WAN and printed != WAN else CENTS
    value = pairs[0][0].value(unit)
    parts = over.number if over is not None else _NUMBERS.get(asked.after.kind)
    if unit == "万元" and query.unit is None and parts:
        small = abs(value) < parts  # two digits of 万元 would tell little
        unit = "元" if small else unit
        value = pairs[0][0].value(unit)
    say = data("formulas.yaml")["say"]["en" if query.language == "en" else "zh"]
    result, worked, text = (
        _after(value, asked.after, figures[0].year, unit or "", say, digits)
        if over is None
        else _a_head(query, value, over, unit or "")
    )
    own = Value(
        figures[0].label if len(figures) == 1 else say["base"],
        "",
        calculate.shown(result),
        unit,
        figures[0].year,
    )
    line = say["line"].format(base=done.answer.rstrip(_STOPS), told=text)
    steps = "；".join(filter(None, (done.calculation, worked)))
    values = (own, *done.values)
    done = in_asked(query, replace(done, answer=line, values=values, calculation=steps))
    return done if over is None or over.told is None else _counted(view, query, done, over.told)


def _a_head(query: Query, value: Decimal, over: Heads, unit: str) -> tuple[Decimal, str, str]:
    """Return an amount over a number of people, how it comes about, and the words."""
    result = calculate.half_up(value / over.number)
    count = calculate.shown(over.number)
    one = "名" if over.told is not None and over.told.kind == POSTS else "人"
    text = _say(query)["heads"].format(
        count=count, unit_of=one, value=calculate.shown(result), unit=unit
    )
    return result, f"{calculate.shown(value)} ÷ {count} = {calculate.shown(result)}", text


def _counted(view: View, query: Query, done: Answer, count: Quantity) -> Answer:
    """Return an answer with the count that it divides by: its values, where it stands, what states it."""
    values, added = values_of(view, count), " + ".join(f"{q.number:f}" for q in count.parts)
    steps = (f"{added} = {count.number:f}" if added else "", done.calculation)
    note = _say(query)["posts"] if count.kind == POSTS else ""
    cells = cells_of(view, count)
    return replace(
        done,
        answer=f"{done.answer}{note}{'' if cells else quoted(query, count)}",
        values=(*done.values, *values),
        citations=tuple(dict.fromkeys((*done.citations, *cited(view, count)))),
        calculation="；".join(filter(None, steps)),
        route=Route.TABLE if cells else Route.BOTH,
    )


def _say(query: Query) -> dict[str, str]:
    said: dict[str, str] = data("heads.yaml")["say"]["en" if query.language == "en" else "zh"]
    return said


def in_asked(query: Query, done: Answer) -> Answer:
    """Return an answer with its figure also in the unit of money that a question asks for."""
    first, wanted = done.values[0], query.unit
    money = wanted and first.unit and is_money(first.unit) and is_money(wanted)
    if not (money and wanted and first.unit) or first.unit == wanted:
        return done
    other = calculate.trimmed(convert(Decimal(first.value), first.unit, wanted))
    say = data("formulas.yaml")["say"]["en" if query.language == "en" else "zh"]
    text = say["that_is"].format(value=calculate.shown(other), unit=wanted)
    step = f"{first.value} {first.unit} = {calculate.shown(other)} {wanted}"
    return replace(
        done,
        answer=f"{done.answer}{text}",
        values=(replace(first, value=calculate.shown(other), unit=wanted), *done.values),
        calculation="；".join(filter(None, (done.calculation, step))),
    )


def _after(
    value: Decimal, after: After, year: int, unit: str, say: dict[str, str], digits: int
) -> tuple[Decimal, str, str]:
    """Return an amount that is cut, raised or spread, how it comes about, and the words.

    One that is cut or raised has up to `digits` decimals: an amount in yuan told in 万元 loses none.
    """
    before = calculate.shown(value)
    if after.kind in _NUMBERS:
        count = _NUMBERS[after.kind] + (after.kind == "day" and isleap(year))
        result = calculate.half_up(value / count)
        text = say["spread"].format(
            count=count, period=say[after.kind], one=say[f"one_{after.kind}"],
            value=calculate.shown(result), unit=unit,
        )  # fmt: skip
        return result, f"{before} ÷ {count} = {calculate.shown(result)}", text
    rate = calculate.trimmed(after.rate)
    kept = {"cut": HUNDRED - rate, "raise": HUNDRED + rate}.get(after.kind, rate)
    result = calculate.half_up(value * kept / HUNDRED, digits)
    if digits > CENTS:
        result = calculate.trimmed(result)
    sign = {"cut": f"(1 − {rate}%)", "raise": f"(1 + {rate}%)"}.get(after.kind, f"{rate}%")
    text = say[after.kind].format(rate=rate, value=calculate.shown(result), unit=unit)
    return result, f"{before} × {sign} = {calculate.shown(result)}", text
