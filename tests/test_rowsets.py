"""Questions about sets of rows: by column, level, cell, name or parent; what is left over is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Answer, Route
from qa.words.rowsets import Printed, abridges, read
from tests.chains import chain_over
from tests.understanding import read as understanding

pytestmark = pytest.mark.slow  # reads whole documents

REAL = ("2026年苏州市数据局部门预算.pdf", "2026年重庆市商务委员会部门预算.pdf")


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[Chain]:
    """Return a chain over two disclosures of other places."""
    place = tmp_path_factory.mktemp("others")
    with chain_over([next(real.rglob(name)) for name in REAL], place) as opened:
        yield opened


def labels(answer: Answer) -> list[str]:
    """Return the labels of the members, without what is reckoned from them."""
    reckoned = ("个数", "合计", "平均")
    return [v.label for v in answer.values if v.column != "个数" and v.label not in reckoned]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("日常公用经费里头哪几样超过30万", {"办公费", "公务用车运行维护费", "其他交通费用"}),
        ("公用经费里不到5万的科目有哪些", {"培训费"}),
        ("卡在70万整的项目有哪几个", {"区政府办督查议案专项（常年性项目）", "区政府办电子政务、政务（政府）信息公开专项（常年性项目）"}),
        ("10万块的项目是哪个", {"招商外事专项"}),
        ("附件2里类级科目哪个花钱最多", {"一般公共服务支出"}),
        ("花钱最多的三大类是什么", {"一般公共服务支出", "社会保障和就业支出", "住房保障支出"}),
        ("款级科目里谁最大", {"政府办公厅（室）及相关机构事务"}),
        ("按经济分类,301、302这种大类不算,哪个最高", {"基本工资"}),
        ("哪个项目属于民生配套", {"巨灾保险"}),
        ("附件十一里权重最高的是哪个指标", {"基本支出"}),
        ("整体绩效目标表里分量最重的指标是哪一个？权重几个点？", {"基本支出"}),
        ("302类里花钱前三的款是哪几个", {"办公费", "公务用车运行维护费", "其他交通费用"}),
        ("项目花钱前二的是谁，各多少", {"数字化城市运行维护和治理专项", "巨灾保险"}),
        ("which items under 日常公用经费 are above 30 万元", {"办公费", "公务用车运行维护费", "其他交通费用"}),
    ],
)  # fmt: skip
def test_members_are_chosen(chain: Chain, question: str, found: set[str]) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert set(labels(answer)) == found


@pytest.mark.parametrize(
    ("question", "label", "value"),
    [
        ("这14个项目平下来一个多少钱", "平均", "85.00"),
        ("两个70万的项目叫什么,加一块多少钱", "合计", "140.00"),
        ("名字里带“专项”的项目加起来多少", "合计", "710.00"),
        ("整体绩效表里的权重合到一块是不是刚好百分之百", "合计", "92"),
        ("最便宜的三个项目加起来多少", "合计", "45.00"),
        ("金额排前三的项目一共要多少钱？分别是谁", "合计", "715.00"),
        ("所有项目平摊下来，一个项目合多少万", "平均", "85.00"),
        ("按项目总数平摊，一个项目能分到多少万", "平均", "85.00"),
        ("平均每个项目的资金有多少万元？", "平均", "85.00"),
        ("Across the 14 line items in Annex 10, what is the mean allocation?", "平均", "85.00"),
        ("302类项下金额最大的三个款级科目，及三者合计", "合计", "171.76"),
    ],
)
def test_members_are_reckoned_with(chain: Chain, question: str, label: str, value: str) -> None:
    answer = chain.ask(question)
    assert (answer.values[0].label, answer.values[0].value) == (label, value)


def test_weights_are_held_against_a_hundred(chain: Chain) -> None:
    assert "不是 100%，少 8%" in chain.ask("绩效表11里那些权重合到一块是不是刚好百分之百").answer


def test_blank_rows_are_counted(chain: Chain) -> None:
    answer = chain.ask("附件3里列了科目名但金额空着的有几个")
    assert (answer.values[0].column, answer.values[0].value) == ("个数", "6")
    assert all(name in answer.answer for name in ("电费", "租赁费", "会议费", "劳务费"))
    answer = chain.ask("支出总表里没有项目支出的款级科目有哪些")
    assert answer.values[0].value == "3"


def test_no_member_is_told_with_the_nearest(chain: Chain) -> None:
    answer = chain.ask("有没有超过300万的项目")
    assert answer.values[0].value == "0"
    assert "没有超过 300万元" in answer.answer
    assert "295.00" in answer.answer


def test_a_place_is_told_by_amount_or_as_printed(chain: Chain) -> None:
    assert "第 2 位" in chain.ask("巨灾保险在14个项目里排第几").answer
    answer = chain.ask("附件6支出那边住房保障支出排第几项（大写序号）")
    assert "二十" in answer.answer
    assert answer.values[0].value == "98.73"


@pytest.mark.parametrize(
    ("doc", "question", "found"),
    [
        (0, "12345热线优化整合搬迁费名下要买的东西里,最便宜的是哪样", {"单人沙发"}),
        (0, "走集采的品目里最贵的是哪样", {"其他家具"}),
        (1, "整体绩效目标表里头,不算核心的指标是哪几个", None),
        (1, "市商务发展专项的指标中权重给5的有几条", None),
    ],
)  # fmt: skip
def test_other_places(others: Chain, doc: int, question: str, found: set[str] | None) -> None:
    answer = others.ask(question, docs=[REAL[doc]])
    assert answer.route is Route.TABLE
    if found is None:
        assert answer.values[0].value == "4"
    else:
        assert set(labels(answer)) == found


@pytest.mark.parametrize(
    ("question", "value"),
    [("项目支出是多少", "1190.00"), ("政府采购预算合计多少", "29.40"), ("奖金多少", "247.30")],
)
def test_plain_questions_are_none_of_sets(chain: Chain, question: str, value: str) -> None:
    assert chain.ask(question).values[0].value == value


def test_titles_are_abridged_in_order() -> None:
    assert abridges("政府性基金支出表", "2026年政府性基金预算支出情况表")
    assert not abridges("国有资本支出表", "2026年政府性基金预算支出情况表")


@pytest.mark.parametrize(
    ("before", "question", "label", "value"),
    [
        ("超过60万的项目有哪些", "那加起来多少", "合计", "855.00"),
        ("日常公用经费里超过20万的有哪几样", "合计多少", "合计", "231.46"),
        ("日常公用经费里超过20万的有哪几样", "其中最少的是哪个", "其他商品和服务支出", "29.70"),
        ("项级科目今年哪个数最大", "那款级呢", "政府办公厅（室）及相关机构事务", "2473.35"),
        ("跟非法集资/非法金融沾边的项目有哪些", "各是多少钱,加起来呢", "合计", "100.00"),
    ],
)
def test_a_later_question_speaks_of_the_set_before(
    chain: Chain, before: str, question: str, label: str, value: str
) -> None:
    answer = chain.ask(question, [before])
    assert (answer.values[0].label, answer.values[0].value) == (label, value)


def test_a_later_question_of_its_own_leaves_the_set(chain: Chain) -> None:
    answer = chain.ask("那巨灾保险呢", ["日常公用经费里超过20万的有哪几样"])
    assert answer.values[0].value == "220.00"


def test_the_largest_below_a_class_stay_below_it(chain: Chain) -> None:
    answer = chain.ask("基本支出的商品和服务支出下面,花钱排前三的是哪些细项,各多少")
    plain = chain.ask("附件3里商品和服务支出下面最多的三项是什么")
    assert labels(answer) == labels(plain)
    assert not {"基本工资", "津贴补贴", "奖金"} & set(labels(answer))


@pytest.mark.parametrize("said", ["用的不是财政拨款而是其他资金", "用的是其他资金"])
def test_what_is_denied_chooses_nothing(said: str) -> None:
    wanted = read(understanding().understand(f"哪个项目{said}?"), Printed((), (), "其他资金"))
    assert wanted is not None
    assert (wanted.noun, wanted.rest) == ("project", ("其他资金",))


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("整体绩效目标表里，哪几个指标被标成“不是核心”的？列出来", 4),
        ("整体绩效目标表里哪几个指标是否核心填的是否", 4),
        ("非核心指标有哪几个", 4),
        ("核心指标有几个", 6),
    ],
)
def test_goals_by_a_mark_in_their_row(others: Chain, question: str, count: int) -> None:
    answer = others.ask(question, docs=[REAL[1]])
    found = labels(answer)
    assert len(found) == count
    assert ("网络零售额同比增速" in found) is (count == 4)
    assert ("外贸进出口总值" in found) is (count == 6)
