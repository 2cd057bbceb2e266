"""A later question of another column of the unit just told, or of its item below another unit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

BUREAU = "统计局_2026年部门预算.pdf"
LAND = "秦岭市自然资源和规划局2026年部门综合预算.pdf"
FARMS = "锦屏市农业农村局2026年部门预算.xlsx"
TRAFFIC = "海阜市交通运输局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("columns")
    with chain_over([DOCUMENTS / name for name in (LAND, FARMS, TRAFFIC)], folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("bureau")
    with chain_over(next(real.rglob(BUREAU)), folder) as opened:
        yield opened


def test_the_same_item_below_another_unit(bureau: Chain) -> None:
    answer = bureau.ask("换成普查中心", history=["统计局本级的基本支出里工资福利是多少"])
    assert [v.value for v in answer.values] == ["1155.76"]


def test_another_column_of_the_unit(places: Chain) -> None:
    first = "土地储备中心公务接待费多少"
    answer = places.ask("那它的培训费", history=[first], docs=[LAND])
    assert [(v.value, v.year) for v in answer.values] == [("2.00", 2026)]


def test_a_goal_of_another_project_is_not_that_of_the_project_told(places: Chain) -> None:
    first = "高标准农田项目区农户满意度指标是多少？"
    answer = places.ask("动物强免的养殖户满意度呢？", history=[first], docs=[FARMS])
    assert "“养殖户满意度”为 ≥ 85%" in answer.answer
    same = places.ask("权重呢", history=[first], docs=[FARMS])
    assert [v.value for v in same.values] == ["10"]


def test_another_item_asked_the_same_way(places: Chain) -> None:
    first = "海阜交通公路建设年初预算和决算各多少"
    answer = places.ask("港口设施也是这么问", history=[first], docs=[TRAFFIC])
    assert [v.value for v in answer.values] == ["650.00", "486.20"]
