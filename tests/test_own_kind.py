"""Test that a body's own kind, said where its documents alone are asked, names nothing else."""

from __future__ import annotations

import pytest

from qa.words.bodies import without_own


@pytest.mark.parametrize(
    ("said", "institution", "left"),
    [
        ("学校电费多少", "某市第二中学", "电费多少"),
        ("我们学校今年水费列了多少", "某市实验小学", "今年水费列了多少"),
        ("医院自己的电费", "某市妇幼保健院", "电费"),
        ("学校电费多少", "某市教育局", "学校电费多少"),
        ("学校教育支出多少", "某市第二中学", "学校教育支出多少"),
        ("学校", "某市第二中学", "学校"),
        ("把公立医院拿掉", "某市妇幼保健院", "把公立医院拿掉"),
        ("想问学校电费多少", "某市第二中学", "想问电费多少"),
        ("学校安全经费多少", "某市第二中学", "学校安全经费多少"),
    ],
)
def test_own_kind(said: str, institution: str, left: str) -> None:
    assert without_own(said, institution, lambda words: int("安全" in words)) == left
