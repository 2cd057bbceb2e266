"""Find the columns that name a row, where a table has names and codes of several kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.columns import ColumnWords
from ingest.hierarchy import compose_code, split_code
from ingest.records import BodyRow, Column, Role, Row, Table
from ingest.tables_words import normal, words


def told_beside(table: Table, roles: Sequence[Role], vocabulary: ColumnWords) -> list[Role]:
    """Return roles in which columns behind a row's own name that only tell more of it are text.

    What a project does (项目名称 | 项目内容), the item that pays for it, or the other classification
    of an item (30101 基本工资 | 50501 工资福利支出) names no row where a column before it already does.
    """
    settled = list(roles)
    for run in _runs(roles):
        labels = [at for at in run if roles[at] is Role.LABEL]
        for at in labels:
            before = [one for one in labels if one < at and settled[one] is Role.LABEL]
            if any(_tells_more(table, at, one, vocabulary) for one in before):
                settled[at] = Role.TEXT
            elif any(_is_coarser(table, roles, at, one, vocabulary) for one in before):
                settled[at] = Role.TEXT
                if roles[at - 1] is Role.CODE:
                    settled[at - 1] = Role.TEXT
    return settled


def _runs(roles: Sequence[Role]) -> list[list[int]]:
    """Return the columns before and between columns of amounts."""
    runs: list[list[int]] = [[]]
    for at, role in enumerate(roles):
        if role is Role.AMOUNT:
            runs.append([])
        else:
            runs[-1].append(at)
    return runs


def _tells_more(table: Table, at: int, name: int, vocabulary: ColumnWords) -> bool:
    """Tell whether a column describes or classes rows that another names, each by its own name."""
    headed = vocabulary.tells_more(table.header[at])
    if not headed or vocabulary.tells_more(table.header[name]):
        return False
    both = _filled(table, at, name)
    return both is not None and len({named for _, named in both}) * 10 >= len(both) * 9


def _is_coarser(
    table: Table, roles: Sequence[Role], at: int, name: int, vocabulary: ColumnWords
) -> bool:
    """Tell whether a name with a code classes rows that another name with a code tells apart."""
    both = _filled(table, at, name)
    codes = [_codes(table, roles, one) for one in (at, name)]
    if both is None or not all(codes):
        return False
    kinds = [{vocabulary.code_kind("", code, table.kind) for code in listed} for listed in codes]
    if {"government"} in kinds and {"economic"} in kinds:
        return kinds[0] == {"government"}  # the department's classification is the finer one
    apart = all(roles[one - 1] is Role.CODE for one in (at, name))
    return apart and len({two for _, two in both}) > len({one for one, _ in both})


def _codes(table: Table, roles: Sequence[Role], at: int) -> set[str]:
    """Return the codes printed before names, in a column of their own or in front of each."""
    if at and roles[at - 1] is Role.CODE:
        found = {row.cells[at - 1].strip() for row in table.body}
        return {code for code in found if code.isdecimal()}
    listed = [row.cells[at].strip() for row in table.body if row.cells[at].strip()]
    codes = [code for text in listed if (code := split_code(text)[0])]
    return set(codes) if len(codes) * 10 >= len(listed) * 8 else set()


def _filled(table: Table, at: int, name: int) -> list[tuple[str, str]] | None:
    """Return the texts of two columns where the first is filled; None where the second is not."""
    both = [(row.cells[at].strip(), row.cells[name].strip()) for row in table.body]
    both = [pair for pair in both if pair[0]]
    return both if both and all(named for _, named in both) else None


def naming_columns(body: BodyRow, group: Sequence[Column]) -> tuple[Column, ...]:
    """Return the code and label columns that name a row: of several pairs the innermost filled.

    501 机关工资福利支出 beside 30101 基本工资, or a 科目 beside its project: each code has a name of
    its own, and the last pair that is printed tells what the row is.
    """
    runs: list[list[Column]] = []
    for column in group:
        if column.role not in (Role.CODE, Role.LABEL):
            continue
        begins = column.role is Role.CODE and (not runs or runs[-1][-1].role is Role.LABEL)
        if begins or not runs:
            runs.append([])
        runs[-1].append(column)
    pairs = [run for run in runs if {column.role for column in run} == {Role.CODE, Role.LABEL}]
    filled = [run for run in pairs if any(body.cells[column.index].strip() for column in run)]
    if len(pairs) == 1 and _is_complete(body, pairs[0]):  # a code behind it classes the row
        runs = [run for run in runs if any(column.role is Role.LABEL for column in run)]
    if len(pairs) < 2 or not filled:
        return tuple(column for run in runs for column in run)
    return tuple(filled[-1])


def with_own_code(body: BodyRow, naming: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns that name a row without codes that only class the project it is of.

    项目名称 | 项目编码 | 功能科目: the first code is the project's, the other no part of it.
    """
    codes = [c for c in naming if c.role is Role.CODE]
    own = [c for c in codes if c.path and normal(c.path[-1]) in words().project_codes]
    if len(codes) < 2 or len(own) != 1 or not body.cells[own[0].index].strip():
        return tuple(naming)
    return tuple(c for c in naming if c.role is not Role.CODE or c is own[0])


def _is_complete(body: BodyRow, run: Sequence[Column]) -> bool:
    """Tell whether a line prints both the code and the name of a pair of columns."""
    found = {column.role for column in run if body.cells[column.index].strip()}
    return found == {Role.CODE, Role.LABEL}


class Stairs:
    """Complete codes printed as stairs: 201 in 类, then 26 in 款 alone, then 01 in 项 alone."""

    def __init__(self, columns: Sequence[Column]) -> None:
        parts = words().code_parts
        self.columns = [
            c for c in columns if c.role is Role.CODE and c.path and normal(c.path[-1]) in parts
        ]
        self.above = [""] * len(self.columns)

    def code(self, body: BodyRow) -> str | None:
        """Return the whole code of a row whose first code columns are blank; else None."""
        own = [normal(body.cells[column.index]) for column in self.columns]
        first = next((at for at, text in enumerate(own) if text.isdecimal()), None)
        if first is None:
            return None
        before, self.above = self.above, [*self.above[:first], *own[first:]]
        if first == 0 or len(own[first]) != 2 or not all(before[:first]):
            return None
        return compose_code([*before[:first], *own[first:]])


def with_code(
    row: Row, code: str | None, group: Sequence[Column], table_kind: str, vocabulary: ColumnWords
) -> Row:
    """Return a row with the whole code that stairs tell, where they tell one."""
    if code is None:
        return row
    kind = vocabulary.code_kind(code_header(group), code, table_kind)
    return replace(row, code=code, code_kind=kind)


def code_header(group: Sequence[Column]) -> str:
    """Return the header words of the columns that hold a row's code."""
    heads = [c for c in group if c.role is Role.CODE] or [c for c in group if c.role is Role.LABEL]
    return "/".join(part for column in heads for part in column.path)


def side_of(group: Sequence[Column]) -> str | None:
    """Return 收入 or 支出 where the headings say so, as they do in 收支总表."""
    joined = "/".join(part for column in group for part in column.path)
    income, spending = joined.count("收入"), joined.count("支出")
    return None if income == spending else "支出" if spending > income else "收入"
