"""Tell which item moved most, and a number that went from one figure to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.narration.from_to import _MOVED
from qa.narration.moved_most import asks_moved_most
from tests.chains import DOCUMENTS, chain_over

TRANSPORT = "海阜市交通运输局2024年度部门决算.docx"


@pytest.mark.parametrize(
    "text",
    ["三公里哪一项砍得最狠", "三公里哪样涨得最多", "哪项完成预算的比例最低", "减得最多的是哪块"],
)
def test_what_moved_most_is_asked(text: str) -> None:
    assert asks_moved_most(text)


@pytest.mark.parametrize("text", ["三公里哪项最多", "哪个项目钱最多", "三公经费降了多少"])
def test_the_largest_or_a_change_is_another_question(text: str) -> None:
    assert not asks_moved_most(text)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("自助图书馆由34台优化为28台,运维费减少", ("34", "台", "28")),
        ("农村低保标准由每人每年6300元提高到6720元。", ("6300", "元", "6720")),
        ("职数从5名增至7名", ("5", "名", "7")),
    ],
)
def test_from_one_figure_to_another(text: str, figures: tuple[str, str, str]) -> None:
    match = _MOVED.search(text)
    assert match is not None
    assert (match["a"], match["u"], match["b"]) == figures


@pytest.mark.parametrize("text", ["由区财政按季拨付,共3次", "从2024年起实施", "由5个部门组成"])
def test_other_words_of_origin_are_none(text: str) -> None:
    assert _MOVED.search(text) is None


def test_words_for_the_measure_name_no_items(tmp_path: Path) -> None:
    with chain_over(DOCUMENTS / TRANSPORT, tmp_path) as chain:
        received = chain.ask("三公四项里面哪项完成预算的比例最低（出国不算）")
        assert [v.value for v in received.values] == ["69.40", "95.61", "98.00"]
        assert received.values[0].label == "公务接待费"
        of_any = chain.ask("哪项完成预算的比例最低")
        assert of_any.values[0].value == "74.80"
