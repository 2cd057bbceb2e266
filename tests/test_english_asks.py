"""Test that English questions are read by the words around their names, in whatever order these stand."""

from __future__ import annotations

import pytest

from qa.words.english_names import Names
from qa.words.english_question import Translator

LABELS = ("电费", "差旅费", "工会经费", "政府采购预算表", "馆舍消防设施改造", "设备合格率")


@pytest.fixture(scope="module")
def translator() -> Translator:
    projects = Names(["馆舍消防设施改造"])
    return Translator(Names(LABELS), lambda _: 0, projects, {"榆山县图书馆"})


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Put 电费 and 差旅费 in one pot: how much is in it?", "电费、差旅费一共多少钱？"),
        ("电费 + 差旅费 + 工会经费 combined?", "电费、差旅费、工会经费一共多少钱？"),
        ("Does more go to 电费 than to 差旅费, and what separates the two?",
         "电费和差旅费哪个多，多多少钱？"),
        ("Divide 电费 among 2000 people: what does each one get?", "电费按2000人平均，每人多少钱？"),
        ("Out of every hundred yuan spent, how many go on 电费?", "电费占全部支出的百分之几？"),
        ("How often does an amount in 政府采购预算表 go past 220万元?", "政府采购预算表里超过220万元的有几项？"),
        ("Sort 政府采购预算表 from high to low and give me the first 3.", "政府采购预算表里金额最大的3项是哪些？"),
        ("What did 电费 stand at in the year before this one?", "电费上一年是多少？"),
        ("Has 电费 been cut or boosted relative to last year? By how many yuan?",
         "电费比上年增加或减少了多少钱？"),
        ("What drove the change in 电费?", "电费比上年有增减，原因是什么？"),
        ("For indicator 设备合格率 (馆舍消防设施改造), state the target and the completion value.",
         "馆舍消防设施改造的设备合格率目标值和实际完成值各是多少？"),
        ("On 设备合格率, what was 馆舍消防设施改造 meant to reach and what did it really manage?",
         "馆舍消防设施改造的设备合格率目标值和实际完成值各是多少？"),
        ("How much does 榆山县图书馆 have for 电费?", "榆山县图书馆的电费是多少？"),
        ("How much of 电费 is for street lamps?", None),
        ("How much is 电费 of the northern branch?", None),
        ("How much are 电费 and 取暖补贴 together?", None),
    ],
)  # fmt: skip
def test_asked_by_the_words_around_names(
    translator: Translator, english: str, chinese: str | None
) -> None:
    assert translator.asked(english) == chinese
