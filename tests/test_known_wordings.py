"""Answer as of its kind what was read as something plainer; tell nothing plain where words work on it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from qa.asked import restate, slots
from qa.chain import Chain
from qa.query import Route
from qa.understand import understand
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

HOUSING = "深圳市榄山区住房和建设局2026年部门预算.xlsx"
ROADS = "沧岭县交通运输局2026年部门预算公开.pdf"
SCHOOLS = "云沔县教育局2026年部门预算公开表及说明.xlsx"


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over three departments with units."""
    files = [DOCUMENTS / name for name in (HOUSING, ROADS, SCHOOLS)]
    with chain_over(files, tmp_path_factory.mktemp("wordings")) as opened:
        yield opened


def _told(chain: Chain, question: str, *history: str) -> tuple[Decimal, str | None]:
    answer = chain.ask(question, history)
    assert answer.route in (Route.TABLE, Route.BOTH), answer.answer
    return Decimal(answer.values[0].value), answer.values[0].unit


def _all(chain: Chain, doc: str, question: str) -> set[str]:
    return {value.value for value in chain.ask(question, (), [doc]).values}


@pytest.mark.parametrize(
    ("first", "question", "value", "unit"),
    [
        ("工会经费多少钱", "赶得上其他商品和服务支出不，多或少多少？", "12.60", "万元"),
        ("卫生健康支出多少钱", "Compared to 一般公共服务支出, it is more or less by how much?",
         "2384.05", "万元"),
        ("工会经费多少钱", "那其他商品和服务支出呢", "29.70", "万元"),  # another one, no gap
    ],
)  # fmt: skip
def test_a_later_question_is_worked_out(
    chain: Chain, first: str, question: str, value: str, unit: str
) -> None:
    answer = chain.ask(question, (first,))
    assert (value, unit) in {(v.value, v.unit) for v in answer.values}


def test_two_told_one_after_the_other_are_added(chain: Chain) -> None:
    talk = ("服务类多少钱", "货物类多少钱")
    for question in ("俩数合一块儿是多少哇", "俩加一起呢", "两个数加起来呢"):
        values = {v.value for v in chain.ask(question, talk).values}
        assert "29.40" in values, question


@pytest.mark.parametrize(
    ("doc", "question", "told", "untold"),
    [
        (HOUSING, "深圳市榄山区住房保障服务中心的收入为深圳市榄山区物业管理服务中心的若干倍？",
         "6.72", ""),
        (ROADS, "沧岭县公路养护中心和沧岭县交通运输综合行政执法大队，收入总和的二分之一是多少？",
         "13218538.40", ""),
        (ROADS, "沧岭县公路养护中心和沧岭县交通运输综合行政执法大队收入各是多少？",
         "20213000.80", "13218538.40"),
        (ROADS, "Excess of 沧岭县交通运输局 over 沧岭县交通运输综合行政执法大队 in 收入?",
         "35366441.00", ""),
    ],
)  # fmt: skip
def test_what_works_on_the_amounts_of_units_is_done(
    units: Chain, doc: str, question: str, told: str, untold: str
) -> None:
    values = _all(units, doc, question)
    assert told in values
    assert untold not in values


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Class 208 / section 05 / item 06: amount?", "68.19"),
        ("Need amt for class 208 sec. 05 item 05.", "136.38"),
        ("Class 208: amount?", "276.39"),
        ("221类项下02款全部支出为多少？", "98.73"),
    ],
)
def test_parts_of_a_code_are_one_code(chain: Chain, question: str, value: str) -> None:
    assert _told(chain, question) == (Decimal(value), "万元")


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("机关事业单位基本养老保险缴费支出总数四等分，一份是几", "34.10", "万元"),
        ("商品和服务支出的季度平均数", "79.48", "万元"),
        ("商品和服务支出×(1+10%)=?", "349.69", "万元"),
        ("花一百块，有几块是基本支出？", "59.49", "%"),
        ("项目支出明细表最大2项之和", "515.00", "万元"),
        ("Total spending minus project expenditure?", "1747.77", "万元"),
        ("行政事业单位医疗搭旧年比，涨脱还是跌脱百分之几？", "141.87", "%"),
    ],
)
def test_what_is_worked_out_in_other_words(
    chain: Chain, question: str, value: str, unit: str
) -> None:
    told = {(Decimal(v.value), v.unit) for v in chain.ask(question).values}
    assert (Decimal(value), unit) in told


def test_an_amount_in_yuan_loses_nothing_in_the_unit_asked_for(units: Chain) -> None:
    values = _all(units, SCHOOLS, "印刷费升3%，到多少万")
    assert "42.436" in values
    assert "42.44" not in values
    assert "424360.00" in _all(units, SCHOOLS, "印刷费升3%，到多少元")


def test_the_row_of_all_rows_is_named_beside_tables(chain: Chain) -> None:
    view = chain.view()
    said = "合计在部门收入总表和项目支出明细表里怎么还不统一"
    named = [slot.text for slot in slots.read(view, understand(said, view.catalogue)).slots]
    assert named == ["合计", "部门收入总表", "项目支出明细表"]
    alone = restate.restated(view, said + "，差的那块有多少", later=False)
    assert alone is not None
    assert alone.kind == "two_tables"


def test_a_formula_with_a_side_that_is_nowhere_is_refused(chain: Chain) -> None:
    assert chain.ask("差旅费－水费＝？").route is Route.REFUSE
    assert _told(chain, "邮电费－差旅费＝？") == (Decimal("20.00"), "万元")
