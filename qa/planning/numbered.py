"""Find the rows of a table that a question means by number or by place."""

from __future__ import annotations

from itertools import pairwise

from qa.catalogue import Entry, Sheet
from qa.query import Query
from qa.words.row_numbers import counts_items


def rows_at(table: Sheet, query: Query) -> list[Entry]:
    """Return the rows that print the number asked for, else the one that stands in that place."""
    number = query.row_number
    if number is None:
        return []
    printed = [e for e in table.rows if e.number == str(number)]
    counted = counts_items(query.text)
    if printed and not (counted and len(printed) > 1):
        return printed
    if not counted and number > 0:
        return [e for e in table.rows if e.index == number - 1]
    items = _items(table) if counted else [e for e in table.rows if e.kind != "total"]
    return (
        items[number - 1 :][:1]
        if number > 0
        else items[number:][:1]
        if -number <= len(items)
        else []
    )


def _items(table: Sheet) -> list[Entry]:
    """Return the things that a table lists: no totals, no rows that only head others."""
    rows = [e for e in table.rows if e.kind == "item"]
    heads = {e.id for e, below in pairwise(rows) if e.label in below.parents}
    return [e for e in rows if e.id not in heads]
