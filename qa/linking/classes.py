"""Tell the classes of spending that a list of projects prints above its projects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare

CLASS = 0.12  # against a class above projects: its own table holds all that is spent on it
_KINDS = ("general_expenditure", "expenditure_summary")


def priority(
    catalogue: Catalogue, by_kind: Mapping[str, float], table: Sheet, entry: Entry
) -> float:
    """Return how likely a row of a table is meant where nothing else tells tables apart."""
    likely = by_kind.get(table.kind, 0.0)
    if table.kind != PROJECT_LIST or not entry.code:
        return likely
    tables = tuple(
        t for t in catalogue.tables.values()
        if t.document_id == table.document_id and t.kind in _KINDS
    )  # fmt: skip
    return likely - CLASS if (entry.code, bare(entry.label)) in _classes(tables) else likely


@lru_cache(maxsize=1024)
def _classes(tables: tuple[Sheet, ...]) -> frozenset[tuple[str, str]]:
    """Return codes and names of the rows of tables of spending."""
    return frozenset((e.code, bare(e.label)) for t in tables for e in t.rows if e.code)
