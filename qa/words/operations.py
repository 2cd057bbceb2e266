"""Find what a question wants done: operations with their counts and bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from qa.query import Asked, Bound, Comparator, Operation
from qa.regexes import regex
from qa.words import numerals
from qa.words.normalise import data

_ENGLISH = {"one": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4, "fourth": 4,
            "five": 5, "fifth": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_YEAR = r"20\d\d年?(?:度)?"
_AMOUNT = r"(?<!\d)\d[\d,]{0,20}(?:\.\d{1,10})?"
_UNIT = r"(?:\s*(?:亿元|亿|万元|万块钱|万块|万|元|块钱|块|yuan|million|billion|%))?"
_FIGURE = rf"(?:{_AMOUNT}{_UNIT}|[一二两三四五六七八九十百千]+(?:万块钱?|万元?|亿元?))"
_MONEY = rf"(?:{_AMOUNT}\s*(?:亿元|亿|万元|万块钱|万块|万)|[一二两三四五六七八九十百]+(?:万块钱?|万元?|亿元?))"
_OVER = r"超过|突破|超出|高于|大于|多于|高过|大过|过|超|破(?=\d)|over|above|more than|greater than|exceed(?:s|ing)?|beyond|larger than"
_AT_LEAST = r"上了|(?<![得对不])上(?=\d|(?!千万[不别要记])[十百千]+[万亿]|[一二两三四五六七八九][十百千]?[万亿])|达到了?|不少于|不低于|不小于|at least|no less than|not less than|>="
_UNDER = r"不足|不够(?=\d)|没到|没(?:拉|做|给)?满|没达到|未达到?|没过(?=\d)|低于|少于|小于|不到|不满|未到|under|below|less than|fewer than|smaller than"
_AT_MOST = r"不超过|(?<!有)没有?超过|未超过|(?<!有)没有?超出|至多|最多(?=\d)|不高于|不多于|不大于|at most|no more than|not more than|up to|<="
_EQUAL = r"刚好是?|刚刚好|恰好是?|正好是?|等于|整|卡(?:死)?在|就是|不多不少|exactly|equal to"
_BOUNDS: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    (Comparator.BETWEEN, regex(
        rf"(?:在|介于|between\s*)?(?P<low>{_FIGURE})\s*(?:到|至|和|~|-|and|to)\s*(?P<high>{_FIGURE})\s*(?:之间|之内|以内|的)"
        rf"|(?:介于|between)\s*(?P<low2>{_FIGURE})\s*(?:和|与|到|至|and)\s*(?P<high2>{_FIGURE})(?:之间)?")),
    (Comparator.AT_MOST, regex(rf"(?:{_AT_MOST})\s*(?P<low>{_FIGURE})")),
    (Comparator.AT_LEAST, regex(rf"(?:{_AT_LEAST})\s*(?P<low>{_FIGURE})(?:的)?")),
    (Comparator.OVER, regex(rf"(?:{_OVER})(?:了)?\s*(?P<low>{_FIGURE})(?:以上)?(?:的)?")),
    (Comparator.OVER, regex(rf"比\s*(?P<low>{_FIGURE})(?:还|要)?(?:多|高|大|贵)(?:的)?(?![多少出了几])")),
    (Comparator.UNDER, regex(rf"比\s*(?P<low>{_FIGURE})(?:还|要)?(?:少|低|小|便宜)(?:的)?(?![多少出了几])")),
    (Comparator.UNDER, regex(rf"(?:{_UNDER})\s*(?P<low>{_FIGURE})(?:的)?")),
    (Comparator.EQUAL, regex(rf"(?:{_EQUAL})\s*(?P<low>{_FIGURE})整?(?:的)?")),
    (Comparator.EQUAL, regex(rf"(?:都|均)(?:是|为)\s*(?P<low>{_MONEY})(?:的)?")),
    (Comparator.EQUAL, regex(rf"(?P<low>{_MONEY})整(?:数)?(?:的)?")),
    (Comparator.EQUAL, regex(rf"(?P<low>{_MONEY})(?:钱)?的(?=(?:项目|专项|支出|科目|有几|有哪|有没))")),
    (Comparator.AT_LEAST, regex(
        rf"(?P<low>{_FIGURE})\s*(?:及|和|或|\()?(?:以上|之上|往上|朝上|开外|打底|or more|or above|and above|起)(?:\(?含\)?)?(?:的)?")),
    (Comparator.AT_MOST, regex(
        rf"(?P<low>{_FIGURE})\s*(?:及|和|或)(?:以下|以内)(?:的)?|(?P<low2>{_FIGURE})\s*(?:or less|or below|以内)")),
    (Comparator.UNDER, regex(rf"(?P<low>{_FIGURE})\s*(?:以下|之下|往下)(?:的)?")),
)  # fmt: skip
SHORTEST = 2  # characters between an operation's words that may name a thing
_OF_A_TABLE = regex(r"(?:附件|附表|公开|表|annex|appendix|table|form)\s*$", re.I)
_NOT_INCLUDING = regex(r"不含|不包括|不算|excluding|exclusive")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hold one expression of an operation."""

    operation: Operation
    expression: re.Pattern[str]
    keep: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Hold an operation found, with its place; `whole` is what a share is said to be of."""

    asked: Asked
    start: int
    end: int
    keep: bool = False
    weak: bool = False
    whole: tuple[int, int] | None = None


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the expressions of qa/data/operations.yaml in their order."""
    found: list[Pattern] = []
    for entry in data("operations.yaml"):
        for text in entry["patterns"]:
            if text == "{bound}":
                continue
            filled = text.replace("{n}", numerals.NUMERAL).replace("{year}", _YEAR)
            filled = filled.replace("{{", "{").replace("}}", "}")
            found.append(
                Pattern(
                    Operation(entry["op"]),
                    regex(filled, re.IGNORECASE),
                    bool(entry.get("keep")),
                    bool(entry.get("weak")),
                )
            )
    return tuple(found)


@lru_cache(maxsize=1024)
def find(text: str) -> tuple[Found, ...]:
    """Return the operations that a text asks for, in the order of the text; none may overlap."""
    taken = bytearray(len(text))
    found: list[Found] = []
    for hit in bounds(text):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            found.append(hit)
    for pattern in patterns():
        for match in _free(pattern, text, taken):
            start, end = match.span()
            taken[start:end] = b"\1" * (end - start)
            found.append(_found(pattern, match))
    return tuple(sorted(found, key=lambda hit: hit.start))


def _free(pattern: Pattern, text: str, taken: bytearray) -> Iterator[re.Match[str]]:
    """Give the matches in what is free, shortened where their beginning is taken (最大的三个|加在一起)."""
    at = 0
    while match := pattern.expression.search(text, at):
        start, end = match.span()
        used = [i for i in range(start, end) if taken[i]]
        at = max(end, start + 1) if not used else min(used) + 1
        if not used and (start < end or pattern.operation is Operation.YES_NO):
            yield match


def _found(pattern: Pattern, match: re.Match[str]) -> Found:
    groups = match.groupdict()
    k = count(groups.get("k"))
    whole = match.span("whole") if groups.get("whole") else None
    asked = Asked(pattern.operation, match[0], k)
    inside = groups.get("thing") or ""  # 谁的培训费多: what is compared stays a phrase
    start = match.end("thing") if len(inside) >= SHORTEST else match.start()
    return Found(asked, start, match.end(), pattern.keep, pattern.weak, whole)


def count(text: str | None) -> int | None:
    """Return the number that a numeral or an English word says."""
    if not text:
        return None
    if text.lower() in _ENGLISH:
        return _ENGLISH[text.lower()]
    value = numerals.parse(text)
    return None if value is None else int(value)


def bounds(text: str) -> Iterator[Found]:
    """Give the bounds on values that a text says."""
    taken = bytearray(len(text))
    for comparator, expression in _BOUNDS:
        for match in expression.finditer(text):
            bound = _bound(comparator, match, text)
            if bound is None or any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            yield Found(Asked(Operation.FILTER, match[0], bound=bound), match.start(), match.end())


def _bound(comparator: Comparator, match: re.Match[str], text: str) -> Bound | None:
    groups = match.groupdict()
    low = _figure(groups.get("low") or groups.get("low2"))
    high = _figure(groups.get("high") or groups.get("high2"))
    if low is None or _is_year(low) or (comparator is Comparator.BETWEEN and high is None):
        return None
    if high is not None and comparator is Comparator.BETWEEN and high.value < low.value:
        return None
    if _OF_A_TABLE.search(text[: match.start()]):
        return None  # 附件12-7的 is no range
    if comparator is Comparator.AT_LEAST and _NOT_INCLUDING.search(text[match.end() :]):
        comparator = Comparator.OVER
    unit = low.unit or (high.unit if high else None)
    return Bound(comparator, low.value, high.value if high else None, unit)


def _is_year(amount: numerals.Amount) -> bool:
    return amount.unit is None and Decimal(1990) <= amount.value <= Decimal(2060)


def _figure(text: str | None) -> numerals.Amount | None:
    if not text:
        return None
    said = re.sub(r"^(?=[百千]+[万亿])", "一", text.strip())  # 上百万
    found = numerals.amounts(numerals.amounts_to_digits(said))
    return found[0] if found else None
