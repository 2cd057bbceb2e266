"""An answer to an English question is asked back where it leaves words or work of the question aside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.checking.english_left import left
from qa.checking.english_undone import undone
from qa.query import Answer, Citation, Route, Value
from tests.chains import DOCUMENTS, chain_over

SPORTS = "禾川市体育局2026年度部门预算公开.pdf"
WOMEN = "鉴屏市妇女联合会2024年度部门决算.html"
STADIUM = "体育场馆 2026年预算 文化旅游体育与传媒支出"


@pytest.mark.parametrize(
    ("question", "evidence", "words"),
    [
        ("How much is budgeted for the football stadium?", STADIUM, ("football",)),
        ("How much is budgeted for the stadiums?", STADIUM, ()),
        ("How much is there for stadiums, not football?", STADIUM, ()),
        ("I love football. How much for stadiums?", STADIUM, ()),
        ("How much for stadiums or football?", STADIUM, ()),
        ("What is the daily meal allowance?", "学生运动员伙食补助", ("daily",)),
        ("What is the daily meal allowance?", "伙食补助 元/天", ()),
        ("How many uniforms are to be procured?", "公务用车购置费", ("uniforms",)),
        ("What does a body-worn recorder (执法记录仪) cost?", "执法记录仪 采购预算", ()),
        ("What does a body-worn recorder (执法记录仪) cost?", "无人机 采购预算", ("body", "recorder")),
        ("What is spent on the rural poor?", "城市特困人员救助供养支出", ("rural",)),
        ("How much for urban and rural medical assistance?", "城乡医疗救助", ()),
        ("Why did elderly welfare overshoot the football budget?", "老年福利", ()),
        ("What is printed beside 30206 for the football club?", "30206 电费", ()),
    ],
)  # fmt: skip
def test_words_left_aside(question: str, evidence: str, words: tuple[str, ...]) -> None:
    assert left(question, evidence) == words


def _answer(
    text: str, *labels: str, worked: str | None = None, route: Route = Route.TABLE
) -> Answer:
    return Answer(
        question="",
        language="en",
        route=route,
        answer=text,
        values=tuple(Value(label, "合计", "1", "万元", 2026) for label in labels),
        citations=tuple(Citation("a.pdf", "体育局", 2026, "表1", row=label) for label in labels),
        calculation=worked,
    )


@pytest.mark.parametrize(
    ("question", "answer", "printed", "expected"),
    [
        ("What is the meal allowance per athlete?", _answer("126.72 万元", "伙食补助"), "伙食补助", True),
        ("What is the meal allowance per athlete?", _answer("16 元", "伙食补助标准"), "伙食补助标准", False),
        ("What is the meal allowance per athlete?", _answer("2 元", "伙食补助", worked="4 ÷ 2 = 2"), "", False),
        ("What share per cent goes to meals?", _answer("5%", "伙食补助"), "", False),
        ("What do books and databases cost respectively?", _answer("92 万元", "数据库"), "", True),
        ("What do books and databases cost respectively?", _answer("92 万元", "数据库", "图书"), "", False),
        ("What's the total of the two contributions?", _answer("3", "养老", "年金", "医疗", worked="1 + 1 + 1 = 3"), "", True),
        ("What's the total of the two contributions?", _answer("2", "养老", "年金", worked="1 + 1 = 2"), "", False),
        ("What's the total of the three public expenses?", _answer("2", "接待", "车辆", worked="1 + 1 = 2"), "", False),
        ("Category 20103 excluding 2010302: how much?", _answer("5 万元", "20103 政府办"), "20103", True),
        ("Category 20103 excluding 2010302: how much?", _answer("5 万元", "20103"), "20103 2010302", False),
        ("There are 126720 yuan for meals: what for?", _answer("5 万元", "伙食"), "", False),
        ("What share is it?", _answer("合计 is 100.00% of 支出总计", "合计"), "", True),
        ("What share of all is it?", _answer("合计 is 100.00% of 支出总计", "合计"), "", False),
        ("Which of the three units has the largest budget?", _answer("largest", "中等职业教育"), "", True),
        ("Which of the three units has the largest budget?", _answer("largest", "体育运动学校"), "", False),
        ("By how much did it fall short?", _answer("55.00 万元", "建设"), "", True),
        ("By how much did it fall short?", _answer("3.80 万元 less", "建设"), "", False),
        ("How many staff are in post?", _answer("300 人", "表彰奖励人数"), "表彰奖励人数", True),
        ("How many staff are in post?", _answer("30 人", "在职人员"), "在职人员", False),
        ("What is drawn in each quarter?", _answer("15 万元", "服务中心"), "服务中心", True),
        ("What is drawn in each quarter?", _answer("15 万元", "一季度"), "一季度", False),
        ("What's the unit price of a boat?", _answer("54.90 万元", "冲锋舟"), "冲锋舟", True),
        ("What's the unit price of a boat?", _answer("9.15", "冲锋舟", worked="54.90 ÷ 6 = 9.15"), "", False),
        ("What is on line 12 of table 1?", _answer("3201 万元", "总计"), "", True),
        ("What is on line 12 of table 1?", _answer("52 万元", "年初结转和结余"), "", False),
        ("What do the two projects come to on average?", _answer("these items: 1 item, together 9, on average 9 each", "项目"), "", True),
        ("Is the narrative's number the same as the table's?", _answer("Yes", "接待"), "", True),
    ],
)  # fmt: skip
def test_work_left_undone(question: str, answer: Answer, printed: str, expected: bool) -> None:
    assert undone(question, answer, printed) is expected


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("left")
    with chain_over([DOCUMENTS / SPORTS, DOCUMENTS / WOMEN], folder) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "document", "left_aside"),
    [
        ("How much is budgeted for the football stadium?", SPORTS, "“football”"),
        ("What is the daily meal allowance per student athlete?", SPORTS, "“daily”"),
        ("Which of the three units has the largest budget?", SPORTS, ""),
    ],
)  # fmt: skip
def test_another_figure_is_asked_about(
    chain: Chain, question: str, document: str, left_aside: str
) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route is Route.CLARIFY
    assert left_aside in answer.answer


@pytest.mark.slow
def test_plan_and_outcome_are_told(chain: Chain) -> None:
    question = "How many sick women were helped, and how many had been planned?"
    answer = chain.ask(question, docs=[WOMEN])
    assert answer.route is Route.TABLE
    assert "≥ 80 名" in answer.answer
    assert "实际完成值 77名" in answer.answer


@pytest.mark.slow
def test_what_is_named_in_full_is_told(chain: Chain) -> None:
    answer = chain.ask("How much are the student athletes' meal subsidies?", docs=[SPORTS])
    assert (answer.route, answer.values[0].value) == (Route.TABLE, "126.72")
