"""Tell from a question's words alone where its answer will come from: records, narrative, neither.

A linear model over single characters, pairs of characters and English words, learned from gold
questions (`evals/train_intent.py`, weights in `qa/data/intent.json`). It knows no document and no
row: it is a second opinion beside the readers, which know both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp, sqrt

from qa.query import Route
from qa.words.normalise import simplify

FILE = "intent.json"
CONSTANT = ""  # stands where a term does, for the constants
_DIGITS = re.compile(r"\d+")
_LATIN = re.compile(r"[a-z]+")
_START, _LATER, _END = "^", "…", "$"

Weights = dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Intent:
    """Hold how likely (0–1) an answer of each route is wanted; together they are 1."""

    table: float
    text: float
    both: float
    clarify: float
    refuse: float

    def of(self, route: Route) -> float:
        """Return the likelihood of one route."""
        likelihood: float = getattr(self, route.value)
        return likelihood


@lru_cache(maxsize=1024)
def intent(question: str, *, later: bool = False) -> Intent:
    """Return what kind of answer a question wants; `later` if it stands behind others."""
    return likely(terms(question, later=later), _weights())


def likely(said: Iterable[str], weights: Weights) -> Intent:
    """Return what kind of answer is wanted where some terms are said."""
    known = [weights[term] for term in said if term in weights]
    scale = 1 / sqrt(len(known)) if known else 0.0
    columns = zip(weights[CONSTANT], *known, strict=True)
    odds = [exp(constant + scale * sum(rest)) for constant, *rest in columns]
    return Intent(*(odd / sum(odds) for odd in odds))


def terms(question: str, *, later: bool = False) -> frozenset[str]:
    """Return the characters, pairs of characters and English words of a question, figures as 0."""
    text = _DIGITS.sub("0", simplify(question).lower())
    return frozenset(_terms(text, _LATER if later else _START))


def _terms(text: str, start: str) -> Iterator[str]:
    words = _LATIN.findall(text)
    yield from (f"{word} " for word in words)
    yield from (f"{one} {two}" for one, two in pairwise(words))
    bare = start + _LATIN.sub("a", text).replace(" ", "") + _END
    yield from bare
    yield from (one + two for one, two in pairwise(bare))


@cache
def _weights() -> Weights:
    """Return the learned weights of each term, one a route in the order of `Route`."""
    raw = json.loads((files("qa") / "data" / FILE).read_text("utf-8"))
    return {term: tuple(number / 100 for number in row) for term, row in raw.items()}


ROUTES = tuple(Route)  # the order of the weights
