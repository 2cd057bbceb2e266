"""Split a line where tables stand side by side, each with names of its own."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import money
from ingest.columns import words
from ingest.records import FIGURES, BodyRow, Column, Role


def label_groups(columns: tuple[Column, ...]) -> list[tuple[Column, ...]]:
    """Split columns where income and spending stand side by side, each with its own names."""
    groups: list[list[Column]] = [[]]
    amounts_seen = False
    for column in columns:
        if column.role is Role.LABEL and amounts_seen:
            start = _group_start(groups[-1])
            groups.append(groups[-1][start:])
            del groups[-2][start:]
            amounts_seen = False
        amounts_seen = amounts_seen or column.role in FIGURES
        groups[-1].append(column)
    return [
        tuple(group) for group in groups if any(column.role in FIGURES for column in group)
    ] or [columns]


def _group_start(group: list[Column]) -> int:
    """Return where trailing code or number columns begin: they belong to the next names."""
    start = len(group)
    while start and group[start - 1].role in (Role.CODE, Role.NUMBER):
        start -= 1
    return start


def reaching(
    groups: list[tuple[Column, ...]], body: BodyRow
) -> list[tuple[int, tuple[Column, ...]]]:
    """Return a line's groups of columns; a sum's name reaches over blanks to a later figure.

    In 公用经费合计 | | | | | 45.36 the name is printed in one group, its figure at the line's end.
    """
    found: list[tuple[int, tuple[Column, ...]]] = []
    for number, group in enumerate(groups):
        names = [c for c in group if c.role not in FIGURES]
        if has_figures(body, group) and not _filled(body, names):
            filled = (at for at, (_, one) in enumerate(found) if _filled(body, one))
            last = max(filled, default=None)
            if last is not None and _is_open_sum(body, found[last][1]):
                before = [c for c in found[last][1] if c.role not in FIGURES]
                figures = [c for c in group if c.role in FIGURES]
                found[last] = (found[last][0], (*before, *figures))
                continue
        found.append((number, group))
    return found


def _filled(body: BodyRow, columns: Sequence[Column]) -> bool:
    return any(body.cells[column.index].strip() for column in columns)


def _is_open_sum(body: BodyRow, group: tuple[Column, ...]) -> bool:
    """Tell whether a group names a sum and prints no figure for it."""
    texts = [body.cells[c.index].strip() for c in group if c.role not in FIGURES]
    return not has_figures(body, group) and any(map(words().is_total, filter(None, texts)))


def has_figures(body: BodyRow, group: tuple[Column, ...]) -> bool:
    """Tell whether a line prints a figure in a group of columns."""
    return any(
        column.role in FIGURES and not money.is_blank(body.cells[column.index]) for column in group
    )
