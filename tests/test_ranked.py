"""What is asked of the n-th of a ranking or list is answered of that thing."""

from __future__ import annotations

import pytest

from qa.chain import Chain

MOST = "项目支出里钱最多的三个是哪些"
FOREIGN = ("征兵外事专项定的要接待几次港澳外国代表团", "招商外事专项的呢")


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ("排第二的那个是拿来干嘛的？", "临时生活费用进行保险"),
        ("排第二的,满意度要求到多少", "“巨灾保险”项目“群众满意度”为 ≥ 90%"),
    ],
)
def test_the_nth_of_a_ranking_is_asked_about(chain: Chain, later: str, told: str) -> None:
    assert told in chain.ask(later, history=[MOST]).answer


def test_the_second_after_only_the_first_was_told(chain: Chain) -> None:
    answer = chain.ask("排第二的呢？再说说是干嘛用的", history=["项目支出里钱最多的是哪个"])
    assert answer.answer.startswith("第 2 位是“巨灾保险”，220.00 万元")
    assert "自然灾害或意外" in answer.answer


def test_the_first_of_two_that_were_asked_one_by_one(chain: Chain) -> None:
    answer = chain.ask("那两个里头的头一个，总共安排了多少资金", history=FOREIGN)
    assert answer.values[0].value == "30.00"
    other = chain.ask("那两个里头的后一个，总共安排了多少资金", history=FOREIGN)
    assert other.values[0].value == "10.00"


def test_the_nth_itself_is_told_with_its_amount(chain: Chain) -> None:
    answer = chain.ask("第二个呢", history=[MOST])
    assert answer.values[0].value == "220.00"


def test_a_place_beyond_the_list_is_no_thing(chain: Chain) -> None:
    answer = chain.ask("排第三十的那个是拿来干嘛的", history=[MOST])
    assert "巨灾保险”项目" not in answer.answer
