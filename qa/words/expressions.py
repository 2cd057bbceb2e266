"""Read a question as names with what stands between them; every word of it is told or it is not read.

甲和乙加起来比丙多多少: names, joints, the mark between two sides, what is asked. The words are
`qa/data/expressions.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from qa.regexes import regex
from qa.words import references
from qa.words.normalise import data

NAME, TABLE, YEAR, OWNER, AMOUNT, BREAK = "name", "table", "year", "owner", "amount", "break"
OF, VERSUS, LESS, JOIN = "of", "versus", "less", "join"
ASKS = (
    "over", "points", "share", "times", "contributes", "left", "same", "enough", "beyond", "way", "gap", "sum",
)  # fmt: skip
_BREAKS = ",。?;!:"
_COUNTS = {
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_AGAIN = regex(r"([一-鿿]{3,})\(\1\)")
_UNITS = {"亿": "亿元", "万": "万元"}


@dataclass(frozen=True, slots=True)
class Token:
    """Hold one word of a question: its kind, what it says, and what that stands for."""

    kind: str
    text: str
    start: int
    end: int
    forms: tuple[str, ...] = ()  # of a name, as it is printed
    ids: frozenset[int] = frozenset()  # of tables or documents
    number: Decimal | None = None
    unit: str | None = None


Namer = Callable[[str, int], "tuple[str, tuple[str, ...]] | None"]


def asked(text: str) -> bool:
    """Tell whether a question may set things against each other at all."""
    return any(_pattern("asks", kind).search(text) for kind in ASKS)


def read(
    text: str, name_at: Namer, tables: Sequence[Token], owners: Sequence[Token], year: int
) -> tuple[Token, ...] | None:
    """Return the words of a text, None where one of them is not known.

    `tables` and `owners` are the places of tables and departments, `year` that of 今年.
    """
    placed = (*tables, *owners, *_years(text, year))
    found: list[Token] = []
    at = 0
    while at < len(text):
        token = _at(text, at, name_at, [token for token in placed if token.start == at])
        if token is None:
            return None
        if token.kind != "idle":
            found.append(token)
        at = token.end
    return tuple(found)


def _at(text: str, at: int, name_at: Namer, placed: Sequence[Token]) -> Token | None:
    """Return the longest word at a place."""
    if text[at] in _BREAKS:
        return Token(BREAK, text[at], at, at + 1)
    found = list(placed)
    if (named := name_at(text, at)) is not None:
        found.append(Token(NAME, named[0], at, at + len(named[0]), named[1]))
    for stage in data("expressions.yaml")["stages"]:
        if text.startswith(stage, at) and not any(t.kind == NAME for t in found):
            found.append(Token(NAME, stage, at, at + len(stage), (stage,)))
    for section, kind in _kinds():
        match = _pattern(section, kind).match(text, at)
        if match is not None and match.end() > at:
            found.append(_token(kind, match))
    return max(found, key=lambda token: token.end, default=None)


def _token(kind: str, match: re.Match[str]) -> Token:
    said = match.groupdict()
    number = said.get("n")
    value = None
    if number:
        value = Decimal(_COUNTS.get(number) or number.replace(",", ""))
    unit = said.get("unit")
    unit = _UNITS.get(unit[0], unit) if unit else None
    return Token(kind, match[0], match.start(), match.end(), number=value, unit=unit)


def _years(text: str, year: int) -> list[Token]:
    """Return the years of a text; one that is printed in a name is passed over with the name."""
    said = [(value, span) for value, span in references.years(text)]
    said += [(year + offset, span) for offset, span in references.offsets(text)]
    return [
        Token(YEAR, span.value, span.start, span.end, number=Decimal(value)) for value, span in said
    ]


def of_each(text: str) -> bool:
    """Tell whether what is asked is asked of each thing by itself (各多出多少)."""
    return re.match(str(data("expressions.yaml")["each"]), text) is not None


def of_projects(text: str) -> bool:
    """Tell whether words for all of something say that they are projects."""
    return "项目" in text or "专项" in text


def is_stage(text: str) -> bool:
    """Tell whether words only say of which stage of the year a figure is."""
    return text in data("expressions.yaml")["stages"]


def is_idle(text: str) -> bool:
    """Tell whether words say nothing of the names that they stand around."""
    raw = data("expressions.yaml")
    return text in raw["generic"] or _pattern("", "idle").fullmatch(text) is not None


def is_planned(text: str) -> bool:
    """Tell whether a word says that something was planned."""
    return text in data("expressions.yaml")["planned"]


def spent_of_planned(one: str, other: str) -> bool:
    """Tell whether two words are what was spent and what was planned."""
    raw = data("expressions.yaml")
    return one in raw["spent"] and other in raw["planned"]


def is_plus(text: str) -> bool:
    """Tell whether a word adds what is behind it to what is before: 加上, +."""
    return any(mark in text for mark in "加+")


def is_against(text: str) -> bool:
    """Tell whether a mark only sets against and joins nothing (比)."""
    return "比" in text


def is_minus(text: str) -> bool:
    """Tell whether words take one thing from another that need not hold it."""
    return text.startswith("减")


def without_gloss(text: str) -> str:
    """Return a question without what only says again what is meant: a name, or what the answer is."""
    return _AGAIN.sub(r"\1", _pattern("", "gloss").sub("", text))


def at_once(text: str) -> str:
    """Return a question that asks the same of one more thing behind it as one of both (甲占丙的几成?乙呢?)."""
    match = _pattern("", "again").match(text)
    return str(data("expressions.yaml")["at_once"]).format(**match.groupdict()) if match else text


@cache
def subjects(section: str = "subjects") -> tuple[tuple[re.Pattern[str], frozenset[str], str], ...]:
    """Return words for tables by what they are of: the kinds of table, what titles have."""
    return tuple(
        (regex(str(one["say"])), frozenset(one["kinds"]), str(one.get("titled", "")))
        for one in data("expressions.yaml")[section]
    )


@cache
def twins() -> tuple[tuple[str, str], ...]:
    """Return the words for two times, the first of which a name begins with."""
    return tuple((str(one), str(other)) for one, other in data("expressions.yaml")["twins"])


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    raw = data("expressions.yaml")
    alone = ("change", "inner", "counted", "whole", "rest", "summed", "each", AMOUNT, "idle")
    return (
        *(("asks", kind) for kind in raw["asks"]), *(("marks", kind) for kind in raw["marks"]),
        *(("", kind) for kind in alone),
    )  # fmt: skip


@cache
def _pattern(section: str, name: str) -> re.Pattern[str]:
    raw = data("expressions.yaml")
    return regex(str(raw[section][name] if section else raw[name]), re.IGNORECASE)
