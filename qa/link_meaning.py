"""Find the one row label that a question means where its words are none of the label's.

The last resort: sentence embeddings put 囤煤 near 煤炭储备. Their similarities lie close together, so
the margin to the next label decides, and the whole question and its content phrases must agree.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.settings import settings
from ingest.store import Store
from qa.catalogue import Catalogue
from qa.query import Query

LEAST = 0.87  # cosine below which nothing is near
MARGIN = 0.015  # least lead over the next label

Vector = NDArray[np.float32]


def _embed(text: str) -> Vector:
    from ingest.embeddings import embeddings

    return embeddings().query(text)


class Meaning:
    """Hold the vectors of a catalogue's row labels; read at the first question that needs them."""

    def __init__(
        self, catalogue: Catalogue, store: Store, embed: Callable[[str], Vector] = _embed
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self._embed = embed

    @cached_property
    def _labels(self) -> tuple[tuple[str, ...], Vector]:
        from ingest.embeddings import content_key, unpack

        kept = self._store.vectors(settings().embedding_model)
        rows = self._catalogue.rows.values()
        wanted = sorted({row.label for row in rows if row.kind in ("item", "indicator")})
        held = [label for label in wanted if content_key(label) in kept]
        if not held:
            return (), np.empty((0, 0), dtype=np.float32)
        return tuple(held), np.stack([unpack(kept[content_key(label)]) for label in held])

    def nearest(self, query: Query) -> str | None:
        """Return the label that a question means, or None where no single one stands out."""
        labels, _ = self._labels
        phrases = " ".join(mention.text for mention in query.mentions)
        if len(labels) < 2 or not phrases:
            return None
        found = self._first(query.text)
        if found is None or self._best(phrases)[0] != found:
            return None
        return labels[found]

    def _first(self, text: str) -> int | None:
        best, score, lead = self._best(text)
        return best if score >= LEAST and lead >= MARGIN else None

    def _best(self, text: str) -> tuple[int, float, float]:
        """Return the nearest label's place, its cosine and its lead over the next."""
        scores = self._labels[1] @ self._embed(text)
        second, first = np.argsort(scores)[-2:]
        return int(first), float(scores[first]), float(scores[first] - scores[second])
