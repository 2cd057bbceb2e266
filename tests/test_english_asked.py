"""English asks for what is bought, done and paid, in everyday words over printed names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words.english_names import Names
from qa.words.english_question import Translator
from qa.words.english_wanted import asks_money
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

SPORTS = "禾川市体育局2026年度部门预算公开.pdf"
WOMEN = "鉴屏市妇女联合会2024年度部门决算.html"
ROADS = "霁阳县交通运输局2024年度部门决算公开.pdf"
LABELS = (
    "环卫清扫保洁及生活垃圾分类", "城乡社区环境卫生", "妇联系统干部培训", "房屋修缮（老旧小区微改造）",
    "老旧小区微改造（红旗里、棉纺宿舍片区）", "开闭幕式费用", "荒山造林", "荒山造林面积",
    "县道X208线青石坳段水毁修复",
)  # fmt: skip


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator(Names(LABELS), lambda word: sum(word in label for label in LABELS))


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("How much for street cleaning and garbage sorting?", "环卫清扫保洁及生活垃圾分类多少钱"),
        ("How much is spent on cadre training?", "妇联系统干部培训多少钱"),
        ("How much for the micro-renovation of old neighbourhoods?", "老旧小区微改造多少钱"),
        ("How much was spent on planting trees on barren hills?", "荒山造林多少钱"),
        ("How much for flood damage repairs of county road X208?", "县道X208线青石坳段水毁修复多少钱"),
        ("How many official receptions were there?", "国内公务接待多少批次"),
        ("By how much did spending on planting trees on barren hills fall short of the initial budget?",
         "荒山造林比年初预算少花了多少"),
        ("By how much did spending on planting trees on barren hills exceed the budget?",
         "荒山造林比年初预算多花了多少"),
        ("What do cadre training and planting trees on barren hills cost respectively?",
         "妇联系统干部培训和荒山造林各多少钱"),
        ("Cadre training and planting trees on barren hills, how much each?",
         "妇联系统干部培训和荒山造林各多少钱"),
        ("Which units are included in this department's budget?", "部门预算编制范围包括哪些单位"),
        ("How many times did the executive meeting convene?", None),
        ("What are the main duties of the bureau?", "主要职责是什么"),
    ],
)  # fmt: skip
def test_questions_in_chinese(translator: Translator, question: str, chinese: str | None) -> None:
    assert translator.question(question) == chinese


def test_a_term_keeps_its_words_where_its_item_is_printed(translator: Translator) -> None:
    assert translator.question("How much for street cleaning?") == "城乡社区环境卫生多少钱"


@pytest.mark.parametrize(
    ("question", "money"),
    [
        ("How much is spent on household toilets?", True),
        ("What does one desktop computer cost?", True),
        ("How much more was spent than last year?", False),
        ("How many toilets are rebuilt?", False),
        ("What is the satisfaction target?", False),
    ],
)
def test_what_asks_for_money(question: str, money: bool) -> None:
    assert asks_money(question) is money


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    files = [DOCUMENTS / name for name in (SPORTS, WOMEN, ROADS)]
    with chain_over(files, tmp_path_factory.mktemp("asked")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (SPORTS, "What does the fitness centre pay for electricity?", "58.90"),
        (SPORTS, "How much money is there for the eighth municipal sports games?", "320.00"),
        (WOMEN, "What was the execution rate for cadre training?", "97.23"),
        (WOMEN, "How many calls and visits did the 12338 hotline handle?", "1126"),
        (ROADS, "How much was the new official car?", "28.835"),
        (ROADS, "How many people were given public welfare jobs in road maintenance?", "103"),
        (ROADS, "How much was spent on flood damage repairs of county road X208?", "386.5"),
    ],
)
def test_figures_of_real_documents(other: Chain, document: str, question: str, value: str) -> None:
    answer = other.ask(question, (), [document])
    assert answer.route in (Route.TABLE, Route.BOTH)
    assert value in answer.answer


def test_a_goal_alone_is_told_of_what_was_planned(other: Chain) -> None:
    answer = other.ask("How many legal publicity events were planned?", (), [WOMEN])
    assert "50" in answer.answer


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("I don't understand 项目支出. What is it?", Route.TEXT),
        ("I do not know what 三公经费 means", Route.TEXT),
        ("How much is 三公经费? I don't understand it", Route.TABLE),
    ],
)
def test_what_is_not_understood_is_explained(chain: Chain, question: str, route: Route) -> None:
    answer = chain.ask(question)
    assert answer.route is route
    assert ("指" in answer.answer) is (route is Route.TEXT)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("What would 办公费 be if it were raised by 5 percent?", {"110.28"}),
        (
            "How much is 行政事业单位医疗 in each of the two years, this one and the last?",
            {"89.30", "36.92"},
        ),
    ],
)
def test_one_thing_raised_or_in_two_years(chain: Chain, question: str, values: set[str]) -> None:
    assert values <= {v.value for v in chain.ask(question).values}
