"""Codes, rows, years and notices that a question names in ways of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import each, references
from qa.words.normalise import normalise
from qa.words.numerals import codes_to_digits, years_to_digits


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("编码三零二三九的那一行", "编码30239的那一行"),
        ("科目二一〇一一下面", "科目21011下面"),
        ("编码三百二十项", "编码三百二十项"),
        ("项目三个", "项目三个"),
    ],
)
def test_a_code_said_figure_by_figure(said: str, read: str) -> None:
    assert codes_to_digits(said) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("25、26两年的数", "2025年、2026两年的数"),
        ("25、26两个数", "25、26两个数"),
        ("1.25、26两年", "1.25、26两年"),
    ],
)
def test_two_short_years(said: str, read: str) -> None:
    assert years_to_digits(said) == read


@pytest.mark.parametrize(
    ("said", "row"),
    [("序号排到11的是", 11), ("序号是3", 3), ("序号为第7的", 7), ("序号怎么排", None)],
)
def test_a_row_by_its_number(said: str, row: int | None) -> None:
    found = references.row_number(said)
    assert (found[0] if found else None) == row


def test_the_year_of_a_notice_is_no_year_asked() -> None:
    assert references.years("府办发〔2018〕66号是什么") == []
    assert [year for year, _ in references.years("〔2018〕年的数")] == [2018]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "保险的预算摊到它保的那72.06万人身上,人均几块几",
            (Decimal(720600), "人", "保险的预算,,几块几"),
        ),
        ("摊到每个人身上多少", None),
    ],
)
def test_a_number_that_is_spread_over(said: str, found: tuple[Decimal, str, str] | None) -> None:
    assert each.over_said(said) == found


def test_parts_of_a_whole_are_no_number_to_divide_by() -> None:
    one = each.read("这钱分两块,每块多少")
    assert one is not None
    assert each.said("这钱分两块,每块多少", one) is None
    assert each.said("这钱给两块地,每块多少", one) == 2


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("怎么比去年多了?给个说法", "怎么比去年多了"),
        ("支出比去年多了两成,给个说法", "支出比去年多了两成,为什么"),
        ("这个说法对吗", "这个说法对吗"),
        ("代表团一年要接待几批", "代表团一年要接待多少次"),
        ("代表团一年接待几批次", "代表团一年接待几批次"),
    ],
)
def test_words_of_people(said: str, read: str) -> None:
    assert normalise(said) == read


def test_a_notice_is_told_by_its_own_number_alone(chain: Chain) -> None:
    told = chain.ask("潼南府办发〔2018〕66号是个啥文件？")
    assert "加快金融产业发展暂行办法" in told.answer
    for other in ("潼南府办发〔2018〕67号是个啥文件？", "潼南府办发〔2019〕66号是个啥文件？"):
        assert chain.ask(other).route is Route.REFUSE


def test_the_row_of_a_number_is_one_row(chain: Chain) -> None:
    told = chain.ask("项目支出明细表序号排到11的是哪个项目啊？给了多少")
    assert [value.value for value in told.values] == ["200.00"]
    every = chain.ask("项目支出明细表里有哪些项目")
    assert len(every.values) > 11


def test_a_head_of_those_named_takes_the_money(chain: Chain) -> None:
    told = chain.ask("巨灾保险的预算摊到它保的那72.06万人身上，人均几块几")
    assert "3.05" in told.answer
    assert "保额" not in told.answer


def test_watch_kept_is_no_head_count(chain: Chain) -> None:
    told = chain.ask("一年下来要去抽查别个单位值班在不在岗，起码得查到好多次才算完成任务？")
    assert [value.value for value in told.values] == ["1000"]
    assert chain.ask("现在在岗多少人").route is Route.REFUSE


@pytest.mark.parametrize("others", ["其他项目", "其他十三个项目"])
def test_what_is_left_of_all_projects(chain: Chain, others: str) -> None:
    told = chain.ask(f"除了数字化城市运行维护和治理专项，{others}一共多少钱")
    assert "895.00" in told.answer
    two = chain.ask(f"除了巨灾保险和金融产业发展补助，{others}一共多少钱")  # near miss: two names
    assert "770.00" in two.answer


def test_members_below_a_code_alone(chain: Chain) -> None:
    told = chain.ask("21011下面四个医疗科目，有没有哪个比去年还少的？少了多少")
    assert "2101103" in told.answer
    assert "2010302" not in told.answer
    assert "2010302" in chain.ask("哪个科目比去年少").answer


def test_a_code_by_its_end() -> None:
    known = ("50015225T000004994168", "50015225T000004994268")
    found = references.codes("哪个项目的编码是以4994168结尾的", known)
    assert [span.value for span in found] == [known[0]]
    assert references.codes("编码尾号7777", known) == []
    assert references.codes("以5001结尾", known) == []
