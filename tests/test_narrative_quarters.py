"""Read amounts stated quarter by quarter."""

from __future__ import annotations

import pytest

from ingest.store import StoredDocument
from qa.catalogue import Catalogue, Text
from qa.narrative import Reading, read
from qa.understand import understand

TEXT = "第一季度用款计划15万元，第二季度用款计划20.5万元，第三季度用款计划15万元，第四季度用款计划1万元。"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    document = StoredDocument(
        1, "a.pdf", "pdf", "0", "甲街道", 2025, "预算", "甲街道2025年部门预算", (), 3, True, None
    )
    text = Text(1, 1, 1, TEXT, ("项目经费情况说明", "六、年度预算安排"), "paragraph", 2, None, "0")
    return Catalogue(1, [document], [], [text])


def ask(catalogue: Catalogue, question: str) -> Reading:
    return read(understand(question, catalogue), catalogue)


def test_quarters_are_added(catalogue: Catalogue) -> None:
    reading = ask(catalogue, "一季度到四季度一共要用多少钱")
    assert (reading.values[0].value, reading.values[0].unit) == ("51.5", "万元")
    assert reading.calculation == "15 + 20.5 + 15 + 1 = 51.5"


def test_all_four_quarters_are_one_whole(catalogue: Catalogue) -> None:
    assert ask(catalogue, "四个季度用款计划加起来多少").values[0].value == "51.5"


def test_one_quarter_is_one_amount(catalogue: Catalogue) -> None:
    reading = ask(catalogue, "第二季度用款计划多少")
    assert [value.value for value in reading.values] == ["20.5"]
    assert reading.calculation is None


def test_each_quarter_is_told(catalogue: Catalogue) -> None:
    assert len(ask(catalogue, "每个季度用款多少").values) == 4


def test_each_of_four_quarters_is_no_sum(catalogue: Catalogue) -> None:
    reading = ask(catalogue, "四个季度分别安排多少用款")
    assert [value.value for value in reading.values] == ["15", "20.5", "15", "1"]
    assert reading.calculation is None


def test_nothing_of_quarters_where_none_is_asked_for(catalogue: Catalogue) -> None:
    assert ask(catalogue, "今年用款计划多少").kind != "sum"
