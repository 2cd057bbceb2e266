"""Set the department that has the most of a thing against the one that has the least of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

FOLDER = Path(__file__).parents[1] / "evals" / "documents"
THREE = (
    "松河镇2026年预算公开.docx",
    "永宁区文旅局2026年预算信息公开.html",
    "泺阳市应急管理局2026年部门预算.docx",
)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with chain_over([FOLDER / name for name in THREE], tmp_path_factory.mktemp("three")) as chain:
        yield chain


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("三家的收入总计最多的是最少的几倍", "6.85", "倍"),
        ("这三个部门收入总计最多的比最少的多多少", "8047.988996", "万元"),
    ],
)
def test_most_against_least(three: Chain, question: str, value: str, unit: str) -> None:
    told = three.ask(question)
    assert told.route is Route.TABLE
    assert (told.values[0].value, told.values[0].unit) == (value, unit)
    assert {c.doc for c in told.citations} == set(THREE[:2])
