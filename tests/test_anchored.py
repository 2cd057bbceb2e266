"""Questions about rows named by a table's title, a class above them or a mark, however worded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words.anchored import read
from qa.words.code_parts import written
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

SCHOOLS = "云沔县教育局2026年部门预算公开表及说明.xlsx"
KNOWN = {"208", "20805", "2080501", "21011", "20138"}


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget with a list of projects and marked purchases."""
    path = Path(__file__).parents[1] / "evals" / "documents" / SCHOOLS
    with chain_over(path, tmp_path_factory.mktemp("schools")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("208类05款01项是多少钱", "2080501是多少钱"),
        ("功能科目208类下05款下01项,列了多少", "功能科目2080501,列了多少"),
        ("只写了科目:类208,款05,项01。报一下", "只写了科目:2080501。报一下"),
        ("项级科目01,归在208类的05款之下,金额多少", "2080501,金额多少"),
        ("38款(属201类)的款级金额,不分项,是多少", "20138金额,是多少"),
        ("the amount of class 210, 款 11", "the amount of 21011"),
        ("208类05款99项多少", "2080599多少"),  # printed nowhere, so that nothing is told of 20805
        ("208(类)05(款)01(项)的金额", "2080501的金额"),
        ("208类里最大的05年项目", "208类里最大的05年项目"),
        ("3项加起来多少款", "3项加起来多少款"),
    ],
)
def test_parts_of_a_code_are_made_one(text: str, whole: str) -> None:
    assert written(text, KNOWN) == whole


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("项目支出情况表里最大的两项加一加，总数是几？", "26605300.00"),
        ("饭桌上我姐夫说，最大的那几项一加不得了。给我加一下项目支出情况表里头最大的2项。", "26605300.00"),
        ("采购类别（货物）名下的钱，合计是多少？", "6824500.00"),
        ("采购类别是货物、金额超过50万元的有几个", "4"),
        ("How many rows have 货物 as their 采购类别?", "5"),
        ("项目支出情况表，下限30万元，上限60万元，几项？", "2"),
        ("有几项在项目支出情况表里不到50万元", "3"),
        ("项目支出情况表里超过500万元的占百分之几", "32221300.00"),
        ("205 下面有几款", "6"),
        ("教育支出下面一共分几样啊？", "6"),
        ("老师说先拿掉特殊的再看。我看工资福利支出，觉得基本工资特殊，拿掉它以后是多少？", "101837285.00"),
        ("把项目支出情况表上名称含“学考”的全部相加，得多少", "486500.00"),
        ("项目支出情况表平均每个月多少", "4629783.33"),  # of months there is no mean of projects
    ],
)  # fmt: skip
def test_a_set_is_reckoned_with(schools: Chain, question: str, value: str) -> None:
    answer = schools.ask(question)
    assert answer.route is Route.TABLE
    assert answer.values[0].value == value


def test_the_largest_is_told_with_its_share(schools: Chain) -> None:
    answer = schools.ask("项目支出情况表上头号大项是谁，占总数几成几（要百分数）？")
    assert answer.values[0].label == "县第二实验初中迁建（专项债配套）"
    assert "33.30" in [v.value for v in answer.values]


@pytest.mark.parametrize(
    "masked",
    ["▣里跟民生有关的最大的是哪项", "▣里增长最多的是哪项", "▤下面最大的一项比上年增加多少"],
)
def test_what_is_not_explained_is_seen(masked: str) -> None:
    from qa.words import anchored

    ask = read(masked)
    assert ask is not None
    assert ask.left or anchored.word("other").search(masked)


@pytest.mark.parametrize(
    "question", ["项目支出情况表里跟民生有关的最大的是哪项", "去年项目支出情况表里最大的3项"]
)
def test_rows_that_other_words_choose_are_not_told(schools: Chain, question: str) -> None:
    assert schools.ask(question).route is not Route.TABLE
