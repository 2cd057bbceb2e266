"""Read which row of a table a question asks for by its number or its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.catalogue import Catalogue
from qa.query import Asked, Operation, Query
from qa.regexes import regex
from qa.words import numerals

PROJECTS = "project_list"

_ROW = regex(
    rf"(?P<back>倒数)?第({numerals.NUMERAL})(?:行|条项目|号行|号(?![文令楼]))"
    r"|(?P<last>(?:最后|末尾|最末)(?:的)?(?:那)?一?(?:行|条项目)|last (?:row|line))"
    r"|(?:序号|行号|行次|row|line)(?:排[到在]?|[是为在])?\s*(?:第)?(\d{1,3})(?!\d)"
    r"|(?<![月\d)\]〕第])(\d{1,2})号(?=[,的?]|项目|专项|那|$)",
    re.I,
)
_ITEM = regex(  # 明细表里第13个
    rf"(?:(?<!代)表|清单|名录|明细|附件\s*\d+)[^,，。?？;；]{{0,5}}?"
    rf"(?P<nth>(?P<back>倒数)?第(?P<number>{numerals.NUMERAL})[个项条笔样款]"
    r"(?!季|月|年|阶段|问题|[大小高低多少贵]的)"
    r"|(?P<last>(?:最后|末尾|最末)(?:的)?(?:那)?一?[个项条笔样款]))"
)
_PLACED = frozenset(
    {Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.LIST, Operation.COUNT}
)
"""What a place among items may be taken for: 倒数第二个, what and how many it is."""


@dataclass(frozen=True, slots=True)
class RowNumber:
    """Hold which row is meant, below 0 where counted from the end, and where that is said."""

    value: int
    start: int
    end: int


def read(text: str) -> RowNumber | None:
    """Return the row that is asked for by its number, or by its place among a table's items."""
    match = _ROW.search(text)
    if match is None:
        return _item(text)
    if match["last"]:
        return RowNumber(-1, *match.span())
    value = numerals.parse(match[2] or match[4] or match[5])
    if value is None:
        return None
    return RowNumber(-int(value) if match["back"] else int(value), *match.span())


def counts_items(text: str) -> bool:
    """Tell whether a row is asked for by its place among the items of a table."""
    return _ROW.search(text) is None and _ITEM.search(text) is not None


def _item(text: str) -> RowNumber | None:
    match = _ITEM.search(text)
    if match is None:
        return None
    value = -1 if match["last"] else numerals.parse(match["number"])
    if value is None:
        return None
    return RowNumber(-int(value) if match["back"] else int(value), *match.span("nth"))


def of_table(query: Query, catalogue: Catalogue) -> Query:
    """Return a query for a row by number with its table: the one named, else the projects'."""
    if query.row_number is None:
        return query
    placed = counts_items(query.text)
    if placed:
        kept = tuple(a for a in query.operations if a.operation not in _PLACED)
        query = replace(query, operations=kept or (Asked(Operation.LOOKUP),))
    if query.annexes:
        return query
    if placed and not (query.table_words or "项目" in query.text):
        return replace(query, row_number=None)
    wanted = query.table_words or (PROJECTS,)
    inside = query.scope.documents or tuple(catalogue.documents)
    tables = (t for t in catalogue.tables.values() if t.document_id in inside and t.annex)
    annex = next((t.annex for t in tables if t.kind in wanted), None)
    return replace(query, annexes=(annex,)) if annex else query
