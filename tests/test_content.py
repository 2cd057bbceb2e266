"""Words at the edges of a phrase that name nothing are no content; what documents print is."""

from __future__ import annotations

import pytest

from qa.words.content import nouns, trimmed

PRINTED = frozenset({"购支", "林管", "古籍", "籍修", "修复", "热线", "线搬"})


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("货物采购只", "货物采购"),
        ("护林员聘", "护林员"),
        ("帮企业拿外经贸优惠贷款", "企业拿外经贸优惠贷款"),
        ("盲人朋友弄", "盲人朋友"),
        ("森林管护", "森林管护"),  # printed so
        ("古籍修复", "古籍修复"),
        ("那栋楼", "那栋楼"),  # points at what was told
        ("每个季度", "每个季度"),
        ("建影院", "建影院"),  # not every verb is light
    ],
)
def test_small_words_and_light_verbs_go_from_the_edges(words: str, content: str) -> None:
    start, end = trimmed(words, PRINTED, lambda word: False)
    assert words[start:end] == content


def test_an_act_that_a_document_tells_of_stays() -> None:
    assert trimmed("兵役登记", PRINTED, lambda word: word == "登记") == (0, 4)


def test_nouns_of_a_phrase() -> None:
    assert {"管网", "监理"} <= set(nouns("老旧管网改造监理要花"))
    assert not {"改造", "要花"} & set(nouns("老旧管网改造监理要花"))
