"""Tell of each table what was read: kind, pages, unit, rows in, rows stored, problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Text, case, cast, func, select

from ingest import schema
from ingest.records import StoredTable
from ingest.store import Store, StoredDocument


@dataclass(frozen=True, slots=True)
class Tally:
    """Count printed rows: each came in and was stored, was reported, or was lost (a fault)."""

    rows_in: int = 0
    stored: int = 0
    reported: int = 0

    @property
    def lost(self) -> int:
        """Return how many rows are neither stored nor reported."""
        return self.rows_in - self.stored - self.reported

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.rows_in + other.rows_in,
            self.stored + other.stored,
            self.reported + other.reported,
        )

    def __str__(self) -> str:
        lost = f" + {self.lost} LOST" if self.lost else ""
        return (
            f"rows in {self.rows_in:,} = rows stored {self.stored:,} + "
            f"problems {self.reported:,}{lost}"
        )


def tally(stored: StoredTable) -> Tally:
    """Account for every body row and every label/value pair of a table."""
    kept = {row.pieces for row in stored.rows}
    told = {problem.location for problem in stored.problems}
    lines = [body.pieces for body in stored.table.body]
    lines += [(pair.location,) for pair in stored.table.pairs]
    in_store = [pieces in kept for pieces in lines]
    reported = [
        not inside and any(piece in told for piece in pieces)
        for inside, pieces in zip(in_store, lines, strict=True)
    ]
    return Tally(len(lines), sum(in_store), sum(reported))


@dataclass(frozen=True, slots=True)
class TableReport:
    """Describe one stored table."""

    annex: str
    title: str
    kind: str
    pages: tuple[int, ...]
    unit: str | None
    rows_in: int
    rows_stored: int
    facts: int
    problems: int
    proved: bool


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """Describe one problem and its place."""

    severity: str
    message: str
    page: int | None
    bbox: tuple[float, ...] | None
    table: str | None


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """Describe one stored document with its tables and problems."""

    name: str
    institution: str
    fiscal_year: int
    phase: str
    format: str
    pages: int
    chunks: int
    tables: tuple[TableReport, ...]
    problems: tuple[ProblemReport, ...]


def report(store: Store, names: Sequence[str] | None = None) -> tuple[DocumentReport, ...]:
    """Return what the store holds of all or the named documents."""
    documents = store.documents(names)
    ids = [document.id for document in documents]
    problems = _problems(store, ids)
    tables = _tables(store, ids)
    return tuple(_document(d, tables[d.id], problems[d.id]) for d in documents)


def _document(
    document: StoredDocument,
    tables: Sequence[tuple[int, TableReport]],
    problems: Sequence[tuple[int | None, ProblemReport]],
) -> DocumentReport:
    titles = {ordinal: table.title for ordinal, table in tables}
    counts: dict[int | None, int] = defaultdict(int)
    for ordinal, _ in problems:
        counts[ordinal] += 1
    return DocumentReport(
        document.name,
        document.institution,
        document.fiscal_year,
        document.phase,
        document.format,
        document.n_pages if document.paged else 0,
        document.n_passages,
        tuple(replace(table, problems=counts[ordinal]) for ordinal, table in tables),
        tuple(
            ProblemReport(
                p.severity, p.message, p.page, p.bbox, None if ordinal is None else titles[ordinal]
            )
            for ordinal, p in problems
        ),
    )


def _tables(store: Store, ids: Sequence[int]) -> dict[int, list[tuple[int, TableReport]]]:
    t, r, o = schema.tables, schema.rows, schema.observations
    # A form's fields may share one printed line; income and spending share a line, two rows each.
    line = case((r.c.kind == "field", cast(r.c.id, Text)), else_=r.c.pieces)
    lines = select(r.c.table_id, func.count(line.distinct())).group_by(r.c.table_id)
    facts = select(r.c.table_id, func.count()).join(o, o.c.row_id == r.c.id).group_by(r.c.table_id)
    found: dict[int, list[tuple[int, TableReport]]] = defaultdict(list)
    with store.engine.connect() as connection:
        n_lines = {int(table): int(count) for table, count in connection.execute(lines)}
        n_facts = {int(table): int(count) for table, count in connection.execute(facts)}
        query = select(t).where(t.c.document_id.in_(ids)).order_by(t.c.document_id, t.c.ordinal)
        for row in connection.execute(query):
            table = TableReport(
                row.annex,
                row.title,
                row.kind,
                row.pages,
                row.unit,
                row.rows_in,
                n_lines.get(row.id, 0),
                n_facts.get(row.id, 0),
                0,
                bool(row.proved),
            )
            found[row.document_id].append((row.ordinal, table))
    return found


def _problems(
    store: Store, ids: Sequence[int]
) -> dict[int, list[tuple[int | None, ProblemReport]]]:
    p = schema.problems
    found: dict[int, list[tuple[int | None, ProblemReport]]] = defaultdict(list)
    with store.engine.connect() as connection:
        query = select(p).where(p.c.document_id.in_(ids)).order_by(p.c.document_id, p.c.id)
        for row in connection.execute(query):
            place = row.location
            told = ProblemReport(row.severity, row.message, place.page, place.bbox, None)
            found[row.document_id].append((row.table_ordinal, told))
    return found


# --- as text --------------------------------------------------------------------------------


def report_lines(documents: Sequence[DocumentReport]) -> list[str]:
    """Return the report as lines for a terminal."""
    return [line for document in documents for line in _document_lines(document)]


def _document_lines(document: DocumentReport) -> list[str]:
    head = (
        f"{document.name} · {document.institution} · {document.fiscal_year} {document.phase}"
        f" · {document.format} · {document.pages or 'no'} pages · {document.chunks} chunks"
    )
    lines = [head, "  annex      pages   unit  rows in  stored  facts  problems  kind · title"]
    for t in document.tables:
        lines.append(
            f"  {t.annex[:8]:<9}  {_pages(t.pages):<6}  {t.unit or '–':<4}  {t.rows_in:>7}  "
            f"{t.rows_stored:>6}  {t.facts:>5}  {t.problems:>8}  {t.kind} · {t.title}"
            + ("" if t.proved else "  (cells inferred, not proved)")
        )
    for p in document.problems:
        place = f" (page {p.page})" if p.page else ""
        table = f"{p.table}: " if p.table else ""
        lines.append(f"  {p.severity}: {table}{p.message}{place}")
    return [*lines, ""]


def _pages(pages: Sequence[int]) -> str:
    if not pages:
        return "–"
    return str(pages[0]) if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"
