"""Multiply a number of things by what one of them gets, where one project's indicators print both.

保洁员人数 × 每月补助标准 × 12: for what a question says to multiply, held against the project's money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.cite import cite_all
from qa.linking.cover import covered
from qa.linking.names import project_of, subject_of, uncoded
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.sides import Sides
from qa.planning.types import Figure, Plan
from qa.query import Answer, Operation, Query, Route, Value
from qa.regexes import regex
from qa.words import numerals
from qa.words.each import same
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.catalogue import Sheet
    from qa.lookup import Fact
    from qa.view import View

SURE = 0.95
NAMED, BOTH = 0.4, 1.3
"""Least part of one indicator's name, and of both, that a question says."""
MEASURED = 0.65
"""What the last word of an indicator of a named project is worth (黑土地补助的面积)."""
FIGURE = 0.7
"""What the figure of an indicator is worth where a question says it."""
FITS = 0.3
"""What they gain where the one is counted in what the other is for (人 of 元/人)."""
PROJECT, RUN = 0.5, 4
"""Least part of a project's name, and least characters of it in one, that a question says."""
SHARED = 0.5
"""What two indicators gain by the name of one thing in both."""
MONTHS = 12
_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Factor:
    """Hold one indicator: how many there are, or what one of them gets."""

    figure: Figure
    value: Decimal
    unit: str
    named: float
    project: str
    rate: bool
    monthly: bool = False
    per: str = ""


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the product of two indicators that a question says to multiply, else None."""
    said = _said(query)
    given = _pattern("given").search(said) is not None
    if query.refusals or not (given or _pattern("asks").search(query.text)):
        return None
    inside = query.scope.documents or tuple(view.catalogue.documents)
    found: list[tuple[float, Factor, Factor]] = []
    for table in view.catalogue.tables.values():
        if table.document_id not in inside or table.kind != "project_performance":
            continue
        factors = list(_factors(view, query, table))
        counts, rates = ([f for f in factors if f.rate is kind] for kind in (False, True))
        pairs = ((c, r) for c in counts for r in rates if c.project == r.project)
        if given:  # other figures than those that are printed are none of a document
            pairs = ((c, r) for c, r in pairs if all(_says(said, f.value) for f in (c, r)))
        found += [(c.named + r.named + _of_one_thing(query, c, r), c, r) for c, r in pairs]
    found = sorted((one for one in found if one[0] >= BOTH), key=lambda one: -one[0])
    best = {(c.value, r.value) for score, c, r in found if score == found[0][0]}
    if len(best) != 1:
        pair = None if given else _of_project(view, query, inside)
        return None if pair is None else _told(view, query, *pair)
    return _told(view, query, *found[0][1:])


def _of_project(view: View, query: Query, inside: Sequence[int]) -> tuple[Factor, Factor] | None:
    """Return the one count and the one rate for it of the project that a question names best."""
    if not _pattern("both").search(query.text):
        return None
    said = bare(query.text)
    by_project: dict[str, list[Factor]] = {}
    for table in view.catalogue.tables.values():
        if table.document_id in inside and table.kind == "project_performance":
            for one in _factors(view, query, table, least=0.0):
                by_project.setdefault(one.project, []).append(one)
    named = {p: max(covered(bare(p), said, said), _inside(bare(p), said)) for p in by_project}
    best = max(named.values(), default=0.0)
    projects = [p for p, share in named.items() if share == best >= PROJECT]
    if len(projects) != 1:
        return None
    factors = by_project[projects[0]]
    pairs = [
        (c, r) for r in factors if r.rate for c in factors
        if not c.rate and c.unit and same(r.per) in (same(c.unit), "个")
    ]  # fmt: skip
    if len(pairs) > 1:
        top = max(c.named + r.named for c, r in pairs)
        pairs = [(c, r) for c, r in pairs if c.named + r.named == top]
    return pairs[0] if len(pairs) == 1 else None


def _inside(project: str, said: str) -> float:
    """Return how much of a project's name one run of a question says in its order (护林员补贴)."""
    best = 0
    for start in range(len(said)):
        at = size = 0
        for char in said[start:]:
            if (at := project.find(char, at) + 1) == 0:
                break
            size += 1
        best = max(best, size)
    return best / len(project) if best >= RUN else 0.0


def _of_one_thing(query: Query, count: Factor, rate: Factor) -> float:
    """Return what two indicators gain whose names share the thing that a question says (保洁员)."""
    one, other = bare(count.figure.label), bare(rate.figure.label)
    said = _pattern("measure").sub("|", bare(query.text))
    runs = (one[i : i + n] for n in (4, 3, 2) for i in range(len(one) - n + 1))
    fits = rate.per and same(rate.per) == same(count.unit)
    shared = SHARED if any(run in other and run in said for run in runs) else 0.0
    return shared + (FITS if fits else 0.0)


def _factors(view: View, query: Query, table: Sheet, least: float = NAMED) -> Iterator[Factor]:
    """Give the indicators of a form that a question names, as numbers of things or of money for one."""
    said = bare(query.text)
    for entry in (e for e in table.rows if e.kind == "indicator"):
        label = bare(entry.label)
        facts = [f for f in view.lookup.row(table.id, entry.id) if f.value and f.unit]
        named = max(covered(label, said, said), _by_measure(table, label, said))
        project = bare(project_of(entry, table))
        named = max(named, *(_by_figure(f, label, project, _said(query)) for f in facts), 0.0)
        if named < least or not facts:
            continue
        planned = _pattern("planned").search(query.text) is not None
        fact = max(
            facts, key=lambda f: bool(_pattern("reached").search("".join(f.path))) is not planned
        )
        money, _, per = (fact.unit or "").partition("/")
        rate = is_money(money) and bool(per or _pattern("one").search(label))
        if not (rate or fact.measure == "count") or (is_money(money) and not rate):
            continue
        figure = make_figure(view.catalogue, view.lookup, table, entry, fact.column)
        value = fact.value or Decimal(0)
        if not rate and money.startswith("万"):
            money = money.removeprefix("万")
            value = (value * _TEN_THOUSAND).normalize()
        monthly = "月" in per or bool(_pattern("month").search(label))
        project = figure.subject or next(iter(entry.parents), "") or _title(table)
        one = re.split(r"[·/]", per)[0]
        yield Factor(figure, value, money, named, project, rate, rate and monthly, one)


def _by_figure(fact: Fact, label: str, project: str, text: str) -> float:
    """Return how far the very figure of an indicator names it, beside a word of its name (72个保洁员).

    A word of its project's name that is none for a measure does as well (网格员60个人).
    """
    if fact.value is None or not _says(text, fact.value):
        return 0.0
    said = bare(text)
    thing = _pattern("measure").sub("|", said)
    own = any(label[i : i + 2] in said for i in range(len(label) - 1))
    return (
        FIGURE if own or any(project[i : i + 2] in thing for i in range(len(project) - 1)) else 0.0
    )


def _said(query: Query) -> str:
    """Return a question's words, with the clause before in which one who speaks tells the number."""
    whole, text = (numerals.counts_to_digits(t) for t in (normalise(query.original), query.text))
    match = _pattern("given").search(whole)
    rate = re.findall(r"\d+(?:\.\d+)?", match[0])[-1] if match is not None else ""
    return whole if rate and rate in text else text


def _says(text: str, value: Decimal) -> bool:
    """Tell whether a question says a figure."""
    return re.search(rf"(?<![\d.]){re.escape(f'{value:f}')}(?![\d.])", text) is not None


def _by_measure(table: Sheet, label: str, said: str) -> float:
    """Return how far the last word of an indicator names it, where its project is named."""
    subject = bare(subject_of(table))
    of_project = len(subject) > 1 and covered(subject, said, said) >= NAMED
    return MEASURED if of_project and len(label) > 1 and label[-2:] in said else 0.0


def _told(view: View, query: Query, count: Factor, rate: Factor) -> tuple[Plan, Answer]:
    """Word the product, and how far it is from the money of the project."""
    month = _pattern("one_month").search(query.text)
    year = rate.monthly and (not month or _pattern("whole_year").search(query.text) is not None)
    months = Decimal(MONTHS) if month else _months(query.text)
    terms = [count.value, rate.value, *([months] if year else [])]
    product = Decimal(1)
    for term in terms:
        product *= term
    worked = f"{' × '.join(f'{t:f}' for t in terms)} = {calculate.trimmed(product):f}"
    large = convert(product, rate.unit, "元") >= _TEN_THOUSAND
    unit = query.unit if query.unit and is_money(query.unit) else "万元" if large else rate.unit
    shown = calculate.trimmed(convert(product, rate.unit, unit))
    worked += f" {rate.unit} = {shown:f} {unit}" if unit != rate.unit else f" {unit}"
    say = data("product.yaml")["say"]["en" if query.language == "en" else "zh"]
    text = str(say["product"]).format(
        subject=uncoded(count.project), count=count.figure.label, n=f"{count.value:f}",
        rate=rate.figure.label, r=f"{rate.value:f}", unit=rate.unit, worked=worked,
    )  # fmt: skip
    money = Sides(view, query).money_of(count.project, count.figure.document_id)
    values = [
        Value(
            f"{count.figure.label} × {rate.figure.label}", "", f"{shown:f}", unit, count.figure.year
        )
    ]
    if money is not None and money.fact is not None and money.fact.value is not None:
        whole = convert(money.fact.value, money.fact.unit or unit, unit)
        gap = whole - shown
        if query.asks(Operation.SHARE) and 0 < shown <= whole:
            percent = calculate.half_up(shown / whole * 100)
            text += str(say["share"]).format(percent=percent)
            worked += f"；{shown:f} ÷ {whole:f} × 100% = {percent}%"
            values.append(Value(count.project, "", str(percent), "%", money.year))
        name = "same" if not gap else "less" if gap > 0 else "more"
        text += str(say[name]).format(
            whole=f"{calculate.trimmed(whole):f}", own=unit, gap=f"{abs(calculate.trimmed(gap)):f}"
        )
        worked += f"；{max(whole, shown):f} − {min(whole, shown):f} = {abs(gap):f}" if gap else ""
        values.append(Value(money.label, "", f"{calculate.trimmed(whole):f}", unit, money.year))
    figures = [count.figure, rate.figure, *([money] if money is not None else [])]
    done = Answer(
        question=query.original, language=query.language, route=Route.TABLE, answer=text,
        values=(*values, Value(count.figure.label, "", f"{count.value:f}", count.unit, count.figure.year),
                Value(rate.figure.label, "", f"{rate.value:f}", rate.unit, rate.figure.year)),
        citations=cite_all(view.catalogue, figures), calculation=worked,
    )  # fmt: skip
    return Plan(Route.TABLE, score=SURE, whole=True, trace=("product",)), done


def _months(text: str) -> Decimal:
    """Return for how many months a question lets something be paid, a year where it says nothing."""
    match = _pattern("months").search(text)
    said = numerals.parse(match["n"]) if match and match["n"] else None
    return Decimal(said or (MONTHS // 2 if match else MONTHS))


def _title(table: Sheet) -> str:
    """Return the name of the project that a form without fields is of, else the table's title."""
    return next((e.label for e in table.rows if e.kind == "item"), table.title)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("product.yaml")[name]), re.IGNORECASE)
