"""Refuse what is asked of rows of a table that a document does not print, or not with what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.catalogue import Sheet
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.types import Plan
from qa.query import Operation, Query, Route
from qa.words import anchored, references, set_asks
from qa.words.anchored import TABLE
from qa.words.references import Span
from qa.words.rowsets import abridges

if TYPE_CHECKING:
    from qa.view import View

CHOOSES = (Operation.TOP, Operation.BOTTOM, Operation.AVERAGE, Operation.COUNT, Operation.LIST)
"""What is asked of rows of one table, not of the money that it is of."""
SAID = "表"
"""What a word ends in that names a table, not its matter."""


def refusal(view: View, query: Query, document: int) -> Plan | None:
    """Return a refusal where rows are chosen in a table that is not there, or by what it lacks."""
    own = [t for t in view.catalogue.tables.values() if t.document_id == document]
    for span in references.table_words(query.text):
        said = query.text[span.start : span.end]
        if not said.endswith(SAID):
            continue
        tables = [t for t in own if t.kind == span.value]
        if not tables:
            if not any(abridges(said, f"{t.title}{SAID}") for t in own) and _chooses(query, span):
                return _refused(f"lacking:{said}")
        elif _moves(query) and not any(map(_tells_year_before, tables)):
            return _refused("no_prior")
        elif (column := _lacks(query, span, tables)) and _chooses(query, span):
            return _refused(f"lacking:{column}")
    return None


def _chooses(query: Query, table: Span) -> bool:
    """Tell whether rows of a table that is named are chosen or counted."""
    ask = anchored.read(f"{query.text[: table.start]}{TABLE}{query.text[table.end :]}")
    return ask is not None and bool(ask.bound or ask.beside or ask.operation in CHOOSES)


def _moves(query: Query) -> bool:
    """Tell whether rows are chosen by how they moved against the year before."""
    asked = set_asks.read(query.text, share=False)
    return bool(asked.way) or asked.by == "moved"


def _tells_year_before(table: Sheet) -> bool:
    """Tell whether a table has columns of two years, or one of what changed between them."""
    years = {c.year for c in table.columns if c.role == "amount" and c.year}
    heads = "".join("".join(c.path) for c in table.columns)
    before = any(word in heads for word in set_asks.before_words())
    return len(years) > 1 or before or any(c.role == "change" for c in table.columns)


def _lacks(query: Query, table: Span, tables: Sequence[Sheet]) -> str:
    """Return the kind of money that rows of a list of projects are chosen by and none of it tells."""
    if table.value != PROJECT_LIST:
        return ""
    printed = bare("".join(
        text for t in tables for text in (t.title, *map("".join, (c.path for c in t.columns)),
                                          *(row.text for row in t.rows))
    ))  # fmt: skip
    apart: list[str] = references.words()["apart"]  # type: ignore[assignment]
    for span in references.column_words(query.text):
        said = query.text[span.start : span.end]
        if span.start < table.end and table.start < span.end:
            continue
        known = bare(said) in printed or bare(span.value) in printed
        if not known and span.value in apart:
            return said
    return ""


def _refused(reason: str) -> Plan:
    return Plan(Route.REFUSE, reason=reason, trace=("not in the table",))
