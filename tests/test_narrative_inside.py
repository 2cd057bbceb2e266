"""Read what the prose of a project's form says inside, over the shipped disclosure."""

from __future__ import annotations

import pytest

from qa.chain import Chain


@pytest.mark.parametrize(
    ("question", "annex", "said"),
    [
        ("放管服改革专项说企业开办时间要压到几个工作日以内", "附件12-4", "0.5个工作日"),
        ("放管服专项企业开办时间几天", "附件12-4", "0.5个工作日"),
        ("数字化城市那个项目讲的4个功能体系是哪四个", "附件12-8", "感知预警"),
        ("数字化城市专项的四个功能体系都有哪些", "附件12-8", "复盘改进"),
        ("巨灾保险保的是哪些人", "附件12-10", "居民人身伤亡"),
        ("Who is covered by the 巨灾保险 project and against what?", "附件12-10", "自然灾害"),
    ],
)
def test_prose_of_a_form_is_read(chain: Chain, question: str, annex: str, said: str) -> None:
    answer = chain.ask(question)
    assert [citation.annex for citation in answer.citations] == [annex]
    assert said in answer.answer


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("值班专项故障应急响应时间几小时", "故障应急响应时间"),
        ("征兵专项宣传活动几次", "全区征兵宣传活动"),
    ],
)
def test_what_a_row_prints_stays_with_the_row(chain: Chain, question: str, row: str) -> None:
    assert [citation.row for citation in chain.ask(question).citations] == [row]
