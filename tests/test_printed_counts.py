"""Ask for what a table of spending and counts prints: vehicles, visits, shares of a budget."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Phase, StoredTable, Table
from ingest.store import Store
from qa.chain import Chain
from qa.narration.facts import facts
from qa.query import Route

OWNER = Disclosure("某县公安局", 2024, Phase.FINAL)
HERE = Location("a.html")
KEPT = (
    ("项目", "统计数"),
    (
        ("一、“三公”经费支出", ""),
        ("（一）支出合计", "598.77"),
        ("1．公务用车购置费", "151.83"),
        ("2．公务接待费", "12.52"),
        ("（二）相关统计数", "—"),
        ("1．国内公务接待批次（个）", "142"),
        ("2．国内公务接待人次（人）", "1,180"),
        ("二、国有资产占用情况", "—"),
        ("（一）车辆数合计（辆）", "126"),
        ("1．执法执勤用车", "118"),
        ("2．特种专业技术用车", "8"),
    ),
)
SPENT = (
    ("科目名称", "年初预算数", "决算数", "完成预算的%"),
    (
        ("合计", "16,800.00", "18,240.55", "108.57"),
        ("行政运行", "9,440.00", "9,625.97", "101.97"),
        ("信息化建设", "1,200.00", "2,014.22", "167.85"),
    ),
)
BOUGHT = (
    ("采购项目", "预算金额"),
    (("合计", "458.00"), ("控规编制服务", "420.00"), ("办公设备", "38.00")),
)
ALL = (
    ("项目", "预算数"),
    (("政府性基金支出", "100.00"), ("支出总计", "18,240.55")),
)


def _table(
    ordinal: int, title: str, printed: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
) -> StoredTable:
    header, rows = printed
    body = tuple(BodyRow(row, (HERE,)) for row in rows)
    paths = tuple((head,) for head in header)
    return store_table(Table(ordinal, f"附表{ordinal}", title, paths, body, HERE, "万元"), OWNER)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts with counts and a column of shares."""
    place = tmp_path_factory.mktemp("store")
    tables = (
        _table(1, "机构运行信息表", KEPT),
        _table(2, "一般公共预算财政拨款支出决算表", SPENT),
        _table(3, "政府采购（资产配置、购买服务）预算表", BOUGHT),
        _table(4, "收支总表", ALL),
    )
    with Store(place) as store:
        store.put(Document("a.html", "html", "0" * 64, OWNER, "决算", 0, False, tables, ()))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("执法执勤用车几辆", "118", "辆"),
        ("公务接待人次是多少", "1180", "人"),
        ("国内公务接待多少批次", "142", "个"),
        ("信息化建设完成预算的百分之几", "167.85", "%"),
        ("行政运行占支出多少", "52.77", "%"),
    ],
)
def test_what_a_row_counts_or_shares_is_told(
    chain: Chain, question: str, value: str, unit: str
) -> None:
    told = chain.ask(question)
    assert told.route is Route.TABLE, told.answer
    assert (told.values[0].value, told.values[0].unit) == (value, unit)


def test_what_is_over_the_first_budget_is_worked_out(chain: Chain) -> None:
    told = chain.ask("信息化建设最后比年初预算超了多少钱")
    assert "814.22" in {value.value for value in told.values}


def test_money_beside_counts_stays_money(chain: Chain) -> None:
    told = chain.ask("公务接待费多少钱")
    assert [(value.value, value.unit) for value in told.values] == [("12.52", "万元")]
    assert chain.ask("公务接待费几辆").route is Route.REFUSE
    assert chain.ask("出国团组几个").route is Route.REFUSE  # no row counts them


def test_a_budget_that_was_met_is_no_sum_of_its_own() -> None:
    text = "2024年度“三公”经费支出决算598.77万元，完成全年预算645.00万元的92.83%，较上年减少26.42万元。"
    (one,) = [fact for fact in facts(text) if fact.value is not None]
    assert (one.value, one.share, str(one.before)) == ("598.77", "92.83", "625.19")
