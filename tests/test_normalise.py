"""Test numerals, years, dialect and script: what is turned into digits and what is not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.words import numerals
from qa.words.normalise import normalise, simplify


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("衛生健康財政撥款", "卫生健康财政拨款"),
        ("附件１２－３", "附件12-3"),
        ("二六年", "2026年"),
        ("二〇二五年度", "2025年度"),
        ("26年预算", "2026年预算"),
        ("24和25年比", "2024和2025年比"),
        ("六十万元及以上", "60万元及以上"),
        ("一点二亿元", "1.2亿元"),
        ("8万5的其他收入", "8.5万的其他收入"),
        ("十二万八", "12.8万"),
        ("3万5个人", "3万5个人"),
        ("一亿二千万元", "12000万元"),
        ("百分之八", "8%"),
        ("发奖金的钱有几多", "发奖金的钱有多少"),
        ("这个项目好多钱", "这个项目多少钱"),
        ("那是啥子", "那是什么"),
        ("头一年", "去年"),
        ("印刷費同埋郵電費加埋係幾多", "印刷费和邮电费加起来是多少"),
        ("同2025年比多咗定少咗", "同2025年比多了还是少了"),
        ("邊個專案使錢最多，使咗幾多", "哪个项目花钱最多,花了多少"),
        ("嗰邊年底仲剩幾多", "那边年底还剩多少"),
        ("差旅费嗯多少", "差旅费多少"),
        ("資訊系統關係到使用", "信息系统关系到使用"),
    ],
)
def test_said_and_read(said: str, read: str) -> None:
    assert normalise(said) == read


@pytest.mark.parametrize(
    "same",
    [
        "一般公共预算", "三公经费", "一次性项目", "第二个", "十四个项目", "万里街道", "三年行动",
        "两样加一块是多少", "一元化管理", "砍了几十万", "千万工程", "五年规划", "十二年",
        "信息系统", "同比增长", "使用单位", "专案组", "这边的预算",
    ],
)  # fmt: skip
def test_words_stay_words(same: str) -> None:
    assert normalise(same) == same


@pytest.mark.parametrize(
    ("text", "value"),
    [("六十", 60), ("一点二亿", 120_000_000), ("十二", 12), ("3.5", Decimal("3.5")),
     ("二〇二六", 2026), ("两", 2), ("1,190.00", Decimal("1190.00")), ("几", None), ("", None)],
)  # fmt: skip
def test_parse(text: str, value: Decimal | int | None) -> None:
    assert numerals.parse(text) == value


def test_amounts_keep_their_unit() -> None:
    found = numerals.amounts("14.9和9.9信哪个，295万花在哪，1,190.00元")
    assert [(a.value, a.unit) for a in found] == [
        (Decimal("14.9"), None), (Decimal("9.9"), None), (Decimal(295), "万元"),
        (Decimal("1190.00"), "元"),
    ]  # fmt: skip


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    once = simplify(text)
    assert "\x00" not in once
    assert isinstance(normalise(text), str)


@given(st.integers(min_value=1, max_value=9999))
def test_numerals_come_back(value: int) -> None:
    import cn2an

    assert numerals.parse(cn2an.an2cn(value)) == value


def test_the_end_of_a_year_beside_a_year_is_no_slip_for_last_year() -> None:
    assert "去年" not in normalise("年末年初差多少")
    assert "去年" in normalise("末年花了多少")


def test_codes_are_read_with_hyphens_between_their_levels() -> None:
    assert normalise("205-03-05 财政专户管理资金") == "2050305 财政专户管理资金"
    assert "0738-66-51" in normalise("电话0738-66-51")
    assert "2025-03-05" in normalise("2025-03-05")


def test_two_things_of_a_clause_are_set_against_each_other() -> None:
    said = normalise("清扫保洁和污水站运维这两个项目，前一个比后一个多花多少")
    assert said == "清扫保洁比污水站运维多花多少"
    assert normalise("甲项目很大，前一个比后一个多多少").startswith("甲项目很大")
