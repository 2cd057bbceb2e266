"""Lead an English question to the row that it means where its words name none."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.embeddings import embeddings
from qa.chain import Chain
from qa.linking import nearness
from qa.understand import understand
from qa.words.asking import asks_no_money
from qa.words.english_names import Names

LABELS = (
    "故障抢修到场时间", "涉湖违法行为处置时限", "工程完工时间", "管护湖泊个数", "检修机组台数",
    "维护排水泵站数量", "湖泊水质达标比例", "片区污水收集率", "周边居民满意度", "湖泊巡查员补助标准",
    "排水泵站运行维护", "湖泊保护与巡查管护", "30205 水费", "30216 培训费", "护理员持证上岗率",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("How many lakes are to be looked after?", "管护湖泊个数"),
        ("How quickly must repair crews arrive when a pump breaks down?", "故障抢修到场时间"),
        ("What share of lakes must meet the water quality standard?", "湖泊水质达标比例"),
        ("How happy are the people living nearby?", "周边居民满意度"),
    ],
)
def test_a_row_lies_nearest_to_what_is_asked_in_english(
    chain: Chain, question: str, label: str
) -> None:
    names = nearness.of_names(embeddings().passages(LABELS))
    query = understand(question, chain.view().catalogue)
    assert LABELS[int(np.argmax(names @ nearness.of_question(query)))] == label


@pytest.mark.parametrize(
    ("question", "none"),
    [
        ("How many museums are there?", True),
        ("When was the museum built?", True),
        ("How many museums are there and how much do they cost?", False),
        ("How many yuan is that?", False),
        ("What does the museum cost?", False),
    ],
)
def test_number_or_time_is_no_money(question: str, none: bool) -> None:
    assert asks_no_money(question) is none


def test_one_project_is_told_by_few_words() -> None:
    projects = Names(("数字化城市运行维护和治理专项", "巨灾保险", "改革调研专项"))
    assert projects.only(["digital", "city", "operation"]) == ("数字化城市运行维护和治理专项", 0, 2)
    assert projects.only(["reform", "research"]) == ("改革调研专项", 0, 1)
    assert projects.only(["zeppelin", "research"]) is None
    assert projects.only(["cost", "of", "the", "insurance"]) == ("巨灾保险", 3, 3)
    assert projects.only(["catastrophe", "zeppelin"]) is None
