"""Answer what one of several costs: the number is in the question, or stated beside the amount."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa.answering.wording import wording
from qa.narration.reading import Reading, number
from qa.planning import per_given, per_period, per_thing, spread_over, told_counts, unit_goals
from qa.planning.count_evidence import documents_of
from qa.planning.figures import unit_of
from qa.planning.find import filled
from qa.planning.framed_told import LEAST, Settle
from qa.planning.scope import ground
from qa.planning.sides import Sides, printed
from qa.planning.types import Plan, Step
from qa.query import Answer, Asked, Mention, Operation, Query, Route, Value
from qa.regexes import regex
from qa.understand import complete, reader
from qa.words import each, lexicon
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

STATED = 0.5
"""Least score of a sentence that states a number and an amount."""
_AGAINST = regex(r"比(?:一|每)")
_EACH = regex(r"每|单位成本|单价|均")
_CAR = regex(r"辆|(?:每|一|\d)[台部]车|\bcars?\b|vehicle", re.I)
_BUYS = regex(r"[买购]|\b(?:buy|bought|purchas)", re.I)
_SCORE = regex(r"均(?:得)?分|score", re.I)  # an average that is itself printed
_CARS_ALONE = regex(r"(?:公务?用?|公家|小)?[辆台部]?车辆?|在册|算|每|一|年|跑|养|开|用|那|的钱")
_CENT = Decimal("0.01")
Found = tuple[Plan, Answer, Reading | None]
_SPREAD = {Operation.AVERAGE, Operation.PER_HEAD, Operation.LOOKUP, Operation.CONVERT}


def answer(view: View, query: Query, settle: Settle) -> Found | None:
    """Return an amount over a number of things that the question or the narrative gives."""
    if spread := per_period.answer(view, query):
        return spread
    if by_name := _divided(view, query, settle):
        return by_name
    kinds = {asked.operation for asked in query.operations}
    one = each.read(query.text)
    if one is not None and one.divides and each.said(query.text, one):
        kinds -= {Operation.SUM}  # 一共9辆, 摊下来一辆: it counts the things
    if one is not None and _AGAINST.search(query.text):
        return None  # 一台甲比一台乙: two amounts of one
    if not kinds <= _SPREAD or query.refusals or _SCORE.search(query.text):
        return None
    averages = [a for a in query.operations if a.operation is Operation.AVERAGE]
    said = _said(query.text)
    if said is not None and averages and _CAR.search(said[1]) and _BUYS.search(query.text):
        bought = f"{data('per_unit.yaml')['buying']}花了多少钱"  # what they cost, not how they run
        return _over_said(view, reader(view.catalogue).piece(bought, query), settle, *said)
    if averages and _CAR.search(query.text):
        query = _of_cars(query)
    number = said[0] if said else each.said(query.text, one) if one else None
    if number and one is not None and per_given.stated(query.text, number):
        return per_given.answer(view, query, number, one.unit)
    if (over := each.over_said(query.text)) is not None:
        piece = reader(view.catalogue).piece(over[2], query)
        if spread := _over_said(view, piece, settle, *over[:2]):
            return spread
    if number and averages and one is not None:
        whole = reader(view.catalogue).piece(one.rests(query.text)[0], query)
        if spread := _over_stated(view, whole, settle, number):
            return spread
    if said is not None and (spread := _over_said(view, query, settle, *said)):
        return spread
    if one is not None and (spread := _over_number(view, query, settle, one, said)):
        return spread
    divided = one is not None and (one.divides or not _set_goal(view, query))
    if one is not None and divided and (spread := per_thing.answer(view, query, one)):
        return spread
    months = [a for a in averages if a.monthly]
    if months:
        return _a_month(view, query, months[0])
    if averages and _CAR.search(f"{query.text} {query.original}"):
        found = settle(view, replace(query, operations=(Asked(Operation.PER_HEAD),)))
        return found if found[1].calculation else None
    return _over_stated(view, query, settle) if averages else None


def _divided(view: View, query: Query, settle: Settle) -> Found | None:
    """Return an amount over a number, both by their names (支出总计除以学生人数)."""
    match = _pattern("divided").search(query.text)
    if match is None or query.refusals:
        return None
    sides = Sides(view, query)
    money = sides.find(sides.read(match["money"]))
    count = sides.find(sides.read(match["count"]))
    if money is None or len(money.targets) != 1 or not is_money(unit_of(money.figures[0])):
        return None
    if count is not None and len(count.targets) == 1 and not is_money(unit_of(count.figures[0])):
        unit = (unit_of(count.figures[0]) or "").removeprefix("万") or each.ANY
        step = Step(Asked(Operation.PER_HEAD), money.targets, count.targets, group=unit)
        plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("divided",))
        return plan, view.composer.compose(query, plan), None
    told = told_counts.find(view, told_counts.read(view, match["count"]), documents_of(view, query))
    if len(told) == 1 and (spread := spread_over.over(view, query, money.figures[0], told[0])):
        return spread
    stated = _stated_count(view, query, settle, match["count"])
    if stated is None:
        return None
    (value, said), cell = stated, money.figures[0]
    done = view.composer.a_head(query, cell, (value,), said.citations, value.unit or "")
    plan = Plan(Route.TABLE, (Step(Asked(Operation.LOOKUP), money.targets),), score=1.0)
    return plan, replace(done, route=Route.BOTH), None


def _stated_count(
    view: View, query: Query, settle: Settle, name: str
) -> tuple[Value, Answer] | None:
    """Return the one number that narrative states under a name, with its answer."""
    for asks in ("多少", "多少人"):
        said = complete(reader(view.catalogue).piece(f"{name}{asks}", query), view.catalogue)
        _, told, reading = settle(view, said)
        values = reading.values if reading is not None else ()
        if len(values) == 1 and values[0].label and not is_money(values[0].unit):
            return (values[0], told) if values[0].label in name else None
    return None


def _over_number(
    view: View, query: Query, settle: Settle, one: each.Each, said: tuple[Decimal, str] | None
) -> Found | None:
    """Divide what the rest, or the other clauses, of a question name by the number that it gives."""
    number = said[0] if said else each.said(query.text, one) or each.alone(query.text)
    if not number:
        return None
    whole = () if said else one.rests(query.text)[:1]
    rests = (*whole, one.apart(query.text, number), one.clause(query.text))
    for rest in filter(None, dict.fromkeys(each.without(r, number, one.unit) for r in rests)):
        money = reader(view.catalogue).piece(rest, query)
        if spread := _over_said(view, money, settle, number, one.unit):
            return spread
    return None


def _set_goal(view: View, query: Query) -> bool:
    """Tell whether what one of the things may cost is itself set as a goal."""
    place = ground(query, view.catalogue)
    return unit_goals.plan(query, place, view.catalogue, view.lookup) is not None


def _of_cars(query: Query) -> Query:
    """Return a question about cars as one about running them, where it names nothing known."""
    if query.codes or any(_CARS_ALONE.sub("", m.text) for m in query.mentions):
        return query
    running = str(data("per_unit.yaml")["running"])
    sense = lexicon.sense(running)
    return replace(query, mentions=(Mention(running, hints=sense.hints if sense else ()),))


def _a_month(view: View, query: Query, asked: Asked) -> Found | None:
    """Spread over the months what the question says that each costs, where that is printed."""
    targets = [t for t in printed(view, query) if _EACH.search(t.figure.label)]
    if len(targets) != 1:
        return None
    plan = Plan(Route.TABLE, (Step(asked, tuple(targets)),), score=1.0)
    return plan, view.composer.compose(query, plan), None


def _said(text: str) -> tuple[Decimal, str] | None:
    """Return the number of things that a question gives and asks the share of one of."""
    match = _pattern("each").search(text)
    if match is None:
        return None
    unit = match["unit"]
    numbers = re.finditer(
        rf"(?<![\d.第前分])(?<!分成)(?<!分为)(\d+)\s*个?{unit}(?=(?P<after>[^,?。]{{0,4}}))", text
    )
    grouped = _pattern("grouped")
    found = {Decimal(m[1]) for m in numbers if not grouped.search(m["after"])}
    one = next(iter(found)) if len(found) == 1 else Decimal(0)
    return (one, unit) if one >= data("per_unit.yaml")["many"] else None


def _over_said(view: View, query: Query, settle: Settle, heads: Decimal, unit: str) -> Found | None:
    """Divide the amount that the rest of the question names."""
    named = tuple(m for m in query.mentions if not re.fullmatch(rf"(?:\d+|一)个?{unit}", m.text))
    plain = replace(query, operations=(Asked(Operation.LOOKUP),), figures=(), mentions=named)
    plan, told, reading = settle(view, plain)
    if told.route is Route.TEXT and reading is not None and reading.score >= LEAST:
        return _over(query, told, reading, heads, unit)
    cells = [t.figure for step in plan.steps for t in step.operands if filled(t.figure)]
    rows = view.catalogue.rows
    if all(
        rows[f.row_id].kind == "indicator" for f in cells
    ):  # 165万买书: the amount itself is said
        targets = printed(view, plain)
        same = len({t.figure.label for t in targets}) == 1
        cells = [t.figure for t in targets] if same else cells
        told = replace(told, route=Route.TABLE) if same else told
    figures = list({f.fact.value: f for f in cells if f.fact is not None}.values())
    if told.route is not Route.TABLE or len(figures) != 1 or not filled(figures[0]):
        return None
    if rows[figures[0].row_id].kind == "indicator":
        return None  # what one may cost is no amount to spread
    fact = figures[0].fact
    known = tuple(m for m in named if m.hints)
    lacks = Sides(view, query).unexplained(replace(query, mentions=known), cells)
    if fact is None or not is_money(fact.unit) or lacks:
        return None
    counted = (Value(f"{heads}{unit}", "", str(heads), unit, None),)
    done = view.composer.a_head(query, figures[0], counted, (), unit)
    return plan, replace(done, route=Route.TABLE), None


def _over_stated(
    view: View, query: Query, settle: Settle, said: Decimal | None = None
) -> Found | None:
    """Divide the amount that a sentence states by the number of things that it states, as `said`."""
    _, told, reading = settle(view, query)
    if told.route is not Route.TEXT or reading is None or reading.score < STATED:
        return None
    match = _pattern("stated").search(reading.citations[0].quote) if reading.citations else None
    counts = {number(v.value) for v in reading.values if not is_money(v.unit)}
    if match is None or match["count"] not in counts:
        return None
    if said is not None and said != Decimal(match["count"]):
        return None
    amount = Value("", "", number(match["money"]), match["of"], reading.citations[0].year)
    stated = replace(reading, values=(amount, *reading.values))
    return _over(query, told, stated, Decimal(match["count"]), match["unit"])


def _over(query: Query, told: Answer, reading: Reading, heads: Decimal, per: str) -> Found | None:
    """Divide the amount that a sentence states first, and show the sentence."""
    amount = next(iter(reading.values), None)
    if amount is None or not is_money(amount.unit) or amount.column.startswith("较"):
        return None
    stated = amount.unit or ""
    unit = query.unit if query.unit and is_money(query.unit) else stated
    total = Decimal(number(amount.value))
    total = total if unit == stated else convert(total, stated, unit)
    mean = (total / heads).quantize(_CENT, ROUND_HALF_UP)
    say = wording(query.language)
    text = say(
        "per_head", one=say("stated_amount"), a=f"{total:f}", ua=say.unit(unit), heads=heads,
        hu=per, per=per, value=mean, unit=say.unit(unit),
    )  # fmt: skip
    done = replace(
        told, answer=f"{text}{reading.answer(query.language)}",
        values=(Value("平均", "", str(mean), unit, amount.year), *told.values),
        calculation=f"{total:f} ÷ {heads} = {mean}",
    )  # fmt: skip
    return Plan(Route.TEXT, score=reading.score), done, reading


@cache
def _pattern(name: str) -> re.Pattern[str]:
    raw = data("per_unit.yaml")
    text = raw[name].replace("{units}", raw["units"]).replace("{{", "{").replace("}}", "}")
    return regex(text)
