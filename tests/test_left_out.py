"""Named parts that are left out, of a total or of a department's units; near misses beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import frames
from qa.words.operations import find
from tests.chains import chain_over

HEALTH = "粤东市卫生健康局2026年部门预算.xlsx"
PLACE = Path(__file__).parents[1] / "evals" / "documents"


@pytest.fixture(scope="module")
def health(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over(PLACE / HEALTH, tmp_path_factory.mktemp("health")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("项目支出里头把巨灾保险跟数字化城市治理两坨大的抠出去，还剩好多", "675.00"),
        ("把巨灾保险、数字化城市运行维护和治理专项都刨出去，别的项目总共几多钱", "675.00"),
        ("14个项目剔掉巨灾保险和金融产业发展补助，其余的合计多少", "770.00"),
        ("14个项目里最大的三个加在一起多少钱", "715.00"),
    ],
)
def test_what_is_left_and_what_the_largest_add_up_to(
    chain: Chain, question: str, value: str
) -> None:
    told = chain.ask(question)
    assert (told.route, told.values[0].value) == (Route.TABLE, value)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("刨掉市人民医院，其余单位支出总计一共还有多少", "65970.50"),
        ("不算人民医院和疾控中心，其余单位支出总计一共多少", "46110.20"),
        ("除了局本级，其他单位支出总计加起来多少", "158310.30"),
    ],
)
def test_units_are_left_out_of_all_units(health: Chain, question: str, value: str) -> None:
    told = health.ask(question)
    assert (told.route, told.values[0].value) == (Route.TABLE, value)


def test_the_sum_of_those_left_out_is_no_answer(health: Chain) -> None:
    assert health.ask("除了人民医院和疾控中心，其他单位收入加起来多少").route is Route.REFUSE


def test_a_joint_that_a_name_prints_parts_nothing() -> None:
    labels = "社会保障和就业支出"
    assert list(frames.parts("社会保障和就业支出和住房", labels)) == ["社会保障和就业支出", "住房"]
    assert list(frames.parts("甲项目和乙项目", labels)) == ["甲项目", "乙项目"]


def test_words_after_what_is_taken_are_read_too() -> None:
    assert [hit.asked.text for hit in find("最大的三个加在一起")] == ["最大的三个", "加在一起"]
