"""Rows chosen by words in quotes, and which of listed things moved most."""

from __future__ import annotations

import pytest

from qa.chain import Chain


def test_projects_whose_names_hold_quoted_words_are_added(chain: Chain) -> None:
    answer = chain.ask("名称里标着“常年性项目”的有几个，总额多少？")
    assert answer.values[0].value == "245.00"
    assert "共 5 项" in answer.answer


@pytest.mark.parametrize(
    ("question", "label", "change"),
    [
        (
            "一般公共服务、社保就业、卫生健康、住房保障四大块，哪块比2025年多得最多？多了多少",
            "201 一般公共服务支出",
            "165.02",
        ),
        ("社保就业、卫生健康、住房保障这三类哪个比去年涨得最多", "210 卫生健康支出", "52.38"),
    ],
)
def test_the_one_of_a_list_that_moved_most(
    chain: Chain, question: str, label: str, change: str
) -> None:
    answer = chain.ask(question)
    assert f"“{label}”" in answer.answer
    assert change in [v.value for v in answer.values]


def test_what_has_no_year_before_is_not_ranked_by_its_amount(chain: Chain) -> None:
    answer = chain.ask("基本工资、津贴补贴、奖金里头，哪个比去年涨得最多")
    assert answer.route == "refuse"
    assert not answer.values
