"""Read jieba's dictionary: which words are ordinary, which are names, what part of speech.

A process that answers one question needs the words of a few characters: those are read when they are
asked about. One that answers many reads all of them once (`load`), which makes each look-up quicker.
"""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

from qa.errors import MissingDataError

NOUNS = ("n", "vn", "an", "i", "l", "j", "s", "b", "eng")
"""Tags of words that name something, idioms and short forms among them."""
_RARE = 2  # count up to which a word is not ordinary
_ORDINARY, _PROPER, _PLACE = (2, 4), (2, 3), (2, 5)  # characters of such words
_PROPER_TAGS = frozenset(("ns", "nr", "nrt", "nz"))
_RUN = re.compile(r"^(.).*\n(?:\1.*\n)*", re.MULTILINE)  # the file is in order, but for a few
_IN_PLACES = 4  # names of places that a character stands in, where it is one of such names


@dataclass(frozen=True, slots=True)
class Word:
    """Hold one word with its count and its tag."""

    text: str
    count: int
    tag: str

    @property
    def is_ordinary(self) -> bool:
        """Tell whether it is a word of every day."""
        return self.count > _RARE and _within(self.text, _ORDINARY)

    @property
    def is_place(self) -> bool:
        """Tell whether it is the name of a place."""
        return self.tag == "ns" and _within(self.text, _PLACE)

    @property
    def is_proper(self) -> bool:
        """Tell whether it is the name of a place, a person or anything else."""
        return self.tag in _PROPER_TAGS and _within(self.text, _PROPER)

    @property
    def is_tagged(self) -> bool:
        """Tell whether its tag is kept: it is no noun, or one character."""
        return len(self.text) == 1 or not self.tag.startswith(NOUNS)


class Dictionary(Protocol):
    """Be ordinary words, names of places and of people, and the tags of what is no noun.

    `tags` has every word of one character beside.
    """

    @property
    def ordinary(self) -> Set[str]:
        """Return the words of every day."""
        ...

    @property
    def places(self) -> Set[str]:
        """Return the names of places."""
        ...

    @property
    def place_characters(self) -> frozenset[str]:
        """Return the characters that several names of places have."""
        ...

    @property
    def proper(self) -> Set[str]:
        """Return the names of places, people and things."""
        ...

    @property
    def tags(self) -> Mapping[str, str]:
        """Return the tags of words."""
        ...


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


class _Lines:
    """Hold the text of the dictionary, and where lines of a character stand, until all is loaded."""

    @cached_property
    def text(self) -> str:
        """Return the dictionary's file."""
        return (package("jieba") / "dict.txt").read_text(encoding="utf-8")

    @cached_property
    def by_first(self) -> Mapping[str, list[tuple[int, int]]]:
        """Return where runs of lines that begin with a character stand."""
        found: dict[str, list[tuple[int, int]]] = {}
        for run in _RUN.finditer(self.text):
            found.setdefault(run[1], []).append(run.span())
        return found

    def beginning(self, first: str) -> Iterator[str]:
        """Give the lines that begin with a character."""
        for begin, end in self.by_first.get(first, ()):
            yield from self.text[begin:end].splitlines()

    def drop(self) -> None:
        """Let go of what was read."""
        vars(self).clear()


_lines = _Lines()


def entries(first: str) -> Iterator[Word]:
    """Give the words that begin with a character."""
    for line in _lines.beginning(first):
        word, count, tag = line.split()
        yield Word(word, int(count), tag)


class _Some(Set[str]):
    """Be the words that are of one sort; those of a first character are read when it is asked about."""

    def __init__(self, fits: Callable[[Word], bool]) -> None:
        self._fits = fits
        self._words: set[str] = set()
        self._read: set[str] = set()

    @classmethod
    def _from_iterable(cls, it: Iterable[str]) -> set[str]:  # type: ignore[override]
        return set(it)

    def __contains__(self, word: object) -> bool:
        first = str(word)[:1]
        if first not in self._read:
            self._words.update(word.text for word in entries(first) if self._fits(word))
            self._read.add(first)
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return (
            word.text for first in _lines.by_first for word in entries(first) if self._fits(word)
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Tags(Mapping[str, str]):
    """Be the tags of words; those of a first character are read when it is asked about."""

    def __init__(self) -> None:
        self._tags: dict[str, str] = {}
        self._read: set[str] = set()

    def __getitem__(self, word: str) -> str:
        first = word[:1]
        if first not in self._read:
            self._tags.update((word.text, word.tag) for word in entries(first) if word.is_tagged)
            self._read.add(first)
        return self._tags[word]

    def __iter__(self) -> Iterator[str]:
        return (word.text for first in _lines.by_first for word in entries(first) if word.is_tagged)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class ByNeed:
    """Be the dictionary of which those words are read that are asked about."""

    def __init__(self) -> None:
        self.ordinary = _Some(lambda word: word.is_ordinary)
        self.places = _Some(lambda word: word.is_place)
        self.proper = _Some(lambda word: word.is_proper)
        self.tags = _Tags()

    @cached_property
    def place_characters(self) -> frozenset[str]:
        """Return the characters that several names of places have."""
        least, most = _PLACE
        return _shared(re.findall(rf"^(\S{{{least},{most}}}) \d+ ns$", _lines.text, re.MULTILINE))


class Whole:
    """Be all of the dictionary, read at once."""

    def __init__(self) -> None:
        ordinary: set[str] = set()
        places: set[str] = set()
        proper: set[str] = set()
        self.tags: dict[str, str] = {}
        fields = _lines.text.split()
        for word, count, tag in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
            if len(word) == 1 or not tag.startswith(NOUNS):
                self.tags[word] = tag
            if int(count) > _RARE and _within(word, _ORDINARY):
                ordinary.add(word)
            if tag == "ns" and _within(word, _PLACE):
                places.add(word)
            if tag in _PROPER_TAGS and _within(word, _PROPER):
                proper.add(word)
        self.ordinary, self.places = frozenset(ordinary), frozenset(places)
        self.proper = frozenset(proper)
        self.place_characters = _shared(places)


def _shared(places: Iterable[str]) -> frozenset[str]:
    counts = Counter(char for name in set(places) for char in set(name))
    return frozenset(char for char, count in counts.items() if count >= _IN_PLACES)


_used: list[Dictionary] = []


def dictionary() -> Dictionary:
    """Return the dictionary: all of it once that is loaded, else what is asked about."""
    if not _used:
        _used.append(ByNeed())
    return _used[0]


def load() -> None:
    """Read all of the dictionary; its lines are let go of."""
    if not _used or not isinstance(_used[0], Whole):
        _used[:] = [Whole()]
        _lines.drop()
