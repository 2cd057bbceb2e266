"""Cut real narrative into sentences, statements and clauses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.words.sentences import clauses, plain, sentences, statements, tidy


def texts(spans: list) -> list[str]:
    return [span.text for span in spans]


def test_tidy_drops_layout_spaces_and_keeps_words() -> None:
    assert (
        tidy("支 出 4,523.04 万元，主要\n用于 12345 热线") == "支出4,523.04万元，主要用于12345热线"
    )
    assert tidy("how many vehicles") == "how many vehicles"


def test_figures_and_brackets_are_not_cut() -> None:
    text = "收入10,586.36万元,其中(甲,乙)3万元;共有车辆9辆。"
    assert texts(clauses(text)) == ["收入10,586.36万元,", "其中(甲,乙)3万元;", "共有车辆9辆。"]
    assert texts(statements(text)) == ["收入10,586.36万元,其中(甲,乙)3万元;", "共有车辆9辆。"]


def test_a_bracket_that_never_closes_does_not_swallow_the_rest() -> None:
    assert texts(sentences("甲（乙。丙。丁")) == ["甲（乙。", "丙。", "丁"]


@given(st.text(alphabet="甲乙，。；（）()“”,;12. \n", max_size=60))
def test_nothing_but_marks_is_lost(text: str) -> None:
    kept = "".join(texts(clauses(text)))
    assert [c for c in kept if c in "甲乙12"] == [c for c in text if c in "甲乙12"]


@given(st.text(max_size=60))
def test_plain_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_words_that_end_in_de_belong_to_what_follows_their_comma() -> None:
    found = [c.text for c in clauses("由中小企业成交的，采购金额4万元，其余2万元。")]
    assert found == ["由中小企业成交的，采购金额4万元，", "其余2万元。"]
    assert len(clauses("目的，采购金额4万元。")) == 1
    assert len(clauses("由中小企业成交，采购金额4万元。")) == 2  # near miss: no 的
