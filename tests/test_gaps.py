"""Tell what two figures are apart, which row prints that, and what two forms print of one thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

BUDGET = "云沔县教育局2026年部门预算公开表及说明.xlsx"
REVIEWS = "沂蒙区水利局2025年度部门决算公开.html"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget and the final accounts of a place with a form of scores."""
    folder = tmp_path_factory.mktemp("gaps")
    with chain_over([DOCUMENTS / name for name in (BUDGET, REVIEWS)], folder) as chain:
        yield chain


def test_gap_of_two_amounts_and_the_row_that_prints_it(printed: Chain) -> None:
    told = printed.ask(
        "教育支出公开表5是157200124元，表4却是158465424元，两个数差的是哪笔", (), [BUDGET]
    )
    assert told.values[0].value == "1265300"
    assert "上年结转" in told.answer


def test_no_gap_where_none_is_asked(printed: Chain) -> None:
    told = printed.ask("教育支出是157200124元还是158465424元", (), [BUDGET])
    assert "1265300 元" not in told.answer


@pytest.mark.parametrize(
    "question",
    [
        "中小河流治理那张评价表写总分98.3，我把各指标得分一项项加怎么加不到，实际加起来几分",
        "中小河流治理自评总分写着98.3，可我把资金执行分和各指标的得分一加不是这个数",
        "得分合起来够不够总分",
    ],
)
def test_scores_added_and_held_against_their_total(printed: Chain, question: str) -> None:
    told = printed.ask(question, (), [REVIEWS])
    assert [value.value for value in told.values] == ["88.3", "98.3"]
    assert told.answer.startswith("不一致")


def test_total_score_alone_is_not_added_up(printed: Chain) -> None:
    told = printed.ask("中小河流治理总分多少", (), [REVIEWS])
    assert "88.3" not in told.answer


def test_indicator_of_two_forms_is_told_from_both(chain: Chain) -> None:
    told = chain.ask("接待港澳、外国政商代表团到底几次，两张表写的没一样")
    assert [(v.value, v.unit) for v in told.values] == [("6", "次"), ("5", "次")]
    assert told.answer.startswith("不一致")


def test_indicator_of_one_form_is_no_disagreement(chain: Chain) -> None:
    assert not chain.ask("网站群云检测的次数，跟别的表一样吗").answer.startswith("一致")
