"""Test words of dialects and clauses that only talk around a question."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.understand import reader
from qa.words.normalise import normalise


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("搿个巨灾保险要几钿", "这个巨灾保险要多少钱"),
        ("培训格铜钿预算有几化", "培训的钱预算有多少"),
        ("啥物费用偌济", "什么费用多少钱"),
        ("啷个涨了", "怎么涨了"),
        ("办公费整了多少", "办公费花了多少"),
        ("这笔莫算进去", "这笔别算进去"),
        ("人员经费覅算，其余几化", "人员经费别算,其余多少"),
        ("边间学校攞钱最多", "哪所学校拿钱最多"),
        ("三间单位边间最多", "三家单位边间最多"),
        ("邊啲單位公車一部都冇", "哪些单位一辆公车都没有"),
        ("今年子培训费用脱几钿", "今年培训费花了多少钱"),
        ("下乡开咗几多会", "下乡开了多少会"),
        ("甚麼時候開始", "什么时候开始"),
        ("阿有公务接待费", "有没有公务接待费"),
        ("项目头最贵的", "项目里最贵的"),
        ("归拢来几多", "加起来多少"),
        ("嘎哈用的", "做什么用的"),
        ("没提标那前儿是多少", "原来是多少"),
        ("排水泵站项目 电费占了百分之几", "排水泵站项目,电费占了百分之几"),
        ("今年降幅百分之几 文件只说了减少额", "今年降幅百分之几 文件只说了减少额"),
        ("行政单位医疗 增长率", "行政单位医疗 增长率"),
        ("这项是什么，干什么 用的", "这项是什么,做什么 用的"),
        ("那啥，办公费多少", "办公费多少"),
        ("去年子公司有几家", "去年子公司有几家"),
        ("很多会议费", "很多会议费"),
        ("周边项目", "周边项目"),
        ("为什么有钱", "为什么有钱"),
        ("搭建平台", "搭建平台"),
        ("几大类", "几大类"),
        ("使用落实情况", "使用落实情况"),
        ("正用着多少辆", "正用着多少辆"),
        ("调整多少", "调整多少"),
        ("哪个多", "哪个多"),
        ("砍伐多少亩", "砍伐多少亩"),
        ("先进人物事迹展", "先进人物事迹展"),
        ("汝州市", "汝州市"),
        ("平均价格", "平均价格"),
        ("总金额", "总金额"),
    ],
)
def test_words_of_dialects(said: str, plain: str) -> None:
    assert normalise(said) == plain


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("阿拉屋里厢人想晓得，印刷费一年要几化铜钿", "20.00"),
        ("隔壁阿婆问我，公家打电话寄信格钞票今年有几钿？", "30.00"),
        ("我退休前管账，瞟到行政单位医疗这项从6万多一下窜到48万多，帮我精确算一哈涨幅是百分之好多嘛", "603.50%"),
        ("村里会计考我：那十四个项目，连30万都没得的小项目有好多个？你帮我数一哈。", "3"),
        ("我在茶馆喝茶，旁边人说政府的会议多得很，政府会议专项到底好多钱？", "60.00"),
        ("作业题：办公费和印刷费相加得多少？我数学不灵光，帮帮忙。", "125.03"),
        ("阮兜的人拢咧问，办公费偌济钱？", "105.03"),
    ],
)  # fmt: skip
def test_talk_around_a_question(chain: Chain, question: str, told: str) -> None:
    assert told in chain.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "政府性基金给了多少钱，建影院那个资助",
        "办公费多少，其中小微呢",
        "巨灾保险是照哪个文件办的，文号写出来",
        "办公费多少，到今天为止实际在岗的人头数",
        "建影院那个资助，政府性基金给了多少钱",
    ],
)
def test_a_clause_that_may_choose_stays(chain: Chain, question: str) -> None:
    known = reader(chain.view().catalogue)
    assert known._relevant(normalise(question)) == normalise(question)


def test_what_was_really_spent_is_not_the_plan(chain: Chain) -> None:
    answer = chain.ask("莫给我讲预算哈，我就想晓得2026年请客吃饭真正掏出去了好多钱？")
    assert answer.route is Route.REFUSE
