"""What other funds pay of a row, shares of the whole table, and years that only look relative."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route
from qa.words import references

BUDGET = Disclosure("某县财政局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
HEADER = (("项目",), ("总计",), ("一般公共预算拨款收入",), ("事业收入",))
ROWS = (
    ("合计", "665.53", "271.55", "394.00"),
    ("货物", "100.00", "100.00", ""),
    ("工程", "465.53", "121.55", "343.98"),
    ("服务", "100.00", "50.00", "50.00"),
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over one table of procurement by source of money."""
    place = tmp_path_factory.mktemp("store")
    body = tuple(BodyRow(cells, (HERE,)) for cells in ROWS)
    table = Table(1, "表九", "政府采购预算明细表", HEADER, body, HERE, "万元", kind="procurement")
    totals = (BodyRow(("支出总计", "665.53"), (HERE,)),)
    whole = Table(2, "表一", "部门收支总表", (("支出项目",), ("预算数",)), totals, HERE, "万元",
                  kind="total_summary")  # fmt: skip
    stored = (store_table(table, BUDGET), store_table(whole, BUDGET))
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, BUDGET, "预算", 1, True, stored, ()))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    "question",
    [
        "工程类采购，有多少不是一般公共预算出的？",
        "工程类采购中，不靠一般公共预算掏钱的有多少？",
        "工程类采购总数里，不靠一般公共预算的部分有多少？",
    ],
)
def test_what_is_not_paid_by_one_fund_is_the_rest_of_the_row(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE, answer.answer
    assert "343.98" in [v.value for v in answer.values], answer.answer
    assert answer.calculation == "465.53 − 121.55 = 343.98"


def test_what_a_fund_pays_is_still_its_own_cell(chain: Chain) -> None:
    answer = chain.ask("工程类采购一般公共预算拨款收入是多少？")
    assert [v.value for v in answer.values][:1] == ["121.55"], answer.answer


def test_a_share_of_all_is_of_the_table(chain: Chain) -> None:
    answer = chain.ask("服务类占了全部采购的几成？")
    assert answer.calculation == "100.00 ÷ 665.53 × 100% = 15.03%", answer.answer


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("以前年度带过来的钱", []),
        ("前年的钱", [-2]),
        ("去年的钱", [-1]),
        ("明年的预算", [1]),
        ("没花完的为什么能留到明年用", []),
        ("结转下年度的钱", []),
        ("结转到明年的有多少", []),
        ("没花完的钱有没有转到今年", [0]),
    ],
)
def test_earlier_years_are_not_the_year_before_last(text: str, offsets: list[int]) -> None:
    assert [value for value, _ in references.offsets(text)] == offsets


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("预算跟2023年比掉了百分之多少", True),
        ("和2023年预算数相比", True),
        ("预算比2023年多", True),
        ("2024年和2023年的预算", False),  # near miss: both are asked for
        ("跟2023年有关", False),
        ("2024和2023年比", False),  # near miss: two years side by side
    ],
)
def test_a_year_compared_with_is_a_base(text: str, base: bool) -> None:
    (span,) = [s for year, s in references.years(text) if year == 2023]
    assert references.is_base(text, span) is base


def test_a_total_is_not_the_smallest_of_members_that_are_not_listed(chain: Chain) -> None:
    assert chain.ask("三家直属中心里，哪家盘子最小？").route is Route.REFUSE
    assert [v.value for v in chain.ask("盘子多大？").values] == ["665.53"]
    found = chain.ask("货物、工程、服务哪类采购最多？")  # near miss: members are listed
    assert "465.53" in [v.value for v in found.values], found.answer


def test_how_many_calls_came_in_is_not_another_figure(chain: Chain) -> None:
    assert chain.ask("服务热线平均一天接进来多少通电话？").route is Route.REFUSE
