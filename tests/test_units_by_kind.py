"""A unit told only by its kind: the one there is, or a question back where there are several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

BUILDERS = "滆州市住房和城乡建设局2026年部门预算公开.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    path = Path(__file__).parents[1] / "evals" / "documents" / BUILDERS
    with chain_over(path, tmp_path_factory.mktemp("kinds")) as opened:
        yield opened


@pytest.mark.parametrize("question", ["那个“中心”今年预算总额多少？", "下属那个中心安排了多少钱"])
def test_several_units_of_a_kind_are_asked_about(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.CLARIFY
    assert [c.row for c in answer.citations] == [
        "128002 滆州市住房保障中心",
        "128005 滆州市房屋安全管理服务中心",
    ]


@pytest.mark.parametrize(("said", "value"), [("1", "1450.17"), ("第二个", "1005.29")])
def test_the_unit_chosen_is_answered(chain: Chain, said: str, value: str) -> None:
    answer = chain.ask(said, ["那个中心今年多少钱"])
    assert answer.route is Route.TABLE
    assert str(answer.values[0].value) == value


def test_an_item_of_the_unit_chosen_is_not_its_money(chain: Chain) -> None:
    asked = "下属那个中心三公经费多少"
    assert chain.ask(asked).route is Route.CLARIFY
    assert str(chain.ask("1", [asked]).values[0].value) == "3.08"


def test_the_only_unit_of_a_kind_is_meant(chain: Chain) -> None:
    answer = chain.ask("下属那个档案馆今年预算多少")
    assert answer.route is Route.TABLE
    assert str(answer.values[0].value) == "652.02"


def test_a_unit_named_in_full_is_not_asked_about(chain: Chain) -> None:
    answer = chain.ask("住房保障中心今年预算总额多少")
    assert answer.route is Route.TABLE
    assert str(answer.values[0].value) == "1450.17"
