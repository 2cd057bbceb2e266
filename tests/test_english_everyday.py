"""Everyday English finds the names of rows: words that say little, like words, what is wanted of a thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.checking.english_left import left
from qa.query import Route
from qa.words.english_meanings import meanings_of
from qa.words.english_names import Names
from qa.words.english_question import Translator
from qa.words.english_wanted import asks_money
from tests.chains import DOCUMENTS, chain_over

CIVIL = "浯潭市民政局2026年度部门预算.xlsx"
POLICE = "滏安县公安局2026年部门预算公开表.xlsx"
WATER = "洵塬县水利局2026年部门综合预算公开.pdf"
LABELS = (
    "殡仪服务运行成本", "殡葬", "公用经费", "其他城乡社区支出", "城乡社区支出", "电费", "会议费",
    "公务用车购置费", "公务用车购置及运维费", "信息系统运维费", "维修(护)费",
    "更新电梯数量", "单部电梯更新成本", "垃圾清运量", "垃圾清运服务",
    "其他农村生活救助", "农村特困人员救助供养支出", "自然资源规划及管理", "自然资源海洋气象等支出",
    "河长巡河次数", "河湖长制巡查及河道管护经费", "水利工程建设", "节水型社会建设",
)  # fmt: skip
PROJECTS = ("河湖长制巡查及河道管护经费", "节水型社会建设")


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(LABELS)


@pytest.fixture(scope="module")
def translator(names: Names) -> Translator:
    return Translator(names, lambda word: sum(word in x for x in LABELS), Names(PROJECTS))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("running costs of funeral services", "殡仪服务运行成本"),
        ("other urban and rural community spending", "其他城乡社区支出"),
        ("urban and rural community spending", "城乡社区支出"),
        ("other relief for rural people", "其他农村生活救助"),
        ("relief for rural people", "农村特困人员救助供养支出"),
        ("official car purchases", "公务用车购置费"),
        ("official car purchases and upkeep", "公务用车购置及运维费"),
        ("information system maintenance", "信息系统运维费"),
        ("replacing lifts", "更新电梯数量"),
        ("cost of replacing one lift", "单部电梯更新成本"),
    ],
)
def test_words_that_say_little_tell_a_name_that_has_them(
    names: Names, words: str, name: str
) -> None:
    found = names.best(words.split())
    assert found is not None
    assert found[0] == name


def test_money_is_asked_of_no_number(names: Names) -> None:
    money = names.best(["rubbish", "removal"], money=True)
    assert money is not None
    assert money[0] == "垃圾清运服务"


def test_a_target_is_asked_of_no_project(names: Names) -> None:
    words = ["river", "patrols", "by", "river", "chiefs"]
    found = names.best(words, leave=PROJECTS)
    assert found is not None
    assert found[0] == "河长巡河次数"
    beside = names.best(["water", "saving"], leave=PROJECTS)
    assert beside is not None
    assert beside[0].startswith("节水")  # no other is told


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("How much is budgeted for building water projects?", "预算水利工程建设多少钱"),
        ("What is the cost of electricity?", "电费是多少"),
        (
            "How much has been set aside for planning and managing natural resources?",
            "自然资源规划及管理多少钱",
        ),
        ("How much has been set aside for rubbish removal?", "垃圾清运服务多少钱"),
    ],
)
def test_questions_in_chinese(translator: Translator, question: str, chinese: str) -> None:
    assert translator.question(question) == chinese


@pytest.mark.parametrize(
    ("question", "money"),
    [
        ("How much has been set aside for rubbish removal?", True),
        ("How much money goes to the courts?", True),
        ("How much is budgeted for lifts?", True),
        ("What is the cost of converting toilets?", True),
        ("What is the area of the toilets?", False),
        ("How much more is budgeted for lifts?", False),
        ("How many lifts are to be replaced?", False),
    ],
)
def test_what_is_set_aside_is_money(question: str, money: bool) -> None:
    assert asks_money(question) is money


def test_words_have_the_english_of_their_like() -> None:
    assert frozenset({"maintenanc"}) in meanings_of("运行")  # as names are compared: 运维 is 运行
    assert frozenset({"upkeep"}) not in meanings_of("会议")


@pytest.mark.parametrize(
    ("question", "evidence", "words"),
    [
        ("How much is budgeted for market regulation?", "市场监督管理事务", ()),
        ("How much is budgeted for football regulation?", "市场监督管理事务", ("football",)),
        ("How much is spent on river and reservoir management?", "河库管理服务中心", ()),
        ("How much is spent on river and bridge management?", "河库管理服务中心", ("bridge",)),
        ("What do annual appraisal bonuses cost?", "公务员年度考核奖", ()),
    ],
)
def test_everyday_words_are_accounted_for(
    question: str, evidence: str, words: tuple[str, ...]
) -> None:
    assert left(question, evidence) == words


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    files = [DOCUMENTS / name for name in (CIVIL, POLICE, WATER)]
    with chain_over(files, tmp_path_factory.mktemp("everyday")) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (CIVIL, "How much is budgeted for running costs of funeral services?", "418.75"),
        (POLICE, "How much is budgeted for official car purchases and upkeep?", "440.60"),
        (WATER, "What's the target for river chief notice boards replaced?", "65"),
    ],
)
def test_figures_of_real_documents(other: Chain, document: str, question: str, value: str) -> None:
    answer = other.ask(question, (), [document])
    assert answer.route is Route.TABLE
    assert value in [item.value for item in answer.values]
