"""Read jieba's dictionary once: which words are ordinary, which are names, what part of speech."""

from __future__ import annotations

import importlib.util
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa.errors import MissingDataError

NOUNS = ("n", "vn", "an", "i", "l", "j", "s", "b", "eng")
"""Tags of words that name something, idioms and short forms among them."""
_RARE = 2  # count up to which a word is not ordinary
_ORDINARY, _PROPER, _PLACE = (2, 4), (2, 3), (2, 5)  # characters of such words
_PROPER_TAGS = frozenset(("ns", "nr", "nrt", "nz"))
_IN_PLACES = 4  # names of places that a character stands in, where it is one of such names


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Hold ordinary words, names of places and of people, and the tags of what is no noun.

    `tags` has every word of one character beside.
    """

    ordinary: frozenset[str]
    places: frozenset[str]
    place_characters: frozenset[str]
    proper: frozenset[str]
    tags: dict[str, str]


@cache
def package(name: str) -> Path:
    """Return the folder of an installed package whose data is read without importing it."""
    spec = importlib.util.find_spec(name)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise MissingDataError(name)
    return Path(folders[0])


def _within(word: str, sizes: tuple[int, int]) -> bool:
    return sizes[0] <= len(word) <= sizes[1]


@cache
def dictionary() -> Dictionary:
    """Return the dictionary, read once."""
    fields = (package("jieba") / "dict.txt").read_text(encoding="utf-8").split()
    ordinary: set[str] = set()
    places: set[str] = set()
    proper: set[str] = set()
    tags: dict[str, str] = {}
    for word, count, tag in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        if len(word) == 1 or not tag.startswith(NOUNS):
            tags[word] = tag
        if int(count) > _RARE and _within(word, _ORDINARY):
            ordinary.add(word)
        if tag == "ns" and _within(word, _PLACE):
            places.add(word)
        if tag in _PROPER_TAGS and _within(word, _PROPER):
            proper.add(word)
    counts = Counter(char for name in places for char in set(name))
    characters = frozenset(char for char, count in counts.items() if count >= _IN_PLACES)
    return Dictionary(frozenset(ordinary), frozenset(places), characters, frozenset(proper), tags)
