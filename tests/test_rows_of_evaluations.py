"""Rows of a summary of evaluations: the score, the grade, the rate, and what else the row prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from tests.chains import chain_over

DOCUMENT = Path(__file__).parents[1] / "evals/documents/黔岭县教育局2024年度部门决算公开.docx"


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENT, tmp_path_factory.mktemp("schools")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("农村学校教师周转宿舍执行率", "72.86", "自评等级 良"),
        ("教师周转宿舍自评得分和等级", "86.2", "自评等级：良"),
        ("教师周转宿舍那个项目自评了多少分，啥等级", "86.2", "自评等级：良"),
    ],
)
def test_a_row_is_told_with_its_other_cells(
    schools: Chain, question: str, value: str, said: str
) -> None:
    answer = schools.ask(question)
    assert answer.values[0].value == value
    assert said in answer.answer
    assert answer.citations[0].quote.endswith("72.86% 86.2 良")


def test_what_a_row_lacks_is_not_told(schools: Chain) -> None:
    assert "周转宿舍" not in "".join(
        v.label or "" for v in schools.ask("教师周转宿舍住了几户").values
    )
