"""Hold what two forms print of one indicator: its goal, its weight, its yes or no."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.cite import cite_all
from qa.catalogue import Entry, Sheet
from qa.checking.compare import weights_asked
from qa.checking.words import consistency_words, suspects
from qa.linking.text import bare
from qa.planning.row_cells import TARGET, RowCells
from qa.planning.scope import ground
from qa.planning.types import Figure
from qa.query import Answer, Asked, Operation, Query, Route, Value
from qa.words.row_asks import is_other_term

if TYPE_CHECKING:
    from qa.view import View

_LEAST = 4  # characters of an indicator's name
_NAMED = re.compile(r"^是否|指标|[(（].*?[)）]|%")


def answer(view: View, query: Query) -> Answer | None:
    """Return what each of two or more forms prints of the indicator that a question doubts."""
    if not (query.asks(Operation.CONSISTENCY) or suspects(query)):
        return None
    cells = _of_terms(view, query)
    rows = [] if cells else _rows(view, query)
    cells = cells or [cell for sheet, row in rows if (cell := _cell(view, query, sheet, row))]
    if len(cells) < 2 or len(cells) < len(rows):
        return None
    words = consistency_words()["in_forms"]["en" if query.language == "en" else "zh"]
    said = [_said(cell) for cell in cells]
    told = "；".join(
        words["cell"].format(
            annex=view.catalogue.tables[c.table_id].annex, label=c.label, head=_head(c), value=value
        )
        for c, value in zip(cells, said, strict=True)
    )
    return Answer(
        question=query.original,
        language=query.language,
        route=Route.TABLE,
        answer=words["same" if len(set(said)) == 1 else "differ"].format(told=told),
        values=tuple(Value(c.label, c.column_name, _number(c), _unit(c), c.year) for c in cells),
        citations=cite_all(view.catalogue, cells),
    )


def _of_terms(view: View, query: Query) -> list[Figure]:
    """Return the goals that one row prints for several terms, where they are held together."""
    plain = replace(query, operations=(Asked(Operation.LOOKUP),))
    plan = view.planner.row_first.plan(plain, ground(query, view.catalogue))
    cells = [t.figure for step in plan.steps for t in step.operands] if plan is not None else []
    goals = all(bare(c.column_name.split("/")[-1]).endswith(TARGET) for c in cells)
    terms = any(is_other_term(c.column_name) for c in cells)
    return cells if goals and terms and len({c.row_id for c in cells}) == 1 else []


def _rows(view: View, query: Query) -> list[tuple[Sheet, Entry]]:
    """Return the rows of one document that have the name of the one indicator that is named."""
    text = bare(query.text)
    scope = query.scope.documents or tuple(view.catalogue.documents)
    found: dict[tuple[int, str], list[tuple[Sheet, Entry]]] = defaultdict(list)
    for sheet in view.catalogue.tables.values():
        for row in sheet.rows if sheet.document_id in scope else ():
            name = bare(row.label)
            if row.kind == "indicator" and len(name) >= _LEAST and name in text:
                found[sheet.document_id, name].append((sheet, row))
    longest = max((len(name) for _, name in found), default=0)
    several = [
        rows
        for (_, name), rows in found.items()
        if len(name) == longest and len({sheet.id for sheet, _ in rows}) > 1
    ]
    alone = len(several) == 1 and len({sheet.id for sheet, _ in several[0]}) == len(several[0])
    return several[0] if alone else []


def _cell(view: View, query: Query, sheet: Sheet, row: Entry) -> Figure | None:
    """Return the cell of a row that is asked for: a yes or no, its weight, else its goal."""
    cells = RowCells(view.catalogue, view.lookup, view.linker.words)
    for column in sheet.columns:
        name = _NAMED.sub("", bare(column.path[-1])) if column.path else ""
        if len(name) > 1 and "是否" in column.path[-1] and name in bare(query.text):
            return cells.answered(sheet, row, column)
    wanted = "weight" if weights_asked(query) else TARGET
    for figure in (cells.figure(sheet, row, c.index) for c in sheet.columns if c.role == "amount"):
        fact = figure.fact
        if fact is None or fact.value is None:
            continue
        own = fact.measure if wanted == "weight" else bare(figure.column_name.split("/")[-1])
        if own.endswith(wanted):
            return figure
    return None


def _head(cell: Figure) -> str:
    return cell.column_name.split("/")[-1]


def _number(cell: Figure) -> str:
    fact = cell.fact
    return "" if fact is None else fact.printed if fact.value is None else f"{fact.value:f}"


def _unit(cell: Figure) -> str | None:
    return cell.fact.unit if cell.fact else None


def _said(cell: Figure) -> str:
    sign = (cell.fact.sign if cell.fact else None) or ""
    return f"{sign}{_number(cell)} {_unit(cell) or ''}".strip()
