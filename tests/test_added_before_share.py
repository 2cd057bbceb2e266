"""Things that are added up before their share is asked for, wholes that are said, and the rest of them."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.planning import halves
from qa.query import Operation
from qa.words import frames, operations


@pytest.mark.parametrize(
    ("question", "worked"),
    [
        ("公务接待费和培训费一共占多少", "14.34 ÷ 1747.77 × 100% = 0.82%"),
        ("巨灾保险跟金融产业发展补助搁一块儿占多少", "420.00 ÷ 1190.00 × 100% = 35.29%"),
        ("基本支出里基本工资和津贴补贴加起来占多少", "454.86 ÷ 1747.77 × 100% = 26.03%"),
    ],
)
def test_none_of_what_is_added_up_is_the_whole(chain: Chain, question: str, worked: str) -> None:
    answer = chain.ask(question)
    assert (answer.calculation or "").endswith(worked), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "整体绩效目标里“基本支出”和“项目支出”两条指标权重加起来占多少？",
        "整体绩效目标里，跟花钱有关的“基本支出”和“项目支出”两条指标权重加起来占多少？",
        "整体绩效目标里基本支出和项目支出权重加起来是多少？",
    ],
)
def test_weights_are_added_up(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert "= 43" in (answer.calculation or ""), answer.answer


def test_weights_that_are_only_listed_are_told_one_by_one(chain: Chain) -> None:
    answer = chain.ask("整体绩效目标里基本支出和项目支出权重各是多少？")
    assert [v.value for v in answer.values] == ["29", "14"], answer.answer


@pytest.mark.parametrize(
    ("question", "worked"),
    [
        ("十几个项目里头，巨灾保险占项目总额几成", "220.00 ÷ 1190.00 × 100% = 18.49%"),
        ("搞数字化城市治理的那个占项目总额的几成", "295.00 ÷ 1190.00 × 100% = 24.79%"),
        (
            "十几个专项里头，搞数字化城市治理的那个吃掉了专项总额的几成？给个百分数",
            "295.00 ÷ 1190.00 × 100% = 24.79%",
        ),
    ],
)
def test_all_projects_are_the_total_of_their_list(chain: Chain, question: str, worked: str) -> None:
    assert chain.ask(question).calculation == worked


@pytest.mark.parametrize(
    ("words", "half"),
    [
        ("项目支出总额", "项目支出"),
        ("专项总额", "项目支出"),
        ("十几个专项", "项目支出"),
        ("基本支出", "基本支出"),
        ("这个项目", ""),
        ("项目", ""),
        ("教育支出", ""),
    ],
)
def test_which_half_of_spending_a_whole_says(words: str, half: str) -> None:
    assert halves.said(words) == half


@pytest.mark.parametrize(
    ("text", "counts"), [("十几个项目里头", False), ("几十个单位", False), ("项目有几个", True)]
)
def test_a_rough_number_asks_for_no_count(text: str, counts: bool) -> None:
    asked = [hit.asked.operation for hit in operations.find(text)]
    assert (Operation.COUNT in asked) is counts


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("政府采购有多少不是用一般公共预算的钱买的", "政府采购", "一般公共预算"),
        ("印刷费里不是财政拨款出的有多少", "印刷费", "财政拨款"),
        ("政府采购里除了一般公共预算还有多少", "政府采购", "一般公共预算"),
    ],
)
def test_what_money_is_not_is_the_rest_of_a_whole(text: str, whole: str, part: str) -> None:
    rest = frames.rest(text)
    assert rest is not None
    assert (rest.whole, rest.parts) == (whole, (part,))


def test_which_have_none_is_no_rest() -> None:
    assert frames.rest("哪些项目不用财政拨款") is None


def test_the_rest_is_told_in_place_of_the_part(chain: Chain) -> None:
    answer = chain.ask("三公经费里有多少不是公务接待")
    assert answer.calculation == "50.90 − 14.90 = 36.00", answer.answer


@pytest.mark.parametrize(
    ("before", "question", "value"),
    [
        ("巨灾保险多少钱", "哪个最多", "295.00"),
        ("培训费多少", "那哪样最费钱", "323.03"),
    ],
)
def test_what_only_ranks_is_of_the_rows_beside_the_one_told(
    chain: Chain, before: str, question: str, value: str
) -> None:
    answer = chain.ask(question, [before])
    assert [v.value for v in answer.values] == [value], answer.answer


def test_what_ranks_after_several_is_of_those_told(chain: Chain) -> None:
    answer = chain.ask("最高的是哪个", ["津贴补贴多少", "绩效工资呢"])
    assert "323.03" not in [v.value for v in answer.values[:1]], answer.answer


@pytest.mark.parametrize("question", ["哪个部门最多", "其中最大的一笔是什么"])
def test_what_ranks_something_else_is_left_to_others(chain: Chain, question: str) -> None:
    answer = chain.ask(question, ["巨灾保险多少钱"])
    assert "295.00" not in [v.value for v in answer.values], answer.answer
