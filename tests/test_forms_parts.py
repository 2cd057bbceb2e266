"""Ask performance forms for sums of points, money beside indicators, units, limits and what they lack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # takes seconds

ROADS = "海阜市交通运输局2024年度部门决算.docx"
SCHOOLS = "云沔县教育局2026年部门预算公开表及说明.xlsx"
FORESTS = "澜岭彝族自治州林业和草原局2023年度部门决算.pdf"
FORM = ("performance form",)
UPKEEP = "农村公路养护工程"


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / ROADS, tmp_path_factory.mktemp("roads")) as opened:
        yield opened


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / SCHOOLS, tmp_path_factory.mktemp("schools")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (f"{UPKEEP}的危桥改造和养护农村公路里程权重加起来", ["25", "10", "15"]),
        (f"{UPKEEP}的危桥改造和养护农村公路里程权重", ["10", "15"]),  # no sum is asked for
        (f"{UPKEEP}的危桥改造的计量单位是什么", ["6"]),
        (f"{UPKEEP}的危桥改造用什么单位计量", ["6"]),
        (f"{UPKEEP}的危桥改造的单位", ["6"]),
        (f"What is the unit of measurement of 危桥改造 in {UPKEEP}?", ["6"]),
        (f"{UPKEEP}的每公里预防养护成本最多不能超过多少钱", ["7.5"]),
        ("每公里预防养护成本有没有超过上限", ["7.5", "7.32", "10", "10"]),  # what was reached
        (f"{UPKEEP}总共有多少钱，有几个绩效指标",
         ["3260.00", "3418.00", "420", "6", "88", "100", "7.5", "100", "90"]),
    ],
)  # fmt: skip
def test_roads(roads: Chain, question: str, values: list[str]) -> None:
    explained = roads.explain(question)
    assert explained.plan.trace == FORM
    told = [v.value for v in explained.answer.values]
    assert [value for value in told if value != "健全"] == values, explained.answer.answer


def test_the_unit_is_told(roads: Chain) -> None:
    assert "计量单位是“座”" in roads.ask(f"{UPKEEP}的危桥改造的计量单位是什么").answer


@pytest.mark.parametrize(
    ("later", "values"),
    [
        ("它的权重呢", ["10"]),
        ("那得了多少分", ["8.3"]),
        ("养护农村公路里程的权重呢", ["15"]),  # another one is named
    ],
)
def test_another_part_of_the_indicator_told(roads: Chain, later: str, values: list[str]) -> None:
    answer = roads.ask(later, [f"{UPKEEP}的危桥改造目标值？"])
    assert [v.value for v in answer.values] == values, answer.answer


def test_what_is_largest_of_unlike_units_is_no_step(roads: Chain) -> None:
    assert roads.ask("自评里最大的一项是什么，占全表的百分之几").route is Route.REFUSE


def test_money_and_indicators_of_a_table_of_several(schools: Chain) -> None:
    answer = schools.ask("校园安保服务总共有多少钱，有几个绩效指标")
    assert answer.values[0].value == "5616000.00"
    assert "绩效指标共 6 个" in answer.answer
    assert "合计" not in answer.answer


def test_both_of_one_project_are_added_without_its_name(schools: Chain) -> None:
    answer = schools.ask("配备专职保安和覆盖学校的权重一共多少")
    assert [v.value for v in answer.values] == ["30", "20", "10"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (f"{UPKEEP}多少钱", ["3260.00", "3418.00"]),
        (f"{UPKEEP}安排了多少", ["3260.00", "3418.00"]),
        (f"{UPKEEP}花了多少钱", ["3402.18"]),
        (f"{UPKEEP}给了多少钱，定了几个目标",
         ["3260.00", "3418.00", "420", "6", "88", "100", "7.5", "100", "90"]),
        (f"{UPKEEP}安排了多少公里", ["420"]),  # no money
    ],
)  # fmt: skip
def test_money_that_only_a_form_prints(roads: Chain, question: str, values: list[str]) -> None:
    answer = roads.ask(question)
    told = [v.value for v in answer.values if v.value != "健全"]
    assert told[: len(values)] == values, answer.answer


def test_a_share_of_the_money_is_no_amount(roads: Chain) -> None:
    answer = roads.ask(f"What percent of the money for {UPKEEP} was spent?")
    assert answer.values[0].value == "99.54", answer.answer


def test_money_of_a_list_of_projects_is_told_by_it(schools: Chain) -> None:
    explained = schools.explain("校园安保服务多少钱")
    assert explained.plan.trace != FORM
    assert explained.answer.values[0].value == "5616000.00"


@pytest.mark.slow
def test_money_among_indicators_has_no_weight(tmp_path: Path) -> None:
    with chain_over(DOCUMENTS / FORESTS, tmp_path) as chain:
        answer = chain.ask("森林草原防火的指标权重加起来")
        assert answer.values[0].value == "90", answer.answer
        spent = chain.ask("森林草原防火年初预算多少，实际花了多少，差多少")
        assert [v.value for v in spent.values] == ["48.50", "920.00", "968.50"], spent.answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("督查议案专项里权重正好10%的指标有哪些", "没有印权重"),
        ("预算整体绩效目标表哪些是核心指标", "没有“是否核心”一栏"),
    ],
)
def test_a_column_that_forms_lack(chain: Chain, question: str, words: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.REFUSE
    assert words in answer.answer


def test_a_form_with_weights_is_told(chain: Chain) -> None:
    answer = chain.ask("整体绩效里权重正好5%的指标有哪些")
    assert answer.route is Route.TABLE
    assert answer.values[0].value == "5"
