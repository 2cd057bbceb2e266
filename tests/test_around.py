"""Clauses made of nothing but words around a question are left out; what chooses or bounds stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words.around import stands_around, without
from qa.words.excluding import other_half
from tests.chains import DOCUMENTS, chain_over
from tests.understanding import read


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("看了半天没看懂，奖金多少，给个准数就行", "奖金多少"),
        ("经查阅公开材料，奖金多少", "奖金多少"),
        ("审计组需了解：奖金多少", "奖金多少"),
        ("奖金多少，麻烦查查", "奖金多少"),
        ("退休在家没事看看公开，奖金多少，谢谢了", "奖金多少"),
    ],
)
def test_words_around_a_question_are_left_out(question: str, left: str) -> None:
    assert without(question) == left


@pytest.mark.parametrize(
    "clause",
    ["只看数字", "不看公开的", "看合计", "按正文", "退休的", "请问多少", "奖金", "写2026年的"],
)
def test_what_chooses_stays(clause: str) -> None:
    assert not stands_around(clause)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("群友们争得面红耳赤，奖金多少，越快越好", "奖金多少"),
        ("受委托开展财政绩效第三方评价，奖金多少", "奖金多少"),
        ("隐患整改率想评上良，最少要到多少", "隐患整改率想评上良，最少要到多少"),
        ("城市书房建设，本年拨款多少", "城市书房建设，本年拨款多少"),
        ("听说住房公积金涨了，今年多少", "听说住房公积金涨了，今年多少"),
        ("不含奖金，麻烦您，绩效工资多少", "不含奖金，麻烦您，绩效工资多少"),
    ],
)
def test_edges_of_which_nothing_is_known(question: str, left: str) -> None:
    assert read(1).without_edges(question) == left


def test_a_question_is_answered_as_without_the_talk_around_it(chain: Chain) -> None:
    for talk in ("{},麻烦您给句准话", "受委托开展绩效评价，{}", "群友们争得面红耳赤，{}，越快越好"):
        answer = chain.ask(talk.format("巨灾保险多少钱"))
        assert answer.route is Route.TABLE
        assert answer.values[0].value == "220.00"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "基本支出刨掉发给人的，剩下维持机关日常运转的公用钱是多少",
            "基本支出里的日常公用经费是多少",
        ),
        ("基本支出里扣除公用经费还剩多少", "基本支出里的人员经费是多少"),
        ("基本支出扣掉人员经费，剩下的印刷费是多少", "基本支出扣掉人员经费，剩下的印刷费是多少"),
    ],
)
def test_what_is_left_of_basic_spending_is_its_other_half(question: str, said: str) -> None:
    assert other_half(question, told=False) == said


@pytest.mark.slow  # reads a whole document
def test_years_asked_for_are_no_number_of_people(tmp_path: Path) -> None:
    with chain_over(DOCUMENTS / "云沔县教育局2026年部门预算公开表及说明.xlsx", tmp_path) as opened:
        assert "聘期三年" in opened.ask("当特岗教师要干满多少年").answer
        assert "58人" in opened.ask("特岗教师有多少人").answer
