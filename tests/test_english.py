"""English words are read by a dictionary only as far as the documents print what they mean."""

from __future__ import annotations

import re

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import english, english_labels

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
        ("leaving that out", "leaving that out"),  # a word, no slip for leasing
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


LABELS = english_labels.Labels(
    ["资助国产影片放映", "巡护天数", "河道治理长度", "垃圾清运量", "海岛监视监测报告"]
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("money for the showing of domestic movies", "money for the 资助国产影片放映"),
        ("How many patrol days are required?", "How many 巡护天数 are required?"),
        ("How many kilometres of river will be improved?", "How many 河道治理长度 ?"),
        # hours are no amount of waste, and islands no reports on them
        ("Within how many hours is waste removed?", "Within how many hours is waste removed?"),
        ("How many islands are monitored?", "How many islands are monitored?"),
    ],
)
def test_words_together_name_a_row(text: str, read: str) -> None:
    assert re.sub(r" +", " ", LABELS.read(text, ())) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("the water bill", "the 水费"),
        ("water and heating", "水费 and 取暖费"),
        ("the water diversion", "the water diversion"),  # describes an unknown thing
    ],
)
def test_a_describing_word_is_no_item(text: str, read: str) -> None:
    assert english.translated(text) == read


CITY = "How much is budgeted for the digital city operation, maintenance and governance project?"


def test_one_project_whose_name_lists_things(chain: Chain) -> None:
    told = chain.ask(CITY)
    assert [v.value for v in told.values][:1] == ["295.00"], told.answer
    share = chain.ask("And what share of all project spending does that make up?", (CITY,))
    assert (share.values[0].value, share.values[0].unit) == ("24.79", "%"), share.answer


def test_several_things_are_no_one_project(chain: Chain) -> None:
    told = chain.ask("How much for printing, travel and the catastrophe insurance project?")
    assert {"20.00", "10.00", "220.00"} <= {v.value for v in told.values}, told.answer


@pytest.mark.parametrize(
    "question",
    [
        "By the end of 2025, how much had the office really spent on receiving guests?",
        "By year end, what had the office really spent on printing?",
    ],
)
def test_what_was_really_spent_is_no_budget(chain: Chain, question: str) -> None:
    told = chain.ask(question)
    assert (told.route, told.values) == (Route.REFUSE, ())
