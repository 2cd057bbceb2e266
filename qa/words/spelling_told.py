"""Mend typos by sound and by shape against what a corpus tells in sentences: 森林植背 → 植被."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from qa.words.dictionary import dictionary
from qa.words.sounds import function_words, lookalikes, readings

LEAST_FITS = 2  # printed runs of three characters that a mended one must make
LEAST_RUN = 3  # characters of a quoted word, which makes only one
_HAN_RUN = re.compile(r"[一-鿿]{3,}")
_LONGEST = 4  # characters of an ordinary word that explains one of its own


@dataclass(frozen=True)
class Told:
    """Hold a text with its pairs of neighbouring characters and its characters by sound."""

    text: str
    pairs: frozenset[str] = field(init=False)
    by_sound: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        pairs = frozenset(map("".join, zip(self.text, self.text[1:], strict=False)))
        by_sound: dict[str, str] = defaultdict(str)
        for char in sorted(set(self.text)):
            if "一" <= char <= "鿿":
                for spelled in readings(char):
                    by_sound[spelled] += char
        object.__setattr__(self, "pairs", pairs)
        object.__setattr__(self, "by_sound", dict(by_sound))


def mend(text: str, told: Told) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return text with single wrong characters put right, and each word as typed and as read.

    A character is wrong where neither an ordinary word nor a neighbour that the corpus prints
    beside it explains it, and one that sounds or looks alike makes three printed characters.
    """
    corrections: list[tuple[str, str]] = []
    chars = list(text)
    for run in _HAN_RUN.finditer(text):
        for index in _unexplained(run[0], told.pairs):
            if right := _right(run[0], index, told):
                begin = max(index - 1, 0)
                typed = run[0][begin : index + 2]
                read = typed[: index - begin] + right + typed[index - begin + 1 :]
                corrections.append((typed, read))
                chars[run.start() + index] = right
    return "".join(chars), tuple(corrections)


def _unexplained(run: str, pairs: frozenset[str]) -> Iterator[int]:
    for index, char in enumerate(run):
        around = (run[max(index - 1, 0) : index + 1], run[index : index + 2])
        if char in function_words() or any(len(p) == 2 and p in pairs for p in around):
            continue
        if not _ordinary(run, index):
            yield index


def _ordinary(run: str, index: int) -> bool:
    words = dictionary().ordinary
    return any(
        run[begin : begin + size] in words
        for size in range(2, _LONGEST + 1)
        for begin in range(max(0, index - size + 1), index + 1)
        if begin + size <= len(run)
    )


def _right(run: str, index: int, told: Told) -> str:
    """Return the one character that fits best in the place of another, or nothing."""
    char = run[index]
    alike = {c for spelled in readings(char) for c in told.by_sound.get(spelled, "")}
    fits = {c: _fits(run, index, c, told) for c in (alike | set(lookalikes(char))) - {char}}
    most = max(fits.values(), default=0)
    best = [c for c, fit in fits.items() if fit == most]
    sure = most >= LEAST_FITS or (most and len(run) == LEAST_RUN)
    return best[0] if sure and len(best) == 1 else ""


def _fits(run: str, index: int, char: str, told: Told) -> int:
    """Return how many runs of three characters around a place the text has with a character."""
    changed = run[:index] + char + run[index + 1 :]
    starts = range(max(0, index - 2), min(index, len(run) - 3) + 1)
    return sum(_printed(changed[start : start + 3], told) for start in starts)


def _printed(three: str, told: Told) -> bool:
    pairs = three[:2] in told.pairs and three[1:] in told.pairs  # rules most out at no cost
    return pairs and three in told.text
