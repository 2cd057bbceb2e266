"""Other rows that go by the name asked for are told with their figures, and only those."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

STREET = "红旗街道2026部门预算公开.html"
FARMS = "青河县农业农村局2026年部门预算公开.xlsx"
AUDIT = "嘉州市审计局2026年部门预算.docx"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("namesakes")
    with chain_over([DOCUMENTS / name for name in (STREET, FARMS, AUDIT)], folder) as opened:
        yield opened


def test_a_word_that_is_part_of_several_names(places: Chain) -> None:
    answer = places.ask("物业那块儿今年多少钱", docs=[STREET])
    assert answer.values[0].value == "7.200000"
    assert "“2120501 老旧小区弃管楼物业托底” 118.600000 万元" in answer.answer
    assert "“办公区物业服务” 3.200000 万元" in answer.answer
    assert len(answer.options) == 3


def test_one_name_under_two_codes(places: Chain) -> None:
    answer = places.ask("农村基础设施建设安排多少", docs=[FARMS])
    assert "1850000.00" in answer.answer
    assert "“2130504 农村基础设施建设” 4650000.00 元" in answer.answer


def test_two_goals_of_one_kind(places: Chain) -> None:
    answer = places.ask("数量指标定的是多少?", docs=[AUDIT])
    assert "≥ 6 个" in answer.answer
    assert "“外聘专家人次”的绩效指标值 ≥ 320 人次" in answer.answer


def test_two_projects_by_a_word_of_both(chain: Chain) -> None:
    answer = chain.ask("外事的专项经费给了几多")
    assert "10.00 万元" in answer.answer
    assert "“区政府办征兵外事专项（常年性项目）” 30.00 万元" in answer.answer


@pytest.mark.parametrize(
    "question", ["物业管理费多少", "老旧小区弃管楼物业托底安排了多少", "会议费今年安排多少"]
)
def test_the_full_name_means_that_row_alone(places: Chain, question: str) -> None:
    answer = places.ask(question, docs=[STREET])
    assert answer.route is not Route.CLARIFY
    assert "名称相同或相近" not in answer.answer


def test_a_code_means_its_row_alone(places: Chain) -> None:
    assert "名称相同或相近" not in places.ask("2130504是多少钱", docs=[FARMS]).answer


def test_one_of_the_others_is_chosen_by_its_number(places: Chain) -> None:
    chosen = places.ask("第二个", history=["物业那块儿今年多少钱"], docs=[STREET])
    assert chosen.values[0].value == "118.600000"
