"""Units of a department as a set: by their number, by what their names end with, beside its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over
from tests.test_set_members import DOCUMENTS, HEALTH, LAKES, others  # noqa: F401

pytestmark = pytest.mark.slow  # reads several whole documents

FORESTS = "岷沱彝族自治州林业和草原局2026年部门预算公开表.xlsx"

BUREAU = "统计局_2026年部门预算.pdf"
TRADE = "2026年广州市商务局部门预算.pdf"


@pytest.fixture(scope="module")
def real_chain(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("units")
    with chain_over([next(real.rglob(name)) for name in (BUREAU, TRADE)], place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "label", "value"),
    [
        (BUREAU, "局本级和两个中心，哪个预算最少？多少", "广州市统计监测中心（广州市统计发展中心）", "1361.71"),
        (BUREAU, "两个中心预算合计多少万", "合计", "2735.45"),
        (TRADE, "三家直属中心里，哪家盘子最小？", "广州商务会展促进服务中心", "1583.79"),
        (TRADE, "三个中心平均每家多少万", "平均", "1747.48"),
    ],
)  # fmt: skip
def test_units_are_a_set(
    real_chain: Chain, document: str, question: str, label: str, value: str
) -> None:
    answer = real_chain.ask(question, docs=[document])
    assert (answer.route, answer.values[0].label, answer.values[0].value) == (
        Route.TABLE, label, value,
    )  # fmt: skip


def test_another_number_of_units_is_no_set(real_chain: Chain) -> None:
    answer = real_chain.ask("三个中心哪个预算最多", docs=[BUREAU])
    assert answer.route is not Route.TABLE


def test_units_have_people_and_a_share(others: Chain) -> None:  # noqa: F811
    answer = others.ask("三个单位里退休的人数哪家最多", docs=[HEALTH])
    assert (answer.values[0].label, answer.values[0].value) == ("高原县人民医院", "37")
    told = others.ask("三家单位里哪家收入预算最多，占全部门多大比例？", docs=[LAKES])
    assert {"3482.54", "55.90"} <= {v.value for v in told.values}


def test_units_by_a_column_and_by_the_head_of_their_own_sum(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with chain_over(DOCUMENTS / FORESTS, tmp_path_factory.mktemp("forests")) as opened:
        least = opened.ask("五个预算单位，哪个的人员经费最少？多少？")
        most = opened.ask(
            'Which budget unit spends the most on the "three public" expenses, '
            "and what share of the department total is that?"
        )
        none = opened.ask("五个预算单位，哪个的绩效工资最少？")
    assert least.values[0].value == "267.01"
    assert "盐溪湿地自然保护区管理局" in least.answer
    assert {"56.00", "61.00"} <= {v.value for v in most.values}
    assert none.route is not Route.TABLE
