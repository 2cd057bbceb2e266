"""Give the section of a project's account in prose that a question asks for."""

from __future__ import annotations

import pytest
from test_narrative import catalogue as built

from qa.catalogue import Catalogue, Text
from qa.narration.reading import Reading
from qa.narrative import read
from qa.query import Query
from qa.retrieve import Retriever

SECTIONS = (
    ("一、项目概况", "体育中心改扩建工程占地4000平方米，供居民健身。"),
    ("二、立项依据", "《公共体育设施条例》和发改投〔2024〕18号批复。"),
    ("三、实施主体", "建设科、场馆管理科。"),
    ("四、实施方案", "按合同约定分标段施工。"),
    ("五、实施周期", "2026年3月1日至2026年11月30日"),
    ("六、进度安排", "四个季度均安排支付质保金。"),
)
OTHER = ("负责文化市场的管理和执法工作。", "承担场地出租收入的收缴。")


def catalogue() -> Catalogue:
    document = next(iter(built().documents.values()))
    passages = [
        Text(i, 1, i, text, ("项目经费情况说明", heading), "paragraph", 1, None, str(i))
        for i, (heading, text) in enumerate(SECTIONS, 1)
    ]
    passages += [
        Text(i, 1, i, text, ("一、主要职责",), "list_item", 1, None, str(i))
        for i, text in enumerate(OTHER, 10)
    ]
    return Catalogue(1, [document], [], passages)


CATALOGUE = catalogue()
RETRIEVER = Retriever(CATALOGUE.passages.values())


def ask(question: str) -> Reading:
    return read(Query(question, question, "zh"), CATALOGUE, RETRIEVER)


@pytest.mark.parametrize(
    ("question", "section", "said"),
    [
        ("体育中心改扩建由哪些科室来操办", "三、实施主体", "建设科、场馆管理科"),
        ("体育中心改扩建工程的立项依据是什么", "二、立项依据", "18号批复"),
        ("体育中心改扩建实施周期怎么排的", "五、实施周期", "2026年11月30日"),
        ("体育中心改扩建怎么推进", "四、实施方案", "分标段施工"),
        ("体育中心改扩建工程的概况", "一、项目概况", "4000平方米"),
    ],
)
def test_the_section_asked_for_is_given(question: str, section: str, said: str) -> None:
    reading = ask(question)
    assert reading.citations[0].section == f"项目经费情况说明 / {section}"
    assert said in reading.answer_zh


def test_what_the_account_does_not_speak_of_is_not_its() -> None:
    reading = ask("文化市场执法由谁来实施")
    assert all("实施主体" not in (c.section or "") for c in reading.citations)


def test_a_section_that_only_weak_words_ask_for_leaves_the_sentence_that_answers() -> None:
    reading = ask("体育中心改扩建工程四个季度安排干什么")
    assert "支付质保金" in reading.answer_zh
    assert "4000平方米" not in reading.answer_zh
