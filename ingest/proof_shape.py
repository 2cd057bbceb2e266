"""Find what in an inferred table looks misread, whatever its sums say."""

from __future__ import annotations

import re

from ingest.records import Role, StoredTable

_FIGURE_AMONG_WORDS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d{2}(?!\d)")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_OPENING = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]|其中|[（(]|\d)")
FEW = 0.2
"""Where more rows than this share have no figure, such a row is nothing special."""

TORN = 8
"""A name without figures and no longer than this, in a row of its own, may be another's rest."""


def broken_places(stored: StoredTable) -> set[tuple[int, int]]:
    """Return the places of figures whose column or row cannot be trusted.

    A column without a heading, a figure run together with words, a row that is only the rest of
    the name above it: sums hold in such a table, and still a figure may stand at the wrong name.
    """
    headless = {
        column.index
        for column in stored.columns
        if column.role is Role.AMOUNT and not _heading("".join(column.path))
    }
    run_together = any(
        _WORD.search(cell) and _FIGURE_AMONG_WORDS.search(cell)
        for row in stored.table.body
        for cell in row.cells
    )
    torn = _torn_rows(stored)
    return {
        (one.row, one.column)
        for one in stored.observations
        if one.column in headless or one.row in torn or (run_together and not stored.table.pairs)
    }


def _heading(text: str) -> bool:
    return bool(text) and not text.startswith("单位")


def _open(label: str) -> bool:
    """Tell whether a name opens a bracket that it does not close, or the other way round."""
    return len(re.findall("[（(]", label)) != len(re.findall("[）)]", label))


def _torn_rows(stored: StoredTable) -> set[int]:
    """Return rows without a figure that read like a rest, and those right above them."""
    listed = {one.row for one in stored.observations if one.printed}
    torn = {row.index for row in stored.rows if _open(row.label)}
    if len(stored.rows) - len(listed) >= FEW * len(stored.rows):
        return torn  # a table that lists items without amounts
    for before, row in zip(stored.rows, stored.rows[1:], strict=False):
        bare = row.index not in listed and row.kind == "item" and not row.code
        if bare and len(row.label) <= TORN and not _OPENING.match(row.label):
            torn.update((before.index, row.index))
    return torn
