"""Test everyday words and English terms, and that the data are whole."""

from __future__ import annotations

import pytest

from qa.words import lexicon

KINDS = {
    "fiscal_summary", "general_expenditure", "basic_economic", "project_economic",
    "government_economic", "three_public", "government_fund", "state_capital", "total_summary",
    "income_summary", "expenditure_summary", "procurement", "project_list",
    "overall_performance", "project_performance", "operating_expenses", "unit_expenditure",
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "term", "code"),
    [
        ("请客吃饭", "公务接待费", "30217"), ("养车钱", "公务用车运行维护费", "30231"),
        ("打车费", "其他交通费用", "30239"), ("话费", "邮电费", "30207"),
        ("底薪", "基本工资", "30101"), ("低保", "最低生活保障", "20819"),
        ("修路", "交通运输支出", "214"), ("离休老干部", "离休费", "30301"),
        ("环卫", "城乡社区环境卫生", "21205"), ("人头费", "人员经费", None),
        ("因公出国（境）费用", "因公出国(境)费用", "30212"),
    ],
)  # fmt: skip
def test_everyday_words(word: str, term: str, code: str | None) -> None:
    sense = lexicon.sense(word)
    assert sense is not None
    assert (sense.hints[0].term, sense.hints[0].code) == (term, code)


def test_ambiguous_words_have_several_senses_and_a_caution() -> None:
    for word in ("社保", "绩效", "工资", "养老", "医疗"):
        sense = lexicon.sense(word)
        assert sense is not None
        assert len(sense.hints) > 1
        assert sense.hints[0].caution


def test_words_for_two_terms_at_once() -> None:
    sense = lexicon.sense("水电费")
    assert sense is not None
    assert sense.together
    assert [hint.code for hint in sense.hints] == ["30205", "30206"]


def test_unknown_word() -> None:
    assert lexicon.sense("飞碟") is None


def test_size_and_kinds() -> None:
    senses = lexicon.senses()
    assert len(senses) >= 1200
    kinds = {kind for sense in senses.values() for hint in sense.hints for kind in hint.kinds}
    assert kinds <= KINDS
    assert all(0 < hint.weight <= 1 for sense in senses.values() for hint in sense.hints)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("housing provident fund", "住房公积金"), ("Official receptions", "公务接待费"),
        ("labour service fees", "劳务费"), ("civil servants' medical subsidies", "公务员医疗补助"),
        ("General Public Budget", "一般公共预算"), ("vehicle purchases", "公务用车购置"),
    ],
)  # fmt: skip
def test_english(english: str, chinese: str) -> None:
    assert lexicon.translate(english) == chinese


def test_english_leaves_the_rest() -> None:
    assert lexicon.translate("How much is the 巨石 budget?") == "How much is the 巨石 预算 ?"
    assert lexicon.translate("predatory") == "predatory"
