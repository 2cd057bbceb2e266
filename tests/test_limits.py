"""Hold an amount against one that a question says, and ask the year before or of each of two things."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.chain import Chain
from qa.query import Answer
from qa.words import formulas, steps
from qa.words.normalise import normalise


def _told(answer: Answer, number: int = 0) -> tuple[str, str | None]:
    return answer.values[number].value, answer.values[number].unit


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("培训费离50万元还差多少", 50, "万元"),
        ("培训费距离50万还差几万元？", 50, "万"),
        ("培训费有没有超过5万元", 5, "万元"),
        ("培训费超没超过1.5亿元，差多少", Decimal("1.5"), "亿元"),
        ("培训费超过5万元了吗？差多少？", 5, "万元"),
        ("培训费比10万元少多少", 10, "万元"),
    ],
)
def test_an_amount_that_is_said(text: str, number: Decimal, unit: str) -> None:
    step = next(one for one in steps.read(normalise(text)) if one.kind == "limit")
    assert (step.head, step.number, step.unit) == ("培训费", number, unit)


@pytest.mark.parametrize(
    "text",
    [
        "哪些项目超过200万元了",
        "有没有项目超过200万元",
        "有没有超过200万元的项目",
        "培训费比上年少多少",
        "超过100万元的项目有几个",
        "政府采购有没有超过2000万元的",
    ],
)
def test_what_holds_no_one_amount(text: str) -> None:
    assert not [one for one in steps.read(normalise(text)) if one.kind == "limit"]


@pytest.mark.parametrize(
    ("history", "question", "value", "said"),
    [
        ((), "培训费离50万元还差多少", "45.56", "没有超过"),
        ((), "行政运行有没有超过700万", "77.29", "，超过 700"),
        ((), "行政运行超过800万了没有，差多少", "22.71", "没有超过"),
        ((), "公务接待费比20万元少多少", "5.10", "没有超过"),
        ((), "行政运行和事业运行加起来有没有超过1200万元", "83.35", "，超过 1200"),
        (("培训费多少？",), "超过4万元了吗", "0.44", "，超过 4"),
    ],
)
def test_how_it_stands_to_that(
    chain: Chain, history: tuple[str, ...], question: str, value: str, said: str
) -> None:
    told = chain.ask(question, history)
    assert _told(told) == (value, "万元")
    assert said in told.answer


def test_what_is_over_an_amount_is_still_listed(chain: Chain) -> None:
    told = chain.ask("有没有项目超过200万元")
    assert {"295.00", "220.00"} <= {v.value for v in told.values}


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("上一年行政运行占一般公共服务支出的百分之几", "32.50", "%"),
        ("行政运行占一般公共服务支出的百分之几", "31.43", "%"),
        ("上一年行政运行和事业运行加起来", "1103.33", "万元"),
        ("前一年行政运行和事业运行加起来多少", "1103.33", "万元"),
        ("去年行政运行和事业运行加起来是多少", "1103.33", "万元"),
        ("行政运行和事业运行加起来比去年多多少", "180.02", "万元"),
        ("行政运行和事业运行加起来", "1283.35", "万元"),
    ],
)
def test_the_year_before(chain: Chain, question: str, value: str, unit: str) -> None:
    assert _told(chain.ask(question)) == (value, unit)


def test_how_much_is_no_change() -> None:
    text = "去年①和②加起来是多少".replace("去年", formulas.BEFORE)
    for number, sign in enumerate("①②"):
        text = text.replace(sign, formulas.mark(number))
    read = formulas.read(text)
    assert read is not None
    assert read.asks == {"sum"}
    moved = formulas.read(text.replace("是多少", "变了多少"))
    assert moved is not None
    assert "change" in moved.asks


@pytest.mark.parametrize(
    ("question", "shares"),
    [
        ("办公费和差旅费各占商品和服务支出的百分之几", ["33.04", "3.15"]),
        ("办公费占商品和服务支出的百分之几？差旅费呢？", ["33.04", "3.15"]),
        ("办公费和差旅费占商品和服务支出的百分之几", ["36.18"]),
        ("办公费占商品和服务支出的百分之几", ["33.04"]),
    ],
)
def test_each_has_its_own_share(chain: Chain, question: str, shares: list[str]) -> None:
    told = chain.ask(question)
    assert [v.value for v in told.values if v.unit == "%"] == shares


@pytest.mark.parametrize(
    ("history", "question", "value"),
    [
        (("行政运行多少钱？",), "变动了百分之几", "3.61"),
        (("公务接待费多少钱？",), "变动了多少", "6.80"),
        (("公务接待费比上年多了还是少了？",), "那行政运行呢，增加了还是减少了？", "27.09"),
    ],
)
def test_how_what_was_told_moved(
    chain: Chain, history: tuple[str, ...], question: str, value: str
) -> None:
    told = chain.ask(question, history)
    assert value in {v.value.lstrip("-") for v in told.values}, told.answer


def test_what_has_no_year_before_is_not_that_of_another(chain: Chain) -> None:
    told = chain.ask("那培训费呢，多了还是少了？", ["公务接待费比上年多了还是少了？"])
    assert not {"14.90", "21.70", "6.80"} & {v.value for v in told.values}, told.answer
