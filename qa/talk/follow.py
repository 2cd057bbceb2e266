"""Tell by its surface how a question leans on the ones before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qa.query import Follow, FollowKind
from qa.regexes import regex
from qa.words import numerals
from qa.words.normalise import data

_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_COUNTS = {"俩": 2, "两": 2, "仨": 3, "both": 2, "two": 2, "three": 3, "four": 4, "几": 0}
_FIXED = {"last": -1, "pair": 2}
_INDEXED = (FollowKind.ORDINAL, FollowKind.GROUP)
_NEGATED = regex(r"[,;]\s*(?:而)?(?:不是|不要|别给|not )(?!吗|有)[^,。?]{1,14}$", re.IGNORECASE)
_KINDS = (
    FollowKind.CORRECTION,
    FollowKind.REPLACE,
    FollowKind.AGAIN,
    FollowKind.GROUP,
    FollowKind.AGAINST,
    FollowKind.AGGREGATE,
    FollowKind.ORDINAL,
    FollowKind.PRONOUN,
    FollowKind.ELLIPSIS,
)


@dataclass(frozen=True, slots=True)
class Lean:
    """Hold how a text leans on others, with the places of the words that say so."""

    follow: Follow | None
    spans: tuple[tuple[int, int], ...] = ()


@cache
def _patterns() -> dict[FollowKind, re.Pattern[str]]:
    raw = data("dialogue.yaml")
    return {
        kind: regex("|".join(_unnamed(p, i) for i, p in enumerate(raw[kind.value])), re.I)
        for kind in _KINDS
    }


def _unnamed(pattern: str, index: int) -> str:
    """Give each alternative's count group a name of its own."""
    return re.sub(r"\?P<(k2?|first)>", lambda m: f"?P<{m[1]}x{index}x{m.start()}>", pattern)


@cache
def words(section: str) -> str | list[str]:
    found: str | list[str] = data("dialogue.yaml")[section]
    return found


@cache
def _retort() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return regex(str(words("retort")), re.I), regex(str(words("retort_lead")), re.I)


def without_retort(text: str) -> str:
    """Return what is asked instead, where a text first turns down what was answered."""
    first, lead = _retort()
    rest = first.sub("", text)
    return text if rest == text else lead.sub("", rest).strip() or rest


def detect(text: str) -> Lean:
    """Return how a text leans on what came before, by its surface alone."""
    spans = [m.span() for m in _NEGATED.finditer(text)]
    follow: Follow | None = None
    for kind, pattern in _patterns().items():
        for match in pattern.finditer(text):
            spans.append(match.span())
            if follow is None:
                follow = Follow(kind, _index(match) if kind in _INDEXED else None)
    return Lean(follow, tuple(spans))


def _index(match: re.Match[str]) -> int | None:
    for name, group in match.groupdict().items():
        if not group:
            continue
        if name in _FIXED:
            return _FIXED[name]
        word = group.lower()
        value = {**_WORDS, **_COUNTS}.get(word)
        number = numerals.parse(group) if value is None else value
        if not number:
            return None
        return -int(number) if name.startswith("first") else int(number)
    return None
