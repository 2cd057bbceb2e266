"""Words that a row explains: the one that explains more of a question is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.linking.cover import covered
from qa.linking.cover_english import meanings, told
from qa.linking.labels import without_dates
from qa.words import references
from qa.words.reasons import refusals
from qa.words.unit_names import UnitNames, _short_for


@pytest.mark.parametrize(
    ("words", "label", "share"),
    [
        ("远教站点", "远程教育站点维护经费", 0.95),
        ("维护费", "远程教育站点维护经费", 0.97),
        ("维护费", "公务接待费", 0.0),
        ("", "公务接待费", 1.0),
    ],
)
def test_a_name_explains_words_whole_or_in_short(words: str, label: str, share: float) -> None:
    assert covered(words, label, label) == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(
    ("word", "body"),
    [
        ("特校", "特殊教育学校"),
        ("职教中心", "职业教育中心"),
        ("文物所", "文物管理所"),
        ("供水站", "农村供水服务站"),
    ],
)
def test_a_unit_goes_by_its_short_name(word: str, body: str) -> None:
    assert _short_for(word, body)


@pytest.mark.parametrize(
    ("word", "body"),
    [
        ("学校", "特殊教育学校"),  # a word inside the name: it may be any school
        ("育校", "特殊教育学校"),  # two characters from its middle
        ("特教", "特殊教育学校"),  # not to the name's end
        ("文物管理所", "文物管理所"),
    ],
)
def test_what_is_no_short_name(word: str, body: str) -> None:
    assert not _short_for(word, body)


@pytest.mark.parametrize(
    ("years", "text", "kept"),
    [
        ((2025,), "那个2025年度政务信息化建设项目今年多少", ()),
        ((2025,), "2025年度政务信息化建设项目2025年多少", (2025,)),
        ((2025,), "2025年三公经费多少", (2025,)),
    ],
)
def test_a_year_inside_a_name_is_no_year_asked_for(
    years: tuple[int, ...], text: str, kept: tuple[int, ...]
) -> None:
    marks = replace(references.read("", (), ()), years=years)
    names = ["2025年度政务信息化建设项目"]
    assert references.undated(marks, {2026}, text, names).years == kept


def test_a_year_of_a_name_said_in_part() -> None:
    names = ["2025年度政务信息化建设项目"]
    assert (
        without_dates("那个2025年度信息化建设项目批了多少", names) == "那个信息化建设项目批了多少"
    )
    assert "2024" in without_dates("2024年度信息化建设项目批了多少", names)
    assert "2025" in without_dates("2025年度信息化运维项目批了多少", names)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("每个科室分别给多少预算呀", True),
        ("各处室的经费是多少", True),
        ("how much does each division get", True),
        ("内设几个科室", False),
        ("各科室负责什么", False),
    ],
)
def test_budgets_of_internal_divisions_are_not_published(text: str, refused: bool) -> None:
    assert ("per_office" in refusals(text)) == refused


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("港口局局长一年差旅报销多少", True),
        ("教育局长年薪多少", True),
        ("局长办公会开几次", False),
        ("校长培训费多少", False),
    ],
)
def test_what_one_person_spends_is_not_published(text: str, refused: bool) -> None:
    assert ("individual_pay" in refusals(text)) == refused


@pytest.mark.parametrize(
    ("question", "label", "share", "named"),
    [
        ("What did they plan for nutrition meals for rural pupils?",
         "农村义务教育学生营养改善计划县级补助", 0.75, 3),
        ("school security guards - budget?", "校园安保服务", 1.0, 2),
        ("school security guards - budget?", "物业管理费", 0.5, 1),
        ("What is the budget of the project?", "公务接待费", 0.0, 0),
    ],
)  # fmt: skip
def test_english_words_are_told_by_what_they_may_mean(
    question: str, label: str, share: float, named: int
) -> None:
    assert told(meanings(question), label, label) == (pytest.approx(share), named)


def test_the_end_of_a_longer_name_is_not_read_as_another_unit() -> None:
    names = UnitNames.__new__(UnitNames)
    names._printed = frozenset[str]()
    names._bodies = {
        "国际投资促进中心": "某市国际投资促进中心",
        "商务会展促进服务中心": "某市商务会展促进服务中心",
    }
    assert names.written("投资促进中心有几个项目") == "投资促进中心有几个项目"
    assert names.written("会展促进中心有几个项目") == "商务会展促进服务中心有几个项目"


def test_a_long_short_name_is_the_unit_of_its_characters() -> None:
    names = UnitNames.__new__(UnitNames)
    names._printed = frozenset[str]()
    names._bodies = {"医疗保障信息和监测中心": "某市医疗保障信息和监测中心"}
    assert names.written("医保信息和监测中心有几个项目") == "医疗保障信息和监测中心有几个项目"
    assert names.written("医保局和监测中心有几个项目") == "医保局和监测中心有几个项目"
