"""Answer a later question of another row of the table just told, or another figure of its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

PROJECTS = "滦溪市水利局2026年部门预算信息公开情况说明.pdf"
STAFF = "松河镇2026年预算公开.docx"


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a list of projects with their units, and a text that counts staff."""
    folder = tmp_path_factory.mktemp("talk")
    with chain_over([DOCUMENTS / name for name in (PROJECTS, STAFF)], folder) as chain:
        yield chain


@pytest.mark.parametrize(
    ("before", "later", "label", "value"),
    [
        ("南沙河综合治理工程多少钱", "水库加固那个呢", "病险水库除险加固（3座）", "1240.00"),
        ("南沙河综合治理工程多少钱", "采砂执法那个呢", "河道采砂管理与执法巡查", "34.60"),
        ("水文站点运行补助多少", "水政监察大队那个呢", "河道采砂管理与执法巡查", "34.60"),
        ("水文站点运行补助多少", "培训费呢", "培训费", "6.35"),  # a row of another table
    ],
)
def test_another_row_by_a_short_name_or_its_unit(
    talk: Chain, before: str, later: str, label: str, value: str
) -> None:
    told = talk.ask(later, (before,), [PROJECTS])
    assert (told.values[0].label, told.values[0].value) == (label, value)


def test_another_figure_of_the_sentence_just_told(talk: Chain) -> None:
    told = talk.ask("退休的有多少", ("镇政府编制几个人？", "在职的实际有多少？"), [STAFF])
    assert [(v.value, v.unit) for v in told.values] == [("33", "人")]


@pytest.mark.parametrize(
    ("later", "values"),
    [("还有另一个中心", ["10"]), ("那另外一个中心呢？", ["10"]), ("还有另一个仓库", [])],
)
def test_the_other_one_of_its_kind_in_the_sentence(
    chain: Chain, later: str, values: list[str]
) -> None:
    told = chain.ask(later, ("区政府办机关行政编制几名？", "电子政务中心呢"))
    assert [v.value for v in told.values if v.unit == "名"] == values, told.answer


def test_what_the_sentence_lacks_is_not_taken_from_it(talk: Chain) -> None:
    told = talk.ask("党员有多少", ("镇政府编制几个人？", "在职的实际有多少？"), [STAFF])
    assert "33" not in {value.value for value in told.values}


@pytest.mark.parametrize("later", ["那飞艇呢", "飞艇呢？", "And the zeppelins?"])
def test_a_thing_that_stands_nowhere_is_not_the_one_before(chain: Chain, later: str) -> None:
    told = chain.ask(later, ("差旅费多少",))
    assert told.route == "refuse"
    assert not told.values


@pytest.mark.parametrize(
    ("name", "unit", "later", "value"),
    [
        (
            "澴东县砚汀镇人民政府2026年预算公开.html",
            "农业综合服务中心",
            "财政拨款又是多少",
            "470.16",
        ),
        ("穗宁市榕浦区教育局2026年部门预算.pdf", "机关第一幼儿园", "财政拨款又是多少", "1033.49"),
        ("穗宁市榕浦区教育局2026年部门预算.pdf", "机关第一幼儿园", "其他收入又是多少", "0"),
    ],
)
def test_a_group_of_columns_of_the_unit_just_told(
    tmp_path: Path, name: str, unit: str, later: str, value: str
) -> None:
    with chain_over(Path(__file__).parents[1] / "evals" / "documents" / name, tmp_path) as units:
        told = units.ask(later, (f"{unit}今年总收入多少？",))
    assert [v.value.removesuffix(".00") for v in told.values] == [value], told.answer
