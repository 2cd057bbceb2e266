"""Define the records that pass between the stages of ingest and into the store.

Three layers, each frozen and validated by itself:

* raw, what a reader sees in a file: `Cell`, `Grid`, `Paragraph`, `Page`, `Source`;
* logical, tables joined over pages with their header paths: `BodyRow`, `Pair`, `Table`;
* meaning, what is stored and asked for: `Disclosure`, `Column`, `Row`, `Observation`, `Passage`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from ingest.errors import RecordError

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the top left."""


class Phase(StrEnum):
    """Say whether figures are planned (预算, budget) or spent (决算, final accounts)."""

    BUDGET = "预算"
    FINAL = "决算"


class Severity(StrEnum):
    """Rank a problem met while reading a document."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Location:
    """Point at a place in a source file; page and row count from 1."""

    file: str
    page: int | None = None
    bbox: BBox | None = None
    sheet: str | None = None
    row: int | None = None

    def __post_init__(self) -> None:
        if not self.file:
            raise RecordError("a location needs the name of its file")
        if self.page is not None and self.page < 1:
            raise RecordError(f"{self.file}: page {self.page} is not a page; pages count from 1")


@dataclass(frozen=True, slots=True)
class Problem:
    """Report something that could not be read or does not fit, and where."""

    severity: Severity
    message: str
    location: Location


# --- raw: what a reader sees -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one printed cell; `row` and `col` count from 0 in its grid."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    bbox: BBox | None = None

    def __post_init__(self) -> None:
        if self.row < 0 or self.col < 0 or self.row_span < 1 or self.col_span < 1:
            raise RecordError(f"impossible cell at {self.row},{self.col}: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold the cells of one printed table piece on one page.

    `proved` is False where cell boundaries were inferred (borderless, scanned) and no sum
    confirmed them yet.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    location: Location
    proved: bool = True

    def matrix(self) -> list[list[str]]:
        """Return texts as rows of `n_cols` strings; a span's text stands in its first cell."""
        rows = [[""] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row][cell.col] = cell.text
        return rows


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Hold one line or paragraph outside tables; `level` is a heading level the format declares.

    `whole` says that it is a paragraph of its own, of no other's lines.
    """

    text: str
    location: Location
    level: int | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Hold the blocks of one page (or sheet) in reading order; sizes in points where known."""

    number: int
    blocks: tuple[Paragraph | Grid, ...]
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Hold one file as its reader saw it. `paged` is False where the format has no pages."""

    name: str
    format: str
    sha256: str
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    paged: bool = True


# --- logical: tables joined over pages ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class BodyRow:
    """Hold one body row of a joined table: a text and a box for every column.

    `pieces` has one location a page where the row is broken over pages, else one. Where the columns
    from `turned` on are printed on another page, that is the last piece.
    """

    cells: tuple[str, ...]
    pieces: tuple[Location, ...]
    boxes: tuple[BBox | None, ...] = ()
    turned: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold one label and value of a form (项目概况: …)."""

    label: str
    value: str
    location: Location


@dataclass(frozen=True, slots=True)
class Table:
    """Hold one logical table: pieces over pages joined, header rows turned into paths.

    `annex` is the number as printed (附件10, 附件12-10, 表七), or the title where there is none.
    `header` has one path a column, outermost first. `unit` is the unit line's unit (万元), or None.
    """

    ordinal: int
    annex: str
    title: str
    header: tuple[tuple[str, ...], ...]
    body: tuple[BodyRow, ...]
    location: Location
    unit: str | None = None
    kind: str = "unknown"
    pairs: tuple[Pair, ...] = ()
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    rows_in: int = 0
    header_cells: tuple[Cell, ...] = ()
    proved: bool = True
    owner: str = ""  # the body that the lines above the table name

    def __post_init__(self) -> None:
        width = len(self.header)
        for row in self.body:
            if len(row.cells) != width:
                raise RecordError(
                    f"{self.title}: a row has {len(row.cells)} cells, the header {width}"
                )


# --- meaning: what is stored --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Name one published disclosure: whose money, which year, planned or spent."""

    institution: str
    fiscal_year: int
    phase: Phase

    def __post_init__(self) -> None:
        if not self.institution:
            raise RecordError("a disclosure needs an institution")
        if not 1990 <= self.fiscal_year <= 2100:
            raise RecordError(f"{self.fiscal_year} is not a fiscal year")


class Role(StrEnum):
    """Say what a column holds."""

    LABEL = "label"
    CODE = "code"
    NUMBER = "number"  # 序号, the printed row number
    UNIT_NAME = "institution"  # 预算单位 / 部门名称
    AMOUNT = "amount"
    CHANGE = "change"  # how far an amount moved from the year before: 增减额, 增减幅度
    TEXT = "text"


FIGURES = frozenset({Role.AMOUNT, Role.CHANGE})
"""The roles of columns of figures."""


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one column of a stored table; `label_index` is the column that names its rows."""

    index: int
    path: tuple[str, ...]
    role: Role
    label_index: int = 0
    year: int | None = None
    phase: Phase | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Describe one row that can be asked for.

    A table with income and spending side by side gives two rows a printed line, told apart by
    `side` (收入, 支出). `parents` are the labels above, outermost first. `level` is 1 for the
    outermost. `text` is the printed line for quotes. `kind` is `item`, `total`, `field`
    (a form's label and value) or `indicator`.
    """

    index: int
    label: str
    text: str
    pieces: tuple[Location, ...]
    code: str | None = None
    code_kind: str | None = None  # functional, economic, government, institution, project
    level: int = 1
    parents: tuple[str, ...] = ()
    side: str | None = None
    number: str | None = None
    kind: str = "item"
    institution: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """Hold one printed value: a row, a column, exactly what is printed and what it means.

    `value` is None where the cell is blank, a dash or words. `measure` is `amount` for money,
    else `count`, `percent`, `text` …; `sign` is an indicator's ≥ ≤ = > < or 定性 (qualitative).
    """

    row: int
    column: int
    path: tuple[str, ...]
    year: int
    phase: Phase
    measure: str
    printed: str
    value: Decimal | None
    unit: str | None
    location: Location
    sign: str | None = None


@dataclass(frozen=True, slots=True)
class StoredTable:
    """Hold a table with everything read from it; rows in = rows kept + rows reported."""

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Hold one piece of narrative with the headings above it, outermost first."""

    ordinal: int
    text: str
    headings: tuple[str, ...]
    location: Location
    kind: str = "paragraph"  # paragraph, list_item, definition, heading, contact


@dataclass(frozen=True, slots=True)
class Document:
    """Hold one ingested file: who, when, what, and all that came from it."""

    name: str
    format: str
    sha256: str
    disclosure: Disclosure
    title: str
    n_pages: int
    paged: bool
    tables: tuple[StoredTable, ...] = ()
    passages: tuple[Passage, ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    aliases: tuple[str, ...] = field(default=())  # other names of the institution in the document
