"""Ask published disclosures what their text and their forms tell in words of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

NAMES = (
    "万里街道2024年部门预算.pdf", "2026年上海市统计局_部门预算.pdf",
    "2026年重庆市商务委员会部门预算.pdf", "2026年重庆市经济和信息化委员会部门预算.pdf",
    "上海市普陀区财政局2024年度部门决算.pdf",
)  # fmt: skip
STREET, COUNTERS, TRADE, INDUSTRY, FINANCE = NAMES


@pytest.fixture(scope="module")
def held(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    files = [file for name in NAMES for file in list(real.rglob(name))[:1]]
    if len(files) < len(NAMES):
        pytest.skip("not all of the published disclosures are here")
    with chain_over(files, tmp_path_factory.mktemp("published")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "value", "unit"),
    [
        (
            STREET,
            "2024年预算里，组织事务一般行政管理事务的2023年预算执行数是多少？",
            "60.79",
            "万元",
        ),
        (STREET, "万里街道2024年政府采购预算总额是多少万元？", "1662.44", "万元"),
        (INDUSTRY, "市工业和信息化专项，市级自己花的占整个专项多少百分比？", "57.75", "%"),
        (TRADE, "市商务委的市商务发展专项，留给市级自己用的占整个专项几成", "86.81", "%"),
        (INDUSTRY, "公务接待费占三公经费多少百分比", "23.71", "%"),
    ],
)
def test_a_figure(held: Chain, document: str, question: str, value: str, unit: str) -> None:
    told = held.ask(question, docs=[document])
    assert (str(told.values[0].value), told.values[0].unit) == (value, unit), told.answer


def test_one_item_is_not_another_of_the_same_words(held: Chain) -> None:
    told = held.ask("机关运行经费2023年执行数多少", docs=[STREET])
    assert "1899.77" not in told.answer


@pytest.mark.parametrize(
    ("document", "question", "reason"),
    [
        (FINANCE, "机关运行经费比上年还多了一点点，官方怎么解释的", "照明"),
        (TRADE, "一般公共预算的项目支出今年少了一个多亿，说是因为什么钱先不安排了？", "以旧换新"),
        (COUNTERS, "统计和大数据研究院2026年三公经费比上年多出来的20万用在哪了", "1辆公务车"),
    ],
)
def test_a_reason(held: Chain, document: str, question: str, reason: str) -> None:
    told = held.ask(question, docs=[document])
    assert told.route is Route.TEXT
    assert reason in told.answer


def test_what_a_term_means_is_still_explained(held: Chain) -> None:
    assert "日常公用经费" in held.ask("机关运行经费怎么解释", docs=[FINANCE]).answer


def test_one_row_is_not_the_most_of_several(held: Chain) -> None:
    assert held.ask("花钱最多的项目是哪个", docs=[TRADE]).route is not Route.TABLE


def test_the_part_that_the_sentence_gives(held: Chain) -> None:
    before = "万里街道2024年政府采购预算总额是多少万元？"
    told = held.ask("里头工程采购占几成？", (before,), [STREET])
    assert (told.values[0].value, told.values[0].unit) == ("49.08", "%")


def test_sums_of_things_of_two_tables(real: Path, tmp_path: Path) -> None:
    files = list(real.rglob("2026年苏州市审计局部门预算.pdf"))[:1]
    if not files:
        pytest.skip("the published disclosure is not here")
    with chain_over(files, tmp_path) as opened:
        told = opened.ask("培训费和会议费加起来比差旅费多多少")
        assert (told.values[0].value, told.values[0].unit) == ("23.45", "万元"), told.answer
        near = opened.ask("培训费和会议费加起来")
        assert near.values[0].value == "53.00"
