"""Find the sentence nearest to a whole question by the pairs of characters that both print.

The other readers look for what a question names. Where they find nothing, or words that have
little of what was asked, this one takes every pair of the question that the documents print, the
rare ones most, and gives the sentence, list item or field that holds most of their weight.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, log
from weakref import WeakKeyDictionary

from qa.narration.evidence import Evidence
from qa.narration.fits import fits
from qa.narration.unit import Unit
from qa.narration.want import Want
from qa.words.normalise import simplify
from qa.words.sentences import statements

ABOVE = 0.4  # what a pair counts that stands only over a text
POOL = 40  # texts whose form is looked at
FORMAL = 0.8  # least likeness of a word that stands for one of the question's
SHORT, LENGTHY = 60, 0.15
"""Characters from which a text is long, and what each doubling of them costs."""
LONGEST = 300  # characters of a text that are quoted whole
_RUN = re.compile(r"[\u3400-\u9fffa-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Near:
    """Hold a text with the share of a question's weight that it has, and how well it fits."""

    unit: Unit
    share: float
    score: float


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of characters of a text; marks and spaces part them."""
    runs = _RUN.findall(simplify(text).lower())
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


class Nearest:
    """Hold which units print which pairs of characters."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._own: dict[str, list[int]] = defaultdict(list)
        self._above: dict[str, list[int]] = defaultdict(list)
        for unit in evidence.units:
            own = pairs(unit.text)
            for pair in own:
                self._own[pair].append(unit.index)
            for pair in pairs(unit.context) - own:
                self._above[pair].append(unit.index)

    def weights(self, text: str, want: Want) -> dict[str, float]:
        """Return how much each pair of a question counts that the documents print."""
        said = set(pairs(text))
        for concept in want.concepts:
            for form, sure in concept.forms:
                said |= pairs(form) if sure >= FORMAL else frozenset()
        many = len(self.evidence.units) + 1
        return {
            pair: log(many / (len(held) + 0.5)) for pair in said if (held := self._own.get(pair))
        }

    def rank(self, text: str, want: Want, documents: Iterable[int]) -> list[Near]:
        """Return the units that hold most of a question, best first."""
        weights = self.weights(text, want)
        total = fsum(weights.values())
        known = frozenset(documents)
        got: dict[int, float] = defaultdict(float)
        for pair, weight in weights.items():
            for index in self._own[pair]:
                got[index] += weight / total
            for index in self._above.get(pair, ()):
                got[index] += ABOVE * weight / total
        units = self.evidence.units
        own = {
            i: s / _length(units[i].text) for i, s in got.items() if units[i].document_id in known
        }
        first = sorted(own, key=lambda i: (-own[i], i))[:POOL]
        found = [Near(units[i], got[i], own[i] * fits(want, units[i])) for i in first]
        return sorted(found, key=lambda near: (-near.score, near.unit.index))


def share(weights: dict[str, float], text: str) -> float:
    """Return the share of the weights that a text holds."""
    total = fsum(weights.values())
    return fsum(weights[pair] for pair in pairs(text) & weights.keys()) / total if total else 0.0


def shown(weights: dict[str, float], text: str) -> str:
    """Return a text whole, or of a long one the statements that hold what is asked."""
    if len(text) <= LONGEST:
        return text
    pieces = [piece.text for piece in statements(text)]
    best = max(range(len(pieces)), key=lambda i: share(weights, pieces[i]), default=0)
    start, end = best, best + 1
    while end < len(pieces) and len("".join(pieces[start : end + 1])) <= LONGEST:
        end += 1
    return "".join(pieces[start:end]) or text


def _length(text: str) -> float:
    return 1 + LENGTHY * log(max(1.0, len(text) / SHORT))


_KEPT: WeakKeyDictionary[Evidence, Nearest] = WeakKeyDictionary()


def nearest_of(evidence: Evidence) -> Nearest:
    """Return the pairs of an evidence, read once."""
    if evidence not in _KEPT:
        _KEPT[evidence] = Nearest(evidence)
    return _KEPT[evidence]
