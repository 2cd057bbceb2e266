"""The sentence nearest to a whole question: beside an answer that leaves it out, else not told."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pytest

from qa.chain import Chain
from qa.narration.nearest import nearest_of, pairs, share
from qa.narration.want import want
from qa.narrative import evidence_of, meant
from qa.query import Route
from qa.retrieve import Hit, Retriever
from qa.understand import understand
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

CIVIL = "洛原县民政局2024年度部门决算说明.docx"
STREETS = "临澜市综合行政执法局2025年部门预算.docx"
SCHOOLS = "云沔县教育局2026年部门预算公开表及说明.xlsx"
BOOKS = "深圳市澜湖区图书馆2026年单位预算.pdf"
READERS = "淮沭市图书馆2026年度单位预算.html"
STREET = "红旗街道2026部门预算公开.html"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over six disclosures."""
    place = tmp_path_factory.mktemp("nearest")
    files = [DOCUMENTS / name for name in (CIVIL, STREETS, SCHOOLS, BOOKS, READERS, STREET)]
    with chain_over(files, place) as opened:
        yield opened


def test_pairs_do_not_reach_over_marks() -> None:
    assert pairs("公厕改造，16座") == {"公厕", "厕改", "改造", "16", "6座"}


def test_rare_pairs_weigh_most() -> None:
    weights = {"公厕": 5.0, "今年": 1.0}
    assert share(weights, "公厕改造") == pytest.approx(5 / 6)
    assert share(weights, "今年的事") == pytest.approx(1 / 6)
    assert share({}, "公厕") == 0


def test_the_first_sentence_has_the_rare_words(chain: Chain) -> None:
    catalogue = chain.view([SCHOOLS]).catalogue
    evidence = evidence_of(catalogue)
    query = understand("特岗老师工资算不算在这份预算里头", catalogue)
    found = nearest_of(evidence).rank(query.original, want(query), catalogue.documents)
    assert found[0].unit.text.startswith("特岗教师工资由中央和省级统筹，未列入本预算")
    assert found[0].score > found[1].score


@pytest.mark.parametrize(
    ("document", "question", "said"),
    [
        (CIVIL, "殡仪馆怎么冒出来的，以前没有吧", "原因是机构改革后独立核算"),
        (STREETS, "公厕凭啥今年要花钱改", "公厕改造列入2025年市政府民生实事"),
        (STREETS, "第三卫生间给谁用的，修几间", "新增第三卫生间9间"),
        (SCHOOLS, "特岗老师工资谁来出，算不算在本预算里", "由中央和省级统筹，未列入本预算"),
        (BOOKS, "少儿馆改造几月动工，什么时候能进去", "施工期为3月至9月"),
        (BOOKS, "少儿馆改造几月动工，什么时候能进去", "并于国庆前开放"),
        (STREET, "考核低于几分要扣钱，扣几成", "考核低于80分的扣减当季服务费10%"),
        (READERS, "我家小孩想晚上去少儿阅览区，今年打算开到几点啊", "夜间开放时间至21:00"),
        (BOOKS, "无感借阅怎么个借法，几个分馆先试", "在3个分馆上线智能书架"),
    ],
)
def test_the_sentence_that_answers_is_told(
    chain: Chain, document: str, question: str, said: str
) -> None:
    answer = chain.ask(question, docs=[document])
    assert said in answer.answer
    assert any(said in citation.quote for citation in answer.citations)
    assert answer.route in (Route.TEXT, Route.BOTH)


@pytest.mark.parametrize(
    ("document", "question"),
    [
        (CIVIL, "民政局局长叫什么名字"),
        (CIVIL, "2026年殡仪馆打算花多少"),
        (BOOKS, "馆长一年工资多少"),
        (STREETS, "公厕改造是哪家公司中标的"),
        (READERS, "我想晚上去健身房，今年打算开到几点"),
        (READERS, "我想捐书，今年打算收几本"),
    ],
)
def test_what_stands_near_is_no_answer_to_what_is_not_printed(
    chain: Chain, document: str, question: str
) -> None:
    assert chain.ask(question, docs=[document]).route is Route.REFUSE


def test_a_figure_that_is_whole_stays_alone(chain: Chain) -> None:
    answer = chain.ask("城区公厕改造提升预算多少", docs=[STREETS])
    assert answer.route is Route.TABLE
    assert [value.value for value in answer.values] == ["316.00"]


@pytest.mark.parametrize(("lead", "is_told"), [(0.021, True), (0.019, False)])
def test_the_passage_that_alone_is_near_in_meaning(
    chain: Chain, lead: float, is_told: bool
) -> None:
    catalogue = chain.view([STREETS]).catalogue
    first, second = list(catalogue.passages.values())[:2]
    hits = [Hit(first.id, 0.9), Hit(second.id, 0.9 - lead)]
    retriever = cast(Retriever, SimpleNamespace(has_meaning=True, search=lambda *_: hits))
    found = meant(understand("谁来管这摊子事", catalogue), catalogue, retriever)
    assert (found is not None) is is_told
    if found is not None:
        assert found.citations[0].passage_id == first.id
