"""Decide which documents and years a question speaks of, and what the corpus lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.column_roles import row_year
from ingest.records import Phase
from ingest.store import StoredDocument
from qa.catalogue import Catalogue
from qa.linking.columns import ColumnWish
from qa.linking.words import load_words
from qa.query import Operation, Query

COMPARING = (Operation.GROWTH, Operation.CHANGE, Operation.RATIO)
"""Operations that set a year against the one before."""


_BEGUN = "(?:份|就|才|以[前后来]|之[前后])*(?:开始|开工|启动|起|立项|成立|设立|建|完工|竣工|结束|到期|批准|印发|发布)"

PLANNED = "年初预算"
"""What final accounts call the plan that they are held against."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Hold the documents in scope and the year wanted in each; `missing` says what is lacking.

    `wishes` has one entry for each (document, year) asked for, in the order asked.
    """

    documents: tuple[int, ...]
    wishes: tuple[tuple[int, ColumnWish], ...]
    missing: str = ""
    many: bool = False  # the question compares documents

    def wish(self, document_id: int) -> ColumnWish:
        """Return the first wish for a document."""
        return next(wish for key, wish in self.wishes if key == document_id)


def ground(query: Query, catalogue: Catalogue, *, weight: bool = False) -> Ground:
    """Return the documents and years that a query speaks of."""
    return catalogue.kept.once(
        ("ground", query, weight), lambda: _ground(query, catalogue, weight=weight)
    )


def _ground(query: Query, catalogue: Catalogue, *, weight: bool) -> Ground:
    documents = _documents(query, catalogue)
    if not documents:
        return Ground((), (), "documents")
    phase = query.phase
    if phase is not None:
        fit = [
            d
            for d in documents
            if Phase(d.phase) == phase
            or _has_phase(catalogue, d.id, phase)
            or _tells_plans(catalogue, d, phase)
        ]
        if not fit:
            return Ground((), (), f"phase:{phase.value}")
        documents = fit
    documents = _without_texts(documents, catalogue)
    wishes = _wishes(query, documents, catalogue, weight)
    if not wishes:
        years = "、".join(str(year) for year in query.years)
        return Ground((), (), f"year:{years}")
    kept = tuple(dict.fromkeys(key for key, _ in wishes))
    many = query.scope.all_of or (query.scope.named and len(kept) > 1)
    return Ground(kept, tuple(wishes), many=many)


def _without_texts(
    documents: Sequence[StoredDocument], catalogue: Catalogue
) -> list[StoredDocument]:
    """Return documents without those that only are the text of a disclosure whose tables are another."""
    held = catalogue.tabled
    own = {(d.institution, d.fiscal_year, d.phase) for d in documents if d.id in held}
    return [
        d for d in documents if d.id in held or (d.institution, d.fiscal_year, d.phase) not in own
    ]


def is_elsewhere(query: Query, catalogue: Catalogue) -> bool:
    """Tell whether a question is of a department or of years that nothing held is of or tells of."""
    if query.scope.strangers:
        return True
    if not query.years or ground(query, catalogue).wishes:
        return False
    year = "|".join(map(str, query.years))
    if re.search(rf"(?:{year})年?度?(?:[底初末]|[\d一二三四五六七八九十]+月)?{_BEGUN}", query.text):
        return False  # what a form says of its project
    told = re.compile(rf"(?:{year})年度?[^，。；]{{0,8}}(?:[预决]算|执行|支出|收入|安排|数)")
    return not any(told.search(p.text) for p in catalogue.passages.values())


def _documents(query: Query, catalogue: Catalogue) -> list[StoredDocument]:
    chosen = query.scope.documents or query.scope.ambiguous or tuple(catalogue.documents)
    return [catalogue.documents[key] for key in chosen if key in catalogue.documents]


def _has_phase(catalogue: Catalogue, document_id: int, phase: Phase) -> bool:
    return any(
        column.phase == phase.value
        for table in catalogue.tables.values()
        if table.document_id == document_id
        for column in table.columns
    )


def _tells_plans(catalogue: Catalogue, document: StoredDocument, phase: Phase) -> bool:
    """Tell whether the text of final accounts, in any file of them, states what was planned."""
    if phase is not Phase.BUDGET:
        return False
    one = {
        d.id
        for d in catalogue.documents.values()
        if (d.institution, d.fiscal_year) == (document.institution, document.fiscal_year)
    }
    return any(PLANNED in p.text for p in catalogue.passages.values() if p.document_id in one)


def printed_years(catalogue: Catalogue, document_id: int) -> set[int]:
    """Return the years that a document's columns are of, and rows that are years."""
    return catalogue.kept.once(
        ("years", document_id), lambda: _printed_years(catalogue, document_id)
    )


def _printed_years(catalogue: Catalogue, document_id: int) -> set[int]:
    own = [t for t in catalogue.tables.values() if t.document_id == document_id]
    rows = (row_year(e.label) for t in own for e in t.rows if e.kind == "total")
    columns = (column.year for t in own for column in t.columns)
    return {year for year in (*rows, *columns) if year is not None}


def _wishes(
    query: Query, documents: Sequence[StoredDocument], catalogue: Catalogue, weight: bool
) -> list[tuple[int, ColumnWish]]:
    words = load_words()
    opening = any(word in query.text.lower() for word in words.opening_words)
    opening = opening and not query.asks(Operation.CHANGE, Operation.GROWTH)  # 年末比年初
    sides = [side for side in ("收入", "支出") if side in query.text]
    flow = sides[0] if len(sides) == 1 else ""
    reach = frozenset(word for word in words.reach_columns if word in query.text)
    if not query.years:
        return [
            (
                d.id,
                ColumnWish(d.fiscal_year + offset, _phase(query, d), weight, opening, flow, reach),
            )
            for offset in _offsets(query)
            for d in documents
        ]
    found: list[tuple[int, ColumnWish]] = []
    for year in query.years:
        own = [d for d in documents if d.fiscal_year == year]
        holders = own or [d for d in documents if year in printed_years(catalogue, d.id)]
        found.extend(
            (d.id, ColumnWish(year, _phase(query, d), weight, opening, flow, reach))
            for d in holders
        )
    return found


def _offsets(query: Query) -> tuple[int, ...]:
    """Return the years asked for, relative to a document's own; where years are compared, the later."""
    offsets = query.offsets or ((query.year_offset,) if query.year_offset is not None else (0,))
    both = query.asks(Operation.DIFFERENCE) and (len(offsets) > 1 or "今年" in query.text)
    if query.asks(*COMPARING) or both:
        return (max(offsets) if len(offsets) > 1 else 0,)
    return offsets


def _phase(query: Query, document: StoredDocument) -> Phase:
    return query.phase or Phase(document.phase)


def institutions(catalogue: Catalogue, documents: Iterable[int]) -> list[str]:
    """Return the distinct institutions of documents, in order."""
    return list(dict.fromkeys(catalogue.documents[key].institution for key in documents))
