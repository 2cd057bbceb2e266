"""Units below a department that its tables list, and the n-th of them asked about later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

OWNER = Disclosure("某市政务局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
ROWS = (
    ("合计", "310.00"),
    ("某市政务局", "145.00"),
    ("某市档案中心", "95.00"),
    ("某市公文交换站（某市公报编辑部）", "70.00"),
)
TOLD = (
    "2026年“三公”经费预算26.50万元，其中公务接待费4.50万元，公务用车运行维护费22.00万元，无因公出国（境）费。",
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over the income of a department by its units."""
    place = tmp_path_factory.mktemp("store")
    body = tuple(BodyRow(row, (HERE,)) for row in ROWS)
    heads = (("单位名称",), ("合计",))
    table = Table(1, "表2", "部门收入总表", heads, body, HERE, "万元", kind="income_summary")
    told = tuple(Passage(i, text, ("情况说明",), HERE) for i, text in enumerate(TOLD, 1))
    tables = (store_table(table, OWNER),)
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, tables, told))
    with Chain.open(place) as opened:
        yield opened


def test_a_unit_with_another_name_in_brackets_is_listed(chain: Chain) -> None:
    answer = chain.ask("政务局有哪些下属单位？")
    assert {"95.00", "70.00"} <= {value.value for value in answer.values}, answer.answer


def test_the_second_unit_below_is_counted_without_the_department(chain: Chain) -> None:
    answer = chain.ask("第二个今年收入多少", ("政务局有哪些下属单位？",))
    assert [value.value for value in answer.values] == ["70.00"], answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "档案中心和公文交换站这两个下属单位2026年的收入合起来多少",
        "档案中心和公文交换站2026年收入合计多少",
        "档案中心跟公文交换站两家单位收入加起来多少",
    ],
)
def test_what_two_units_have_together(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert [value.value for value in answer.values] == ["165.00", "95.00", "70.00"], answer.answer


def test_no_other_amount_of_units_is_added(chain: Chain) -> None:
    assert chain.ask("档案中心和公文交换站的办公费合计").route is Route.REFUSE


@pytest.mark.parametrize(
    "question", ["公车、出国和接待费一共多少", "接待、公车、出国这几样加在一块多少"]
)
def test_the_three_public_expenses_together_are_their_whole(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert [value.value for value in answer.values] == ["26.50"], answer.answer


def test_two_of_the_three_are_not_the_whole(chain: Chain) -> None:
    answer = chain.ask("接待、公车加在一块多少")
    assert "26.50" not in [value.value for value in answer.values][:1], answer.answer
