"""Tell which of the items that narrative states beside one another moved most, or was met least."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from qa.narration.case import Case, cite
from qa.narration.cover import coverage
from qa.narration.fact import Fact, decimal
from qa.narration.reading import Reading, both
from qa.narration.unit import Stated
from qa.narration.want import Concept
from qa.query import Value
from qa.words.sentences import plain

SPOKEN_OF, SURE = 0.5, 0.9
LEAST = 2  # items of which it must be stated whether they moved
_DOWN = re.compile(r"砍|降|减|缩|压|跌|少花|省")
_UP = re.compile(r"涨|升|增|上去|多花|加得")
_MOST = re.compile(r"最(?:狠|多|大|厉害|少|低|小|高|快|猛|凶|明显)")
_LOW = re.compile(r"最(?:少|低|小|慢|差)")
_RATE = re.compile(r"比例|百分|幅度|幅|%|比率")
_MET = re.compile(r"(?:完成|执行)[^,，。]{0,8}(?:比例|率|进度|程度|情况)|完成得|执行得")
_WHOLE = re.compile(r"总|合计|[“\"]三公[”\"]|三公经费|^收入|^支出")
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class _Moved:
    """Hold an item with by how much it moved, for ordering, and as it is told."""

    stated: Stated
    rank: Decimal
    value: str
    unit: str
    column: str
    sum: str = ""


def asks_moved_most(text: str) -> bool:
    """Tell whether a question asks which item moved most, or of which least was carried out."""
    moved = _DOWN.search(text) or _UP.search(text) or _MET.search(text)
    return _MOST.search(text) is not None and moved is not None


def moved_most(case: Case) -> Reading | None:
    """Name the item that moved most of those that stand together, with all of them in order."""
    text = case.want.text
    if not asks_moved_most(text) or len(case.documents) != 1:
        return None
    groups: dict[tuple[str, ...], list[Stated]] = defaultdict(list)
    for stated in case.evidence.stated:
        one = stated.fact
        if stated.passage.document_id in case.documents and one and one.part_of is None:
            groups[stated.passage.headings].append(stated)
    best: tuple[float, list[_Moved]] = (SPOKEN_OF, [])
    concepts = _of_items(case.want.concepts, text)
    weights = case.evidence.weights(concepts)
    for headings, held in groups.items():
        moved = _ranked(held, text)
        over = f"{' '.join(headings)} {held[0].whole[:60]}"
        close = max((coverage([c], weights, over, "")[0] for c in concepts), default=0.0)
        told = {s.fact.subject for s in held if s.fact and (s.fact.direction or s.fact.share)}
        if moved and len(told) > LEAST and close > best[0]:
            best = (close, moved)
    return _said(case, best[1]) if best[1] else None


def _of_items(concepts: Sequence[Concept], text: str) -> Sequence[Concept]:
    """Return what tells of which items is asked, without words that only ask how they moved."""
    asking = "".join(m[0] for way in (_DOWN, _UP, _MET, _MOST, _RATE) for m in way.finditer(text))
    return [c for c in concepts if c.text not in asking] or concepts


def _ranked(held: Sequence[Stated], text: str) -> list[_Moved]:
    """Return the items that moved as a question says, the first one first."""
    found: dict[str, _Moved] = {}
    for stated in held:
        one = stated.fact
        assert one is not None
        if _WHOLE.search(plain(one.subject)) or not one.subject:
            continue
        moved = _met(stated, one) if _MET.search(text) else _moved(stated, one, text)
        if moved is not None:
            found.setdefault(one.subject, moved)
    low = _MET.search(text) is not None and _LOW.search(text) is not None
    return sorted(found.values(), key=lambda m: m.rank if low else -m.rank)


def _met(stated: Stated, one: Fact) -> _Moved | None:
    if one.share is None or not decimal(one.share):
        return None
    return _Moved(stated, decimal(one.share), one.share, "%", "完成比例")


def _moved(stated: Stated, one: Fact, text: str) -> _Moved | None:
    way = "减少" if _DOWN.search(text) else "增加"
    if one.direction != way or not decimal(one.delta or "0") or one.delta_unit not in _YUAN:
        return None
    assert one.delta is not None
    if not _RATE.search(text):
        rank = decimal(one.delta) * _YUAN[one.delta_unit]
        return _Moved(stated, rank, one.delta.replace(",", ""), one.delta_unit, way)
    if one.percent:
        return _Moved(stated, decimal(one.percent), one.percent, "%", f"{way}比例")
    rate = _worked(one)
    sum_ = f"{one.delta} ÷ {one.before} × 100% = {rate}%"
    return None if rate is None else _Moved(stated, rate, str(rate), "%", f"{way}比例", sum_)


def _worked(one: Fact) -> Decimal | None:
    """Return the rate of a change that is stated without it."""
    if not one.before or one.delta is None:
        return None
    return (decimal(one.delta) / one.before * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _said(case: Case, moved: Sequence[_Moved]) -> Reading:
    values = []
    for m in moved:
        assert m.stated.fact is not None
        sign = "-" if m.column.startswith("减少") else ""
        values.append(Value(m.stated.fact.subject, m.column, sign + m.value, m.unit, case.year))
    told = [f"{v.label}（{v.column}{m.value}{m.unit}）" for v, m in zip(values, moved, strict=True)]
    body = f"{told[0]}；各项依次为：{'、'.join(told)}"
    quotes = list(dict.fromkeys(m.stated.quote for m in moved))
    zh, en = both(("count", body, f"{told[0]}; in order: {', '.join(told)}"), ("quote", quotes[0]))
    cited = {m.stated.quote: cite(case.evidence.catalogue, m.stated, m.stated.quote) for m in moved}
    sums = "；".join(m.sum for m in moved if m.sum) or None
    return Reading(
        SURE, zh, en, tuple(values), tuple(cited.values()), sums, kind="list", coverage=SURE
    )
