"""Rows that are ranked by what two of their columns leave: what is unspent, cut, added, saved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

FORESTS = "陇川县林业和草原局2024年度部门决算.xlsx"
WATERS = "甬南市澜山区水利局2025年度部门决算.pdf"
STREETS = "临澜市综合行政执法局2025年部门预算.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over two final accounts and a budget."""
    place = tmp_path_factory.mktemp("worked")
    with chain_over([DOCUMENTS / name for name in (FORESTS, WATERS, STREETS)], place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "row", "value"),
    [
        (FORESTS, "哪个项目没花完的钱最多，剩多少", "国家级公益林生态效益补偿", "248120.60"),
        (FORESTS, "结余最大的项目是哪个", "国家级公益林生态效益补偿", "248120.60"),
        (FORESTS, "采购里合同比预算省得最多的是哪一笔", "一标段", "87000.00"),
        (FORESTS, "货物类采购里预算和合同相差最大的是哪笔", "森林防火通信设备", "17200.00"),
        (WATERS, "项目明细里哪一个全年预算结余最大，没用掉多少", "澜江防洪排涝提升工程", "237.25"),
        (WATERS, "从年初预算到全年预算，加得最多的项目是哪个", "澜江防洪排涝提升工程", "450.00"),
        (
            WATERS,
            "Which project has the largest unspent balance?",
            "澜江防洪排涝提升工程",
            "237.25",
        ),
    ],
)
def test_two_columns_rank_the_rows(
    chain: Chain, document: str, question: str, row: str, value: str
) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route is Route.TABLE
    assert row in answer.answer
    assert value in {v.value for v in answer.values}


def test_the_first_few_by_what_is_left_are_told(chain: Chain) -> None:
    answer = chain.ask("钱剩得最多的三个项目", docs=[FORESTS])
    assert {"248120.60", "137700.00", "31380.00"} <= {v.value for v in answer.values}
    assert "退化林修复和荒山造林" in answer.answer


def test_a_printed_rate_ranks_by_itself(chain: Chain) -> None:
    answer = chain.ask("执行率垫底的是哪个项目", docs=[FORESTS])
    assert [v.value for v in answer.values] == ["91.67"]


@pytest.mark.parametrize("question", ["哪个项目剩钱最多", "哪个项目没花完的钱最多"])
def test_amounts_do_not_stand_in_for_what_is_not_printed(chain: Chain, question: str) -> None:
    answer = chain.ask(question, docs=[STREETS])
    assert answer.route is Route.REFUSE
    assert not answer.values


def test_the_largest_of_the_rest_is_no_unspent_money(chain: Chain) -> None:
    answer = chain.ask("项目里面最大的是哪个", docs=[STREETS])
    assert "城区道路市场化保洁" in answer.answer


def test_one_kind_of_money_is_held_against_all_of_it(chain: Chain) -> None:
    answer = chain.ask("13个项目的钱里头，政府性基金出的占百分之多少？", docs=[STREETS])
    assert "19.08" in {v.value for v in answer.values}
    assert "9955.50" in answer.answer
