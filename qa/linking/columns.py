"""Choose the column that a question means where it names none: the year's total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.column_roles import row_phase, row_year
from ingest.money import is_money
from ingest.records import FIGURES, Phase, Role
from qa.catalogue import Entry, Heading, Sheet
from qa.linking.text import bare
from qa.linking.words import LinkWords

WHOLE = ("总额", "合计", "总计")
SUBTOTAL = "小计"
FORMS, POINTS = ("project_performance", "overall_performance"), "得分"
"""Kinds of table whose total row adds up points, and the head of the column that holds them."""
KEPT = 1024  # orders of columns that are kept
PUBLIC, _PUBLIC = "three_public", "三公"
"""The kind of table of the three public expenses, and how it heads their columns."""


@dataclass(frozen=True, slots=True)
class ColumnWish:
    """Hold what a question says of columns: year, phase, whether weights or the year's start, and
    whether income or spending, where it is one of them only."""

    year: int
    phase: Phase
    weight: bool = False
    opening: bool = False
    flow: str = ""
    reach: frozenset[str] = frozenset()


def amounts(table: Sheet, entry: Entry) -> list[Heading]:
    """Return the columns that may hold a row's figures, changes too, on its side of the table."""
    return _amounts(table, entry.kind, entry.group, entry.side)


def _amounts(table: Sheet, kind: str, group: int | None, side: str | None) -> list[Heading]:
    if kind == "field":
        return [table.columns[-1]] if table.columns else []
    found = [column for column in table.columns if column.role in FIGURES]
    if group is not None:
        return [column for column in found if column.label_index == group]
    if side:
        sided = [c for c in found if c.path and side in c.path[0]]
        return sided or found
    return found


def default_columns(
    table: Sheet, entry: Entry, wish: ColumnWish, words: LinkWords
) -> list[Heading]:
    """Return the columns of a row from the likeliest on; none where the year is not printed.

    They are the same for all rows of one kind and side of a table, so they are put in order once.
    """
    return list(_ordered(table, entry.kind, entry.group, entry.side, wish, words))


@lru_cache(maxsize=KEPT)
def _ordered(
    table: Sheet,
    kind: str,
    group: int | None,
    side: str | None,
    wish: ColumnWish,
    words: LinkWords,
) -> tuple[Heading, ...]:
    found = _amounts(table, kind, group, side)
    if kind == "field":
        return tuple(found)
    if kind == "indicator":
        return tuple(sorted(found, key=lambda c: _indicator_rank(c, wish, words)))
    fit = [c for c in found if c.year in (wish.year, None) and c.role != Role.CHANGE]
    ranked = sorted(fit, key=lambda c: _rank(c, fit, wish, words))
    if kind == "total" and table.kind in FORMS and not wish.weight:
        ranked.sort(key=lambda c: POINTS not in bare(c.name))  # the total of a form has no goal
    if table.kind != PUBLIC:
        return tuple(ranked)
    own = [c for c in ranked if _sums_public(c)]
    return (*own, *(c for c in ranked if c not in own))


def _sums_public(column: Heading) -> bool:
    """Tell whether a column is the sum of the three public expenses, where others stand beside it."""
    head = bare(column.path[-2]) if len(column.path) > 1 else ""
    leaf = bare(column.path[-1]) if column.path else ""
    return _PUBLIC in head and (leaf == SUBTOTAL or leaf.endswith(WHOLE))


def _indicator_rank(column: Heading, wish: ColumnWish, words: LinkWords) -> tuple[int, int, int]:
    name = bare(column.name)
    is_weight = any(word in name for word in words.weights)
    is_target = any(word in name for word in words.targets)
    order = 0 if (is_weight if wish.weight else is_target) else 2 if is_weight else 1
    other_year = int(column.year not in (wish.year, None))  # 上年指标值 before 本年指标值
    part = int(any(word in name for word in words.part_columns))  # 半年指标值 before 全年指标值
    return order, other_year + part, column.index


def _rank(
    column: Heading, all_columns: Sequence[Heading], wish: ColumnWish, words: LinkWords
) -> tuple[int, int, int, int, int, int, int]:
    leaf = bare(column.path[-1]) if column.path else ""
    reach_off = int(leaf not in wish.reach and leaf in words.reach_columns)
    phase_off = int(_phase(column, wish, words) != wish.phase)
    total_off = 0 if _sums(leaf, words) else 1
    if len(column.path) > 1 and leaf == SUBTOTAL and any(_whole(c) for c in all_columns):
        total_off = 1  # 小计 of one head beside the total of all
    if all(len(c.path) > 1 for c in all_columns) and len({c.path[0] for c in all_columns}) > 1:
        total_off += 0 if column.path[0] == all_columns[0].path[0] else 1
    money = any(is_money(c.unit) for c in all_columns)
    counts = int(money and not is_money(column.unit))  # 数量 beside 金额
    return (
        phase_off,
        _flow_off(column, all_columns, wish),
        counts,
        reach_off,
        _end_off(leaf, all_columns, wish, words),
        total_off,
        column.index,
    )


def _flow_off(column: Heading, columns: Sequence[Heading], wish: ColumnWish) -> int:
    """Return 1 for another side than the one asked for, where columns hold income and spending."""
    heads = {bare(c.path[0]) for c in columns if c.path}
    if not wish.flow or not {"本年收入", "本年支出"} <= heads:
        return 0
    return int(not column.path or bare(column.path[0]) != f"本年{wish.flow}")


def _end_off(leaf: str, columns: Sequence[Heading], wish: ColumnWish, words: LinkWords) -> int:
    """Return 1 for the end of the year that is not asked for, where columns hold both ends."""
    leaves = {bare(column.path[-1]) for column in columns if column.path}
    if not (leaves & words.opening_columns and leaves & words.closing_columns):
        return 0
    return int(leaf in (words.closing_columns if wish.opening else words.opening_columns))


def _sums(leaf: str, words: LinkWords) -> bool:
    return leaf in words.totals or leaf.removesuffix("数") in words.totals or leaf.endswith(WHOLE)


def _whole(column: Heading) -> bool:
    """Tell whether a column under no head is named as a total of all."""
    return len(column.path) == 1 and bare(column.path[0]).endswith(WHOLE)


def _phase(column: Heading, wish: ColumnWish, words: LinkWords) -> Phase:
    if column.phase:
        return Phase(column.phase)
    name = bare(column.name)
    if any(word in name for word in words.final_columns):
        return Phase.FINAL
    if any(word in name for word in words.initial_columns):
        return Phase.BUDGET
    return wish.phase


@lru_cache(maxsize=8192)
def stage(label: str) -> tuple[int | None, Phase | None]:
    """Return the year and the phase that a label is and nothing more."""
    return row_year(label), row_phase(label)
