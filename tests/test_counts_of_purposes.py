"""Money over a number that a goal, a clause of the question or a project's form gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from qa.chain import Chain
from qa.words import each
from tests.chains import DOCUMENTS, chain_over

LIBRARY = "淮沭市图书馆2026年度单位预算.html"
LAKES = "江岚区水务和湖泊局2026年部门预算.pdf"
FAIR = "燕台区文旅局2026年部门预算公开.html"
TOWN = "松河镇2026年预算公开.docx"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over budgets with purchases, projects and their goals."""
    folder = tmp_path_factory.mktemp("counts")
    with chain_over([DOCUMENTS / name for name in (LIBRARY, LAKES, FAIR, TOWN)], folder) as chain:
        yield chain


@pytest.mark.parametrize(
    ("document", "question", "value", "unit", "count"),
    [
        # a purchase is counted by the goal of its project, the year's, not the half year's
        (LIBRARY, "纸质图书那笔钱照全年新增册数算，平均一本多少元？", "36.67", "元", "45000"),
        (LAKES, "湖泊保护与巡查管护的钱平均到每个湖是多少万", "48.25", "万元", "8"),
        (FAIR, "庙会要演42场民俗节目，用燕台庙会的钱除一下，一场合多少万元", "4.73", "万元", "42"),
    ],
)
def test_money_over_what_is_counted(
    printed: Chain, document: str, question: str, value: str, unit: str, count: str
) -> None:
    told = printed.ask(question, (), [document])
    assert (told.values[0].value, told.values[0].unit) == (value, unit)
    assert count in [v.value for v in told.values]


def test_a_product_by_the_last_words_of_its_goals(printed: Chain) -> None:
    told = printed.ask("黑土地补助：计划面积乘每亩标准，是不是正好等于预算数？", (), [TOWN])
    assert (told.values[0].value, told.values[0].unit) == ("58.75", "万元")
    assert "一致" in told.answer


def test_no_count_of_another_thing(printed: Chain) -> None:
    told = printed.ask("纸质图书那笔钱平均一场讲座多少元", (), [LIBRARY])
    assert "36.67" not in [v.value for v in told.values]


def test_clauses_apart_from_the_number_and_the_one() -> None:
    text = "全年开280次会议,拿会议专项的钱除一除,开一次会多少元"
    one = each.read(text)
    assert one is not None
    assert one.apart(text, Decimal(280)) == "拿会议专项的钱"
    assert one.apart("280次会议每次多少元", Decimal(280)) == ""


def test_one_character_is_a_name_only_as_a_whole() -> None:
    lake = each.read("平均到每个湖是多少万")
    assert lake is not None
    assert (lake.tail, lake.named("管护湖泊个数"), lake.named("河道长度")) == ("湖", 1, 0)
