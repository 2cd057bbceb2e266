"""Later questions that only work on what was told before, with its very cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import chatter, formulas, later
from qa.words.normalise import simplify
from tests.chains import chain_over

FORESTS = "岷沱彝族自治州林业和草原局2026年部门预算公开表.xlsx"
HEALTH = "卫生健康支出多少钱"
HOUSING = "住房改革支出多少钱"
_NAME = formulas.mark(0)


@pytest.fixture(scope="module")
def forests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("later")
    file = Path(__file__).parents[1] / "evals" / "documents" / FORESTS
    with chain_over([file], folder) as opened:
        yield opened


def _read(text: str) -> tuple[later.Later, ...]:
    text = simplify(text).replace("甲", _NAME)
    return later.read(text, int(_NAME in text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("佔甲的百分之好多嘛", later.SHARE),
        ("And as a share of 甲, in percent?", later.SHARE),
        ("那比甲多好多或者少好多嘛？", later.GAP),
        ("它是高于甲还是低于甲？相差几何？", later.GAP),
        ("和甲加一块儿呢", later.SUM),
        ("俩数相加得几", later.SUM),
        ("And both of them added up?", later.SUM),
        ("请按十二个月平均计算每月金额。", later.SPREAD),
        ("每个月合多少？", later.SPREAD),
        ("万元我看不惯，用元怎么写？", later.CONVERT),
        ("Convert that to 元, please.", later.CONVERT),
        ("知道了，那往前推一年呢？", later.BEFORE),
        ("比头年子多了还是少了，差好多？", later.CHANGE),
        ("By what amount is that up or down on the previous year?", later.CHANGE),
        ("跟去年比呢", later.CHANGE),
        ("增减率呢，跟上年比？", later.RATE),
        ("好的，下一个，甲呢", ""),
        ("甲多少钱", later.OTHER),
        ("那甲呢，多了还是少了，差几多", ""),
        ("甲那项又多了几多", ""),
        ("其中办公费多少", ""),
        ("三公经费一共多少", ""),
        ("前年呢", ""),
        ("平均每人多少", ""),
        ("除了甲以外一共多少", ""),
        ("上一年的决算数呢", ""),
    ],
)
def test_what_is_asked_of_what_was_told(text: str, kind: str) -> None:
    found = _read(text)
    assert (found[0].kind if found else "") == kind


def test_a_part_of_what_was_told_is_no_whole_of_it() -> None:
    assert _read("其中甲占百分之几")[0].turned
    assert _read("甲占了多少比例")[0].turned
    assert not _read("甲里头有百分之多少是它")[0].turned
    assert not _read("占甲的比例是多少")[0].turned
    assert not _read("它在甲里占多大比例")[0].turned


@pytest.mark.parametrize(
    ("history", "question", "value", "unit"),
    [
        ((HEALTH,), "跟住房改革支出一比，差几多", "69.30", "万元"),
        ((HEALTH,), "as a percentage of 社会保障和就业支出?", "30.66", "%"),
        ((HEALTH,), "住房改革支出和它加起来呢", "398.26", "万元"),
        ((HEALTH, HOUSING), "俩数相加得几", "398.26", "万元"),
        ((HEALTH, HOUSING), "And both of them added up?", "398.26", "万元"),
        ((HEALTH, HOUSING, "社会保障和就业支出呢"), "后面两个加起来多少", "770.18", "万元"),
        ((HEALTH,), "那每月平均下来呢？", "13.71", "万元"),
        ((HEALTH,), "换成元是多少？", "1644800", "元"),
        ((HOUSING,), "其中住房公积金占几成", "90.76", "%"),
        ((HOUSING,), "知道了，那往前推一年呢？", "231.17", "万元"),
    ],
)
def test_the_cells_told_are_the_operands(
    forests: Chain, history: tuple[str, ...], question: str, value: str, unit: str
) -> None:
    told = forests.ask(question, history, [FORESTS]).values[0]
    assert (told.value, told.unit) == (value, unit)


def test_how_what_was_told_moved(forests: Chain) -> None:
    told = forests.ask("增减额是多少，跟上年比", (HOUSING,), [FORESTS])
    assert {("233.78", "万元"), ("231.17", "万元"), ("2.61", "万元")} <= {
        (v.value, v.unit) for v in told.values
    }


def test_a_year_before_that_is_not_held(forests: Chain) -> None:
    assert forests.ask("前年呢", (HOUSING,), [FORESTS]).route is Route.REFUSE


def test_the_year_that_an_earlier_clause_says() -> None:
    assert chatter.dated("我是2020年退的，那一年的培训费多少").endswith("，2020年的培训费多少")
    assert chatter.dated("I retired in 2020. What was it that year?").endswith("it in 2020?")
    assert chatter.dated("那一年的培训费多少") == "那一年的培训费多少"
    assert chatter.dated("我2020年退的，今年那年纪") == "我2020年退的，今年那年纪"
    assert chatter.dated("2020年那一年的培训费") == "2020年那一年的培训费"
