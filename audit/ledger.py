"""Read one disclosure from the store with its figures, the form in which rules look at it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import RowMapping, select

from ingest import schema
from ingest.money import YUAN
from ingest.records import BBox
from ingest.store import Store, StoredDocument


@dataclass(frozen=True, slots=True)
class Place:
    """Point at one figure or statement as a citation does."""

    doc: str
    annex: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    section: str | None = None
    page: int | None = None
    bbox: BBox | None = None
    quote: str = ""
    row_id: int | None = None
    passage_id: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one printed value and where it stands; `value` is None where nothing is listed."""

    value: Decimal | None
    printed: str
    unit: str | None
    path: tuple[str, ...]
    column: int
    year: int
    measure: str
    sign: str | None
    place: Place

    @property
    def yuan(self) -> Decimal | None:
        """Return the amount in yuan, or the bare value where the unit is not of money."""
        return None if self.value is None else self.value * YUAN.get(self.unit or "", Decimal(1))

    @property
    def half(self) -> Decimal:
        """Return half of the last printed digit, in yuan (or in the unit)."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        digits = exponent if isinstance(exponent, int) else 0
        return Decimal(1).scaleb(digits) / 2 * YUAN.get(self.unit or "", Decimal(1))


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one row with its figures by column index."""

    id: int
    label: str
    code: str | None
    code_kind: str | None
    level: int
    parents: tuple[str, ...]
    side: str | None
    kind: str
    text: str
    figures: Mapping[int, Figure]

    @property
    def bare(self) -> str:
        """Return the label without numbering, brackets and white space."""
        return bare(self.label)


@dataclass(frozen=True, slots=True)
class Account:
    """Hold one table; `columns` are (index, path, role, year)."""

    id: int
    kind: str
    annex: str
    title: str
    unit: str | None
    notes: tuple[str, ...]
    proved: bool
    columns: tuple[tuple[int, tuple[str, ...], str, int | None], ...]
    lines: tuple[Line, ...]
    header: tuple[tuple[str, ...], ...]
    of_unit: bool = False
    """It is printed once for each of several units: none of them is of the whole department."""

    def amounts(self) -> list[tuple[int, tuple[str, ...], int | None]]:
        """Return the columns of money: index, path, year; percentages are no money."""
        figures = [line.figures for line in self.lines]
        rates = {i for row in figures for i, figure in row.items() if figure.unit == "%"}
        return [
            (i, path, year)
            for i, path, role, year in self.columns
            if role == "amount" and i not in rates
        ]


@dataclass(frozen=True, slots=True)
class Statement:
    """Hold one passage of narrative."""

    id: int
    text: str
    headings: tuple[str, ...]
    kind: str
    place: Place


@dataclass(frozen=True, slots=True)
class Ledger:
    """Hold one document as rules see it."""

    document: StoredDocument
    accounts: tuple[Account, ...]
    statements: tuple[Statement, ...]

    @property
    def year(self) -> int:
        """Return the fiscal year."""
        return self.document.fiscal_year

    def of_kind(self, *kinds: str) -> Iterator[Account]:
        """Yield the department's tables of the kinds, in order of the kinds asked."""
        for kind in kinds:
            yield from (
                account for account in self.accounts if account.kind == kind and not account.of_unit
            )


_NUMBERING = re.compile(
    r"^\s*(?:其中\s*[:：]?)?\s*(?:[（(][一二三四五六七八九十百\d]+[)）]|[一二三四五六七八九十百]+[、.．]|\d+[、.．](?!\d))\s*"
)


def bare(label: str) -> str:
    """Return a label without numbering, white space and the width of brackets."""
    text = _NUMBERING.sub("", label)
    return re.sub(r"\s+", "", text).replace("（", "(").replace("）", ")")


def read_ledgers(store: Store, names: Sequence[str] | None = None) -> list[Ledger]:
    """Return a ledger a disclosure; raises UnknownDocumentError for a name the store lacks.

    Several files of one disclosure (renditions, or narrative here and tables there) are one
    ledger: of what they share, the rendition with pages is kept.
    """
    groups: dict[tuple[str, int, str], list[StoredDocument]] = defaultdict(list)
    for document in store.documents(names):
        groups[document.institution, document.fiscal_year, document.phase].append(document)
    return [
        _joined([_read(store, d) for d in sorted(group, key=lambda d: (not d.paged, d.name))])
        for group in groups.values()
    ]


def _joined(ledgers: Sequence[Ledger]) -> Ledger:
    """Return the ledger of one disclosure from those of its files, each table once."""
    accounts: list[Account] = []
    statements: list[Statement] = []
    seen: set[tuple[str, str, str]] = set()
    told = ""
    for ledger in ledgers:
        accounts += [account for account in ledger.accounts if _same(account) not in seen]
        statements += [s for s in ledger.statements if not told or _words(s.text) not in told]
        seen |= {_same(account) for account in ledger.accounts}
        told += "".join(_words(statement.text) for statement in ledger.statements)
    return Ledger(ledgers[0].document, tuple(accounts), tuple(statements))


def _same(account: Account) -> tuple[str, str, str]:
    """Return what is the same for one table in every rendition."""
    return (account.kind, bare(account.annex), bare(account.title))


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _read(store: Store, document: StoredDocument) -> Ledger:
    with store.engine.connect() as connection:
        tables = connection.execute(
            select(schema.tables)
            .where(schema.tables.c.document_id == document.id)
            .order_by(schema.tables.c.ordinal)
        ).mappings()
        found = list(tables)
        ids = [row["id"] for row in found]
        columns = _grouped(
            connection.execute(
                select(schema.columns)
                .where(schema.columns.c.table_id.in_(ids))
                .order_by(schema.columns.c.idx)
            ).mappings(),
            "table_id",
        )
        rows = _grouped(
            connection.execute(
                select(schema.rows)
                .where(schema.rows.c.table_id.in_(ids))
                .order_by(schema.rows.c.idx)
            ).mappings(),
            "table_id",
        )
        figures = _grouped(
            connection.execute(
                select(schema.observations)
                .join(schema.rows, schema.rows.c.id == schema.observations.c.row_id)
                .where(schema.rows.c.table_id.in_(ids))
            ).mappings(),
            "row_id",
        )
        passages = list(
            connection.execute(
                select(schema.passages)
                .where(schema.passages.c.document_id == document.id)
                .order_by(schema.passages.c.ordinal)
            ).mappings()
        )
    of_units = _of_units(found, rows)
    accounts = tuple(
        replace(
            _account(document, table, columns[table["id"]], rows[table["id"]], figures),
            of_unit=table["id"] in of_units,
        )
        for table in found
    )
    return Ledger(document, accounts, tuple(_statement(document, row) for row in passages))


def _of_units(tables: Sequence[RowMapping], rows: Mapping[int, list[RowMapping]]) -> set[int]:
    """Return the tables that stand under one title and header for several units, each for one."""
    alike: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for table in tables:
        owners = {row["institution"] for row in rows.get(table["id"], ())}
        if len(owners) == 1 and (owner := owners.pop()):
            alike[table["title"], repr(table["header"])][table["id"]] = owner
    return {at for group in alike.values() if len(set(group.values())) > 1 for at in group}


def _grouped(rows: Iterable[RowMapping], key: str) -> dict[int, list[RowMapping]]:
    groups: dict[int, list[RowMapping]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _account(
    document: StoredDocument,
    table: RowMapping,
    columns: Sequence[RowMapping],
    rows: Sequence[RowMapping],
    figures: Mapping[int, list[RowMapping]],
) -> Account:
    return Account(
        id=table["id"],
        kind=table["kind"],
        annex=table["annex"],
        title=table["title"],
        unit=table["unit"],
        notes=table["notes"],
        proved=bool(table["proved"]),
        columns=tuple((c["idx"], c["path"], c["role"], c["year"]) for c in columns),
        lines=tuple(_line(document, table, row, figures.get(row["id"], [])) for row in rows),
        header=table["header"],
    )


def _line(
    document: StoredDocument, table: RowMapping, row: RowMapping, figures: Sequence[RowMapping]
) -> Line:
    first = row["pieces"][0]
    label = " ".join(part for part in (row["number"], row["code"], row["label"]) if part)
    return Line(
        id=row["id"],
        label=row["label"],
        code=row["code"],
        code_kind=row["code_kind"],
        level=row["level"],
        parents=row["parents"],
        side=row["side"],
        kind=row["kind"],
        text=row["text"],
        figures={
            f["column_idx"]: Figure(
                value=None if f["value"] is None else Decimal(f["value"]),
                printed=f["printed"],
                unit=f["unit"],
                path=f["path"],
                column=f["column_idx"],
                year=f["year"],
                measure=f["measure"],
                sign=f["sign"],
                place=Place(
                    doc=document.name,
                    annex=table["annex"],
                    table=table["title"],
                    row=label,
                    column="/".join(f["path"]),
                    page=f["page"] or first.page,
                    bbox=f["bbox"],
                    quote=row["text"],
                    row_id=row["id"],
                ),
            )
            for f in figures
        },
    )


def _statement(document: StoredDocument, row: RowMapping) -> Statement:
    headings = row["headings"]
    return Statement(
        id=row["id"],
        text=row["text"],
        headings=headings,
        kind=row["kind"],
        place=Place(
            doc=document.name,
            annex="正文",
            section=" / ".join(headings),
            page=row["page"],
            bbox=row["bbox"],
            quote=row["text"],
            passage_id=row["id"],
        ),
    )
