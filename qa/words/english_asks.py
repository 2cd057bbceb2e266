"""Read what an English question asks by the words around its names, in whatever order they stand.

What asks is cut away (`qa/data/english_asks.yaml`), then what says nothing at either end of what is
left; that must be names, as many as the kind of question is of, which then are asked of in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from qa.linking.text import bare
from qa.regexes import regex
from qa.words.normalise import data

Say = Callable[[str], str | None]
Is = Callable[[str], bool]

_CUT = " | "
_TIME = r"(?:20\d\d年(?:\d+月)?[末初]?|[今去明]年|年[末初])"
_AMOUNT = r"\d+(?:\.\d+)?(?:万|亿)?元"
_PEOPLE = r"\d+人"
_CHINESE = regex(
    r"[A-Za-z0-9“《（(]*[一-鿿](?:[一-鿿A-Za-z0-9“”\"《》（）()、·.—-]*[一-鿿A-Za-z0-9”》）)])?"
)
_KINDS = {"time": _TIME, "amount": _AMOUNT, "people": _PEOPLE}
_PIECE = regex(r"[|,;?!:.]+(?!\d)")
_BOTH = regex(r" (?:and|plus|or)(?: also)?(?: (?:for|on|to|of|the))* |,|/", re.IGNORECASE)
_NUMBER = regex(r"\b(?:[2-9]|10|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Left:
    """Hold what stands beside the words that ask: names, times, amounts, numbers of people."""

    names: tuple[str, ...]
    marks: dict[str, str]


def read(text: str, say: Say, is_body: Is, projects: Collection[str]) -> str | None:
    """Return the Chinese question that a text asks, None where a word of it is not explained."""
    for said, plain in data("english_asks.yaml")["first"]:
        text = re.sub(said, plain, text, flags=re.IGNORECASE)
    for kind in data("english_asks.yaml")["kinds"]:
        kept = text
        if any(_cue(cue).search(text) for cue in kind.get("bars", ())):
            continue
        for cue in kind["needs"]:
            kept, found = _cut(_cue(cue), kept)
            if not found:
                break
        else:
            if asked := _asked(kind, kept, say, is_body, projects):
                return asked
    return None


def _asked(
    kind: dict[str, Any], kept: str, say: Say, is_body: Is, projects: Collection[str]
) -> str | None:
    """Return the question of a kind that is asked of what is left beside its words."""
    for cue in kind.get("may", ()):
        kept, _ = _cut(_cue(cue), kept)
    number = ""
    if kind.get("number"):
        found = _NUMBER.search(kept)
        number = found[0].lower() if found else ""
        kept = _NUMBER.sub(_CUT, kept, count=1)
    left = _left(kept, say, kind["names"])
    if left is None:
        return None
    owners = [n for n in left.names if is_body(n)]
    names = [n for n in left.names if n not in owners]
    if kind.get("owned") and not owners:
        return None
    if len(names) != kind["names"] and not (kind.get("many") and len(names) > kind["names"]):
        return None
    if set(kind.get("marks", ())) - set(left.marks) - {"number"} or set(left.marks) - {
        "time", *kind.get("marks", ()),
    }:  # fmt: skip
        return None
    slots = {
        **left.marks,
        "number": _digit(number),
        "x": names[0],
        "y": names[-1],
        "all": "、".join(names),
    }
    if kind.get("of_project"):
        own = [n for n in names if bare(n) in projects]
        if len(own) != 1:
            return None
        slots |= {"x": own[0], "y": next(n for n in names if n not in own)}
    if kind.get("number") and not number:
        return None
    owned = f"{'的'.join(owners)}的" if owners else ""
    return left.marks.get("time", "") + owned + str(kind["zh"]).format(**slots)


def _left(kept: str, say: Say, count: int) -> _Left | None:
    """Return what a text names beside what asks, None where a word of it is unknown."""
    names: list[str] = []
    marks: dict[str, str] = {}
    english: list[str] = []
    for piece in _PIECE.split(kept):
        for run, chinese in _runs(piece):
            if not chinese:
                english += [run]
                continue
            mark = next((k for k, said in _KINDS.items() if re.fullmatch(said, run)), None)
            if mark and marks.setdefault(mark, run) != run:
                return None
            if not mark and say(run) is None:
                return None
            names += [] if mark else [run]
    told = [trimmed for run in english if (trimmed := _trimmed(run))]
    for run in told:
        both = [_trimmed(side) for side in _BOTH.split(run)]
        sides = [say(side) for side in both if side] if count > 1 and len(both) > 1 else []
        whole = sides if len(sides) > 1 and all(sides) else [say(run)]
        if not all(whole):
            return None
        names += [one for one in whole if one]
    return _Left(tuple(dict.fromkeys(names)), marks)


def _runs(piece: str) -> Iterator[tuple[str, bool]]:
    """Give the Chinese and the other runs of a text."""
    at = 0
    for found in _CHINESE.finditer(piece):
        yield piece[at : found.start()], False
        yield found[0].strip("()（）") if found[0][0] in "(（" else found[0], True
        at = found.end()
    yield piece[at:], False


def _trimmed(run: str) -> str:
    """Return words without those at their ends that say nothing."""
    words = re.findall(r"[A-Za-z0-9]+(?:[-'][A-Za-z]+)*", run)
    while words and _is_idle(words[0]):
        words.pop(0)
    while words and _is_idle(words[-1]):
        words.pop()
    return " ".join(words)


def _is_idle(word: str) -> bool:
    return word.lower() in _idle()


@cache
def _idle() -> frozenset[str]:
    return frozenset(data("english_asks.yaml")["idle"].split())


@cache
def _cue(name: str) -> re.Pattern[str]:
    return regex(data("english_asks.yaml")["cues"][name], re.IGNORECASE)


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    cut = pattern.sub(_CUT, text)
    return cut, cut != text


def _digit(number: str) -> str:
    words: Sequence[str] = (
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    )
    return str(words.index(number) + 1) if number in words else number
