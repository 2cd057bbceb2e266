"""Work out what a step of a question gives of its operands, and say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa import calculate
from qa.answering.cite import value_of
from qa.answering.wording import Wording
from qa.chaining.operand import Operand
from qa.query import Answer, Citation, Route, Value

if TYPE_CHECKING:
    from qa.view import Explained


@dataclass(frozen=True, slots=True)
class Work:
    """Hold what a step gives: its sentence, its figures, the way to them, its evidence."""

    text: str
    values: tuple[Value, ...]
    calculation: str
    citations: tuple[Citation, ...] = ()

    def after(self, added: str) -> Work:
        """Return it with what was added up before."""
        return replace(self, calculation="；".join(filter(None, (added, self.calculation))))


def together(operands: Sequence[Operand], count: int, say: Wording) -> tuple[Operand, str] | None:
    """Return one operand, or as many as are counted as their sum with how it came about."""
    if len(operands) == 1:
        return operands[0], ""
    if count != len(operands) or len({o.unit for o in operands}) > 1:
        return None
    total = sum((o.amount for o in operands), Decimal(0))
    said = say.join([f"{o.said} {o.plain}{say.unit(o.unit)}" for o in operands])
    name = "合计" if say.language == "zh" else "in all"
    worked = f"{' + '.join(o.plain for o in operands)} = {calculate.shown(total)}"
    cited = tuple(dict.fromkeys(c for o in operands for c in o.citations))
    first = operands[0]
    return Operand(name, f"{said} {name}", total, first.unit, first.year, cited), worked


def share(part: Operand, whole: Operand, say: Wording, *, inside: bool = True) -> Work | None:
    """Return what part one amount is of another; nothing where it is larger than what it is in."""
    first, second, _, said = _in_one_unit(part, whole)
    if inside and first > second:
        return None
    percent = calculate.half_up(first / second * 100)
    text = say("share", value=percent, **_sides(part, whole, say))
    worked = f"{said}{calculate.shown(first)} ÷ {calculate.shown(second)} × 100% = {percent}%"
    work = _told(text, f"{part.name} ÷ {whole.name}", percent, "%", worked, (part, whole))
    sums = [Value(o.name, "", o.plain, o.unit, o.year) for o in (part, whole) if o.figure is None]
    return replace(work, values=tuple(dict.fromkeys((*work.values, *sums))))


def times(one: Operand, other: Operand, say: Wording) -> Work:
    """Return how many times another amount one is."""
    first, second, _, said = _in_one_unit(one, other)
    ratio = calculate.half_up(first / second)
    text = say("ratio", value=ratio, **_sides(one, other, say))
    worked = f"{said}{calculate.shown(first)} ÷ {calculate.shown(second)} = {ratio}"
    return _told(text, f"{one.name} ÷ {other.name}", ratio, "倍", worked, (one, other))


def gap(one: Operand, other: Operand, say: Wording) -> Work:
    """Return how far two amounts are apart."""
    first, second, unit, said = _in_one_unit(one, other)
    high, low = max(first, second), min(first, second)
    more = "difference_more" if first > second else "difference_less"
    shown = calculate.shown(high - low)
    name = "difference_same" if first == second else more
    text = say(name, value=shown, unit=say.unit(unit), **_sides(one, other, say))
    worked = f"{said}{calculate.shown(high)} − {calculate.shown(low)} = {shown}"
    return _told(text, f"{one.name} − {other.name}", high - low, unit, worked, (one, other))


def over(one: Operand, base: Operand, say: Wording) -> Work:
    """Return how far an amount is over another, and by what part of that."""
    first, second, unit, said = _in_one_unit(one, base)
    apart = abs(first - second)
    percent = calculate.half_up(apart / second * 100)
    name = "over_percent" if first >= second else "under_percent"
    text = say(
        name, value=calculate.shown(apart), unit=say.unit(unit), percent=percent,
        **_sides(one, base, say),
    )  # fmt: skip
    high, low = map(calculate.shown, (max(first, second), min(first, second)))
    worked = (
        f"{said}{high} − {low} = {apart}；{apart} ÷ {calculate.shown(second)} × 100% = {percent}%"
    )
    done = _told(text, f"{one.name} − {base.name}", apart, unit, worked, (one, base))
    rate = Value(one.name, "增减%", calculate.shown(percent), "%", one.year)
    return replace(done, values=(done.values[0], rate, *done.values[1:]))


def limit(one: Operand, number: Decimal | None, unit: str, say: Wording) -> Work | None:
    """Return how an amount stands to one that a question says: over it, short of it, just that."""
    if number is None or not is_money(one.unit or ""):
        return None
    unit = unit if unit.endswith("元") else f"{unit}元"
    first, gap = one.of(unit), abs(one.of(unit) - number)
    name = "limit_over" if first > number else "limit_under" if first < number else "limit_just"
    text = say(
        name, one=one.said, a=one.plain, ua=say.unit(one.unit), b=calculate.shown(number),
        value=calculate.shown(gap), unit=say.unit(unit),
    )  # fmt: skip
    high, low = (calculate.shown(n) for n in (max(first, number), min(first, number)))
    told = "" if one.unit == unit else f"{one.plain} {one.unit} = {calculate.shown(first)} {unit}；"
    return _told(
        text, one.name, gap, unit, f"{told}{high} − {low} = {calculate.shown(gap)}", (one,)
    )


def spread(
    one: Operand, number: Decimal, counted: str, unit: str | None, say: Wording
) -> Work | None:
    """Return what of an amount falls on one of a number of things, or of the months of a year."""
    if not is_money(one.unit or "") or number <= 0:
        return None
    unit = calculate.unit_of_one(one.amount, one.unit or "", number, unit)
    value = calculate.half_up(one.of(unit) / number)
    text = say(
        "per_head", one=one.said, a=one.plain, ua=say.unit(one.unit), heads=calculate.shown(number),
        hu=counted, per=counted, value=value, unit=say.unit(unit),
    )  # fmt: skip
    worked = f"{calculate.shown(one.of(unit))} ÷ {calculate.shown(number)} = {value}"
    return _told(text, one.name, value, unit, worked, (one,))


def added(parts: Sequence[Operand], say: Wording) -> Work:
    """Return what several amounts of one unit are together."""
    total = sum((p.amount for p in parts), Decimal(0))
    items = say.join([f"{p.said} {p.plain}{say.unit(p.unit)}" for p in parts])
    shown, unit = calculate.shown(total), parts[0].unit
    text = say("sum", items=items, value=shown, unit=say.unit(unit))
    worked = f"{' + '.join(p.plain for p in parts)} = {shown}"
    return _told(text, "合计", total, unit, worked, parts)


def rest(whole: Operand, parts: Sequence[Operand], say: Wording) -> Work:
    """Return what is left of a whole without parts."""
    total = sum((p.of(whole.unit) for p in parts), Decimal(0))
    left = whole.amount - total
    items = say.join([f"{p.said} {p.plain}{say.unit(p.unit)}" for p in parts])
    text = say(
        "rest", one=whole.said, a=whole.plain, ua=say.unit(whole.unit), items=items,
        value=calculate.shown(left), unit=say.unit(whole.unit),
    )  # fmt: skip
    said = " − ".join([whole.plain, *(calculate.shown(p.of(whole.unit)) for p in parts)])
    worked = f"{said} = {calculate.shown(left)}"
    return _told(text, f"{whole.name} − {parts[0].name}", left, whole.unit, worked, (whole, *parts))


def converted(one: Operand, unit: str, say: Wording) -> Work | None:
    """Return an amount in another unit of money."""
    unit = unit if unit.endswith("元") else f"{unit}元"
    if not is_money(one.unit or ""):
        return None
    value = one.of(unit)
    shown = calculate.shown(value)
    text = say(
        "convert", what=one.said, a=one.plain, ua=say.unit(one.unit), value=shown,
        unit=say.unit(unit),
    )  # fmt: skip
    return _told(text, one.name, value, unit, f"{one.plain} {one.unit} = {shown} {unit}", (one,))


def _in_one_unit(one: Operand, other: Operand) -> tuple[Decimal, Decimal, str | None, str]:
    """Return two amounts in one unit, and how one of them was brought to it."""
    unit = one.unit if one.unit == other.unit or not is_money(one.unit or "") else calculate.WAN
    said = [
        f"{o.plain} {o.unit} = {calculate.shown(o.of(unit))} {unit}；"
        for o in (one, other) if o.unit != unit
    ]  # fmt: skip
    return one.of(unit), other.of(unit), unit, "".join(said)


def _sides(one: Operand, other: Operand, say: Wording) -> dict[str, object]:
    return {
        "one": one.said, "a": one.plain, "ua": say.unit(one.unit),
        "other": other.said, "b": other.plain, "ub": say.unit(other.unit),
    }  # fmt: skip


def _told(
    text: str, label: str, value: Decimal, unit: str | None, worked: str, sides: Sequence[Operand]
) -> Work:
    first = Value(label, "", calculate.shown(value), unit, sides[0].year)
    cells = [value_of(side.figure) for side in sides if side.figure is not None]
    cited = tuple(dict.fromkeys(c for side in sides for c in side.citations))
    return Work(text, (first, *filter(None, cells)), worked, cited)


def joined(question: str, done: Explained, told: Answer | None, work: Work) -> Answer:
    """Return one answer of what was asked before and of the step."""
    texts = [told.answer, work.text] if told else [work.text]
    values = (*work.values, *(told.values if told else ()))
    cited = (*(told.citations if told else ()), *work.citations)
    tables = [c.table_id is not None for c in cited]
    route = Route.TABLE if all(tables) else Route.BOTH if any(tables) else Route.TEXT
    worked = (told.calculation if told else None, work.calculation)
    return Answer(
        question=question, language=done.query.language, route=route, answer="\n".join(dict.fromkeys(texts)),
        values=tuple(dict.fromkeys(values)), citations=tuple(dict.fromkeys(cited)),
        calculation="；".join(filter(None, worked)), notes=told.notes if told else (),
    )  # fmt: skip
