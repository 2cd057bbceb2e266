"""Link phrases to labels, and keep what only resembles them apart."""

from __future__ import annotations

import pytest

from qa.catalogue import Entry, Heading, Sheet
from qa.linking.index import CORE, EXACT, GramIndex
from qa.linking.names import column_names, subject_of
from qa.linking.text import bare, core, unnumbered
from qa.linking.words import load_words


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("（一）“三公”经费", "三公经费"),
        ("其中：（一）因公出国（境）支出", "因公出国境支出"),
        ("二、外交支出", "外交支出"),
        ("1.公务用车购置费", "公务用车购置费"),
        ("2010301", "2010301"),
    ],
)
def test_bare_drops_numbering_quotes_and_brackets(printed: str, expected: str) -> None:
    assert bare(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("机关事业单位职业年金缴费支出", "机关事业单位职业年金"),
        ("（三）公务接待费支出", "公务接待"),
        ("其他收入", "其他收入"),  # only 其他 would be left
        ("住房公积金", "住房公积金"),
    ],
)
def test_core_drops_formal_suffixes(printed: str, expected: str) -> None:
    assert core(printed) == expected


def test_unnumbered_keeps_the_name() -> None:
    assert unnumbered("（十二）城乡社区支出") == "城乡社区支出"
    assert unnumbered("行政运行") == "行政运行"


@pytest.fixture(scope="module")
def index() -> GramIndex:
    labels = [
        "公务接待费", "公务用车运行维护费", "会议费", "培训费", "农业保险", "城市运行维护专项",
        "全区征兵宣传活动", "外事宣传", "机关事业单位职业年金缴费支出", "其他收入", "其他支出",
    ]  # fmt: skip
    made = GramIndex(labels)
    for label in labels:
        made.add_core(label)
    return made


def test_exact_beats_core_beats_likeness(index: GramIndex) -> None:
    assert index.match("会议费")["会议费"] == EXACT
    assert index.match("会议")["会议费"] == CORE
    found = index.match("征兵宣传")
    assert max(found, key=lambda label: found[label]) == "全区征兵宣传活动"
    assert found["全区征兵宣传活动"] < CORE


def test_a_general_word_does_not_make_two_labels_one(index: GramIndex) -> None:
    found = index.match("其他收入")
    assert found["其他收入"] == EXACT
    assert found.get("其他支出", 0.0) < 0.8


def test_an_unknown_word_matches_nothing_well(index: GramIndex) -> None:
    assert max(index.match("区块链钱包").values(), default=0.0) < 0.5


def heading(index: int, *path: str, role: str = "amount") -> Heading:
    return Heading(index, path, role, 0, 2026, None, "万元")


def test_a_total_under_a_head_goes_by_the_head() -> None:
    names = column_names(heading(4, "2026年预算数", "公务用车购置及运行费", "小计"), load_words())
    assert "公务用车购置及运行费" in names
    assert column_names(heading(0, "科目名称", role="label"), load_words()) == []


def entry(label: str, text: str, kind: str = "field") -> Entry:
    return Entry(1, 1, 0, label, text, None, None, 1, (), None, None, kind, None, None, None)


def test_the_subject_of_a_form_is_its_project_without_code() -> None:
    row = entry("项目名称", "项目名称 12345622T000000125711-道路养护")
    form = Sheet(1, 1, 1, "附件12-1", "绩效表", "project_performance", None, (), (), (), (row,))
    assert subject_of(form) == "道路养护"
    other = Sheet(1, 1, 1, "附件3", "表", "basic_economic", None, (), (), (), (row,))
    assert subject_of(other) == ""


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("一年开几次会", "count"), ("一共多少钱", "money"), ("权重是多少", "weight"),
        ("要达到百分之几", "percent"), ("行政运行", None),
    ],
)  # fmt: skip
def test_the_kind_of_figure_asked(question: str, measure: str | None) -> None:
    assert load_words().measure_asked(question) == measure
