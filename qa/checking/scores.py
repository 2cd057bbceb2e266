"""Add up the scores that a form prints, and hold them against its total."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import plain_decimal
from qa.answering.cite import cite_all
from qa.catalogue import Sheet
from qa.checking.cells import cells_of, printed
from qa.checking.words import consistency_words
from qa.linking.text import bare
from qa.planning.types import Figure
from qa.query import Answer, Query, Route, Value

if TYPE_CHECKING:
    from qa.view import View

_SCORE = re.compile(r"得分|自评分|评分")
_TOTAL = re.compile(r"总分|合计|总计|总得分")


def answer(view: View, query: Query) -> Answer | None:
    """Return whether the scores of the form that a question names make its total."""
    words = consistency_words()
    if not re.search(words["scores"], query.text):
        return None
    scope = query.scope.documents or tuple(view.catalogue.documents)
    sheets = [s for s in view.catalogue.tables.values() if s.document_id in scope]
    forms = [(sheet, pair) for sheet in sheets if (pair := _scored(view, sheet))]
    named = [pair for sheet, pair in forms if _is_named(view, sheet, query)]
    found = named or [pair for _, pair in forms]
    if len(found) != 1:
        return None
    total, parts = found[0]
    whole, made = printed(total), sum(map(printed, parts), Decimal(0))
    gap = abs(whole - made)
    said = words["scored"]["en" if query.language == "en" else "zh"]
    sum_ = " + ".join(plain_decimal(printed(part)) for part in parts)
    text = said["differ" if gap else "same"].format(
        total=plain_decimal(whole), made=plain_decimal(made), sum=sum_, gap=plain_decimal(gap)
    )
    values = [Value(said["label"], "", plain_decimal(made), "分", total.year)]
    values += [Value(total.label, total.column_name, plain_decimal(whole), "分", total.year)]
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.TABLE,
        answer=text,
        values=tuple(values),
        citations=cite_all(view.catalogue, [total, *parts]),
        calculation=f"{sum_} = {plain_decimal(made)}"
        + (
            f"；|{plain_decimal(whole)} − {plain_decimal(made)}| = {plain_decimal(gap)}"
            if gap
            else ""
        ),
    )


def _is_named(view: View, sheet: Sheet, query: Query) -> bool:
    """Tell whether a question says the name of a form's project."""
    names = {bare(part) for part in sheet.subject.split()}
    for row in sheet.rows:
        if row.kind == "field" and bare(row.label).endswith("项目名称"):
            names |= {bare(fact.printed) for fact in view.lookup.row(sheet.id, row.id)}
    return any(len(name) > 3 and name != "项目名称" and name in bare(query.text) for name in names)


def _scored(view: View, sheet: Sheet) -> tuple[Figure, list[Figure]] | None:
    """Return a form's total score and the scores of its rows, or None where it has none."""
    total: list[Figure] = []
    parts: list[Figure] = []
    for row in sheet.rows:
        for cell in cells_of(view.catalogue, view.lookup, sheet, row):
            scored = _SCORE.search(cell.column_name.split("/")[-1])
            if scored and _TOTAL.search(row.label):
                total.append(cell)
            elif scored or (row.kind == "field" and _SCORE.search(row.label.split("/")[-1])):
                parts.append(cell)
    return (total[0], parts) if len(total) == 1 and len(parts) > 1 else None
