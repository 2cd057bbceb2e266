"""Several questions of one sentence without a comma between them, and what a later one leans on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.words.parts import split_questions
from tests.chains import chain_over

DOCUMENT = Path(__file__).parents[1] / "evals/documents/闽中县公安局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def police(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENT, tmp_path_factory.mktemp("police")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("差旅费多少 培训费多少", ("差旅费多少", "培训费多少")),
        ("走的哪种采购方式 多少元", ("走的哪种采购方式", "多少元")),
        ("接待了几批客人多少人次", ("接待了几批客人", "多少人次")),
        ("一共多少个多少分之几", ("一共多少个多少分之几",)),
        ("镇上的请示 谁先过一遍 咋处理的", ("镇上的请示 谁先过一遍 咋处理的",)),
        ("26.20 万这个数对应的是什么支出 哪个项目", ("26.20 万这个数对应的是什么支出 哪个项目",)),
        ("事业编制满编了吗 还空几个", ("事业编制满编了吗 还空几个",)),
        ("水费电费一块儿算 占公用经费百分之几", ("水费电费一块儿算 占公用经费百分之几",)),
    ],
)
def test_clauses_that_each_look_something_up(text: str, clauses: tuple[str, ...]) -> None:
    assert split_questions(text) == clauses


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("差旅费多少 培训费多少", ["10.00", "4.44"]),
        ("住房公积金今年安排了多少 去年又是多少", ["98.73", "83.98"]),
        ("公务接待费多少 维修费多少", ["14.90", "5.00"]),
    ],
)
def test_a_space_ends_a_question(chain: Chain, question: str, values: list[str]) -> None:
    told = [v.value for v in chain.ask(question).values]
    assert [value for value in told if value in values] == values


def test_money_is_of_what_the_words_before_count(police: Chain) -> None:
    told = [v.value for v in police.ask("2024年新买了几辆公务车，一共花了多少").values]
    assert told == ["8", "151.83"]


def test_counts_run_on(police: Chain) -> None:
    told = [v.value for v in police.ask("国内公务接待几批次多少人次").values]
    assert told == ["142", "1180"]
