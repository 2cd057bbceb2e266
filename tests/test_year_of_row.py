"""The year that a question says decides the column of a row that prints several years."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.words.row_asks import by_head


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("事业单位医疗2026年预算数是多少", "26.36"),
        ("2026年事业单位医疗预算数", "26.36"),
        ("事业单位医疗的年预算数", "26.36"),
        ("事业单位医疗今年的预算数", "26.36"),
        ("事业单位医疗2025年预算数是多少", "16.34"),
        ("事业单位医疗上年预算数是多少", "16.34"),
    ],
)
def test_the_year_said_decides_the_column(chain: Chain, question: str, value: str) -> None:
    assert [v.value for v in chain.ask(question).values] == [value]


def test_the_year_before_the_one_told(chain: Chain) -> None:
    answer = chain.ask("那前一年呢", ["事业单位医疗2026年预算数是多少"])
    assert [v.value for v in answer.values] == ["16.34"]


def test_a_head_with_a_year_is_said_with_its_year() -> None:
    assert by_head("a", "2025年预算数", "2026年预算数", words=False) is None
    assert by_head("a", "2025年预算数", "年预算数", words=False) is None
    assert by_head("a", "2026年绩效目标", "2026年绩效目标", words=False) is not None
    assert by_head("a", "年度绩效目标", "2026年度绩效目标", words=False) is not None
