"""Derive the vector index of passages from the store, check it and swap it in.

The store holds the texts and vectors and is the truth. `open_index` gives a `DenseIndex`: exact
cosine in memory for small stores, Chroma for larger ones. Chroma's files do not survive a kill
during their rewrite, so an index is built into a folder of its own, checked in another process
(a torn file can crash the one that reads it) and swapped in by replacing a small pointer file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np

from ingest.embeddings import Cached, NamedEmbeddings, Progress, Vector, embeddings, passage_text
from ingest.errors import DenseIndexError
from ingest.settings import settings
from ingest.store import Store, StoredPassage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from langchain_chroma import Chroma

POINTER = "chroma.json"
COLLECTION = "passages"
EXACT_UP_TO = 20_000
"""Passages up to which exact search is quicker than loading Chroma: 20,000 rows take 5 ms."""
BATCH = 2_000
HEALTH_SECONDS = 120


class DenseIndex(Protocol):
    """Be what finds the passages nearest to a vector."""

    @property
    def count(self) -> int:
        """Return how many passages it holds."""
        ...

    def search(
        self, vector: Vector, k: int, doc_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine), best first, within documents where given."""
        ...


@dataclass(frozen=True, slots=True)
class Pointer:
    """Say which folder holds the index, and what it was built from."""

    folder: str
    fingerprint: str
    model: str
    dimension: int
    count: int


class ExactIndex:
    """Search all vectors at once: exact cosine, no files, nothing to import but numpy."""

    def __init__(self, ids: Sequence[int], doc_ids: Sequence[int], vectors: Vector) -> None:
        self._ids = np.asarray(ids, dtype=np.int64)
        self._doc_ids = np.asarray(doc_ids, dtype=np.int64)
        self._vectors = vectors

    @property
    def count(self) -> int:
        """Return how many passages it holds."""
        return len(self._ids)

    def search(
        self, vector: Vector, k: int, doc_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine), best first, within documents where given."""
        rows = np.arange(len(self._ids))
        if doc_ids is not None:
            rows = rows[np.isin(self._doc_ids, list(doc_ids))]
        if k < 1 or not len(rows):
            return []
        scores = self._vectors[rows] @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(self._ids[rows[i]]), float(scores[i])) for i in best]


class ChromaIndex:
    """Search a Chroma collection through LangChain."""

    def __init__(self, collection: Chroma, count: int) -> None:
        self._collection = collection
        self._count = count

    @property
    def count(self) -> int:
        """Return how many passages it holds."""
        return self._count

    def search(
        self, vector: Vector, k: int, doc_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine), best first, within documents where given."""
        k = min(k, self._count)
        if k < 1 or (doc_ids is not None and not doc_ids):
            return []
        where = None if doc_ids is None else {"document": {"$in": [int(i) for i in doc_ids]}}
        found = self._collection.similarity_search_by_vector_with_relevance_scores(
            vector.tolist(),
            k=k,
            filter=where,  # type: ignore[arg-type]
        )
        return [(int(document.metadata["passage"]), 1.0 - distance) for document, distance in found]


def open_index(
    folder: Path, store: Store | None = None, kind: str | None = None, model: str | None = None
) -> DenseIndex:
    """Return the index of a store, completing it first where passages have no vector yet.

    `kind` is exact, chroma or auto and defaults to the setting; auto takes Chroma for a large store
    or where `$CHROMA_URL` names a server.
    """
    own = store is None
    opened = store or Store(folder, settings().database_url, create=False)
    try:
        passages = opened.passages()
        vectors = Cached(embeddings(model), opened)
        if _wants_chroma(kind or settings().dense_index, len(passages)):
            return _open_chroma(folder, passages, vectors, str(opened.engine.url))
        return _exact(passages, vectors)
    finally:
        if own:
            opened.close()


def refresh(folder: Path, store: Store, progress: Progress | None = None) -> int:
    """Embed passages and row labels without a vector, then bring the index up to date.

    Returns how many passages were embedded.

    The Chroma index is rebuilt where it is missing, of another model or out of date; where it is
    what searches use, its health is checked too.
    """
    passages = store.passages()
    vectors = Cached(embeddings(), store)
    embedded = vectors.fill([_text(passage) for passage in passages], progress)
    vectors.fill(store.labels(), progress)
    kind = settings().dense_index
    if kind != "exact":
        check = _wants_chroma(kind, len(passages))
        _current_chroma(folder, passages, vectors, str(store.engine.url), check=check)
    return embedded


def unembedded(store: Store, model: str | None = None) -> int:
    """Return how many distinct passages and row labels have no vector yet."""
    texts = [*(_text(p) for p in store.passages()), *store.labels()]
    return len(Cached(embeddings(model), store).missing(texts))


def fingerprint(passages: Sequence[StoredPassage], model: str, dimension: int) -> str:
    """Return a hash of all that an index is built from."""
    digest = hashlib.sha256(f"{model}\n{dimension}\n".encode())
    for passage in passages:
        digest.update(f"{passage.id} {passage.document_id} {passage.sha256}\n".encode())
    return digest.hexdigest()


# --- exact ---------------------------------------------------------------------------------


def _exact(passages: Sequence[StoredPassage], vectors: Cached) -> ExactIndex:
    matrix = vectors.passages([_text(passage) for passage in passages])
    return ExactIndex([p.id for p in passages], [p.document_id for p in passages], matrix)


def _text(passage: StoredPassage) -> str:
    return passage_text(passage.headings, passage.text)


def _wants_chroma(kind: str, count: int) -> bool:
    if kind == "auto":
        return settings().chroma_url is not None or count > EXACT_UP_TO
    return kind == "chroma"


# --- Chroma --------------------------------------------------------------------------------


def _open_chroma(
    folder: Path, passages: Sequence[StoredPassage], vectors: Cached, scope: str
) -> ChromaIndex:
    server = settings().chroma_url
    if server is not None:
        return _open_server(server, passages, vectors, scope)
    pointer = _current_chroma(folder, passages, vectors, scope)
    client = _folder_client(folder / pointer.folder)
    return ChromaIndex(_collection(client, COLLECTION, vectors, create=False), pointer.count)


def _current_chroma(
    folder: Path,
    passages: Sequence[StoredPassage],
    vectors: Cached,
    scope: str,
    *,
    check: bool = True,
) -> Pointer:
    """Return the pointer of a current (and healthy) index, building one where there is none."""
    server = settings().chroma_url
    wanted = fingerprint(passages, vectors.name, vectors.dimension)
    if server is not None:
        _open_server(server, passages, vectors, scope)
        return Pointer(server, wanted, vectors.name, vectors.dimension, len(passages))
    pointer = read_pointer(folder)
    current = pointer is not None and pointer.fingerprint == wanted
    if pointer is not None and current and (not check or healthy(folder, pointer)):
        return pointer
    return build(folder, passages, vectors)


def build(folder: Path, passages: Sequence[StoredPassage], vectors: Cached) -> Pointer:
    """Build an index aside, check it in another process and swap it in; return its pointer."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"chroma-{uuid4().hex[:12]}"
    pointer = Pointer(
        name,
        fingerprint(passages, vectors.name, vectors.dimension),
        vectors.name,
        vectors.dimension,
        len(passages),
    )
    client = _folder_client(folder / name)
    try:
        _fill(_collection(client, COLLECTION, vectors, create=True), passages)
    finally:
        _close(client)
    if not healthy(folder, pointer):
        shutil.rmtree(folder / name, ignore_errors=True)
        raise DenseIndexError(f"{folder / name}: the new index failed its check; run ingest again")
    before = read_pointer(folder)
    _write_pointer(folder, pointer)
    _sweep(folder, keep={name, before.folder if before else name})
    return pointer


def healthy(folder: Path, pointer: Pointer) -> bool:
    """Return whether an index opens, counts right and answers, asked in another process."""
    path = folder / pointer.folder
    if not path.is_dir():
        return False
    command = [sys.executable, "-m", "ingest.index", str(path), str(pointer.count)]
    try:
        done = subprocess.run(
            [*command, str(pointer.dimension)],
            capture_output=True,
            timeout=HEALTH_SECONDS,
            check=False,
            cwd=Path(__file__).parents[1],
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def read_pointer(folder: Path) -> Pointer | None:
    """Return the pointer of the index in use, or None where there is none that can be read."""
    try:
        raw = json.loads((folder / POINTER).read_text(encoding="utf-8"))
        return Pointer(
            str(raw["folder"]),
            str(raw["fingerprint"]),
            str(raw["model"]),
            int(raw["dimension"]),
            int(raw["count"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None  # missing or torn: the index is rebuilt from the store


def _write_pointer(folder: Path, pointer: Pointer) -> None:
    aside = folder / f"{POINTER}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / POINTER)


def _sweep(folder: Path, keep: set[str]) -> None:
    """Remove older indexes; the one before stays for readers that still have it open."""
    for path in folder.glob("chroma-*"):
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _folder_client(path: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    return chromadb.PersistentClient(str(path), ChromaSettings(anonymized_telemetry=False))


def _close(client: ClientAPI) -> None:
    close = getattr(client, "close", None)  # newer releases of Chroma have it
    if close is not None:
        close()


def _collection(client: ClientAPI, name: str, vectors: NamedEmbeddings, *, create: bool) -> Chroma:
    from langchain_chroma import Chroma

    return Chroma(
        collection_name=name,
        embedding_function=vectors,
        client=client,
        collection_configuration={"hnsw": {"space": "cosine"}} if create else None,
        create_collection_if_not_exists=create,
    )


def _fill(collection: Chroma, passages: Sequence[StoredPassage]) -> None:
    for start in range(0, len(passages), BATCH):
        batch = passages[start : start + BATCH]
        collection.add_texts(
            [_text(passage) for passage in batch],
            metadatas=[{"passage": p.id, "document": p.document_id} for p in batch],
            ids=[str(passage.id) for passage in batch],
        )


# --- a Chroma server -----------------------------------------------------------------------


def _open_server(
    url: str, passages: Sequence[StoredPassage], vectors: Cached, scope: str
) -> ChromaIndex:
    """Return the collection built from exactly these passages, building it where it is missing.

    A collection's name says which store and content it was built from; it takes that name only
    when it is complete, so readers never see half of it.
    """
    client = _server_client(url)
    prefix = f"{COLLECTION}-{hashlib.sha256(scope.encode()).hexdigest()[:8]}-"
    name = prefix + fingerprint(passages, vectors.name, vectors.dimension)[:16]
    existing = {collection.name for collection in client.list_collections()}
    if name not in existing:
        aside = f"building-{uuid4().hex[:12]}"
        _fill(_collection(client, aside, vectors, create=True), passages)
        client.get_collection(aside).modify(name=name)
        for old in existing:
            if old.startswith(prefix):
                client.delete_collection(old)
    return ChromaIndex(_collection(client, name, vectors, create=False), len(passages))


def _server_client(url: str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    parts = urlsplit(url if "//" in url else f"//{url}")
    try:
        return chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=ChromaSettings(anonymized_telemetry=False),
        )
    except (ValueError, OSError) as error:
        raise DenseIndexError(
            f"CHROMA_URL={url}: no Chroma server answers ({error}); start one with `chroma run`"
        ) from error


def probe(path: Path, count: int, dimension: int) -> bool:
    """Return whether the index in a folder counts right and answers a query."""
    client = _folder_client(path)
    collection = client.get_collection(COLLECTION, embedding_function=None)
    if collection.count() != count:
        return False
    if count == 0:
        return True
    sample = np.eye(1, dimension, dtype=np.float32)
    found = collection.query(query_embeddings=sample, n_results=min(5, count))
    return len(found["ids"][0]) == min(5, count)


if __name__ == "__main__":
    sys.exit(0 if probe(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])) else 1)
