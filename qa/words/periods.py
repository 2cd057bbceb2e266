"""Read that a question asks what falls on one of the months, quarters, weeks or days of a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from qa.words import numerals
from qa.words.normalise import data


@dataclass(frozen=True, slots=True)
class Period:
    """Hold the counting word of a period, how many there are, and the rest of the question.

    `divides`: the words say that something is divided, not that a rate is looked for.
    """

    unit: str
    number: Decimal | None
    rest: str
    divides: bool


@lru_cache(maxsize=256)
def read(text: str) -> Period | None:
    """Return the period that a question asks an amount for, where it asks for one."""
    if not _pattern("quick").search(text) or _pattern("no_period").search(text):
        return None
    one = _pattern("one").search(text)
    if one is None or not (one["d"] or _pattern("amount").search(text)):
        return None
    unit = _unit(next(g for g in one.groups() if g))
    said = next((m for m in _pattern("said").finditer(text) if _is_many(m, unit)), None)
    divides = said is not None or bool(_pattern("dividing").search(text))
    if not divides and not _pattern("spent").match(text, one.end()):
        return None
    spans = sorted((m.span() for m in (one, said) if m is not None), reverse=True)
    for start, end in spans:
        text = f"{text[:start]},{text[end:]}"
    rest = _pattern("idle").sub("", _pattern("dividing").sub("", text)).strip(" ,")
    number = numerals.parse(said["n"]) if said is not None else None
    return Period(unit, number or _in_year(unit), rest, divides)


def _is_many(said: re.Match[str], unit: str) -> bool:
    """Tell whether a text says how many of a period there are; 天 may be those of work."""
    fits = _unit(said["unit"]) in (unit, unit.replace("工作日", "天"))
    return fits and (numerals.parse(said["n"]) or 0) > 1


def told(unit: str, language: str) -> str:
    """Return how an answer counts periods: 12 个月, 12 months."""
    return str(data("per_unit.yaml")["period"]["told"][language].get(unit, unit))


def _unit(said: str) -> str:
    """Return the one form of a period's counting word: 星期 is 周, 季 is 季度."""
    return str(data("per_unit.yaml")["period"]["same"].get(said.lower(), said))


def _in_year(unit: str) -> Decimal | None:
    """Return how many of a period a year has; nothing where that must be said."""
    number = data("per_unit.yaml")["period"]["in_year"].get(unit)
    return Decimal(number) if number else None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("per_unit.yaml")["period"][name]), re.IGNORECASE)
