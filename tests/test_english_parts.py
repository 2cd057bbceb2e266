"""Test English questions said in Chinese by their parts, and forms of English questions."""

from __future__ import annotations

import pytest

from qa.words.english_bodies import Bodies
from qa.words.english_names import Names
from qa.words.english_parts import PartsTranslator
from qa.words.english_question import Translator
from qa.words.english_wanted import only_counts
from qa.words.glosses import glossed

LABELS = (
    "古籍保护与数字化", "冲锋舟", "维护排水泵站数量", "302 商品和服务支出", "30206 电费", "30217 公务接待费",
    "人员经费", "公用经费", "办公用房", "机关运行经费",
)  # fmt: skip


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator(Names(LABELS), lambda word: sum(word in label for label in LABELS))


@pytest.mark.parametrize(
    ("english", "chinese", "left"),
    [
        ("How many assault boats were flabbergasted?", "冲锋舟有多少", ["flabbergasted"]),
        ("Why was the electricity gazumped?", "为什么电费", ["gazumped"]),
        ("How much is the electricity?", "电费多少钱", []),
        ("What fraction of staff costs goes on electricity?", "电费占人员经费的百分之几", []),
        ("Of staff costs, what percentage is electricity?", "电费占人员经费的百分之几", []),
        ("What share of that goes to electricity?", "其中电费占百分之几", []),
        ("How come electricity shot up?", "电费增加的原因是什么", []),
        ("I study zeppelins. How much is the electricity?", "电费多少钱", []),
        ("Flabbergasted zeppelins?", None, ["Flabbergasted", "zeppelins"]),
    ],
)
def test_a_question_is_asked_by_its_parts(
    translator: Translator, english: str, chinese: str | None, left: list[str]
) -> None:
    parts = PartsTranslator(translator, framed=False)
    assert parts.question(english) == chinese
    assert parts.left == left


def test_a_unit_is_read_by_nearly_all_of_its_name() -> None:
    bodies = Bodies({"妇幼保健院": "粤东市妇幼保健院", "农村供水服务站": "滦溪市农村供水服务站"})
    text = "spending of the maternal and child health hospital"
    assert bodies.read(text) == "spending of the 粤东市妇幼保健院"
    assert (
        bodies.read("rank of the rural water supply service station")
        == "rank of the 滦溪市农村供水服务站"
    )
    assert bodies.read("the child health hospital ship") == "the child health hospital ship"
    assert bodies.read("rural water supply") == "rural water supply"


@pytest.mark.parametrize(
    ("english", "counts"),
    [
        ("How many visitors does the museum expect?", True),
        ("How many visitors came, and how much did it cost?", False),
        ("How many hundred million is the interest?", False),
        ("How much is the interest?", False),
    ],
)
def test_what_asks_for_a_number_alone(english: str, counts: bool) -> None:
    assert only_counts(english) is counts


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("What percentage of that is electricity?", "其中电费占百分之几"),
        ("And how much of it was carried over from last year?", "其中上年结转多少"),
        ("Which of them is higher?", "哪个多"),
        ("Which of the two is the lowest?", "哪个少"),
        ("Sorry, I meant electricity", "不对，我问的是电费"),
        ("How much in total for electricity?", "电费一共多少钱"),
        ("How much is the electricity, in yuan?", "电费是多少元"),
        (
            "Personnel costs minus public-use funds, what's the difference?",
            "人员经费减去日常公用经费是多少,差多少",
        ),
        ("How many square metres is the office space?", "办公用房面积是多少平方米"),
        ("What are the agency's running costs?", "机关运行经费各是多少"),
        ("How many 10,000 yuan more is electricity than receptions?", "电费和公务接待费差多少万元"),
        ("My eyes hurt terribly. How much is the electricity?", "电费多少钱"),
        ("How much is the electricity? Wrong, the zeppelin", None),
        ("And of that, what share goes to electricity?", None),
        ("How much more than seven million went on electricity?", None),
    ],
)
def test_forms_of_questions(translator: Translator, english: str, chinese: str | None) -> None:
    assert translator.question(english) == chinese


def test_gloss_ends_where_something_is_taken_off() -> None:
    assert glossed("staff costs minus operating (公用) costs") == "staff costs minus 公用 costs"
    assert glossed("the cost of keeping vehicles (公车)") == "the cost of 公车"
