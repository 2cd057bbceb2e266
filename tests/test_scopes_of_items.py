"""One item in two scopes, its place in the classification, several of last year, a part of three."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads whole documents

TRADE = "2026年广州市商务局部门预算.pdf"
AUDIT = "2026年苏州市审计局部门预算.pdf"
DATA = "2026年苏州市数据局部门预算.pdf"
FIGURES = "2026年上海市统计局_部门预算.pdf"
FINANCE = "上海市普陀区财政局2024年度部门决算.pdf"
STREETS = ("万里街道2024年部门预算.pdf", "万里街道2025年部门预算.pdf")


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[Chain]:
    """Return a chain over published disclosures."""
    names = (TRADE, AUDIT, DATA, FIGURES, FINANCE, *STREETS)
    files = [next(real.rglob(name)) for name in names]
    with chain_over(files, tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        (TRADE, "办公费里基本支出和项目支出各多少", ["36.98", "2.50"]),
        (TRADE, "公务接待费44.9万里基本支出和项目支出各多少", ["3.40", "41.50"]),
        (TRADE, "水费在基本支出和项目支出里分别是多少", ["4.87", "7.00"]),
        (TRADE, "会展促进服务中心基本支出和项目支出各多少", ["1379.89", "203.90"]),
        (DATA, "机关运行经费里办公费是多少，整个部门的办公费又是多少", ["23.56", "45.66"]),
        (TRADE, "7.78万其他资金是哪几个项目", ["6.00", "1.78"]),
    ],
)
def test_each_scope_by_itself(
    chain: Chain, document: str, question: str, values: list[str]
) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route is Route.TABLE
    told = [value.value for value in answer.values]
    assert [value for value in told if value in values][: len(values)] == values


@pytest.mark.parametrize(
    ("document", "question", "words"),
    [
        (AUDIT, "提租补贴的上级科目是什么", "“22102 住房改革支出”（款）"),
        (AUDIT, "30217属于哪个类", "“302 商品和服务支出”（类）"),
        (STREETS[1], "科普活动列在哪个款", "“20607 科学技术普及”（款）"),
    ],
)
def test_what_an_item_stands_below(chain: Chain, document: str, question: str, words: str) -> None:
    answer = chain.ask(question, docs=[document])
    assert words in answer.answer
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (AUDIT, "住房公积金、提租补贴和购房补贴去年合计多少", "1269.82"),
        (AUDIT, "住房公积金、提租补贴、购房补贴三项去年一共多少", "1269.82"),
        (FIGURES, "三公里车占几成", "67.12"),
        (FIGURES, "三公经费里公务用车购置及运行费占几成", "67.12"),
        (FINANCE, "信息化建设预算和决算差多少", "-0.65"),
        (FINANCE, "住房公积金决算比预算少多少", "-0.56"),
    ],
)
def test_what_is_worked_out(chain: Chain, document: str, question: str, value: str) -> None:
    answer = chain.ask(question, docs=[document])
    assert value in [given.value for given in answer.values]


@pytest.mark.parametrize(
    ("question", "value"),
    [("津贴补贴涨了多少", "1525497"), ("绩效工资增长了百分之多少", "1.43")],
)
def test_codes_of_two_years_with_and_without_zeros(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question, docs=STREETS)
    assert value in [given.value for given in answer.values]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("30201各是多少", {"29.00", "45.66"}),
        ("机关运行经费按高低排", {"395.6", "260.27"}),
        ("住房公积金从高到低排一下", {"611.51", "345.48"}),
    ],
)
def test_each_of_a_few_departments(chain: Chain, question: str, values: set[str]) -> None:
    answer = chain.ask(question, docs=(AUDIT, DATA))
    assert answer.route in (Route.TABLE, Route.TEXT)
    assert values <= {given.value for given in answer.values}


@pytest.mark.parametrize(
    ("document", "question"),
    [
        (TRADE, "三个信息化运维项目加起来多少钱"),
        (TRADE, "口岸部门的综合性补助经费三个加起来"),
        (AUDIT, "机关事业单位基本养老保险缴费和职业年金缴费合计比去年多多少"),
        (AUDIT, "购房补贴排第几大"),
    ],
)
def test_no_figure_of_less_than_is_asked(chain: Chain, document: str, question: str) -> None:
    assert chain.ask(question, docs=[document]).route is Route.REFUSE


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (TRADE, "三公经费三项合计多少", "304.63"),
        (DATA, "扫描仪和碎纸机两项一共多少", "1.22"),
        (AUDIT, "差旅费排公用经费第几", "76.45"),
        (AUDIT, "办公费是多少", "29.00"),
    ],
)
def test_what_is_whole_stays(chain: Chain, document: str, question: str, value: str) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route is Route.TABLE
    assert value in [given.value for given in answer.values]
