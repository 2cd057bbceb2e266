"""Read that a question asks for one of several things: 平均每户多少, 一盏合几块, 摊到每个保安身上, 车均."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from qa.regexes import regex
from qa.words import numerals
from qa.words.normalise import data

PERSON = "人"
SCALES = {"万": 10_000, "千": 1_000, "百": 100}
ANY = "个"
"""The counting word that any thing may have: what is counted is told by its name."""


@dataclass(frozen=True, slots=True)
class Each:
    """Hold one thing asked for: its counting word, the words behind it, its place in the text.

    `divides`: the words say that something is divided (平均, 摊), not that a price is set; `priced`:
    it is asked for by that word alone (单价), which a column may be headed with.
    """

    unit: str
    tail: str
    start: int
    end: int
    divides: bool
    priced: bool = False

    def rests(self, text: str) -> tuple[str, ...]:
        """Return the question without the words for one of the things, then without their name."""
        before, after = text[: self.start], text[self.end :]
        before, after = (_pattern("whom").sub(",", part) for part in (before, after))
        on = _pattern("upon")
        with_name = on.sub("", f"{before}{after}")
        without_name = on.sub("", f"{before}{after[len(self.tail) :]}")
        rests = [_pattern("dividing").sub("", one) for one in (with_name, without_name)]
        rests += [_pattern("given").sub("", one) for one in rests]
        return tuple(dict.fromkeys(rests))

    def apart(self, text: str, number: Decimal) -> str:
        """Return the clauses that neither give the number of the things nor ask for one of them."""
        place, kept = 0, []
        for clause in re.split(r"(?<=[,。;?])", text):
            asks = place <= self.start < place + len(clause)
            if not asks and f"{number:f}" not in clause:
                kept.append(_pattern("dividing").sub("", clause))
            place += len(clause)
        return "".join(kept).strip(",。;? ")

    def clause(self, text: str) -> str:
        """Return the clause that asks for one of the things, without the words for it."""
        start = max(text.rfind(mark, 0, self.start) for mark in ",。;?") + 1
        own = text[start:]
        return replace(self, start=self.start - start, end=self.end - start).rests(own)[0]

    def fits(self, unit: str | None) -> bool:
        """Tell whether a printed unit counts these things, whatever they are called."""
        forms = {same(part) for part in re.split(r"[、/()（）]", unit or "")}
        return self.unit == ANY or self.unit in forms or same(unit or "") == self.unit

    def counts(self, name: str, unit: str | None) -> bool:
        """Tell whether a printed unit counts these things; people in ten thousands by the name too."""
        people = self.unit == PERSON and name.endswith(("人数", "人口", "人次"))
        return bool(unit) and (self.fits(unit) or (people and unit in SCALES))

    def named(self, words: str) -> int:
        """Return how many characters of the thing's name, from its start, words print."""
        if len(self.tail) == 1:  # 每个湖
            return int(self.tail in words)
        return next((n for n in range(len(self.tail), 1, -1) if self.tail[:n] in words), 0)


def same(unit: str) -> str:
    """Return the one form of counting words that mean the same: 名 and 位 are 人, 平米 is 平方米."""
    plain = unit.removeprefix("万")
    return str(data("per_unit.yaml")["same"].get(plain, plain))


def scale_of(unit: str | None) -> int:
    """Return how many a unit stands for that begins with ten thousand (万人), else one."""
    return next((n for word, n in SCALES.items() if (unit or "").startswith(word)), 1)


@lru_cache(maxsize=256)
def read(text: str) -> Each | None:
    """Return the thing that a question asks one of, where it asks for an amount."""
    if not _pattern("amount").search(text) or _pattern("no_thing").search(text):
        return None
    divides = bool(_pattern("dividing").search(text) and not _pattern("capped").search(text))
    for name in ("one_of", "mean_of", "on_each", "price"):
        match = _pattern(name).search(text)
        if match is None:
            continue
        groups = match.groupdict()
        tail = _pattern("tail_end").split(groups.get("tail") or "", maxsplit=1)[0]
        end = match.start("tail") if groups.get("tail") is not None else match.end()
        unit = same(groups.get("unit") or ANY)
        unit = "辆" if unit in ("台", "部") and tail.startswith("车") else unit
        unit = PERSON if unit == ANY and _pattern("person").match(tail) else unit
        return Each(
            unit,
            tail,
            match.start(),
            end,
            divides or name in ("mean_of", "on_each"),
            name == "price",
        )
    return None


def divided(text: str) -> bool:
    """Tell whether a question asks for one of several things, not for a price by that word."""
    one = read(text)
    return one is not None and not one.priced


def said(text: str, each: Each) -> Decimal | None:
    """Return the number of the things that the question itself gives, the last where it moved."""
    moved = _pattern("moved").search(text)
    if moved is not None and (each.fits(moved["u"]) or moved["u"] == ANY):
        return Decimal(moved["n"]) if int(moved["n"]) > 1 else None
    units = "|".join(u for u in _units() if each.unit == ANY or same(u) == each.unit)
    found: set[Decimal] = set()
    pattern = rf"(?<![\d.第前每分])(?<!分[成为])(\d+(?:\.\d+)?万|\d+|[一二两三四五六七八九十百]+)\s*(?:个(?=人))?(?:{units})(?P<after>[^,?。\d]{{0,6}})"
    for match in re.finditer(pattern, text):
        number = (
            (Decimal(match[1][:-1]) * 10_000).quantize(Decimal(1))
            if match[1][-1] == "万"
            else numerals.parse(match[1])
        )
        if each.unit != ANY or each.named(match["after"]) or not each.tail:
            found |= {Decimal(number)} if number is not None and number > 1 else set()
    if not found and each.unit == PERSON:
        numbers = (numerals.parse(m["n"]) for m in _pattern("people").finditer(text))
        found = {Decimal(n) for n in numbers if n is not None and n > 1}
    return found.pop() if len(found) == 1 else None


def without(text: str, number: Decimal, unit: str) -> str:
    """Return the words of a question without the number of the things that it gives (28人)."""
    units = "|".join(u for u in _units() if same(u) == unit or u == ANY)
    return re.sub(rf"(?<![\d.]){number:f}\s*个?(?:{units})?(?=[,。;?]|$)", "", text)


def alone(text: str) -> Decimal | None:
    """Return the number of things that a clause of its own gives (…, 2600座)."""
    found = {Decimal(m["n"]) for m in _pattern("alone").finditer(text)}
    return found.pop() if len(found) == 1 else None


def over_said(text: str) -> tuple[Decimal, str, str] | None:
    """Return the number of things said to be spread over, their unit and the rest of the text."""
    match = _pattern("over_said").search(text)
    if match is None:
        return None
    scale = {"万": 10_000, "千": 1_000, "百": 100}.get(match["scale"] or "", 1)
    number = (Decimal(match["n"]) * scale).normalize()
    rest = f"{text[: match.start()]},{text[match.end() :]}"
    if (mean := _pattern("mean_of").search(rest)) is not None:
        rest = f"{rest[: mean.start()]}{rest[mean.end() :]}"
    return (number, same(match["unit"]), rest) if number > 1 else None


@cache
def _units() -> tuple[str, ...]:
    return tuple(str(data("per_unit.yaml")["counted"]).split("|"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    raw = data("per_unit.yaml")
    return regex(str(raw["each_thing"][name]).replace("{counted}", str(raw["counted"])))
