"""A code asked for by its name and its amount is no question about which items fell."""

from __future__ import annotations

import pytest

from qa.chain import Chain


@pytest.mark.parametrize(
    ("question", "name", "value"),
    [
        ("2080506是啥科目 多少钱", "职业年金", "68.19"),
        ("2010350是什么科目，多少钱", "事业运行", "506.06"),
    ],
)
def test_a_code_with_its_amount(chain: Chain, question: str, name: str, value: str) -> None:
    answer = chain.ask(question)
    assert name in answer.answer
    assert value in [v.value for v in answer.values]


def test_items_that_fell_are_still_told(chain: Chain) -> None:
    answer = chain.ask("今年比2025年，哪些科目的钱变少了")
    assert {v.label for v in answer.values} >= {
        "2010302 一般行政管理事务"
    } or "1190" in answer.answer
