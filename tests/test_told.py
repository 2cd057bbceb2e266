"""Answer with words where records have no answer: another measure, a use, a sign, a number."""

from __future__ import annotations

import pytest

from qa.narration.facts import facts
from qa.narration.lore import asked_units
from qa.narration.project import NUMBERED, figure_in
from qa.query import Operation
from qa.understand import normalise
from qa.words.chatter import broken
from qa.words.operations import find


def asked(text: str) -> set[Operation]:
    return {hit.asked.operation for hit in find(normalise(text))}


@pytest.mark.parametrize(
    "text",
    ["督查议案专项的钱主要督啥子", "购置经费都买些啥", "调研专项主要调些什么", "保险到底保些啥"],
)
def test_a_verb_before_what_asks_for_the_use(text: str) -> None:
    assert Operation.PURPOSE in asked(text)


@pytest.mark.parametrize("text", ["接待费是什么", "这个单位叫什么", "预算为什么少了", "有什么项目"])
def test_other_words_before_what_do_not(text: str) -> None:
    assert Operation.PURPOSE not in asked(text)


@pytest.mark.parametrize(
    "text", ["委托业务费怎么掉了这么多嘛", "抚恤咋年初没预算", "主要是哪一块拉上去的", "主要靠啥"]
)
def test_what_moved_a_figure_is_a_reason(text: str) -> None:
    assert Operation.WHY in asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "公车购置怎么冒出来20万",
        "购置费怎么凭空多出来20万",
        "科学技术支出从0变成5个亿，解释下",
        "公务接待费少了，解释一下",
        "收入比去年多两千多万主要因为啥",
        "支出多了是因为哪个项目",
    ],
)
def test_what_came_about_is_a_reason(text: str) -> None:
    assert Operation.WHY in asked(text)


@pytest.mark.parametrize("text", ["其他收入，解释一下", "多出来的钱是多少", "支出是哪个项目"])
def test_what_only_is_there_is_no_reason(text: str) -> None:
    assert Operation.WHY not in asked(text)


@pytest.mark.parametrize(
    "text",
    ["其他收入是怎么下定义的", "经营收入如何界定", "运行经费咋定义", "三公经费下的是什么定义"],
)
def test_any_verb_of_defining_asks_for_the_definition(text: str) -> None:
    assert Operation.DEFINE in asked(text)


def test_dialect_words_of_asking() -> None:
    assert normalise("「項目支出」係點解釋㗎") == "「项目支出」是怎么解释"
    assert normalise("係多咗定少咗") == "是多了还是少了"
    assert Operation.DEFINE in asked("上年结转怎么个解释法")


def test_measures_asked_for() -> None:
    assert asked_units("保障几位领导") == {"人", "名", "位"}
    assert asked_units("每天要扛多少票?", frozenset("票")) == {"票"}
    assert not asked_units("每天要扛多少票?")
    assert not asked_units("哪几家一共多少钱")


def test_a_figure_of_the_measure() -> None:
    assert figure_in("业务单量日均1300万票/天", frozenset("票"))
    assert figure_in("对72.06万常住人口", frozenset("人"))
    assert not figure_in("保障5套住房", frozenset("名"))


def test_numbers_of_documents() -> None:
    assert NUMBERED.search("（甲府办发〔2018〕66号）")
    assert not NUMBERED.search("关于编制2024年政府部门预算的通知")


def test_a_base_with_its_own_amount() -> None:
    """Read a change from a printed amount as one of the same subject."""
    text = "2026年收入预算9424.46万元，比2025年年初预算数7716.30万元增加1708.16万元。"
    (one,) = facts(text)
    assert (one.subject, one.value, one.direction, one.delta) == (
        "收入预算", "9424.46", "增加", "1708.16",
    )  # fmt: skip


def test_a_gap_before_talk_parts_it() -> None:
    assert broken("征兵方面承担什么职责 我要写论文") == "征兵方面承担什么职责,我要写论文"
    assert broken("甲乙丙丁局 差旅费多少") == "甲乙丙丁局 差旅费多少"
