"""Tell which years and phases a question means over the documents held.

A budget may be set against final accounts of another year, where both are held.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.records import Phase
from qa.catalogue import Catalogue
from qa.query import Operation, Query
from qa.words import numerals, references
from qa.words.normalise import data

_BASE_SPENT = re.compile(
    r"(?:比|较|跟|与|同|对比|相比)(?:20\d\d年?度?|[上前]一?年|去年)(?:的)?(?:当年)?(?:预算)?(?:执行数?|决算数?|实际)"
    r"|(?:over|than|from|against|versus|vs\.?|to) (?:the )?20\d\d(?:'s)? "
    r"(?:actual|execut|final|outturn|决算)",
    re.IGNORECASE,
)

_SPENT = re.compile(r"决算|实际|执行|最后|用掉|花掉|实打实|actual|final|outturn", re.IGNORECASE)
"""Words that mean accounts even where only budgets are held."""
_TWO_YEARS = re.compile(r"两年|两个年度|both years|two years")
_MOST_YEARS = 6  # that a question spans
_ENGLISH = {"three": 3, "four": 4, "five": 5}
_WHICH = re.compile(r"哪|which")
_LAST_YEAR = re.compile(r"(?<![比较与跟和同])去年|\blast year\b", re.IGNORECASE)
_AGAINST = (
    Operation.CHANGE, Operation.GROWTH, Operation.DIFFERENCE, Operation.COMPARE,
    Operation.BACK_CALCULATE,
)  # fmt: skip
_YEAR_BEFORE = re.compile(r"(?:上|前)一?年|去年|(?:last|previous|prior) year", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?P<year>20\d\d)年(?:度)?的?(?:(?:那|这)[本份个]|部门|单位)*预算(?:书|本子?|公开|文件|报告|说明)*"
    r"(?:里头?|里面|中|上|[:：])"
)


def both_spoken(text: str) -> bool:
    """Tell whether a text speaks of planned and of spent money."""
    return set(references.phases(text)) == set(Phase)


def base_spent(text: str) -> bool:
    """Tell whether a year before is meant by what was spent in it: 比2025年执行数."""
    return _BASE_SPENT.search(text) is not None


def across(query: Query, catalogue: Catalogue) -> Query:
    """Return a query of a budget and of final accounts as one of a year against another.

    The phase is left open only where each of the two years is held in one phase, and not the same:
    the year itself then says which is meant.
    """
    query = _of_accounts(query, catalogue)
    if _told_of_base(query, catalogue):
        return replace(query, phase=None)
    years = sorted({*query.years, *((query.base_year,) if query.base_year else ())})
    if len(years) == 1 and _YEAR_BEFORE.search(query.text):
        years.insert(0, years[0] - 1)
    if len(years) != 2:
        return query
    held = [_phases(query, catalogue, year) for year in years]
    if query.phase is Phase.FINAL and held == [{Phase.BUDGET.value}] * 2:
        return query if _SPENT.search(query.text) else _open(query)
    if not both_spoken(query.text):
        return query
    if not (len(held[0]) == len(held[1]) == 1 and held[0] != held[1]):
        return query
    if not query.asks(Operation.CHANGE, Operation.DIFFERENCE, Operation.GROWTH, Operation.RATIO):
        return query
    return replace(
        query,
        parts=(),
        phase=None,
        years=(years[1],),
        base_year=years[0],
        operations=tuple(
            replace(a, operation=Operation.CHANGE) if a.operation is Operation.DIFFERENCE else a
            for a in query.operations
        ),
        refusals=_open(query).refusals,
        scope=replace(query.scope, documents=_documents(query, catalogue, years[1])),
    )


def _open(query: Query) -> Query:
    """Return a query of two years' budgets that only says 花 for what they allow."""
    refusals = tuple(r for r in query.refusals if r != "actual_spending")
    return replace(query, phase=None, refusals=refusals)


def _of_accounts(query: Query, catalogue: Catalogue) -> Query:
    """Return a query of last year as one of the year whose final accounts are held.

    Final accounts come out in the year after: where what was spent is asked for and they print no
    year before, theirs is meant.
    """
    timed = query.years or query.base_year or query.offsets != (-1,)
    if timed or query.asks(*_AGAINST) or not _LAST_YEAR.search(query.original):
        return query
    if not re.search(str(data("references.yaml")["spent"]), query.original, re.IGNORECASE):
        return query
    documents = query.scope.documents or tuple(catalogue.documents)
    years = set(fiscal_years(catalogue, documents))
    held = {catalogue.documents[d].phase for d in documents}
    if len(years) != 1 or held != {Phase.FINAL.value}:
        return query
    if years.pop() - 1 in _printed(catalogue, documents):
        return query
    return replace(query, offsets=(), year_offset=None)


def _told_of_base(query: Query, catalogue: Catalogue) -> bool:
    """Tell whether spent money is only what a budget is compared with, which narrative may tell."""
    if query.phase is not Phase.FINAL:
        return False
    own = {year for _, year, _ in _within(query, catalogue)}
    if not {query.base_year, *own}.issuperset(query.years):
        return False
    held = {phase for _, _, phase in _within(query, catalogue)}
    rest, spent = _BASE_SPENT.subn("", query.text)
    return (
        Phase.FINAL.value not in held and spent > 0 and Phase.FINAL not in references.phases(rest)
    )


def _within(query: Query, catalogue: Catalogue) -> tuple[tuple[int, int, str], ...]:
    listed = query.scope.candidates
    return listed or tuple((d.id, d.fiscal_year, d.phase) for d in catalogue.documents.values())


def _phases(query: Query, catalogue: Catalogue, year: int) -> set[str]:
    return {phase for _, held, phase in _within(query, catalogue) if held == year}


def _documents(query: Query, catalogue: Catalogue, year: int) -> tuple[int, ...]:
    return tuple(key for key, held, _ in _within(query, catalogue) if held == year)


def fiscal_years(catalogue: Catalogue, documents: Sequence[int]) -> list[int]:
    """Return the years of the documents in scope, of all where none is named."""
    inside = documents or catalogue.documents
    return [catalogue.documents[d].fiscal_year for d in inside]


def without_own(text: str, years: tuple[int, ...], held: Collection[int]) -> tuple[int, ...]:
    """Return years without the one that only names the document which tells of the year before."""
    named = {int(match["year"]) for match in _DOCUMENT.finditer(text)} & set(held)
    own = max(named, default=0)
    return tuple(y for y in years if y != own) if len(named) == 1 and own - 1 in years else years


def far_years(offsets: Sequence[int], held: Collection[int]) -> tuple[int, ...]:
    """Return the years that 明年 and 前年 mean, which no table sets beside its own year."""
    if not held or all(-1 <= offset <= 0 for offset in offsets):
        return ()
    return tuple(max(held) + offset for offset in offsets)


def spoken_years(
    text: str, catalogue: Catalogue, documents: Sequence[int], *, each: bool
) -> tuple[int, ...]:
    """Return the years that words span: 两年 of two documents; 2022年到2024年 or 这三年 where `each`."""
    held = sorted(set(fiscal_years(catalogue, documents)))
    if _TWO_YEARS.search(text):
        return tuple(held) if len(held) == 2 else ()
    if not each:
        return ()
    if between := references.year_span("between").search(text):
        first, last = sorted((int(between["first"]), int(between["last"])))
        return tuple(range(first, last + 1)) if last - first < _MOST_YEARS else ()
    several = references.year_span("last").search(text)
    word = next(filter(None, several.groups()), "") if several else ""
    count = int(_ENGLISH.get(word.lower()) or numerals.parse(word) or 0)
    if len(held) != 1 or not 2 < count <= _MOST_YEARS:
        return ()
    years = tuple(range(held[0] - count + 1, held[0] + 1))
    return years if set(years) <= _printed(catalogue, documents) else ()


def _printed(catalogue: Catalogue, documents: Sequence[int]) -> set[int]:
    """Return the years that columns of the documents in scope are of."""
    inside = documents or tuple(catalogue.documents)
    tables = (t for t in catalogue.tables.values() if t.document_id in inside)
    return {c.year for t in tables for c in t.columns if c.year is not None}


def beside_prior(text: str, held: Collection[int]) -> bool:
    """Tell whether 两年 means a document's own year and the one printed beside it."""
    return len(held) == 1 and _TWO_YEARS.search(text) is not None and not _WHICH.search(text)
