"""Count people in tables that print money beside them, and share a unit's money among its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

_PAGE = """<html><body><h1>云溪县民政局2026年部门预算</h1>
<h2>一、单位构成</h2>
<p>年末共有编制60名，实有在职人员53人，退休人员31人。</p>
<p>单位基本情况表</p><p>单位：万元</p>
<table><tr><th>单位名称</th><th>单位性质</th><th>编制数</th><th>在职人数</th><th>离休人数</th><th>退休人数</th>
<th>基本支出</th></tr>
<tr><td>云溪县民政局（本级）</td><td>行政单位</td><td>30</td><td>25</td><td>1</td><td>20</td><td>500.00</td></tr>
<tr><td>云溪县殡仪馆</td><td>事业单位</td><td>21</td><td>20</td><td></td><td>8</td><td>342.00</td></tr>
<tr><td>云溪县救助管理站</td><td>事业单位</td><td>9</td><td>8</td><td></td><td>3</td><td>96.00</td></tr>
<tr><td>合计</td><td></td><td>60</td><td>53</td><td>1</td><td>31</td><td>938.00</td></tr></table>
</body></html>"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a table that counts people and prints money beside them."""
    place = tmp_path_factory.mktemp("people")
    page = place / "云溪县民政局2026年部门预算.html"
    page.write_text(_PAGE, encoding="utf-8")
    with chain_over(page, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("救助管理站现在在岗几个人 退休几个", ["8", "3"]),
        ("殡仪馆在职几人", ["20"]),
        ("局本级离休几人", ["1"]),
        ("全局在职多少人", ["53"]),
    ],
)
def test_people_are_those_of_the_unit_that_is_named(
    chain: Chain, question: str, values: list[str]
) -> None:
    answer = chain.ask(question)
    assert answer.route in (Route.TABLE, Route.BOTH)
    assert [v.value for v in answer.values][: len(values)] == values


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("殡仪馆在职人员人均基本支出多少", "17.10"),
        ("局本级的基本支出摊到每个人是多少", "20.00"),
        ("救助管理站退休的人均基本支出", "32.00"),
    ],
)
def test_money_a_head_is_of_the_unit_and_its_own_people(
    chain: Chain, question: str, value: str
) -> None:
    answer = chain.ask(question)
    assert (answer.values[0].value, answer.values[0].unit) == (value, "万元")


def test_money_that_is_not_the_units_own_is_not_shared(chain: Chain) -> None:
    assert chain.ask("殡仪馆人均公务接待费多少").route is Route.REFUSE
