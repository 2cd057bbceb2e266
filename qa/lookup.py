"""Read stored values: the only SELECTs on observations. Tables once read stay in memory."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from ingest import schema
from ingest.records import BBox
from ingest.store import Store


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold one stored value with what a citation needs; `value` is None where none is listed."""

    row_id: int
    column: int
    path: tuple[str, ...]
    year: int
    phase: str
    measure: str
    printed: str
    value: Decimal | None
    unit: str | None
    sign: str | None
    page: int | None
    bbox: BBox | None


class Lookup:
    """Give facts by row and column; one store generation a lookup."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tables: dict[int, dict[int, tuple[Fact, ...]]] = {}
        self._lock = threading.Lock()

    def prefetch(self, table_ids: Iterable[int]) -> None:
        """Read the tables that are not in memory yet, in one SELECT."""
        with self._lock:
            missing = [key for key in dict.fromkeys(table_ids) if key not in self._tables]
            if missing:
                self._tables.update(self._read(missing))

    def row(self, table_id: int, row_id: int) -> tuple[Fact, ...]:
        """Return the facts of one row in column order."""
        if table_id not in self._tables:
            self.prefetch([table_id])
        return self._tables[table_id].get(row_id, ())

    def fact(self, table_id: int, row_id: int, column: int) -> Fact | None:
        """Return the fact of one cell, or None where the cell holds nothing."""
        return next((f for f in self.row(table_id, row_id) if f.column == column), None)

    def _read(self, table_ids: list[int]) -> dict[int, dict[int, tuple[Fact, ...]]]:
        observations, rows = schema.observations, schema.rows
        query = (
            select(rows.c.table_id, observations)
            .join(rows, rows.c.id == observations.c.row_id)
            .where(rows.c.table_id.in_(table_ids))
            .order_by(observations.c.row_id, observations.c.column_idx)
        )
        found: dict[int, dict[int, list[Fact]]] = {key: defaultdict(list) for key in table_ids}
        with self._store.engine.connect() as connection:
            for row in connection.execute(query).mappings():
                found[row["table_id"]][row["row_id"]].append(
                    Fact(
                        row_id=row["row_id"],
                        column=row["column_idx"],
                        path=row["path"],
                        year=row["year"],
                        phase=row["phase"],
                        measure=row["measure"],
                        printed=row["printed"],
                        value=None if row["value"] is None else Decimal(row["value"]),
                        unit=row["unit"],
                        sign=row["sign"],
                        page=row["page"],
                        bbox=row["bbox"],
                    )
                )
        return {
            key: {row_id: tuple(facts) for row_id, facts in by_row.items()}
            for key, by_row in found.items()
        }
