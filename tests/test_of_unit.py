"""Tell one unit's figure by its row, its block or its column; never the whole department's instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

OWNER = Disclosure("青石县体育局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
PUBLIC_HEADS = (
    ("单位名称",), ("总计",), ("“三公”经费", "合计"), ("“三公”经费", "公务接待费"),
    ("“三公”经费", "公务用车运行维护费"), ("会议费",), ("培训费",),
)  # fmt: skip
PUBLIC = (
    ("合计", "33.00", "20.00", "6.00", "14.00", "4.00", "9.00"),
    ("青石县体育局（机关）", "21.00", "12.00", "4.00", "8.00", "3.00", "6.00"),
    ("青石县土地储备中心", "12.00", "8.00", "2.00", "6.00", "1.00", "3.00"),
)
BASIC_HEADS = (("经济分类科目",), ("部门合计",), ("局机关",), ("市体育运动学校",))
BASIC = (
    ("办公费", "20.00", "11.00", "9.00"),
    ("电费", "70.00", "50.00", "20.00"),
    ("差旅费", "12.00", "12.00", ""),
)


def table(kind: str, title: str, heads: tuple[tuple[str, ...], ...],
          rows: tuple[tuple[str, ...], ...]) -> Table:  # fmt: skip
    body = tuple(BodyRow(row, (HERE,)) for row in rows)
    return Table(1, "", title, heads, body, HERE, "万元", kind=kind)


def store(folder: Path, *tables: Table) -> Iterator[Chain]:
    kept = tuple(store_table(t, OWNER) for t in tables)
    with Store(folder) as opened:
        opened.put(Document("a.pdf", "pdf", "a" * 64, OWNER, "预算", 1, True, kept, ()))
    with Chain.open(folder) as chain:
        yield chain


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    title = "一般公共预算“三公”经费、会议费、培训费支出表"
    public = table("three_public", title, PUBLIC_HEADS, PUBLIC)
    basic = table("basic_economic", "一般公共预算基本支出表（分单位）", BASIC_HEADS, BASIC)
    yield from store(tmp_path_factory.mktemp("units"), public, basic)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("土储中心公务用车运行维护费是几万", "6.00"),  # its row
        ("土储中心今年培训费多少", "3.00"),
        ("土储中心的三公经费多少", "8.00"),  # without meetings and training
        ("体育局今年三公经费多少", "20.00"),
        ("体校今年电费安排了多少", "20.00"),  # its column
        ("体校的办公费", "9.00"),
    ],
)
def test_the_figure_is_the_units_own(chain: Chain, question: str, value: str) -> None:
    assert chain.ask(question).values[0].value == value


@pytest.mark.parametrize("question", ["土储中心的印刷费多少", "土储中心差旅费多少"])
def test_what_only_the_department_has_is_refused(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


def test_the_department_itself_is_no_unit(chain: Chain) -> None:
    assert chain.ask("体育局电费多少").values[0].value == "70.00"


def test_a_later_question_moves_to_another_unit(chain: Chain) -> None:
    answer = chain.ask("换成土储中心呢", history=["体育局今年三公经费一共多少"])
    assert answer.values[0].value == "8.00"
