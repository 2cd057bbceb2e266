"""The year before, and what changed since, where only the text tells of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain

OWNER = Disclosure("某县水务局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
SPENT = (
    ("2210201", "住房公积金", "61.10"),
    ("2210202", "提租补贴", "33.70"),
    ("2010301", "行政运行", "293.20"),
    ("2010399", "其他运行经费", "7.00"),
    ("", "合计", "395.00"),
)
TOLD = (
    "2026年年初预算数395.00万元，其中：一般公共预算拨款395.00万元。支出比2025年减少26.60万元，主要是项目支出减少26.60万元。",
    "1.住房改革支出（款）提租补贴（项）支出33.70万元，与上年相比增加6.08万元，增长22.01%。主要原因是标准提高。",
    "某县水务局2026年度一般公共预算拨款安排的“三公”经费支出预算25.30万元，比上年预算减少4.20万元，主要原因是车辆报废。",
    "其中：公务接待费3.30万元，比上年减少0.70万元；公务用车运行维护费22.00万元，比上年减少3.50万元。",
    "2026年，某县水务局收入预算395.00万元，其中：财政拨款收入395.00万元，比2025年预算减少26.60万元。",
    "某县水务局2026年度会议费预算支出7.30万元，比上年预算减少4.20万元。",
    "2026年，本部门机关运行经费安排83.92万元，比上年增加8.62万元，增长11.5%。",
    "差旅交通费支出4.00万元。与2025年度相比，差旅交通费支出减少1.00万元。",
    "某县水务局2026年度培训费支出8.60万元，比年初预算数减少1.40万元。",
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget whose tables have no column of the year before."""
    place = tmp_path_factory.mktemp("store")
    body = tuple(BodyRow(row, (HERE,)) for row in SPENT)
    heads = (("科目编码",), ("科目名称",), ("本年支出合计",))
    table = Table(1, "表3", "部门支出总表", heads, body, HERE, "万元", kind="expenditure_summary")
    told = tuple(Passage(i, text, ("情况说明",), HERE) for i, text in enumerate(TOLD, 1))
    tables = (store_table(table, OWNER),)
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, tables, told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("去年提租补贴和公务接待费两项加起来是多少", "31.62"),
        ("倒推一下：上一年公务接待费和提租补贴两项的预算加起来是多少", "31.62"),
        ("提租补贴和公务接待费两样放一起，到底比去年多还是少，差多少", "5.38"),
    ],
)
def test_several_things_are_worked_back_together(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert (answer.values[0].value, answer.values[0].unit) == (value, "万元"), answer.answer


@pytest.mark.parametrize("question", ["去年提租补贴和绿化费两项加起来是多少"])
def test_no_sum_of_what_is_told_of_one_alone(chain: Chain, question: str) -> None:
    assert "27.62" not in [v.value for v in chain.ask(question).values[:1]]


@pytest.mark.parametrize(
    ("history", "question", "value", "unit"),
    [
        ((), "请推算水务局2025年的支出预算是多少", "421.60", "万元"),
        (("支出预算多少，比上年减少多少",), "那2025年的预算总额是多少", "421.60", "万元"),
        ((), "提租补贴去年是多少", "27.62", "万元"),
        ((), "去年三公预算一共多少，文件只说少了，帮我倒推", "29.50", "万元"),
        ((), "按写的降幅倒推，上一年的公务接待费应该是多少", "4.00", "万元"),
        (("三公经费今年安排多少",), "那上年呢", "29.50", "万元"),
        (("三公经费今年安排多少",), "比上年少了多少", "-4.20", "万元"),
        (("会议费今年安排多少",), "去年多少", "11.50", "万元"),
        ((), "机关运行经费上年是几多？用今年数同增加额倒返出嚟", "75.30", "万元"),
        ((), "照说明倒推，2025年的差旅交通费支出该是多少万元", "5.00", "万元"),
        (("收支总计是好多？",), "前一年咧？", "421.60", "万元"),
        ((), "2025年机关运行经费是多少", "75.30", "万元"),  # no row of 其他运行经费 is it
    ],
)
def test_the_year_before_is_worked_back(
    chain: Chain, history: tuple[str, ...], question: str, value: str, unit: str
) -> None:
    answer = chain.ask(question, history)
    first = answer.values[0]
    assert (first.value, first.unit) == (value, unit)
    assert any(citation.quote for citation in answer.citations)


@pytest.mark.parametrize("question", ["培训费去年是多少", "2025年培训费多少"])
def test_nothing_is_worked_back_from_the_budget_of_the_same_year(
    chain: Chain, question: str
) -> None:
    assert "10.00" not in {value.value for value in chain.ask(question).values}


@pytest.mark.parametrize("question", ["住房公积金去年是多少", "行政运行2025年是多少"])
def test_nothing_is_worked_back_from_the_change_of_another_item(
    chain: Chain, question: str
) -> None:
    answer = chain.ask(question)
    assert not any("倒推" in value.column for value in answer.values)


def test_a_rate_and_the_year_before_it(chain: Chain) -> None:
    answer = chain.ask("公务接待费去年预算是多少 今年降幅百分之几 文件只说了减少额")
    assert [(v.value, v.unit) for v in answer.values[:2]] == [("-17.50", "%"), ("4.00", "万元")]
    assert "倒推2025年为 4.00 万元" in answer.answer


@pytest.mark.parametrize(
    "question", ["机关运行经费里的办公费2025年是多少", "差旅交通费支出里的机票2025年是多少"]
)
def test_nothing_is_worked_back_from_the_whole_of_what_is_asked(
    chain: Chain, question: str
) -> None:
    assert not chain.ask(question).values


def test_a_sentence_of_the_whole_is_only_quoted_of_its_part(chain: Chain) -> None:
    answer = chain.ask("机关运行经费里的办公费去年是多少")
    assert not any("倒推" in value.column for value in answer.values), answer.answer
