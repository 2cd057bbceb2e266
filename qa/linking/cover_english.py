"""Tell how many of an English question's words a row's name and cells have the meanings of.

Every word counts by all that it may mean; words that say nothing of what is asked count for none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from qa.words import lexicon
from qa.words.english import named, senses_of
from qa.words.normalise import data, fillers

LONGEST = 3  # words that are read as one
BESIDE = 0.6  # for a meaning that only the row's other cells print
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|\d{2,}")

Meanings = tuple[tuple[str, ...], ...]
"""For each word of a question that tells something, what it may mean."""


@cache
def _general() -> frozenset[str]:
    """Return the English words for any money, any project and any way to ask for them."""
    return frozenset(data("fillers.yaml")["english_general"].split())


@lru_cache(maxsize=256)
def meanings(text: str) -> Meanings:
    """Return what the telling words of an English question may mean, runs of words as one."""
    words = [m[0].lower().removesuffix("'s") for m in _WORD.finditer(text)]
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        size = next((n for n in range(LONGEST, 1, -1) if _phrase(words[at : at + n])), 1)
        said = words[at : at + size]
        at += size
        if size == 1 and not _tells(said[0]):
            continue
        known = dict.fromkeys((*_phrase(said), *(s for w in said for s in senses_of(w))))
        if known:
            found.append(tuple(known))
        elif said[0].isalpha():
            found.append(())
    return tuple(found)


def _tells(word: str) -> bool:
    one = lexicon.singular(word)
    if {word, one} & _general():
        return False
    return bool(named(word)) or word not in fillers().english


def _phrase(words: Sequence[str]) -> tuple[str, ...]:
    """Return what several words mean as one, by the lexicon and the words inside names."""
    if len(words) < 2:
        return ()
    said = tuple(map(lexicon.singular, words))
    term = lexicon.english().get(said)
    return (*named(" ".join(words)), *((term,) if term else ()))


def told(asked: Meanings, label: str, own: str) -> tuple[float, int]:
    """Return the share of a question's words that a row tells, and how many its name tells."""
    inside = [any(sense in label for sense in senses) for senses in asked]
    beside = [
        not named_there and any(sense in own for sense in senses)
        for named_there, senses in zip(inside, asked, strict=True)
    ]
    return (sum(inside) + BESIDE * sum(beside)) / max(len(asked), 1), sum(inside)
