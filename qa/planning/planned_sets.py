"""Tell which items of final accounts went beyond their plan, fell short of it or met it.

The text of final accounts states the plan and the spending of each item (年初预算为…，支出决算为…);
all of them are held against each other: 哪些科目超了年初预算, 没花完的钱最多的是哪一项, 几项持平.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa.answering.cite import cite_text
from qa.narration.fact import decimal
from qa.narrative import evidence_of
from qa.planning.types import Plan
from qa.query import Answer, Query, Route, Value
from qa.words.normalise import data
from qa.words.operations import count

if TYPE_CHECKING:
    from qa.catalogue import Text
    from qa.narration.reading import Reading
    from qa.narration.unit import Stated
    from qa.view import View

    Found = tuple[Plan, Answer, Reading | None]

LEAST = 3  # items of which the text must state plan and spending
SURE = 0.93
_CENT = Decimal("0.01")
_CODED = re.compile(r"[(（]项[)）]|[(（]\d{7}[)）]")
_LEVEL = re.compile(r"[(（](?:类|款|项|\d{7})[)）]")
_STANDS = ("none", "under", "over", "same", "gap")
_CUT = ("which", "count", "items", "rate", "most", "least", "none", "plan", "under", "over", "same")


@dataclass(frozen=True, slots=True)
class Item:
    """Hold what the text states of one item: its plan, its spending and where it says so."""

    name: str
    planned: Decimal
    spent: Decimal
    unit: str
    passage: Text
    quote: str

    @property
    def gap(self) -> Decimal:
        """Return how far the spending is above the plan."""
        return self.spent - self.planned

    @property
    def stands(self) -> str:
        """Return how the spending stands to the plan."""
        return "over" if self.gap > 0 else "under" if self.gap < 0 else "same"

    @property
    def rate(self) -> Decimal | None:
        """Return what part of the plan was spent, in percent."""
        if not self.planned:
            return None
        return (self.spent / self.planned * 100).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold how the items asked for stand to their plan, and whether the first of them are meant.

    `order` is most or least, or empty where all are asked for; `by_rate` orders by what part of
    the plan was spent.
    """

    stands: str
    order: str
    first: int
    by_rate: bool


def answer(view: View, query: Query) -> Found | None:
    """Return the items that a question asks for by how their spending stands to their plan."""
    inside = query.scope.documents or tuple(view.catalogue.documents)
    of = {
        (d.institution, d.fiscal_year, d.phase)
        for d in map(view.catalogue.documents.get, inside)
        if d
    }
    if query.refusals or len(of) != 1 or view.catalogue.phase_of(inside[0]) is not Phase.FINAL:
        return None
    wanted = asked(query.text)
    if wanted is None:
        return None
    known = items(view, inside)
    if len(known) < LEAST or len({one.unit for one in known}) > 1:
        return None
    return _told(view, query, wanted, known)


def asked(text: str) -> Asked | None:
    """Read how the items asked for stand to their plan; None where a word is left unexplained."""
    found: dict[str, str] = {}
    first = _number(_pattern("first").search(text)) or _number(_pattern("which").search(text))
    rest = _pattern("first").sub("|", text)
    for name in (*_CUT, "gap", "spent", "idle"):
        if match := _pattern(name).search(rest):
            found[name] = match[0]
        rest = _pattern(name).sub("|", rest)
    if rest.strip("|") or not found.keys() & {"which", "count"}:
        return None
    stands = [name for name in _STANDS if name in found]
    order = next(
        (o for o in ("most", "least") if o in found),
        "most" if _pattern("first").search(text) else "",
    )
    if "rate" in found:
        return Asked("rate", order, first or 1, by_rate=True) if order and not stands else None
    alone = not found.keys() & {"plan", "spent"}
    if len(stands) != 1 or (alone and stands[0] in ("same", "gap")):
        return None
    if order and stands[0] in ("none", "same"):
        return None
    return Asked(stands[0], order, first or 1, by_rate=False)


def items(view: View, inside: Sequence[int]) -> list[Item]:
    """Return every item of which the text of documents states both plan and spending."""
    stated = [
        s
        for s in evidence_of(view.catalogue).stated
        if s.passage.document_id in inside and s.fact and s.fact.part_of is None
        and s.fact.planned is not None and s.fact.value is not None
    ]  # fmt: skip
    coded = Counter(s.passage.headings for s in stated if _is_coded(s))
    found: dict[str, Item] = {}
    for one in stated:
        assert one.fact is not None
        beside = coded[one.passage.headings] >= LEAST
        whole = _pattern("wholes").search(one.fact.subject) is not None
        if _is_coded(one) or (beside and not whole):
            found.setdefault(one.fact.subject.strip(), _item(one))
    return list(found.values())


def _is_coded(stated: Stated) -> bool:
    return stated.fact is not None and _CODED.search(stated.fact.subject) is not None


def _item(stated: Stated) -> Item:
    fact = stated.fact
    assert fact is not None
    parts = [part.strip() for part in _LEVEL.split(fact.subject) if part.strip(" 支出")]
    return Item(
        parts[-1] if parts else fact.subject, decimal(fact.planned or "0"),
        decimal(fact.value or "0"), fact.unit or "", stated.passage, stated.quote,
    )  # fmt: skip


def _told(view: View, query: Query, wanted: Asked, known: Sequence[Item]) -> Found | None:
    """Word the items that fit, the first of them where those are asked for."""
    language = "en" if query.language == "en" else "zh"
    say, what = (
        data("planned_sets.yaml")["say"][language],
        data("planned_sets.yaml")["what"][language],
    )
    fit = [one for one in known if _fits(one, wanted)]
    named = what[f"rate_{wanted.order}" if wanted.by_rate else wanted.stands]
    if wanted.order:
        fit.sort(key=lambda one: _rank(one, wanted), reverse=wanted.order == "most")
        last = _rank(fit[wanted.first - 1], wanted) if len(fit) >= wanted.first else None
        fit = [
            one for i, one in enumerate(fit) if i < wanted.first or _rank(one, wanted) == last
        ]  # fmt: skip
        named = named if wanted.by_rate else what[wanted.order].format(what=named)
    body = "；".join(_worded(one, say, wanted) for one in fit)
    key = "none" if not fit else "first" if wanted.order else "list"
    text = say[key].format(all=len(known), what=named, n=len(fit), body=body)
    told = fit or list(known)
    sums = (f"{one.spent:f} − {one.planned:f} = {one.gap:f}" for one in told)
    rates = (f"{one.spent:f} ÷ {one.planned:f} × 100% = {one.rate}%" for one in told if one.planned)
    done = Answer(
        question=query.original, language=query.language, route=Route.TEXT, answer=text,
        values=tuple(v for one in fit for v in _values(view, one, wanted)),
        citations=tuple(cite_text(view.catalogue, one.passage, one.quote) for one in told),
        calculation="；".join((*sums, *rates, f"{len(known)} → {len(fit)}")),
    )  # fmt: skip
    return Plan(Route.TEXT, score=SURE, whole=True, trace=("items against their plan",)), done, None


def _fits(one: Item, wanted: Asked) -> bool:
    if wanted.by_rate:
        return one.rate is not None
    if wanted.stands == "none":
        return not one.planned
    return one.stands == wanted.stands or (wanted.stands == "gap" and one.stands != "same")


def _rank(one: Item, wanted: Asked) -> Decimal:
    return (one.rate or Decimal(0)) if wanted.by_rate else abs(one.gap)


def _worded(one: Item, say: dict[str, str], wanted: Asked) -> str:
    text = say[one.stands].format(
        name=one.name, planned=f"{one.planned:f}", spent=f"{one.spent:f}", unit=one.unit,
        gap=f"{abs(one.gap):f}",
    )  # fmt: skip
    shown = one.rate is not None and (wanted.by_rate or wanted.order)
    return text + (say["rate"].format(rate=one.rate) if shown else "")


def _values(view: View, one: Item, wanted: Asked) -> list[Value]:
    """Return what is asked for first: the rate, what stands in both, or the gap between them."""
    year = view.catalogue.documents[one.passage.document_id].fiscal_year
    both = [
        Value(one.name, "年初预算", f"{one.planned:f}", one.unit, year),
        Value(one.name, "决算", f"{one.spent:f}", one.unit, year),
    ]
    gap = Value(one.name, "决算 − 年初预算", f"{one.gap:f}", one.unit, year)
    if wanted.by_rate:
        return [Value(one.name, "决算 ÷ 年初预算", f"{one.rate}", "%", year), *both]
    return both[1:] if wanted.stands in ("same", "none") else [gap, *both]


def _number(match: re.Match[str] | None) -> int:
    return (count(match["n"]) or 0) if match else 0


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("planned_sets.yaml")[name]))
