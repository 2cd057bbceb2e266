"""Cut the sides of a share: without chatter, by a class's code, by the name that brackets give."""

from __future__ import annotations

import pytest

from qa.query import Operation
from qa.words import frames


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("麻烦帮我算一下哈,物业管理费跟租赁费这两块加一起,占公用经费的百分之几",
         "物业管理费跟租赁费这两块加一起", "公用经费"),
        ("市人民医院一家的项目支出占全系统项目支出百分之多少", "市人民医院的项目支出", "全系统项目支出"),
        ("301大类里头津贴补贴占了多少百分比", "津贴补贴", "301类"),
        ("退休费占303这一类的百分之几", "退休费", "303类"),
        ("退休费占30302的百分之几", "退休费", "30302"),
        ("财政专户管理资金,有百分之多少流向了职业教育?", "职业教育", "财政专户管理资金"),
        ("中等职业教育里,项目支出的占比是多少?写作业用", "项目支出", "中等职业教育"),
    ],
)  # fmt: skip
def test_sides(text: str, part: str, whole: str) -> None:
    frame = frames.read(text)
    assert frame is not None
    assert (frame.operation, frame.part, frame.whole) == (Operation.SHARE, part, whole)


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("303下边五样东西,除了退休费剩下的一共多少", "303类", ("退休费",)),
        ("303减去退休费等于多少", "303类", ("退休费",)),
        ("12个项目除了绿化剩多少", "", ("绿化",)),
    ],
)
def test_what_is_left_of_a_class(text: str, whole: str, parts: tuple[str, ...]) -> None:
    rest = frames.rest(text)
    assert rest is not None
    assert (rest.whole, rest.parts) == (whole, parts)
