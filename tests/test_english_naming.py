"""English names what the documents print: by single words, by spelling, for each thing, in units."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import lexicon
from qa.words.english import printed_as, stem
from qa.words.english_names import Names
from qa.words.english_plain import plain
from qa.words.english_question import Translator
from qa.words.english_wanted import counts
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

BUREAU = "岩帕县民族宗教事务局2026年部门预算.pdf"
HOSPITAL = "绵岭市第三人民医院2024年度部门决算.docx"
HOUSING = "柞岭市住房和城乡建设局2026年部门预算公开.xlsx"
LABELS = (
    "苍耳沟大桥危桥改造", "少数民族特色村寨建设项目补助资金", "民族工作专项", "视频监控在线率", "中文图书平均单价",
    "电费", "会议费", "货物类", "便携式计算机", "职业年金缴费", "住院患者满意度",
)  # fmt: skip


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(LABELS)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Cangergou bridge", "苍耳沟大桥危桥改造"),
        ("Cangergou", "苍耳沟"),
        ("Shiliugou", None),
        ("ethnic villages construction", "少数民族特色村寨建设项目补助资金"),
        ("video surveillance", "视频监控"),
        ("video surveillance online rate", "视频监控在线率"),
        ("inpatient satisfaction", "住院患者满意度"),
    ],
)
def test_names_told_by_several_words_or_by_spelling(
    names: Names, words: str, name: str | None
) -> None:
    found = names.best(words.split())
    assert (found[0] if found else None) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("electricity", "电费"),
        ("goods", "货物类"),
        ("laptops", "便携式计算机"),
        ("meeting", "会议费"),
        ("meet", None),
        ("subsidy", None),
        ("target", None),
    ],
)
def test_one_word_names_what_it_says_in_full(names: Names, words: str, name: str | None) -> None:
    found = names.single(words.split())
    assert (found[0] if found else None) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["平均", "price", "平均每个", "copy", "of", "Chinese", "books"], "中文图书平均单价"),
        (["平均", "laptops"], None),
        (["price", "of", "Chinese", "books"], None),
    ],
)
def test_what_is_so_much_for_each_thing(names: Names, words: list[str], name: str | None) -> None:
    found = names.averaged(words)
    assert (found[0] if found else None) == name


def test_a_name_that_lacks_one_of_two_terms_stands_for_neither(names: Names) -> None:
    translator = Translator(names, lambda word: sum(word in label for label in LABELS))
    said = translator.question("pension insurance plus occupational annuity")
    assert said is not None
    assert "养老保险" in said
    assert "职业年金" in said


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("village", "villages", True), ("county", "count", False), ("counties", "county", True)],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str, same: bool) -> None:
    assert (stem(one) == stem(other)) is same


def test_of_several_senses_the_one_printed_beside_another() -> None:
    text = "病床使用率，病床周转，编制床位260张，病床，实际开放床位240张"
    assert printed_as(["beds"], text.count) == "病床"
    assert printed_as(["beds"], text.count, {"开放"}) == "床位"


def test_short_forms_and_spelling_in_plain_words() -> None:
    assert "Cangergou" in plain("Cang'ergou bridge")
    assert "electronic commerce" in plain("the e-commerce fund")
    assert "it is" in plain("it's")


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How many villages?", True),
        ("By how many per cent did it fall?", False),
        ("How many times as much is that?", False),
        ("How many times a year do they meet?", True),
    ],
)
def test_shares_and_ratios_count_nothing(question: str, number: bool) -> None:
    assert counts(question) is number


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    files = [DOCUMENTS / name for name in (BUREAU, HOSPITAL, HOUSING)]
    with chain_over(files, tmp_path_factory.mktemp("naming")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (BUREAU, "How much does Mengpa town receive in transfers altogether?", "51000.00"),
        (BUREAU, "What does one desktop computer cost?", "5500.00"),
        (BUREAU, "How many pages of ancient books are to be scanned?", "4500"),
        (HOSPITAL, "What was spent on the infectious disease ward and the fever clinic?", "260.00"),
        (HOUSING, "What does it cost on average to renovate one square metre?", "310"),
        (HOUSING, "What is the final payment for the waterfront greenway?", "217.80"),
        (HOUSING, "By how many per cent do the three public expenses fall compared with 2025?", "6.36"),
    ],
)  # fmt: skip
def test_figures_of_real_documents(other: Chain, document: str, question: str, value: str) -> None:
    answer = other.ask(question, (), [document])
    assert answer.route is Route.TABLE
    assert value in [item.value for item in answer.values] or value in answer.answer


def test_boxes_are_told_beside_the_money_for_them(other: Chain) -> None:
    answer = other.ask("How many boxes of copy paper will they buy?", (), [HOUSING])
    assert "260箱" in answer.answer


def test_money_is_no_number_of_things(other: Chain) -> None:
    answer = other.ask("How many lawyers does the bureau employ?", (), [HOUSING])
    assert not any(item.unit == "万元" for item in answer.values)


def test_one_illness_or_machine_is_not_said_for_another() -> None:
    assert "高血压" not in lexicon.meant("diabetes")
    assert "糖尿病" not in lexicon.meant("hypertension")
    assert "扫描仪" not in lexicon.english_names()["ct", "scanner"]
