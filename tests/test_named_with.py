"""Ask for indicators by a word that their names have, or lack."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import Route


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("整体绩效目标表里名字带“满意度”的那几项权重合计占百分之几？", "17"),
        ("整体绩效目标表里名称含满意度三个字的指标权重一共多少", "17"),
        ("整体绩效目标表里名字不带“满意度”的那几项权重合计多少？", "75"),
        ("整体绩效里名称含有“网站”二字的指标有几个？", "1"),
        ("整体绩效目标表里名称里没有“满意度”三个字的指标有几个", "7"),
    ],
)
def test_a_word_of_names(chain: Chain, question: str, value: str) -> None:
    told = chain.ask(question)
    assert told.route is Route.TABLE
    assert str(told.values[0].value) == value, told.answer


def test_the_three_of_most_weight_are_no_form_of_all(chain: Chain) -> None:
    told = chain.ask("整体绩效目标表里权重最大的三项指标权重加起来多少")
    assert "合计 52%" in told.answer


def test_all_weights_are_still_held_against_a_hundred(chain: Chain) -> None:
    assert "92" in chain.ask("附件11那几个指标权重全加起来，够不够100%？").answer
