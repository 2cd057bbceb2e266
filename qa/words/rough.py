"""Read amounts and shares as people round them: 一千多万, 1.2个亿, 三十几万, 四成, 两成多."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from qa.words import numerals

_SAID = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?|[{numerals.DIGITS}十百千亿]+(?:点[{numerals.DIGITS}]+)?)\s*"
    r"(?P<more>多|余|几|来)?个?(?P<u>亿|万)(?P<after>多|余|出头)?"
)
_SHARE = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?|[{numerals.DIGITS}])(?:(?P<part>成)(?P<half>半)?(?P<more>多|余|出头)?|个?(?:%|百分点))"
)
_WORTH = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
NEAR = Decimal("0.05")
"""How far an amount that is only rounded may be from the printed one, as a share."""
ABOUT = Decimal("0.1")
"""The same for 来: 八百来万."""
OFF, PRINTED, WHOLE = Decimal(3), Decimal("0.005"), Decimal("0.5")
"""How far a share may be from the printed one, in per cent: said in tenths (成), with a fraction, whole."""


@dataclass(frozen=True, slots=True)
class Range:
    """Hold the least and the most that a rounded amount may stand for, in yuan or in per cent."""

    low: Decimal
    high: Decimal

    def holds(self, amount: Decimal) -> bool:
        """Tell whether an amount lies inside."""
        return self.low <= amount <= self.high


@lru_cache(maxsize=1024)
def ranges(text: str) -> tuple[Range, ...]:
    """Return what each rounded amount of a text may stand for."""
    found = (_range(match) for match in _SAID.finditer(text))
    return tuple(one for one in found if one is not None)


@lru_cache(maxsize=1024)
def shares(text: str) -> tuple[Range, ...]:
    """Return what each rounded share of a text may stand for, in per cent."""
    return tuple(_share(match) for match in _SHARE.finditer(text))


def _share(match: re.Match[str]) -> Range:
    count = numerals.parse(match["n"]) or Decimal(0)
    if not match["part"]:  # 0.58% is as printed, 8% may be rounded
        near = PRINTED if "." in match["n"] else WHOLE
        return Range(count - near, count + near)
    low = count * 10 + (5 if match["half"] else 0)
    if match["more"]:
        return Range(low, low + 10)
    return Range(low - OFF, low + OFF)


def _range(match: re.Match[str]) -> Range | None:
    unit = _WORTH[match["u"]]
    spelled = numerals.parse(match["n"] + match["u"]) if "亿" in match["n"] else None
    count = numerals.parse(match["n"])
    value = spelled if spelled is not None else None if count is None else count * unit
    if not value:
        return None
    more = match["more"] or match["after"]
    if more == "来":
        return Range(value * (1 - ABOUT), value * (1 + ABOUT))
    if more:
        return Range(value, value + _step(value / unit) * unit)
    return Range(value * (1 - NEAR), value * (1 + NEAR))


def _step(count: Decimal) -> Decimal:
    """Return the worth of a number's last digit that is not zero: 100 for 800, 1 for 57."""
    digits = format(count.normalize(), "f").split(".")[0]
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
