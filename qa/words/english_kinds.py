"""Tell of what kind an English word is: one that says nothing, of any money, of what is asked, of a measure."""

from __future__ import annotations

from functools import cache

from qa.words import lexicon
from qa.words.english import named, stem
from qa.words.normalise import data, fillers

_LEAST = 3  # letters of a word that says anything


def says_nothing(word: str) -> bool:
    """Tell whether a word has no content."""
    said = word.lower().removesuffix("'s")
    return len(said) < _LEAST or (said in fillers().english and not named(said))


def is_general(word: str) -> bool:
    """Tell whether a word is for any money and any project, or says nothing."""
    return says_nothing(word) or stem(word) in general()


@cache
def measures() -> frozenset[str]:
    """Return the words of what is measured: square, metre, tonne."""
    return frozenset(word for said in lexicon.english_measures() for word in said.split())


@cache
def asked_words() -> frozenset[str]:
    """Return the words that say what is asked of a thing: its target, its amount."""
    return frozenset(map(lexicon.singular, data("fillers.yaml")["english_asked"].split()))


@cache
def general() -> frozenset[str]:
    """Return the stems of words for any money and any project."""
    return frozenset(map(stem, data("fillers.yaml")["english_general"].split()))
