"""Compare what the narratives of several documents state: most, least, sum, difference, which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.store import StoredDocument
from qa.catalogue import Catalogue
from qa.narration import apart
from qa.narration.owned import MONEY, Answered, Own, converted, unit_of
from qa.narration.reading import Reading
from qa.query import Asked, Operation, Query, Value
from qa.regexes import regex
from qa.words.phases import both_spoken

COUNTED = "数量"
"""The column of a counted value."""
_CHANGED = regex(r"变(?:了|化|没变|动)|有没有变|一样|\bchang", re.I)
LEAST = 0.5
"""Least score of a document's own reading to take part."""
PARTLY = 0.7
"""What is left of a score where some of the documents state nothing to compare."""
FINAL = "决算"
_SAME = {"台": "辆", "部": "辆", "名": "人", "位": "人"}
"""Counting words for what other documents count by another one."""
_TOTAL = regex(
    r"\badd(?:ed)? up\b|总共|一共|合计|加起来|加一起|总计|共有|\bin all\b|\btotal\b|\baltogether\b",
    re.I,
)
_NONE = regex(r"都没有|没有|一(?:辆|个|台).{0,3}没|为零|\bno\b|\bnone\b|\bwithout\b", re.I)
_MOVED = regex(r"(?:增加|减少|增长|下降|上涨|涨|降)了|\b(?:rose|fell|increased|decreased)\b", re.I)
_ROSE = regex(r"涨|增加|增长|上升|多了|\brose\b|\brise\b|\bincreas|\bgrew\b", re.I)
_FELL = regex(r"降|减少|下降|少了|\bfell\b|\bfall\b|\bdecreas|\bdropp?|\bshr[aiu]nk|缩水|砍", re.I)


_MOST = regex(r"最(?:多|少|高|低|大|小)的?(?:是|又是)?")
_MOST_MOVED = regex(
    r"(?:降|减|跌|砍|缩|少|增|涨|升)得|更|最|谁(?:家)?(?:多|少|快)|\bmore\b|\bmost\b|\bfast", re.I
)
_COMPARES = (
    Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.COMPARE, Operation.DIFFERENCE,
    Operation.RATIO, Operation.SUM,
)  # fmt: skip
_EACH = regex(
    r"分别|各(?:自)?(?:是|有|为)?(?:多少|几)|[两二](?:年|个年度|份)|前后|\brespectively\b|\beach\b|\bboth years\b",
    re.I,
)
_TIMES = regex(r"[是为]?[^,。?是]{0,14}?的?(?:几|多少)倍|相差|差(?:了)?多少|how many times", re.I)
_YEARS_APART = regex(r"[,，](?:这|那|前后)*[两二几]年[^,，。?？]*[?？]?$")
_COMPARING = regex(
    r"谁的?|哪(?:一)?(?:家|个部门|个单位|些单位|些部门|几家)|更(?:猛|多|少|高|低|快)"
    r"|这?几家|\b(?:which|what) of (?:these|the) \w+|\bwhose\b|\bwhich \w*departments?\b|\bthe (?:most|least)\b",
    re.I,
)


def wants_all(query: Query, documents: Sequence[int], catalogue: Catalogue) -> bool:
    """Tell whether a question compares documents: those named, or the years of one institution."""
    if len(documents) < 2:
        return False
    each = _EACH.search(query.text) is not None
    owners = {catalogue.documents[key].institution for key in documents}
    several = len(query.scope.documents) > 1 or (each and len(owners) == 1)
    return query.scope.all_of or (several and (each or query.asks(*_COMPARES)))


def against(query: Query, catalogue: Catalogue) -> tuple[Query, frozenset[int]] | None:
    """Return a question of two years as one of their two documents.

    A budget is set against final accounts only where both are spoken of.
    """
    if not (query.years and query.base_year):
        return None
    if not query.asks(Operation.CHANGE, Operation.DIFFERENCE):
        return None
    years = {query.base_year, *query.years}
    held = [key for key, year, _ in query.scope.candidates if year in years]
    own = [catalogue.documents[key] for key in held if key in catalogue.documents]
    phases = {document.phase for document in own}
    if len(own) != 2 or len(phases) != 1 + both_spoken(query.text):
        return None
    if len({document.institution for document in own}) != 1:
        return None
    two = replace(
        query, operations=(Asked(Operation.DIFFERENCE),), years=(), base_year=None, phase=None
    )
    return two, frozenset(held)


def single(text: str) -> str:
    """Return a comparing question as it is asked of one document."""
    text = _YEARS_APART.sub("", text)
    alone = _COMPARING.sub(" ", _MOST.sub("多少", _TIMES.sub("多少", text)))
    chinese = any("\u3400" <= char <= "\u9fff" for char in alone)
    return f"{alone} 多少" if chinese and not re.search(r"多少|几|为什么|吗", alone) else alone


def across(
    query: Query, readings: Sequence[tuple[StoredDocument, Reading]], least: int = 2
) -> Reading | None:
    """Return one reading over several documents, or None where fewer than `least` state it."""
    readings = _one_phase(query, readings)
    owns = [own for own in (_own(query, *pair) for pair in readings) if own is not None]
    unit = _common_unit(owns)
    owns = [own for own in owns if _kind(own.value.unit) == unit]
    if len(owns) < max(least, 1):
        return None
    ranked = sorted(owns, key=lambda own: -own.amount)
    chosen, head_zh, head_en, calculation, extra = _answer(query, ranked)
    total = None if head_zh.startswith("合计") else _beside_total(query, ranked)
    listed = chosen if chosen is not ranked else ranked
    told = "；".join(own.told for own in listed)
    rest = "；".join(own.told for own in ranked if own not in listed)
    zh = f"{head_zh}{told}。" + (f"其余：{rest}。" if rest else "")
    en = f"{head_en}{told}." + (f" Others: {rest}." if rest else "")
    if total is not None:
        zh, en = f"{zh}{total[1].rstrip('：')}。", f"{en} {total[2].rstrip(': ')}."
        calculation, extra = total[3], (*extra, *total[4])
    order = [*listed, *(own for own in ranked if own not in listed)]
    values = (*extra, *(value for own in order for value in _named(own)))
    cited = tuple(citation for own in order for citation in own.reading.citations[:1])
    missing = [
        document for document, _ in readings if all(own.document != document for own in owns)
    ]
    score = min(own.reading.score for own in listed) if listed else 0.0
    if missing:  # the most or least of some is not that of all
        score *= PARTLY
    lacking = "、".join(f"{d.institution}（{d.fiscal_year}年）" for d in missing)
    notes = (f"说明文字里没有可比的数：{lacking}。",) if missing else ()
    kind = owns[0].reading.kind
    return Reading(score, zh, en, values, cited, calculation, notes, kind=kind, coverage=score)


def _one_phase(
    query: Query, readings: Sequence[tuple[StoredDocument, Reading]]
) -> Sequence[tuple[StoredDocument, Reading]]:
    """Keep budgets apart from final accounts: money of the two is never ranked together."""
    wanted = query.phase.value if query.phase is not None else "预算"
    same = [pair for pair in readings if pair[0].phase == wanted]
    counted = all(r.kind == "count" for _, r in readings if r.score >= LEAST)
    return readings if counted or len(same) < 2 else same


def _moves(query: Query) -> bool:
    """Tell whether the change itself is compared."""
    if query.asks(Operation.TOP, Operation.BOTTOM):
        return False
    return query.asks(Operation.CHANGE) or _MOVED.search(query.text) is not None


def _own(query: Query, document: StoredDocument, reading: Reading) -> Own | None:
    if reading.score < LEAST or reading.kind not in ("fact", "count") or not reading.values:
        return None
    value = _compared(query, reading.values)
    return None if value is None else Own(document, reading, value)


def _compared(query: Query, values: Sequence[Value]) -> Value | None:
    """Return the value that the question compares: a rate, a change, or the amount itself."""
    if query.asks(Operation.GROWTH):
        return next((v for v in values if v.unit == "%"), None)
    if _moves(query) and not all(v.column == COUNTED for v in values):
        return next((v for v in values if v.column.startswith("较")), None)
    plain = [v for v in values if not v.column.startswith("较") and v.unit != "%"]
    if query.phase is not None and query.phase.value == FINAL:  # planned money is not spent money
        plain = [v for v in plain if "预算" not in v.column or FINAL in v.column]
        return plain[0] if plain else None
    return plain[0] if plain else values[0]


def _kind(unit: str | None) -> str:
    word = (unit or "")[:1]
    return "money" if unit in MONEY else _SAME.get(word, word)


def _common_unit(owns: Sequence[Own]) -> str:
    kinds = [_kind(own.value.unit) for own in owns]
    return max(dict.fromkeys(kinds), key=kinds.count) if kinds else ""


def _answer(query: Query, ranked: Sequence[Own]) -> Answered:
    """Return what is named first, its openings, a calculation and values worked out."""
    text = query.text
    set_apart = apart.set_apart(query, ranked) if not _moves(query) else None
    if set_apart is not None:
        return set_apart
    if query.asks(Operation.BOTTOM):
        return _extreme(ranked, ranked[-1], "最少的是", "The least: ")
    fewer = query.asks(Operation.COMPARE) and re.search(r"(?:(?<!多)少|低|(?<!大)小)[？?]?$", text)
    if fewer:
        return _extreme(ranked, ranked[-1], "最少的是", "The least: ")
    if query.asks(Operation.GROWTH, Operation.CHANGE) and (_fell(text) or _rose(text)):
        if not _MOST_MOVED.search(text):
            return _moved(text, ranked)
        if _fell(text):
            return _extreme(ranked, ranked[-1], "降得最多的是", "Fell most: ")
    if query.asks(Operation.TOP, Operation.RANK, Operation.COMPARE, Operation.GROWTH):
        return _extreme(ranked, ranked[0], "最多的是", "The most: ")
    if len({own.document.institution for own in ranked}) == 1 and _CHANGED.search(text):
        return _over_years(ranked)
    if _moves(query):
        return _moved(text, ranked)
    if query.asks(Operation.SUM) or _TOTAL.search(text):
        return _sum(ranked, query.unit)
    if _NONE.search(text):
        none = [own for own in ranked if own.amount == 0]
        if none:
            return none, "为零的是", "None at: ", None, ()
    if len({own.document.institution for own in ranked}) == 1 < len(ranked):
        return ranked, "各年：", "By year: ", None, ()
    return ranked, "各部门：", "By department: ", None, ()


def _extreme(ranked: Sequence[Own], like: Own, zh: str, en: str) -> Answered:
    """Return those that have as much as one of them."""
    return [own for own in ranked if own.amount == like.amount], zh, en, None, ()


def _beside_total(query: Query, ranked: Sequence[Own]) -> Answered | None:
    """Return the sum where it is asked for beside which of them is the most."""
    asked = query.asks(Operation.SUM) or _TOTAL.search(query.text) is not None
    return _sum(ranked, query.unit) if asked and not _moves(query) else None


def _fell(text: str) -> bool:
    return _FELL.search(text) is not None and _ROSE.search(text) is None


def _rose(text: str) -> bool:
    return _ROSE.search(text) is not None and _FELL.search(text) is None


def _moved(text: str, ranked: Sequence[Own]) -> Answered:
    if _fell(text):
        fell = [own for own in ranked if own.amount < 0]
        return fell or ranked, "减少的是", "Fell: ", None, ()
    if _rose(text):
        rose = [own for own in ranked if own.amount > 0]
        return rose or ranked, "增加的是", "Rose: ", None, ()
    return ranked, "增减各为", "Changes: ", None, ()


def _over_years(ranked: Sequence[Own]) -> Answered:
    """Return what one institution's documents state, in the order of their years."""
    in_time = sorted(ranked, key=lambda own: own.document.fiscal_year)
    if len({own.amount for own in ranked}) == 1:
        return in_time, "没有变：", "Unchanged: ", None, ()
    return in_time, "有变化：", "It changed: ", None, ()


def _sum(ranked: Sequence[Own], wanted: str | None) -> Answered:
    latest = {own.document.institution: 0 for own in ranked}
    for own in ranked:  # one institution's years are not added to each other
        name = own.document.institution
        latest[name] = max(latest[name], own.document.fiscal_year)
    ranked = [own for own in ranked if own.document.fiscal_year == latest[own.document.institution]]
    unit = unit_of(ranked, wanted)
    scale = MONEY.get(unit, Decimal(1))
    amounts = [own.amount / scale for own in ranked]
    total = sum(amounts, Decimal(0))
    worked = " + ".join(f"{amount:f}" for amount in amounts) + f" = {total:f}"
    calculation = "；".join([*converted(ranked, unit), worked])
    value = Value("合计", "合计", f"{total:f}", unit, None)
    return ranked, f"合计{total:f}{unit}：", f"In all {total:f}{unit}: ", calculation, (value,)


def _named(own: Own) -> tuple[Value, ...]:
    """Return a document's values with its institution's name before what they are of."""
    year, name = own.document.fiscal_year, own.document.institution
    return tuple(
        Value(f"{name} {value.label}", value.column, value.value, value.unit, year)
        for value in (own.value, *own.also)
    )
