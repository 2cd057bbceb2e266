"""Answer of a table that is printed without any figure: it is empty, and what its note says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.answering.wording import wording
from qa.catalogue import Catalogue, Sheet
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.planning.scope import institutions
from qa.query import Answer, Citation, Operation, Query, Route

KINDS = ("state_capital", "government_fund")
"""Kinds of table that many disclosures print empty."""
LEAST = 4
"""Characters of the subject by which a table is named."""
_TITLE = re.compile(
    r"^(?:20\d\d年?度?)?(?:本?部门|单位)?|(?:预算|决算|支出|收支|明细|情况|总)*(?:一览)?表(?:[(（].*)?$"
)
_KIND = re.compile(r"(?<=.)(?:预算|决算|支出|收支|情况|总)+$")
_FIGURE = re.compile(r"\d[\d,]*\.\d+")
_CONTENT = re.compile(r"数字?|数据|内容|金额|东西|表")
_BLANK = re.compile(
    r"空|没(?:有)?(?:数|安排|填|内容|钱)|有没有|有无|多少|几|how much|empty|blank|any"
)


def answer(query: Query, catalogue: Catalogue) -> Answer | None:
    """Return that the table a question names is empty; None where it holds a figure or none is named."""
    inside = query.scope.documents or tuple(catalogue.documents)
    if len(institutions(catalogue, inside)) != 1 or query.parts or query.refusals:
        return None
    if query.asks(Operation.CHANGE, Operation.GROWTH, Operation.SHARE, Operation.DEFINE):
        return None
    if query.codes or not _BLANK.search(query.text):
        return None
    named = _kinds(query)
    tables = [t for t in catalogue.tables.values() if t.document_id in inside]
    found = [t for t in tables if t.kind in named]
    if len(named) != 1 or not found or any(_filled(table, catalogue) for table in found):
        found = _of_subject(query, catalogue, tables)
    if not found:
        return None
    table = found[0]
    document = catalogue.documents[table.document_id]
    if query.years and document.fiscal_year not in query.years:
        return None
    note = "".join(table.notes)
    said = wording(query.language)(
        "empty_table", title=table.title, year=document.fiscal_year, note=note and f"原文：“{note}”"
    )
    return Answer(
        query.original, query.language, Route.TABLE, said, citations=tuple(_cite(catalogue, found))
    )


def _of_subject(query: Query, catalogue: Catalogue, tables: Iterable[Sheet]) -> list[Sheet]:
    """Return the empty table whose subject is all that a question names, where no other table has it."""
    tables = list(tables)
    said = [bare(m.text) for m in query.mentions if not _CONTENT.fullmatch(m.text)]
    subjects = {t.id: _subject(t, catalogue) for t in tables if not _filled(t, catalogue)}
    found = [
        table
        for table in tables
        if len(subject := subjects.get(table.id, "")) >= LEAST
        and subject in bare(query.text)
        and all(_KIND.sub("", words) in subject for words in said)
    ]
    if not found:
        return []
    named = subjects[found[0].id]
    told = (
        text
        for t in tables
        if _filled(t, catalogue)
        for text in (t.title, *(row.label for row in t.rows), *(c.name for c in t.columns))
    )
    return [] if any(named in bare(text) for text in told) else found


def _subject(table: Sheet, catalogue: Catalogue) -> str:
    """Return what a table is of: its title without year, department and kind."""
    title = bare(table.title).replace(bare(catalogue.documents[table.document_id].institution), "")
    return _TITLE.sub("", title)


def _kinds(query: Query) -> set[str]:
    """Return the kinds that a question names and nothing else beside them."""
    text = bare(query.text)
    words = load_words().kinds_named
    said = {kind for name, kinds in words.items() if name in text for kind in kinds}
    said |= set(query.table_words)
    rest = [
        m
        for m in query.mentions
        if not _CONTENT.fullmatch(m.text)
        and not any(bare(m.text) in name or name in bare(m.text) for name in words)
    ]
    return set() if rest else said & set(KINDS)


def _filled(table: Sheet, catalogue: Catalogue) -> bool:
    """Tell whether a table prints a figure; looked for once a table."""
    return catalogue.kept.once(
        (_filled, table.id), lambda: any(_FIGURE.search(row.text) for row in table.rows)
    )


def _cite(catalogue: Catalogue, tables: Iterable[Sheet]) -> Iterable[Citation]:
    for table in tables:
        document = catalogue.documents[table.document_id]
        yield Citation(
            doc=document.name,
            department=document.institution,
            year=document.fiscal_year,
            annex=table.annex,
            table=table.title,
            row=next((row.printed for row in table.rows if row.kind == "total"), None),
            page=table.pages[0] if table.pages and document.paged else None,
            quote=" ".join((table.title, *table.notes)),
            document_id=document.id,
            table_id=table.id,
        )
