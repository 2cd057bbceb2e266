"""Let a language model shape words, and throw away what it makes up."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from langchain_core.language_models import FakeListChatModel

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.model import chat_model, figures_held, prose, sketch
from qa.query import Answer, Operation, Route

QUOTE = "公务接待费14.90万元，较2025年减少6.80万元。"


def says(*answers: str) -> FakeListChatModel:
    return FakeListChatModel(responses=list(answers))


def test_off_by_default() -> None:
    assert chat_model() is None


def test_prose_from_the_quote_is_kept() -> None:
    told = "接待费为14.90万元，减少了6.80万元。"
    assert prose("接待费多少", [QUOTE], "zh", says(told)) == told


def test_prose_with_a_figure_of_its_own_is_dropped() -> None:
    assert prose("接待费多少", [QUOTE], "zh", says("接待费为14.9万元，下降31%。")) is None
    assert prose("接待费多少", [QUOTE], "en", says("It fell by 6.80 to 14.90, from 21.70.")) is None
    assert prose("接待费多少", [QUOTE], "zh", says("接待费约十五万元。")) is None


def test_a_model_that_cannot_say_gives_nothing() -> None:
    assert prose("谁中标", [QUOTE], "zh", says("原文未说明。")) is None
    assert prose("谁中标", [QUOTE], "zh", says("  ")) is None


def test_figures_are_compared_whole() -> None:
    assert not figures_held("90万元", [QUOTE])
    assert figures_held("1,190万元", ["项目支出1190万元"])


def test_a_sketch_is_read_and_loses_figures() -> None:
    read = sketch(
        "接待费多少", says('{"operations": ["lookup"], "terms": ["公务接待费", "14.90"]}')
    )
    assert read is not None
    assert (read.operations, read.terms) == ([Operation.LOOKUP], ["公务接待费"])


def test_a_sketch_with_an_unknown_operation_is_dropped() -> None:
    assert sketch("接待费多少", says('{"operations": ["drop table"], "terms": []}')) is None
    assert sketch("接待费多少", says("好的，答案是14.90万元")) is None


def told(*answers: str) -> Answer:
    text = next((Path(__file__).parents[1] / "corpus").glob("*.txt"))
    with TemporaryDirectory() as folder, Store(Path(folder)) as store:
        for document in read_file(text, text.name):
            store.put(document)
        return Chain(store, says(*answers)).ask("为什么机关运行经费增加")


def test_the_chain_lets_the_model_word_narrative() -> None:
    prose_ = "机关运行经费为317.90万元，增加29.26万元，因为人员经费增加。"
    answer = told(prose_)
    assert answer.route is Route.TEXT
    assert answer.answer == f"{prose_}[1]"
    assert "措辞由语言模型" in answer.notes[-1]
    assert answer.citations[0].quote.startswith("2026年一般公共预算财政拨款运行经费317.90万元")


def test_the_chain_falls_back_where_the_model_makes_a_figure_up() -> None:
    answer = told("机关运行经费为318万元，增加一成。")
    assert "人员经费增加，同步增加公用经费" in answer.answer
    assert "318" not in answer.answer.replace("317.90", "")
    assert answer.notes[-1] == "语言模型没有可用的措辞，按原文作答。"


def test_a_model_that_breaks_leaves_the_answer_as_it_was() -> None:
    answer = told()  # a fake without responses raises
    assert "人员经费增加，同步增加公用经费" in answer.answer
