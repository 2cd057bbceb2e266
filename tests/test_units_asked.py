"""Ask what one of a department's units has or spends, in a talk too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

OFFICE = "2026年广州市人民政府办公厅部门预算.pdf"
NAMES = ("2026年广州市商务局部门预算.pdf", "统计局_2026年部门预算.pdf", OFFICE)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("units")
    with chain_over([next(real.rglob(name)) for name in NAMES], place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "talk", "value"),
    [
        (NAMES[0], ["广州市国际投资促进中心2026年收入多少？"], "1677.20"),
        (NAMES[0], ["国际投资促进中心收入多少", "会展促进服务中心呢"], "1583.79"),
        (NAMES[0], ["会展促进服务中心的基本支出多少"], "1379.89"),
        (NAMES[0], ["会展促进服务中心分到的收入预算"], "1583.79"),
        (NAMES[1], ["广州市统计局有哪些下属单位？", "第二个下属单位的基本支出是多少"], "1354.71"),
        (NAMES[1], ["统计普查中心基本支出是多少"], "1373.74"),
        (NAMES[1], ["普查中心的资本性支出多少"], "4.00"),
        (NAMES[1], ["广州市统计局有哪些下属单位？", "头一个今年收入合计多少"], "1373.74"),
    ],
)
def test_what_a_unit_has(chain: Chain, name: str, talk: list[str], value: str) -> None:
    answer = chain.ask(talk[-1], tuple(talk[:-1]), [name])
    assert [v.value for v in answer.values] == [value]


def test_no_other_money_of_a_unit_stands_for_what_none_of_its_rows_tells(chain: Chain) -> None:
    answer = chain.ask("会展促进服务中心的财政专户资金是多少", (), [NAMES[0]])
    assert "1583.79" not in [v.value for v in answer.values]


def test_an_item_that_only_the_department_has_is_refused_of_a_unit(chain: Chain) -> None:
    assert chain.ask("普查中心差旅费多少", (), [NAMES[1]]).route is Route.REFUSE
    assert chain.ask("统计局差旅费多少", (), [NAMES[1]]).values[0].value == "12.04"


def test_what_a_unit_buys_is_no_money_of_its_own(chain: Chain) -> None:
    answer = chain.ask("会展促进服务中心2026年信创改造项目多少", (), [NAMES[0]])
    assert [v.value for v in answer.values] == ["54.52"]


def test_the_goal_is_that_of_the_project_of_the_unit_named(chain: Chain) -> None:
    question = "{}专项工作经费的绩效目标提到要编印什么刊物？"
    of_unit = chain.ask(question.format("公文交换站（公报编辑部）"), (), [OFFICE])
    assert "编印《广州市人民政府公报》" in of_unit.answer
    assert "督办协调" not in of_unit.answer
