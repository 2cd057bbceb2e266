"""Read the short name of a department's unit (职教中心, 文物所) as the unit that rows print.

A short name is made of the unit's own characters in their order: it begins as the name does behind
its place, or with two characters of it that stand together, and ends with the name's last character.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from functools import cached_property, lru_cache

from qa.catalogue import Catalogue
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.planning.of_unit import labels
from qa.words import lexicon
from qa.words.departments import own_names, split_place

KINDS = (
    "income_summary", "expenditure_summary", "project_list", "three_public", "basic_economic",
    "unknown",
)  # fmt: skip
"""Kinds of table in which rows stand for units."""
SHORTEST, LONGEST = 2, 12  # characters of a short name
KEPT = 64  # texts that are kept
KIND = 2  # characters at the end of a name that tell what kind of unit it is


_OF = re.compile(r"^[市县区省州镇乡旗](?=.{4})")  # 市体育运动学校


class UnitNames:
    """Know the units of a catalogue by the short names that people make of theirs."""

    def __init__(
        self, catalogue: Catalogue, printed: Container[str], *, columns: bool = False
    ) -> None:
        """Take a catalogue and what it prints; units that only `columns` stand for where that is so."""
        self._printed = printed
        endings = load_words().unit_endings
        own = {n for d in catalogue.documents.values() for n in own_names(d.institution)}
        self._bodies: dict[str, str] = {}
        self.bodies: set[str] = set()
        for label in labels(catalogue.tables.values(), KINDS, columns=columns):
            for name in own_names(label):
                body = split_place(name)[1]
                body = _OF.sub("", body) if columns else body
                if name.endswith(endings):
                    self.bodies |= {bare(label), bare(name), bare(body)}
                if len(body) > SHORTEST and name not in own and name.endswith(endings):
                    self._bodies[body] = name

    @property
    def short_names(self) -> dict[str, str]:
        """Return the units' names without their place → as they are printed."""
        return dict(self._bodies)

    @cached_property
    def _begun(self) -> dict[str, list[str]]:
        """Return the names by their first character."""
        return _grouped((body[0], body) for body in self._bodies)

    @cached_property
    def _ended(self) -> dict[str, list[str]]:
        """Return the names by their last character."""
        return _grouped((body[-1], body) for body in self._bodies)

    @cached_property
    def written(self) -> Callable[[str], str]:
        """Return what writes out the short names in a text that fit just one unit; it keeps the last."""
        return lru_cache(maxsize=KEPT)(self._written) if self._bodies else _as_it_is

    def _written(self, text: str) -> str:
        pieces: list[str] = []
        at = 0
        while at < len(text):
            size, body = self._at(text, at)
            pieces.append(body or text[at])
            at += size
        return "".join(pieces)

    def _at(self, text: str, at: int) -> tuple[int, str]:
        """Return the length of the short name that begins here with what it stands for."""
        begun = self._begun.get(text[at], ())
        whole = next((body for body in begun if text.startswith(body, at)), "")
        if whole:
            return len(whole), whole
        for size in range(min(LONGEST, len(text) - at), SHORTEST - 1, -1):
            ended = self._ended.get(text[at + size - 1])
            if ended is None:
                continue
            word = text[at : at + size]
            if size > SHORTEST and any(body.endswith(word) for body in ended):
                return size, word  # the end of a name is known as it stands
            found = [body for body in ended if _short_for(word, body)]
            if len(found) == 1 and not self._is_word(word):
                longer = self._longer(text, at, size)
                return (longer, text[at : at + longer]) if longer else (size, found[0])
        return 1, ""

    def _longer(self, text: str, at: int, size: int) -> int:
        """Return the length of a printed name that goes on behind a word: 特殊学校|教育 is an item."""
        ends = range(min(LONGEST, len(text) - at), size, -1)
        return next((end for end in ends if text[at : at + end] in self._printed), 0)

    def _is_word(self, word: str) -> bool:
        return word in self._printed or word in lexicon.senses()


def _as_it_is(text: str) -> str:
    return text


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for character, body in pairs:
        found[character].append(body)
    return dict(found)


def _short_for(word: str, body: str) -> bool:
    """Tell whether a word is made of a name's characters in their order, and ends as it does."""
    if word[-1] != body[-1] or word in body or len(word) >= len(body):
        return False
    ends = len(word) > KIND + 1 and word[-KIND:] == body[-KIND:]  # 疫控中心, as names end
    begins = word[0] == body[0] or (len(word) > SHORTEST and word[:2] in body)
    if not (begins or ends):
        return False
    place = iter(body)
    return all(character in place for character in word)
