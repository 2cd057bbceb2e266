"""Find the columns that name a row, where a table has names and codes of several kinds."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.records import BodyRow, Column, Role


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
    if len(pairs) < 2 or not filled:
        return tuple(column for run in runs for column in run)
    return tuple(filled[-1])


def code_header(group: Sequence[Column]) -> str:
    """Return the header words of the columns that hold a row's code."""
    heads = [c for c in group if c.role is Role.CODE] or [c for c in group if c.role is Role.LABEL]
    return "/".join(part for column in heads for part in column.path)


def side_of(group: Sequence[Column]) -> str | None:
    """Return 收入 or 支出 where the headings say so, as they do in 收支总表."""
    joined = "/".join(part for column in group for part in column.path)
    income, spending = joined.count("收入"), joined.count("支出")
    return None if income == spending else "支出" if spending > income else "收入"
