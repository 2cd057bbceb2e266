"""Test that slips in the words that ask are mended, and that right or printed words stay."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.words.slips import mended


def _none(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("事业运行 增长 原应", "事业运行 增长 原因"),
        ("2150516 增长律", "2150516 增长率"),
        ("公务接待费占笔", "公务接待费占比"),
        ("办公费和印刷费 差頟", "办公费和印刷费 差额"),
        ("两样合记多少", "两样合计多少"),
        ("项目 平钧", "项目 平均"),
        ("占三公经费的百份比", "占三公经费的百分比"),
        ("采购预祘里货物", "采购预算里货物"),
        ("立项依剧是什么", "立项依据是什么"),
        ("安牌多少", "安排多少"),
        ("三公执形率百分之几", "三公执行率百分之几"),
        ("绝算比预算多", "决算比预算多"),
        ("办公费化了多少", "办公费花了多少"),
        ("还剩多少没化掉", "还剩多少没花掉"),
        ("两张表对得尚吗", "两张表对得上吗"),
        ("自平得分", "自评得分"),
        ("其他收如是多少", "其他收入是多少"),
        ("占多大比立", "占多大比例"),
        ("江岚区采政局", "江岚区财政局"),
        ("哪个单伟最多", "哪个单位最多"),
    ],
)
def test_a_slip_in_a_word_that_asks(typed: str, meant: str) -> None:
    assert mended(typed, _none)[0] == meant


@pytest.mark.parametrize(
    "right",
    [
        "建成区扩大后要多扫多少面积",
        "说明里讲少在哪儿了",
        "拉个榜看前三",
        "可计容和不计容两块",
        "预算说一台没有",
        "同2025年比哪一项加钱最多",
        "各项成本指标之和",
        "海关总署",
        "路面硬化了多少公里",
        "绿化了几亩",
        "打电话了多少次",
        "执行力怎么样",
        "增长率和占比是多少",
        '"原应"项目',
    ],
)
def test_right_words_stay(right: str) -> None:
    assert mended(right, _none) == (right, ())


def test_a_printed_word_stays() -> None:
    assert mended("合记的预算", lambda words: words == "合记")[0] == "合记的预算"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("行政单位医疗 增漲率", "603.50%"),
        ("办公费和印刷费 合记", "125.03"),
        ("公务用车运行维护费 占笔 三公经费", "70.73%"),
        ("项目支出 最搞的一个", "295.00"),
    ],
)
def test_an_answer_in_spite_of_a_slip(chain: Chain, question: str, told: str) -> None:
    assert told in chain.ask(question).answer
