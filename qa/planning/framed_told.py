"""Set what narrative states of one side against what narrative or records say of the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa.answering.cite import cite_all, value_of
from qa.answering.wording import wording
from qa.linking.cover import covered
from qa.linking.text import bare, core
from qa.narration.case import cite
from qa.narration.figures import Bound
from qa.narration.reading import Reading, number
from qa.planning import told_amounts
from qa.planning.find import filled
from qa.planning.framed import Framed
from qa.planning.sides import EXPLAINED, SURE
from qa.planning.types import Figure, Plan
from qa.query import Answer, Citation, Operation, Query, Route, Value
from qa.understand import reader

if TYPE_CHECKING:
    from qa.view import View

Settle = Callable[["View", Query], tuple[Plan, Answer, Reading | None]]

TOGETHER, ONE_THING = 0.7, 0.6
"""How closely the labels of two figures of one passage must be the words of the sides, on average."""
LEAST, ALIKE = 0.75, 0.65
"""Least score of what narrative states of a side; the lower one where both are stated alike."""
_MONEY = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)")
_OF_MONEY = re.compile(r"资金|金额|经费|预算|的钱|money|fund|budget", re.I)
_ROUTES = (Route.TEXT, Route.BOTH, Route.TABLE)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Said:
    """Hold the one amount or count of a side, with its evidence."""

    words: str
    value: Decimal
    unit: str
    year: int | None
    citations: tuple[Citation, ...]
    recorded: bool
    score: float = 1.0
    label: str = ""
    notes: tuple[str, ...] = ()
    figure: Figure | None = None

    def as_value(self) -> Value:
        """Return it as a value of an answer."""
        return Value(self.words, "", format(self.value, "f"), self.unit, self.year)


def answer(framed: Framed, settle: Settle) -> tuple[Plan, Answer, Reading | None] | None:
    """Return the answer of two sides of which narrative states one at least, else None."""
    pieces = framed.pieces()
    if pieces is None or framed.frame.each:
        return None
    found = _found(framed, settle, *pieces)
    if found is None or any(map(partial(_unspoken, framed), pieces, found)):
        return None
    one, other = found
    if _one_figure(framed, one, other) or _is_part(framed, other):
        return None
    return Plan(Route.TEXT, score=LEAST), _worded(framed, *found), None


def _one_figure(framed: Framed, one: Said, other: Said) -> bool:
    """Tell whether one figure was taken for both sides: the same statement, or a figure printed once."""
    if (one.value, one.label, one.citations) == (other.value, other.label, other.citations):
        return True
    if one.recorded or other.recorded or (one.value, one.unit) != (other.value, other.unit):
        return False
    passages = {said.citations[0].passage_id for said in (one, other)}
    passage = framed.view.catalogue.passages.get(passages.pop() or 0)
    if passages or passage is None:
        return False
    printed = re.findall(r"\d[\d,]*(?:\.\d+)?", passage.text)
    return sum(Decimal(number(n)) == one.value for n in printed) == 1


def _is_part(framed: Framed, whole: Said) -> bool:
    """Tell whether what was found for the whole is stated of the part by its very name."""
    part, label = core(bare(framed.frame.part)), bare(whole.label)
    return framed.share and bool(part) and part in label and part not in bare(framed.frame.whole)


def _words(side: Query) -> set[str]:
    """Return the names that a side says, with the terms that they mean."""
    hints = (h for m in side.mentions for h in m.hints)
    return {bare(m.text) for m in side.mentions} | {core(h.term) for h in hints}


def _unspoken(framed: Framed, side: Query, said: Said) -> bool:
    """Tell whether the statement of a side prints no name that the side says."""
    if said.recorded:
        return False
    words = _words(side)
    passages = framed.view.catalogue.passages
    told = [passages[c.passage_id] for c in said.citations if c.passage_id in passages]
    text = "|".join(bare(f"{p.text}{''.join(p.headings)}") for p in told)
    return bool(words and text) and not any(
        covered(word, text, text) >= EXPLAINED for word in words
    )


def _found(framed: Framed, settle: Settle, *pieces: Query) -> tuple[Said, Said] | None:
    """Return both sides: of one passage where one states them, else each by itself."""
    if (both := _together(framed, *pieces)) is not None:
        told = _its_whole(
            framed, *both
        )  # 总额…万元，其中: no other figure of the passage is the whole
        return (both[0], told) if told is not None and told.value != both[0].value else both
    other = _said(framed, settle, pieces[1], framed.frame.whole)
    if other is None:
        other = _whole_of_part(framed, settle, pieces[0])
    if other is None:
        return None
    if (one := _broken_down(framed, other)) is not None:
        return one, other
    one = _same_passage(framed, other) or _said(framed, settle, pieces[0], framed.frame.part)
    if one is not None and (whole := _its_whole(framed, one, other)) is not None:
        other = whole
    if one is None or not _comparable(framed, one, other):
        one = _inside(framed, settle, *pieces)
    return (one, other) if one is not None and _comparable(framed, one, other) else None


def _together(framed: Framed, part: Query, whole: Query) -> tuple[Said, Said] | None:
    """Return both sides as one passage states them, each by the label of its own figure."""
    from qa.narrative import figures_named

    ones = figures_named(part, framed.view.catalogue)
    others = figures_named(whole, framed.view.catalogue)
    pairs: list[tuple[bool, float, Said, Said]] = []
    for close, one in ones:
        for near, other in others:
            if one.passage.id != other.passage.id or one.printed.place == other.printed.place:
                continue
            sides = (_of_bound(framed, one, framed.frame.part, close),
                     _of_bound(framed, other, framed.frame.whole, near))  # fmt: skip
            alike = not framed.share and _of_one_thing(*sides)
            sure = close + near >= 2 * (ONE_THING if alike else TOGETHER)
            if sure and _comparable(framed, *sides):
                pairs.append((alike, close + near, *sides))
    return max(pairs, key=lambda pair: pair[:2])[2:] if pairs else None


def _of_one_thing(one: Said, other: Said) -> bool:
    """Tell whether two figures' names say the same around the words asked (拨款收入, 拨款支出)."""
    names = (bare(said.label).replace(bare(said.words), "") for said in (one, other))
    return len(set(names)) == 1


def _of_bound(framed: Framed, bound: Bound, words: str, score: float) -> Said:
    """Return a figure of the narrative with its statement."""
    catalogue = framed.view.catalogue
    year = catalogue.documents[bound.passage.document_id].fiscal_year
    cited = (cite(catalogue, bound, bound.quote),)
    value = Decimal(number(bound.printed.value))
    said = Said(words, value, bound.printed.unit, year, cited, False, max(score, LEAST))
    return replace(said, label=bound.printed.name)


def _broken_down(framed: Framed, other: Said) -> Said | None:
    """Return the part that the text breaks a row's amount down into."""
    if other.figure is None or not framed.share:
        return None
    part = framed.sides.inside.told(other.figure, framed.frame.part)
    if part is None or not 0 < convert(part.value, part.unit, other.unit) < other.value:
        return None
    words = framed.frame.part
    return Said(words, part.value, part.unit, other.year, (part.citation,), False)


def _same_passage(framed: Framed, other: Said) -> Said | None:
    """Return the part that the very passage states which states the whole."""
    if other.recorded or not framed.share:
        return None
    passage = framed.view.catalogue.passages.get(other.citations[0].passage_id or 0)
    amount = None
    if passage is not None:
        amount = told_amounts.in_passage(framed.view, passage, framed.frame.part)
    if amount is None or (amount.value, amount.unit) == (other.value, other.unit):
        return None
    return Said(
        framed.frame.part, amount.value, amount.unit, other.year, other.citations, False,
        other.score, other.label,
    )  # fmt: skip


def _whole_of_part(framed: Framed, settle: Settle, part: Query) -> Said | None:
    """Return the whole that the passage of a told part states, where it is nowhere by itself."""
    one = _said(framed, settle, part, framed.frame.part) if framed.share else None
    return None if one is None else _its_whole(framed, one, one)


def _its_whole(framed: Framed, one: Said, other: Said) -> Said | None:
    """Return the whole that the passage of a told part states (总额…万元，其中), not another table's."""
    beside = other.recorded or other.citations[0].passage_id == one.citations[0].passage_id
    if one.recorded or not beside or not framed.share:
        return None
    passage = framed.view.catalogue.passages.get(one.citations[0].passage_id or 0)
    whole = told_amounts.whole_of(passage, framed.frame.whole) if passage is not None else None
    if whole is None:
        return None
    value, unit = whole
    return Said(framed.frame.whole, value, unit, one.year, one.citations, False, one.score)


def _inside(framed: Framed, settle: Settle, part: Query, whole: Query) -> Said | None:
    """Return the part by its name behind that of the whole (工程 of 政府采购: 政府采购工程)."""
    if not framed.share or part.scope.documents != whole.scope.documents:
        return None
    words = f"{framed.frame.whole}{framed.frame.part}"
    read = reader(framed.view.catalogue)
    return _said(framed, settle, read.piece(words, framed.query), framed.frame.part)


def _said(framed: Framed, settle: Settle, query: Query, words: str) -> Said | None:
    side = framed.sides.find(query)
    if side is not None and not side.several and side.score >= SURE and len(side.targets) == 1:
        return _of_figure(framed, side.targets[0].figure, words)
    asking = query if "多少" in query.text else replace(query, text=f"{query.text}多少")
    plan, told, reading = settle(framed.view, asking)
    if told.route is Route.TABLE and len(plan.steps) == 1 and len(plan.steps[0].operands) == 1:
        found = _of_figure(framed, plan.steps[0].operands[0].figure, words)
        return None if found is None else replace(found, notes=told.notes)
    if told.route is not Route.TEXT or reading is None or reading.score < ALIKE:
        return None
    stated = _of_reading(reading, words, money=framed.frame.operation is not Operation.RATIO)
    label = set(bare(stated.label)) if stated is not None else set()
    return stated if not label or any(label & set(w) for w in _words(query)) else None


def _of_figure(framed: Framed, figure: Figure, words: str) -> Said | None:
    value = value_of(figure)
    if value is None or not filled(figure) or not value.unit:
        return None
    citations = cite_all(framed.view.catalogue, [figure])
    return Said(
        words, Decimal(value.value), value.unit, figure.year, citations, True, figure=figure
    )


def _of_reading(reading: Reading, words: str, *, money: bool) -> Said | None:
    """Return the first figure stated; of a count beside the only amount, the amount where it is asked."""
    if not reading.citations:
        return None
    said = Said(words, Decimal(0), "", None, reading.citations[:1], False, reading.score)
    for value in reading.values:
        told = value.unit and not value.column.startswith(("较", "增减"))
        if told and (is_money(value.unit) or not money):
            found = Decimal(number(value.value))
            return replace(
                said, value=found, unit=value.unit or "", year=value.year, label=value.label
            )
    printed = _MONEY.findall(reading.citations[0].quote)
    if len(set(printed)) != 1 or not _OF_MONEY.search(words):
        return None
    amount, unit = printed[0]
    return replace(said, value=Decimal(number(amount)), unit=unit, year=reading.citations[0].year)


def _comparable(framed: Framed, one: Said, other: Said) -> bool:
    """Tell whether two sides may be set against each other: alike in unit, a part in its whole."""
    if one.recorded and other.recorded and not _meant(one, other):
        return False
    if min(one.score, other.score) < LEAST and not _told_alike(framed, one, other):
        return False
    alike = one.unit == other.unit or (is_money(one.unit) and is_money(other.unit))
    repeated = (one.citations, one.value, one.label) == (other.citations, other.value, other.label)
    if not alike or not other.value or repeated:
        return False
    if not framed.share:
        return True
    same = one.citations[0].document_id == other.citations[0].document_id
    return same and one.year == other.year and 0 < _in(one, other.unit) <= other.value


def _told_alike(framed: Framed, one: Said, other: Said) -> bool:
    """Tell whether sides have one label, or the passage of the part states its whole before it."""
    passages = {said.citations[0].passage_id for said in (one, other)}
    stated = framed.share and not (other.recorded or other.label) and len(passages) == 1
    return one.label == other.label or stated


def _meant(one: Said, other: Said) -> bool:
    """Tell whether one of two rows of a table was found by its meaning alone, as is noted."""
    tables = {said.citations[0].table_id for said in (one, other)}
    return len(tables) == 1 and bool(one.notes or other.notes)


def _in(said: Said, unit: str) -> Decimal:
    return said.value if said.unit == unit else convert(said.value, said.unit, unit)


def _worded(framed: Framed, one: Said, other: Said) -> Answer:
    """Return the answer with its arithmetic."""
    say = wording(framed.query.language)
    name, value, unit, derivation = _result(framed.frame.operation, one, other)
    text = say(
        name, one=f"“{one.words}”", a=format(one.value, "f"), ua=say.unit(one.unit),
        other=f"“{other.words}”", b=format(other.value, "f"), ub=say.unit(other.unit),
        value=value, unit=say.unit(unit),
    )  # fmt: skip
    return Answer(
        question=framed.query.original,
        language=framed.query.language,
        route=_ROUTES[one.recorded + other.recorded],
        answer=text,
        values=(
            Value(f"{one.words} / {other.words}", "", str(value), unit, one.year),
            one.as_value(),
            other.as_value(),
        ),
        citations=tuple(dict.fromkeys((*one.citations, *other.citations))),
        calculation=derivation,
        notes=(*one.notes, *other.notes),
    )


def _result(operation: Operation, one: Said, other: Said) -> tuple[str, Decimal, str, str]:
    """Return the sentence's name, the result, its unit and how it came about."""
    first, second = _in(one, other.unit), other.value
    if operation is Operation.DIFFERENCE:
        gap = abs(first - second)
        name = "difference_more" if first > second else "difference_less"
        name = "difference_same" if not gap else name
        high, low = max(first, second), min(first, second)
        return name, gap, other.unit, f"{high:f} − {low:f} = {gap:f}"
    ratio = first / second
    if operation is Operation.RATIO:
        times = ratio.quantize(_CENT, ROUND_HALF_UP)
        return "ratio", times, "倍", f"{first:f} ÷ {second:f} = {times}"
    percent = (ratio * 100).quantize(_CENT, ROUND_HALF_UP)
    return "share", percent, "%", f"{first:f} ÷ {second:f} × 100% = {percent}%"
