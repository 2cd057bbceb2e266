"""Find the cell of one of a department's units that tells what a cell tells of the whole department."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ingest.records import Phase
from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.columns import SUBTOTAL, WHOLE, ColumnWish, default_columns
from qa.linking.text import bare, core
from qa.linking.words import LinkWords, load_words
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.scope import Ground
from qa.planning.types import Figure

Names = Collection[str]
LEAST_NAME = 3
LEAST = 2  # units that a table has columns of, where it is one by units
_SURE = 0.95


def concerns(catalogue: Catalogue, figure: Figure, name: str) -> bool:
    """Tell whether a cell is of a unit: by its row, what its row stands below or beside, or its column."""
    row = catalogue.rows[figure.row_id]
    table = catalogue.tables[figure.table_id]
    column = next(c for c in table.columns if c.index == figure.column)
    said = (row.label, row.institution or "", row.text, *row.parents, *column.path, table.title)
    label = bare(row.label)
    own = len(label) >= LEAST_NAME and name.endswith(label)  # an item goes by the unit's name
    return own or any(name in bare(text) for text in (*said, figure.subject))


def counterparts(
    catalogue: Catalogue, lookup: Lookup, words: LinkWords, cell: Figure, name: str
) -> list[Figure]:
    """Return what a unit has of what a cell tells: in its own table, or else in tables by units."""
    table = catalogue.tables[cell.table_id]
    beside = [*_own_row(table, cell, name, catalogue), *_own_column(table, cell, name, catalogue)]
    if beside:
        own, at = beside[0]
        return [make_figure(catalogue, lookup, table, own, at, _SURE)]
    found: list[Figure] = []
    same = [t for t in catalogue.tables.values() if t.document_id == cell.document_id]
    for other in sorted(same, key=lambda t: t.kind != table.kind):
        for row in _below(other, catalogue.rows[cell.row_id], name):
            wish = ColumnWish(cell.year, Phase(catalogue.documents[cell.document_id].phase))
            for column in default_columns(other, row, wish, words)[:1]:
                found.append(make_figure(catalogue, lookup, other, row, column.index, _SURE))
    return found


def named_of(
    catalogue: Catalogue, lookup: Lookup, words: LinkWords, place: Ground, said: Names, name: str
) -> list[Figure]:
    """Return the cells of a unit that words name: of its row, below it, or in its column."""
    found: list[Figure] = []
    for table in catalogue.tables.values():
        if table.document_id not in place.documents:
            continue
        wish = place.wish(table.document_id)
        for row, column in _cells(table, said, name, wish, words):
            found.append(make_figure(catalogue, lookup, table, row, column, _SURE))
    return found


def _cells(
    table: Sheet, said: Names, name: str, wish: ColumnWish, words: LinkWords
) -> Iterator[tuple[Entry, int]]:
    """Give the cells of one table that are of a unit and of what is named."""
    ends = tuple(bare(total) for total in (*WHOLE, SUBTOTAL))
    by_units = bool(column_units(table))
    for row in table.rows:
        fit = default_columns(table, row, wish, words) if row.kind == "item" else []
        if bare(row.label) == name:
            for column in fit:
                path = [bare(part) for part in column.path]
                if path[-1] in said or (path[-1] in ends and path[-2:-1] and path[-2] in said):
                    yield row, column.index
        elif core(row.label) in said or bare(row.label) in said:
            if name in {bare(owner) for owner in (row.institution or "", *row.parents)}:
                yield from ((row, column.index) for column in fit[:1])
            elif by_units:
                own = [c for c in fit if bare(c.path[0]) == name]
                yield from ((row, column.index) for column in own[:1])


def labels(tables: Iterable[Sheet], kinds: Sequence[str], *, columns: bool = True) -> Iterator[str]:
    """Give the names of units: rows of tables of some kinds, and columns that stand for units."""
    endings = load_words().unit_endings
    for table in tables:
        yield from column_units(table) if columns else ()
        for row in table.rows if table.kind in kinds else ():
            coded = row.code_kind == "functional"
            if row.kind == "item" and not coded and bare(row.label).endswith(endings):
                yield row.label


def _own_row(
    table: Sheet, cell: Figure, name: str, catalogue: Catalogue
) -> Iterator[tuple[Entry, int]]:
    """Give the unit's row where the cell stands in that of all units, with the same column."""
    row = catalogue.rows[cell.row_id]
    institution = bare(catalogue.documents[cell.document_id].institution)
    if row.kind == "total" or bare(row.label) == institution:
        yield from ((e, cell.column) for e in table.rows if bare(e.label) == name)


def _own_column(
    table: Sheet, cell: Figure, name: str, catalogue: Catalogue
) -> Iterator[tuple[Entry, int]]:
    """Give the unit's column of the cell's row, where the table has a column for each unit."""
    if not column_units(table):
        return
    own = next(c for c in table.columns if c.index == cell.column)
    for column in table.columns:
        same = column.year == own.year and column.path[1:] == own.path[1:]
        if column.role == "amount" and bare(column.path[0]) == name and same:
            yield catalogue.rows[cell.row_id], column.index


def column_units(table: Sheet) -> Sequence[str]:
    """Return the names of units that a table's columns stand for."""
    endings = load_words().unit_endings
    heads = [c.path[0] for c in table.columns if c.role == "amount" and c.path]
    named = [head for head in heads if bare(head).endswith(endings)]
    return named if len(set(named)) >= LEAST else []


def _below(table: Sheet, row: Entry, name: str) -> Iterator[Entry]:
    """Give the row of the same item that stands below or beside a unit."""
    for entry in table.rows:
        owners = {bare(owner) for owner in (entry.institution or "", *entry.parents)}
        if entry.kind == "item" and bare(entry.label) == bare(row.label) and name in owners:
            yield entry
