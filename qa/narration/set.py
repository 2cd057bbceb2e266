"""Answer which items the narrative states something of: fell by over 40%, as planned, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.narration.case import Case, cite
from qa.narration.fact import Fact, decimal
from qa.narration.moved_most import asks_moved_most
from qa.narration.reading import Reading, both, number
from qa.narration.unit import Stated
from qa.planning.filter import holds
from qa.query import Bound, Operation, Value
from qa.words.operations import count
from qa.words.sentences import plain

_WHICH = re.compile(
    r"哪(?:些|几|个)|几(?:个|项|笔)|多少(?:个|项)|列|念|报|有没有|\bwhich\b|\blist\b|\bwhat (?:items|lines)",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"科目|项目|支出|项|款|事项|\bitems?\b|\blines?\b|\baccounts?\b", re.IGNORECASE)
_SAME = re.compile(
    r"持平|一分不差|分毫不差|不差|一模一样|一样|相等|相同|不增不减|没(?:有)?(?:变|差|区别)|不变"
    r"|\bunchanged\b|\bthe same\b|\bflat\b|\bexactly\b",
    re.IGNORECASE,
)
_AGAINST_PLAN = re.compile(r"年初|预算数|\binitial budget\b|\boriginal budget\b", re.IGNORECASE)
_DOWN = re.compile(r"降|减|跌|缩|少|\bfell\b|\bfall|\bdecreas|\bdrop|\bcut\b|\bdown\b", re.I)
_UP = re.compile(r"升|增|涨|多|\brose\b|\bris|\bincreas|\bgrew\b|\bgrow|\bup\b", re.I)
_CODED = re.compile(r"\((?:项|款|类)\)")
_EACH = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d{1,2})(?:个|项|笔|样|类|块)[^,。?]{0,10}?(?:各自?|分别)[^,。?]{0,4}多少"
)
_ORDER = (Operation.RANK, Operation.TOP, Operation.BOTTOM)
_ENUMERATED = 3  # amounts of one paragraph from which they are a list
LEAST = 3  # facts that a document must state of the kind, else its text is no list of items
SURE, SURE_ORDER = 0.93, 0.8
SPOKEN_OF = 0.4  # least share of the question's words that a list's own sentence must have

Test = Callable[[Fact], bool]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Hold which facts can be judged, which of them are wanted, and what of each is told."""

    judged: Test
    wanted: Test
    told: Callable[[Fact], tuple[str, str, str]]  # column, value, unit


def as_planned(text: str) -> bool:
    """Tell whether items are asked for of which as much was spent as was planned."""
    which = _WHICH.search(text) is not None and _ITEMS.search(text) is not None
    spent = re.search(r"决算|支出数|花", text) is not None
    return which and spent and _SAME.search(text) is not None and bool(_AGAINST_PLAN.search(text))


def matching(case: Case) -> Reading | None:
    """List the items of which the text states what the question says of them."""
    if not (_WHICH.search(case.want.text) and _ITEMS.search(case.want.text)):
        return None
    kind = _kind(case)
    if kind is None or len(case.documents) != 1:
        return None
    judged = _distinct(case, kind.judged)
    chosen = [s for s in judged if s.fact and kind.wanted(s.fact)]
    if len(judged) < LEAST or not chosen:
        return None
    values = tuple(_value(case, s, *kind.told(s.fact)) for s in chosen if s.fact)
    body = "；".join(f"{v.label}（{v.column}{v.value.lstrip('-')}{v.unit}）" for v in values)
    zh, en = both(("count", f"共{len(chosen)}项：{body}", f"{len(chosen)} items: {body}"))
    cited = tuple(cite(case.evidence.catalogue, s, s.quote) for s in chosen)
    return Reading(SURE, zh, en, values, cited, kind="list", coverage=SURE)


def _kind(case: Case) -> _Kind | None:
    """Return what a question says of the items it asks for, or None where it says nothing."""
    text = case.want.text
    down, up = bool(_DOWN.search(text)), bool(_UP.search(text))
    asked = next((a for a in case.query.operations if a.bound is not None), None)
    if asked is not None and asked.bound is not None and down != up:
        if "%" not in asked.text:
            return None
        return _by_rate(asked.bound, "减少" if down else "增加")
    if _SAME.search(text) and asked is None:
        return _as_planned() if _AGAINST_PLAN.search(text) else _unchanged()
    return None


def _by_rate(bound: Bound, direction: str) -> _Kind:
    def wanted(one: Fact) -> bool:
        rate = decimal(one.percent or "0")
        return one.direction == direction and holds(rate, bound.comparator, bound.low, bound.high)

    return _Kind(
        lambda one: one.percent is not None,
        wanted,
        lambda one: (one.direction or "", number(one.percent or ""), "%"),
    )


def _as_planned() -> _Kind:
    return _Kind(
        lambda one: one.planned is not None and one.value is not None,
        lambda one: decimal(one.planned or "0") == decimal(one.value or "0"),
        lambda one: ("决算与年初预算同为", number(one.value or ""), one.unit or ""),
    )


def _unchanged() -> _Kind:
    return _Kind(
        lambda one: one.direction is not None and one.value is not None,
        lambda one: one.direction == "持平",
        lambda one: ("持平，", number(one.value or ""), one.unit or ""),
    )


def _distinct(case: Case, test: Test) -> list[Stated]:
    """Return one fact of each item, in order of place; of coded items alone where there are some."""
    found: dict[str, Stated] = {}
    for stated in case.evidence.stated:
        one = stated.fact
        if (
            stated.passage.document_id in case.documents
            and one
            and one.part_of is None
            and test(one)
        ):
            found.setdefault(one.subject, stated)
    coded = [s for name, s in found.items() if _CODED.search(plain(name))]
    return coded if len(coded) >= LEAST else list(found.values())


def _value(case: Case, stated: Stated, column: str, value: str, unit: str) -> Value:
    assert stated.fact is not None
    parts = [part for part in _CODED.split(plain(stated.fact.subject)) if part.strip(" 支出")]
    label = parts[-1] if parts else stated.fact.subject
    sign = "-" if column == "减少" else ""
    return Value(label, column, sign + value, unit, case.year)


def in_order(case: Case) -> Reading | None:
    """Put the amounts that one sentence enumerates in order."""
    if not case.query.asks(*_ORDER) or len(case.documents) != 1:
        return None
    if asks_moved_most(case.want.text):  # the largest is not what moved most
        return None
    for found in case.ranked[:3]:
        if found.unit.passage is None or found.coverage < SPOKEN_OF:
            continue
        listed = _enumerated(case, found.unit.passage.id)
        if len(listed) >= _ENUMERATED:
            return _ordered(case, listed)
    return None


def each_amount(case: Case) -> Reading | None:
    """Tell the amounts that one sentence enumerates, where each of as many things is asked for."""
    said = _EACH.search(case.want.text)
    if said is None or len(case.documents) != 1:
        return None
    for found in case.ranked[:3]:
        if found.unit.passage is None or found.coverage < SPOKEN_OF:
            continue
        listed = _enumerated(case, found.unit.passage.id)
        if listed and len(listed) == count(said["n"]):
            told = _told(case, [(s, s.fact) for s in listed if s.fact])
            return replace(told, score=SURE, coverage=SURE)
    return None


def _enumerated(case: Case, passage_id: int) -> list[Stated]:
    """Return the amounts behind 其中 in a paragraph."""
    own = [s for s in case.evidence.stated if s.passage.id == passage_id and s.fact]
    start = next((s.whole.find("其中") for s in own), -1)
    return [
        s
        for s in own
        if s.fact and start >= 0 and s.fact.start >= start and s.fact.value is not None
    ]


def _ordered(case: Case, listed: Sequence[Stated]) -> Reading:
    low_first = case.query.asks(Operation.BOTTOM)
    ranked = sorted(
        ((decimal(s.fact.value), s) for s in listed if s.fact and s.fact.value),
        key=lambda pair: pair[0] if low_first else -pair[0],
    )
    k = next((a.k for a in case.query.operations if a.operation in _ORDER and a.k), None)
    only = 1 if case.query.asks(Operation.TOP, Operation.BOTTOM) else len(ranked)
    return _told(case, [(s, s.fact) for _, s in ranked[: k or only] if s.fact])


def _told(case: Case, listed: Sequence[tuple[Stated, Fact]]) -> Reading:
    """Tell amounts one after another."""
    values = tuple(
        _value(case, s, "金额", number(fact.value), fact.unit or "")
        for s, fact in listed
        if fact.value
    )
    body = "；".join(f"{v.label} {v.value}{v.unit}" for v in values)
    whole = listed[0][0].whole
    zh, en = both(("count", body), ("quote", whole))
    cited = (cite(case.evidence.catalogue, listed[0][0], whole),)
    return Reading(SURE_ORDER, zh, en, values, cited, kind="list", coverage=SURE_ORDER)
