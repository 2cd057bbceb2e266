"""Test that English questions are said in Chinese by the names that documents print."""

from __future__ import annotations

import pytest

from qa.words.english import stem
from qa.words.english_names import Names
from qa.words.english_question import Translator
from qa.words.english_wanted import counts

LABELS = (
    "古籍保护与数字化", "馆舍消防设施改造", "冲锋舟", "松材线虫病监测防治", "荒山造林面积",
    "市政府网络可用率",
    "302 商品和服务支出", "30206 电费", "30217 公务接待费", "科学技术支出", "维护排水泵站数量",
)  # fmt: skip


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(LABELS)


@pytest.fixture(scope="module")
def translator(names: Names) -> Translator:
    return Translator(names, lambda word: sum(word in label for label in LABELS))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("protecting ancient books and digitising", "古籍保护与数字化"),
        ("monitoring pine wood nematode control", "松材线虫病监测防治"),
        ("drainage pump stations", "维护排水泵站数量"),
        ("assault boats", "冲锋舟"),
        ("police boats", None),
        ("boats", None),
    ],
)
def test_name_told_by_its_own_english(names: Names, words: str, name: str | None) -> None:
    found = names.best(words.split())
    assert (found[0] if found else None) == name


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Excluding electricity, what's left of goods and services spending?",
         "商品和服务支出除去电费还剩多少"),
        ("How much lower is the 2026 official reception budget than last year's?",
         "2026年公务接待费预算比去年少多少"),
        ("Which project gets the most money?", "哪个项目最多"),
        ("How many projects cost 5 million yuan or more?", "有多少个项目不少于5000000元"),
        ("Out of goods and services spending, what percentage goes to electricity?",
         "电费占商品和服务支出的百分之几"),
        ("Of goods and services spending, how much is earmarked for electricity?",
         "商品和服务支出里电费多少钱"),
        ("As a journalist, how many drainage pump stations do you own at the end of 2025?",
         "2025年末维护排水泵站数量有多少"),
        ("What minimum network availability rate does 政府办 commit to?", "政府办的市政府网络可用率目标值是多少"),
        ("What network availability rate is required?", "市政府网络可用率目标值是多少"),
        ("How much of protecting ancient books and digitising is carried over from last year?",
         "古籍保护与数字化有多少是上年结转的"),
        ("Rank the projects by budget, largest first", "项目按预算从高到低排"),
        ("What is the mean allocation per project in this document?", "项目平均每个多少"),
        ("Can you work out last year's (2025) reception budget from this document?",
         "2025年公务接待费是多少"),
        ("Did the digitising of ancient books meet its target? Give target and actual.", None),
        ("And the electricity?", "电费呢"),
        ("Did the reception budget go up or down compared with last year, and by how much?",
         "公务接待费比去年是增加还是减少,增减多少"),
        ("Whose reception budget is bigger, and by how much?", "谁的公务接待费更多,多多少"),
        ("What share of goods and services spending goes to electricity rather than to receptions?",
         "电费占商品和服务支出的百分之几"),
        ("Taking electricity out of goods and services spending, how much is left?",
         "商品和服务支出除去电费还剩多少"),
        ("Leaving out electricity, how much remains of goods and services spending?",
         "商品和服务支出除去电费还剩多少"),
        ("By what percentage was the reception budget cut this year?",
         "今年公务接待费比去年下降百分之几"),
        ("Drainage pump stations: how many are there?", "维护排水泵站数量有多少个"),
        ("Assault boats - how much is budgeted for them, per the procurement table?",
         "政府采购表的冲锋舟的预算它多少钱"),
        ("Reception budget for 2026?", "2026年公务接待费是多少"),
        ("What network availability rate is targeted, and how many points does it carry?",
         "市政府网络可用率目标值是多少,它的分值是多少"),
        ("Reception budget, and the zeppelin's?", None),
        ("To the electricity", None),
        ("Rank the zeppelins by budget", None),
        ("How much was spent on zeppelins?", None),
        ("and the zeppelin?", None),
    ],
)  # fmt: skip
def test_question_said_in_chinese(
    translator: Translator, english: str, chinese: str | None
) -> None:
    assert translator.question(english) == chinese


def test_stem_joins_forms_and_keeps_others_apart() -> None:
    assert stem("digitising") == stem("digitization")
    assert stem("donations") == stem("donate")
    assert stem("carried") != stem("cars")
    assert stem("station") != stem("state")


def test_number_of_things_is_no_money() -> None:
    assert counts("How many boats are bought?")
    assert not counts("How many million yuan is that?")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "What does the drainage pump station do? A few examples are enough.",
            "的主要职责是什么",
        ),
        ("Does this centre have any role in relation to electricity? What exactly?", "有没有"),
    ],
)
def test_what_a_unit_does_asks_for_its_duties(
    translator: Translator, english: str, chinese: str
) -> None:
    said = translator.question(english)
    assert said is not None
    assert chinese in said
    assert said.count("职责") == 1


def test_what_money_does_asks_for_no_duties(translator: Translator) -> None:
    assert "职责" not in (translator.question("What does the assault boat do?") or "")
