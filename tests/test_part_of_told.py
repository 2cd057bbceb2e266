"""Ask what part of a total just told its own sentence, or its own table, gives to a thing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

BOUGHT = "政府采购支出总额是多少"
PLANNED = "政府采购预算总额是多少"


def opened(name: str, folder: Path) -> Iterator[Chain]:
    with chain_over(DOCUMENTS / name, folder) as chain:
        yield chain


@pytest.fixture(scope="module")
def civil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    yield from opened("岫云县民政局2024年度部门决算.pdf", tmp_path_factory.mktemp("civil"))


@pytest.fixture(scope="module")
def rescue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    yield from opened("泺阳市应急管理局2026年部门预算.docx", tmp_path_factory.mktemp("rescue"))


@pytest.mark.parametrize("question", [BOUGHT, "2024年政府采购支出多少", "政府采购一共花了多少"])
def test_procurement_that_no_table_is_of_is_told_by_the_text(civil: Chain, question: str) -> None:
    told = civil.ask(question)
    assert told.route is Route.TEXT
    assert [str(v.value) for v in told.values] == ["518.66"]


@pytest.mark.parametrize(
    ("later", "share"),
    [
        ("其中货物占几成", "17.81"),
        ("工程采购占百分之几", "29.85"),
        ("里头服务占多大比例", "52.35"),
    ],
)
def test_a_part_that_the_sentence_tells(civil: Chain, later: str, share: str) -> None:
    told = civil.ask(later, (BOUGHT,))
    assert (str(told.values[0].value), told.values[0].unit) == (share, "%"), told.answer
    assert "518.66" in told.answer


def test_a_part_in_one_question(civil: Chain) -> None:
    assert "29.85%" in civil.ask(f"{BOUGHT}，其中工程占几成").answer


@pytest.mark.parametrize(("later", "share"), [("货物占几成", "37.65"), ("服务占几成", "40.23")])
def test_a_part_of_a_total_that_a_table_prints(rescue: Chain, later: str, share: str) -> None:
    told = rescue.ask(later, (PLANNED,))
    assert str(told.values[0].value) == share, told.answer


@pytest.mark.parametrize("later", ["小微企业占几成", "工资占几成"])
def test_no_part_of_it(civil: Chain, later: str) -> None:
    told = civil.ask(later, (BOUGHT,))
    assert "518.66" not in (told.calculation or ""), told.answer


def test_a_table_of_several_matters_is_no_set_of_one(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    name = "甬南市澜山区水利局2025年度部门决算.pdf"
    with chain_over(DOCUMENTS / name, tmp_path_factory.mktemp("dykes")) as dykes:
        told = dykes.ask(BOUGHT)
        share = dykes.ask("里头服务占多大比例", (BOUGHT,))
    assert [str(v.value) for v in told.values] == ["5127.69", "168.90", "4505.31", "453.48"]
    assert share.values[0].value == "8.84", share.answer
