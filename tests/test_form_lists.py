"""Ask what a form lists of its money, and its goals of earlier years."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.pipeline import ingest
from ingest.store import Store
from qa.chain import Chain
from tests.test_layouts_forms import HUBEI, page


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    folder = tmp_path_factory.mktemp("form")
    page(folder, "项目支出绩效目标表", HUBEI, "单位：万元")
    with Store(folder / "store") as store:
        ingest([folder / "one.html"], store, workers=0)
    return Chain.open(folder / "store")


@pytest.mark.parametrize(
    ("question", "value", "unit", "row"),
    [
        ("观测员补助列了多少钱", "112.20", "万元", "项目支出明细测算/观测员补助/金额"),
        ("雨量计要花多少钱", "21.60", "万元", "项目采购/雨量计/金额"),
        ("设备在线率的目标是多少", "95", "%", "设备在线率"),
        ("设备在线率去年的目标值是多少", "90", "%", "设备在线率"),
        ("设备在线率前年的目标值是多少", "88", "%", "设备在线率"),
    ],
)
def test_a_listed_thing_and_an_earlier_goal(
    chain: Chain, question: str, value: str, unit: str, row: str
) -> None:
    answer = chain.ask(question)
    assert [(Decimal(v.value), v.unit) for v in answer.values] == [(Decimal(value), unit)]
    assert answer.citations[0].row == row


def test_a_year_that_no_column_prints_is_refused(chain: Chain) -> None:
    assert chain.ask("设备在线率2021年的目标值是多少").route.value == "refuse"


def test_how_many_of_a_listed_thing_are_bought(chain: Chain) -> None:
    answer = chain.ask("雨量计数量是多少台")
    assert "36台" in answer.answer
    assert answer.citations[0].row == "项目采购/雨量计/数量"
