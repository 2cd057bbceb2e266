"""Tell which of many statements may speak of a word, before any of them is read.

Characters and pairs of characters with the statements that have them, as bits of a whole number
(an inverted index, Manning et al., Introduction to Information Retrieval, chapter 1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.narration.want import Concept


class Postings:
    """Hold the statements of a catalogue by their characters, and those that stand over them."""

    def __init__(self, texts: Sequence[str], contexts: Sequence[str]) -> None:
        self._count = len(texts)
        self.every = (1 << self._count) - 1  # all of them, as bits
        self._chars = _posted(map(set, texts))
        self._pairs = _posted({t[i : i + 2] for i in range(len(t) - 1)} for t in texts)
        self._over = _posted(map(set, contexts))
        self._kept: dict[str, int] = {}

    def may_hold(self, form: str) -> int:
        """Return the statements of which `coverage` may find a form, as bits; never too few.

        A form holds as it stands, in short (all its characters in order), or by half of its pairs.
        """
        bits = self._kept.get(form)
        if bits is None:
            bits = self._every(self._chars, form) | self._every(self._over, form)
            if len(form) > 2:
                for at in range(len(form) - 1):
                    bits |= self._pairs.get(form[at : at + 2], 0)
            self._kept[form] = bits
        return bits

    def may_print(self, form: str) -> int:
        """Return the statements that have, or stand below, all characters of a form, as bits."""
        bits = self.every
        for char in form:
            bits &= self._chars.get(char, 0) | self._over.get(char, 0)
        return bits

    def most(
        self, concepts: Sequence[Concept], weights: Mapping[str, float]
    ) -> NDArray[np.float64]:
        """Return what `coverage` gives each statement at most."""
        found = np.zeros(self._count)
        total = sum(weights[concept.text] for concept in concepts)
        for concept in concepts:
            surest: dict[float, int] = defaultdict(int)
            for form, sure in concept.forms:
                surest[sure] |= self.may_hold(form)
            held = np.zeros(self._count)
            for sure, bits in surest.items():
                np.maximum(held, sure * self.at(bits), out=held)
            found += weights[concept.text] * held
        return found / total if total else found

    def at(self, bits: int) -> NDArray[np.uint8]:
        """Return bits as an array of 0 and 1, one for each statement."""
        raw = np.frombuffer(bits.to_bytes(self._count // 8 + 1, "little"), dtype=np.uint8)
        return np.unpackbits(raw, bitorder="little")[: self._count]

    def _every(self, posted: Mapping[str, int], form: str) -> int:
        bits = self.every
        for char in form:
            bits &= posted.get(char, 0)
        return bits


def _posted(held: Iterable[set[str]]) -> dict[str, int]:
    """Return for each key the places that have it, as bits."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, keys in enumerate(held):
        for key in keys:
            places[key].append(at)
    return {key: _bits(found) for key, found in places.items()}


def _bits(places: Sequence[int]) -> int:
    raw = np.zeros(places[-1] + 1, dtype=np.uint8)
    raw[list(places)] = 1
    return int.from_bytes(np.packbits(raw, bitorder="little").tobytes(), "little")
