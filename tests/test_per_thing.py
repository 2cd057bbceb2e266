"""What one of several things costs, counted by its row, its project's indicators or the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import (
    BodyRow,
    Disclosure,
    Document,
    Location,
    Passage,
    Phase,
    StoredTable,
    Table,
)
from ingest.store import Store
from qa.chain import Chain
from qa.words import each

OWNER = Disclosure("某县城管局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
PROJECTS = (
    ("合计", "", "", "800.00"),
    ("1", "路灯节能改造", "更换路灯6200盏", "310.00"),
    ("2", "协管员经费", "保障12个社区72名协管员薪酬", "144.00"),
    ("3", "清扫保洁", "保洁面积38万平方米", "76.00"),
    ("4", "犬类收容", "收容流浪犬1500只，办理犬证6000本", "30.00"),
    ("5", "公厕改造", "改造公厕16座，新增第三卫生间9间", "240.00"),
)
BOUGHT = (
    ("执法记录仪", "货物", "120", "台", "24.00"),
    ("绿化养护服务", "服务", "1", "项", "76.00"),
)
GOALS = (
    ("路灯节能改造", "产出指标", "更换路灯", "=6200盏"),
    ("路灯节能改造", "成本指标", "单灯改造成本", "≤520元/盏"),
    ("村庄清扫", "产出指标", "聘用保洁员人数", "=72人"),
    ("村庄清扫", "成本指标", "保洁员月补助标准", "=600元/月"),
)
TOLD = (
    "2026年公务接待费4.80万元，计划接待60批次、480人次。",
    "截至2025年底，本部门共有车辆9辆，均为执法用车。公务用车运行维护费36.00万元。",
    "2026年安排新增购置公务用车1辆，购置单价100万元以上设备（不含车辆）1台（套）。",
)


def _table(
    number: int, title: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], kind: str
) -> StoredTable:
    body = tuple(BodyRow((*r, *[""] * (len(heads) - len(r))), (HERE,)) for r in rows)
    columns = tuple((head,) for head in heads)
    return store_table(Table(number, "", title, columns, body, HERE, "万元", kind=kind), OWNER)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over projects, purchases, goals, the three public expenses and narrative."""
    place = tmp_path_factory.mktemp("store")
    three = (("合计", "40.80"), ("公务用车运行维护费", "36.00"), ("公务接待费", "4.80"))
    tables = (
        _table(1, "项目支出表", ("序号", "项目名称", "项目内容", "合计"), PROJECTS, "project_list"),
        _table(
            2, "政府采购表", ("采购项目", "采购类别", "数量", "计量单位", "采购预算"), BOUGHT,
            "procurement",
        ),
        _table(
            3, "项目绩效目标表", ("项目名称", "一级指标", "三级指标", "指标值"), GOALS,
            "project_performance",
        ),
        _table(4, "“三公”经费支出表", ("项目", "2026年预算数"), three, "three_public"),
    )  # fmt: skip
    told = tuple(Passage(i, text, ("情况说明",), HERE) for i, text in enumerate(TOLD, 1))
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, tables, told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("路灯节能改造摊下来一盏多少钱", "500.00", "元"),
        ("一个协管员一年合多少钱", "2.00", "万元"),
        ("协管员经费平摊到每个协管员头上多少", "2.00", "万元"),
        ("清扫保洁一平米合几块钱", "2.00", "元"),
        ("犬类收容平均一只狗多少钱", "200.00", "元"),
        ("公厕改造平均每座多少万", "15.00", "万元"),
        ("执法记录仪一台多少钱", "2000.00", "元"),
        ("公务接待平均每批花多少钱", "800.00", "元"),
        ("公务接待摊到每个客人头上几块钱", "100.00", "元"),
        ("车均运行维护费多少", "4.00", "万元"),
    ],
)
def test_one_of_several(chain: Chain, question: str, value: str, unit: str) -> None:
    answer = chain.ask(question)
    assert answer.values, answer.answer
    assert (answer.values[0].value, answer.values[0].unit) == (value, unit), answer.answer
    assert answer.calculation is not None


@pytest.mark.parametrize(
    "question", ["绿化养护服务一平米多少钱", "公厕改造平均每盏多少", "清扫保洁每个人合多少"]
)
def test_nothing_is_divided_by_what_is_not_counted(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.calculation is None, answer.answer


@pytest.mark.parametrize("question", ["哪一个项目多少钱", "公务接待费多少钱", "每个月多少钱"])
def test_no_one_of_several_is_asked(question: str) -> None:
    assert each.read(question) is None


def test_a_number_of_things_times_what_one_costs(chain: Chain) -> None:
    answer = chain.ask("更换路灯的数量乘以单灯改造成本是多少")
    assert answer.calculation == "6200 × 520 = 3224000 元 = 322.4 万元；322.4 − 310.00 = 12.40"
    assert answer.values[0].value == "322.4"


@pytest.mark.parametrize(
    ("question", "worked"),
    [
        ("保洁员那些人按每月标准发满十二个月总共得多少钱", "72 × 600 × 12 = 518400 元"),
        ("保洁员按月补助标准发半年要几多", "72 × 600 × 6 = 259200 元"),
        ("保洁员按月补助标准一个月一共要发多少", "72 × 600 = 43200 元"),
    ],
)
def test_what_all_of_them_get_by_the_standard(chain: Chain, question: str, worked: str) -> None:
    answer = chain.ask(question)
    assert (answer.calculation or "").startswith(worked), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "单灯改造成本是多少",
        "更换路灯的数量乘以公厕改造费是多少",
        "护林员按月补助标准发满一年要多少",
    ],
)
def test_nothing_is_multiplied_without_two_named_numbers(chain: Chain, question: str) -> None:
    assert "×" not in (chain.ask(question).calculation or "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("出国的人从3个变5个,平均每人多少", 5),
        ("出国人数由3人增加到5人,平均每人多少", 5),
        ("3人和5人,平均每人多少", None),
    ],
)
def test_a_number_of_things_that_moved_is_the_last(text: str, number: int | None) -> None:
    one = each.read(text)
    assert one is not None
    assert each.said(text, one) == number
