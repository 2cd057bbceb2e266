"""Write every stored observation as CSV that spreadsheets open as it is."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Row, Select, select

from ingest import schema
from ingest.errors import StoreError
from ingest.store import Store

COLUMNS = (
    "doc",
    "institution",
    "fiscal_year",
    "phase",
    "annex",
    "table",
    "kind",
    "page",
    "row",
    "code",
    "label",
    "parents",
    "column",
    "year",
    "measure",
    "printed",
    "value",
    "unit",
)
"""`row` is the printed number of the row, or its place in the table where none is printed."""


def export_csv(store: Store, file: Path, names: Sequence[str] | None = None) -> int:
    """Write the observations of all or the named documents; return how many.

    The file appears when it is complete. Raises UnknownDocumentError, StoreError.
    """
    ids = [document.id for document in store.documents(names)]
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with aside.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(COLUMNS)
            count = 0
            for line in _lines(store, ids):
                writer.writerow(line)
                count += 1
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise StoreError(f"{file}: cannot be written ({error.strerror}); choose another") from error
    return count


def _lines(store: Store, ids: Sequence[int]) -> Iterator[tuple[object, ...]]:
    with store.engine.connect() as connection:
        found = connection.execution_options(yield_per=2000).execute(_query(ids))
        for row in found:
            yield _line(row)


def _query(ids: Sequence[int]) -> Select[tuple[object, ...]]:
    d, t, r, o = schema.documents, schema.tables, schema.rows, schema.observations
    return (
        select(
            d.c.name,
            d.c.institution,
            d.c.fiscal_year,
            d.c.phase,
            t.c.annex,
            t.c.title,
            t.c.kind.label("table_kind"),
            o.c.page,
            r.c.number,
            r.c.idx,
            r.c.code,
            r.c.label.label("row_label"),
            r.c.parents,
            o.c.path,
            o.c.year,
            o.c.measure,
            o.c.printed,
            o.c.value,
            o.c.unit,
        )
        .join(t, t.c.document_id == d.c.id)
        .join(r, r.c.table_id == t.c.id)
        .join(o, o.c.row_id == r.c.id)
        .where(d.c.id.in_(ids))
        .order_by(d.c.name, t.c.ordinal, r.c.idx, o.c.column_idx)
    )


def _line(row: Row[tuple[object, ...]]) -> tuple[object, ...]:
    return (
        row.name,
        row.institution,
        row.fiscal_year,
        row.phase,
        row.annex,
        row.title,
        row.table_kind,
        row.page,
        row.number or row.idx + 1,
        row.code,
        row.row_label,
        "/".join(row.parents),
        "/".join(row.path),
        row.year,
        row.measure,
        row.printed,
        row.value,
        row.unit,
    )
