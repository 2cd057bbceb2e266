"""Add up the parts that a question names and hold their sum against the figure that it names.

甲、乙两项加起来等于丙吗, 表三各单位的甲相加跟表五的甲一致吗, 甲加乙是不是71.35万元.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money, plain_decimal
from qa.answering.cite import cite_all, value_of
from qa.checking.words import consistency_words
from qa.planning.find import filled
from qa.planning.sides import Sides
from qa.planning.types import Figure
from qa.query import Answer, Citation, Operation, Query, Route, Value
from qa.regexes import regex
from qa.understand import reader
from qa.words import numerals

if TYPE_CHECKING:
    from qa.view import Explained, View

    Read = Callable[[Query], Explained]

_LISTED = 6
"""Parts that are told by name."""
_SUMS = (Operation.SUM, Operation.LOOKUP)


@dataclass(frozen=True, slots=True)
class Check:
    """Hold the words for the parts and those for what their sum is held against."""

    parts: str
    whole: str


@dataclass(frozen=True, slots=True)
class _Side:
    """Hold an amount with its unit, its name and where it stands."""

    amount: Decimal
    unit: str
    name: str
    citations: tuple[Citation, ...] = ()
    values: tuple[Value, ...] = ()


def read(text: str) -> Check | None:
    """Return the two sides of a question whether parts add up to something, if it is one."""
    plain = _pattern("lead").sub("", text.rstrip("?。 "))
    for form in consistency_words()["parts_whole"]["forms"]:
        match = _compiled(form).search(plain)
        if match is None or not match["whole"] or _pattern("leans").search(match["whole"]):
            continue
        parts = _pattern("joint").sub("、", match["parts"].strip(",、的 "))
        return Check(parts, match["whole"].strip(",的 "))
    return None


def answer(view: View, query: Query, read_one: Read, *, alone: bool = False) -> Answer | None:
    """Return whether named parts make a named figure, each side answered by itself.

    `alone`: where the figure is nowhere the sum is told with what lacks, lest both be added.
    """
    check = None if query.refusals else read(query.text)
    if check is None:
        return None
    asked = str(consistency_words()["parts_whole"]["ask"]).format(check.parts)
    added = read_one(reader(view.catalogue).piece(asked, query))
    parts = _added(view, added, check.parts)
    if parts is None:
        return None
    whole = _quoted(check.whole, query) or _of_form(view, query, check.whole, added)
    whole = whole or _named(view, query, check.whole, added, read_one)
    if whole is None and alone:
        return _lacking(query, check, added.answer)
    return None if whole is None else _told(query, parts, whole, added)


def _lacking(query: Query, check: Check, added: Answer) -> Answer:
    """Return the sum of the parts with the words that what it is held against was not found."""
    words = consistency_words()["parts_whole"]["lacks"]["en" if query.language == "en" else "zh"]
    lacks = str(words).format(whole=check.whole)
    text = re.sub(r"(?:\[\d+\](?:–\[\d+\])?)+$", "", added.answer)
    return replace(
        added, question=query.original, language=query.language, answer=f"{text}\n{lacks}"
    )


def _added(view: View, done: Explained, words: str) -> _Side | None:
    """Return the sum of all the parts that words name, as it was answered."""
    worked, values = done.answer.calculation or "", done.answer.values
    count = worked.count(" + ") + 1
    if done.answer.route in (Route.REFUSE, Route.CLARIFY) or count < 2 or not values:
        return None
    if worked.count("=") > 1 or not is_money(values[0].unit):
        return None
    said = {numerals.parse(n) for n in _pattern("count").findall(words)} - {None, 1}
    cells = [t.figure for step in done.plan.steps for t in step.operands]
    lacks = cells and Sides(view, done.query).unexplained(done.query, cells)
    if (said and count not in said) or (lacks and count not in said):
        return None
    total, *rest = values
    names = tuple(dict.fromkeys(f"“{v.label}”" for v in rest if v.label))
    name = "、".join(names) if 1 < len(names) <= _LISTED else f"{count}项"
    amount = Decimal(total.value)
    return _Side(amount, total.unit or "", name, done.answer.citations, values)


def _quoted(words: str, query: Query) -> _Side | None:
    """Return the amount that a question itself gives in place of a name."""
    match = _pattern("amount").fullmatch(words)
    if match is None:
        return None
    given = consistency_words()["parts_whole"]["given"]["en" if query.language == "en" else "zh"]
    unit = f"{match['unit'].removesuffix('元')}元"
    return _Side(Decimal(match["n"].replace(",", "")), unit, given)


def _of_form(view: View, query: Query, words: str, added: Explained) -> _Side | None:
    """Return the money of the one project whose goals were added, where its total is meant."""
    cells = [t.figure for step in added.plan.steps for t in step.operands]
    subjects = {(f.subject, f.document_id) for f in cells if f.subject}
    if _pattern("of_form").fullmatch(words) is None or len(subjects) != 1:
        return None
    money = Sides(view, query).money_of(*subjects.pop())
    value = value_of(money) if money is not None and filled(money) else None
    if money is None or value is None:
        return None
    return _Side(
        Decimal(value.value),
        value.unit or "",
        money.label,
        cite_all(view.catalogue, [money]),
        (value,),
    )


def _named(view: View, query: Query, words: str, added: Explained, read_one: Read) -> _Side | None:
    """Return the one amount that words name in a table, that of the parts' own table first."""
    said = _pattern("printed").match(words)  # 丙那行的36.96
    piece = reader(view.catalogue).piece(said["name"] if said else words, query)
    done = read_one(piece)
    targets = [t for step in done.plan.steps for t in step.operands]
    asked = {a.operation for step in done.plan.steps for a in (step.asked,)}
    if done.answer.route is not Route.TABLE or len(targets) != 1 or not asked <= set(_SUMS):
        return None
    own = {t.figure.table_id for step in added.plan.steps for t in step.operands}
    places: Sequence[Figure] = (targets[0].figure, *targets[0].others)
    figure = next((f for f in places if f.table_id in own), places[0])
    figure = figure if not piece.table_words and not piece.annexes else places[0]
    value = value_of(figure)
    if value is None or not filled(figure) or not is_money(value.unit):
        return None
    if said and Decimal(said["n"].replace(",", "")) != Decimal(value.value):
        return None
    if Sides(view, query).unexplained(piece, [figure]):
        return None
    name = figure.label if view.catalogue.rows[figure.row_id].kind != "total" else words
    return _Side(
        Decimal(value.value), value.unit or "", name, cite_all(view.catalogue, [figure]), (value,)
    )


def _told(query: Query, parts: _Side, whole: _Side, added: Explained) -> Answer:
    """Word both sides with the gap between them."""
    frames = consistency_words()["added_up"]["en" if query.language == "en" else "zh"]
    held = (
        whole.amount if whole.unit == parts.unit else convert(whole.amount, whole.unit, parts.unit)
    )
    gap = parts.amount - held
    frame = "same" if not gap else "more" if gap > 0 else "less"
    worked = (added.answer.calculation or "").split("；")[0]
    shown = f"{worked} {parts.unit}"
    text = frames[frame].format(
        parts=parts.name, sum=shown, whole=whole.name.strip("“”"),
        value=f"{plain_decimal(whole.amount)} {whole.unit}",
        gap=f"{plain_decimal(abs(gap))} {parts.unit}",
    )  # fmt: skip
    year = parts.values[0].year
    apart = (Value("相差", "差额", plain_decimal(abs(gap)), parts.unit, year),) if gap else ()
    if gap:
        high, low = max(parts.amount, held), min(parts.amount, held)
        worked += f"；{plain_decimal(high)} − {plain_decimal(low)} = {plain_decimal(abs(gap))}"
    return Answer(
        question=query.original, language=query.language, route=added.answer.route, answer=text,
        values=(*parts.values, *whole.values, *apart),
        citations=tuple(dict.fromkeys((*parts.citations, *whole.citations))), calculation=worked,
    )  # fmt: skip


@cache
def _compiled(form: str) -> re.Pattern[str]:
    raw = consistency_words()["parts_whole"]
    for name in ("sum", "link", "verdict"):
        form = form.replace(f"{{{name}}}", str(raw[name]))
    return regex(form, re.IGNORECASE)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(consistency_words()["parts_whole"][name]), re.IGNORECASE)
