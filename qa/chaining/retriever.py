"""Open the search over passages: words always, meaning where vectors are at hand."""

from __future__ import annotations

from ingest.store import Store
from qa.catalogue import Catalogue
from qa.retrieve import Retriever


def open_retriever(store: Store, catalogue: Catalogue) -> Retriever | None:
    """Return the search over a catalogue's passages, or None where it has none."""
    if not catalogue.passages:
        return None
    from qa.retrieve_open import open_retriever as over_vectors

    return over_vectors(store, catalogue)
