"""Test that what is done with money is read as its item, and that what is printed is left alone."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words.doings import Doings
from qa.words.english_names import Names


@pytest.mark.parametrize(
    ("said", "term"),
    [
        ("今年送人去学习上课要花多少钱", "培训费"),
        ("花钱委托外头单位做业务的那一笔是多少", "委托业务费"),
        ("单位花在寄文件、打长途上的钱是多少", "邮电费"),
        ("墙坏了空调坏了拿去修,留了多少钱", "维修（护）费"),
        ("出去办事的车票和旅馆钱是多少钱", "差旅费"),
        ("买墨盒硒鼓订书机的钱", "办公费"),
        ("单位的小车加油、上保险、年检一共要多少钱", "公务用车运行维护费"),
        ("给职工每个月存的买房钱是多少", "住房公积金"),
        ("How much goes on phone calls and mailing letters?", "邮电费"),
        ("How much is spent sending staff on courses?", "培训费"),
    ],
)
def test_a_verb_and_its_object_are_an_item(chain: Chain, said: str, term: str) -> None:
    assert term in Doings(chain.view().catalogue).named(said)


@pytest.mark.parametrize(
    "said",
    [
        "一年要组织送人去上课多少次",
        "请外面的专家一个人一天顶多给多少钱",
        "门面租房子怎么个补法,上限多少",
        "哪个单位负责送人去学习上课",
        "督查专项里请外面的公司做事多少钱",
        "印宣传册要多少钱",
        "公务用车运行维护费多少钱",
        "30216送人去上课的钱",
        "基本支出差多少钱",
        "离休老同志的健康休养费编了多少钱",
    ],
)
def test_what_asks_something_else_is_left(chain: Chain, said: str) -> None:
    assert Doings(chain.view().catalogue).named(said) == said


def test_a_name_that_is_said_in_full_is_no_doing(chain: Chain) -> None:
    catalogue = chain.view().catalogue
    asked = "How much is spent on phone calls?"
    assert "邮电费" in Doings(catalogue).named(asked)
    names = Names(("通话费", "群众来电情况"))
    assert Doings(catalogue, names.in_full).named(asked) == asked
    assert "邮电费" in Doings(catalogue, Names(("群众来电情况",)).in_full).named(asked)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("单位今年送干部去外面听课的钱有多少", "4.44"),
        ("请别的公司帮着干活要花多少钱", "20.00"),
        ("印材料复印装订的钱留了多少", "20.00"),
        ("What do they pay outside firms to do work for them?", "20.00"),
    ],
)
def test_the_item_is_answered(chain: Chain, question: str, value: str) -> None:
    assert value in [v.value for v in chain.ask(question).values]


def test_an_item_that_is_not_printed_is_not_made_up(chain: Chain) -> None:
    answer = chain.ask("冬天烧暖气的钱有多少")
    assert answer.route is Route.REFUSE
    assert not answer.values
