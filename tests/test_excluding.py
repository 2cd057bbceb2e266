"""Test that what is left once something is set aside is read as a difference."""

from __future__ import annotations

import pytest

from qa.query import Operation
from tests.understanding import read


@pytest.mark.parametrize(
    "question",
    ["除开基本支出，项目支出里奖金多少", "Leaving basic expenditure aside, what is the bonus under its projects?"],
)  # fmt: skip
def test_one_half_set_aside(question: str) -> None:
    query = read(1).understand(question)
    assert query.column_words == ("项目支出",)
    assert [m.text for m in query.mentions] == ["奖金"]


def test_a_half_set_aside_from_the_total_stays() -> None:
    assert "基本支出" in read(1).understand("除开基本支出，奖金多少").column_words


@pytest.mark.parametrize(
    "question",
    ["除了综合保险还有哪些项目", "除了综合保险最大的项目是哪个", "奖金还剩多少", "综合保险多少钱"],
)
def test_nothing_set_aside(question: str) -> None:
    assert not read(1).understand(question).asks(Operation.DIFFERENCE)
