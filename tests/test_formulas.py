"""Work out what names give that a question says as tables print them: columns, tables, rates, months."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Answer
from qa.words import formulas
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

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
        ("①几个②几个,加起来多少", None, None),
        ("①涨了24%,两条原因分别是什么", None, None),
        ("一台①比一台②贵多少钱", None, None),
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


def test_a_share_of_a_total_tells_no_sum(places: Chain) -> None:
    told = places.ask("全民阅读推广活动的总数里，事业收入占百分之几？", docs=[BOOKS])
    assert _values(told) == ["24.00", "120000.00", "500000.00"]


def test_two_tables_that_agree(places: Chain) -> None:
    told = places.ask(
        "抗旱在支出决算表和一般公共预算财政拨款支出决算表里是不是一样的数？", docs=[WATER]
    )
    assert told.answer.startswith("一致")
    assert "57.80" in _values(told)


def test_what_others_are_part_of_is_not_added(places: Chain) -> None:
    told = places.ask("水利里面，防汛、抗旱两项合计多少？", docs=[WATER])
    assert _values(told)[0] == "247.46"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("抗旱和防汛加起来，砍掉10%，还剩多少？", "222.71"),
        ("抗旱如果加百分之5，变成几多钱？", "60.69"),
        ("抗旱的百分之25是多少钱？", "14.45"),
        ("抗旱平均每个季度多少钱？", "14.45"),
        ("拿抗旱当一份，防汛有几倍那么多？", "3.28"),
    ],
)
def test_what_is_done_to_an_amount(places: Chain, question: str, value: str) -> None:
    assert _values(places.ask(question, docs=[WATER]))[0] == value


@pytest.mark.parametrize(
    ("question", "holds", "value"),
    [
        ("一般公共预算支出增减对比表里有几项比上年减少了？", ["行政运行", "药品事务"], "2"),
        ("一般公共预算支出增减对比表里哪一项比上年增加最多？", ["信息化建设"], "640.00"),
        ("一般公共预算支出增减对比表里哪些项是去年没有、今年才有的？", ["信息化建设"], "640.00"),
    ],
)
def test_items_that_moved(places: Chain, question: str, holds: list[str], value: str) -> None:
    told = places.ask(question, docs=[MARKET])
    assert all(name in told.answer for name in holds)
    assert _values(told)[0] == value


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("读者可能看不懂①,它的含义该怎么说?", "{x}是什么意思？"),
        ("同比变化率是多少?我问的是①,按官方文字里的百分数", "{x}比上年增长或下降了百分之几？"),
        (
            "有人讲变化挺大,干脆看原文。说明里写的①比上一年增减多少钱?",
            "{x}比上年增加或减少了多少钱？",
        ),
        ("①这钱主要都干啥用啊?", "{x}主要用于什么？"),
        ("①为什么比上年增加?", None),
        ("①的钱拿来干嘛的,给几个领导用?", None),
        ("①是零,说明里怎么解释的", None),
    ],
)
def test_what_the_text_is_asked_for_in_plain_words(text: str, plain: str | None) -> None:
    assert formulas.restated(text.replace("①", formulas.mark(0)), "甲经费", "zh") == plain
