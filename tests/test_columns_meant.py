"""Ask for columns of a row that its total is not: another part, or the other end of the year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Phase, StoredTable, Table
from ingest.store import Store
from qa.chain import Chain
from qa.chaining.meaning import named_surely
from qa.query import Route
from qa.understand import understand

OWNER = Disclosure("某市审计局", 2025, Phase.FINAL)
HERE = Location("a.html")
SPENT = (
    (("科目",), ("合计",), ("当年财政拨款安排",), ("上级提前通知专项转移支付", "一般公共预算")),
    (
        ("合计", "560.22", "452.22", "108.00"),
        ("委托业务费", "430.22", "332.22", "98.00"),
        ("办公费", "130.00", "120.00", "10.00"),
    ),
)
OWNED = (
    (("项目",), ("期初数",), ("期末数",)),
    (
        ("一、资产合计", "3,402.18", "3,355.60"),
        ("（一）流动资产", "402.18", "388.35"),
        ("（二）固定资产净值", "3,000.00", "2,967.25"),
    ),
)
FUND = (
    (("科目编码",), ("科目名称",), ("本年收入",), ("本年支出", "小计"), ("本年支出", "项目支出")),
    (
        ("213", "农林水支出", "128.00", "121.60", "121.60"),
        ("", "合计", "878.00", "863.60", "863.60"),
    ),
)
OWED = (
    (("项目",), ("本地区",), ("本级",)),
    (
        ("一、2024年末政府债务余额实际数", "56.82", "41.30"),
        ("其中：一般债务", "30.15", "22.40"),
        ("专项债务", "26.67", "18.90"),
    ),
)


def _table(
    ordinal: int,
    title: str,
    printed: tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]],
) -> StoredTable:
    body = tuple(BodyRow(row, (HERE,)) for row in printed[1])
    made = Table(ordinal, f"附表{ordinal}", title, printed[0], body, HERE, "万元")
    return store_table(made, OWNER)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a table of spending and a balance sheet."""
    place = tmp_path_factory.mktemp("store")
    tables = (
        _table(1, "财政拨款支出表（部门经济分类科目）", SPENT),
        _table(2, "单位资产负债情况表", OWNED),
        _table(3, "政府债务情况表", OWED),
        _table(4, "政府性基金预算财政拨款收入支出决算表", FUND),
    )
    with Store(place) as store:
        store.put(Document("a.html", "html", "0" * 64, OWNER, "决算", 0, False, tables, ()))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("委托业务费里面，上级提前通知专项转移支付安排的是哪个数", "98.00"),
        ("委托业务费里面，一年总共安排的是哪个数", "430.22"),
        ("资产合计年末是多少", "3355.60"),
        ("年初资产合计是多少", "3402.18"),
        ("固定资产净值是多少", "2967.25"),
        ("年初流动资产是多少", "402.18"),
        ("专项债余额多少", "26.67"),
        ("本级的专项债余额多少", "18.90"),
        ("政府性基金财政拨款收入多少", "878.00"),
    ],
)
def test_the_column_asked_for_is_told(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert [told.value for told in answer.values] == [value]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("县本级24年底专项债余额有几个亿", "专项债务"),
        ("县本级24年底欠债余额有几个亿", OWED[1][0][0]),
    ],
)
def test_a_sure_name_of_a_row_goes_before_the_row_found_by_meaning(
    chain: Chain, question: str, label: str
) -> None:
    view = chain.view()
    assert named_surely(view, understand(question, view.catalogue), OWED[1][0][0]) == label
