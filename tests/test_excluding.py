"""Test that what is left once something is set aside is read as a difference."""

from __future__ import annotations

import pytest

from qa.query import Operation
from tests.understanding import read


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("除了综合保险其他项目一共多少", ["项目支出", "综合保险"]),
        ("扣除综合保险以外，其余项目多少钱", ["项目支出", "综合保险"]),
        ("总预算除了奖金还有多少", ["总预算", "奖金"]),
    ],
)
def test_set_aside(question: str, names: list[str]) -> None:
    query = read(1).understand(question)
    assert [m.text for m in query.mentions] == names
    assert [a.operation for a in query.operations] == [Operation.DIFFERENCE]


@pytest.mark.parametrize(
    "question",
    ["除了综合保险还有哪些项目", "除了综合保险最大的项目是哪个", "奖金还剩多少", "综合保险多少钱"],
)
def test_nothing_set_aside(question: str) -> None:
    assert not read(1).understand(question).asks(Operation.DIFFERENCE)
