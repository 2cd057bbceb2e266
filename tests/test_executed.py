"""What was planned for one thing, what was spent, and how both stand to one another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

HEALTH = "颍渡市卫生健康委员会2024年度部门决算.docx"
CULTURE = "闽中县公安局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    path = Path(__file__).parents[1] / "evals" / "documents" / CULTURE
    with chain_over(path, tmp_path_factory.mktemp("executed")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("信息化建设当初批了多少预算", "1200.00", "万元"),
        ("信息化建设计划支出多少，不要实际花的", "1200.00", "万元"),
        ("What was the planned amount for 信息化建设?", "1200.00", "万元"),
        ("信息化建设实际比预算差了多少", "814.22", "万元"),
        ("信息化建设预决算差异多大", "814.22", "万元"),
        (
            "By how much does actual spending on 信息化建设 differ from its budget?",
            "814.22",
            "万元",
        ),
        ("执法办案决算是预算的百分之多少", "113.13", "%"),
        ("执法办案预算执行率", "113.13", "%"),
        ("执法办案预算完成了百分之几", "113.13", "%"),
        ("执法办案的决算数是预算数的几倍", "1.13", "倍"),
    ],
)
def test_plan_against_spending(chain: Chain, question: str, value: str, unit: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert any((str(v.value), v.unit) == (value, unit) for v in answer.values), answer.answer


def test_a_plan_that_is_not_printed_is_not_that_of_all(tmp_path: Path) -> None:
    """Give no ratio of a thing to the total of another table where its own plan is not printed."""
    path = Path(__file__).parents[1] / "evals" / "documents" / HEALTH
    with chain_over(path, tmp_path) as opened:
        assert opened.ask("培训费的决算数是预算数的几倍").route is Route.REFUSE
        assert opened.ask("公务接待费的决算数是预算数的几倍").values[0].value == "0.62"


def test_what_was_spent_is_no_plan(chain: Chain) -> None:
    answer = chain.ask("信息化建设实际花了多少")
    assert [str(v.value) for v in answer.values][:1] == ["2014.22"]


def test_another_thing_is_not_explained(chain: Chain) -> None:
    """Give no rate of a thing where the question is of a part that the table does not print."""
    answer = chain.ask("看守所的信息化建设预算执行率")
    assert all(v.unit != "%" for v in answer.values)


@pytest.fixture(scope="module")
def two_plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over accounts that print two plans of each item."""
    folder = Path(__file__).parents[1] / "evals" / "documents"
    path = next(folder.glob("海阜市交通运输局2024年度部门决算*"))
    with chain_over(path, tmp_path_factory.mktemp("two_plans")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("港口设施按全年预算算执行了百分之多少（别按年初）", "97.24", "%"),
        ("公路建设的全年预算数（不是年初的）是多少", "10450.00", "万元"),
        ("公路建设的年初预算数（不是全年的）是多少", "8600.00", "万元"),
        ("港口设施比年初预算少花了百分之几", "25.20", "%"),
        ("港口设施比全年预算少花了几成", "2.76", "%"),
        ("港口设施花了年初预算的百分之几", "74.80", "%"),
    ],
)
def test_the_plan_that_is_ruled_out_is_not_taken(
    two_plans: Chain, question: str, value: str, unit: str
) -> None:
    answer = two_plans.ask(question)
    told = [(v.value, v.unit) for v in answer.values]
    assert (value, unit) in told, (answer.answer, told)
