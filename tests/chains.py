"""Open chains over shipped documents, for tests of what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ingest.pipeline import read_file
from ingest.records import Document
from ingest.store import Store
from qa.chain import Chain

DOCUMENTS = Path(__file__).parents[1] / "evals" / "documents"
"""The folder of the invented disclosures."""


@cache
def documents_of(path: Path) -> tuple[Document, ...]:
    """Return what a shipped file holds; read once, however many tests ask it."""
    return read_file(path, path.name)


@contextmanager
def chain_over(files: Path | Iterable[Path], folder: Path) -> Iterator[Chain]:
    """Open a chain over one document or several, stored without vectors in a folder."""
    with Store(folder) as store:
        for path in [files] if isinstance(files, Path) else files:
            for document in documents_of(path):
                store.put(document)
    with Chain.open(folder) as opened:
        yield opened
