"""Index Chinese and English text by characters and pairs of characters; cut questions into words.

A pair of characters finds what a dictionary cuts otherwise (车改). Okapi BM25 over postings in
numpy arrays. Words of jieba in the index cost three times its building and added nothing on a
public benchmark (recall@1 0.962 with and without), so jieba, with the domain's terms as its own,
cuts only questions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.regexes import regex
from qa.words import segmenter

Scores = NDArray[np.float32]

_RUNS = regex(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:[.,]\d+)*")
_HAN = regex(r"[\u3400-\u9fff]")
_COUNT = 20  # bits that hold how often a text has a term
_MOST = (1 << _COUNT) - 1
_K1 = 1.4
_B = 0.6
UNIGRAM, BIGRAM = 0.25, 1.0
"""How much a shared character and a shared pair count."""


def cut(text: str) -> list[str]:
    """Return a text cut into words, small ones among them."""
    return list(_cut(text))


@lru_cache(maxsize=16384)
def _cut(text: str) -> tuple[str, ...]:
    return tuple(segmenter.pieces(text.lower()))


def words(text: str) -> list[str]:
    """Return jieba's words of a text, Chinese of two characters or more, and English words."""
    return [
        word
        for word in cut(text)
        if (len(word) > 1 and _HAN.match(word)) or re.fullmatch(r"[a-z]{2,}", word)
    ]


@lru_cache(maxsize=50_000)
def tokens(text: str) -> Counter[str]:
    """Return the terms of a text: `c` characters, `b` pairs, `x` English words and figures."""
    counted: Counter[str] = Counter()
    for run in _RUNS.findall(text.lower()):
        if _HAN.match(run):
            counted.update("c" + char for char in run)
            counted.update("b" + run[i : i + 2] for i in range(len(run) - 1))
        else:
            counted["x" + run.replace(",", "")] += 1
    return counted


_KIND_WEIGHT = {"c": UNIGRAM, "b": BIGRAM, "x": BIGRAM}


class LexicalIndex:
    """Rank texts for a question by BM25 over characters, pairs and words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        postings: dict[str, list[int]] = {}
        lengths = np.ones(max(1, self.size), dtype=np.float32)
        for index, text in enumerate(texts):
            counted = tokens(text)
            lengths[index] = max(1, sum(counted.values()))
            held = index << _COUNT  # text and count in one: a pair of them costs three times that
            for term, count in counted.items():
                if term in postings:
                    postings[term].append(held | min(count, _MOST))
                else:
                    postings[term] = [held | min(count, _MOST)]
        self._norm = _K1 * (1 - _B + _B * lengths / max(1.0, float(lengths.mean())))
        self._postings = postings
        # A question has few of the terms: weighing all of them took most of a first answer's time.
        self._weighed = lru_cache(maxsize=20_000)(self._weigh)
        self.rarity = lru_cache(maxsize=10_000)(self._rarity)
        self._scored = lru_cache(maxsize=4)(self._score)

    def _weigh(self, term: str) -> tuple[NDArray[np.int32], Scores] | None:
        """Return the texts that have a term with what it adds to the score of each, or None."""
        pairs = self._postings.get(term)
        if pairs is None:
            return None
        both = np.array(pairs, dtype=np.int64)
        rows = (both >> _COUNT).astype(np.int32)
        counts = (both & _MOST).astype(np.float32)
        rarity = np.log1p((self.size - len(pairs) + 0.5) / (len(pairs) + 0.5))
        return rows, (rarity * counts * (_K1 + 1) / (counts + self._norm[rows])).astype(np.float32)

    def _rarity(self, term: str) -> float:
        """Return how rare a piece of text is: 0 for one in every text, about 1 for one in none."""
        held = self._holders(term)
        return float(np.log((self.size + 1) / (held + 0.5)) / np.log((self.size + 1) / 0.5))

    def _holders(self, term: str) -> int:
        run = term.lower()
        keys = [k for k in ("x" + run, "c" + run) if k in self._postings]
        if keys:
            return max(len(self._postings[key]) for key in keys)
        pairs = [self._postings.get("b" + run[i : i + 2]) for i in range(len(run) - 1)]
        return min((len(pair) if pair else 0 for pair in pairs), default=0)

    def scores(self, question: str) -> Scores:
        """Return one score a text, read-only; those of the last questions are kept."""
        return self._scored(question)

    def _score(self, question: str) -> Scores:
        out = np.zeros(self.size, dtype=np.float32)
        for term in tokens(question):
            found = self._weighed(term)
            if found is not None:
                out[found[0]] += _KIND_WEIGHT[term[0]] * found[1]
        out.flags.writeable = False
        return out
