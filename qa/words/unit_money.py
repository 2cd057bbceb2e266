"""Know the kinds of money that are asked of units, by the words for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.words.normalise import data

_GAPS = re.compile(r"(?<![a-z\d,.]) (?![a-z\d])")
_QUOTES = re.compile(r"[\"'“”‘’《》「」『』]")
_POSSESSIVE = re.compile(r"['’]s\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """Hold one kind of money: words for it, kinds of table, heads of columns, the flow it is of."""

    name: str
    said: str
    heads: str = ""
    kinds: tuple[str, ...] = ()
    flow: str = ""
    parts: bool = False  # all columns of these heads together
    around: str = ""  # what only says the same again


@cache
def measures() -> Mapping[str, Measure]:
    """Return the kinds of money that are asked of units."""
    raw: Mapping[str, Mapping[str, object]] = data("unit_asks.yaml")["measures"]
    return {
        name: Measure(
            name, str(one["said"]), str(one.get("heads", "")),
            tuple(map(str, one.get("kinds", ()))), str(one.get("flow", "")),  # type: ignore[call-overload]
            bool(one.get("parts")), str(one.get("around", "")),
        )
        for name, one in raw.items()
    }  # fmt: skip


@lru_cache(maxsize=16384)
def flat(text: str) -> str:
    """Return words as they are compared here: small, without quotation marks, gaps between words of Latin letters alone."""
    text = re.sub(r"\.(?=\s|$)", "。", text.lower())
    text = _QUOTES.sub("", _POSSESSIVE.sub(" ", text)).replace("（", "(").replace("）", ")")
    return _GAPS.sub("", re.sub(r"\s+", " ", text))


def plain(text: str) -> list[str]:
    """Return what a pattern says without words between its own."""
    return [part for part in _alternatives(text) if "[^" not in part and "." not in part]


def _alternatives(text: str) -> list[str]:
    """Return the alternatives of a pattern that no bracket holds together."""
    found, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append("")
        else:
            found[-1] += char
    return found
