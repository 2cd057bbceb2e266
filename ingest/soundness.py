"""Set tables aside whose cells were not told apart: nothing may be looked up in them.

A layout that no reader knows can come out as a grid all the same: figures below no heading, a whole
table run together in one cell. Such a grid is reported with its place; it gives no rows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest import money
from ingest.records import Problem, Severity, StoredTable, Table

UNREADABLE = "unreadable"
"""The kind of a table that could not be read."""
WORDS_A_FIGURE = 12
"""A cell with more characters than these for each of its figures is a sentence that states them."""

WRONG = 2
"""An inferred table with so many such rows is set aside."""

_MIXED = re.compile(
    r"[\s（()）、一-鿿]{1,12}?\d{1,3}(?:,\d{3})*\.\d{2}(?![元万亿%％])[\s（()）、一-鿿]{0,12}"
)
_FIGURE = re.compile(r"(?<![\d.,])-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2,})(?!\d)")
_CHARACTER = re.compile(r"[一-鿿]")


def sound(stored: StoredTable) -> StoredTable:
    """Return a table as it is, or without its rows and with a problem for each that it had."""
    fault = _fault(stored.table) or _misread(stored)
    if fault is None:
        return stored
    table = replace(stored.table, kind=UNREADABLE, proved=False)
    places = [row.pieces[0] for row in table.body] + [pair.location for pair in table.pairs]
    message = f"{table.annex or table.title}: {fault}; not read, look at the page itself"
    problems = tuple(Problem(Severity.ERROR, message, place) for place in places)
    return StoredTable(table, stored.columns, (), (), problems)


def _fault(table: Table) -> str | None:
    """Return why the cells of a table cannot be told apart, or None."""
    if table.pairs or not table.body:
        return None
    amounts = [
        column
        for column in range(len(table.header))
        if any(_FIGURE.fullmatch(row.cells[column].strip()) for row in table.body)
    ]
    if amounts and not any("".join(table.header[column]) for column in amounts):
        return "figures below no heading"
    if 2 * sum(any(map(_runs_together, row.cells)) for row in table.body) > len(table.body):
        return "figures of several cells run together"
    return None


def _misread(stored: StoredTable) -> str | None:
    """Return why the columns of a table that was inferred from places are wrong, or None."""
    if stored.table.proved or stored.table.pairs:
        return None
    if sum(_FIGURE.fullmatch(row.label.strip()) is not None for row in stored.rows) >= WRONG:
        return "figures where names of rows are expected"
    cells = [text for row in stored.table.body for text in row.cells]
    if sum(map(_mixes, cells)) >= WRONG:
        return "names and figures of several cells run together"
    return None


def _mixes(text: str) -> bool:
    """Tell whether a short cell holds a figure between words, with no unit behind it.

    Brackets alone are no words: (37.33) is a figure below zero.
    """
    return not money.is_figure(text) and _MIXED.fullmatch(text.strip()) is not None


def _runs_together(text: str) -> bool:
    """Tell whether a cell holds several figures and too few words to state them."""
    figures = len(_FIGURE.findall(text))
    return figures >= 2 and len(_CHARACTER.findall(text)) < WORDS_A_FIGURE * figures
