"""Know a question that doubts two places for the gap between them."""

from __future__ import annotations

import re

import pytest

from qa.checking.words import consistency_words


@pytest.mark.parametrize(
    ("question", "doubted"),
    [
        ("社会保障和就业支出的决算数,两张表怎么差0.01", True),
        ("两处数为什么相差0.02", True),
        ("两家单位怎么差那么多", False),
        ("两张表合计多少", False),
    ],
)
def test_gap_between_two_places(question: str, *, doubted: bool) -> None:
    cues = consistency_words()["doubts"]
    assert any(re.search(cue, question) for cue in cues) is doubted
