"""Ask the shipped disclosure as citizens do: stories, everyday words, shortened project names."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.linking.short import shortened
from qa.query import Route

PROJECTS = (
    "打击非法集资和金融监管专项",
    "区非法金融涉案资产处置协调工作组工作经费(代管)",
    "市管领导周转用房经费",
    "区政府办政府会议专项",
)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("基本支出里头，打印装订材料那一项给了多少钱", "20.00"),
        ("工作人员外出公干的车票住宿，全年预备多少", "10.00"),
        ("奖金列了多少万？我邻居说他们发得凶得很", "247.30"),
        ("公家那几台小车一年加油修车保险这些开销列多少", "36.00"),
        ("How much is set aside for keeping the office's cars running?", "36.00"),
        ("职业年金今年比去年多缴多少", "11.93"),
        ("办公费摊到每个月大概多少", "8.75"),
        ("整个部门今年支出折成元是多少", "29377700"),
        ("其他交通费用加上公务用车运行维护费，一年多少", "66.73"),
        ("打非专项和代管处置组的经费，加一起是多少", "100.00"),
        ("值班应急专项几个经济成本指标合计多少", "40"),
        ("人员经费是公用经费的几倍", "4.50"),
        ("公用经费比人员经费少多少", "1111.97"),
        ("改革调研要出市外学几次？还有专题调研次数也说下", "40"),
        ("开展督查次数在整体绩效目标表里定的多少？注意不是项目那张", "70"),
        ("公开信箱办结率在整体绩效里占几个百分点的权重", "5"),
        ("基本工资、津贴补贴、奖金三样加一堆是多少", "702.16"),
    ],
)
def test_everyday_questions_give_the_printed_figure(
    chain: Chain, question: str, value: str
) -> None:
    answer = chain.ask(question)
    assert value in [v.value for v in answer.values], answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "公务接待平均每人每餐标准多少元",
        "主任的车补是多少",
        "去年实际接待花了多少",
        "买花买草要多少钱",
        "印刷费比去年多多少",
        "办公费每个月发几次",
        "大楼请人扫地看门的费用安排了多少",
        "隔壁区的公车费是多少",
    ],
)
def test_what_is_not_published_stays_refused(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


def test_items_that_moved_are_told_and_departments_are_no_items(chain: Chain) -> None:
    most = chain.ask("2026年跟2025年比，哪个项级科目涨的钱最多，涨了多少")
    assert "152.93" in [v.value for v in most.values]
    cut = chain.ask("Which item-level functional codes were cut compared with 2025?")
    assert {"15.00", "0.16"} <= {v.value.lstrip("-") for v in cut.values}
    same = chain.ask("附件2里头哪个科目两年一分不差，金额多少")
    assert "71.82" in [v.value for v in same.values]
    assert "152.93" not in chain.ask("哪个部门比去年增加最多").answer


def test_projects_go_by_shortened_names() -> None:
    assert shortened("打非", PROJECTS, named=True) == PROJECTS[0]
    assert shortened("代管处置组的经费", PROJECTS, named=False) == PROJECTS[1]
    assert shortened("周转房", PROJECTS, named=False) == PROJECTS[2]
    assert shortened("打非", PROJECTS, named=False) is None
    assert shortened("非法", PROJECTS, named=True) is None  # two have it
    assert shortened("培训", PROJECTS, named=True) is None
    assert shortened("水灾保险", ("洪灾保险",), named=False) == "洪灾保险"
    assert shortened("养老保险", ("洪灾保险",), named=False) is None


def test_a_name_that_two_items_share_is_asked_back(chain: Chain) -> None:
    answer = chain.ask("医疗补助是多少")
    assert answer.route is Route.CLARIFY, answer.answer
    assert "4.96" in answer.answer
    assert "5.40" in answer.answer
