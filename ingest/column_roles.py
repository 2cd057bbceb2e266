"""Say of every printed column what it holds: role, year, phase and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest import money
from ingest.columns import ColumnWords, words
from ingest.hierarchy import split_code
from ingest.indicators import indicator_figures
from ingest.names import told_beside
from ingest.records import FIGURES, Column, Disclosure, Phase, Role, Table
from ingest.tables_words import normal

PERFORMANCE = frozenset({"overall_performance", "project_performance"})

_LABEL_UNIT = re.compile(r"[（(](?:(?:金额|计量|货币)?单位[:：])?(元|千元|万元|亿元|%|％)[)）]")
_CODE = re.compile(r"\s*[1-5]\d{2}(?:\d{2}){0,2}\s*")
_ROW_PHASE = re.compile(r"(?:年初|全年|本年|支出)?(预算|决算)数?")
_ROW_YEAR = re.compile(r"(20\d{2})年?度?(?:年初)?(?:预算|决算|执行)?数?(?:合计|总计)?")
_YEAR = re.compile(r"(20\d{2})年?")


def describe_columns(
    table: Table, disclosure: Disclosure, vocabulary: ColumnWords
) -> tuple[Column, ...]:
    """Say of every printed column what it holds, for which year, phase and unit."""
    roles = [_role(table, index, vocabulary) for index in range(len(table.header))]
    roles = _named_again(table, _named_below_one_head(table, roles), vocabulary)
    roles = _without_classes(table, roles, vocabulary)
    roles = told_beside(table, _one_label_at_least(table, roles), vocabulary)
    yearly = _rows_are_years(table, roles)
    targets = indicator_figures(table, vocabulary) if table.kind in PERFORMANCE else frozenset()
    roles = [_of_goals(table, at, role, targets) for at, role in enumerate(roles)]
    roles = [
        Role.CHANGE if role is Role.AMOUNT and at not in targets and vocabulary.is_change(path)
        else role
        for at, (role, path) in enumerate(zip(roles, table.header, strict=True))
    ]  # fmt: skip
    return tuple(
        Column(
            index=index,
            path=path,
            role=roles[index],
            label_index=_label_index(roles, index),
            year=None if yearly else column_year(path, disclosure, vocabulary),
            phase=vocabulary.phase("/".join(path)) or disclosure.phase,
            unit=None
            if roles[index] not in FIGURES or index in targets
            else _unit(table, index, vocabulary),
        )
        for index, path in enumerate(table.header)
    )


def _of_goals(table: Table, at: int, role: Role, targets: frozenset[int]) -> Role:
    """Return the role of a column of a form of goals: what stands blank at their side is no money."""
    if at in targets:
        return Role.AMOUNT
    side = (
        bool(targets) and at < min(targets) and not any(row.cells[at].strip() for row in table.body)
    )
    return Role.TEXT if side and role is Role.AMOUNT else role


def _unit(table: Table, index: int, vocabulary: ColumnWords) -> str | None:
    """Return the unit of a column of figures: percent, things, people, else that of money."""
    path = table.header[index]
    printed = [row.cells[index] for row in table.body if money.is_figure(row.cells[index])]
    if vocabulary.is_points("/".join(path[-1:])):
        return None
    if vocabulary.is_percent(path):
        return None if _are_ratios(path, printed) else "%"
    if unit := vocabulary.head_unit(path):
        return unit
    whole = bool(printed) and not any("." in text for text in printed)
    if whole and vocabulary.is_people(path):
        return "人"
    return None if vocabulary.is_count(path) else column_unit(path, table.unit)


def _are_ratios(path: Sequence[str], printed: Sequence[str]) -> bool:
    """Tell whether a column prints parts of 1 and no percentages: 0.9895 below 执行率."""
    if "%" in "".join(path).replace("％", "%") or any("%" in money.plain(text) for text in printed):
        return False
    values = [value for text in printed if (value := money.parse_figure(text)) is not None]
    return len(values) > 1 and any(values) and all(abs(value) <= 1 for value in values)


def _role(table: Table, index: int, vocabulary: ColumnWords) -> Role:
    texts = [row.cells[index] for row in table.body]
    listed = [text for text in texts if not money.is_blank(text)]
    figures = sum(money.is_figure(text) for text in listed)
    if listed and vocabulary.is_money_head("".join(table.header[index][-1:])):
        figures += sum(money.amount_with_unit(text) is not None for text in listed)
    named = vocabulary.role("/".join(table.header[index]), table.header[index])
    if named is Role.CODE and listed and figures < len(listed) / 2 and not _mostly_codes(listed):
        return Role.LABEL
    if named is Role.LABEL and listed and all(_CODE.fullmatch(text) for text in listed):
        return Role.CODE
    if named in (Role.LABEL, Role.UNIT_NAME):
        if not any(any(cell.strip() for cell in row.cells) for row in table.body):
            return named  # a table printed empty: its words are all there is
        return named if listed and figures <= len(listed) / 2 else Role.AMOUNT
    if named is not None:
        return named
    headed = any(table.header[index])  # what a figure below no heading is worth, nobody knows
    return Role.AMOUNT if headed and figures * 2 >= len(listed) else Role.TEXT


def _named_below_one_head(table: Table, roles: Sequence[Role]) -> list[Role]:
    """Let words name the figures beside them where one heading is merged over both."""
    found = list(roles)
    for at, (one, other) in enumerate(pairwise(table.header)):
        merged = one == other and any(one)
        if merged and (roles[at], roles[at + 1]) == (Role.TEXT, Role.AMOUNT):
            found[at] = Role.LABEL
    return found


def _named_again(table: Table, roles: list[Role], vocabulary: ColumnWords) -> list[Role]:
    """Let words name the figures behind them where those have the headings of the ones before.

    In 收入 | 预算数 | 支出 | 预算数 the second half has names of its own, whatever heads them.
    """
    found = list(roles)
    for at, role in enumerate(roles):
        before, behind = _heads(table, roles[:at], 0), _heads(table, roles[at + 1 :], at + 1)
        again = bool(behind) and before[-len(behind) :] == behind
        names = [one for one in (Role.LABEL, Role.TEXT) if one in found[:at]]
        if role is not Role.TEXT or not again or not names:
            continue
        texts = [text for row in table.body if (text := row.cells[at].strip())]
        remark = vocabulary.role("/".join(table.header[at]), table.header[at]) is Role.TEXT
        if texts and not remark and not any(map(money.is_figure, texts)):
            found[found.index(names[0])] = found[at] = Role.LABEL
    return found


def _heads(table: Table, roles: Sequence[Role], start: int) -> list[str]:
    """Return the last headings of the columns of figures, up to the first column of words behind.

    Numbers of rows between names and figures stand in no one's way.
    """
    heads: list[str] = []
    for at, role in enumerate(roles, start):
        if start and heads and role not in (*FIGURES, Role.NUMBER):
            break
        if role in FIGURES:
            heads.append(normal(table.header[at][-1]) if table.header[at] else "")
        elif start and role is not Role.NUMBER:
            break
    return heads


def _without_classes(table: Table, roles: list[Role], vocabulary: ColumnWords) -> list[Role]:
    """Let no column that prints classes of purchases alone name rows where another names them."""
    found = list(roles)
    for at, role in enumerate(roles):
        texts = [text for row in table.body if (text := row.cells[at].strip())]
        texts = [text for text in texts if not vocabulary.is_total(text)]
        classes = role is Role.LABEL and len(texts) > 1 and vocabulary.only_classes(texts)
        if classes and any(one is Role.LABEL for i, one in enumerate(found) if i != at):
            found[at] = Role.TEXT
    return found


def _mostly_codes(texts: Sequence[str]) -> bool:
    """Tell whether most texts are codes, without the names that they stand for."""
    named = (re.search("[一-鿿]", name) for code, name in map(split_code, texts) if code)
    codes = len([text for text in texts if re.match(r"\s*[A-Z]?\d", text)])
    return (codes - sum(map(bool, named))) * 2 >= len(texts)


def _one_label_at_least(table: Table, roles: list[Role]) -> list[Role]:
    """Let the first column of words name the rows where no header says which does."""
    if Role.LABEL in roles:
        return roles
    if Role.UNIT_NAME in roles and _names_rows(table, at := roles.index(Role.UNIT_NAME)):
        return [*roles[:at], Role.LABEL, *roles[at + 1 :]]
    for wanted in (Role.TEXT, Role.UNIT_NAME, Role.CODE):
        if wanted in roles:
            at = roles.index(wanted)
            return [*roles[:at], Role.LABEL, *roles[at + 1 :]]
    return roles


def _rows_are_years(table: Table, roles: Sequence[Role]) -> bool:
    """Tell whether a table's rows are years (2025年 | 2026年): each figure is of its row's."""
    labels = (
        [row.cells[roles.index(Role.LABEL)] for row in table.body] if Role.LABEL in roles else []
    )
    return len(labels) > 1 and all(row_year(label) is not None for label in labels)


def row_year(label: str) -> int | None:
    """Return the year that a label is and nothing more: 2025年, 2025年预算数."""
    match = _ROW_YEAR.fullmatch(re.sub(r"\s+", "", label))
    return int(match[1]) if match else None


def row_phase(label: str) -> Phase | None:
    """Return the phase that a label is and nothing more: 预算数, 决算数 of a table of two rows."""
    match = _ROW_PHASE.fullmatch(re.sub(r"\s+", "", label))
    return Phase(match[1]) if match else None


def _names_rows(table: Table, at: int) -> bool:
    """Tell whether a column names each of several rows by a name of its own; sums need none."""
    bodies = [row.cells for row in table.body]
    sums = [any(words().is_total(cell) for cell in cells if cell.strip()) for cells in bodies]
    names = [cells[at].strip() for cells, whole in zip(bodies, sums, strict=True) if not whole]
    return len(names) > 1 and len({name for name in names if name}) == len(names)


def _label_index(roles: Sequence[Role], index: int) -> int:
    """Return the nearest naming column at or left of a column, else the first of the table."""
    for at in range(index, -1, -1):
        if roles[at] is Role.LABEL:
            return at
    return roles.index(Role.LABEL) if Role.LABEL in roles else 0


def column_year(path: Sequence[str], disclosure: Disclosure, vocabulary: ColumnWords) -> int:
    """Return the fiscal year that a header path names, else the disclosure's own.

    A change is of the later year of those that it sets apart: 2025年 of 2025年比2024年增减.
    """
    joined = "/".join(path)
    years = [int(year) for year in _YEAR.findall(re.sub(r"\s+", "", joined))]
    if vocabulary.is_change(path):
        return max(years) if len(years) > 1 else disclosure.fiscal_year
    if years:
        return years[0]
    return disclosure.fiscal_year + vocabulary.year_offset(joined)


def column_unit(path: Sequence[str], table_unit: str | None) -> str | None:
    """Return the unit that headings name in brackets or by their words, else the table's."""
    joined = re.sub(r"\s+", "", "/".join(path))
    if match := _LABEL_UNIT.search(joined):
        return "%" if match[1] in "%％" else match[1]
    return "%" if words().is_percent(path) else table_unit
