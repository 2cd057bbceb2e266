"""Arithmetic with what only the text tells: the year before, plan and accounts, parts and sums."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain

OWNER = Disclosure("某县民政局", 2024, Phase.FINAL)
HERE = Location("a.pdf", 1)
SPENT = (
    ("2080201", "行政运行", "568.60"),
    ("2082001", "临时救助支出", "180.00"),
    ("", "合计", "7000.00"),
)
TOLD = (
    "1.社会保障和就业支出（类）民政管理事务（款）行政运行（项）。年初预算为580.00万元，支出决算为568.60万元，完成年初预算的98.03%。",
    "2.社会保障和就业支出（类）临时救助（款）临时救助支出（项）。年初预算150.00万元，支出决算180.00万元。",
    "2024年度机关运行经费支出118.00万元，比上年减少6.00万元，主要原因是压减差旅费。",
    "培训费支出2.06万元，主要用于业务培训；会议费支出1.15万元，主要用于召开现场会。",
    "2024年度政府采购支出总额80.00万元，其中：政府采购货物支出38.00万元、政府采购工程支出32.00万元、"
    "政府采购服务支出10.00万元。",
    "公务接待费预算2.40万元，支出决算1.38万元，完成预算的57.50%。全年国内公务接待23批次，186人次。",
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts whose plans, purchases and the year before stand in text."""
    place = tmp_path_factory.mktemp("store")
    body = tuple(BodyRow(row, (HERE,)) for row in SPENT)
    heads = (("科目编码",), ("科目名称",), ("本年支出合计",))
    table = Table(
        1, "公开03表", "支出决算表", heads, body, HERE, "万元", kind="expenditure_summary"
    )
    told = tuple(Passage(i, text, ("情况说明",), HERE) for i, text in enumerate(TOLD, 1))
    tables = (store_table(table, OWNER),)
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "决算", 1, True, tables, told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("行政运行预算执行率多少", "98.03", "%"),
        ("行政运行年初批了多少，最后少花了多少", "-11.40", "万元"),
        ("临时救助支出比年初预算超了百分之几", "20.00", "%"),
        ("机关运行经费上年是多少", "124.00", "万元"),
        ("机关运行经费去年是多少", "124.00", "万元"),
        ("培训费跟会议费加起来花了多少", "3.21", "万元"),
        ("服务类采购占采购总额几成", "12.50", "%"),
        ("公务接待一批花几百块钱", "600.00", "元"),
    ],
)
def test_what_the_text_lets_be_worked_out(
    chain: Chain, question: str, value: str, unit: str
) -> None:
    answer = chain.ask(question)
    assert (value, unit) in {(v.value, v.unit) for v in answer.values}, answer.answer
    assert answer.calculation is not None


@pytest.mark.parametrize("question", ["行政运行去年是多少", "培训费跟差旅费加起来花了多少"])
def test_nothing_is_worked_out_of_what_is_not_told(chain: Chain, question: str) -> None:
    assert chain.ask(question).calculation is None
