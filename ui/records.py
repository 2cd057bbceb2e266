"""Define what the pages show: printed tables, places on a page, the evidence of one citation."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.records import BBox
from ingest.store import StoredDocument
from qa.query import Answer, Citation


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold one box on one page, in points from the top left."""

    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold one label and value of a cited row; `marked` is the cited one."""

    label: str
    value: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Hold a table as printed: header paths, body texts, a form's label and value pairs."""

    id: int
    document_id: int
    annex: str
    title: str
    unit: str | None
    pages: tuple[int, ...]
    notes: tuple[str, ...]
    header: tuple[tuple[str, ...], ...]
    body: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...] = ()

    @property
    def name(self) -> str:
        """Return number and title, once where they are the same."""
        return self.title if self.annex == self.title else f"{self.annex} {self.title}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold all that is shown of one citation.

    `row` and `column` are places in the printed table (from 0), None where they are not known.
    `sentence` is the start and end of the cited words in `passage`.
    """

    citation: Citation
    document: StoredDocument | None
    table: PrintedTable | None = None
    row: int | None = None
    column: int | None = None
    rows: tuple[Mark, ...] = ()
    cell: Mark | None = None
    pairs: tuple[Pair, ...] = ()
    passage: str = ""
    headings: tuple[str, ...] = ()
    sentence: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Hold one row found by searching the tables without asking."""

    document: str
    table_id: int
    table: str
    row: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Issue:
    """Hold one problem met while reading a document."""

    severity: str
    message: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Example:
    """Hold one question that the loaded documents can answer, with its topic."""

    topic: str
    question: str


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one term with its meaning and where a document says so."""

    name: str
    meaning: str
    citation: Citation | None = None


@dataclass(slots=True)
class Turn:
    """Hold one question with its answer, and what the reader said of it."""

    id: str
    question: str
    answer: Answer
    docs: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    verdict: str | None = None
    fresh: bool = True
    said: str = ""  # what the reader chose, where the question is only its number

    @property
    def shown(self) -> str:
        """Return the question as the reader put it."""
        return self.said or self.question
