"""Load what the first questions of each kind would wait for."""

from __future__ import annotations

import gc
from collections.abc import Callable

from ingest.embeddings import question_vector
from qa.query import Answer
from qa.words import english, lexical, numerals
from qa.words.dictionary import dictionary

ASKED = (
    "会议费为什么减少",
    "主要职责是什么",
    "金额最大的三个项目是哪些，一共多少钱",
    "去年实际花了多少差旅费",
    "How much is the training fee?",
    "What share of the total is spent on office cleaning, and why?",
)
"""Questions of every kind, whose answers do not matter."""
GARBAGE = 20_000
"""New objects before garbage is looked for. What is read of a store lives as long as the server: to
look through all of it at every seven hundred took a tenth of the time of answers."""


def load(ask: Callable[[str], Answer]) -> None:
    """Read dictionaries and the model of meaning, then ask a question of each kind."""
    gc.set_threshold(GARBAGE)
    dictionary()
    lexical.is_word("")
    english.load()
    numerals.parse("一百二十")
    question_vector(ASKED[0])
    for question in ASKED:
        ask(question)
