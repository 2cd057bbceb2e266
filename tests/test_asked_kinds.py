"""Know the kind of a question by how it is worded, whatever it names, and ask it in plain words."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from evals import train_kinds
from ingest.data_files import data_file
from qa.asked import kinds, learned, restate, slots
from qa.asked.slots import COLUMN, ITEM, PERCENT, PROJECT, TABLE, Slot
from qa.chain import Chain
from qa.query import Route
from qa.understand import understand
from qa.weights import packed, unpacked


def _wordings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = data_file("evals", train_kinds.WORDINGS)["kinds"]
    return found


def test_every_wording_names_what_its_kind_is_said_of() -> None:
    known = kinds.kinds()
    assert set(known) <= set(_wordings())
    for name, kind in known.items():
        wanted = set(kinds.letters_of(kind.say))
        for wording in _wordings()[name]:
            assert set(kinds.letters_of(wording)) == wanted, (name, wording)


def test_no_wording_is_of_two_kinds() -> None:
    counted = Counter(wording for said in _wordings().values() for wording in said)
    assert [wording for wording, times in counted.items() if times > 1] == []


def test_every_letter_of_a_kind_stands_for_something() -> None:
    letters = {letter for kind in kinds.kinds().values() for letter in kind.letters}
    assert letters <= set(data_file("qa", kinds.FILE)["letters"])


def _slot(text: str, said: str, *of: str) -> Slot:
    start = said.index(text)
    return Slot(text, start, start + len(text), of)


def test_which_thing_is_which_is_told_by_the_order_it_is_said_in() -> None:
    said = "甲里头乙占几成"
    named = [_slot("甲", said, ITEM), _slot("乙", said, ITEM)]
    whole_first = kinds.placed("share_in:xy", named)
    part_first = kinds.placed("share_in:yx", named)
    assert whole_first
    assert (whole_first["x"].text, whole_first["y"].text) == ("甲", "乙")
    assert part_first
    assert (part_first["x"].text, part_first["y"].text) == ("乙", "甲")


def test_things_of_another_kind_or_number_do_not_fit() -> None:
    said = "甲和乙"
    one, table = _slot("甲", said, ITEM), _slot("乙", said, TABLE)
    assert kinds.placed("two_sum", [one]) is None
    assert kinds.placed("two_sum", [one, table]) is None
    assert kinds.placed("no_such_kind", [one]) is None
    column = _slot("乙", said, COLUMN)
    fitting = kinds.placed("two_sum", [one, column])
    assert fitting
    assert fitting["y"] is column


@pytest.mark.parametrize("said", ["10%", "百分之10", "10个百分点"])
def test_a_percentage_is_said_once(said: str) -> None:
    given_things = {
        "x": Slot("甲", 0, 1, (PROJECT,)),
        "q": Slot(said, 1, 1 + len(said), (PERCENT,)),
    }
    plain = kinds.said(kinds.kinds()["part_percent"], given_things, "")
    assert plain == "甲的10%是多少？"


def test_wordings_are_tried_with_names_in_their_order() -> None:
    names = kinds.stands()
    assert kinds.filled("{y}比{x}少百分之{q}吗", names) == "培训费比会议费少10%吗"
    assert kinds.filled("{p}的{i}和{p}", names) == "数据项目的培训人次和数据项目"


@settings(deadline=None)
@given(arrays.arrays(np.int8, st.integers(1, 40)))
def test_weights_come_back_as_they_were_kept(numbers: np.ndarray) -> None:  # type: ignore[type-arg]
    assert (unpacked(packed(numbers, np.int8), np.int8) == numbers).all()


def test_what_is_learned_covers_every_kind() -> None:
    weights = learned.weights()
    named = {label.partition(kinds.ORDER)[0] for label in weights.labels}
    assert set(kinds.kinds()) <= named
    assert learned.OTHER in named
    assert weights.weights.shape == (len(weights.labels), len(weights.centre))


def test_likelihoods_are_one_together() -> None:
    found = learned.likely("培训费和会议费归拢到一堆是多少")
    assert found[0][0] == "two_sum"
    assert abs(sum(odds for _, odds in found) - 1) < 1e-4


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("巨灾保险的金额大过改革调研专项多少", ["巨灾保险", "改革调研专项"]),
        ("培训费减两成是多少", ["培训费"]),
        ("项目支出明细表里超过100万元的", ["项目支出明细表", "100万元"]),
    ],
)
def test_names_are_told_from_how_it_is_asked(chain: Chain, question: str, of: list[str]) -> None:
    view = chain.view()
    asked = slots.read(view, understand(question, view.catalogue))
    assert [slot.text for slot in asked.slots] == of


def test_a_longer_phrase_is_no_name_inside_it(chain: Chain) -> None:
    view = chain.view()
    asked = slots.read(view, understand("规范性津补贴的金额是多少", view.catalogue))
    assert [slot.text for slot in asked.slots] == ["规范性津补贴"]


def _figures(chain: Chain, question: str, *history: str) -> list[tuple[Decimal, str | None]]:
    answer = chain.ask(question, history)
    assert answer.route in (Route.TABLE, Route.BOTH), answer.answer
    return [(Decimal(v.value), v.unit) for v in answer.values]


NEIGHBOUR = (
    "我家邻居说今年啥都变了，我不服气，就打赌看行政事业单位医疗。"
    "您给说说它跟上一年比到底增减了多少钱？"
)


def test_a_doubted_answer_gives_way_to_the_kind_that_is_asked(chain: Chain) -> None:
    assert (Decimal("52.38"), "万元") in _figures(chain, NEIGHBOUR)


def test_an_answer_without_doubt_is_left(chain: Chain) -> None:
    assert _figures(chain, "邮电费这笔钱该发多少")[0] == (Decimal("30.00"), "万元")


def test_what_nobody_understood_is_asked_as_its_kind_in_english_too(chain: Chain) -> None:
    told = chain.ask(
        "How many indicators of the type 成本指标 are set for 50015225T000005004660-招商外事专项?"
    )
    assert told.route is Route.TABLE
    assert told.answer.startswith("The project “招商外事专项” has 4 成本指标")


def test_an_office_that_a_term_begins_with_is_no_body(chain: Chain) -> None:
    said = "By how much do office expenses exceed travel expenses?"
    assert _figures(chain, said)[0] == (Decimal("95.03"), "万元")


def test_a_talk_leans_on_what_was_understood(chain: Chain) -> None:
    assert _figures(chain, "换成元是多少", NEIGHBOUR)[0][1] == "元"


def test_what_is_worked_out_is_left_as_it_was_read(chain: Chain) -> None:
    shares = _figures(chain, "公务接待费和培训费一共占多少")
    assert (Decimal("0.82"), "%") in shares


def test_a_question_with_words_of_no_wording_stays_refused(chain: Chain) -> None:
    assert chain.ask("国有资本经营预算拨款的发行量").route is Route.REFUSE


def test_words_of_no_wording_are_not_weighed_where_they_would_be_left(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd, plain = "邮电费的发行量比重咋个摊", "邮电费占办公费的百分之几"
    weighed: list[str] = []
    likely = learned.likely

    def noted(frame: str) -> tuple[tuple[str, float], ...]:
        weighed.append(frame)
        return likely(frame)

    monkeypatch.setattr(learned, "likely", noted)
    assert restate.restated(chain.view(), odd, later=False, odd=False) is None
    assert weighed == []
    restate.restated(chain.view(), odd, later=False)
    assert weighed, "where it may be told, it is weighed"
    weighed.clear()
    told = restate.restated(chain.view(), plain, later=False, odd=False)
    assert told == restate.restated(chain.view(), plain, later=False)
    assert weighed


def test_what_asks_only_for_an_amount_is_not_weighed() -> None:
    assert kinds.is_plain("培训费是多少钱?")
    assert not kinds.is_plain("培训费每季度多少钱?")
    assert not kinds.is_plain("培训费占几成")


@pytest.mark.parametrize(
    "question",
    [
        "隔壁云沔县教育局的邮电费按季发，一季该发多少",
        "2019年的邮电费按季发，一季该发多少",
        "书记一年到手的工资按季发，一季该发多少",
    ],
)
def test_what_no_document_tells_stays_refused(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE
