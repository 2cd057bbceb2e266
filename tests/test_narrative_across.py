"""Compare what the narratives of several departments state."""

from __future__ import annotations

import pytest

from ingest.store import StoredDocument
from qa.catalogue import Catalogue, Text
from qa.narration.across import single
from qa.narrative import Reading, read
from qa.query import Answer, Asked, Operation, Query, Route, Scope
from qa.retrieve import Retriever
from qa.verify import verify

HEADINGS = ("五、其他重要事项的情况说明",)
TEXTS = {
    "甲市审计局": (
        "所属各预算单位共有车辆46辆，其中应急保障用车15辆。",
        "2026年一般公共预算财政拨款运行经费395.6万元，与上年相比减少3.61万元，减少0.9%。",
    ),
    "甲市数据局": (
        "所属各预算单位共有车辆0辆。",
        "2026年一般公共预算财政拨款运行经费260.27万元，比上年增加7.29万元，增长2.88%。",
    ),
    "甲市商务局": (
        "所属各预算单位共有车辆70辆，其中业务用车17辆。",
        "2026年一般公共预算财政拨款运行经费2,100.08万元，比2025年减少8.21万元。",
    ),
}


def catalogue(silent: str | None = None) -> Catalogue:
    documents, passages = [], []
    for key, (name, texts) in enumerate(TEXTS.items(), 1):
        documents.append(
            StoredDocument(
                key, f"{name}.pdf", "pdf", "0", name, 2026, "预算", name, (), 9, True, None
            )
        )
        for text in texts if name != silent else ("无",):
            i = len(passages) + 1
            passages.append(Text(i, key, i, text, HEADINGS, "paragraph", 1, None, str(i)))
    return Catalogue(1, documents, [], passages)


def ask(question: str, operation: Operation, silent: str | None = None) -> Reading:
    held = catalogue(silent)
    query = Query(question, question, operations=(Asked(operation),), scope=Scope(all_of=True))
    reading = read(query, held, Retriever(held.passages.values()))
    verify(
        Answer(
            question, "zh", Route.TEXT, reading.answer_zh, reading.values,
            reading.citations, reading.calculation, reading.notes,
        )
    )  # fmt: skip
    return reading


@pytest.mark.parametrize(
    ("question", "operation", "opening"),
    [
        ("哪个部门的车最多", Operation.TOP, "最多的是甲市商务局（2026年）70辆。"),
        ("机关运行经费最少的是哪家", Operation.BOTTOM, "最少的是甲市数据局（2026年）260.27万元。"),
        ("哪些部门一辆车都没有，几辆", Operation.LIST, "为零的是甲市数据局（2026年）0辆。"),
        ("这几家一共多少辆车", Operation.SUM, "合计116辆："),
        (
            "哪些部门机关运行经费增加了",
            Operation.CHANGE,
            "增加的是甲市数据局（2026年）增加7.29万元（2.88%）。",
        ),
    ],
)
def test_comparisons(question: str, operation: Operation, opening: str) -> None:
    reading = ask(question, operation)
    assert reading.answer_zh.startswith(opening), reading.answer_zh
    assert reading.score >= 0.5
    assert {citation.department for citation in reading.citations} == set(TEXTS)


def test_a_sum_shows_its_operands() -> None:
    assert ask("这几家一共多少辆车", Operation.SUM).calculation == "70 + 46 + 0 = 116"


def test_the_most_of_some_is_said_to_be_of_some() -> None:
    whole = ask("哪个部门的车最多", Operation.TOP)
    part = ask("哪个部门的车最多", Operation.TOP, silent="甲市数据局")
    assert part.score < whole.score
    assert "甲市数据局" in part.notes[0]


def test_a_comparing_question_is_asked_of_one() -> None:
    assert single("哪个部门的车最多").split() == ["的车多少"]
    assert "whose" not in single("Whose vehicles are the most?").lower()


def named(question: str, operation: Operation, documents: tuple[int, ...]) -> Reading:
    """Return the reading of a question that names some of the departments, or none."""
    held = catalogue()
    scope = Scope(documents=documents, named=bool(documents))
    query = Query(question, question, operations=(Asked(operation),), scope=scope)
    return read(query, held, Retriever(held.passages.values()))


def test_how_many_times_names_the_larger_first() -> None:
    reading = named("商务局的车是审计局的几倍", Operation.RATIO, (1, 3))
    assert reading.answer_zh.startswith("甲市商务局是甲市审计局的1.52倍："), reading.answer_zh
    assert reading.calculation == "70 ÷ 46 = 1.52"


def test_a_ratio_to_nothing_is_not_worked_out() -> None:
    reading = named("商务局的车是数据局的几倍", Operation.RATIO, (2, 3))
    assert "倍：" not in reading.answer_zh


def test_what_several_state_of_one_thing_is_listed_where_none_is_named() -> None:
    reading = named("机关运行经费安排了多少", Operation.LOOKUP, ())
    assert [v.value for v in reading.values] == ["2100.08", "395.6", "260.27"]
    one = named("机关运行经费安排了多少", Operation.LOOKUP, (1,))  # near miss: one is named
    assert "395.6" in one.answer_zh
    assert "260.27" not in one.answer_zh


def test_each_of_two_named_departments_is_told() -> None:
    reading = named("审计局和商务局分别有几辆车", Operation.LOOKUP, (1, 3))
    assert [v.value for v in reading.values] == ["70", "46"]
