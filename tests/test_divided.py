"""An amount over a number, each by its name, in the question, or in the text; near misses beside them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import each
from tests.chains import chain_over

PLACE = Path(__file__).parents[1] / "evals" / "documents"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    document = PLACE / "陇川县林业和草原局2024年度部门决算.xlsx"
    with chain_over(document, tmp_path_factory.mktemp("saved")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "value", "unit"),
    [
        (
            "闽中县公安局2024年度部门决算.docx",
            "去年新买的8辆公务车，平均一辆花了多少万？",
            "18.98",
            "万元",
        ),
        (
            "粤海市第二中学2026年单位预算.pdf",
            "我是学生家长。全年支出总预算除以在校学生人数，每个娃平均是多少元？",
            "26340.71",
            "元",
        ),
        (
            "淮沭市图书馆2026年度单位预算.html",
            "165万买纸质书，目标是新增4.5万册，折合一册多少元呢",
            "36.67",
            "元",
        ),
    ],
)
def test_an_amount_over_a_number(
    tmp_path: Path, document: str, question: str, value: str, unit: str
) -> None:
    with chain_over(PLACE / document, tmp_path) as opened:
        told = opened.ask(question)
    assert any((v.value, v.unit) == (value, unit) for v in told.values), told.answer
    assert value in (told.calculation or "")


def test_both_by_their_names(chain: Chain) -> None:
    told = chain.ask("巨灾保险除以保险人数等于多少")
    assert (told.route, told.values[0].value) == (Route.TABLE, "3.05")
    assert not chain.ask("巨灾保险除以火箭发射次数等于多少").calculation


def test_a_number_said_in_tens_of_thousands() -> None:
    text = "目标是新增4.5万册,折合一册多少元"
    asked = each.read(text)
    assert asked is not None
    assert each.said(text, asked) == Decimal(45000)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("所有采购合同加起来比预算省了多少？", "165200.00"),
        ("森林防火通信设备的合同金额比预算低多少", "17200.00"),
    ],
)
def test_what_a_contract_saves(saved: Chain, question: str, value: str) -> None:
    assert saved.ask(question).values[0].value == value


def test_an_amount_said_is_of_the_project_that_is_named(chain: Chain) -> None:
    told = chain.ask("政府会议专项那六十万，要是摊到一年280个会上，开一个会合多少块钱")
    assert "区政府办政府会议专项" in told.answer
    assert told.values[0].value == "2142.86"


def test_blank_cells_are_no_member_left_out(chain: Chain) -> None:
    assert chain.ask("工资福利支出里金额最小的一项（不算空白）").values[0].value == "4.87"
