"""Define what narrative states about money: subject, amount, change, share, reason, purpose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from qa.words.rough import ranges

UP = ("增加", "增长", "上升", "提高", "上涨", "多")
DOWN = ("减少", "下降", "降低", "压减", "少")

_OWN_YEAR = re.compile(r"^(?:当年|本年)?(?:年初|全年|调整)")
WORTH = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold one stated amount with what the text says about it.

    `value` is None where only a change or a reason is stated. `direction` is 增加, 减少 or 持平.
    `start` and `end` delimit the statement in the tidied paragraph; `part_of` names the subject
    whose change this one explains; `planned` is the initial budget beside an amount really spent.
    """

    subject: str
    value: str | None = None
    unit: str | None = None
    measure: str = "预算"
    year: int | None = None
    base: str | None = None
    direction: str | None = None
    delta: str | None = None
    delta_unit: str | None = None
    percent: str | None = None
    share: str | None = None
    reason: str | None = None
    purpose: str | None = None
    part_of: str | None = None
    planned: str | None = None
    start: int = 0
    end: int = 0

    @property
    def before(self) -> Decimal | None:
        """Return the amount of the base year worked out from the change, in `unit`."""
        if self.value is None or self.direction is None or self.unit is None:
            return None
        if self.base is not None and _OWN_YEAR.search(self.base):
            return None  # held against the budget of the same year
        if self.direction == "持平":
            return decimal(self.value)
        if self.delta is None or self.delta_unit != self.unit:
            return None
        signed = decimal(self.delta) if self.direction == "减少" else -decimal(self.delta)
        return decimal(self.value) + signed


def decimal(printed: str) -> Decimal:
    """Return a printed figure as a number."""
    return Decimal(printed.replace(",", ""))


def turn(word: str) -> str:
    """Return 增加, 减少 or 持平 for a word of change."""
    if word in UP:
        return "增加"
    return "减少" if word in DOWN else "持平"


@dataclass(slots=True)
class Draft:
    """Collect one fact while its clauses are read."""

    subject: str
    start: int
    end: int
    value: str | None = None
    unit: str | None = None
    measure: str = "预算"
    year: int | None = None
    base: str | None = None
    direction: str | None = None
    delta: str | None = None
    delta_unit: str | None = None
    percent: str | None = None
    share: str | None = None
    reason: str | None = None
    purpose: str | None = None
    part_of: str | None = None
    planned: str | None = None

    @property
    def says_something(self) -> bool:
        """Tell whether anything but the subject was read."""
        told = (self.value, self.delta, self.direction, self.reason, self.purpose, self.share)
        return any(told)

    def fact(self) -> Fact:
        """Return what was collected."""
        told = {part.name: getattr(self, part.name) for part in fields(self)}
        told |= {"reason": _trim(self.reason), "purpose": _trim(self.purpose)}
        return Fact(**told)


def last_moved(drafts: Sequence[Draft], direction: str) -> Draft | None:
    """Return the last change in a direction that no reason is told of yet."""
    moved = (d for d in reversed(drafts) if d.direction == direction and d.delta and not d.reason)
    return next(moved, None)


def _trim(text: str | None) -> str | None:
    return text.strip(" ,，;；。:：") or None if text else None


def has_amount(text: str, one: Fact) -> bool:
    """Tell whether a fact has an amount that a question names, as people round it (1.2亿, 一千多万)."""
    held = [
        decimal(value) * WORTH[unit]
        for value, unit in ((one.value, one.unit), (one.delta, one.delta_unit))
        if value is not None and unit in WORTH
    ]
    if one.planned is not None and one.value is not None and one.unit in WORTH:
        held.append((decimal(one.value) - decimal(one.planned)) * WORTH[one.unit])
    return any(said.holds(abs(amount)) for said in ranges(text) for amount in held)


def year_of(words: str) -> int | None:
    """Return the year that words name."""
    found = re.search(r"(20\d\d)年", words)
    return int(found.group(1)) if found else None


def same_subject(one: str, other: str) -> bool:
    """Tell whether two names are of one thing, the first perhaps a part of the second's words."""
    a, b = re.sub(r"[“”\"\s]", "", one), re.sub(r"[“”\"\s]", "", other)
    return bool(a) and (a == b or (len(a) > 3 and a in b))


def named_above(headings: Sequence[str]) -> str:
    """Return what the innermost heading with a name is of."""
    for heading in reversed(headings):
        bare = re.sub(
            r"^[（(]?[\d一二三四五六七八九十]+[）)]?[、.．]?|情况说明$|情况$", "", heading
        )
        if bare:
            return bare
    return ""
