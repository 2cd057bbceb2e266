"""Write records as rows of the schema."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from ingest import schema
from ingest.money import plain_decimal, scaled
from ingest.records import (
    Column,
    Document,
    Observation,
    Passage,
    Problem,
    Row,
    StoredTable,
)


def passage_key(passage: Passage) -> str:
    """Return the content hash that keys a passage's vector."""
    return hashlib.sha256("\n".join((*passage.headings, passage.text)).encode()).hexdigest()


def insert_document(connection: Connection, document: Document, path: str | None) -> int:
    """Write the row of a document and return its id."""
    result = connection.execute(
        insert(schema.documents).values(
            name=document.name,
            format=document.format,
            sha256=document.sha256,
            institution=document.disclosure.institution,
            fiscal_year=document.disclosure.fiscal_year,
            phase=document.disclosure.phase.value,
            title=document.title,
            aliases=document.aliases,
            n_pages=document.n_pages,
            paged=document.paged,
            seconds=f"{document.seconds:.2f}",
            path=path,
        )
    )
    key = result.inserted_primary_key
    assert key is not None  # one row was inserted
    return int(key[0])


def insert_table(connection: Connection, document_id: int, stored: StoredTable) -> None:
    """Write a table with its columns, rows and observations."""
    table = stored.table
    result = connection.execute(
        insert(schema.tables).values(
            document_id=document_id,
            ordinal=table.ordinal,
            annex=table.annex,
            title=table.title,
            kind=table.kind,
            unit=table.unit,
            pages=table.pages,
            notes=table.notes,
            rows_in=table.rows_in,
            proved=table.proved,
            location=table.location,
            header=table.header,
            body=[row.cells for row in table.body],
        )
    )
    key = result.inserted_primary_key
    assert key is not None  # one row was inserted
    table_id = int(key[0])
    if stored.columns:
        connection.execute(
            insert(schema.columns), [_column_values(table_id, c) for c in stored.columns]
        )
    if stored.rows:
        connection.execute(insert(schema.rows), [_row_values(table_id, row) for row in stored.rows])
    found = connection.execute(
        select(schema.rows.c.idx, schema.rows.c.id).where(schema.rows.c.table_id == table_id)
    )
    ids = {int(index): int(key) for index, key in found}
    if stored.observations:
        connection.execute(
            insert(schema.observations),
            [_observation_values(ids[o.row], o) for o in stored.observations],
        )
    insert_problems(connection, document_id, stored.problems, table.ordinal)


def _column_values(table_id: int, column: Column) -> dict[str, object]:
    return {
        "table_id": table_id,
        "idx": column.index,
        "path": column.path,
        "role": column.role.value,
        "label_idx": column.label_index,
        "year": column.year,
        "phase": column.phase.value if column.phase else None,
        "unit": column.unit,
    }


def _row_values(table_id: int, row: Row) -> dict[str, object]:
    return {
        "table_id": table_id,
        "idx": row.index,
        "label": row.label,
        "text": row.text,
        "code": row.code,
        "code_kind": row.code_kind,
        "level": row.level,
        "parents": row.parents,
        "side": row.side,
        "number": row.number,
        "kind": row.kind,
        "institution": row.institution,
        "pieces": row.pieces,
    }


def _observation_values(row_id: int, o: Observation) -> dict[str, object]:
    return {
        "row_id": row_id,
        "column_idx": o.column,
        "path": o.path,
        "year": o.year,
        "phase": o.phase.value,
        "measure": o.measure,
        "printed": o.printed,
        "value": None if o.value is None else plain_decimal(o.value),
        "scaled": scaled(o.value, o.unit),
        "unit": o.unit,
        "sign": o.sign,
        "page": o.location.page,
        "bbox": o.location.bbox,
    }


def insert_passages(connection: Connection, document_id: int, passages: Sequence[Passage]) -> None:
    """Write the passages of a document."""
    values = [
        {
            "document_id": document_id,
            "ordinal": passage.ordinal,
            "text": passage.text,
            "headings": passage.headings,
            "kind": passage.kind,
            "page": passage.location.page,
            "bbox": passage.location.bbox,
            "sha256": passage_key(passage),
        }
        for passage in passages
    ]
    if values:
        connection.execute(insert(schema.passages), values)


def insert_problems(
    connection: Connection, document_id: int, problems: Sequence[Problem], table_ordinal: int | None
) -> None:
    """Write problems of a document, or of one of its tables."""
    values = [
        {
            "document_id": document_id,
            "table_ordinal": table_ordinal,
            "severity": problem.severity.value,
            "message": problem.message,
            "location": problem.location,
        }
        for problem in problems
    ]
    if values:
        connection.execute(insert(schema.problems), values)
