"""Rank the rows of the shipped disclosure by whole questions."""

from __future__ import annotations

import time

import numpy as np
import pytest

from qa.chain import Chain
from qa.linking.rank import BELIEVED, Ranked, learned
from qa.linking.rank_features import NAMES
from qa.query import Route
from qa.understand import understand


def ranked(chain: Chain, question: str) -> Ranked:
    """Return the rows of a question."""
    view = chain.view()
    found = view.ranker.rank(understand(question, view.catalogue))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("老百姓写给区长的信，公开信箱那块要办结到百分之几", "公开信箱办结率"),
        ("听说除了社保还有个啥子年金，今年公家给缴好多嘛", "职业年金缴费"),
        ("一年要跑镇街去督查调研多少趟", "开展对镇街督查调研"),
        ("平时抽查值班的次数定了多少", "值班抽查次数"),
        ("给金融产业发展的那个补助，一共拿了我们多少钱出来", "金融产业发展补助"),
    ],
)
def test_chatter_and_unknown_words_do_not_hide_a_row(
    chain: Chain, question: str, label: str
) -> None:
    labels = [row.label for row in ranked(chain, question).rows[:2]]
    assert any(label in found for found in labels)


@pytest.mark.parametrize(
    "question",
    [
        "储备冻猪肉去年一共投放了几吨到市场？",
        "隔壁学校食堂一顿饭多少钱",
        "How many tons of pork were released last year?",
    ],
)
def test_what_no_row_says_is_not_believed(chain: Chain, question: str) -> None:
    assert not ranked(chain, question).is_sure
    assert chain.ask(question).route is not Route.TABLE


def test_rows_of_another_unit_are_told_apart(chain: Chain) -> None:
    view = chain.view()
    query = understand("政府会议一年开多少次", view.catalogue)
    figures, places = view.ranker.features(query)
    fits = figures[:, NAMES.index("unit_fits")]
    units = {
        view.ranker.rows.rows[at].unit for at, fit in zip(places, fits, strict=True) if fit == 1
    }
    assert "次" in units
    assert not units & {"万元", "%", ""}


@pytest.mark.parametrize(
    "question", ["政府会议一年开多少次", "巡河捡垃圾的人多少", "How many vehicles are kept?"]
)
def test_no_row_weighs_more_than_its_bound(chain: Chain, question: str) -> None:
    view = chain.view()
    query = understand(question, view.catalogue)
    documents = tuple(view.catalogue.documents)
    bounds, at = view.ranker.most(query, documents)
    figures, places = view.ranker.features(query, documents)
    assert at == places
    assert (figures @ view.ranker.weights.rank <= bounds + 1e-4).all()


@pytest.mark.parametrize("blind", [False, True])
def test_weights_are_learned_for_every_figure(*, blind: bool) -> None:
    weights = learned(blind=blind)
    assert weights.rank.shape == (len(NAMES),)
    assert weights.belief.shape == (len(BELIEVED),)
    assert np.isfinite(weights.rank).all()


def test_one_row_that_may_be_meant_is_asked_about_and_confirmed(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = next(row for row in chain.view().ranker.rows.rows if row.label == "办公费")
    unsure = Ranked((row,), (0.7,), 0.5, differs=False)
    monkeypatch.setattr("qa.linking.rank.Ranker.rank", lambda *_: unsure)
    question = "柴米油盐那些东西安排了多少钱"
    asked = chain.ask(question)
    assert asked.route is Route.CLARIFY
    assert asked.answer.startswith("没有十足把握，问的是不是这个：")
    assert [value.value for value in asked.values] == ["105.03"]
    assert asked.suggestions[0] == "对，就是这个"
    told = chain.ask("对，就是这个", history=[question])
    assert told.route is Route.TABLE
    assert [value.value for value in told.values] == ["105.03"]
    assert chain.ask("1", history=[question]).values == told.values


def test_ranking_is_quick(chain: Chain) -> None:
    view = chain.view()
    query = understand("一年要跑镇街去督查调研多少趟", view.catalogue)
    view.ranker.rank(query)
    best = min(_took(lambda: view.ranker.rank(query)) for _ in range(5))
    assert best < 0.05


def _took(call) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
