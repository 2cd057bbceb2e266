"""An answer in figures is none where it leaves out what is asked to be worked out or counted."""

from __future__ import annotations

import pytest

from qa.checking.left_undone import left
from qa.query import Answer, Citation, Query, Route, Value

MONEY = "2024年“退休费”决算为 69.10 万元。"
HEADS = "公务接待费1.38万元，全年国内公务接待23批次，186人次"


def _answer(text: str, quote: str, route: Route, worked: str | None) -> Answer:
    cited = Citation(doc="a.pdf", department="某局", year=2024, annex="正文", quote=quote)
    value = Value("退休费", "", "69.10", "万元", 2024)
    return Answer(
        "", "zh", route, text, values=(value,), citations=(cited,), calculation=worked
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "text", "quote", "worked", "name"),
    [
        ("平均每个退休职工发了多少退休费", MONEY, "", None, "each"),
        ("退休费是多少", MONEY, "", None, ""),
        ("平均每个退休职工发了多少退休费", MONEY, "", "69.10 ÷ 30 = 2.30", ""),
        ("人均退休费多少", "每人 2.30 万元", "", None, ""),
        ("平均每人退休费多少", "没有公布可作除数的人数，无法计算人均。", "", None, ""),
        ("退休费占几成", MONEY, "", None, "share"),
        ("工程占百分之几", "占 12.5%", "", None, ""),
        ("退休费净增多少", MONEY, "", None, "change"),
        ("退休费净增多少", "退休费增加 3 万元", "", None, ""),
    ],
)
def test_work(question: str, text: str, quote: str, worked: str | None, name: str) -> None:
    answer = _answer(text, quote, Route.TABLE, worked)
    assert left(Query(question, question), answer) == name


@pytest.mark.parametrize(
    ("question", "quote", "name"),
    [
        ("破了多少起案件", "负责全县刑事侦查工作", "count"),
        ("破了多少起案件", "全年破获案件120起", ""),
        ("聘多少名普查员", "新增第四次全国普查经费，比上年增加86.23万元，增长11.5%", "count"),
        ("How many census takers are hired?", "2026年第四次全国普查经费86.23万元", "count"),
        ("接待了多少批次", HEADS, ""),
        ("职责第几项", "负责全县刑事侦查工作", ""),
    ],
)
def test_count(question: str, quote: str, name: str) -> None:
    answer = _answer(f"原文：“{quote}”", quote, Route.TEXT, None)
    assert left(Query(question, question), answer) == name
