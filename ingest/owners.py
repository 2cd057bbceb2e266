"""Tell the unit that a row's amount is of by its code, printed beside that of the row's item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.columns import ColumnWords
from ingest.records import BodyRow, Column, Role, Row, StoredTable


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
    return [_named(stored, everywhere) for stored in tables]


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
