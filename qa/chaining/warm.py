"""Load what the first questions of each kind would wait for."""

from __future__ import annotations

import gc
import inspect
import sys
from collections.abc import Callable, Iterator

from qa import regexes
from qa.query import Answer
from qa.words import dictionary, english, numerals, segmenter

ASKED = (
    "会议费为什么减少",
    "主要职责是什么",
    "金额最大的三个项目是哪些，一共多少钱",
    "去年实际花了多少差旅费",
    "How much is the training fee?",
    "What share of the total is spent on office cleaning, and why?",
    "办公费占商品和服务支出的比重是多少，比去年多多少",
    "平均每个项目多少钱，有几个超过一百万元",
    "会议费和培训费哪个多，一共多少",
    "人均工资多少，一共有几辆车",
    "什么是三公经费，分别包括哪些",
)
"""Questions of every kind, whose answers do not matter."""
GARBAGE = 20_000
"""New objects before garbage is looked for. What is read of a store lives as long as the server: to
look through all of it at every seven hundred took a tenth of the time of answers."""


def load(ask: Callable[[str], Answer]) -> None:
    """Read dictionaries and the model of meaning, then ask a question of each kind."""
    from ingest.embeddings import question_vector  # LangChain: the shell has no need of it

    gc.set_threshold(GARBAGE)
    regexes.load()
    ask(ASKED[0])
    segmenter.load()
    dictionary.load()
    english.load()
    numerals.parse("一百二十")
    question_vector(ASKED[0])
    for question in ASKED[1:]:
        ask(question)
    for read in _read_once():
        read()


def _read_once() -> Iterator[Callable[[], object]]:
    """Give what the modules in use make of their data files once: patterns, mostly."""
    for name, module in list(sys.modules.items()):
        for value in list(vars(module).values()) if name.startswith("qa.") else ():
            kept = hasattr(value, "cache_info") and value.__module__ == name
            if kept and not inspect.signature(value).parameters:
                yield value
