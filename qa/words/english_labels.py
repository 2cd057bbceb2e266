"""Read English words that together name a printed row, in whatever order they stand.

A row's label is told by the meanings of several words: `screening of domestic films` has all that
资助国产影片放映 says. A label counts where the words explain most of it, or where it is the only
one that has nearly all that the question says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.linking.text import bare, unnumbered
from qa.regexes import regex
from qa.words import lexicon
from qa.words.english import named, senses_of
from qa.words.normalise import fillers

Span = tuple[int, int]

_WORD = regex(r"[A-Za-z]+(?:'[a-z]+)?")
_BREAK = regex(r"[,;:.?!()一-鿿]|\b(?:versus|vs|than|compared|against)\b", re.IGNORECASE)
_COUNTED = regex(r"how many\b", re.IGNORECASE)
_TAIL = regex(r"(?:支出|经费|专项|项目|数量|个数|次数|工作|情况|费)+$")
_LONGEST = 4  # words that are read as one
_PAIR = 2  # words that a label is told by at least
_OF_LABEL = 0.7  # share of a label that its words explain
_OF_QUESTION = 0.66  # share of a question's words that a label has, where it has less of itself
_SOME = 0.35  # least share of a label then


@dataclass(frozen=True, slots=True)
class _Unit:
    """Hold words that are read as one: their first and last place among all, what they mean."""

    first: int
    last: int
    senses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """Hold a label with the units that it is told by and how much of it they explain."""

    label: str
    units: tuple[_Unit, ...]
    explained: float
    words: int
    to_its_end: bool

    @property
    def places(self) -> set[int]:
        """Return the places of the words that are of the label."""
        return {i for unit in self.units for i in range(unit.first, unit.last + 1)}


class Labels:
    """Find printed labels by the meanings of English words."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._labels = tuple(dict.fromkeys(filter(None, (unnumbered(x) for x in labels))))
        self._with: dict[str, tuple[int, ...]] = {}

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._labels)

    def read(self, text: str, busy: Sequence[Span]) -> str:
        """Return text with the words of each clause that name one label replaced by it."""
        pieces: list[str] = []
        done = 0
        for start, end in _clauses(text, busy):
            words = [
                (start + m.start(), start + m.end(), m[0]) for m in _WORD.finditer(text[start:end])
            ]
            counted = _COUNTED.match(text[start:end].lstrip()) is not None
            if match := self._best([w[2] for w in words], counted):
                first = words[min(u.first for u in match.units)][0]
                last = words[max(u.last for u in match.units)][1]
                pieces.append(f"{text[done:first]} {match.label} ")
                done = last
        return re.sub(r" +", " ", "".join(pieces) + text[done:]).strip()

    def _best(self, words: Sequence[str], counted: bool) -> _Match | None:
        """Return the label that words name, or None where none is told or several are alike.

        Where things are counted, what a label ends with is said: islands are no reports on them.
        """
        said = {i for i, word in enumerate(words) if not _idle(word)}
        if len(said) < _PAIR:
            return None
        found: dict[int, list[_Unit]] = {}
        for unit in _units(words, said):
            for label in {i for sense in unit.senses for i in self._having(sense)}:
                found.setdefault(label, []).append(unit)
        measured = {i for i in said if lexicon.singular(words[i]) in lexicon.english_measures()}
        matches = [
            m
            for i, units in found.items()
            if (m := _match(self._labels[i], units, said))
            and measured <= m.places
            and (m.to_its_end or not counted)
        ]
        matches.sort(key=lambda m: (m.words, m.explained), reverse=True)
        if not matches:
            return None
        first, *rest = matches
        alike = any((m.words, m.explained) == (first.words, first.explained) for m in rest[:1])
        only = not any(m.words == first.words for m in rest[:1])
        told = first.words / len(said) >= _OF_QUESTION and first.explained >= _SOME and only
        sure = first.explained >= _OF_LABEL or told
        return first if sure and not alike and _is_close(first, said) else None

    def _having(self, sense: str) -> tuple[int, ...]:
        """Return the labels that have a word in them."""
        if sense not in self._with:
            self._with[sense] = (
                tuple(i for i, label in enumerate(self._labels) if sense in label)
                if sense in self._joined
                else ()
            )
        return self._with[sense]


def _clauses(text: str, busy: Sequence[Span]) -> list[Span]:
    """Return the places between marks and the words that say what is to be done."""
    cuts = sorted([*(m.span() for m in _BREAK.finditer(text)), *busy])
    spans: list[Span] = []
    start = 0
    for a, b in cuts:
        if a > start:
            spans.append((start, a))
        start = max(start, b)
    return [*spans, (start, len(text))]


def _idle(word: str) -> bool:
    said = word.lower().removesuffix("'s")
    return said in fillers().english and not named(said)


def _units(words: Sequence[str], said: set[int]) -> list[_Unit]:
    """Return every run of words that means something, the longest first.

    The words of a term that the lexicon has are one unit and no other.
    """
    found = [_Unit(*place, (term,)) for place, term in _terms(words)]
    taken = {i for unit in found for i in range(unit.first, unit.last + 1)}
    for size in range(_LONGEST, 0, -1):
        for i in range(len(words) - size + 1):
            if {i, i + size - 1} <= said and not taken & set(range(i, i + size)):
                senses = senses_of(" ".join(words[i : i + size]))
                if senses:
                    found.append(_Unit(i, i + size - 1, senses))
    return found


def _terms(words: Sequence[str]) -> Iterator[tuple[Span, str]]:
    """Find the terms of several words that the lexicon has, by the places of their words."""
    places: list[int] = []
    for i, word in enumerate(words):
        places += [i] * (len(word) + 1)
    for phrase in lexicon.phrases(" ".join(words)):
        if phrase.size > 1:
            yield (places[phrase.start], places[phrase.end - 1]), phrase.chinese


def _match(label: str, units: Sequence[_Unit], said: set[int]) -> _Match | None:
    """Return how far units explain a label, each its own characters; None for fewer than two."""
    left, used, taken = bare(label), [], set[int]()
    core = len(_TAIL.sub("", left)) or len(left)  # what its last words say may be left out
    for unit in units:
        places = set(range(unit.first, unit.last + 1))
        has = [s for s in unit.senses if s in left]
        if not has or places & taken:
            continue
        for sense in sorted(has, key=len, reverse=True):
            left = left.replace(sense, "□" * len(sense), 1)
        used.append(unit)
        taken |= places
    if len(used) < _PAIR or len(taken & said) < _PAIR:
        return None
    explained = left[:core].count("□") / max(core, 1)
    return _Match(label, tuple(used), explained, len(taken & said), left[:core].endswith("□"))


def _is_close(match: _Match, said: set[int]) -> bool:
    """Tell whether the words of a label stand together, with none that it lacks between."""
    span = range(min(u.first for u in match.units), max(u.last for u in match.units) + 1)
    return len(said & set(span)) == match.words
