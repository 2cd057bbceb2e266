"""Hold one document the way questions about sets, units, forms and narrative are made from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from evals.dataset import Place
from evals.normal import SCALES, flat
from evals.synth_holdings import LONG, SHORT, Holdings, holdings
from ingest.records import Phase
from ingest.store import Store, StoredDocument
from qa.catalogue import Catalogue, Entry, Heading, Sheet, Text, load
from qa.lookup import Fact, Lookup

TOTALS = (
    "合计", "总计", "预算数", "决算数", "小计", "金额", "项目金额", "预算金额", "总额",
    "收入总计", "支出总计", "收入合计", "支出合计",
)  # fmt: skip
PLANNED = ("预算数", "预算金额")  # in final accounts what stands beside the money spent
_ORDINAL = re.compile(r"^(?:[(（]?[一二三四五六七八九十]+[)）、.．]+|[(（]\d+[)）]|\d+[.．、])")
_YEAR = re.compile(r"(?:20\d\d|本|当)年(?:度)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one amount of a row: in its own unit, with all places that print the same of its name."""

    entry: Entry
    value: Decimal
    unit: str
    places: tuple[Place, ...]

    @property
    def label(self) -> str:
        """Return the row's name without blanks and ordinal."""
        return name(self.entry)


@dataclass
class Ground:
    """Hold a document's tables, facts and passages."""

    document: StoredDocument
    sheets: Sequence[Sheet]
    passages: Sequence[Text]
    held: Holdings
    lookup: Lookup
    cells: dict[str, list[tuple[Sheet, Entry, Fact]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[str, list[tuple[Sheet, Entry, Fact]]] = defaultdict(list)
        for sheet in self.sheets:
            for row in sheet.rows:
                for fact in self.facts(sheet, row):
                    if fact.value is not None:
                        found[flat(name(row))].append((sheet, row, fact))
        self.cells = dict(found)

    def facts(self, sheet: Sheet, row: Entry) -> tuple[Fact, ...]:
        """Return the facts of a row."""
        return self.lookup.row(sheet.id, row.id)

    def of_kinds(self, *kinds: str) -> list[Sheet]:
        """Return the tables of some kinds."""
        return [sheet for sheet in self.sheets if sheet.kind in kinds]

    def principal(self, sheet: Sheet) -> Heading | None:
        """Return the column that a question naming none means, where there is no doubt of it."""
        amounts = [
            h
            for h in sheet.columns
            if h.role == "amount" and h.year == self.document.fiscal_year and h.path
        ]
        planned = PLANNED if self.document.phase == Phase.FINAL.value else ()
        names = [(h, _YEAR.sub("", re.sub(r"\s+", "", h.path[-1]))) for h in amounts]
        totals = [h for h, name in names if name in TOTALS and name not in planned]
        if len({h.label_index for h in amounts}) > 1:
            return None
        if totals:
            return min(totals, key=lambda h: len(h.path))  # 合计, not 本年收入/小计 beside it
        return amounts[0] if len(amounts) == 1 else None

    def cell(self, sheet: Sheet, row: Entry, column: Heading) -> Cell | None:
        """Return the amount of a row in a column."""
        fact = self.lookup.fact(sheet.id, row.id, column.index)
        if fact is None or fact.value is None or not fact.unit:
            return None
        return Cell(row, fact.value, fact.unit, self.same(row, fact))

    def same(self, row: Entry, fact: Fact) -> tuple[Place, ...]:
        """Return every place where a row of the name prints the same amount."""
        scaled = fact.value and fact.value * SCALES.get(fact.unit or "", Decimal(1))
        found = [
            place(self.document.name, sheet, entry)
            for sheet, entry, other in self.cells[flat(name(row))]
            if other.value is not None
            and other.value * SCALES.get(other.unit or "", Decimal(1)) == scaled
        ]
        return tuple(dict.fromkeys(found))

    def leaves(self, sheet: Sheet) -> list[Entry]:
        """Return the items of a table that no other stands below."""
        rows = [row for row in sheet.rows if row.kind == "item"]
        above = {parent for row in rows for parent in row.parents}
        return [row for row in rows if row.label not in above]

    def flat_list(self, sheet: Sheet, least: int = 4) -> list[Cell]:
        """Return the items of a table with their amounts; none where they are no plain list."""
        column = self.principal(sheet)
        if column is None:
            return []
        cells = [self.cell(sheet, row, column) for row in self.leaves(sheet)]
        found = [cell for cell in cells if cell is not None and cell.value]
        names = {flat(cell.label) for cell in found}
        total = next((row for row in sheet.rows if row.kind == "total"), None)
        whole = None if total is None else self.cell(sheet, total, column)
        if whole is not None and whole.value != sum(cell.value for cell in found):
            return []  # what its rows are is not sure
        alone = len(names) == len(found) == len({cell.value for cell in found})
        return found if alone and len(found) >= least else []

    def children(self, sheet: Sheet, row: Entry) -> list[Entry]:
        """Return the rows directly below one."""
        under = (*row.parents, row.label)
        return [one for one in sheet.rows if one.kind == "item" and one.parents == under]

    @cached_property
    def forms(self) -> dict[str, Sheet]:
        """Return performance forms by the project that they alone are of."""
        found: dict[str, list[Sheet]] = defaultdict(list)
        for sheet in self.of_kinds("project_performance"):
            for row in sheet.rows:
                if row.kind == "field" and re.sub(r"\s", "", row.label) == "项目名称":
                    texts = [f.printed for f in self.facts(sheet, row) if f.printed.strip()]
                    if texts:
                        found[re.sub(r"\s", "", texts[0])].append(sheet)
        return {
            subject: sheets[0]
            for subject, sheets in found.items()
            if len(sheets) == 1 and SHORT < len(subject) <= LONG + 6
        }


def name(row: Entry) -> str:
    """Return a row's name without blanks and its printed ordinal."""
    bare = re.sub(r"\s+", "", row.label)
    return _ORDINAL.sub("", bare) or bare


def place(document: str, sheet: Sheet, row: Entry) -> Place:
    """Return what an answer that stands on a row must cite."""
    label = f"{row.code} {row.label}" if row.code else row.label
    return Place(sheet.annex, label, doc=document)


def title(sheet: Sheet, institution: str) -> str:
    """Return the title of a table as people say it: without owner and year."""
    bare = re.sub(r"\s+", "", sheet.title).replace(re.sub(r"\s+", "", institution), "")
    return re.sub(r"\d{4}年(度)?", "", bare) or bare


def grounds(store: Store) -> list[Ground]:
    """Read what a store holds."""
    catalogue: Catalogue = load(store)
    lookup = Lookup(store)
    lookup.prefetch(catalogue.tables)
    known = {held.document.id: held for held in holdings(store)}
    return [
        Ground(
            document,
            [t for t in catalogue.tables.values() if t.document_id == key],
            [p for p in catalogue.passages.values() if p.document_id == key],
            known[key],
            lookup,
        )
        for key, document in catalogue.documents.items()
        if key in known
    ]


def places_of(cells: Iterable[Cell]) -> tuple[Place, ...]:
    """Return the places of several amounts."""
    return tuple(dict.fromkeys(p for cell in cells for p in cell.places))
