"""Mend a character against what a corpus tells in sentences; leave what may be meant."""

from __future__ import annotations

import pytest

from qa.words.spelling_told import Told, mend

TOLD = Told(
    "本部门重点收费1项，为森林植被恢复费。防护林林地每平方米60元。“双师型”教师：指具备教师资格的教师。"
    "区内各类场所由局机关和中心管理。"
)


@pytest.mark.parametrize(
    ("typed", "read", "corrections"),
    [
        ("森林植背恢复费一平米缴多少", "森林植被恢复费一平米缴多少", (("植背恢", "植被恢"),)),
        ("什么叫“双狮型”", "什么叫“双师型”", (("双狮型", "双师型"),)),
        ("森林植被恢复费", "森林植被恢复费", ()),
        ("局机关和中心各多少", "局机关和中心各多少", ()),  # 各 is meant, no 和
        ("恢复费比去年多吗", "恢复费比去年多吗", ()),
        ("植背", "植背", ()),  # two characters alone tell too little
    ],
)
def test_a_character_is_mended_where_the_corpus_leaves_no_doubt(
    typed: str, read: str, corrections: tuple[tuple[str, str], ...]
) -> None:
    assert mend(typed, TOLD) == (read, corrections)
