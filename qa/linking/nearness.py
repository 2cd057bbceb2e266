"""Say how near printed names lie to what people call the same things.

Sentence embeddings lie close together for short names, and the words that ask weigh as much as what is asked
about. One linear map of both, learned from names and phrases that people use for them
(`evals/train_nearness.py`, weights in `qa/data/nearness.json`), draws apart what tells names apart.
It fits the bundled model alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.settings import settings
from qa.weights import packed, unpacked

if TYPE_CHECKING:
    from ingest.embeddings import Vector
    from qa.query import Query

FILE = "nearness.json"


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """Hold what was learned: the centres of names and of questions, and the map, a column a dimension."""

    names: Vector
    questions: Vector
    map: Vector

    def of_names(self, vectors: Vector) -> Vector:
        """Return embeddings of names, a row each, as unit vectors to be held against questions."""
        return _unit((vectors - self.names) @ self.map)

    def of_questions(self, vectors: Vector) -> Vector:
        """Return embeddings of questions, a row each, as unit vectors to be held against names."""
        return _unit((vectors - self.questions) @ self.map)


def fits() -> bool:
    """Tell whether the model in the settings is the one that the map was learned for."""
    from ingest.embeddings import BUNDLED  # loads the model, which few questions need

    return settings().embedding_model == BUNDLED


def of_names(vectors: Vector) -> Vector:
    """Return the vectors of names, a row each, by which questions are held against them."""
    return learned().of_names(vectors)


def of_question(query: Query) -> Vector:
    """Return the vector of a question; an English one is embedded as it was asked."""
    from ingest.embeddings import question_vector

    text = query.original if query.language == "en" else query.text
    vector: Vector = learned().of_questions(question_vector(text)[None])[0]
    return vector


@cache
def learned() -> Map:
    """Return the bundled map."""
    return read(json.loads((files("qa") / "data" / FILE).read_text("utf-8")))


def read(raw: Mapping[str, str]) -> Map:
    """Return a map as it was written."""
    names, questions = (unpacked(raw[key], np.float16) for key in ("names", "questions"))
    scale = unpacked(raw["scale"], np.float16)
    return Map(names, questions, unpacked(raw["map"], np.int8).reshape(len(names), -1) * scale)


def written(found: Map) -> str:
    """Return a map as text: centres as halves, the map as bytes with a scale a column."""
    scale = np.abs(found.map).max(axis=0) / 127
    raw = {
        "names": packed(found.names, np.float16),
        "questions": packed(found.questions, np.float16),
        "scale": packed(scale, np.float16),
        "map": packed(np.round(found.map / scale), np.int8),
    }
    return json.dumps(raw, indent=0) + "\n"


def _unit(rows: NDArray[Any]) -> Vector:
    sizes = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / (sizes + 1e-9), dtype=np.float32)
