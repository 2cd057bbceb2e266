"""English words are read by a dictionary only as far as the documents print what they mean."""

from __future__ import annotations

import pytest

from qa import english

PRINTED = "值班抽查次数 公共法律服务 路灯维护 防汛 环卫工人"


def printed(words: str) -> int:
    return PRINTED.count(words)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("How much goes to street lamps?", "How much goes to 路灯 ?"),
        ("How much goes to flood control?", "How much goes to 防汛 ?"),
        ("How many sanitation workers are there?", "How many 环卫工人 are there?"),
        ("How much goes to school buses?", "How much goes to school buses?"),  # not printed
        ("What share of it is spent?", "What share of it is spent?"),  # an operation's words
        ("Is it in the office?", "Is it in the office?"),  # says nothing
    ],
)
def test_single_words(text: str, read: str) -> None:
    assert english.single(text, printed) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("the trainning budget", "the training budget"),
        ("official recepton", "official reception"),
        ("how much larger", "how much larger"),  # an ending is no slip
        ("compared with Yongning", "compared with Yongning"),
    ],
)
def test_slips(text: str, read: str) -> None:
    assert english.mended(text) == read


def test_neighbours_make_one_printed_word() -> None:
    text = "money for public law service please"
    assert english.joined(text, lambda words: "公共法律服务".count(words)) == (
        "money for 公共法律服务 please"
    )
    assert english.joined(text, lambda words: "公共图书馆".count(words)) == text
