"""Read a clause that works on the result of the clause before it: 它占乙百分之几, 两者差多少, 换成元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from qa.regexes import regex
from qa.words import numerals, periods
from qa.words.normalise import data

_MOST = 3  # clauses that are read as one step
_MARK = regex(r"[,;?。!]+(?!$)(?![^(]*\))|(?<=[^,;?。!])(?=按照?\d+个?[人名户家])")
_KINDS = (
    "share",
    "apart",
    "between",
    "over",
    "times",
    "convert",
    "rest",
    "apiece",
    "each",
    "own_of",
    "part",
)
_PAIRED = ("between", "over", "times")
_FEW = {"俩": 2, "两": 2}
_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Step:
    """Hold a clause that works on earlier results: what is done with them, and with what else.

    `head` is what stands before it. `count` tells how many results are meant together, 0 for no
    number. `other` is the whole of a share or the other side of a gap; `unit` what is told in it,
    or one of the `number` of things that an amount is spread over. `like`: a share is of something
    that the part does not stand in; `turned`: what is named is the part, what was told the whole.
    """

    kind: str
    head: str
    other: str = ""
    count: int = 0
    unit: str = ""
    number: Decimal | None = None
    like: bool = False
    turned: bool = False

    @property
    def pairs(self) -> bool:
        """Tell whether two results before are set against each other."""
        return not self.other and self.kind in _PAIRED


@lru_cache(maxsize=512)
def read(text: str) -> tuple[Step, ...]:
    """Return the ways in which the last clauses of a text work on what is before, longest first."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Step]:
    marks = [0, *(m.end() for m in _MARK.finditer(text))]
    for start in marks[-_MOST:]:
        head, clause = text[:start].strip(" ,;?。!"), text[start:]
        for kind in _KINDS:
            match = next(filter(None, (p.match(clause) for p in _patterns(kind))), None)
            if match:
                yield _step(kind, head, match)
        if period := _period(head, clause):
            yield period
    yield from _limits(text)


def _limits(text: str) -> Iterator[Step]:
    """Give the steps that hold what is before against an amount of money: 离50万元还差多少, 超过50万元了吗."""
    for at in (m.start() for m in pattern("limit_at").finditer(text)):
        head = text[:at].strip(" ,;?。!")
        match = next(filter(None, (p.match(text[at:]) for p in _patterns("limit"))), None)
        if match and not pattern("lists").search(head):
            yield _step("limit", head, match)


def _period(head: str, clause: str) -> Step | None:
    """Return the step that spreads what is before over the months of a year, or a sum over them."""
    found = periods.read(clause)
    if found is None or found.number is None:
        return None
    rest = pattern("idle").sub("", found.rest).strip(" ,")
    if rest and head:
        return None
    kind = "spread_sum" if rest else "spread"
    return Step(kind, rest or head, unit=found.unit, number=found.number)


def _step(kind: str, head: str, match: re.Match[str]) -> Step:
    said = {key.rstrip("1234567890"): value for key, value in match.groupdict().items() if value}
    count = _FEW.get(said.get("k", ""), 0) or int(numerals.parse(said.get("k", "")) or 0)
    number = numerals.parse(said["n"]) if "n" in said else None
    number = number * _TEN_THOUSAND if number and "scale" in said else number
    return Step(
        kind, head, said.get("whole", ""), count, said.get("unit", ""), number, "like" in said
    )


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    raw = data("steps.yaml")
    parts = {part: raw[part] for part in ("lead", "it", "percent", "end", "gap", "own_words")}
    parts |= {f"both{n}": raw["both"].replace("~n~", n) for n in "12"}
    filled = (re.sub(r"~(\w+)~", lambda m: str(parts[m[1]]), text) for text in raw[name])
    return tuple(regex(text, re.IGNORECASE) for text in filled)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one of the patterns of words that are not read as a clause."""
    raw = data("steps.yaml")
    return regex(str(raw[name]).replace("~own_words~", raw["own_words"]), re.IGNORECASE)


def is_planned(name: str) -> bool:
    """Tell whether a name is of what was planned."""
    return pattern("planned").search(name) is not None


def plain(head: str) -> tuple[str, int]:
    """Return what stands before a step with its sum asked for plainly, and how many it counts."""
    head = pattern("speaker").sub("", head)
    counted = pattern("counted").search(head)
    count = _FEW.get(counted["k"], 0) or int(numerals.parse(counted["k"]) or 0) if counted else 0
    if counted:
        head = head[: counted.start()] + head[counted.end() :]
    return pattern("summed").sub(str(data("steps.yaml")["sum_of"]), head), count
