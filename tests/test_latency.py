"""Answers of a warm chain, and the first of another choice of documents, cost little of a processor.

Processor time is measured, which other work on the machine hardly changes; the bounds are some five
times what is usual, so that only work done anew for each question breaks them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.words import english

pytestmark = pytest.mark.slow  # measures many answers

CORPUS = Path(__file__).parents[1] / "corpus"
ASKED = (
    "保安服务多少钱", "机关运行经费为什么增加", "十四个项目平均每个多少钱", "哪些项目超过一百二十万",
    "办公费占商品和服务支出的比重", "现在实际在岗多少人", "前三大项目合计占比", "会议费和培训费哪个多",
    "What share of total spending goes to training?", "How much is the catastrophe insurance?",
    "电子政务中心的职责有哪些", "政府采购预算总额比去年多多少",
)  # fmt: skip
MEDIAN, SLOWEST, FIRST = 0.1, 0.6, 2.0  # seconds of a processor


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a warm chain over the shipped text, stored without vectors."""
    folder = tmp_path_factory.mktemp("store")
    text = next(CORPUS.glob("*.txt"))
    with Store(folder) as store:
        for document in read_file(text, text.name):
            store.put(document)
    with Chain.open(folder) as opened:
        opened.warm()
        yield opened


def cost(chain: Chain, question: str, docs: list[str] | None = None) -> float:
    """Return the seconds of a processor that an answer takes."""
    before = time.process_time()
    chain.ask(question, docs=docs)
    return time.process_time() - before


def test_a_question_of_any_kind_is_cheap(chain: Chain) -> None:
    taken = sorted(cost(chain, question) for question in ASKED)
    assert taken[len(taken) // 2] < MEDIAN
    assert taken[-1] < SLOWEST, "nothing is left to be loaded by a question"


def test_another_choice_of_documents_reads_nothing_anew(chain: Chain) -> None:
    (document,) = chain.view().catalogue.documents.values()
    assert cost(chain, "保安服务多少钱", [document.name]) < FIRST
    one, all_ = chain.view([document.name]), chain.view()
    assert one.lookup is all_.lookup
    assert one.catalogue.rows == all_.catalogue.rows
    assert all(row is all_.catalogue.rows[key] for key, row in one.catalogue.rows.items())


def test_warming_reads_the_english_dictionary(chain: Chain) -> None:
    before = time.process_time()
    english.load()
    assert time.process_time() - before < SLOWEST


def test_what_is_kept_changes_no_answer(
    chain: Chain, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A chain that has kept much tells what one that was opened for the question tells."""
    folder = tmp_path_factory.mktemp("fresh")
    text = next(CORPUS.glob("*.txt"))
    with Store(folder) as store:
        for document in read_file(text, text.name):
            store.put(document)
    for question in ASKED:
        with Chain.open(folder) as fresh:
            told, again = chain.ask(question), fresh.ask(question)
        assert replace(told, elapsed_ms=0.0) == replace(again, elapsed_ms=0.0)
