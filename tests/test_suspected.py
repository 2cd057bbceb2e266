"""Tell what the audit found about a figure where a question suspects it."""

from __future__ import annotations

import re

import pytest

from qa.chain import Chain
from qa.checking.words import consistency_words


@pytest.mark.parametrize(
    ("question", "suspects"),
    [
        ("整体绩效表一个数，项目表又另一个数", True),
        ("照表一减好像不是这个数", True),
        ("一项项加怎么加不到", True),
        ("这俩数咋回事", True),
        ("Do these reconcile?", True),
        ("基本支出和项目支出两边的接待费一共多少", False),
        ("公务接待费多少", False),
        ("两项加起来多少", False),
    ],
)
def test_words_that_suspect_a_figure(question: str, *, suspects: bool) -> None:
    assert bool(re.search(consistency_words()["suspects"], question, re.I)) is suspects


def test_answer_is_no_verdict_where_the_audit_found_nothing(chain: Chain) -> None:
    told = chain.ask("办公费多少，两边各写的什么，好像不是这个数")
    assert not told.answer.startswith("不一致")


def test_other_figure_of_a_finding_is_told_where_a_figure_is_suspected(chain: Chain) -> None:
    told = chain.ask("网站群云检测到底一年几次，整体绩效表一个数，项目表又另一个数")
    assert told.answer.startswith("不一致")
    assert {"12", "4"} <= {value.value for value in told.values}
