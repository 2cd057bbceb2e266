"""Turn a logical table into rows and observations: what each printed cell means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import money
from ingest.columns import ColumnWords, words
from ingest.errors import MoneyError
from ingest.hierarchy import compose_code, place_rows, project_code, split_code
from ingest.indicators import read_indicators
from ingest.names import Stairs, code_header, naming_columns, side_of, with_code
from ingest.nesting import nest_by_sums
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
    StoredTable,
    Table,
)

FIELD_PATH = ("内容",)
"""The header path of the column that a form's label and value pairs are stored under."""

PERFORMANCE = frozenset({"overall_performance", "project_performance"})

_LABEL_UNIT = re.compile(r"[（(](?:单位[:：])?(元|千元|万元|亿元|%|％)[)）]")
_YEAR = re.compile(r"(20\d{2})年?")


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


# --- columns ------------------------------------------------------------------------------


def describe_columns(
    table: Table, disclosure: Disclosure, vocabulary: ColumnWords
) -> tuple[Column, ...]:
    """Say of every printed column what it holds, for which year, phase and unit."""
    roles = [_role(table, index, vocabulary) for index in range(len(table.header))]
    roles = _one_label_at_least(table, roles)
    return tuple(
        Column(
            index=index,
            path=path,
            role=roles[index],
            label_index=_label_index(roles, index),
            year=column_year(path, disclosure, vocabulary),
            phase=vocabulary.phase("/".join(path)) or disclosure.phase,
            unit=None
            if roles[index] is not Role.AMOUNT or vocabulary.is_count(path)
            else _column_unit(path, table.unit),
        )
        for index, path in enumerate(table.header)
    )


def _role(table: Table, index: int, vocabulary: ColumnWords) -> Role:
    texts = [row.cells[index] for row in table.body]
    listed = [text for text in texts if not money.is_blank(text)]
    figures = sum(money.is_figure(text) for text in listed)
    named = vocabulary.role("/".join(table.header[index]), table.header[index])
    if named is Role.CODE and listed and figures < len(listed) / 2 and not _mostly_codes(listed):
        return Role.LABEL
    if named in (Role.LABEL, Role.UNIT_NAME):
        return named if listed and figures <= len(listed) / 2 else Role.AMOUNT
    if named is not None:
        return named
    return Role.AMOUNT if figures * 2 >= len(listed) else Role.TEXT


def _mostly_codes(texts: Sequence[str]) -> bool:
    return sum(bool(re.match(r"\s*\d", text)) for text in texts) * 2 >= len(texts)


def _one_label_at_least(table: Table, roles: list[Role]) -> list[Role]:
    """Let the first column of words name the rows where no header says which does."""
    if Role.LABEL in roles:
        return roles
    for wanted in (Role.TEXT, Role.UNIT_NAME, Role.CODE):
        if wanted in roles:
            at = roles.index(wanted)
            return [*roles[:at], Role.LABEL, *roles[at + 1 :]]
    return roles


def _label_index(roles: Sequence[Role], index: int) -> int:
    """Return the nearest naming column at or left of a column, else the first of the table."""
    for at in range(index, -1, -1):
        if roles[at] is Role.LABEL:
            return at
    return roles.index(Role.LABEL) if Role.LABEL in roles else 0


def column_year(path: Sequence[str], disclosure: Disclosure, vocabulary: ColumnWords) -> int:
    """Return the fiscal year that a header path names, else the disclosure's own."""
    joined = "/".join(path)
    if match := _YEAR.search(re.sub(r"\s+", "", joined)):
        return int(match[1])
    return disclosure.fiscal_year + vocabulary.year_offset(joined)


def _column_unit(path: Sequence[str], table_unit: str | None) -> str | None:
    joined = re.sub(r"\s+", "", "/".join(path))
    if match := _LABEL_UNIT.search(joined):
        return "%" if match[1] in "%％" else match[1]
    if "%" in joined or re.search(r"(比例|增长率|增幅|占比|比重)$", joined):
        return "%"
    return table_unit


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
    groups, stairs = _label_groups(columns), Stairs(columns)
    for body in table.body:
        before, whole = len(rows), stairs.code(body)
        for number, group in enumerate(groups):
            row = _row_of(table, body, group, len(groups) > 1, first + len(rows), vocabulary)
            if row is not None:
                rows.append(with_code(row, whole, group, table.kind, vocabulary))
                origins.append((number, body))
                values.extend(_values_of(row, body, group, disclosure, problems))
        if len(rows) == before:
            problems.extend(_unread(body))
    placed = place_rows(rows, [number for number, _ in origins])
    if len(groups) == 1:
        placed = _nested(placed, [body for _, body in origins], columns)
    return placed, values, problems


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
    named = [column.index for column in columns if column.role is not Role.AMOUNT]
    shapes = [tuple(bool(body.cells[index].strip()) for index in named) for body in bodies]
    return nest_by_sums(rows, amounts, shapes)


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


def _label_groups(columns: tuple[Column, ...]) -> list[tuple[Column, ...]]:
    """Split columns where income and spending stand side by side, each with its own names."""
    groups: list[list[Column]] = [[]]
    amounts_seen = False
    for column in columns:
        if column.role is Role.LABEL and amounts_seen:
            start = _group_start(groups[-1])
            groups.append(groups[-1][start:])
            del groups[-2][start:]
            amounts_seen = False
        amounts_seen = amounts_seen or column.role is Role.AMOUNT
        groups[-1].append(column)
    return [
        tuple(group) for group in groups if any(column.role is Role.AMOUNT for column in group)
    ] or [columns]


def _group_start(group: list[Column]) -> int:
    """Return where trailing code or number columns begin: they belong to the next names."""
    start = len(group)
    while start and group[start - 1].role in (Role.CODE, Role.NUMBER):
        start -= 1
    return start


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
    naming = naming_columns(body, group)
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
    label = label or unit_name or ""
    if not label and not code and not _has_figures(body, group):
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
        kind="total" if vocabulary.is_total(label or "合计") else "item",
        institution=unit_name or None,
    )


def _has_figures(body: BodyRow, group: tuple[Column, ...]) -> bool:
    return any(
        column.role is Role.AMOUNT and not money.is_blank(body.cells[column.index])
        for column in group
    )


def _values_of(
    row: Row,
    body: BodyRow,
    group: tuple[Column, ...],
    disclosure: Disclosure,
    problems: list[Problem],
) -> list[Observation]:
    values = []
    naming = _naming(body, group)
    for column in group:
        text = body.cells[column.index].strip()
        if column.role is Role.AMOUNT:
            values.append(_amount(row, column, text, body, disclosure, problems))
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
    disclosure: Disclosure,
    problems: list[Problem],
) -> Observation:
    place, value = cell_location(body, column.index), None
    unit, measure = _unit_of(row, column)
    try:
        value = money.parse_figure(text)
    except MoneyError:
        measure = "text"
        problems.append(
            Problem(Severity.INFO, f"words where a figure is expected: {text!r}", place)
        )
    if value is not None and money.plain(text).endswith("%"):
        unit, measure = "%", "percent"
    return Observation(
        row=row.index,
        column=column.index,
        path=column.path,
        year=column.year or disclosure.fiscal_year,
        phase=column.phase or disclosure.phase,
        measure=measure,
        printed=text,
        value=value,
        unit=unit if measure != "text" else None,
        location=place,
    )


def _unit_of(row: Row, column: Column) -> tuple[str | None, str]:
    """Return unit and measure of a figure: its row's own unit, a count's, else its column's."""
    if own := words().row_unit(row.label):
        return own, "count"
    if words().is_count(column.path):
        return None, "count"
    return column.unit, "percent" if column.unit == "%" else "amount"


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
    return replace(body.pieces[0], bbox=box or body.pieces[0].bbox)


# --- forms --------------------------------------------------------------------------------


def _read_fields(
    table: Table, disclosure: Disclosure, column: int, vocabulary: ColumnWords
) -> tuple[list[Row], list[Observation]]:
    """Return a row and a value for every label and value pair of a form."""
    rows, values = [], []
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


def _field_value(
    index: int, table: Table, column: int, disclosure: Disclosure, vocabulary: ColumnWords
) -> Observation:
    pair = table.pairs[index]
    is_amount = vocabulary.is_amount_field(pair.label) and money.is_figure(pair.value)
    unit = _column_unit((pair.label,), table.unit) if is_amount else None
    return Observation(
        row=index,
        column=column,
        path=FIELD_PATH,
        year=disclosure.fiscal_year,
        phase=disclosure.phase,
        measure="amount" if is_amount else "text",
        printed=pair.value,
        value=money.parse_figure(pair.value) if is_amount else None,
        unit=unit,
        location=pair.location,
    )
