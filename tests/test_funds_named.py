"""The table of the fund that a question names, what is not of it, and the half of spending it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.linking.words import load_words
from qa.query import Route

OWNER = Disclosure("某县交通运输局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
HEADER = (("科目编码",), ("科目名称",), ("总计",), ("基本支出",), ("项目支出",))
ALL = (
    ("", "合计", "900.00", "400.00", "500.00"),
    ("205", "教育支出", "100.00", "40.00", "60.00"),
    ("214", "交通运输支出", "800.00", "360.00", "440.00"),
    ("21401", "公路水路运输", "800.00", "360.00", "440.00"),
    ("2140104", "公路建设", "500.00", "200.00", "300.00"),
    ("2140106", "公路养护", "300.00", "160.00", "140.00"),
)
GENERAL = (
    ("", "合计", "700.00", "380.00", "320.00"),
    ("205", "教育支出", "80.00", "40.00", "40.00"),
    ("214", "交通运输支出", "620.00", "340.00", "280.00"),
    ("21401", "公路水路运输", "620.00", "340.00", "280.00"),
    ("2140104", "公路建设", "400.00", "200.00", "200.00"),
    ("2140106", "公路养护", "220.00", "140.00", "80.00"),
)
TOLD = (
    "2026年政府性基金预算拨款安排的支出30.00万元，全部用于农村公路建设，较2025年减少12.00万元，主要原因是任务基本完成。",
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over the same items of all spending and of the general budget."""
    place = tmp_path_factory.mktemp("store")
    tables = [
        Table(1, "表3", "部门支出总表", HEADER, tuple(BodyRow(r, (HERE,)) for r in ALL), HERE, "万元",
              kind="expenditure_summary"),
        Table(2, "表5", "一般公共预算支出表", HEADER, tuple(BodyRow(r, (HERE,)) for r in GENERAL), HERE,
              "万元", kind="general_expenditure"),
    ]  # fmt: skip
    told = tuple(Passage(i, text, ("情况说明",), HERE) for i, text in enumerate(TOLD, 1))
    stored = tuple(store_table(table, OWNER) for table in tables)
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, stored, told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("一般公共预算里交通运输支出这一类的项目支出数", "280.00"),
        ("一般公共预算里公路养护的项目支出多少", "80.00"),
        ("公路养护的项目支出多少，按全部资金算", "140.00"),
    ],
)
def test_a_row_is_taken_from_the_table_of_the_fund(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert [v.value for v in answer.values][:1] == [value], answer.answer


@pytest.mark.parametrize(
    ("question", "rate"),
    [
        ("公路建设跟公路养护两项钱合起来，在交通运输支出里占多少？按全部资金来源算", "= 100.00%"),
        ("全部资金口径下，教育支出里项目支出占比多少%", "60.00 ÷ 100.00 × 100% = 60.00%"),
        ("公路养护占项目支出总额的多少", "140.00 ÷ 500.00 × 100% = 28.00%"),
        ("教育支出在项目支出里占几成", "60.00 ÷ 500.00 × 100% = 12.00%"),
    ],
)
def test_a_share_is_of_the_fund_and_of_the_half_that_is_said(
    chain: Chain, question: str, rate: str
) -> None:
    answer = chain.ask(question)
    assert (answer.calculation or "").endswith(rate), answer.answer


@pytest.mark.parametrize(
    ("text", "heads", "named"),
    [
        ("一般公共预算里的教育支出", "", True),
        ("一般公共预算拨款是多少", "一般公共预算拨款", False),
        ("不是一般公共预算的教育支出", "", False),
        ("除了一般公共预算", "", False),
        ("去年一般公共预算里的教育支出", "", True),
        ("教育支出多少", "", False),
    ],
)
def test_a_fund_that_is_left_out_names_no_table(text: str, heads: str, named: bool) -> None:
    assert ("general_expenditure" in load_words().kinds_of_funds(text, heads)) is named


def test_a_fund_is_not_told_for_what_is_not_of_it(chain: Chain) -> None:
    answer = chain.ask("项目支出中不是一般公共预算出的有多少")
    assert "320.00" not in [v.value for v in answer.values] or answer.calculation, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "政府性基金2025年是多少？",
        "政府性基金2025年是多少？文件只写了今年的和减少了多少，帮我倒推一下",
        "政府性基金没减之前是多少？正文里只给了今年数和减少额",
    ],
)
def test_the_year_before_is_worked_back_where_only_the_change_is_said_to_be_told(
    chain: Chain, question: str
) -> None:
    answer = chain.ask(question)
    assert answer.route in (Route.TEXT, Route.BOTH), answer.answer
    assert answer.calculation == "30.00 + 12.00 = 42.00", answer.answer
