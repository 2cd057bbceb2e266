"""Test that places of elsewhere are told from the corpus's own and from words that are none."""

from __future__ import annotations

import pytest

from qa.words.places import foreign
from tests.understanding import read


def names(question: str, *keys: int) -> list[str]:
    return [place.name for place in foreign(question, read(*keys).departments)]


@pytest.mark.parametrize(
    "question",
    [
        "数字化治理那边一年要跑镇街督查多少趟",
        "出省出市学习多少次",
        "红十字那旮沓街道给整了几万块",
    ],
)
def test_verbs_and_dialect_are_no_places(question: str) -> None:
    assert names(question, 1) == []


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("北京的三公经费", "北京"),
        ("成都市武侯区的综合保险多少钱", "成都市武侯区"),
        ("重庆市渝中区政府办2026年预算", "渝中区"),
        ("大足财政局今年花多少钱", "大足"),
        ("双江镇人民政府今年预算多少", "双江镇"),
        ("梓潼街道办三公多少", "梓潼街道"),
        ("How much does Chengdu spend on meetings?", "Chengdu"),
        ("Beijing's three public expenses", "Beijing"),
        ("Yuzhong District office budget", "Yuzhong District"),
    ],
)
def test_elsewhere(question: str, place: str) -> None:
    assert names(question, 1) == [place]


@pytest.mark.parametrize(
    "question",
    [
        "今年全区的政务值班",
        "江南区政府办的奖金",
        "我在成都上班，想问奖金多少",
        "数字化城市运行和治理中心运维",
        "友好城市互访经费",
        "哈尔滨银行的补贴",
        "我们街道今年花多少",
        "城乡社区支出",
        "Digital City operation",
        "区县级财政给了多少",
        "真金白银花出去多少",
        "来宾接待",
        "26年从区财政拿多少",
        "二六年从区财政一共拿好多钱",
        "长寿老人补贴",
    ],
)
def test_no_place_of_elsewhere(question: str) -> None:
    assert names(question, 1) == []


def test_government_above_the_office() -> None:
    assert names("重庆市政府2026年总预算", 1) == ["重庆市政府"]
    assert names("江南区政府今年总预算", 1) == []
    assert names("市政府工作报告", 1) == []


def test_a_place_before_a_department_names_it() -> None:
    scope = read(1).understand("重庆市渝中区政府办2026年预算").scope
    assert (scope.named, scope.strangers) == (False, ("渝中区政府办",))


def test_a_neighbour_who_talks_is_no_other_district() -> None:
    assert read(1).understand("听隔壁老李讲有综合保险，多少钱").scope.strangers == ()
    assert read(1).understand("隔壁区花多少").scope.strangers == ("隔壁区",)
