"""Test that typos are mended and that right words are left alone."""

from __future__ import annotations

import pytest

from qa.words.sounds import readings, sound
from qa.words.spelling import Vocabulary, mend
from tests.understanding import read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("住房公鸡金去年预算多少", "住房公积金去年预算多少"),
        ("住房公基金", "住房公积金"),
        ("职工绩校工资", "职工绩效工资"),
        ("办公设备够置花多少", "办公设备购置花多少"),
        ("中殴班列补助", "中欧班列补助"),
        ("公益性冈位捕贴", "公益性岗位补贴"),
        ("公务接侍费多少", "公务接待费多少"),
        ("公务待接费", "公务接待费"),
        ("会意费", "会议费"),
        ("一班公共预算", "一般公共预算"),
        ("三工经费", "三公经费"),
        ("项目之出", "项目支出"),
        ("机关云行经费", "机关运行经费"),
        ("公车够置", "公车购置"),
        ("厶务接待费", "公务接待费"),
        ("办公设备沟置", "办公设备购置"),
    ],
)
def test_typos(typed: str, meant: str) -> None:
    mended, corrections = mend(typed, read().vocabulary)
    assert mended == meant
    assert corrections


@pytest.mark.parametrize(
    "right",
    [
        "绩效", "奖金多少", "电贵不贵", "目标", "永久", "已经", "体育", "这个本子", "基金多少", "政府性基金", "公积金和奖金", "年终奖金", "现金多少", "总金额",
        "会议费", "水费和电费", "办公用房", "购买服务", "效益指标", "今年的机关运行经费为什么涨",
        "经费比去年多多少", "综合险保多少人", "应急保障的占几辆", "整体绩效目标里权重最高",
        "四家预算单位里谁钱最多", "政府囤煤花多少钱", "采购款有多少是从财政专户出的", "较上年增加",
        "逛街到哪", "镇上往区里打的请示", "事业视野", "退休费", "印章费多少", "运维费多少",
    ],
)  # fmt: skip
def test_right_words_stay(right: str) -> None:
    assert mend(right, read().vocabulary) == (right, ())


def test_a_lookalike_inside_a_printed_fee() -> None:
    words = Vocabulary(strong=["印刷费", "运行费"], labels=["印刷费", "运行费", "信息化运维"])
    assert mend("项目支出里印涮费多少", words)[0] == "项目支出里印刷费多少"
    assert mend("印章费和运维费多少", words)[1] == ()


def test_words_that_corpora_share_are_the_same_by_themselves() -> None:
    words = ["印刷费", "运行费", "公益性岗位补贴", "医疗保险", "医疗保健"]
    labels = ["印刷费", "信息化运行维护", "城乡居民医疗保险"]
    whole = Vocabulary(strong=words, labels=labels)
    parts = Vocabulary(strong=words[:2], labels=labels, common=words[2:])
    assert parts.strong == whole.strong
    assert parts.grams == whole.grams
    assert parts.pairs == whole.pairs
    for word in (*words, *whole.grams):
        key = " ".join(map(sound, word))
        assert parts.sounding(key) == whole.sounding(key)
    assert parts.losing(["医疗险"]) == whole.losing(["医疗险"]) == {"医疗保险"}


def test_sounds() -> None:
    assert sound("视") == sound("四")
    assert sound("牛") == sound("刘")
    assert sound("公") != sound("车")
    assert {"zhong", "chong"} <= set(readings("重"))
