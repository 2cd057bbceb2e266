"""Purchases: how many is not how much; the whole of procurement; a code is not a name."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from qa.answering.wording import wording
from qa.linking.words import load_words
from qa.planning.quantity import only_priced
from qa.words.references import annexes


def found(kind: str, unit: str) -> tuple[Any, Any]:
    """Return a plan of one figure of a kind of table, and the catalogue that holds the table."""
    figure = SimpleNamespace(table_id=1, fact=SimpleNamespace(unit=unit, value=Decimal("4.2")))
    step = SimpleNamespace(operands=(SimpleNamespace(figure=figure),))
    catalogue = SimpleNamespace(tables={1: SimpleNamespace(kind=kind)})
    return SimpleNamespace(steps=(step,)), catalogue


@pytest.mark.parametrize(
    ("text", "kind", "unit", "only"),
    [
        ("便携式计算机采购多少台", "procurement", "万元", True),
        ("复印纸的采购数量", "procurement", "元", True),
        ("便携式计算机采购多少台", "procurement", "台", False),
        ("便携式计算机采购多少钱", "procurement", "万元", False),
        ("便携式计算机几块钱", "procurement", "元", False),
        ("公务用车几台", "three_public", "万元", False),
    ],
)
def test_a_price_is_no_quantity(text: str, kind: str, unit: str, only: bool) -> None:
    plan, catalogue = found(kind, unit)
    asked: Any = SimpleNamespace(text=text)
    assert only_priced(asked, plan, catalogue) is only


@pytest.mark.parametrize(
    ("text", "names"), [("正文跟附表一致吗", []), ("附表一样吗", []), ("附表一是什么", ["附表1"])]
)
def test_agreement_is_no_number_of_a_table(text: str, names: list[str]) -> None:
    assert [span.value for span in annexes(text, ["附表1", "附表2"])] == names


def test_procurement_goes_by_its_budget() -> None:
    assert load_words().kinds_named["政府采购预算"] == ("procurement",)


@pytest.mark.parametrize(
    ("what", "said"),
    [("2025年支出表“合计”", "2025年支出表“合计”"), ("2024年支出表", "2025年2024年支出表")],
)
def test_a_year_is_said_once(what: str, said: str) -> None:
    told = wording("zh")("figure", year=2025, what=what, phase="预算", value="1", unit=" 万元")
    assert told == f"{said}预算为 1 万元。"
