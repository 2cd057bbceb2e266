"""Shares, sums, gaps and numbers a head of counts that one passage states beside one another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

OWNER = Disclosure("某市第三中学", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
TOLD = (
    "截至2025年底，本单位共有车辆46辆，其中机要通信用车2辆，应急保障用车15辆，其他按照规定配备的公务用车29辆。",
    "2026年安排购置车辆2辆，其中应急保障用车2辆。",
    "现有教职工286人，在校学生3,412人，教学班68个。",
    "核定行政编制29名、事业编制24名、工勤编制3名，年末实有在职51人。离休2人、退休76人。",
    "委托第三方服务，其中保安26人、保洁18人、宿管12人。",
    "其他车辆5辆，其中离退休干部用车1辆，通勤用车4辆。",
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a school's budget whose counts stand in text alone."""
    place = tmp_path_factory.mktemp("store")
    body = (BodyRow(("30201", "办公费", "61.10"), (HERE,)), BodyRow(("", "合计", "61.10"), (HERE,)))
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
        ("四十来辆车里应急保障的占百分之多少", "32.61"),
        ("机要通信用车占几成", "4.35"),
        ("离退休干部用车占这些车辆的几成", "20.00"),
        ("平均多少个学生才摊上一个教职工", "11.93"),
        ("一个班坐几个娃", "50.18"),
        ("三中一个老师要管几多个学生", "11.93"),
        ("保安、保洁同宿管加埋一共几多人", "56"),
        ("各种编制加拢来一共多少名", "56"),
        ("离休的和退休的合起来多少人", "78"),
        ("应急保障用车比机要通信用车多几辆", "13"),
    ],
)
def test_counts_of_one_passage_are_reckoned_with(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TEXT, answer.answer
    assert answer.values[0].value == value, answer.answer
    assert answer.calculation is not None


def test_posts_are_added_and_set_against_who_holds_them(chain: Chain) -> None:
    answer = chain.ask("行政、事业、工勤编制合一块儿是多少，实际在岗又是多少人")
    assert {"56", "51"} <= {value.value for value in answer.values}, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "消防车占几成",  # none is told of
        "保安和食堂师傅加起来多少人",  # one of two is not told of
        "女教师占教职工的百分之多少",
        "公务接待费占几成",  # money
        "退休费占“对个人和家庭的补助”的比重大概多少",  # no cars of the retired
        "离退休干部的占对家庭的补助百分之几",
    ],
)
def test_counts_of_other_things_are_not_taken(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    told = answer.values[0].value if answer.values else ""
    assert told not in {"32.61", "44", "38", "56", "62", "20.00"}, answer.answer
