"""Give all the duties listed below the name of the unit that is asked about."""

from __future__ import annotations

import pytest
from test_narrative import catalogue as built

from qa.catalogue import Catalogue, Text
from qa.narration.reading import Reading
from qa.narrative import read
from qa.query import Query
from qa.retrieve import Retriever

DUTIES = {
    "1、局机关主要职责": ("（1）负责水资源规划工作。", "（2）负责防汛抗旱工作。"),
    "2、水文中心主要职责": ("（1）负责水文站网的建设。", "（2）承担雨情的监测工作。"),
}


def catalogue() -> Catalogue:
    document = next(iter(built().documents.values()))
    listed = [(head, text) for head, texts in DUTIES.items() for text in texts]
    passages = [
        Text(i, 1, i, text, ("一、职能职责", head), "list_item", 1, None, str(i))
        for i, (head, text) in enumerate(listed, 1)
    ]
    return Catalogue(1, [document], [], passages)


CATALOGUE = catalogue()
RETRIEVER = Retriever(CATALOGUE.passages.values())


def ask(question: str) -> Reading:
    return read(Query(question, question, "zh"), CATALOGUE, RETRIEVER)


@pytest.mark.parametrize(
    "question", ["水文中心的主要职责是什么", "水文中心的职责有哪些", "水文中心平时管些什么"]
)
def test_all_duties_of_the_unit_named(question: str) -> None:
    reading = ask(question)
    assert "水文站网" in reading.answer_zh
    assert "雨情" in reading.answer_zh
    assert "防汛" not in reading.answer_zh


def test_of_a_matter_the_one_duty_that_speaks_of_it() -> None:
    reading = ask("雨情监测的职责归谁")
    assert "雨情" in reading.answer_zh
    assert "水文站网" not in reading.answer_zh
