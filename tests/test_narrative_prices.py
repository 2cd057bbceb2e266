"""Hold a price or a threshold to what prints one: no row of money stands for it."""

from __future__ import annotations

import pytest

from qa.narration.lore import lore


def _guards(question: str) -> set[str]:
    return {g.name for g in lore().guards if g.asked.search(question)} & {"单价", "起点"}


@pytest.mark.parametrize(
    ("question", "guard"),
    [
        ("学费一年几千", "单价"),
        ("食堂一顿几块钱", "单价"),
        ("押金要几块钱", "单价"),
        ("多大金额的项目要财政局评", "起点"),
        ("多少万以上的项目要评审", "起点"),
    ],
)
def test_a_price_or_a_threshold_is_held_to_what_prints_one(question: str, guard: str) -> None:
    assert _guards(question) == {guard}


@pytest.mark.parametrize(
    "question",
    [
        "学费收入多少",
        "学费一年收了多少钱",
        "接待费一年几万",
        "超过50万的项目有几个",
        "门票收入几千万",
    ],
)
def test_what_is_budgeted_is_no_price(question: str) -> None:
    assert not _guards(question)
