"""Find the passages that a question speaks of: words and meaning, fused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.kept import Kept
from qa.words.lexical import LexicalIndex, Scores

Vector = NDArray[np.float32]
Embed = Callable[[str], Vector]
CrossEncoder = Callable[[str, list[str]], list[float] | None]
"""Scores texts against a question, higher fits better; None where no model is set."""

LEXICAL_WEIGHT = 0.6
"""Share of the word score in the fused one; fitted on half of a public benchmark."""
DECISIVE = 0.7
"""A best word score this far over the runner-up makes the embedding of the question needless."""
POOL = 60
RERANK_POOL = 20


class Dense(Protocol):
    """Be what finds the passages nearest to a vector."""

    def search(
        self, vector: Vector, k: int, doc_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine), best first."""
        ...


class Piece(Protocol):
    """Be a text that can be found: a passage, or anything with these."""

    @property
    def id(self) -> int:
        """Return its key."""
        ...

    @property
    def document_id(self) -> int:
        """Return its document's key."""
        ...

    @property
    def text(self) -> str:
        """Return its words."""
        ...

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings above it, outermost first."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one passage found, with the scores that brought it up (0–1)."""

    id: int
    score: float
    lexical: float = 0.0
    dense: float | None = None


@dataclass(frozen=True, slots=True)
class Bare:
    """Hold a text without a document, for a benchmark."""

    id: int
    text: str
    document_id: int = 0
    headings: tuple[str, ...] = ()


class ExactDense:
    """Search unit vectors held in memory."""

    def __init__(self, pieces: Sequence[Piece], vectors: Vector) -> None:
        self._ids = np.array([piece.id for piece in pieces], dtype=np.int64)
        self._documents = np.array([piece.document_id for piece in pieces], dtype=np.int64)
        self._vectors = vectors

    def search(
        self, vector: Vector, k: int, doc_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (id, cosine), best first."""
        scores = self._vectors @ vector
        if doc_ids is not None:
            scores = np.where(np.isin(self._documents, list(doc_ids)), scores, -np.inf)
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(self._ids[i]), float(scores[i])) for i in best if np.isfinite(scores[i])]


class Retriever:
    """Rank passages by words and by meaning.

    `dense` and `embed` may be missing: then words alone decide. `dense` may be given as a function
    that opens the index at the first question that needs it.
    """

    def __init__(
        self,
        pieces: Iterable[Piece],
        dense: Dense | Callable[[], Dense | None] | None = None,
        embed: Embed | None = None,
        reranker: CrossEncoder | None = None,
    ) -> None:
        self.pieces = tuple(pieces)
        self._dense_source = dense
        self._embed = embed
        self._reranker = reranker
        self._kept = Kept()

    @classmethod
    def over(cls, texts: Sequence[str], vectors: Vector | None, embed: Embed | None) -> Retriever:
        """Build one over bare texts and their unit vectors; ids are places in the list."""
        pieces = [Bare(index, text) for index, text in enumerate(texts)]
        return cls(pieces, ExactDense(pieces, vectors) if vectors is not None else None, embed)

    @cached_property
    def index(self) -> LexicalIndex:
        """Return the word index, built at the first question; headings count as words."""
        return LexicalIndex([" ".join((*piece.headings, piece.text)) for piece in self.pieces])

    @cached_property
    def place(self) -> dict[int, int]:
        """Return where each passage stands in the list, by key."""
        return {piece.id: index for index, piece in enumerate(self.pieces)}

    @cached_property
    def _dense(self) -> Dense | None:
        source = self._dense_source
        return source() if callable(source) else source

    @property
    def has_meaning(self) -> bool:
        """Tell whether questions can be compared by meaning; opens the vectors where needed."""
        return self._embed is not None and self._dense is not None

    @cached_property
    def by_words(self) -> Retriever:
        """Return the same passages ranked by words alone; quick, for where records have an answer."""
        twin = Retriever(self.pieces)
        twin.__dict__["index"] = self.index
        return twin

    @cached_property
    def _documents(self) -> NDArray[np.int64]:
        return np.array([piece.document_id for piece in self.pieces], dtype=np.int64)

    def _inside(self, doc_ids: frozenset[int]) -> NDArray[np.bool_]:
        """Return which passages are of some documents."""
        return self._kept.once(doc_ids, lambda: np.isin(self._documents, list(doc_ids)))

    def search(
        self,
        question: str,
        k: int = 10,
        doc_ids: Sequence[int] | None = None,
        mode: str = "fused",
        vector: Vector | None = None,
        meant: str | None = None,
    ) -> list[Hit]:
        """Return up to `k` passages, best first; `mode` is fused, lexical or dense.

        `vector` is the question's, where it is known already; `meant` is what to compare by
        meaning, where `question` was widened with other words.
        """
        if not self.pieces or k < 1:
            return []
        lexical = self._lexical(question, doc_ids)
        if mode == "lexical" or self._dense is None or (self._embed is None and vector is None):
            return self._best(lexical, {}, lexical, k)
        if mode == "fused" and vector is None and _decisive(lexical):
            return self._best(lexical, {}, lexical, k)
        near = self._near(meant or question, vector, max(POOL, k), doc_ids)
        if mode == "dense":
            return [Hit(key, score, 0.0, score) for key, score in near.items()][:k]
        hits = self._best(self._fuse(lexical, near), near, lexical, max(k, RERANK_POOL))
        return self._rerank(question, hits)[:k]

    def _lexical(self, question: str, doc_ids: Sequence[int] | None) -> Scores:
        scores = self.index.scores(question)
        if doc_ids is not None:
            scores = np.where(self._inside(frozenset(doc_ids)), scores, np.float32(0))
        top = float(scores.max(initial=0.0))
        return (scores / top if top > 0 else scores).astype(np.float32)

    def _near(
        self, question: str, vector: Vector | None, k: int, doc_ids: Sequence[int] | None
    ) -> dict[int, float]:
        assert self._dense is not None
        if vector is None:
            assert self._embed is not None
            vector = self._embed(question)
        found = self._dense.search(vector, k, doc_ids)
        return {key: score for key, score in found if key in self.place}

    def _fuse(self, lexical: Scores, near: dict[int, float]) -> Scores:
        """Weigh word scores against cosines stretched over the nearest passages' own range."""
        fused = LEXICAL_WEIGHT * lexical
        if near:
            low, high = min(near.values()), max(near.values())
            for key, score in near.items():
                share = (score - low) / (high - low) if high > low else 1.0
                fused[self.place[key]] += (1 - LEXICAL_WEIGHT) * share
        return fused.astype(np.float32)

    def _best(self, scores: Scores, near: dict[int, float], lexical: Scores, k: int) -> list[Hit]:
        order = np.argsort(-scores, kind="stable")[:k]
        return [
            Hit(self.pieces[i].id, float(scores[i]), float(lexical[i]), near.get(self.pieces[i].id))
            for i in order
            if scores[i] > 0
        ]

    def _rerank(self, question: str, hits: list[Hit]) -> list[Hit]:
        if self._reranker is None or len(hits) < 2:
            return hits
        texts = [self.pieces[self.place[hit.id]].text for hit in hits]
        scores = self._reranker(question, texts)
        if scores is None:
            return hits
        ranked = zip(scores, hits, strict=True)
        return [hit for _, hit in sorted(ranked, key=lambda pair: -pair[0])]


def _decisive(scores: Scores) -> bool:
    """Tell whether one passage stands so far out by words that meaning cannot change it."""
    if len(scores) < 2:
        return True
    second = float(np.partition(scores, -2)[-2])
    return float(scores.max()) > 0 and second < 1 - DECISIVE
