"""Work out what names give that a question says as tables print them: columns, tables, rates, months."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Answer
from qa.words import formulas
from tests.chains import chain_over

DOCUMENTS = Path(__file__).parents[1] / "evals" / "documents"
BOOKS = "淮沭市图书馆2026年度单位预算.html"
FARMS = "锦屏市农业农村局2026年部门预算.xlsx"
WATER = "澄河县水务局2024年度部门决算公开.docx"
MARKET = "陇原市市场监督管理局2026年部门预算公开.xlsx"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over budgets and accounts of several places."""
    files = [DOCUMENTS / name for name in (BOOKS, FARMS, WATER, MARKET)]
    with chain_over(files, tmp_path_factory.mktemp("formulas")) as opened:
        yield opened


def _values(answer: Answer) -> list[str]:
    return [value.value for value in answer.values]


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (BOOKS, "全民阅读推广活动嗰行，一般公共预算多过事业收入几多？", "260000.00"),
        (BOOKS, "全民阅读推广活动里面事业收入占总数的百分之多少", "24.00"),
        (BOOKS, "全民阅读推广活动除了事业收入那一栏，其余的一共是多少？", "380000.00"),
        (FARMS, "拿锦屏市农业农村局机关来说，一般公共预算拨款收入高出政府性基金预算拨款收入多少钱？", "5550.24"),
        (WATER, "我媳妇说政府性基金预算财政拨款收入的钱肯定多，我说一般公共预算财政拨款收入多，谁也不服谁。请你判一判哪个大，大出多少钱？", "5204.59"),
        (WATER, "行政运行要是砍掉10%，还剩多少钱？", "438.24"),
    ],
)  # fmt: skip
def test_cells_that_are_named(places: Chain, document: str, question: str, value: str) -> None:
    answer = places.ask(question, docs=[document])
    assert value == _values(answer)[0], (answer.answer, answer.values)


def test_each_table_is_told_beside_the_gap(places: Chain) -> None:
    question = (
        "帮我对一下抗旱在支出决算表里面是多少在一般公共预算财政拨款支出决算表里面是多少差多少"
    )
    assert _values(places.ask(question, docs=[WATER])) == ["0.00", "57.80", "57.80"]


@pytest.mark.parametrize(
    "question",
    [
        "防汛比上年减少10%是多少",
        "防汛占一般公共预算财政拨款的多少",
    ],
)
def test_what_is_not_asked_of_the_cell_alone(places: Chain, question: str) -> None:
    told = places.ask(question, docs=[WATER])
    assert not {"170.69", "15.81", "100.00"} & set(_values(told)), told.answer


@pytest.mark.parametrize(
    ("text", "asks", "after"),
    [
        ("①和②、③加起来多少钱", {"sum"}, None),
        ("不要合计,就想知道①、②、③每样是多少", {"each"}, None),
        ("以②为基数看,①的③多出多少钱?", {"gap"}, None),
        ("①往下砍百分之15,还能剩多少", set(), ("cut", "15")),
        ("①换算成月度是多大一笔", set(), ("month", "0")),
        ("①明年预计多少", None, None),
        ("①的人头部分平均每个月多少钱", None, None),
        ("扣掉人头费,①和②差多少", None, None),
    ],
)
def test_what_is_asked_of_names(
    text: str, asks: set[str] | None, after: tuple[str, str] | None
) -> None:
    for number, sign in enumerate("①②③"):
        text = text.replace(sign, formulas.mark(number))
    read = formulas.read(text)
    assert (None if read is None else set(read.asks)) == asks
    if read is not None and read.after is not None:
        assert (read.after.kind, str(read.after.rate)) == after
