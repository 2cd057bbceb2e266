"""Tell the unit that a row's amount is of: by its code beside the item's, or by its line above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from ingest import money
from ingest.columns import ColumnWords
from ingest.records import BodyRow, Column, Role, Row, StoredTable
from ingest.tables_words import normal


def apart(
    naming: Sequence[Column], body: BodyRow, vocabulary: ColumnWords
) -> tuple[tuple[Column, ...], str | None]:
    """Return the columns that name a row without its unit's code, and that code.

    In 类 | 款 | 项 | 单位代码 | 单位名称（科目） a line prints an item's code and that of the unit whose
    amount it is; the code of a unit alone is that of the unit's own line.
    """
    codes = [c for c in naming if c.role is Role.CODE]
    units = [c for c in codes if vocabulary.is_unit_code(c.path)]
    if len(units) != 1 or len(units) == len(codes):
        return tuple(naming), None
    owner = body.cells[units[0].index].strip()
    classed = any(body.cells[c.index].strip() for c in codes if c not in units)
    aside = units if classed else [c for c in codes if c not in units and owner]
    return tuple(c for c in naming if c not in aside), (owner or None) if classed else None


def name_owners(tables: Sequence[StoredTable]) -> list[StoredTable]:
    """Return tables whose rows have the names of their units in place of the units' codes.

    A unit's name stands at its code in the same table, else in another of the document. A row stands
    below its unit where the table gives the unit a line.
    """
    everywhere: dict[str, str] = {}
    for stored in tables:
        everywhere = {**_headed(stored), **everywhere}
    return [_named(stored, everywhere) for stored in _of_units(tables)]


def _of_units(tables: Sequence[StoredTable]) -> list[StoredTable]:
    """Give the rows of a table that is printed once for each of several units the unit's name."""
    owners: dict[tuple[object, ...], set[str]] = {}
    for stored in tables:
        if stored.table.owner:
            owners.setdefault(_form_of(stored), set()).add(stored.table.owner)
    return [
        replace(stored, rows=tuple(_with_owner(row, stored.table.owner) for row in stored.rows))
        if stored.table.owner and len(owners[_form_of(stored)]) > 1
        else stored
        for stored in tables
    ]


def _form_of(stored: StoredTable) -> tuple[object, ...]:
    """Return what the same table of several units has in common: its title and header."""
    return normal(stored.table.title), stored.table.header


def _with_owner(row: Row, owner: str) -> Row:
    return replace(row, institution=row.institution or owner)


def _headed(stored: StoredTable) -> dict[str, str]:
    """Return the names of units that have lines of their own in a table, by their codes."""
    found: dict[str, str] = {}
    for row in stored.rows:
        if row.kind == "item" and row.code and row.code_kind == "institution" and row.label:
            found.setdefault(row.code, row.label)
    return found


def _named(stored: StoredTable, everywhere: Mapping[str, str]) -> StoredTable:
    own = _headed(stored)
    rows: list[Row] = []
    items: dict[str | None, str] = {}
    for row in stored.rows:
        if _is_code(row.institution):
            rows.append(_owned(row, own, everywhere, items.get(row.code, "")))
        else:
            items[row.code] = row.label
            rows.append(row)
    return replace(stored, rows=tuple(rows))


def _is_code(institution: str | None) -> bool:
    return institution is not None and institution.isdecimal()


def _owned(row: Row, own: Mapping[str, str], everywhere: Mapping[str, str], item: str) -> Row:
    """Return a row under its unit and under the line of its own item, where a table has them."""
    code = row.institution or ""
    name = own.get(code) or everywhere.get(code)
    above = own.get(code, "")
    parents = tuple(up for up in (above, *row.parents, item) if up)
    parents = tuple(dict.fromkeys(up for up in parents if up != row.label))
    return replace(row, institution=name, parents=parents, level=len(parents) + 1)


def below_units(
    rows: Sequence[Row],
    bodies: Sequence[BodyRow],
    columns: Sequence[Column],
    vocabulary: ColumnWords,
) -> list[Row]:
    """Return rows below the line of their unit, where a table prints its name on that line alone.

    Each such line is the sum of the lines below it that leave the column of units blank.
    """
    names = [c for c in columns if c.role is Role.UNIT_NAME]
    amount = next((c.index for c in columns if c.role is Role.AMOUNT), None)
    totals = {at for at, row in enumerate(rows) if vocabulary.is_total(row.label)}
    heads = [
        at
        for at, row in enumerate(rows)
        if row.institution and row.label == row.institution and at not in totals
    ]
    if len(names) != 1 or amount is None or not heads:
        return list(rows)
    placed = list(rows)
    for start, end in pairwise([*heads, len(rows)]):
        below = [at for at in range(start + 1, end) if at not in totals]
        blank = not any(bodies[at].cells[names[0].index].strip() for at in below)
        if not below or not blank or not _adds_up(rows, bodies, start, below, amount):
            return list(rows)
        for at in below:
            above = (name for name in rows[at].parents if name != rows[start].label)
            parents = (rows[start].label, *above)
            placed[at] = replace(
                rows[at],
                parents=parents,
                level=len(parents) + 1,
                institution=rows[start].institution,
            )
    return placed


def _adds_up(
    rows: Sequence[Row], bodies: Sequence[BodyRow], at: int, below: Sequence[int], column: int
) -> bool:
    """Tell whether a line is the sum of the outermost of those below it."""
    codes = {rows[i].code for i in below}
    outer = [
        i
        for i in below
        if not any((rows[i].code or "")[:n] in codes for n in range(3, len(rows[i].code or "")))
    ]
    parts = [_value(bodies[i].cells[column]) or Decimal(0) for i in outer]
    return sum(parts) == _value(bodies[at].cells[column])


def _value(text: str) -> Decimal | None:
    return money.parse_figure(text) if money.is_figure(text) else None
