"""What is answered of offices' own tables: halves, parts of a double name, several units, empty tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audit import service
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over, documents_of

SEA = DOCUMENTS / "瓯垟市海洋与渔业局2026年部门预算表.xls"
BANNER = DOCUMENTS / "洮北旗文化旅游体育局2026年部门预算公开表（含所属单位）.xlsx"
ARCHIVES = DOCUMENTS / "桐岭县2026年部门预算公开（县档案馆、县史志研究室）.txt"
PAGE = """<html><body><h1>湴城区人民检察院2025年度单位决算</h1>
<p>公开07表</p><p>财政拨款“三公”经费支出决算表</p><p>单位：万元</p>
<table><tr><td colspan=5>2025年度预算数</td><td colspan=5>2025年度决算数</td></tr>
<tr><td rowspan=2>合计</td><td colspan=3>公务用车购置及运行费</td><td rowspan=2>公务接待费</td>
<td rowspan=2>合计</td><td colspan=3>公务用车购置及运行费</td><td rowspan=2>公务接待费</td></tr>
<tr><td>小计</td><td>购置费</td><td>运行费</td><td>小计</td><td>购置费</td><td>运行费</td></tr>
<tr><td>68.50</td><td>62.00</td><td>18.00</td><td>44.00</td><td>6.50</td>
<td>59.37</td><td>56.12</td><td>17.98</td><td>38.14</td><td>3.25</td></tr></table>
<p>公开08表</p><p>政府采购支出决算表</p><p>单位：万元</p>
<table><tr><td>采购项目</td><td>采购目录</td><td>数量</td><td>金额</td></tr>
<tr><td colspan=4>本单位2025年无政府采购支出</td></tr></table></body></html>"""


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(SEA, tmp_path_factory.mktemp("sea")) as opened:
        yield opened


@pytest.fixture(scope="module")
def banner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(BANNER, tmp_path_factory.mktemp("banner")) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("page")
    path = folder / "湴城区人民检察院2025年度单位决算.html"
    path.write_text(PAGE, "utf-8")
    with chain_over(path, folder / "store") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("农林水支出今年预算比上年变化多少", ("4012.7", "4238.33", "225.63")),
        ("公务用车购置费2025年预算多少", ("18.00 万元",)),
        ("公务用车运行费2026年预算多少", ("34.90 万元",)),
        ("公务用车购置及运行费今年多少", ("34.90 万元",)),
    ],
)
def test_a_half_and_a_double_name(sea: Chain, question: str, told: tuple[str, ...]) -> None:
    answer = sea.ask(question)
    assert answer.route is Route.TABLE
    assert [text for text in told if text not in answer.answer] == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("三公经费决算比预算少多少", "9.13 万元"),
        ("公务用车运行费决算比预算少多少", "5.86 万元"),
        ("三公经费执行率", "86.67%"),
        ("政府采购支出多少", "没有列出任何数"),
    ],
)
def test_plan_and_spending_under_heads_with_a_year(page: Chain, question: str, told: str) -> None:
    assert told in page.ask(question).answer


def test_options_of_several_units_name_them(banner: Chain) -> None:
    answer = banner.ask("人员经费多少")
    assert answer.route is Route.CLARIFY
    assert "“洮北旗图书馆”下的“人员经费” 1304700 元" in answer.answer
    assert "1304700" in banner.ask("洮北旗图书馆的人员经费多少").answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("图书文物有多少册", "186320 册"),
        ("房屋有多少平方米", "12480.00 平方米"),
        ("剧目创作的单位资金是多少", "公式，文件未存结果"),
    ],
)
def test_what_a_row_counts_and_what_no_one_worked_out(
    banner: Chain, question: str, told: str
) -> None:
    assert told in banner.ask(question).answer


def test_tables_of_units_are_not_held_against_the_department(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for path in (BANNER, ARCHIVES):
            for document in documents_of(path):
                store.put(document)
        rules = {finding.rule for finding in service.load(store).all}
    assert not rules & {"totals_between_tables", "three_public_items"}
