"""Open the search over a store's passages: words always, meaning where vectors are at hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ingest.settings import settings
from ingest.store import Store
from qa.catalogue import Catalogue, Text
from qa.retrieve import Dense, ExactDense, Retriever, Vector

EXACT_UP_TO = 20_000
"""Passages up to which exact search in memory is quicker than opening Chroma."""


def open_retriever(store: Store, catalogue: Catalogue) -> Retriever:
    """Return the search over a catalogue's passages.

    Vectors are those that ingest kept in the store; a passage without one is found by its words.
    Nothing is loaded before a question needs it: neither the model nor Chroma.
    """
    pieces = tuple(catalogue.passages.values())
    return Retriever(pieces, _opener(store, pieces), _embed, _cross_encoder)


def _opener(store: Store, pieces: tuple[Text, ...]) -> Callable[[], Dense | None]:
    def opened() -> Dense | None:
        wants = settings().dense_index
        if wants == "chroma" or (wants == "auto" and len(pieces) > EXACT_UP_TO):
            from ingest.index import open_index

            return open_index(store.folder, store)
        return _exact(store, pieces)

    return opened


def _exact(store: Store, pieces: tuple[Text, ...]) -> Dense | None:
    kept = store.vectors(settings().embedding_model, {piece.sha256 for piece in pieces})
    held = [piece for piece in pieces if piece.sha256 in kept]
    if not held:
        return None
    packed = b"".join(kept[piece.sha256] for piece in held)
    matrix: Vector = np.frombuffer(packed, dtype="<f4").reshape(len(held), -1).astype(np.float32)
    return ExactDense(held, matrix)


def _embed(text: str) -> Vector:
    from ingest.embeddings import question_vector

    return question_vector(text)


def _cross_encoder(question: str, texts: list[str]) -> list[float] | None:
    if not settings().rerank_model:
        return None
    from ingest.embeddings import reranker

    model = reranker()
    return model.scores(question, texts) if model is not None else None
