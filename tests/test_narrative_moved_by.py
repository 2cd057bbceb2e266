"""Give the reason of a change whose size a question tells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from test_narrative import catalogue as built

from qa.catalogue import Catalogue, Text
from qa.narration.moved_by import directions
from qa.narrative import why_moved
from qa.query import Query
from qa.words.rough import shares

PASSAGES = (
    "2026年收支总预算4733.21万元，比2025年增加391.25万元，增长9.01%，主要原因是救援队伍由90人扩编至120人。",
    "公务接待费3.20万元，比2025年减少0.80万元，下降20.00%，主要原因是压减接待批次。",
    "项目支出9,600.00万元，比2025年减少12,131.16万元，主要原因是暂缓安排以旧换新配套资金。",
    "设备更新专项40.00万元，比2025年减少60.00万元，主要原因是设备已购置。",
    "课题研究专项50.00万元，比2025年减少60.00万元，主要原因是课题结题。",
)


def catalogue() -> Catalogue:
    document = next(iter(built().documents.values()))
    passages = [
        Text(i, 1, i, text, ("三、预算情况说明",), "paragraph", 1, None, str(i))
        for i, text in enumerate(PASSAGES, 1)
    ]
    return Catalogue(1, [document], [], passages)


CATALOGUE = catalogue()


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("今年比去年多花将近四百万，钱多在哪儿了", "扩编至120人"),
        ("预算一下子涨了9%，怎么回事", "扩编至120人"),
        ("接待的钱砍了两成，由头是什么", "压减接待批次"),
        ("项目支出缩水1.2个亿，材料给的说法是什么", "以旧换新"),
        ("设备更新少了60万，什么缘故", "设备已购置"),
    ],
)
def test_the_change_of_the_size_told_is_explained(question: str, reason: str) -> None:
    reading = why_moved(Query(question, question, "zh"), CATALOGUE)
    assert reading is not None
    assert reason in reading.answer_zh


@pytest.mark.parametrize(
    "question",
    [
        "今年比去年少花将近四百万，钱省在哪儿了",  # it grew
        "接待的钱砍了三成，由头是什么",
        "有个专项少了60万，什么缘故",  # two did
        "今年为什么花得多",
    ],
)
def test_another_size_or_way_is_none(question: str) -> None:
    assert why_moved(Query(question, question, "zh"), CATALOGUE) is None


def test_shares_are_read_as_people_round_them() -> None:
    assert shares("少了四成")[0].holds(Decimal("40.6"))
    assert not shares("少了四成")[0].holds(Decimal("44"))
    assert shares("涨了两成多")[0].holds(Decimal("24.5"))
    assert not shares("降了0.58%")[0].holds(Decimal("0.6"))


def test_which_way_it_moved() -> None:
    assert directions("多了八十多万") == {"增加"}
    assert directions("多少万") == frozenset()
