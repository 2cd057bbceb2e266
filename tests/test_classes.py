"""Test the classes of spending by function: the largest, the least, in order, how many."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.planning import classes
from qa.understand import understand
from tests.understanding import read


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("支出按功能分类最大的前三类是什么", ["2473.35", "276.39", "98.73"]),
        ("钱主要花在哪几大类上", ["2473.35", "276.39", "98.73"]),
        ("支出最少的是哪个大类", ["89.30"]),
        ("支出大类里最大的两类", ["2473.35", "276.39"]),
        ("Which functional category is the largest?", ["2473.35"]),
        ("Which three functional categories take the most money?", ["2473.35", "276.39", "98.73"]),
    ],
)
def test_classes_by_amount(chain: Chain, question: str, values: list[str]) -> None:
    assert [v.value for v in chain.ask(question).values][: len(values)] == values


@pytest.mark.parametrize(
    "question",
    [
        "项目支出里最大的三类",
        "人员经费哪类最多",
        "支出大类里一般公共服务支出占比多少",
        "哪个大类比去年涨得最多",
        "采购里哪一类最多",
        "放管服改革的钱主要花在哪几大类",
    ],
)
def test_other_sets_are_not_taken_for_classes(question: str) -> None:
    catalogue = read().catalogue
    institution = next(iter(catalogue.documents.values())).institution
    assert classes.read(understand(question, catalogue), institution) is None
