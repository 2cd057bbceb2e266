"""What a project is to bring about: the goal that its form prints, however it is asked for."""

from __future__ import annotations

import pytest

from qa.chain import Chain

GOAL = "项目当年绩效目标："


@pytest.mark.parametrize(
    ("question", "goal"),
    [
        ("改革调研专项想搞出什么成果", "通过调查研究和政研工作，为区委、区政府提供有效决策参考"),
        ("征兵外事专项要达到什么效果", "圆满完成年度征兵工作，确保外事工作和涉外活动顺利开展"),
        ("政府会议专项要做出点什么成效", "确保各类会议顺利召开，有效推进工作开展"),
    ],
)
def test_a_goal_is_told(chain: Chain, question: str, goal: str) -> None:
    assert f"{GOAL}{goal}" in chain.ask(question).answer


def test_money_and_use_are_no_goal(chain: Chain) -> None:
    assert [v.value for v in chain.ask("改革调研专项多少钱").values] == ["40.00"]
    assert GOAL not in chain.ask("征兵外事专项的钱拿来干什么").answer


@pytest.mark.parametrize(
    "question", ["金融产业发展补助里，银行租房子怎么个补法？", "金融产业发展补助里银行租房怎么补"]
)
def test_rules_of_a_subsidy_are_quoted_whole(chain: Chain, question: str) -> None:
    answer = chain.ask(question).answer
    assert all(part in answer for part in ("1000元/平方米", "50%", "三年", "60万元"))
