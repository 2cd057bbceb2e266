"""Hold a snapshot of what the store has that words can be linked to: everything but the values.

One disclosure published as several files counts once: of tables (or narratives) that several
files of it share, the rendition with pages is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, select

from ingest import schema
from ingest.records import BBox, Phase
from ingest.soundness import UNREADABLE
from ingest.store import Store, StoredDocument, chosen
from qa.kept import Kept
from qa.lookup import Lookup

if TYPE_CHECKING:
    from audit.service import Findings


KEPT, OF_TABLE = 256, 4  # results that are kept of questions, and of each table


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """Describe one column of a table: path, role, year, phase, unit."""

    index: int
    path: tuple[str, ...]
    role: str
    label_index: int
    year: int | None
    phase: str | None
    unit: str | None

    @property
    def name(self) -> str:
        """Return the path joined by /."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """Describe one row that can be asked for."""

    id: int
    table_id: int
    index: int
    label: str
    text: str
    code: str | None
    code_kind: str | None
    level: int
    parents: tuple[str, ...]
    side: str | None
    number: str | None
    kind: str
    institution: str | None
    page: int | None
    bbox: BBox | None
    group: int | None = None  # the naming column of its figures, where names stand side by side

    @property
    def printed(self) -> str:
        """Return number, code and label as a citation shows them."""
        code = f"{self.code}-{self.label}" if self.code_kind == "project" else None
        parts = (self.number, code or self.code, None if code else self.label)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Describe one table with its columns and rows."""

    id: int
    document_id: int
    ordinal: int
    annex: str
    title: str
    kind: str
    unit: str | None
    pages: tuple[int, ...]
    notes: tuple[str, ...]
    columns: tuple[Heading, ...]
    rows: tuple[Entry, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what is the same for one table in every rendition."""
        return (self.kind, re.sub(r"\s+", "", self.annex), re.sub(r"\s+", "", self.title))

    @property
    def subject(self) -> str:
        """Return the project that a performance form is about, or the empty string."""
        return next((row.text for row in self.rows if row.kind == "field"), "")


@dataclass(frozen=True, slots=True)
class Text:
    """Describe one passage of narrative."""

    id: int
    document_id: int
    ordinal: int
    text: str
    headings: tuple[str, ...]
    kind: str
    page: int | None
    bbox: BBox | None
    sha256: str


class Catalogue:
    """Hold documents, tables, rows and passages of one store generation in memory."""

    def __init__(
        self,
        generation: int,
        documents: Sequence[StoredDocument],
        tables: Sequence[Sheet],
        passages: Sequence[Text],
        unread: Sequence[Sheet] = (),
    ) -> None:
        """Take what a store holds; `unread` are tables whose cells no reader could tell apart."""
        self.generation = generation
        self.kept = Kept(KEPT + OF_TABLE * len(tables))
        self.unread = tuple(unread)
        self.documents = {document.id: document for document in documents}
        self.tables = {table.id: table for table in tables}
        self.passages = {passage.id: passage for passage in passages}

    @cached_property
    def rows(self) -> dict[int, Entry]:
        """Return every row by its key."""
        return {row.id: row for table in self.tables.values() for row in table.rows}

    @cached_property
    def tabled(self) -> frozenset[int]:
        """Return the documents that have tables."""
        return frozenset(table.document_id for table in self.tables.values())

    def table_of(self, row_id: int) -> Sheet:
        """Return the table that a row stands in."""
        return self.tables[self.rows[row_id].table_id]

    def document_of(self, row_id: int) -> StoredDocument:
        """Return the document that a row stands in."""
        return self.documents[self.table_of(row_id).document_id]

    def phase_of(self, document_id: int) -> Phase:
        """Return whether a document is a budget or final accounts."""
        return Phase(self.documents[document_id].phase)

    def only(self, names: Iterable[str]) -> Catalogue:
        """Return the part that comes from the named documents."""
        wanted = set(names)
        documents = [d for d in self.documents.values() if d.name in wanted]
        ids = {d.id for d in documents}
        return Catalogue(
            self.generation,
            documents,
            [t for t in self.tables.values() if t.document_id in ids],
            [p for p in self.passages.values() if p.document_id in ids],
            [t for t in self.unread if t.document_id in ids],
        )


class Shelf:
    """Hold what is read of the documents of one generation, for every choice of them."""

    def __init__(self, store: Store) -> None:
        self.lookup = Lookup(store)
        self._store = store
        self._tables: dict[int, list[Sheet]] = {}
        self._passages: dict[int, list[Text]] = {}

    @cached_property
    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents of the store, read and counted once."""
        return self._store.documents()

    @cached_property
    def findings(self) -> Findings:
        """Return the audit's findings over all documents."""
        from audit import service as audit

        return audit.load(self._store)

    def read(self, ids: Iterable[int]) -> tuple[list[Sheet], list[Text]]:
        """Return the tables and the passages of documents, by their keys."""
        wanted = sorted(ids)
        missing = [key for key in wanted if key not in self._tables]
        for key in missing:
            self._tables[key], self._passages[key] = [], []
        for table in _read_tables(self._store, missing) if missing else ():
            self._tables[table.document_id].append(table)
        for passage in _read_passages(self._store, missing) if missing else ():
            self._passages[passage.document_id].append(passage)
        tables = [table for key in wanted for table in self._tables[key]]
        return tables, [passage for key in wanted for passage in self._passages[key]]


def load(store: Store, names: Sequence[str] | None = None, shelf: Shelf | None = None) -> Catalogue:
    """Read the catalogue of all or of the named documents; raises UnknownDocumentError."""
    generation = store.generation
    shelf = shelf or Shelf(store)
    documents = shelf.documents if names is None else chosen(shelf.documents, names)
    read, passages = shelf.read(document.id for document in documents)
    tables = [table for table in read if table.kind != UNREADABLE]
    hidden_tables, hidden_passages = _shadowed(documents, tables, passages)
    kept_tables = [table for table in tables if table.id not in hidden_tables]
    kept_passages = [passage for passage in passages if passage.id not in hidden_passages]
    had = {t.document_id for t in read} | {p.document_id for p in passages}
    unread = [table for table in read if table.kind == UNREADABLE]
    has = {t.document_id for t in (*kept_tables, *unread)}
    has |= {p.document_id for p in kept_passages}
    kept = [document for document in documents if document.id in has or document.id not in had]
    return Catalogue(generation, kept, kept_tables, kept_passages, unread)


def _shadowed(
    documents: Sequence[StoredDocument], tables: Sequence[Sheet], passages: Sequence[Text]
) -> tuple[set[int], set[int]]:
    """Return tables and passages that another rendition of the same disclosure already gives."""
    groups: dict[tuple[str, int, str], list[StoredDocument]] = defaultdict(list)
    for document in documents:
        groups[document.institution, document.fiscal_year, document.phase].append(document)
    hidden_tables: set[int] = set()
    hidden_passages: set[int] = set()
    for group in groups.values():
        if len(group) < 2:
            continue
        ranked = sorted(group, key=lambda d: (not d.paged, d.format != "pdf", d.name))
        hidden_tables |= _repeated(
            [(d.id, [(t.key, t.id) for t in tables if t.document_id == d.id]) for d in ranked]
        )
        hidden_passages |= _retold([[p for p in passages if p.document_id == d.id] for d in ranked])
    return hidden_tables, hidden_passages


def _repeated(renditions: Sequence[tuple[int, Sequence[tuple[object, int]]]]) -> set[int]:
    """Return the ids whose key an earlier rendition has; repeats inside one rendition stay."""
    seen: set[object] = set()
    hidden: set[int] = set()
    for _, entries in renditions:
        hidden |= {key_id for key, key_id in entries if key in seen}
        seen |= {key for key, _ in entries}
    return hidden


def _retold(renditions: Sequence[Sequence[Text]]) -> set[int]:
    """Return the passages whose words an earlier rendition has, however it is cut into passages."""
    hidden: set[int] = set()
    told = ""
    for passages in renditions:
        hidden |= {p.id for p in passages if _bare(p) in told}
        told += "".join(_bare(p) for p in passages if p.id not in hidden)
    return hidden


def _bare(passage: Text) -> str:
    return re.sub(r"[\W_]+", "", passage.text)


def _read_tables(store: Store, ids: Sequence[int]) -> list[Sheet]:
    with store.engine.connect() as connection:
        found = (
            connection.execute(
                select(schema.tables)
                .where(schema.tables.c.document_id.in_(ids))
                .order_by(schema.tables.c.document_id, schema.tables.c.ordinal)
            )
            .mappings()
            .all()
        )
        keys = [row["id"] for row in found]
        columns: dict[int, list[Heading]] = defaultdict(list)
        for row in connection.execute(
            select(schema.columns)
            .where(schema.columns.c.table_id.in_(keys))
            .order_by(schema.columns.c.idx)
        ).mappings():
            columns[row["table_id"]].append(_heading(row))
        groups = _groups(connection, columns)
        rows: dict[int, list[Entry]] = defaultdict(list)
        for row in connection.execute(
            select(schema.rows).where(schema.rows.c.table_id.in_(keys)).order_by(schema.rows.c.idx)
        ).mappings():
            rows[row["table_id"]].append(_entry(row, groups.get(row["id"])))
    return [
        Sheet(
            id=row["id"],
            document_id=row["document_id"],
            ordinal=row["ordinal"],
            annex=row["annex"],
            title=row["title"],
            kind=row["kind"],
            unit=row["unit"],
            pages=row["pages"],
            notes=row["notes"],
            columns=tuple(columns[row["id"]]),
            rows=tuple(rows[row["id"]]),
        )
        for row in found
    ]


def _groups(connection: Connection, columns: Mapping[int, Sequence[Heading]]) -> dict[int, int]:
    """Return the naming column of each row in tables that set names side by side."""
    named = {
        (table_id, column.index): column.label_index
        for table_id, headings in columns.items()
        for column in headings
        if column.role == "amount"
    }
    several = [
        table_id
        for table_id, headings in columns.items()
        if len({c.label_index for c in headings if c.role == "amount"}) > 1
    ]
    found = connection.execute(
        select(schema.rows.c.id, schema.rows.c.table_id, schema.observations.c.column_idx)
        .join(schema.observations, schema.observations.c.row_id == schema.rows.c.id)
        .where(schema.rows.c.table_id.in_(several))
    )
    return {
        row_id: named[table_id, index]
        for row_id, table_id, index in found
        if (table_id, index) in named
    }


def _heading(row: RowMapping) -> Heading:
    return Heading(
        index=row["idx"],
        path=row["path"],
        role=row["role"],
        label_index=row["label_idx"],
        year=row["year"],
        phase=row["phase"],
        unit=row["unit"],
    )


def _entry(row: RowMapping, group: int | None = None) -> Entry:
    first = row["pieces"][0]
    return Entry(
        id=row["id"],
        table_id=row["table_id"],
        index=row["idx"],
        label=row["label"],
        text=row["text"],
        code=row["code"],
        code_kind=row["code_kind"],
        level=row["level"],
        parents=row["parents"],
        side=row["side"],
        number=row["number"],
        kind=row["kind"],
        institution=row["institution"],
        page=first.page,
        bbox=first.bbox,
        group=group,
    )


def _read_passages(store: Store, ids: Sequence[int]) -> list[Text]:
    query = (
        select(schema.passages)
        .where(schema.passages.c.document_id.in_(ids))
        .order_by(schema.passages.c.document_id, schema.passages.c.ordinal)
    )
    with store.engine.connect() as connection:
        return [
            Text(
                id=row["id"],
                document_id=row["document_id"],
                ordinal=row["ordinal"],
                text=row["text"],
                headings=row["headings"],
                kind=row["kind"],
                page=row["page"],
                bbox=row["bbox"],
                sha256=row["sha256"],
            )
            for row in connection.execute(query).mappings()
        ]
