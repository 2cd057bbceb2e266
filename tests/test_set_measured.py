"""Several things asked of a set at once: members measured by two columns, or against their mean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Answer, Route
from qa.words import set_asks
from tests.chains import DOCUMENTS, chain_over

CULTURE = "燕台区文旅局2026年部门预算公开.html"
FOREST = "陇川县林业和草原局2024年度部门决算.xlsx"
LAKES = "江岚区水务和湖泊局2026年部门预算.pdf"


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("measured")
    with chain_over([DOCUMENTS / name for name in (CULTURE, FOREST, LAKES)], place) as opened:
        yield opened


def figures(answer: Answer) -> set[tuple[str, str]]:
    """Return the counts and what is worked out, with their labels' kind."""
    return {(v.column or v.label, v.value) for v in answer.values}


@pytest.mark.parametrize(
    ("document", "question", "told"),
    [
        (CULTURE, "预算07表到项级的科目里，比2025年减少的有几个？一共减了多少万元？",
         {("个数", "4"), ("合计", "-59.650500"), ("群众文化", "-26.725000")}),
        (CULTURE, "一般公共预算支出里，项级科目比上年增加的有多少个，合计增加多少万元",
         {("个数", "9"), ("合计", "1013.608391"), ("行政运行", "494.670776")}),
        (CULTURE, "文化旅游体育与传媒支出这一类里，同上年比增加最多和减少最多的是什么科目",
         {("行政运行", "494.670776"), ("群众文化", "-26.725000")}),
        (FOREST, "公开10表中执行率不到95%的项目有几个？这几个项目合计还有多少元没有花出去？",
         {("个数", "3"), ("合计", "292000.60")}),
        (FOREST, "没有执行完的预算中，国家级公益林生态效益补偿占多大比例",
         {("国家级公益林生态效益补偿", "55.60"), ("合计", "446249.80")}),
        (LAKES, "九个项目平均每个多少万？高出平均数的有几个？", {("平均", "511.36"), ("个数", "3")}),
        (LAKES, "政府采购每项平均多少万元，低于平均的有多少项", {("平均", "242.99"), ("个数", "6")}),
    ],
)  # fmt: skip
def test_members_are_measured(
    others: Chain, document: str, question: str, told: set[tuple[str, str]]
) -> None:
    answer = others.ask(question, docs=[document])
    assert answer.route is Route.TABLE
    assert told <= figures(answer), answer.answer


def test_what_has_nothing_left_is_not_counted(others: Chain) -> None:
    answer = others.ask("所有项目还有多少钱没花完？一共几个项目没花完", docs=[FOREST])
    assert {("个数", "5"), ("合计", "446249.80")} <= figures(answer)


@pytest.mark.parametrize(
    "question",
    [
        "八个项目平均每个多少万？高出平均数的有几个？",
        "九个亭子平均每个多少万？高出平均数的有几个？",
    ],
)
def test_another_number_or_thing_is_no_set(others: Chain, question: str) -> None:
    answer = others.ask(question, docs=[LAKES])
    assert ("个数", "3") not in figures(answer)


def test_what_no_year_before_is_printed_of_is_not_counted(others: Chain) -> None:
    answer = others.ask("项级科目里比上年减少的有几个，合计减少多少", docs=[LAKES])
    assert answer.route is Route.REFUSE


def test_projects_of_units_are_not_the_units(others: Chain) -> None:
    answer = others.ask("三家单位的项目里平均每个多少钱，高于平均的有几个", docs=[LAKES])
    assert "2076.58" not in {v.value for v in answer.values}  # the mean of the three units


@pytest.mark.parametrize(
    ("text", "wants", "by", "sign"),
    [
        ("比2025年减少的有几个?一共减了多少万元?", ("count", "sum"), "moved", "down"),
        ("同2025年比哪一项加钱最多、哪一项砍得最狠", ("top", "bottom"), "moved", ""),
        ("平均每个多少万?高出平均数的有几个?", ("mean", "beyond"), "", ""),
        ("同2025年比哪一项加钱最多", (), "", ""),
        ("平均每个多少万?", (), "", ""),
        ("高出平均数的有几个?", (), "", ""),
        ("高出平均数的项目有几个?", ("beyond",), "", ""),
    ],
)
def test_asks_are_read(text: str, wants: tuple[str, ...], by: str, sign: str) -> None:
    asked = set_asks.read(text, share=False)
    assert (asked.wants, asked.by, asked.sign) == (wants, by, sign)
