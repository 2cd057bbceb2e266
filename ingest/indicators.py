"""Read the indicator grid of a performance form: name, level, sign, value, unit, weight."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ingest import money
from ingest.columns import ColumnWords, IndicatorColumns, words
from ingest.records import (
    FIGURES,
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
_UNIT_AT_END = re.compile(r"[（(]([^（()）\d]{1,8})[)）]$")
_PERIOD = re.compile(r"(?:中期|实施期|年度|当年|长期|总体)目标")
_VALUE = re.compile(
    r"^(≥|≧|>=|≤|≦|<=|=|>|<)?\s*([+-]?[\d,]+(?:\.\d+)?)\s*(?!月(?:底|末|初|中|前|上旬|下旬))"
    r"([^\d\s][^\d]{0,12}[23]?)?$"
)
"""A unit holds no figures but those of m2 and m3: 9月30日前 and 9月底前 are dates."""


def read_indicators(
    table: Table,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
    vocabulary: ColumnWords,
    first: int,
) -> tuple[list[Row], list[Observation], list[Problem]]:
    """Return a row an indicator, with its target and, where printed, its weight.

    A blank first or second level means the one above it: merged cells of a form. Where one grid
    lists several projects, each gives a row of its own with its money, above its indicators. A line
    that names no third level is named by the level it prints (预算执行率, 总分).
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
        name = _cell(body, found.project) or _sum_of_projects(body, found, columns, vocabulary)
        if name and found.project >= 0:
            name = vocabulary.without_unit(
                name, table.header[found.project], disclosure.institution
            )
        if name and not (name == project and _cell(body, found.name)):
            rows.append(_project(first + len(rows), name, body, vocabulary))
            project = name if rows[-1].kind == "item" else ""
            values.extend(_amounts(rows[-1], body, found, columns, disclosure))
        for period, one in periods:
            label = body.cells[one.name].strip()
            if money.is_blank(label):
                continue
            parents = tuple(part for part in (project, period, *above) if part)
            row = _row(first + len(rows), label, body, parents)
            rows.append(row)
            values.append(_target(row, body, one, columns, disclosure))
            values.extend(_weight(row, body, one, columns, disclosure))
            values.extend(_beside(row, body, one, columns, disclosure))
        if len(rows) == before:
            if row_of_level := _level_row(first + len(rows), body, found, vocabulary):
                rows.append(row_of_level)
                values.extend(
                    _level_values(row_of_level, body, found, columns, disclosure, table.unit)
                )
            else:
                problems.append(_nameless(body))
    return rows, values, problems


def indicator_figures(table: Table, vocabulary: ColumnWords) -> frozenset[int]:
    """Return the columns of an indicator grid that hold targets, results and points."""
    if not vocabulary.has_indicators(table.header):
        return frozenset()
    found = vocabulary.indicator_columns(table.header)
    targets = {found.value, *(value for _, value in found.more)}
    return frozenset(
        {*targets, found.weight, *(at for at in found.beside if _figured(table, at))} - {-1}
    )


def _figured(table: Table, at: int) -> bool:
    """Tell whether most of what a column prints are figures, with or without a sign and a unit."""
    printed = [text for row in table.body if (text := row.cells[at].strip())]
    return sum(read_target(text)[0] is not None for text in printed) * 2 > len(printed)


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


def _project(index: int, name: str, body: BodyRow, vocabulary: ColumnWords) -> Row:
    text = " ".join(cell.strip() for cell in body.cells if cell.strip())
    kind = "total" if vocabulary.is_total(name) else "item"
    return Row(index=index, label=name, text=text, pieces=body.pieces, kind=kind)


def _sum_of_projects(
    body: BodyRow, found: IndicatorColumns, columns: tuple[Column, ...], vocabulary: ColumnWords
) -> str:
    """Return the name of a line that sums the money of several projects, else nothing."""
    if found.project < 0 or any(_cell(body, at) for at in (found.name, found.value)):
        return ""
    words_of = [c.index for c in columns if c.role not in FIGURES and _cell(body, c.index)]
    sums = any(c.role is Role.AMOUNT and money.is_figure(_cell(body, c.index)) for c in columns)
    named = [_cell(body, at) for at in words_of]
    return named[0] if sums and len(named) == 1 and vocabulary.is_total(named[0]) else ""


def _amounts(
    row: Row,
    body: BodyRow,
    found: IndicatorColumns,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
) -> list[Observation]:
    """Return what a project's line prints beside its indicator: its money and its words."""
    own = found.main | set(found.beside)
    values: list[Observation] = []
    for column in (c for c in columns if c.index not in own | set(found.parents)):
        printed = _cell(body, column.index)
        is_money = column.role in FIGURES and money.is_figure(printed)
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
    unit = _unit(body, found)
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


def _level_row(
    index: int, body: BodyRow, found: IndicatorColumns, vocabulary: ColumnWords
) -> Row | None:
    """Return the row of a line that prints figures beside a level or a sum, else None."""
    named = [text for at in (*found.parents, found.project) if (text := _cell(body, at))]
    figures = (found.value, found.weight, *found.beside)
    if not named:  # a sum's name stands below the words at the side of the grid
        others = (text for at, text in enumerate(body.cells) if at not in figures)
        named = [text.strip() for text in others if vocabulary.is_total(text)]
    if not named or not any(_cell(body, at) for at in figures):
        return None
    row = _row(index, named[-1], body, tuple(named[:-1]))
    return replace(row, kind="total") if vocabulary.is_total(row.label) else row


def _level_values(
    row: Row,
    body: BodyRow,
    found: IndicatorColumns,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
    table_unit: str | None,
) -> list[Observation]:
    """Return the figures of a line of a level; those of 全年预算数 are money in the table's unit."""
    target = [_target(row, body, found, columns, disclosure)] if _cell(body, found.value) else []
    if target and target[0].unit is None and words().is_amount_field(row.label):
        target = [replace(one, unit=table_unit, measure="amount") for one in target if one.value]
    return [
        *target,
        *_weight(row, body, found, columns, disclosure),
        *_beside(row, body, found, columns, disclosure),
    ]


def _beside(
    row: Row,
    body: BodyRow,
    found: IndicatorColumns,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
) -> list[Observation]:
    """Return what was reached, the points given, the reasons and the grades of one indicator."""
    values = []
    for index in found.beside:
        if not (printed := _cell(body, index)):
            continue
        column = columns[index]
        points = words().is_points("/".join(column.path))
        value, sign, unit = read_target(printed)
        measure = (
            "weight"
            if points and value is not None
            else _measure(value, unit or _unit(body, found))
        )
        values.append(
            Observation(
                row=row.index,
                column=index,
                path=column.path,
                year=column.year or disclosure.fiscal_year,
                phase=column.phase or disclosure.phase,
                measure=measure,
                printed=printed,
                value=value,
                unit=(unit or _unit(body, found)) if value is not None and not points else None,
                location=_place(body, index),
                sign=sign,
            )
        )
    return values


def _unit(body: BodyRow, found: IndicatorColumns) -> str | None:
    """Return the unit of a line's column of units, or the one its name or description ends with."""
    if unit := _cell(body, found.unit) or words().row_unit(_cell(body, found.name)):
        return unit
    match = _UNIT_AT_END.search(_cell(body, found.described))
    return match[1] if match else None


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
