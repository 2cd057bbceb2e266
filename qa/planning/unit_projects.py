"""Find what a unit has for one of its projects, where a list prints the project below or beside the unit."""

from __future__ import annotations

from collections.abc import Iterator

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.columns import default_columns
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.scope import Ground
from qa.planning.types import Figure
from qa.words.normalise import simplify
from qa.words.unit_money import flat

LEAST = 4  # characters of a project's name that names it


def named(
    catalogue: Catalogue, lookup: Lookup, words: LinkWords, place: Ground, unit: str, text: str
) -> tuple[str, Figure] | None:
    """Return the longest name of a unit's project that a text says, with its amount; None where two differ."""
    said = flat(text)
    found: dict[str, list[Figure]] = {}
    for table, entry in _rows(catalogue, place.documents[0], unit):
        name = flat(simplify(entry.label))
        if len(name) < LEAST or name not in said:
            continue
        wish = place.wish(table.document_id)
        for column in default_columns(table, entry, wish, words)[:1]:
            figure = make_figure(catalogue, lookup, table, entry, column.index, 1.0)
            found.setdefault(name, []).append(figure)
    if not found:
        return None
    name = max(found, key=len)
    amounts = {f.fact.value for f in found[name] if f.fact is not None}
    same = len(found[name]) == 1 and amounts and None not in amounts
    return (name, found[name][0]) if same else None


def _rows(catalogue: Catalogue, document: int, unit: str) -> Iterator[tuple[Sheet, Entry]]:
    """Give the rows of lists of projects that are of a unit."""
    for table in catalogue.tables.values():
        if table.document_id != document or table.kind != PROJECT_LIST:
            continue
        for entry in (e for e in table.rows if e.kind == "item" and bare(e.label) != bare(unit)):
            owners = {bare(part) for part in (*entry.parents, entry.institution or "")}
            if bare(unit) in owners:
                yield table, entry
