"""Shares of what stands inside a thing: its form, the rows below it, what the text breaks it into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route
from qa.words import frames

OWNER = Disclosure("某县水务局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
SPENT = (
    ("", "合计", "900.00"),
    ("213", "农林水支出", "900.00"),
    ("21366", "大中型水库库区基金安排的支出", "400.00"),
    ("2136601", "基础设施建设和经济发展", "100.00"),
    ("2136699", "其他大中型水库库区基金支出", "300.00"),
)
BASIC = (
    ("302", "商品和服务支出", "60.00"),
    ("30206", "电费", "20.00"),
    ("30211", "差旅费", "40.00"),
)
PROJECTS = (("", "合计", "500.00"), ("1", "泵站运行", "320.00"), ("2", "堤防养护", "180.00"))
UNITS = (
    ("合计", "900.00", "780.00", "120.00"),
    ("某县水文站", "360.00", "300.00", "60.00"),
    ("某县河道中心", "540.00", "480.00", "60.00"),
)
BOUGHT = (
    ("合计", "", "65.00"),
    ("某县水文站", "计算机", "40.00"),
    ("某县水文站", "打印机", "5.00"),
    ("某县河道中心", "计算机", "20.00"),
)
TOLD = (
    "1.泵站运行。承担全县泵站的值守。年度预算安排：320.00万元，其中电费200.00万元、设备检修120.00万元。",
    "办公用电的电费20.00万元，与上年持平。",
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over one budget whose text breaks a project down."""
    tables = [
        (1, "部门支出总表", ("科目编码", "科目名称", "合计"), SPENT, "expenditure_summary"),
        (2, "基本支出表", ("科目编码", "科目名称", "合计"), BASIC, "basic_economic"),
        (3, "项目支出表", ("序号", "项目名称", "金额"), PROJECTS, "project_list"),
        (
            4,
            "部门收入总表",
            ("单位名称", "合计", "一般公共预算", "政府性基金"),
            UNITS,
            "income_summary",
        ),
        (5, "政府采购预算表", ("单位名称", "采购项目", "金额"), BOUGHT, "procurement"),
    ]
    stored = tuple(
        store_table(
            Table(n, f"表{n}", title, tuple((h,) for h in heads),
                  tuple(BodyRow(row, (HERE,)) for row in rows), HERE, "万元", kind=kind),
            OWNER,
        )
        for n, title, heads, rows, kind in tables
    )  # fmt: skip
    told = tuple(Passage(i, text, ("重点项目",), HERE) for i, text in enumerate(TOLD, 1))
    place: Path = tmp_path_factory.mktemp("store")
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, stored, told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("泵站运行的钱里电费占百分之几", "62.50"),
        ("泵站运行这个项目，设备检修占了几成？", "37.50"),
        ("大中型水库库区基金那400万，“其他”那条占百分之几", "75.00"),
        ("差旅费占商品和服务支出的百分之几", "66.67"),
        ("水文站占全局预算的百分之几", "40.00"),
        ("整个局的收入里头政府性基金占几成", "13.33"),
        ("水文站的计算机比河道中心的多多少", "20.00"),
        ("水文站跟河道中心的计算机相差多少钱", "20.00"),
        ("水文站和河道中心比，谁的计算机多，差多少？", "20.00"),
    ],
)
def test_a_part_is_taken_from_its_whole(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert value in {v.value for v in answer.values}


@pytest.mark.parametrize(
    "question", ["泵站运行的钱里差旅费占百分之几", "堤防养护这个项目，电费占几成"]
)
def test_basic_spending_is_no_part_of_a_project(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.REFUSE
    assert not answer.values


def test_words_that_only_point_are_no_name() -> None:
    frame = frames.read("泵站运行那320多万,“检修”那块占几成")
    assert frame is not None
    assert (frame.part, frame.whole) == ("检修", "泵站运行")


@pytest.mark.parametrize(
    ("words", "named", "owned"),
    [
        ("全局", False, "总支出"),
        ("整个局的支出", False, "总支出"),
        ("的收入", True, "总收入"),
        ("全厅基本支出", False, "基本支出"),
        ("全局差旅费", False, None),
        ("支出", False, None),
        ("教育支出", True, None),
    ],
)
def test_all_that_a_department_has(words: str, named: bool, owned: str | None) -> None:
    assert frames.of_owner(words.strip("的"), named=named) == owned


def test_the_item_of_two_is_said_once() -> None:
    frame = frames.read("水文站和河道中心比,谁的工资福利支出多,差多少?")
    assert frame is not None
    assert frame.clauses
    assert (frame.part, frame.whole) == ("水文站的工资福利支出", "河道中心的工资福利支出")


@pytest.mark.parametrize(
    ("talk", "value"),
    [
        (["泵站运行的电费是多少"], "200.00"),
        (["泵站运行多少钱", "其中电费多少"], "200.00"),
        (["泵站运行多少钱", "其中电费占了百分之几"], "62.50"),
    ],
)
def test_an_item_of_a_project_is_none_of_basic_spending(
    chain: Chain, talk: list[str], value: str
) -> None:
    answer = chain.ask(talk[-1], tuple(talk[:-1]))
    assert answer.values[0].value == value


def test_an_item_that_no_project_tells_is_refused(chain: Chain) -> None:
    assert chain.ask("泵站运行的差旅费是多少").route is Route.REFUSE
    both = chain.ask("泵站运行和差旅费各多少")
    assert [v.value for v in both.values][:2] == ["320.00", "40.00"]
