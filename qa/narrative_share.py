"""Work out what share one stated amount is of another, where no table lists them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from qa.narrative_reading import Reading, number
from qa.query import Asked, Mention, Operation, Query, Value

LEAST = 0.75
"""Least score of each of the two amounts."""
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SHARE = r"(?:百分之(?:几|多少)|几成|多少比例|(?:比例|比重|份额)(?:是|有|为)?(?:多少|多大|多高)?|多少|多大)"
_OF = re.compile(
    rf"^(?P<part>[^,。?]{{2,24}}?),?(?:占|在)(?:了)?(?P<whole>[^,。?]{{2,20}}?)(?:的|中)*{_SHARE}"
)
_WITHIN = re.compile(
    rf"^(?P<whole>[^,。?]{{2,12}}?)(?:当中|里面|之中|中|里),?(?P<part>[^。?]{{2,24}}?),?占(?:了|到)?{_SHARE}"
)


def stated_share(query: Query, read: Callable[[Query], Reading]) -> Reading | None:
    """Return the share of one stated amount in another of the same document, else None."""
    match = (_WITHIN.search(query.text) or _OF.search(query.text)) if _asks(query) else None
    if match is None:
        return None
    part, whole = read(_amount(query, match["part"])), read(_amount(query, match["whole"]))
    one, all_of = _money(part), _money(whole)
    if one is None or all_of is None or one.label == all_of.label:
        return None
    same = part.citations[0].document_id == whole.citations[0].document_id
    first, second = _yuan(one), _yuan(all_of)
    if not same or one.year != all_of.year or not 0 < first <= second:
        return None
    percent = (first / second * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    unit = _MONEY[all_of.unit or ""]
    calculation = f"{first / unit:f} ÷ {second / unit:f} × 100% = {percent}%"
    share = Value(f"{one.label}占{all_of.label}", "占比", str(percent), "%", one.year)
    return replace(
        part,
        score=min(part.score, whole.score),
        answer_zh=f"占{percent}%（{calculation}）。{part.answer_zh}",
        answer_en=f"{percent}% ({calculation}). {part.answer_en}",
        values=(share, one, all_of),
        citations=tuple(dict.fromkeys((part.citations[0], whole.citations[0]))),
        calculation=calculation,
    )


def _asks(query: Query) -> bool:
    return query.asks(Operation.SHARE) and not query.codes and query.language == "zh"


def _amount(query: Query, words: str) -> Query:
    """Return the question of one amount that some words of a question name."""
    text = f"{words}多少"
    mentions = tuple(m for m in query.mentions if m.text in words) or (Mention(words),)
    return replace(
        query, text=text, original=text, mentions=mentions, whole=None, parts=(),
        operations=(Asked(Operation.LOOKUP),),
    )  # fmt: skip


def _money(reading: Reading) -> Value | None:
    found = reading.values[0] if reading.values and reading.citations else None
    if found is None or reading.kind != "fact" or reading.score < LEAST:
        return None
    return found if found.unit in _MONEY and not found.column.startswith("较") else None


def _yuan(value: Value) -> Decimal:
    return Decimal(number(value.value)) * _MONEY[value.unit or ""]
