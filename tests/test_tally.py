"""Hold one thing in two places of a document against each other, by the names of both."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import Route


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("住房保障支出在部门支出总表和一般公共预算支出表里的数对得上吗", ["98.73", "98.73"]),
        ("核对：住房保障支出，表一《部门支出总表》，表二《一般公共预算支出表》，是否一致", ["98.73", "98.73"]),
        ("公务接待费，说明里的和三公经费表的是同一个数吗", ["14.90", "14.90"]),
        ("合计在一般公共预算支出表和部门支出总表里怎么不一样，差在哪", ["2937.77", "2937.77"]),
        ("Does 住房保障支出 in 部门支出总表 tally with 一般公共预算支出表?", ["98.73", "98.73"]),
    ],
)  # fmt: skip
def test_what_tallies(chain: Chain, question: str, told: list[str]) -> None:
    answer = chain.ask(question)
    assert "一致" in answer.answer
    assert "不一致" not in answer.answer
    assert [v.value for v in answer.values] == told


def test_how_far_two_tables_are_apart_and_what_prints_just_that(chain: Chain) -> None:
    answer = chain.ask("合计在部门支出总表和一般公共预算财政拨款基本支出预算表里怎么不一样，差在哪")
    assert [v.value for v in answer.values][:3] == ["1190.00", "2937.77", "1747.77"]
    assert answer.calculation == "2937.77 − 1747.77 = 1190.00 万元"
    assert "“合计”（项目支出） 1190.00 万元，正好是这个差额" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "住房保障支出里公租房那部分在部门支出总表和一般公共预算支出表里的数对得上吗",
        "今年的住房保障支出和去年的一样吗",
    ],
)
def test_a_word_that_restricts_is_not_passed_over(chain: Chain, question: str) -> None:
    assert "各处相同" not in chain.ask(question).answer


@pytest.mark.parametrize("who", ["柳树屯村", "育英小学", "丹枫里社区", "我们村", "云岭旗农牧局"])
def test_what_a_body_that_nothing_prints_gets_is_refused(chain: Chain, who: str) -> None:
    answer = chain.ask(f"巨灾保险拨给{who}的是多少钱")
    assert (answer.route, answer.values) == (Route.REFUSE, ())


def test_who_only_lives_there_is_told_the_whole(chain: Chain) -> None:
    answer = chain.ask("家在望月社区的老人想了解：巨灾保险今年花多少")
    assert answer.route is not Route.REFUSE
    assert "220.00" in [v.value for v in answer.values]
