"""A Chinese gloss stands for its English words; lists of short names; sums of things named."""

from __future__ import annotations

import pytest

from qa.narration.want import _stands_in
from qa.query import Operation
from qa.words import lexicon, operations
from qa.words.glosses import glossed
from tests.understanding import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Total budget for old cadres' pensions (离休费) in all", "Total budget for 离休费 in all"),
        ("How much is the travel cost (差旅费)?", "How much is the 差旅费?"),
        ("What is spent on training (培训费) and on meetings (会议费)?",
         "What is spent on 培训费 and on 会议费?"),
        ("hello (world) 差旅费(万元)", "hello (world) 差旅费(万元)"),  # near miss: no English before
        ("差旅费（元）多少", "差旅费（元）多少"),
    ],
)  # fmt: skip
def test_a_gloss_replaces_the_words_before_it(text: str, expected: str) -> None:
    assert glossed(text) == expected


@pytest.mark.parametrize(
    ("text", "summed"),
    [
        ("水费 plus 电费 comes to how much?", True),
        ("再算上印刷费,一共?", True),
        ("total 预算 for 离休费 across the four departments", True),
        ("how much does 电费 cost?", False),
        ("total 预算 for 离休费", False),
    ],
)
def test_words_that_ask_for_a_sum(text: str, summed: bool) -> None:
    found = [hit.asked.operation for hit in operations.find(text) if not hit.weak]
    assert (Operation.SUM in found) is summed


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("苏州审计、数据两家，采购总共多少？", (2, 3)),
        ("审计和数据两个局的采购总共多少？", (2, 3)),
        ("教育、数据两家，采购总共多少？", ()),  # near miss: one of the two is not held
        ("审计和数据两个项目的采购总共多少？", ()),  # near miss: not of departments
    ],
)
def test_a_counted_list_of_short_names_names_departments(
    question: str, documents: tuple[int, ...]
) -> None:
    scope = read(1, 2, 3).understand(question).scope
    assert (scope.documents if scope.named else ()) == documents


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("street sweeping", "城乡社区环境卫生"),
        ("copyright administration", "版权管理"),
        ("Red Cross work", "红十字事业"),
        ("other public security spending", "其他公共安全支出"),
        ("public security", "公共安全支出"),  # near miss: the class, not its rest
    ],
)
def test_english_names_of_functions(text: str, term: str) -> None:
    assert lexicon.translate(text) == term


def test_a_latin_abbreviation_is_a_word_of_its_own() -> None:
    assert _stands_in("AI", "把ai用到热线")
    assert not _stands_in("AI", "what explains the 预算 of shanghai")  # near miss: inside words
