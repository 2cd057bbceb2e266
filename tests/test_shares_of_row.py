"""What part of a row's own money is of one source, and how many of one thing another is worth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads whole documents

PLACE = Path(__file__).parents[1] / "evals" / "documents"
CLINIC = "澜江市妇幼保健院2025年单位预算公开.pdf"
AUDIT = "嘉州市审计局2026年部门预算.docx"
CULTURE = "永宁区文旅局2026年预算信息公开.html"


@pytest.fixture(scope="module")
def chains(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Chain]]:
    names = (CLINIC, AUDIT, CULTURE)
    opened = {name: chain_over(PLACE / name, tmp_path_factory.mktemp("rows")) for name in names}
    yield {name: one.__enter__() for name, one in opened.items()}
    for one in opened.values():
        one.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (CULTURE, "长城抢险二期有多大比例是用去年没花完的钱", "14.63"),
        (CULTURE, "“边关烽火”主题展览里面单位资金的比例是多少", "15.13"),
        (AUDIT, "委托业务费当中，靠上级提前下达的转移支付解决的比例有多高？", "22.78"),
        (CLINIC, "早产儿脑损伤早期干预技术研究里，上年结转占多大比例", "25.00"),
        (CLINIC, "后勤保障外包服务有多少比例是其他收入出的", "17.19"),
    ],
)
def test_a_source_is_a_part_of_its_row(
    chains: dict[str, Chain], document: str, question: str, value: str
) -> None:
    told = chains[document].ask(question)
    assert (told.route, told.values[0].value, told.values[0].unit) == (Route.TABLE, value, "%")


@pytest.mark.parametrize(
    "question",
    [
        "医疗设备购置有多大比例是用去年没花完的钱",  # the cell is blank
        "新院区选址论证有多大比例是用去年没花完的钱",  # no such row
        "What share of the postnatal monitoring equipment renewal is carried over money?",
    ],
)
def test_nothing_is_told_of_a_blank_or_unknown_row(chains: dict[str, Chain], question: str) -> None:
    assert not chains[CLINIC].ask(question).calculation


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("办公费相当于几个印刷费", "5.25"),
        ("巨灾保险抵得上几个改革调研专项", "5.50"),
    ],
)
def test_how_many_of_another_a_thing_is_worth(chain: Chain, question: str, value: str) -> None:
    told = chain.ask(question)
    assert (told.values[0].value, told.values[0].unit) == (value, "倍")
