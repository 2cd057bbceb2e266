"""Cut a question of arithmetic into the things it sets against each other (甲占乙的几成)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qa.query import Operation
from qa.words.normalise import data

_KINDS = (Operation.SHARE, Operation.DIFFERENCE, Operation.RATIO)
_LISTED = re.compile(r"^[^()]*\(([^()]+[、,和与及加+][^()]+)\)")
_WHOLE = re.compile(
    r"(?:全部|所有|整个|全年|一年|^total |^overall )的?(20\d\d ?年?)?(?=(?:支出|收入|预算|开支)$)"
)
_WEIGHT = re.compile(r"权重|分值|\bweight", re.IGNORECASE)
_PLACES = ("name", "inside", "takes")


@dataclass(frozen=True, slots=True)
class Frame:
    """Hold an operation with the words of its two sides; `each` asks for every part by itself.

    `beside`: neither need hold the other (甲是乙的多少): it may be more than all of it.
    `taken`: what is set against the part is taken out of it (甲扣除乙): one must hold the other.
    """

    operation: Operation
    part: str
    whole: str
    each: bool = False
    beside: bool = False
    taken: bool = False


def read(text: str) -> Frame | None:
    """Return the frame that a question has, or None."""
    for operation, pattern in _patterns():
        match = pattern.search(text)
        if match is None or (operation is Operation.SHARE and _WEIGHT.search(text)):
            continue  # the weight of an indicator is printed, it is no share
        part, whole = _listed(match["part"]), _unstressed(match["whole"])
        if len(part) < 2 or len(whole) < 2 or _all().search(whole):
            return None
        groups = match.groupdict()
        each, beside, taken = (bool(groups.get(name)) for name in ("each", "be", "taken"))
        return Frame(operation, part, whole, each, beside, taken)
    return None


def of_whole(whole: str) -> str | None:
    """Return the words of a whole that is said without its part (占基本支出的比例), if it is one."""
    words = _unstressed(whole)
    return None if len(words) < 2 or _all().search(words) else words


def _listed(words: str) -> str:
    """Return what brackets list instead of the name for all of it (那几样(甲、乙))."""
    match = _LISTED.search(words)
    return _stripped(match[1] if match else words)


def _unstressed(words: str) -> str:
    return _WHOLE.sub(r"\1总", _stress().sub("", _stripped(words)))


def _stripped(words: str) -> str:
    """Drop what a cut leaves at the ends: commas, a bracket without its other half."""
    words = words.strip(",、 ")
    if words.count("(") > words.count(")"):
        words = f"{words})" if words[-1:] != "(" else words[:-1]
    return words.lstrip(")") if words.count(")") > words.count("(") else words


@cache
def _stress() -> re.Pattern[str]:
    return re.compile(data("frames.yaml")["stress"])


@cache
def _all() -> re.Pattern[str]:
    return re.compile(data("frames.yaml")["all"])


@cache
def _patterns() -> tuple[tuple[Operation, re.Pattern[str]], ...]:
    raw = data("frames.yaml")
    found: list[tuple[Operation, re.Pattern[str]]] = []
    for operation in _KINDS:
        for text in raw[operation.value]:
            for place in _PLACES:
                text = text.replace("{" + place + "}", raw[place])
            found.append((operation, re.compile(text, re.IGNORECASE)))
    return tuple(found)
