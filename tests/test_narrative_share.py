"""Work out what share one stated amount is of another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.records import Disclosure, Document, Location, Passage, Phase
from ingest.store import Store
from qa.chain import Chain
from qa.narration.facts import facts
from qa.query import Route

TOLD = (
    "2026年本部门政府采购预算4821.20万元，其中：政府采购货物预算57.43万元、政府采购工程预算3780.72万元、"
    "政府采购服务预算983.05万元。",
    "2026年本部门面向中小企业预留政府采购项目预算金额1928.48万元。",
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget that only tells of procurement."""
    place = tmp_path_factory.mktemp("store")
    here, owner = Location("a.pdf", 1), Disclosure("某县财政局", 2026, Phase.BUDGET)
    told = tuple(Passage(i, text, ("采购情况",), here) for i, text in enumerate(TOLD, 1))
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, owner, "预算", 1, True, (), told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "percent"),
    [
        ("工程采购占政府采购总额的百分之几？", "78.42"),
        ("面向中小企业预留的采购占政府采购预算的比例是多少？", "40.00"),
    ],
)
def test_a_share_of_stated_amounts(chain: Chain, question: str, percent: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TEXT, answer.answer
    assert (answer.values[0].value, answer.values[0].unit) == (percent, "%")
    assert answer.calculation is not None


@pytest.mark.parametrize(
    "question", ["会议费占采购总额的百分之几？", "政府采购占会议费的百分之几？"]
)
def test_no_share_where_one_amount_is_not_stated(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert not any(v.unit == "%" for v in answer.values), answer.answer
    assert answer.calculation is None


def test_every_amount_of_a_list_has_its_own_subject() -> None:
    found = [(f.subject, f.value) for f in facts(TOLD[0])]
    assert found == [
        ("政府采购", "4821.20"),
        ("政府采购货物", "57.43"),
        ("政府采购工程", "3780.72"),
        ("政府采购服务", "983.05"),
    ]
    near_miss = facts("会议费10万元、较上年减少3万元。")
    assert [(f.subject, f.value, f.delta) for f in near_miss] == [("会议费", "10", "3")]


def test_the_part_asked_for_is_told_before_the_whole(chain: Chain) -> None:
    assert chain.ask("工程采购多少？").values[0].value == "3780.72"
    assert chain.ask("政府采购总额多少？").values[0].value == "4821.20"
