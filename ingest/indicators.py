"""Read the indicator grid of a performance form: name, level, sign, value, unit, weight."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ingest import money
from ingest.columns import ColumnWords, IndicatorColumns
from ingest.records import (
    BodyRow,
    Column,
    Disclosure,
    Location,
    Observation,
    Problem,
    Role,
    Row,
    Severity,
    Table,
)

_SIGNS = {
    "≥": "≥",
    ">=": "≥",
    "≧": "≥",
    "≤": "≤",
    "<=": "≤",
    "≦": "≤",
    "=": "=",
    ">": ">",
    "<": "<",
}
_PERIOD = re.compile(r"(?:中期|实施期|年度|当年|长期|总体)目标")
_VALUE = re.compile(r"^(≥|≧|>=|≤|≦|<=|=|>|<)?\s*([+-]?[\d,]+(?:\.\d+)?)\s*([^\d\s].{0,12})?$")


def read_indicators(
    table: Table,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
    vocabulary: ColumnWords,
    first: int,
) -> tuple[list[Row], list[Observation], list[Problem]]:
    """Return a row an indicator, with its target and, where printed, its weight.

    A blank first or second level means the one above it: merged cells of a form. Where one grid
    lists several projects, each gives a row of its own with its money, above its indicators.
    """
    found = vocabulary.indicator_columns(table.header)
    rows: list[Row] = []
    values: list[Observation] = []
    problems: list[Problem] = []
    above = [""] * len(found.parents)
    periods = _periods(table, found)
    project = ""
    for body in table.body:
        for depth, at in enumerate(found.parents):
            above[depth] = body.cells[at].strip() or above[depth]
        before = len(rows)
        if name := _cell(body, found.project):
            project = name
            rows.append(_project(first + len(rows), name, body))
            values.extend(_amounts(rows[-1], body, found, columns, disclosure))
        for period, one in periods:
            label = body.cells[one.name].strip()
            if not label:
                continue
            parents = tuple(part for part in (project, period, *above) if part)
            row = _row(first + len(rows), label, body, parents)
            rows.append(row)
            values.append(_target(row, body, one, columns, disclosure))
            values.extend(_weight(row, body, one, columns, disclosure))
        if len(rows) == before:
            problems.append(_nameless(body))
    return rows, values, problems


def _periods(table: Table, found: IndicatorColumns) -> list[tuple[str, IndicatorColumns]]:
    """Return the names and targets printed side by side, each with its period's name."""
    groups = [found, *(replace(found, name=n, value=v, weight=-1) for n, v in found.more)]
    if len(groups) == 1:
        return [("", found)]
    heads = ["/".join(table.header[one.name][:-1]) for one in groups]
    if len(set(heads)) < len(groups):
        heads = [
            label.split("/")[-1] for pair in table.pairs if _PERIOD.search(label := pair.label)
        ]
    if len(heads) != len(groups):
        heads = [str(number) for number in range(1, len(groups) + 1)]
    return list(zip(heads, groups, strict=True))


def _nameless(body: BodyRow) -> Problem:
    text = " ".join(cell for cell in body.cells if cell.strip())
    empty = not text
    return Problem(
        Severity.INFO if empty else Severity.WARNING,
        "an empty row" if empty else f"an indicator without a name: {text}",
        body.pieces[0],
    )


def _project(index: int, name: str, body: BodyRow) -> Row:
    text = " ".join(cell.strip() for cell in body.cells if cell.strip())
    return Row(index=index, label=name, text=text, pieces=body.pieces)


def _amounts(
    row: Row,
    body: BodyRow,
    found: IndicatorColumns,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
) -> list[Observation]:
    """Return what a project's line prints beside its indicator: its money and its words."""
    own = {found.name, found.value, found.sign, found.unit, found.weight, found.project}
    values: list[Observation] = []
    for column in (c for c in columns if c.index not in own | set(found.parents)):
        printed = _cell(body, column.index)
        is_money = column.role is Role.AMOUNT and money.is_figure(printed)
        if printed and column.role is not Role.NUMBER:
            values.append(
                Observation(
                    row=row.index,
                    column=column.index,
                    path=column.path,
                    year=column.year or disclosure.fiscal_year,
                    phase=column.phase or disclosure.phase,
                    measure="amount" if is_money else "text",
                    printed=printed,
                    value=money.parse_figure(printed) if is_money else None,
                    unit=column.unit if is_money else None,
                    location=_place(body, column.index),
                )
            )
    return values


def _row(index: int, label: str, body: BodyRow, parents: tuple[str, ...]) -> Row:
    return Row(
        index=index,
        label=label,
        text=" ".join(cell.strip() for cell in body.cells if cell.strip()),
        pieces=body.pieces,
        level=len(parents) + 1,
        parents=parents,
        kind="indicator",
    )


def _target(
    row: Row,
    body: BodyRow,
    found: IndicatorColumns,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
) -> Observation:
    printed = body.cells[found.value].strip()
    sign = _cell(body, found.sign)
    unit = _cell(body, found.unit) or None
    value, inner_sign, inner_unit = read_target(printed)
    return Observation(
        row=row.index,
        column=found.value,
        path=columns[found.value].path,
        year=disclosure.fiscal_year,
        phase=disclosure.phase,
        measure=_measure(value, unit or inner_unit),
        printed=printed,
        value=value,
        unit=(unit or inner_unit) if value is not None else None,
        location=_place(body, found.value),
        sign=_SIGNS.get(money.plain(sign), sign) or inner_sign or None,
    )


def read_target(printed: str) -> tuple[Decimal | None, str | None, str | None]:
    """Return value, sign and unit of a target printed in one cell (≥90%, 12次), or three Nones."""
    match = _VALUE.match(money.plain(printed))
    if match is None or not money.is_figure(match[2]):
        return None, None, None
    return money.parse_figure(match[2]), _SIGNS.get(match[1] or ""), match[3]


def _weight(
    row: Row,
    body: BodyRow,
    found: IndicatorColumns,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
) -> list[Observation]:
    printed = _cell(body, found.weight)
    if not printed:
        return []
    value = money.parse_figure(printed) if money.is_figure(printed) else None
    percent = "%" in money.plain(printed) or "%" in money.plain(
        "/".join(columns[found.weight].path)
    )
    return [
        Observation(
            row=row.index,
            column=found.weight,
            path=columns[found.weight].path,
            year=disclosure.fiscal_year,
            phase=disclosure.phase,
            measure="weight" if value is not None else "text",
            printed=printed,
            value=value,
            unit="%" if value is not None and percent else None,
            location=_place(body, found.weight),
        )
    ]


def _measure(value: Decimal | None, unit: str | None) -> str:
    if value is None:
        return "text"
    if money.is_money(unit):
        return "amount"
    return "percent" if unit in ("%", "％") else "count"


def _cell(body: BodyRow, index: int) -> str:
    return body.cells[index].strip() if index >= 0 else ""


def _place(body: BodyRow, index: int) -> Location:
    from ingest.observations import cell_location

    return cell_location(body, index)
