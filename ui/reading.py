"""Read from the store what the pages show; no page touches the database itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import RowMapping, func, insert, or_, select

from ingest import schema
from ingest.records import Location
from ingest.store import Store, StoredDocument
from qa.query import Citation
from ui.records import Evidence, Found, Issue, Mark, Pair, PrintedTable

FOUND_AT_MOST = 200


def tables_of(store: Store, document_id: int) -> tuple[PrintedTable, ...]:
    """Return all tables of a document as printed."""
    query = (
        select(schema.tables)
        .where(schema.tables.c.document_id == document_id)
        .order_by(schema.tables.c.ordinal)
    )
    with store.engine.connect() as connection:
        found = connection.execute(query).mappings().all()
    return tuple(_table(store, row) for row in found)


def table_by_id(store: Store, table_id: int) -> PrintedTable | None:
    """Return one table as printed, None where it is gone."""
    with store.engine.connect() as connection:
        row = (
            connection.execute(select(schema.tables).where(schema.tables.c.id == table_id))
            .mappings()
            .one_or_none()
        )
    return None if row is None else _table(store, row)


def _table(store: Store, row: RowMapping) -> PrintedTable:
    return PrintedTable(
        id=row["id"],
        document_id=row["document_id"],
        annex=row["annex"],
        title=row["title"],
        unit=row["unit"],
        pages=row["pages"],
        notes=row["notes"],
        header=row["header"],
        body=row["body"],
        pairs=_fields(store, row["id"]),
    )


def _fields(store: Store, table_id: int) -> tuple[Pair, ...]:
    """Return a form's labels and values, which stand outside its grid."""
    rows, values = schema.rows, schema.observations
    query = (
        select(rows.c.label, values.c.printed)
        .join(values, values.c.row_id == rows.c.id)
        .where(rows.c.table_id == table_id, rows.c.kind == "field")
        .order_by(rows.c.idx)
    )
    with store.engine.connect() as connection:
        return tuple(Pair(row.label, row.printed) for row in connection.execute(query))


def problems_of(store: Store, document_id: int) -> tuple[Issue, ...]:
    """Return the problems met while reading a document, the gravest first."""
    problems = schema.problems
    query = select(problems).where(problems.c.document_id == document_id).order_by(problems.c.id)
    rank = {"error": 0, "warning": 1, "info": 2}
    with store.engine.connect() as connection:
        found = [
            Issue(row.severity, row.message, row.location.page) for row in connection.execute(query)
        ]
    return tuple(sorted(found, key=lambda issue: rank.get(issue.severity, 3)))


def search_rows(store: Store, words: str, document_id: int | None = None) -> tuple[Found, ...]:
    """Return rows whose label, code or text holds all the words."""
    rows, tables, documents = schema.rows, schema.tables, schema.documents
    query = (
        select(
            documents.c.name,
            tables.c.id,
            tables.c.annex,
            tables.c.title,
            rows.c.text,
            rows.c.pieces,
        )
        .join(tables, rows.c.table_id == tables.c.id)
        .join(documents, tables.c.document_id == documents.c.id)
        .order_by(documents.c.name, tables.c.ordinal, rows.c.idx)
        .limit(FOUND_AT_MOST)
    )
    for word in words.split():
        query = query.where(
            or_(
                rows.c.text.contains(word, autoescape=True),
                func.coalesce(rows.c.code, "").contains(word, autoescape=True),
            )
        )
    if document_id is not None:
        query = query.where(documents.c.id == document_id)
    with store.engine.connect() as connection:
        return tuple(
            Found(
                row.name,
                row.id,
                row.annex if row.annex == row.title else f"{row.annex} {row.title}",
                row.text,
                row.pieces[0].page,
            )
            for row in connection.execute(query)
        )


# --- evidence -----------------------------------------------------------------------------


def evidence_of(store: Store, citation: Citation) -> Evidence:
    """Return all that the source drawer shows of a citation."""
    document = _document(store, citation)
    table = None if citation.table_id is None else table_by_id(store, citation.table_id)
    if table is None:
        return _passage_evidence(store, citation, document)
    if citation.row_id is None:
        return Evidence(citation, document, table)
    row = _row(store, citation.row_id)
    if row is None:
        return Evidence(citation, document, table)
    at = None if row["kind"] == "field" else place_in_body(store, table, citation.row_id)
    return Evidence(
        citation,
        document,
        table,
        row=at,
        column=citation.column_idx,
        rows=_marks(row["pieces"]),
        cell=_cell(store, citation.row_id, citation.column_idx),
        pairs=_pairs(table, at, citation.column_idx, row["label"]),
    )


def _document(store: Store, citation: Citation) -> StoredDocument | None:
    return next((d for d in store.documents() if d.name == citation.doc), None)


def _row(store: Store, row_id: int) -> RowMapping | None:
    with store.engine.connect() as connection:
        return (
            connection.execute(select(schema.rows).where(schema.rows.c.id == row_id))
            .mappings()
            .one_or_none()
        )


def place_in_body(store: Store, table: PrintedTable, row_id: int) -> int | None:
    """Return where in the printed body a stored row stands.

    Rows keep the order of the print, and a printed line may give several of them: each is looked
    for from the line of the one before.
    """
    rows = schema.rows
    query = (
        select(rows.c.id, rows.c.text)
        .where(rows.c.table_id == table.id, rows.c.kind != "field")
        .order_by(rows.c.idx)
    )
    lines = [_squeeze(" ".join(cells)) for cells in table.body]
    at = 0
    with store.engine.connect() as connection:
        for row in connection.execute(query):
            text = _squeeze(row.text)
            found = next((i for i in range(at, len(lines)) if text in lines[i]), None)
            if row.id == row_id:
                return found
            at = at if found is None else found
    return None


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _marks(pieces: Sequence[Location]) -> tuple[Mark, ...]:
    return tuple(
        Mark(piece.page, piece.bbox) for piece in pieces if piece.page and piece.bbox is not None
    )


def _cell(store: Store, row_id: int, column: int | None) -> Mark | None:
    if column is None:
        return None
    values = schema.observations
    query = select(values.c.page, values.c.bbox).where(
        values.c.row_id == row_id, values.c.column_idx == column
    )
    with store.engine.connect() as connection:
        row = connection.execute(query).first()
    if row is None or row.page is None or row.bbox is None:
        return None
    return Mark(row.page, row.bbox)


def _pairs(table: PrintedTable, at: int | None, column: int | None, label: str) -> tuple[Pair, ...]:
    if at is None:
        return tuple(Pair(pair.label, pair.value, pair.label == label) for pair in table.pairs)
    return tuple(
        Pair(" / ".join(path), text, index == column)
        for index, (path, text) in enumerate(zip(table.header, table.body[at], strict=True))
        if text.strip()
    )


def _passage_evidence(
    store: Store, citation: Citation, document: StoredDocument | None
) -> Evidence:
    passages = schema.passages
    if citation.passage_id is None:
        return Evidence(citation, document, passage=citation.quote)
    with store.engine.connect() as connection:
        row = connection.execute(
            select(passages).where(passages.c.id == citation.passage_id)
        ).first()
    if row is None:
        return Evidence(citation, document, passage=citation.quote)
    return Evidence(
        citation,
        document,
        rows=() if row.bbox is None or row.page is None else (Mark(row.page, row.bbox),),
        passage=row.text,
        headings=row.headings,
        sentence=sentence_span(row.text, citation.quote),
    )


def sentence_span(passage: str, quote: str) -> tuple[int, int] | None:
    """Return where a quote stands in a passage, white space apart; None where it does not."""
    wanted = _squeeze(quote)
    if not wanted:
        return None
    places = [index for index, character in enumerate(passage) if not character.isspace()]
    start = "".join(passage[index] for index in places).find(wanted)
    if start < 0:
        return None
    return places[start], places[start + len(wanted) - 1] + 1


# --- feedback -----------------------------------------------------------------------------


def put_feedback(store: Store, **values: str) -> None:
    """Store one verdict on an answer."""
    with store.engine.begin() as connection:
        connection.execute(insert(schema.feedback).values(**values))


def feedback_list(store: Store, limit: int = 500) -> tuple[dict[str, str], ...]:
    """Return the latest verdicts as texts by column, for staff."""
    query = select(schema.feedback).order_by(schema.feedback.c.id.desc()).limit(limit)
    with store.engine.connect() as connection:
        return tuple(
            {key: str(value) for key, value in row.items()}
            for row in connection.execute(query).mappings()
        )
