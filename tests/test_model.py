"""Let a language model shape words, and throw away what it makes up."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from langchain_core.language_models import FakeListChatModel

from ingest.store import Store
from qa.chain import Chain
from qa.model import chat_model, figures_held, prose, reworded
from qa.query import Answer, Route
from tests.chains import documents_of

pytestmark = pytest.mark.slow  # takes seconds

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


def test_a_question_in_printed_names_is_kept() -> None:
    asked, said = "请客吃饭花了多少", "公务接待费是多少？"
    assert reworded(asked, ["公务接待费", "会议费"], says(said)) == said


@pytest.mark.parametrize(
    "said",
    ["14.90万元的公务接待费是哪年的？", "无法改写", "", "公务接待费\n是多少", "请客吃饭花了多少"],
)
def test_a_question_that_does_not_hold_is_dropped(said: str) -> None:
    assert reworded("请客吃饭花了多少", ["公务接待费"], says(said)) is None


def told(*answers: str, question: str = "为什么机关运行经费增加") -> Answer:
    text = next((Path(__file__).parents[1] / "corpus").glob("*.txt"))
    with TemporaryDirectory() as folder, Store(Path(folder)) as store:
        for document in documents_of(text):
            store.put(document)
        return Chain(store, says(*answers)).ask(question)


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


UNKNOWN = "豁拳撮一顿那笔开销是几个钱"  # words that no lexicon has


def test_a_refused_question_is_asked_again_in_printed_names() -> None:
    assert told(question=UNKNOWN).route is Route.REFUSE  # a fake without responses raises
    answer = told("公务接待费是多少？", question=UNKNOWN)
    assert (answer.route, answer.question) == (Route.TABLE, UNKNOWN)
    assert (answer.values[0].value, answer.values[0].unit) == ("14.90", "万元")
    assert "公务接待费" in (answer.citations[0].column or "")
    assert answer.notes[-1].startswith("语言模型把问题理解为“公务接待费是多少？”")


@pytest.mark.parametrize("said", ["2026年会议费14.90万元吗？", "无法改写", "火星基地多少钱？"])
def test_a_model_that_does_not_help_leaves_the_refusal(said: str) -> None:
    assert told(said, question=UNKNOWN).route is Route.REFUSE


@pytest.mark.parametrize("question", ["2019年公务接待费是多少", "区教育局的公务接待费是多少"])
def test_what_is_refused_for_its_year_or_body_is_not_asked_again(question: str) -> None:
    assert told("公务接待费是多少？", question=question).route is Route.REFUSE
