"""Keep documents in SQL: idempotent, one transaction a document, a generation to watch."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from ingest import schema
from ingest.errors import StoreError, StoreVersionError, UnknownDocumentError
from ingest.files import names_file
from ingest.records import (
    Document,
)
from ingest.store_rows import insert_document, insert_passages, insert_problems, insert_table

DATABASE_FILE = "disclosures.sqlite3"
_GENERATION = f"SELECT value FROM {schema.meta.name} WHERE key = 'generation'"
NAMED_AT_ONCE = 5000  # vectors that are named in one SELECT; of more all are read


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """Describe one stored document, with counts of what came from it."""

    id: int
    name: str
    format: str
    sha256: str
    institution: str
    fiscal_year: int
    phase: str
    title: str
    aliases: tuple[str, ...]
    n_pages: int
    paged: bool
    path: str | None
    n_tables: int = 0
    n_rows: int = 0
    n_observations: int = 0
    n_passages: int = 0
    n_problems: int = 0


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """Hold what an index needs of a stored passage."""

    id: int
    document_id: int
    text: str
    headings: tuple[str, ...]
    sha256: str


class Store:
    """Open, read and write one store.

    `folder` holds the SQLite file; `url` (any SQLAlchemy URL) moves the records to a server.
    Raises StoreVersionError for a store of a newer version, StoreError where it cannot be opened.
    """

    def __init__(self, folder: Path, url: str | None = None, *, create: bool = True) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        if url is None:
            file = folder / DATABASE_FILE
            if not create and not file.exists():
                raise StoreError(
                    f"{folder}: no store here; run `python -m ingest PATH… --store {folder}`"
                )
            folder.mkdir(parents=True, exist_ok=True)
            url = f"sqlite:///{file}"
        self.engine = _engine(url)
        self._prepare()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _prepare(self) -> None:
        try:
            with self.engine.begin() as connection:
                schema.meta.create(connection, checkfirst=True)
                found = _meta(connection, "version")
                if found is not None and int(found) > schema.VERSION:
                    raise StoreVersionError(str(self.folder), int(found), schema.VERSION)
                if found is None:
                    schema.metadata.create_all(connection)
                    _set_meta(connection, "version", str(schema.VERSION))
                    _set_meta(connection, "generation", "0")
        except (OperationalError, DatabaseError) as error:
            why = str(error.orig).strip().splitlines()[0]
            shown = self.engine.url.render_as_string(hide_password=True)
            do = (
                "remove it and ingest again, or choose another folder with --store"
                if self.engine.dialect.name == "sqlite"
                else "check DATABASE_URL and that the server runs"
            )
            raise StoreError(f"{shown}: the store cannot be opened ({why}); {do}") from error

    # --- reading -------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """Return the number that grows with every change; a reader reloads when it moves."""
        with self.engine.connect() as connection:
            # asked before every question: a plain SELECT costs a fraction of one put together
            return int(connection.exec_driver_sql(_GENERATION).scalar_one_or_none() or 0)

    def documents(self, names: Iterable[str] | None = None) -> tuple[StoredDocument, ...]:
        """Return the stored documents, those of names given; a file's name gives all it holds.

        Raises UnknownDocumentError for an unknown name.
        """
        with self.engine.connect() as connection:
            found = _documents(connection)
        return found if names is None else chosen(found, names)

    def passages(self, document_ids: Sequence[int] | None = None) -> tuple[StoredPassage, ...]:
        """Return passages for an index, in order of document and place."""
        query = select(schema.passages).order_by(
            schema.passages.c.document_id, schema.passages.c.ordinal
        )
        if document_ids is not None:
            query = query.where(schema.passages.c.document_id.in_(document_ids))
        with self.engine.connect() as connection:
            return tuple(
                StoredPassage(row.id, row.document_id, row.text, row.headings, row.sha256)
                for row in connection.execute(query)
            )

    def labels(self) -> tuple[str, ...]:
        """Return the distinct labels of rows that words may mean: no totals, no form fields."""
        query = (
            select(schema.rows.c.label)
            .distinct()
            .where(schema.rows.c.kind.in_(("item", "indicator")))
        )
        with self.engine.connect() as connection:
            return tuple(sorted(label for label in connection.execute(query).scalars() if label))

    def vectors(self, model: str, only: Collection[str] | None = None) -> dict[str, bytes]:
        """Return the cached vectors of a model by content hash; of some hashes where few are named."""
        query = select(schema.vectors.c.sha256, schema.vectors.c.vector).where(
            schema.vectors.c.model == model
        )
        if only is not None and len(only) <= NAMED_AT_ONCE:
            query = query.where(schema.vectors.c.sha256.in_(only))
        with self.engine.connect() as connection:
            return {row.sha256: row.vector for row in connection.execute(query)}

    # --- writing -------------------------------------------------------------------------

    def put(self, document: Document, path: str | None = None) -> int:
        """Store a document in one transaction, in place of one of the same name; return its id."""
        with self._lock, self.engine.begin() as connection:
            connection.execute(
                delete(schema.documents).where(schema.documents.c.name == document.name)
            )
            document_id = insert_document(connection, document, path)
            for stored in document.tables:
                insert_table(connection, document_id, stored)
            insert_passages(connection, document_id, document.passages)
            insert_problems(connection, document_id, document.problems, None)
            _advance(connection)
        return document_id

    def remove(self, name: str) -> None:
        """Take a document, or all that a file holds, out with what came from it.

        Raises UnknownDocumentError.
        """
        with self._lock, self.engine.begin() as connection:
            names = [document.name for document in _named(_documents(connection), name)]
            connection.execute(delete(schema.documents).where(schema.documents.c.name.in_(names)))
            _advance(connection)

    def put_vectors(self, model: str, vectors: dict[str, bytes]) -> None:
        """Cache vectors by content hash, in place of those already there."""
        table = schema.vectors
        fresh = [{"model": model, "sha256": k, "vector": v} for k, v in vectors.items()]
        if fresh:
            with self._lock, self.engine.begin() as connection:
                connection.execute(
                    delete(table).where(table.c.model == model, table.c.sha256.in_(list(vectors)))
                )
                connection.execute(insert(table), fresh)


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        raise StoreError(
            f"DATABASE_URL: its driver {error.name} is not installed; add the `server` extra"
        ) from error
    except ArgumentError as error:  # not a URL, or of a database that SQLAlchemy does not know
        raise StoreError(f"DATABASE_URL: {error}; give a SQLAlchemy URL") from error
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _pragmas(connection, _record) -> None:  # type: ignore[no-untyped-def]
            cursor = connection.cursor()
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA busy_timeout=30000")
            cursor.close()

    return engine


def _meta(connection: Connection, key: str) -> str | None:
    value: str | None = connection.execute(
        select(schema.meta.c.value).where(schema.meta.c.key == key)
    ).scalar_one_or_none()
    return value


def _set_meta(connection: Connection, key: str, value: str) -> None:
    changed = connection.execute(
        update(schema.meta).where(schema.meta.c.key == key).values(value=value)
    )
    if changed.rowcount == 0:
        connection.execute(insert(schema.meta).values(key=key, value=value))


def _advance(connection: Connection) -> None:
    _set_meta(connection, "generation", str(int(_meta(connection, "generation") or 0) + 1))


def _pick(by_name: dict[str, StoredDocument], name: str) -> StoredDocument:
    if name in by_name:
        return by_name[name]
    raise UnknownDocumentError(name, get_close_matches(name, by_name, n=3, cutoff=0.4))


def _named(found: Sequence[StoredDocument], name: str) -> list[StoredDocument]:
    """Return the document of that name, or all of the file of that name."""
    by_name = {document.name: document for document in found}
    if name in by_name:
        return [by_name[name]]
    inside = [document for document in found if names_file(name, document.name)]
    return inside or [_pick(by_name, name)]


def chosen(found: Sequence[StoredDocument], names: Iterable[str]) -> tuple[StoredDocument, ...]:
    """Return the documents of names; raises UnknownDocumentError for one that none has."""
    return tuple(dict.fromkeys(one for name in names for one in _named(found, name)))


def _documents(connection: Connection) -> tuple[StoredDocument, ...]:
    counts = _counts(connection)
    found = connection.execute(select(schema.documents).order_by(schema.documents.c.name))
    return tuple(
        StoredDocument(
            id=row.id,
            name=row.name,
            format=row.format,
            sha256=row.sha256,
            institution=row.institution,
            fiscal_year=row.fiscal_year,
            phase=row.phase,
            title=row.title,
            aliases=row.aliases,
            n_pages=row.n_pages,
            paged=bool(row.paged),
            path=row.path,
            n_tables=counts["tables"].get(row.id, 0),
            n_rows=counts["rows"].get(row.id, 0),
            n_observations=counts["observations"].get(row.id, 0),
            n_passages=counts["passages"].get(row.id, 0),
            n_problems=counts["problems"].get(row.id, 0),
        )
        for row in found
    )


def _counts(connection: Connection) -> dict[str, dict[int, int]]:
    tables, rows, observations = schema.tables, schema.rows, schema.observations
    owner = tables.c.document_id
    queries = {
        "tables": select(owner, func.count()).group_by(owner),
        "rows": select(owner, func.count())
        .join(rows, rows.c.table_id == tables.c.id)
        .group_by(owner),
        "observations": select(owner, func.count())
        .join(rows, rows.c.table_id == tables.c.id)
        .join(observations, observations.c.row_id == rows.c.id)
        .group_by(owner),
        "passages": select(schema.passages.c.document_id, func.count()).group_by(
            schema.passages.c.document_id
        ),
        "problems": select(schema.problems.c.document_id, func.count()).group_by(
            schema.problems.c.document_id
        ),
    }
    return {
        name: {int(key): int(count) for key, count in connection.execute(query)}
        for name, query in queries.items()
    }
