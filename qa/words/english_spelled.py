"""Tell which characters of a printed name the letters of an English question spell: canger is 苍耳."""

from __future__ import annotations

from functools import lru_cache

from qa.regexes import regex
from qa.words.english import senses_of
from qa.words.normalise import data
from qa.words.sounds import readings

SYLLABLES = 4  # characters of a name that letters spell at most


@lru_cache(maxsize=4096)
def is_spelled(word: str) -> bool:
    """Tell whether a word that means nothing is of two to four syllables of Chinese."""
    syllables = regex(data("bodies.yaml")["spelled"])
    return not senses_of(word) and syllables.fullmatch(word) is not None


def spelled_by(name: str, start: int, letters: str) -> tuple[int, int] | None:
    """Return the run of two characters or more from a place of a name that letters spell."""
    left = {letters}
    for end in range(start, min(start + SYLLABLES, len(name))):
        sounds = readings(name[end])
        left = {one[len(s) :] for one in left for s in sounds if one.startswith(s)}
        if "" in left:
            return (start, end + 1) if end > start else None
        if not left:
            return None
    return None
