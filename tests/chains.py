"""Open chains over single documents, for tests of what they answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain


@contextmanager
def chain_over(document: Path, folder: Path) -> Iterator[Chain]:
    """Open a chain over one document, stored without vectors in a folder."""
    with Store(folder) as store:
        for one in read_file(document, document.name):
            store.put(one)
    with Chain.open(folder) as opened:
        yield opened
