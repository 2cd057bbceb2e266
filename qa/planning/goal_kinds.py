"""Read in which kinds of value a question asks for goals, however many it asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from ingest.money import is_money
from qa.planning.measured_rows import Measure, counted
from qa.regexes import regex
from qa.words.normalise import data

MASK = "□"
RATE = "率"  # what a rate by its own name counts


@cache
def _ways() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    raw = data("quantities.yaml")
    return tuple(
        (
            regex(str(way["said"]), re.I),
            str(way["units"]),
            str(way.get("printed", "")),
            str(way.get("noun", "")),
        )
        for way in (*raw["ways"], *raw["more"])
    )


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of some words about goals."""
    return regex(str(data("goals.yaml")[name]), re.I)


def kinds_of(text: str) -> tuple[Measure, ...]:
    """Return every quantity that a question asks for in its order; points are none."""
    text = pattern("points").sub(lambda m: MASK * len(m[0]), text)
    found: list[Measure] = []
    for said, units, printed, noun in _ways():
        for m in said.finditer(text):
            found.append(Measure(m.start(), m.end(), units, printed, noun, sure=True))
            text = text[: m.start()] + MASK * (m.end() - m.start()) + text[m.end() :]
    for one in counted(text):
        found.append(one)
        if "个" in text[one.start : one.end]:  # 多少个工地 counts 工地, or 个
            found.append(replace(one, units="个", noun=""))
    return tuple(sorted(found, key=lambda one: one.start))


def of_money(kind: Measure) -> bool:
    """Tell whether a quantity asked for is money."""
    return kind.sure and re.fullmatch(kind.units, "万元") is not None and kind.units[0] != "("


def of_time(kind: Measure) -> bool:
    """Tell whether a quantity asked for is a time: a date or a span."""
    return bool(kind.printed) or (kind.sure and re.fullmatch(kind.units, "天") is not None)


def is_of_thing(name: str, unit: str, text: str) -> bool:
    """Tell whether money for one of a thing is for one of what a text speaks of."""
    parts = [part[:1] for part in re.split("[/·]", unit.partition("/")[2])]
    parts += re.findall("[单每]个?(.)", name) + re.findall("(.)均", name)
    return any(part and part in text for part in parts)


def prints(text: str, kind: Measure) -> bool:
    """Tell whether a text has a figure of a kind."""
    if kind.printed and re.search(kind.printed, text):
        return True
    return re.search(rf"\d\s*万?(?:{kind.units})", text) is not None


def is_single(name: str, unit: str) -> bool:
    """Tell whether a goal is money set for one of a thing: 元/吨, 单处补助标准."""
    money, _, per = unit.partition("/")
    return is_money(money) and (bool(per) or pattern("single").search(name) is not None)
