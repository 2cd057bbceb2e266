"""Tell the classes of spending that a list of projects prints above its projects."""

from __future__ import annotations

from collections.abc import Mapping

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare

CLASS = 0.03  # against a class above projects: its own table holds all that is spent on it
_KINDS = ("general_expenditure", "expenditure_summary")


def priority(
    catalogue: Catalogue, by_kind: Mapping[str, float], table: Sheet, entry: Entry
) -> float:
    """Return how likely a row of a table is meant where nothing else tells tables apart."""
    likely = by_kind.get(table.kind, 0.0)
    return likely - CLASS if is_class(catalogue, table, entry) else likely


def is_class(catalogue: Catalogue, table: Sheet, entry: Entry) -> bool:
    """Tell whether a row of a list of projects is a class that a table of spending prints too."""
    if table.kind != PROJECT_LIST or not entry.code:
        return False
    document = table.document_id
    held = catalogue.kept.once((is_class, document), lambda: _classes(catalogue, document))
    return (entry.code, bare(entry.label)) in held


def _classes(catalogue: Catalogue, document: int) -> frozenset[tuple[str, str]]:
    """Return codes and names of the rows of a document's tables of spending."""
    every = catalogue.tables.values()
    tables = [t for t in every if t.document_id == document and t.kind in _KINDS]
    return frozenset((e.code, bare(e.label)) for t in tables for e in t.rows if e.code)
