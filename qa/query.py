"""Define what passes between the stages of answering: Query, Plan, Result, Answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from ingest.records import BBox, Phase

_ENGLISH = re.compile(r"(?<![A-Za-z])[a-z]{2,}(?![A-Za-z])")


class Route(StrEnum):
    """Say where an answer comes from."""

    TABLE = "table"
    TEXT = "text"
    BOTH = "both"
    CLARIFY = "clarify"
    REFUSE = "refuse"


class Operation(StrEnum):
    """Name what a question wants done with what it speaks of."""

    LOOKUP = "lookup"
    LIST = "list"
    COUNT = "count"
    SUM = "sum"
    DIFFERENCE = "difference"
    RATIO = "ratio"  # how many times
    SHARE = "share"  # what part of a whole
    GROWTH = "growth"  # percent over the prior year
    CHANGE = "change"  # amount over the prior year
    AVERAGE = "average"
    PER_HEAD = "per_head"
    TOP = "top"
    BOTTOM = "bottom"
    RANK = "rank"
    FILTER = "filter"
    COMPARE = "compare"
    INVERSE = "inverse"  # from a figure to its row
    CONVERT = "convert"
    BACK_CALCULATE = "back_calculate"
    DEFINE = "define"
    WHY = "why"
    PURPOSE = "purpose"
    BASIS = "basis"
    DUTIES = "duties"
    STAFFING = "staffing"
    CONTACT = "contact"
    SOURCE = "source"
    YES_NO = "yes_no"
    CONSISTENCY = "consistency"
    DESCRIBE = "describe"


class Comparator(StrEnum):
    """Compare a value with a bound."""

    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="
    EQUAL = "="
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Bound:
    """Hold a filter on values: `high` only for BETWEEN; `unit` as asked, None where not said."""

    comparator: Comparator
    low: Decimal
    high: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one operation of a question; `k` for TOP and BOTTOM, `bound` for FILTER, INVERSE."""

    operation: Operation
    text: str = ""
    k: int | None = None
    bound: Bound | None = None

    @property
    def monthly(self) -> bool:
        """Tell whether an average over the months of a year is asked: that is of one amount."""
        over = "月" in self.text or "month" in self.text.lower()
        return self.operation is Operation.AVERAGE and over


@dataclass(frozen=True, slots=True)
class Hint:
    """Hold one formal term that an everyday word may mean, with how sure the lexicon is (0–1).

    `code` (30217), `kinds` (of table) and `column` narrow where to look; `caution` is shown.
    """

    term: str
    weight: float = 1.0
    code: str | None = None
    kinds: tuple[str, ...] = ()
    column: str | None = None
    caution: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold one content phrase of a question: what it says and what it may mean."""

    text: str
    start: int = 0
    end: int = 0
    hints: tuple[Hint, ...] = ()
    quoted: bool = False


class FollowKind(StrEnum):
    """Say how a question leans on the ones before it."""

    ELLIPSIS = "ellipsis"  # 那去年呢
    PRONOUN = "pronoun"  # 它占多少
    REPLACE = "replace"  # 换成…呢
    CORRECTION = "correction"  # 不是，我问的是…
    ORDINAL = "ordinal"  # 第二个
    CHOICE = "choice"  # a clarify question's option
    AGGREGATE = "aggregate"  # 加起来呢
    GROUP = "group"  # 它俩, 这三项
    AGAINST = "against"  # 比它多多少
    AGAIN = "again"  # 是什么单位


@dataclass(frozen=True, slots=True)
class Follow:
    """Hold how a question leans on its history.

    `index` counts from 1 for ORDINAL and CHOICE, and is how many things are meant for GROUP.
    """

    kind: FollowKind
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Hold which documents a question speaks of.

    `documents` are ids of documents named or implied; `strangers` are departments named that the
    corpus lacks; `ambiguous` is set where one name fits several institutions. `all_of` is set
    where the question compares or ranks over departments.
    """

    documents: tuple[int, ...] = ()
    strangers: tuple[str, ...] = ()
    ambiguous: tuple[int, ...] = ()
    named: bool = False
    all_of: bool = False
    candidates: tuple[tuple[int, int, str], ...] = ()  # document, year, phase before narrowing


@dataclass(frozen=True, slots=True)
class Query:
    """Hold a question as understood before it meets the records.

    `text` is normalised: simplified, half width, typos mended, numerals in digits. `years` are
    absolute, `year_offset` relative to a document's own year (去年 = -1). `phase` is asked for
    explicitly. `codes`, `annexes` (附件10, 表五), `titles` (of tables, said whole) and `row_number`
    are printed references.
    `parts` holds one Query a question where several are asked at once.
    """

    original: str
    text: str
    language: str = "zh"
    operations: tuple[Asked, ...] = (Asked(Operation.LOOKUP),)
    mentions: tuple[Mention, ...] = ()
    codes: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    table_words: tuple[str, ...] = ()
    column_words: tuple[str, ...] = ()
    row_number: int | None = None
    years: tuple[int, ...] = ()
    year_offset: int | None = None
    phase: Phase | None = None
    unit: str | None = None
    decimals: int | None = None
    figures: tuple[Decimal, ...] = ()
    scope: Scope = field(default_factory=Scope)
    follow: Follow | None = None
    parts: tuple[Query, ...] = ()
    offsets: tuple[int, ...] = ()  # every relative year said, `year_offset` being the first
    base_year: int | None = None  # absolute year compared with (比2024年多), not looked up itself
    whole: str | None = None  # what a share is said to be of, where the words name it
    corrections: tuple[tuple[str, str], ...] = ()  # typos mended: (as typed, as read)
    of_all: bool = False  # a share of the sum of all that is named, the first thing being the part
    row_words: tuple[str, ...] = ()  # 合计, 总计, 小计 said as a row
    measure: str | None = None  # what is counted where it is no money: 次, 场, 辆, 人, 天, %
    refusals: tuple[
        str, ...
    ] = ()  # reasons found while understanding (actual spending, personal data …)
    earlier: Query | None = None  # a question about a set of rows whose set is still meant

    def asks(self, *operations: Operation) -> bool:
        """Tell whether one of the operations is asked."""
        return any(asked.operation in operations for asked in self.operations)

    @property
    def english(self) -> bool:
        """Tell whether the words to be read are English, not only those of the answer."""
        return self.language == "en" and _ENGLISH.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Citation:
    """Point at the evidence of one statement in the contract's words, store keys beside."""

    doc: str
    department: str
    year: int
    annex: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    section: str | None = None
    page: int | None = None
    bbox: BBox | None = None
    quote: str = ""
    document_id: int | None = field(default=None, compare=False)
    table_id: int | None = field(default=None, compare=False)
    row_id: int | None = field(default=None, compare=False)
    column_idx: int | None = field(default=None, compare=False)
    passage_id: int | None = field(default=None, compare=False)

    def to_dict(self) -> dict[str, object]:
        """Return the contract's JSON object."""
        return {
            "doc": self.doc,
            "department": self.department,
            "year": self.year,
            "annex": self.annex,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "section": self.section,
            "page": self.page,
            "bbox": None if self.bbox is None else list(self.bbox),
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Value:
    """Hold one figure of an answer as a plain decimal string (or the printed words) in its unit."""

    label: str
    column: str
    value: str
    unit: str | None
    year: int | None

    def to_dict(self) -> dict[str, object]:
        """Return the contract's JSON object."""
        return {
            "label": self.label,
            "column": self.column,
            "value": self.value,
            "unit": self.unit,
            "year": self.year,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold one answer as the contract defines it."""

    question: str
    language: str
    route: Route
    answer: str
    values: tuple[Value, ...] = ()
    citations: tuple[Citation, ...] = ()
    calculation: str | None = None
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    id: str | None = None
    options: tuple[str, ...] = ()  # what a clarify offers, in order, for a choice by number
    trace: tuple[str, ...] = field(default=(), compare=False)  # stages, for --explain

    def to_dict(self) -> dict[str, object]:
        """Return the contract's JSON object."""
        return {
            "id": self.id,
            "question": self.question,
            "language": self.language,
            "route": self.route.value,
            "answer": self.answer,
            "values": [value.to_dict() for value in self.values],
            "citations": [citation.to_dict() for citation in self.citations],
            "calculation": self.calculation,
            "notes": list(self.notes),
            "suggestions": list(self.suggestions),
            "elapsed_ms": round(self.elapsed_ms, 1),
        }
