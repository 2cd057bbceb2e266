"""Amounts over the months, quarters and days of a year, on the shipped corpus."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.chain import Chain
from qa.words import periods


@pytest.mark.parametrize(
    ("text", "unit", "number", "rest"),
    [
        ("办公费平均每个月多少", "月", 12, "办公费"),
        ("办公费月均多少", "月", 12, "办公费"),
        ("基本支出按十二个月平摊,一个月合多少万", "月", 12, "基本支出"),
        ("取暖费摊到四个月,每个月多少", "月", 4, "取暖费"),
        ("委托业务费按250天算,每个工作日合多少钱", "工作日", 250, "委托业务费"),
        ("差旅费一个季度大概花多少", "季度", 4, "差旅费"),
        ("行政运行平均每天花多少万", "天", 365, "行政运行"),
        ("average 差旅费 per month", "月", 12, "差旅费"),
    ],
)
def test_a_period_is_read_with_its_number(text: str, unit: str, number: int, rest: str) -> None:
    found = periods.read(text)
    assert found is not None
    assert (found.unit, found.number, found.rest) == (unit, Decimal(number), rest)


@pytest.mark.parametrize(
    "text",
    [
        "保洁员月补助标准是多少",
        "72个保洁员一个月600块,一年发多少",
        "每人每月300元,一共多少",
        "一季度花了多少",
        "第一季度支出多少",
        "每个月开几次会",
        "督查调研一个月多少次",
        "项目支出多少",
    ],
)
def test_rates_parts_of_a_year_and_other_counts_are_no_periods(text: str) -> None:
    assert periods.read(text) is None


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("辦公費平均落每個月係幾多？", "8.75", "万元"),
        ("基本支出按十二个月平摊，一个月合多少万", "145.65", "万元"),
        ("公务接待费折到每个季度是多少", "3.73", "万元"),
        ("差旅费一个月大概花多少钱", "8333.33", "元"),
    ],
)
def test_an_amount_is_spread_over_its_year(
    chain: Chain, question: str, value: str, unit: str
) -> None:
    answer = chain.ask(question)
    assert (answer.values[0].value, answer.values[0].unit) == (value, unit)


def test_what_no_row_explains_is_not_spread(chain: Chain) -> None:
    assert not any(v.unit == "个月" for v in chain.ask("植树造林平均每个月花多少").values)
