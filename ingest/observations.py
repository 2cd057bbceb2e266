"""Turn a logical table into rows and observations: what each printed cell means."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest import money
from ingest.column_roles import PERFORMANCE, column_unit, describe_columns, row_phase, row_year
from ingest.columns import ColumnWords, words
from ingest.errors import MoneyError
from ingest.groups import has_figures, label_groups, reaching
from ingest.hierarchy import compose_code, place_rows, project_code, split_code
from ingest.indicators import read_indicators
from ingest.levels import climb
from ingest.names import Stairs, code_header, naming_columns, side_of, with_code, with_own_code
from ingest.nesting import nest_by_sums, total_of_units
from ingest.owners import apart, below_units
from ingest.records import (
    FIGURES,
    BodyRow,
    Column,
    Disclosure,
    Location,
    Observation,
    Pair,
    Problem,
    Role,
    Row,
    Severity,
    StoredTable,
    Table,
)
from ingest.text import without_note_mark

FIELD_PATH = ("内容",)
"""The header path of the column that a form's label and value pairs are stored under."""


def store_table(table: Table, disclosure: Disclosure) -> StoredTable:
    """Return a table's columns, rows and observations; rows not understood become problems."""
    vocabulary = words()
    columns = describe_columns(table, disclosure, vocabulary)
    fields, field_values = _read_fields(table, disclosure, len(columns), vocabulary)
    if table.kind in PERFORMANCE and vocabulary.has_indicators(table.header):
        rows, values, problems = read_indicators(
            table, columns, disclosure, vocabulary, len(fields)
        )
    else:
        rows, values, problems = _read_body(table, columns, disclosure, vocabulary, len(fields))
    if fields:
        columns = (*columns, Column(len(columns), FIELD_PATH, Role.TEXT, len(columns)))
    return StoredTable(table, columns, (*fields, *rows), (*field_values, *values), tuple(problems))


# --- body ---------------------------------------------------------------------------------


def _read_body(
    table: Table,
    columns: tuple[Column, ...],
    disclosure: Disclosure,
    vocabulary: ColumnWords,
    first: int,
) -> tuple[list[Row], list[Observation], list[Problem]]:
    rows: list[Row] = []
    origins: list[tuple[int, BodyRow]] = []
    values: list[Observation] = []
    problems: list[Problem] = []
    groups, stairs = label_groups(columns), Stairs(columns)
    for body in table.body:
        before, whole = len(rows), stairs.code(body)
        for number, group in reaching(groups, body):
            row = _row_of(table, body, group, len(groups) > 1, first + len(rows), vocabulary)
            if row is not None:
                rows.append(with_code(row, whole, group, table.kind, vocabulary))
                origins.append((number, body))
                values.extend(_values_of(row, body, group, disclosure, problems))
        if len(rows) == before:
            problems.extend(_unread(body))
    placed = place_rows(rows, [number for number, _ in origins])
    if len(groups) == 1:
        bodies = [body for _, body in origins]
        placed = climb(_nested(placed, bodies, columns), bodies, columns, vocabulary)
        placed = below_units(placed, bodies, columns, vocabulary)
    return placed, _counted_below(placed, values), problems


def _counted_below(rows: list[Row], values: list[Observation]) -> list[Observation]:
    """Count what stands below a row that counts things (执法执勤用车 below 车辆数（辆）): no money."""
    units: dict[int, str] = {}
    for row in rows:
        unit = words().row_unit(row.parents[-1]) if row.parents else None
        if unit and not words().row_unit(row.label) and not words().is_value((row.label,)):
            units[row.index] = unit
    return [
        replace(value, unit=units[value.row], measure="count")
        if value.row in units and value.measure == "amount" and not words().is_value(value.path)
        else value
        for value in values
    ]


def _nested(rows: list[Row], bodies: list[BodyRow], columns: tuple[Column, ...]) -> list[Row]:
    """Find subtotal rows by their sums in the first column of money."""
    money_columns = [c for c in columns if c.role is Role.AMOUNT and not words().is_count(c.path)]
    at = next((column.index for column in money_columns), None)
    if at is None:
        return rows
    amounts = [
        money.parse_figure(body.cells[at]) if money.is_figure(body.cells[at]) else None
        for body in bodies
    ]
    named = [column.index for column in columns if column.role not in FIGURES]
    shapes = [tuple(bool(body.cells[index].strip()) for index in named) for body in bodies]
    return nest_by_sums(total_of_units(rows, amounts), amounts, shapes)


def _unread(body: BodyRow) -> list[Problem]:
    """Report a printed row that gives none; a wholly empty one is only noted."""
    empty = all(not cell.strip() for cell in body.cells)
    return [
        Problem(
            Severity.INFO if empty else Severity.WARNING,
            "an empty row"
            if empty
            else f"a row without a label or figure: {' '.join(body.cells).strip()}",
            body.pieces[0],
        )
    ]


def _row_of(
    table: Table,
    body: BodyRow,
    group: tuple[Column, ...],
    split: bool,
    index: int,
    vocabulary: ColumnWords,
) -> Row | None:
    """Return the row that one group of columns gives, or None where the group lists nothing."""
    if all(not body.cells[column.index].strip() for column in group):
        return None
    naming, owner = apart(naming_columns(body, group), body, vocabulary)
    naming = with_own_code(body, naming)
    labels = [column for column in naming if column.role is Role.LABEL]
    label = next((t for c in reversed(labels) if (t := body.cells[c.index].strip())), "")
    code = compose_code([body.cells[c.index] for c in naming if c.role is Role.CODE])
    unit_name = next((body.cells[c.index].strip() for c in group if c.role is Role.UNIT_NAME), None)
    if not label and code and not re.match(r"\d", code):
        label, code = code, None
    inner, bare = split_code(label)
    kind = vocabulary.code_kind(code_header(naming or group), inner or code or "", table.kind)
    if inner:
        label, code = bare, inner
    label = without_note_mark(label)
    label = label or unit_name or _total_word(body, group, vocabulary) or _class_word(body, group)
    if not code:
        code, kind = _class_code(body, group, vocabulary, table.kind)
    if not label and not code and not has_figures(body, group):
        return None
    return Row(
        index=index,
        label=label,
        text=" ".join(cell for c in group if (cell := body.cells[c.index].strip())),
        pieces=body.pieces,
        code=code,
        code_kind=kind if code else None,
        side=side_of(group) if split else None,
        number=next(
            (body.cells[c.index].strip() or None for c in group if c.role is Role.NUMBER), None
        ),
        kind="total" if _is_whole(label, vocabulary) else "item",
        institution=unit_name or owner,
    )


def _total_word(body: BodyRow, group: tuple[Column, ...], vocabulary: ColumnWords) -> str:
    """Return 合计 where it stands in a column that names no rows, else nothing."""
    texts = (body.cells[c.index].strip() for c in group if c.role not in FIGURES)
    return next((text for text in texts if text and vocabulary.is_total(text)), "")


def _class_word(body: BodyRow, group: tuple[Column, ...]) -> str:
    """Return the only word of a row, a class whose items stand below it (货物 | | 1824500)."""
    texts = [(c, body.cells[c.index].strip()) for c in group if c.role not in FIGURES]
    filled = [(column, text) for column, text in texts if text]
    only = len(filled) == 1 and filled[0][0].role is Role.TEXT and has_figures(body, group)
    return filled[0][1] if only and not money.is_figure(filled[0][1]) else ""


def _class_code(
    body: BodyRow, group: tuple[Column, ...], vocabulary: ColumnWords, table_kind: str
) -> tuple[str | None, str]:
    """Return the code of the item that a row falls under, printed beside its name, and its kind."""
    for column in group:
        if column.role is Role.TEXT and vocabulary.is_class(column.path):
            code, _ = split_code(body.cells[column.index].strip())
            if code:
                return code, vocabulary.code_kind("/".join(column.path), code, table_kind)
    return None, ""


def _is_whole(label: str, vocabulary: ColumnWords) -> bool:
    """Tell whether a row stands for its whole table: a sum, a year, what was planned or spent."""
    named = row_year(label) or row_phase(label)
    return vocabulary.is_total(label or "合计") or named is not None


def _values_of(
    row: Row,
    body: BodyRow,
    group: tuple[Column, ...],
    disclosure: Disclosure,
    problems: list[Problem],
) -> list[Observation]:
    values = []
    naming = _naming(body, group)
    measured = next(
        (body.cells[c.index].strip() or None for c in group if words().is_measure(c.path)), None
    )
    for column in group:
        text = body.cells[column.index].strip()
        if column.role in FIGURES:
            values.append(_amount(row, column, text, body, measured, disclosure, problems))
        elif text and column.index != naming and text != row.label:
            values.append(_text_value(row, column, text, body, disclosure))
    return values


def _naming(body: BodyRow, group: tuple[Column, ...]) -> int:
    for column in reversed(group):
        if column.role is Role.LABEL and body.cells[column.index].strip():
            return column.index
    return -1


def _amount(
    row: Row,
    column: Column,
    text: str,
    body: BodyRow,
    measured: str | None,
    disclosure: Disclosure,
    problems: list[Problem],
) -> Observation:
    place, value = cell_location(body, column.index), None
    unit, measure = _unit_of(row, column, measured)
    told = money.amount_with_unit(text) if measure == "amount" else None
    try:
        value = money.parse_figure(told[0] if told else text)
        unit = told[1] if told else unit
    except MoneyError:
        measure = "text"
        problems.append(
            Problem(Severity.INFO, f"words where a figure is expected: {text!r}", place)
        )
    if value is not None and "%" in money.plain(text):
        unit, measure = "%", "percent"
    return Observation(
        row=row.index,
        column=column.index,
        path=column.path,
        year=row_year(row.label) or column.year or disclosure.fiscal_year,
        phase=row_phase(row.label) or column.phase or disclosure.phase,
        measure=measure,
        printed=text,
        value=value,
        unit=unit if measure != "text" else None,
        location=place,
    )


def _unit_of(row: Row, column: Column, measured: str | None) -> tuple[str | None, str]:
    """Return unit and measure of a figure: its row's own unit, a count's, else its column's.

    A line's printed unit holds in columns of counts, and in any without a unit that names no money.
    """
    if column.unit == "%" or words().is_percent(column.path):
        return column.unit, "percent"
    if measured and (words().is_count(column.path) or _takes_row_unit(column)):
        return measured, "amount" if money.is_money(measured) else "count"
    if not words().is_value(column.path) and (own := words().row_unit(row.label)):
        return own, "count"
    if words().is_count(column.path):
        return column.unit, "count"
    if words().is_points("/".join(column.path[-1:])):
        return None, "weight"
    return column.unit, "amount" if column.unit in (None, *money.YUAN) else "count"


def _takes_row_unit(column: Column) -> bool:
    """Tell whether nothing but its row says what a column's figures count."""
    return column.unit is None and not any(map(words().is_money_head, column.path))


def _text_value(
    row: Row, column: Column, text: str, body: BodyRow, disclosure: Disclosure
) -> Observation:
    return Observation(
        row=row.index,
        column=column.index,
        path=column.path,
        year=disclosure.fiscal_year,
        phase=disclosure.phase,
        measure="text",
        printed=text,
        value=None,
        unit=None,
        location=cell_location(body, column.index),
    )


def cell_location(body: BodyRow, index: int) -> Location:
    """Return the place of one cell: its own box where known, else the row's."""
    box = body.boxes[index] if index < len(body.boxes) else None
    place = body.pieces[-1 if body.turned is not None and index >= body.turned else 0]
    return replace(place, bbox=box or place.bbox)


# --- forms --------------------------------------------------------------------------------


def _read_fields(
    table: Table, disclosure: Disclosure, column: int, vocabulary: ColumnWords
) -> tuple[list[Row], list[Observation]]:
    """Return a row and a value for every label and value pair of a form."""
    rows, values = [], []
    table = replace(table, unit=table.unit or _form_unit(table))
    for index, pair in enumerate(table.pairs):
        code = project_code(pair.value)
        rows.append(
            Row(
                index=index,
                label=pair.label,
                text=f"{pair.label} {pair.value}".strip(),
                pieces=(pair.location,),
                code=code,
                code_kind="project" if code else None,
                kind="field",
            )
        )
        values.append(_field_value(index, table, column, disclosure, vocabulary))
    return rows, values


def _form_unit(table: Table) -> str | None:
    """Return the one unit of money that a form's labels name, where no line above it does."""
    units = {column_unit((pair.label,), None) for pair in table.pairs}
    named = {unit for unit in units if money.is_money(unit)}
    return named.pop() if len(named) == 1 else None


def _field_value(
    index: int, table: Table, column: int, disclosure: Disclosure, vocabulary: ColumnWords
) -> Observation:
    pair = table.pairs[index]
    measure, unit = _field_measure(pair, table.unit, vocabulary)
    figure = measure != "text"
    last = pair.label.rsplit("/", 1)[-1]
    return Observation(
        row=index,
        column=column,
        path=FIELD_PATH,
        year=disclosure.fiscal_year,
        phase=(vocabulary.phase(last) if figure else None) or disclosure.phase,
        measure=measure,
        printed=pair.value,
        value=money.parse_figure(pair.value) if figure else None,
        unit=unit,
        location=pair.location,
    )


def _field_measure(
    pair: Pair, table_unit: str | None, vocabulary: ColumnWords
) -> tuple[str, str | None]:
    """Return measure and unit of a form's value: money, a percentage, points, or words."""
    last = pair.label.rsplit("/", 1)[-1]
    if not money.is_figure(pair.value):
        return "text", None
    if vocabulary.is_points(last):
        return "weight", None
    if "率" in last or money.plain(pair.value).endswith("%"):
        return "percent", "%"
    own = column_unit((pair.label,), None)  # a unit of money that the label itself names
    if vocabulary.is_amount_field(pair.label) or money.is_money(own):
        return "amount", column_unit((pair.label,), table_unit)
    return "text", None
