"""Tell that what is asked for is not printed, whatever stands near it."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import Route


@pytest.mark.parametrize(
    "question",
    [
        "How many kilometres did the office's nine cars drive last year?",
        "公务用车一年跑了多少公里",
    ],
)
def test_a_distance_is_no_count_of_cars(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


def test_cars_are_counted_still(chain: Chain) -> None:
    answer = chain.ask("办公室有几辆车")  # near miss
    assert "9" in {value.value for value in answer.values}, answer.answer


def test_the_names_of_persons_are_no_name_of_a_project(chain: Chain) -> None:
    assert chain.ask("住周转房的那五位市管领导都叫啥名字").route is Route.REFUSE
    named = chain.ask("市管领导周转用房那个项目叫什么名字")  # near miss
    assert "市管领导周转用房经费" in named.answer


@pytest.mark.parametrize("name", ["农机局", "畜牧局", "供销社"])
def test_an_office_that_no_document_is_of_is_refused(chain: Chain, name: str) -> None:
    answer = chain.ask(f"{name}今年预算多少")
    assert answer.route is Route.REFUSE
    assert name in answer.answer


def test_nothing_is_set_against_an_office_that_is_not_held(chain: Chain) -> None:
    answer = chain.ask("隔壁长征镇2026年的三公经费是多少，跟咱们比哪个高？")
    assert answer.route is Route.REFUSE
    assert "长征镇" in answer.answer
