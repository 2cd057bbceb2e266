"""Read every figure that narrative states, with the words it is bound to."""

from __future__ import annotations

import pytest

from qa.narration.cover import qualified
from qa.narration.figures import printed_figures

ASSETS = "截至2025年底，本部门共有车辆8台，共计176.42万元；单位价值50万元以上的设备6台（套），共计418.90万元。"


def named(text: str) -> list[tuple[str, str, str]]:
    return [(one.name, one.value, one.unit) for one in printed_figures(text)]


def test_a_figure_has_the_words_before_it_or_those_of_the_figure_before() -> None:
    assert named(ASSETS) == [
        ("车辆", "8", "台"),
        ("车辆", "176.42", "万元"),
        ("单位价值50万元以上的设备", "6", "台(套)"),
        ("单位价值50万元以上的设备", "418.90", "万元"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("另有海岛监测船4艘。", [("海岛监测船", "4", "艘")]),
        (
            "处置车辆2辆，账面原值58.40万元。",
            [("处置车辆", "2", "辆"), ("账面原值", "58.40", "万元")],
        ),
        ("一级项目4个，二级项目27个。", [("一级项目", "4", "个"), ("二级项目", "27", "个")]),
        ("纸质文献馆藏218.6万册（件）。", [("纸质文献馆藏", "218.6", "万册")]),
        (
            "其中地上建筑面积为8013平方米（其中计容面积7998平方米）",
            [("地上建筑面积", "8013", "平方米"), ("计容面积", "7998", "平方米")],
        ),
    ],
)
def test_figures_and_their_names(text: str, found: list[tuple[str, str, str]]) -> None:
    assert named(text) == found


@pytest.mark.parametrize(
    "text", ["单价100万元（含）以上设备", "2026年1月开工", "依据〔2025〕12号文"]
)
def test_a_bound_a_date_and_a_number_of_a_notice_are_no_figures(text: str) -> None:
    assert named(text) == []


def test_a_label_says_what_the_question_does_not() -> None:
    assert qualified("本年度拟购置固定资产总额", "固定资产有多少")
    assert not qualified("本年度拟购置固定资产总额", "今年打算买多少固定资产")
    assert not qualified("固定资产金额", "固定资产有多少")
