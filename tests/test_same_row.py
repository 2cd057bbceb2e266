"""The other cells of the row that an answer tells, and rows that get none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

LINE = "同一行还写明："


def line_of(answer: str) -> str:
    return next((text for text in answer.splitlines() if text.startswith(LINE)), "")


def test_a_goal_comes_with_its_level_and_weight(chain: Chain) -> None:
    told = line_of(chain.ask("征兵外事专项要求外事宣传几次").answer)
    assert "属于 产出指标/质量指标" in told
    assert "指标权重 9%" in line_of(chain.ask("整体绩效目标里开展督查次数是多少").answer)


def test_a_project_comes_with_its_code(chain: Chain) -> None:
    answer = chain.ask("附件10里改革调研专项多少钱")
    assert "编码 50015225T000004994168" in line_of(answer.answer)
    assert [v.value for v in answer.values] == ["40.00"]  # what was asked, no more


def test_items_of_a_budget_have_no_such_line(chain: Chain) -> None:
    assert not line_of(chain.ask("机关事业单位基本养老保险缴费多少").answer)
    assert not line_of(chain.ask("前三大项目合计占项目支出多少").answer)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a disclosure whose purchases have more cells than are told."""
    name = "秦岭市自然资源和规划局2026年部门综合预算.pdf"
    place = tmp_path_factory.mktemp("other")
    with chain_over(DOCUMENTS / name, place) as opened:
        yield opened


def test_the_cell_that_is_asked_for_is_told_first(other: Chain) -> None:
    asked = other.ask("控规编制服务几月份采购，预算多少")
    assert [v.value for v in asked.values] == ["2026年3月", "420.00"]


def test_cells_stand_in_the_order_of_their_table_where_none_is_asked_for(other: Chain) -> None:
    assert line_of(other.ask("控规编制服务预算多少").answer).startswith(f"{LINE}类 220；")
