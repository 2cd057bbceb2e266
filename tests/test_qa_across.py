"""Set figures of several documents side by side in tables of one kind."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import cast

from qa.catalogue import Catalogue
from qa.lookup import Fact
from qa.planning.across import aligned
from qa.planning.types import Figure, Target

KINDS = {1: "total_summary", 2: "expenditure_summary", 3: "general_expenditure"}
TABLES = {
    document * 10 + at: SimpleNamespace(kind=kind)
    for document in (1, 2)
    for at, kind in KINDS.items()
}
CATALOGUE = cast(Catalogue, SimpleNamespace(tables=TABLES))


def figure(document: int, at: int) -> Figure:
    value = Decimal(at)
    fact = Fact(
        1, 1, ("项目支出",), 2026, "预算", "amount", str(at), value, "万元", None, None, None
    )
    return Figure(document, document * 10 + at, 1, 1, "合计", "项目支出", 2026, fact)


def kinds(targets: list[Target]) -> list[str]:
    return [TABLES[t.figure.table_id].kind for t in targets]


def test_one_kind_of_table_that_all_have_is_taken() -> None:
    one = Target(figure(1, 1), (figure(1, 2),))
    other = Target(figure(2, 3), (figure(2, 2),))
    assert kinds(aligned([one, other], CATALOGUE, frozenset())) == ["expenditure_summary"] * 2


def test_figures_of_one_kind_stay_as_they_are() -> None:
    one = Target(figure(1, 3), (figure(1, 2),))
    other = Target(figure(2, 3), (figure(2, 2),))
    assert kinds(aligned([one, other], CATALOGUE, frozenset())) == ["general_expenditure"] * 2


def test_nothing_in_common_changes_nothing() -> None:
    one, other = Target(figure(1, 1)), Target(figure(2, 3))
    assert aligned([one, other], CATALOGUE, frozenset()) == [one, other]
