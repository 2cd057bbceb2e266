"""Weigh which kind of question is asked, by the meaning of a question without what it names.

A logistic regression over the bundled embedding, learned from wordings (`evals/train_kinds.py`, weights in
`qa/data/kinds.json`). A question of no known kind has a label of its own, so that it is not taken for one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from qa.weights import unpacked
from qa.words.normalise import normalise

if TYPE_CHECKING:
    from ingest.embeddings import Vector

FILE = "kinds.json"
OTHER = "other"  # the label of what is of no known kind


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Hold what was learned: labels, the centre of all wordings, a row of weights and a constant a label."""

    labels: tuple[str, ...]
    centre: Vector
    weights: Vector
    constants: Vector


def weighed(vector: Vector, learned: Weights) -> Vector:
    """Return how likely (0–1) each label is for the embedding of a question; together they are 1."""
    apart = vector - learned.centre
    odds = learned.weights @ (apart / np.linalg.norm(apart)) + learned.constants
    grown = np.exp(odds - odds.max())
    return np.asarray(grown / grown.sum(), dtype=np.float32)


@lru_cache(maxsize=512)
def likely(frame: str) -> tuple[tuple[str, float], ...]:
    """Return the labels of a question without names, likeliest first, with how likely each is."""
    learned = weights()
    odds = weighed(vector_of(frame), learned)
    return tuple((learned.labels[at], float(odds[at])) for at in np.argsort(-odds))


def vector_of(frame: str) -> Vector:
    """Return the embedding of a question without names, by the bundled model whatever the setting."""
    from ingest.embeddings import BUNDLED, embeddings  # loads langchain, which few questions need

    return np.asarray(embeddings(BUNDLED).passages([normalise(frame)])[0], dtype=np.float32)


@cache
def _raw() -> dict[str, object]:
    raw: dict[str, object] = json.loads((files("qa") / "data" / FILE).read_text("utf-8"))
    return raw


@cache
def weights() -> Weights:
    """Return what was learned."""
    raw = _raw()
    labels = tuple(str(label) for label in raw["labels"])  # type: ignore[attr-defined]
    size = len(labels)
    scale = unpacked(str(raw["scale"]), np.float16)
    rows = unpacked(str(raw["weights"]), np.int8).reshape(size, -1)
    return Weights(
        labels,
        unpacked(str(raw["centre"]), np.float16),
        rows * scale[:, None],
        unpacked(str(raw["constants"]), np.float16),
    )


@cache
def pairs() -> frozenset[str]:
    """Return the pairs of characters that wordings have: others are of what is named."""
    kept = str(_raw()["pairs"])
    return frozenset(kept[i : i + 2] for i in range(0, len(kept), 2))
