"""Add the figures of one passage and hold them against their whole; the text against tables."""

from __future__ import annotations

import pytest

from qa.catalogue import Text
from qa.checking.parts_told import _sum as added
from qa.checking.told import _core, _path, _pattern
from qa.narration.figures import Bound, printed_figures
from qa.words.sentences import tidy

BUYING = (
    "政府采购预算总额5882.35万元，其中：政府采购货物预算65.60万元、政府采购工程预算1648.00万元、"
    "政府采购服务预算4168.75万元。面向中小企业预留采购份额3200.00万元。"
)
BUILDING = (
    "本工程规划建筑面积约为13459平方米，其中地上建筑面积为8013平方米（其中计容面积7998平方米），"
    "地下建筑面积为5356平方米，地上主楼7层。"
)
FLOORS = (
    "本工程规划建筑面积约为13459平方米，其中地上建筑面积为8013平方米（其中计容面积7998平方米、"
    "不计容面积105平方米），地下建筑面积为5356平方米。"
)
SPENT = (
    "政府采购金额（以合同签订为准）为251.25万元。其中：货物采购金额4.79万元、工程采购金额0万元、"
    "服务采购金额246.47万元。"
)
CARS = (
    "公务用车购置和运行维护费。2026年预算数14.40万元，其中，公务用车运行维护费14.40万元，"
    "比2025年减少0.60万元，其中：公务用车加油4.20万元、公务用车维修10.20万元。"
)


def bounds(text: str) -> list[Bound]:
    passage = Text(1, 1, 0, text, (), "paragraph", None, None, "")
    return [Bound(passage, tidy(text), "", one) for one in printed_figures(text)]


@pytest.mark.parametrize(
    ("text", "question", "whole", "parts"),
    [
        (BUYING, "货物、工程、服务加起来等于总额吗", "5882.35", ("65.60", "1648.00", "4168.75")),
        (BUILDING, "地上面积加地下面积等于总建筑面积吗", "13459", ("8013", "5356")),
        (FLOORS, "地上建筑面积写8013平,计容和不计容两块加起来等于它吗", "8013", ("7998", "105")),
        (SPENT, "货物、工程、服务三个数，能不能凑出251.25", "251.25", ("4.79", "0", "246.47")),
        (CARS, "加油加维修是不是等于车的运行费", "14.40", ("4.20", "10.20")),
    ],
)
def test_named_parts_and_their_whole(
    text: str, question: str, whole: str, parts: tuple[str, ...]
) -> None:
    found = added(bounds(text), question)
    assert found is not None
    assert found.whole.printed.value == whole
    assert tuple(b.printed.value for b in found.parts) == parts


@pytest.mark.parametrize("question", ["货物等于总额吗", "三公经费加起来等于总额吗"])
def test_one_part_or_none_is_no_sum(question: str) -> None:
    assert added(bounds(BUYING), question) is None


def test_the_names_of_a_stated_item() -> None:
    assert _path("城乡社区支出(类)城乡社区管理事务(款)城管执法(项):2026年") == [
        "城乡社区支出", "城乡社区管理事务", "城管执法",
    ]  # fmt: skip
    assert _core("4、其他固定资产") != _core("固定资产")
    assert _core("30217 公务接待费") == _core("公务接待费支出")


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("两个数谁大谁小，各多少", False),
        ("购置费少了17万", True),
        ("培训支出减少3万", True),
        ("比2025年降了多少", True),
    ],
)
def test_a_change_is_no_how_much(text: str, change: bool) -> None:
    assert (_pattern("moved").search(text) is not None) is change
