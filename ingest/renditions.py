"""Compare the files of one disclosure: figures that differ between renditions are a problem.

Files with the same institution, year and phase are renditions of the same content, or its parts.
Tables are matched by kind and title, rows by code and label, cells by column.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from sqlalchemy import Connection, RowMapping, select

from ingest import schema
from ingest.records import Location, Problem, Severity
from ingest.store import Store, StoredDocument
from ingest.upkeep import replace_problems

PREFIX = "renditions differ: "
MOST = 50
"""Problems told a pair of files; beyond that they are counted."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Hold one figure of one rendition."""

    value: Decimal | None
    printed: str
    row: str
    column: str
    location: Location


CellKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold the figures of one table of one rendition, by row and column."""

    title: str
    width: int
    location: Location
    cells: dict[CellKey, Printed]
    rows: dict[CellKey, str]


def check_renditions(store: Store) -> int:
    """Compare the files of every disclosure, replace what was told before; return how many."""
    groups: dict[tuple[str, int, str], list[StoredDocument]] = defaultdict(list)
    for document in store.documents():
        groups[document.institution, document.fiscal_year, document.phase].append(document)
    told = 0
    with store.engine.begin() as connection:
        for documents in groups.values():
            problems = _group_problems(connection, documents)
            for document in documents:
                mine = problems.get(document.id, [])
                replace_problems(connection, document.id, PREFIX, mine)
                told += len(mine)
    return told


def _group_problems(
    connection: Connection, documents: Sequence[StoredDocument]
) -> dict[int, list[Problem]]:
    """Return problems by document; they are told of the file that citations do not prefer."""
    if len(documents) < 2:
        return {}
    ordered = sorted(documents, key=lambda d: (d.paged, d.n_observations, d.name))
    sheets = {document.id: _sheets(connection, document) for document in ordered}
    problems: dict[int, list[Problem]] = defaultdict(list)
    for one, other in combinations(ordered, 2):
        found = list(compare(sheets[one.id], sheets[other.id], other.name))
        problems[one.id] += found[:MOST]
        if len(found) > MOST:
            message = f"{PREFIX}{len(found) - MOST} more figures differ from {other.name}"
            problems[one.id].append(Problem(Severity.WARNING, message, Location(one.name)))
    return problems


def compare(
    one: dict[CellKey, Sheet], other: dict[CellKey, Sheet], other_name: str
) -> Iterable[Problem]:
    """Yield a problem for each figure of a table in both that differs or stands in one alone."""
    for key, sheet in one.items():
        against = other.get(key)
        if against is not None:
            yield from _compare_rows(sheet, against, other_name)
            yield from _compare_cells(sheet, against, other_name)


def _compare_rows(one: Sheet, other: Sheet, other_name: str) -> Iterable[Problem]:
    for missing, where in (
        ([label for key, label in other.rows.items() if key not in one.rows], "only in"),
        ([label for key, label in one.rows.items() if key not in other.rows], "missing in"),
    ):
        if missing:
            names = "、".join(missing[:3]) + ("…" if len(missing) > 3 else "")
            message = f"{PREFIX}{one.title}: {len(missing)} rows {where} {other_name}: {names}"
            yield Problem(Severity.WARNING, message, one.location)


def _compare_cells(one: Sheet, other: Sheet, other_name: str) -> Iterable[Problem]:
    mine_by, theirs_by = one.cells, other.cells
    if one.width != other.width:  # columns do not stand in the same places: compare by their names
        mine_by, theirs_by = _by_name(mine_by), _by_name(theirs_by)
    for key, mine in mine_by.items():
        theirs = theirs_by.get(key)
        if theirs is not None and mine.value != theirs.value:
            page = f" page {theirs.location.page}" if theirs.location.page else ""
            yield Problem(
                Severity.WARNING,
                f"{PREFIX}{one.title}, {mine.row}, {mine.column}: {mine.printed or 'blank'} here, "
                f"{theirs.printed or 'blank'} in {other_name}{page}",
                mine.location,
            )


def _by_name(cells: dict[CellKey, Printed]) -> dict[CellKey, Printed]:
    """Key cells by their column's name; a name that a row has twice cannot be compared."""
    named = [((*key[:-1], _bare(cell.column)), cell) for key, cell in cells.items()]
    counts = Counter(key for key, _ in named)
    return {key: cell for key, cell in named if counts[key] == 1}


# --- reading the store ----------------------------------------------------------------------


def _sheets(connection: Connection, document: StoredDocument) -> dict[CellKey, Sheet]:
    """Return the tables of a document; like-named ones are told apart by annex and order."""
    t = schema.tables
    query = select(t).where(t.c.document_id == document.id).order_by(t.c.ordinal)
    seen: Counter[CellKey] = Counter()
    sheets: dict[CellKey, Sheet] = {}
    for row in connection.execute(query):
        key: CellKey = (row.kind, _bare(row.title), _bare(row.annex))
        seen[key] += 1
        empty = Sheet(row.title, len(row.header), Location(document.name), {}, {})
        _read_cells(connection, row.id, empty)
        sheets[(*key, seen[key])] = empty
    return sheets


def _read_cells(connection: Connection, table_id: int, sheet: Sheet) -> None:
    r, o = schema.rows, schema.observations
    query = (
        select(r, o)
        .join(o, o.c.row_id == r.c.id, isouter=True)
        .where(r.c.table_id == table_id)
        .order_by(r.c.idx, o.c.column_idx)
    )
    keys: dict[int, CellKey] = {}
    seen: Counter[CellKey] = Counter()
    for row in connection.execute(query).mappings():
        label = row[r.c.label] or row[r.c.code] or "(no label)"
        if row[r.c.id] not in keys:
            name: CellKey = (row[r.c.side], row[r.c.code], _bare(row[r.c.label]))
            seen[name] += 1
            keys[row[r.c.id]] = (*name, seen[name])
            sheet.rows[keys[row[r.c.id]]] = label
        if row[o.c.id] is not None and row[o.c.measure] != "text":
            key = (*keys[row[r.c.id]], row[o.c.column_idx])
            sheet.cells[key] = _printed(sheet.location.file, label, row)


def _printed(file: str, label: str, row: RowMapping) -> Printed:
    o = schema.observations
    value = row[o.c.value]
    return Printed(
        None if value is None else Decimal(value),
        row[o.c.printed],
        label,
        "/".join(row[o.c.path]),
        Location(file, row[o.c.page], row[o.c.bbox]),
    )


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
