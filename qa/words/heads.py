"""Read over how many people a question spreads an amount: a number that it says, or a count that it names.

A count is marked before (编制, 在职职工, 社区工作者); what says that something is spread over it is cut away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from qa.regexes import regex
from qa.words import numerals
from qa.words.normalise import data

FIRST, MOST = 0xE100, 8
MARK = f"[{chr(FIRST)}-{chr(FIRST + MOST)}]"


def mark(number: int) -> str:
    """Return the mark that stands for a count."""
    return chr(FIRST + number)


def spreads(text: str) -> bool:
    """Tell whether a text spreads something over people."""
    return _pattern("cue").search(text) is not None


def told_in_left(text: str, kept: str) -> bool:
    """Tell whether the people that an amount is spread over are told in what is not kept of a text."""
    return spreads(kept) and read(text)[0] is not None and read(kept)[0] is None


def kinds(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Give the places where a text names people of a kind."""
    for kind in data("heads.yaml")["kinds"]:
        for match in _kind(kind).finditer(text):
            yield kind, match


def read(text: str) -> tuple[Decimal | None, str]:
    """Return the number of people that an amount is spread over, with the text without what says so.

    0 where a marked count tells it; None where nothing is spread over people.
    """
    numbers = {n for m in _pattern("number").finditer(text) if (n := _number(m)) is not None}
    counted = re.search(MARK, text) is not None
    if not spreads(text) or len(numbers) > 1 or not (numbers or counted):
        return None, text
    for name in ("number", "cue", "around"):
        text = _pattern(name).sub(",", text)
    return numbers.pop() if numbers else Decimal(0), re.sub(MARK, ",", text)


def narrowing(text: str) -> Iterator[str]:
    """Give the words right before the counts of a text, which may narrow them (附属幼儿园在职人数)."""
    for match in re.finditer(rf"[一-鿿]+(?={MARK})", text):
        run = match[0]
        for name in ("cue", "around"):
            run = _pattern(name).sub(",", run)
        yield run


def _number(match: re.Match[str]) -> Decimal | None:
    said = next((n for n in match.groupdict().values() if n), "")
    number = numerals.parse(said)
    return number if number else None


@cache
def _kind(name: str) -> re.Pattern[str]:
    return regex(str(data("heads.yaml")["kinds"][name]))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("heads.yaml")[name]).replace("▲", MARK), re.IGNORECASE)
