"""Test that statements are passed over only where they cannot speak of a question."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.narration.cover import coverage, shortened
from qa.narration.postings import Postings
from qa.narration.want import Concept

TEXTS = ("公务接待费14.90万元", "科学技术支出220万元", "车辆9辆", "")
CONTEXTS = ("三公经费", "", "国有资产", "差旅费")


@pytest.fixture(scope="module")
def postings() -> Postings:
    return Postings(TEXTS, CONTEXTS)


@pytest.mark.parametrize(
    ("form", "places"),
    [
        ("公务接待费", [0]),
        ("科技", [1]),  # in short
        ("三公", [0]),  # stands over it
        ("接待费用", [0]),  # by its pairs
        ("差旅费", [3]),
        ("船", []),
    ],
)
def test_statements_that_may_hold_a_form(postings: Postings, form: str, places: list[int]) -> None:
    assert np.flatnonzero(postings.at(postings.may_hold(form))).tolist() == places


def test_most_that_a_statement_covers(postings: Postings) -> None:
    concepts = (Concept("接待", (("接待", 1.0), ("招待", 0.5))), Concept("车", (("车", 0.8),)))
    most = postings.most(concepts, {"接待": 1.0, "车": 3.0})
    assert most.tolist() == pytest.approx([0.25, 0.0, 0.6, 0.0])


_WORDS = st.text("公务接待费科学技术支出三车辆旅", min_size=0, max_size=12)


@given(st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=6), _WORDS.filter(bool))
def test_no_statement_is_missed(said: list[tuple[str, str]], form: str) -> None:
    texts, contexts = [text for text, _ in said], [over for _, over in said]
    postings = Postings(texts, contexts)
    held, printed = postings.at(postings.may_hold(form)), postings.at(postings.may_print(form))
    concept = Concept(form, ((form, 1.0),))
    for at, (text, over) in enumerate(said):
        covered, _ = coverage((concept,), {form: 1.0}, text, over)
        assert covered == 0 or held[at]
        assert not (form in text or form in over or shortened(form, text)) or printed[at]
