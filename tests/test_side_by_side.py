"""A table that sets two lists side by side gives each row the figures beside its own name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

FINAL = Disclosure("某县财政局", 2024, Phase.FINAL)
HERE = Location("final.pdf", 1)
HALF = (("经济分类", "科目编码", "类"), ("经济分类", "科目编码", "款"), ("科目名称",), ("决算数",))
ROWS = (
    ("301", "", "工资福利支出", "262.33", "302", "", "商品和服务支出", "45.63"),
    ("301", "01", "基本工资", "262.33", "302", "01", "办公费", "21.21"),
    ("301", "03", "奖金", "", "302", "28", "工会经费", "24.42"),
    ("301", "06", "伙食补助费", "", "302", "27", "委托业务费", ""),
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over one table of final accounts by economic item, in two halves."""
    place = tmp_path_factory.mktemp("store")
    body = tuple(BodyRow(cells, (HERE,)) for cells in ROWS)
    title = "一般公共预算财政拨款基本支出决算表"
    table = Table(1, "", title, HALF * 2, body, HERE, "万元", kind="basic_economic")
    stored = (store_table(table, FINAL),)
    with Store(place) as store:
        store.put(Document("final.pdf", "pdf", "0" * 64, FINAL, "决算", 1, True, stored, ()))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("工会经费决算数是多少？", "24.42"),
        ("办公费决算数是多少？", "21.21"),
        ("基本工资决算数是多少？", "262.33"),  # near miss: the left half stays as it was
    ],
)
def test_a_row_of_either_half_has_its_own_figure(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE, answer.answer
    assert [v.value for v in answer.values] == [value], answer.answer


@pytest.mark.parametrize("question", ["奖金决算数是多少？", "委托业务费决算数是多少？"])
def test_a_blank_cell_takes_no_figure_of_the_other_half(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert not [v.value for v in answer.values if v.value], answer.answer
    assert "未列数" in answer.answer, answer.answer
