"""One thing asked for in several years: every year is told, or said to be missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.words.asked_each import dated
from tests.chains import chain_over

DOCUMENT = Path(__file__).parents[1] / "evals/documents/黔岭县教育局2024年度部门决算公开.docx"
WATER = DOCUMENT.with_name("澄河县水务局2024年度部门决算公开.docx")


@pytest.fixture(scope="module")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts that print three years beside one another."""
    with chain_over(DOCUMENT, tmp_path_factory.mktemp("years")) as opened:
        yield opened


@pytest.fixture(scope="module")
def water(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts that print the public three in columns, without a label."""
    with chain_over(WATER, tmp_path_factory.mktemp("water")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("学前教育这三年每年花了多少", ["3120.00", "3302.40", "3466.10"]),
        ("普通教育近三年各年的决算数", ["27879.75", "29366.04", "30250.45"]),
        ("小学教育22年到24年一年一年分别决算多少", ["14202.75", "14980.11", "15352.02"]),
        ("学前教育2022年和2023年各多少", ["3120.00", "3302.40"]),
        ("学前教育三年行动计划花了多少", []),
    ],
)
def test_every_year_is_told(three_years: Chain, question: str, values: list[str]) -> None:
    told = [v.value for v in three_years.ask(question).values]
    assert told == values or (not values and "3120.00" not in told)


def test_a_year_that_is_not_held_is_named(three_years: Chain) -> None:
    answer = three_years.ask("学前教育2021年和2022年各多少")
    assert [v.value for v in answer.values] == ["3120.00"]
    assert "没有 2021 年的数字" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "事业单位医疗，去年跟今年分别整了多少钱",
        "事業單位醫療上年同今年嘅預算分別係幾多",
        "事业单位医疗头年给了多少今年又给多少",
    ],
)
def test_last_year_and_this_year(chain: Chain, question: str) -> None:
    assert [v.value for v in chain.ask(question).values] == ["16.34", "26.36"]


def test_names_that_are_only_years_are_of_the_first_thing() -> None:
    assert dated(["事业单位医疗,去年", "今年"]) == ["事业单位医疗,去年", "事业单位医疗今年"]
    assert dated(["事业运行今年", "上年的预算"]) == ["事业运行今年", "事业运行上年的预算"]
    assert dated(["公务接待费,预算", "决算"]) == ["公务接待费,预算", "公务接待费决算"]
    assert dated(["公务接待费", "决算"]) == []
    assert dated(["会议费", "去年培训费"]) == ["会议费", "去年培训费"]
    assert dated(["去年", "今年"]) == ["去年", "今年"]
    assert dated(["水费今年预算", "去年预算"]) == ["水费今年预算", "水费去年预算"]
    assert dated(["水费今年", "去年的预算"]) == ["水费今年", "水费去年的预算"]
    assert dated(["预算", "决算"]) == ["预算", "决算"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("事业运行今年和去年的预算分别是多少", ["506.06", "353.13"]),
        ("事業運行今年同上年嘅預算分別係幾多？", ["506.06", "353.13"]),
        ("公务接待费去年、今年各安排了多少", ["21.70", "14.90"]),
    ],
)
def test_the_budgets_of_two_years(chain: Chain, question: str, values: list[str]) -> None:
    assert [v.value for v in chain.ask(question).values][:2] == values


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("公务用车运行费，预算和决算分别是多少", ["18.00", "16.42"]),
        ("公务接待费，预算和决算各多少", ["8.50", "6.45"]),
        ("公务用车运行费决算多少", ["16.42"]),
        ("三公经费预算数和决算数分别多少", ["26.50", "22.87"]),
        ("基本支出里公务接待费决算多少", ["3.28"]),
    ],
)
def test_budget_and_accounts_of_one_of_the_public_three(
    water: Chain, question: str, values: list[str]
) -> None:
    told = [v.value for v in water.ask(question).values]
    assert told[0] == values[0]  # the same item of basic spending is told beside it
    assert [value for value in told if value in values] == values


def test_each_of_three_years_in_english(three_years: Chain) -> None:
    answer = three_years.ask("What did primary education cost in each of the last three years?")
    assert [v.value for v in answer.values] == ["14202.75", "14980.11", "15352.02"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How much are travel and training?", ["10.00", "4.44"]),
        ("What are the budgets for labour union funds and travel?", ["17.10", "10.00"]),
        (
            "In the investment promotion and foreign affairs project, what cost is set for trips"
            " abroad and trade events?",
            ["5"],
        ),
        ("How much are goods and services?", ["317.90"]),
    ],
)
def test_two_names_of_a_list_in_english(chain: Chain, question: str, values: list[str]) -> None:
    assert [v.value for v in chain.ask(question).values] == values
