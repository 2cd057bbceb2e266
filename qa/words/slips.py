"""Mend slips in the words that ask: 原应 is 原因, 平钧 平均; what is printed is never changed.

Names are mended by `spelling`; here one character of a word of an operation, a table or an intent
is taken for one that sounds or looks like it, where no ordinary word explains it as it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from qa.words.dictionary import dictionary
from qa.words.normalise import data
from qa.words.sounds import blurred_readings, lookalikes

_RUN = re.compile(r"[一-鿿]{2,}")
_QUOTED = re.compile(r"\"[^\"]*\"|《[^》]*》|「[^」]*」")
_SIZES = (4, 3, 2)
_IS = "是"  # 收如|是多少: it stands beside a word, whatever other word it makes


@cache
def _words() -> frozenset[str]:
    bodies = (name for name in data("departments.yaml")["common"] if len(name) in _SIZES[:2])
    return frozenset((*str(data("sounds.yaml")["asked"]).split(), *map(str, bodies)))


@cache
def _by_gap() -> dict[str, tuple[str, ...]]:
    """Return the words by what is left where one character is unknown."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(_words()):
        for gap in range(len(word)):
            found[_gapped(word, gap)].append(word)
    return {form: tuple(words) for form, words in found.items()}


@cache
def _alone() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that are never a slip, and those that a word of two may stand before."""
    raw = data("sounds.yaml")
    small = frozenset(raw["function_words"])
    return small | set(raw["words_alone"]), small | set(raw["behind"]) | {"?"}


def _gapped(word: str, gap: int) -> str:
    return f"{word[:gap]}_{word[gap + 1 :]}"


@lru_cache(maxsize=8192)
def _slips(typed: str, meant: str) -> bool:
    """Tell whether one character is typed for another by sound or by shape."""
    return bool(blurred_readings(typed) & blurred_readings(meant)) or meant in lookalikes(typed)


def mended(text: str, prints: Callable[[str], bool]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return text with the words that ask mended, and each as typed and as read."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found: list[tuple[int, str, str]] = []
    for run in _RUN.finditer(text):
        if not any(a <= run.start() < b for a, b in quoted):
            found += [(run.start() + at, old, new) for at, old, new in _of_run(run[0], prints)]
    for at, old, new in reversed(found):
        text = text[:at] + new + text[at + len(old) :]
    return text, tuple((old, new) for _, old, new in found)


def _of_run(run: str, prints: Callable[[str], bool]) -> Iterator[tuple[int, str, str]]:
    at = known = 0
    while at < len(run) - 1:
        size, word = _word_at(run, at, known, prints)
        if word:
            yield at, run[at : at + size], word
        at += size
        known = at if size > 1 else known


def _word_at(run: str, at: int, start: int, prints: Callable[[str], bool]) -> tuple[int, str]:
    """Return how far a word at a place goes, and what it is meant to be; empty where it is right.

    Before `start` stand words that are known.
    """
    known, by_gap, alone = _words(), _by_gap(), _alone()[0]
    for size in _SIZES:
        window = run[at : at + size]
        if window in known:
            return size, ""
        if len(window) < size:
            continue
        for gap in range(size):
            near = by_gap.get(f"{window[:gap]}_{window[gap + 1 :]}")
            if near is None or window[gap] in alone:
                continue
            if size == 2 and not _ends(run, at + size):
                break
            meant = [word for word in near if _slips(window[gap], word[gap])]
            if len(meant) == 1 and not (prints(window) or _explained(run, at, size, gap, start)):
                return size, meant[0]
    return 1, ""


def _ends(run: str, end: int) -> bool:
    """Tell whether a small word, another word that asks or nothing follows."""
    if end == len(run) or run[end] in _alone()[1]:
        return True
    return run[end : end + 2] in _words() or run[end : end + 2] in dictionary().ordinary


def _explained(run: str, at: int, size: int, gap: int, start: int = 0) -> bool:
    """Tell whether ordinary words have the character that is odd, or reach over the window's edge."""
    words, end = dictionary().ordinary, at + size
    for begin in range(max(start, at - 3), end):
        for length in (2, 3, 4):
            stop = begin + length
            if stop <= at or stop > len(run):
                continue
            if run[begin:stop] not in words and run[begin:stop] not in _words():
                continue
            outside = run[begin:at] + run[max(end, begin) : stop]
            if (begin <= at + gap < stop or outside) and outside != _IS:
                return True
    return False
