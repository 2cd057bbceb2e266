"""Set the last two things told against each other, and what a ranking chose against the rest of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

WATERS = "滦溪市水利局2026年部门预算信息公开情况说明.pdf"
PAIR = ("行政运行多少？", "事业运行呢？")
THREE = "项目支出明细表最大的3项是哪几项？"


@pytest.fixture(scope="module")
def waters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget that lists projects and what is bought for them."""
    with chain_over(DOCUMENTS / WATERS, tmp_path_factory.mktemp("pairs")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("前一个占后一个的百分之几", "153.60"),
        ("后一个占前一个的百分之几", "65.11"),
        ("前者是后者的几倍", "1.54"),
        ("后者比前者少多少", "271.23"),
        ("那比去年多了还是少了", "506.06"),
    ],
)
def test_the_last_two_told(chain: Chain, question: str, value: str) -> None:
    told = chain.ask(question, PAIR)
    assert value in {v.value.lstrip("-") for v in told.values}, told.answer


@pytest.mark.parametrize(
    ("history", "question", "value"),
    [
        ((THREE,), "这3个占合计的百分之几", "60.08"),
        ((THREE,), "这3个占一般公共服务支出的百分之几", "28.91"),
        ((THREE,), "这3个加起来", "715.00"),
        ((THREE,), "剩下的加起来", "475.00"),
        ((THREE,), "其余的一共多少", "475.00"),
        ((THREE, "这3个占合计的百分之几"), "剩下的加起来是多少", "475.00"),
    ],
)
def test_what_a_ranking_chose(
    chain: Chain, history: tuple[str, ...], question: str, value: str
) -> None:
    assert chain.ask(question, history).values[0].value == value


def test_the_rest_of_a_long_ranking_is_its_total_less_what_was_chosen(waters: Chain) -> None:
    told = waters.ask("剩下的加起来", ["项目支出最大的3项是哪几项？"])
    assert told.values[0].value == "4510.40", told.answer


def test_what_was_not_chosen_is_no_sum_of_what_was_told(chain: Chain) -> None:
    told = chain.ask("剩下的加起来", PAIR)
    assert "1283.35" not in {v.value for v in told.values}, told.answer


@pytest.mark.parametrize(
    "question",
    ["行政运行的基本支出是项目支出的几倍", "一般行政管理事务的基本支出是项目支出的几倍"],
)
def test_a_blank_cell_is_not_that_of_another_row(chain: Chain, question: str) -> None:
    told = chain.ask(question)
    assert told.route is Route.REFUSE
    assert "未列数" in told.answer


def test_two_cells_of_one_row(chain: Chain) -> None:
    told = chain.ask("一般公共服务支出的基本支出是项目支出的几倍")
    assert told.values[0].value == "1.08"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("南沙河综合治理工程和农村供水保障提升的平均数", "2145.00"),
        ("南沙河综合治理工程和农村供水保障提升加起来", "4290.00"),
        ("政府采购平均每项多少", "682.43"),
    ],
)
def test_projects_are_not_what_is_bought_for_them(waters: Chain, question: str, value: str) -> None:
    told = waters.ask(question)
    assert value in {v.value for v in told.values}, told.answer


@pytest.mark.parametrize("question", ["培训费比会议费多百分之几", "会议费比培训费少百分之几"])
def test_a_blank_side_is_told(chain: Chain, question: str) -> None:
    told = chain.ask(question)
    assert told.route is Route.REFUSE
    assert "会议费”未列数" in told.answer


def test_sides_with_figures_are_set_against_each_other(chain: Chain) -> None:
    told = chain.ask("办公费比培训费多百分之几")
    assert "2265.54" in {v.value for v in told.values}
