"""Find labels by exact form, by core form and by rarity-weighted shared characters."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import fsum

from qa.kept import Kept
from qa.linking.text import bare, core, grams

EXACT, CORE, FUZZY = 1.0, 0.95, 0.92
JOINT = 0.4  # weight of an unseen pair of known characters
_SINGLE = 0.35  # a lone character says less than a pair
_COVER_PHRASE = 0.72  # how much of the phrase the label explains, against the reverse
_REMEMBERED = 5000  # phrases whose count is kept
_ONLY, _ONLY_SHORT = 0.85, 0.76  # for the only label that holds the phrase
_SHORT = 0.8  # a short phrase that only resembles a label is mostly another thing
_INSIDE = 0.62  # least score of a phrase that stands whole inside a label


class GramIndex:
    """Score labels against phrases; rarity is counted over the distinct labels of the catalogue."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels: list[str] = list(dict.fromkeys(b for b in map(bare, labels) if b))
        self._rarity: dict[str, int] = {}
        self._all = "\n".join(self.labels)
        self._kept = Kept()
        self._cores: dict[str, list[int]] = defaultdict(list)
        self._exact = {label: i for i, label in enumerate(self.labels)}
        self._postings: dict[str, list[int]] = defaultdict(list)
        gram_sets = [grams(label) for label in self.labels]
        for i, found in enumerate(gram_sets):
            for gram in found:
                self._postings[gram].append(i)
        size = len(self.labels)
        self._unseen = math.log(1 + size)
        self._weights = {
            gram: math.log(1 + size / len(places)) * _factor(gram)
            for gram, places in self._postings.items()
        }
        self._totals = [fsum(self._weights[g] for g in found) or 1.0 for found in gram_sets]

    def add_core(self, label: str) -> None:
        """Let a label be found by its core form too; takes the label as printed."""
        at = self._exact.get(bare(label))
        if at is not None and at not in self._cores[core(label)]:
            self._cores[core(label)].append(at)

    def weight(self, phrase: str) -> float:
        """Return how much a phrase tells: the summed rarity of its grams."""
        return fsum(map(self.gram_weight, grams(bare(phrase))))

    def rarity(self, phrase: str) -> int:
        """Return how many labels contain the whole bare phrase; counted once a phrase."""
        if phrase not in self._rarity:
            if len(self._rarity) > _REMEMBERED:
                self._rarity.clear()
            held = self.labels if phrase in self._all else ()
            self._rarity[phrase] = sum(phrase in label for label in held)
        return self._rarity[phrase]

    def gram_weight(self, gram: str) -> float:
        """Return how much one gram tells.

        A pair that no label has, of characters that labels do have, mostly spans a joint of the
        question; one with an unknown character is a word the corpus does not know.
        """
        known = self._weights.get(gram)
        if known is not None:
            return known
        if len(gram) == 2 and all(ch in self._weights for ch in gram):
            return self._unseen * JOINT
        return self._unseen * _factor(gram)

    def match(self, phrase: str, floor: float = 0.22) -> Mapping[str, float]:
        """Return bare labels with scores from `floor` to 1 for one phrase."""
        return self._kept.once((phrase, floor), lambda: self._matched(phrase, floor))

    def _matched(self, phrase: str, floor: float) -> Mapping[str, float]:
        wanted = bare(phrase)
        if not wanted:
            return {}
        found = self._fuzzy(wanted, floor)
        for i in self._cores.get(core(phrase), ()):
            found[self.labels[i]] = max(found.get(self.labels[i], 0.0), CORE)
        if wanted in self._exact:
            found[wanted] = EXACT
        return found

    def _fuzzy(self, wanted: str, floor: float) -> dict[str, float]:
        parts = grams(wanted)
        total = fsum(map(self.gram_weight, parts))
        if not total:
            return {}
        hits: dict[int, float] = defaultdict(float)
        for gram in parts:
            weight = self._weights.get(gram)
            if weight is None:
                continue
            for i in self._postings[gram]:
                hits[i] += weight
        found: dict[str, float] = {}
        least, totals = 0.25 * total, self._totals
        for i, hit in hits.items():
            if hit < least and hit < 0.6 * totals[i]:
                continue
            score = self._score(wanted, i, hit / total, hit / self._totals[i])
            if score >= floor:
                found[self.labels[i]] = score
        return found

    def _score(self, wanted: str, i: int, phrase_share: float, label_share: float) -> float:
        score = FUZZY * (_COVER_PHRASE * phrase_share + (1 - _COVER_PHRASE) * label_share)
        label = self.labels[i]
        if wanted in label and len(wanted) >= 2:
            score = max(score, _INSIDE + (FUZZY - _INSIDE) * label_share)
            if self.rarity(wanted) == 1:
                score = max(score, _ONLY if len(wanted) > 2 else _ONLY_SHORT)
        elif len(wanted) <= 4 and label not in wanted:
            score *= _SHORT
        return min(score, FUZZY)


def _factor(gram: str) -> float:
    return 1.0 if len(gram) > 1 else _SINGLE
