"""Ask for the row that stands in a place of a table: 明细表里第13个."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.words import row_numbers
from qa.words.references import row_number


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("项目支出明细表里第13个叫什么", 13),
        ("附件10倒数第二个项目", -2),
        ("采购清单上第三样是什么", 3),
        ("明细表最后一笔给谁", -1),
        ("附件2第5行", 5),
        ("公开01表行次11填列金额", 11),
        ("公开01表行次为11的是多少", 11),
        ("明细表里第二大的项目", None),
        ("表里第一季度的", None),
        ("第三个问题", None),
        ("代表第一个发言", None),
    ],
)
def test_a_place_in_a_table(said: str, row: int | None) -> None:
    found = row_number(said)
    assert (found[0] if found else None) == row


def test_only_a_place_among_items_counts_items() -> None:
    assert row_numbers.counts_items("明细表里第13个")
    assert not row_numbers.counts_items("附件2第5行")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("项目支出明细表里第13个叫什么，给了多少", ("改革调研专项", "40.00")),
        ("项目支出明细表的第七笔是给什么的", ("打击非法集资和金融监管专项", "60.00")),
        ("附件10倒数第二个项目是什么", ("改革调研专项", "40.00")),
        ("附件10最后一个项目叫啥", ("招商外事专项", "10.00")),
    ],
)
def test_the_row_in_a_place(chain: Chain, question: str, told: tuple[str, str]) -> None:
    answer = chain.ask(question)
    assert [value.value for value in answer.values] == [told[1]]
    assert told[0] in answer.answer


def test_a_place_that_no_row_has_gives_no_total(chain: Chain) -> None:
    assert chain.ask("附件10第99个项目多少钱").values == ()
