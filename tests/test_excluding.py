"""Test that what is left once something is set aside is read as a difference."""

from __future__ import annotations

import pytest

from qa.query import Operation
from qa.words.excluding import other_half, without_parts
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


@pytest.mark.parametrize(
    ("question", "told", "said"),
    [
        ("卫生健康支出扣掉基本支出还剩多少？", False, "卫生健康支出的项目支出是多少"),
        ("2080505减去项目支出剩多少", False, "2080505的基本支出是多少"),
        ("把基本支出刨掉，剩下算项目的是多少？", True, "其中项目支出是多少"),
        ("教育支出除掉基本支出后剩下的占几成", False, "教育支出的项目支出占教育支出的几成"),
    ],
)
def test_what_is_left_without_one_half_is_the_other(question: str, told: bool, said: str) -> None:
    assert other_half(question, told=told) == said


@pytest.mark.parametrize(
    "question",
    ["扣掉基本支出还剩多少", "总支出扣掉基本支出还剩多少", "教育支出扣掉差旅费还剩多少", "扣掉基本支出还剩几个项目"],
)  # fmt: skip
def test_what_is_no_half_of_an_item(question: str) -> None:
    assert other_half(question, told=False) == question


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("吃喝、出国、用车这“三公”今年多少", "“三公”今年多少"),
        ("攒养老钱的两块——养老保险跟职业年金合一起多少", "养老保险跟职业年金合一起多少"),
        ("公务接待和用车各多少", "公务接待和用车各多少"),
        ("收入表里的两项：利息收入和事业收入合计", "收入表里的两项：利息收入和事业收入合计"),
    ],
)
def test_words_that_only_spell_a_thing_out(question: str, said: str) -> None:
    assert without_parts(question) == said
