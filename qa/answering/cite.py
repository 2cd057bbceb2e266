"""Cite cells and name them: annex, table, row as printed, column, page, box, quote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.catalogue import Catalogue, Entry, Text
from qa.planning.types import Figure
from qa.query import Answer, Citation, Value

QUOTE_LIMIT = 400
WHOLE_ROWS = frozenset({
    "procurement", "project_list", "assets", "project_performance", "overall_performance",
})  # fmt: skip
"""Kinds of table whose columns say different things of one row, of which an answer tells several."""
MARKED = 5  # citations up to which each number is printed
_CODE = re.compile(r"[\[【(（]?\d[\d ]*[\]】)）]? *")
"""A code as it may stand before a name: [30211], 302 11."""


def cite(catalogue: Catalogue, figure: Figure) -> Citation:
    """Return the citation of one cell."""
    document = catalogue.documents[figure.document_id]
    table = catalogue.tables[figure.table_id]
    entry = catalogue.rows[figure.row_id]
    fact = figure.fact
    printed = fact.printed.strip() if fact is not None else ""
    quote = f"{_named(entry)} … {printed}" if printed else f"{_named(entry)} …（空白）"
    if entry.kind in ("indicator", "field"):
        quote = f"{figure.subject}：{entry.text}" if figure.subject else entry.text
    elif table.kind in WHOLE_ROWS:
        quote = entry.text
    return Citation(
        doc=document.name,
        department=document.institution,
        year=document.fiscal_year,
        annex=table.annex,
        table=table.title,
        row=entry.printed or ("合计" if entry.kind == "total" else ""),
        column=figure.column_name,
        page=(fact.page if fact is not None and fact.page else entry.page)
        if document.paged
        else None,
        bbox=(fact.bbox if fact is not None and fact.bbox else entry.bbox)
        if document.paged
        else None,
        quote=quote[:QUOTE_LIMIT],
        document_id=document.id,
        table_id=table.id,
        row_id=entry.id,
        column_idx=figure.column,
    )


def _named(entry: Entry) -> str:
    """Return a row's name with the code that is printed before it, as it is printed."""
    place = entry.text.find(entry.label)
    before = entry.text[: max(place, 0)]
    return before + entry.label if _CODE.fullmatch(before) else entry.label


def cite_all(catalogue: Catalogue, figures: Iterable[Figure]) -> tuple[Citation, ...]:
    """Return the citations of cells, each once, in order."""
    seen: dict[tuple[int, int], Citation] = {}
    for figure in figures:
        seen.setdefault((figure.row_id, figure.column), cite(catalogue, figure))
    return tuple(seen.values())


def cite_text(catalogue: Catalogue, passage: Text, quote: str = "") -> Citation:
    """Return the citation of a passage of the narrative, or of a quote out of it."""
    document = catalogue.documents[passage.document_id]
    return Citation(
        document.name, document.institution, document.fiscal_year, "正文",
        section=" / ".join(passage.headings) or None, page=passage.page, bbox=passage.bbox,
        quote=quote or passage.text, document_id=document.id, passage_id=passage.id,
    )  # fmt: skip


def value_of(figure: Figure) -> Value | None:
    """Return a figure as a value of the answer; None for a blank."""
    fact = figure.fact
    if fact is None or (fact.value is None and not fact.printed.strip(" .-—")):
        return None
    text = format(fact.value, "f") if fact.value is not None else fact.printed.strip()
    return Value(figure.label, figure.column_name, text, fact.unit, figure.year)


def marked(answer: Answer) -> str:
    """Return an answer's text with the numbers of its citations, as the contract shows them."""
    count = len(answer.citations)
    if not count or "[1]" in answer.answer:
        return answer.answer
    if count > MARKED:
        return f"{answer.answer}[1]–[{count}]"
    return answer.answer + "".join(f"[{number}]" for number in range(1, count + 1))
