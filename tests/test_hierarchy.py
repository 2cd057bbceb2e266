"""Codes in front of names, told from numbers that count something."""

from __future__ import annotations

import pytest

from ingest.hierarchy import split_code


@pytest.mark.parametrize(
    ("label", "code", "name"),
    [
        ("[20801]人力资源和社会保障管理事务", "20801", "人力资源和社会保障管理事务"),
        ("30309个人农业生产补贴", "30309", "个人农业生产补贴"),
        ("30299日常公用经费", "30299", "日常公用经费"),
        ("2010301 行政运行", "2010301", "行政运行"),
        ("120人次", None, "120人次"),
        ("30000元/年", None, "30000元/年"),
        ("100万元", None, "100万元"),
        ("300个", None, "300个"),
        ("2026年度收入", None, "2026年度收入"),
    ],
)
def test_split_code(label: str, code: str | None, name: str) -> None:
    assert split_code(label) == (code, name)
