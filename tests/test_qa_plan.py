"""Bring operations together and choose columns."""

from __future__ import annotations

from decimal import Decimal

from ingest.records import Phase
from qa.catalogue import Entry, Heading, Sheet
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.words import load_words
from qa.planning.operations import combined
from qa.query import Asked, Bound, Comparator, Operation

ROW = Entry(1, 1, 0, "甲", "甲", None, None, 1, (), None, None, "item", None, None, None)


def sheet(*columns: Heading) -> Sheet:
    return Sheet(1, 1, 1, "附件2", "表", "general_expenditure", "万元", (), (), columns, (ROW,))


def amount(index: int, year: int, *path: str, phase: str | None = None) -> Heading:
    return Heading(index, path, "amount", 0, year, phase, "万元")


def names(table: Sheet, wish: ColumnWish) -> list[str]:
    return [c.name for c in default_columns(table, ROW, wish, load_words())]


def test_the_years_total_comes_first() -> None:
    table = sheet(
        amount(1, 2025, "2025年预算数"),
        amount(2, 2026, "2026年预算数", "基本支出"),
        amount(3, 2026, "2026年预算数", "总计"),
    )
    assert names(table, ColumnWish(2026, Phase.BUDGET))[0] == "2026年预算数/总计"
    assert names(table, ColumnWish(2025, Phase.BUDGET)) == ["2025年预算数"]
    assert names(table, ColumnWish(2024, Phase.BUDGET)) == []


def test_money_spent_comes_first_in_final_accounts() -> None:
    table = sheet(
        amount(1, 2024, "年初预算数", phase="预算"), amount(2, 2024, "决算数", phase="决算")
    )
    assert names(table, ColumnWish(2024, Phase.FINAL))[0] == "决算数"
    assert names(table, ColumnWish(2024, Phase.BUDGET))[0] == "年初预算数"


def test_a_bound_goes_with_its_count() -> None:
    bound = Bound(Comparator.OVER, Decimal(60), unit="万元")
    found = combined([Asked(Operation.FILTER, bound=bound), Asked(Operation.COUNT)])
    assert found == (Asked(Operation.COUNT, bound=bound),)


def test_a_gap_takes_its_extremes_with_it() -> None:
    found = combined([Asked(Operation.DIFFERENCE), Asked(Operation.TOP), Asked(Operation.BOTTOM)])
    assert [a.operation for a in found] == [Operation.DIFFERENCE]


def test_change_and_growth_are_one_sentence() -> None:
    found = combined([Asked(Operation.CHANGE), Asked(Operation.GROWTH)])
    assert [a.operation for a in found] == [Operation.CHANGE]
    assert combined([Asked(Operation.LOOKUP)]) == (Asked(Operation.LOOKUP),)
