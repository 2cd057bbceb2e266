"""Test that projects are picked out by the year that their forms print, not by fiscal year."""

from __future__ import annotations

import pytest

from qa.planning.started import answer
from qa.query import Query
from tests.understanding import catalogue


@pytest.mark.parametrize(
    "text", ["2024年开始实施的制度有哪些", "2024年预算多少", "项目支出2025年多少"]
)
def test_no_question_of_a_start(text: str) -> None:
    assert answer(Query(text, text), catalogue(1)) is None
