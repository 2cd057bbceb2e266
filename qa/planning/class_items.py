"""Rank the items below one or several classes of the budget's classification (302、310各款里排前三)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa.catalogue import Entry, Sheet
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.printed import plain
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.types import Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

_CODE = re.compile(r"(?<!\d)[1-5]\d\d(?!\d)")
_EXTREMES = (Operation.TOP, Operation.BOTTOM)
_NUMBERS = {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the largest or smallest items of the classes that a question names, else None."""
    asked = next((one for one in query.operations if one.operation in _EXTREMES), None)
    text = plain(query.text)
    codes = tuple(dict.fromkeys(_CODE.findall(text)))
    if asked is None or not codes or not _word("below").search(text) or query.refusals:
        return None
    inside = query.scope.documents or tuple(view.catalogue.documents)
    for table in sorted(
        (t for t in view.catalogue.tables.values() if t.document_id in inside),
        key=lambda t: -view.linker.words.priority.get(t.kind, 0.0),
    ):
        rows = _rows(table, codes)
        if rows is None or not _explained(text, table, codes):
            continue
        targets = _targets(view, query, table, rows)
        if len(targets) > 1:
            step = Step(replace(asked, k=_count(asked, text)), targets, group="、".join(codes))
            plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("class items",))
            return plan, view.composer.compose(query, plan)
    return None


def _rows(table: Sheet, codes: Sequence[str]) -> list[Entry] | None:
    """Return a table's rows right below each of some classes, each item once, else None."""
    found: list[Entry] = []
    for code in codes:
        below = [
            e for e in table.rows
            if e.kind == "item" and (e.code or "").startswith(code) and e.code != code
            and not e.institution
        ]  # fmt: skip
        if not below or not any(e.code == code for e in table.rows):
            return None
        least = min(len(e.code or "") for e in below)
        found += [e for e in below if len(e.code or "") == least]
    return found if len({e.code for e in found}) == len(found) else None


def _targets(view: View, query: Query, table: Sheet, rows: Sequence[Entry]) -> tuple[Target, ...]:
    """Return the filled cells of rows in the column that is asked for, else in that of all."""
    document = view.catalogue.documents[table.document_id]
    year = document.fiscal_year + (query.year_offset or 0)
    wish = ColumnWish(year, Phase(document.phase))
    found: list[Target] = []
    for row in rows:
        columns = default_columns(table, row, wish, view.linker.words)
        named = [c for c in columns if c.path and bare(c.path[-1]) in bare(query.text)]
        for column in (named or columns)[:1]:
            figure = make_figure(view.catalogue, view.lookup, table, row, column.index)
            if filled(figure):
                found.append(Target(figure))
    return tuple(found)


def _explained(text: str, table: Sheet, codes: Sequence[str]) -> bool:
    """Tell whether a question says no more than classes, a table, and what asks for the largest."""
    left = text
    names = [*codes, *(e.label for e in table.rows if e.code in codes), table.annex, table.title]
    names += [part for column in table.columns for part in column.path]
    for name in sorted({bare(name) for name in names if name}, key=len, reverse=True):
        left = left.replace(name, ",").replace(name.replace("和", "", 1), ",")
    return not re.sub(r"[^\w]|\d", "", _word("idle").sub(",", left))


def _count(asked: Asked, text: str) -> int:
    """Return how many are asked for."""
    match = _word("count").search(text)
    said = match["n"] if match else ""
    return asked.k or _NUMBERS.get(said) or (int(said) if said.isdecimal() else 1)


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(str(data("units.yaml")["class_items"][name]))
