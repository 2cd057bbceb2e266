"""Read what the prose of a project's form says inside, over the shipped disclosure."""

from __future__ import annotations

import pytest

from qa.chain import Chain


@pytest.mark.parametrize(
    ("question", "annex", "said"),
    [
        ("放管服改革专项说企业开办时间要压到几个工作日以内", "附件12-4", "0.5个工作日"),
        ("放管服专项企业开办时间几天", "附件12-4", "0.5个工作日"),
        ("数字化城市那个项目讲的4个功能体系是哪四个", "附件12-8", "感知预警"),
        ("数字化城市专项的四个功能体系都有哪些", "附件12-8", "复盘改进"),
        ("巨灾保险保的是哪些人", "附件12-10", "居民人身伤亡"),
        ("Who is covered by the 巨灾保险 project and against what?", "附件12-10", "自然灾害"),
    ],
)
def test_prose_of_a_form_is_read(chain: Chain, question: str, annex: str, said: str) -> None:
    answer = chain.ask(question)
    assert [citation.annex for citation in answer.citations] == [annex]
    assert said in answer.answer


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("值班专项故障应急响应时间几小时", "故障应急响应时间"),
        ("征兵专项宣传活动几次", "全区征兵宣传活动"),
    ],
)
def test_what_a_row_prints_stays_with_the_row(chain: Chain, question: str, row: str) -> None:
    assert [citation.row for citation in chain.ask(question).citations] == [row]


@pytest.mark.parametrize(
    ("question", "annex", "counts"),
    [
        ("政务公开那个项目总共管着多少个政府网站和多少个新媒体号", "附件12-5", ["56", "23"]),
        ("政务公开专项管理多少个政府网站", "附件12-5", ["56"]),
        ("市管领导周转用房经费给几个领导用", "附件12-9", ["5"]),
    ],
)
def test_numbers_of_things_that_prose_states(
    chain: Chain, question: str, annex: str, counts: list[str]
) -> None:
    answer = chain.ask(question)
    assert [value.value for value in answer.values] == counts
    assert {citation.annex for citation in answer.citations} == {annex}


@pytest.mark.parametrize(
    ("question", "row", "count"),
    [
        ("政务公开专项今年新增几个新媒体", "新增政务新媒体", "2"),
        ("数字化城市运行维护专项接入几个行业部门应用系统", "改造接入行业部门应用系统", "4"),
    ],
)
def test_a_goal_that_counts_them_comes_first(
    chain: Chain, question: str, row: str, count: str
) -> None:
    answer = chain.ask(question)
    assert [value.value for value in answer.values] == [count]
    assert [citation.row for citation in answer.citations] == [row]


@pytest.mark.parametrize(
    ("question", "annex", "said"),
    [
        ("那个巨灾保险到底保些啥子哦", "附件12-10", "居民房屋重置费用"),
        ("政府会议专项的立项依据引的是哪个规则第几条，我核对一下", "附件12-1", "第三十九条"),
        ("开会那个专项立项依据引的是哪个规则第几条", "附件12-1", "第三十九条"),
        ("公务用车运形维护费都包括些什么废用", "正文", "过路过桥费"),
        ("公务用车购置费的口径是否包含购置税？", "正文", "含车辆购置税"),
    ],
)
def test_what_a_project_or_a_term_covers(
    chain: Chain, question: str, annex: str, said: str
) -> None:
    answer = chain.ask(question)
    assert [citation.annex for citation in answer.citations] == [annex]
    assert said in answer.answer


def test_costs_are_still_held_against_the_whole(chain: Chain) -> None:
    told = chain.ask("附件12-1的资金总额和成本指标对不对，我核对一下").answer
    assert told.startswith("不一致")


def test_whether_a_goal_is_exact(chain: Chain) -> None:
    told = chain.ask("改造接入行业部门应用系统要弄几个，是等于还是大于等于啊").answer
    assert "为 = 4 个（等于" in told
    assert "=" not in chain.ask("改造接入行业部门应用系统要弄几个").answer


@pytest.mark.parametrize(
    "question", ["我们农村房子垮了巨灾保险管不管", "巨灾保险赔不赔山洪淹死的人"]
)
def test_whether_an_insurance_pays_is_left_to_its_words(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert [citation.row for citation in answer.citations] == ["项目概况"]
    assert not answer.values
