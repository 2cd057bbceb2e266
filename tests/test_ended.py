"""Rows of a list by the year in which they end."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from tests.test_set_members import FUNDS, others  # noqa: F401


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2026年就到期终止的专项资金有哪几个，合起来多少钱？", "9000.00"),
        ("今年到期的专项一共多少钱", "9000.00"),
        ("终止年度是2027年的专项一共多少钱", "3600.00"),
        ("2024年开始的专项一共多少钱", "6800.00"),
    ],
)
def test_rows_end_in_a_year(others: Chain, question: str, value: str) -> None:  # noqa: F811
    answer = others.ask(question, docs=[FUNDS])
    assert value in {v.value for v in answer.values}
    assert "12600.00" not in {v.value for v in answer.values}
