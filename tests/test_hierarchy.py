"""Codes in front of names, told from numbers that count something."""

from __future__ import annotations

import pytest

from ingest.hierarchy import place_rows, split_code
from ingest.records import Location, Row


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


def test_two_lines_of_which_in_turn_are_parts_of_the_same() -> None:
    rows = [
        Row(at, label, label, (Location("a.pdf"),))
        for at, label in enumerate(("公务用车费", "其中：购置费", "其中：运行维护费", "公务接待费"))
    ]
    parents = [row.parents for row in place_rows(rows, [0] * 4)]
    assert parents == [(), ("公务用车费",), ("公务用车费",), ()]
