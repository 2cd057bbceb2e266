"""Terms that the text explains: asked for in any words, two told apart, and what is no such asking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

CIVIL = "洛原县民政局2024年度部门决算说明.docx"
FARMS = "青河县农业农村局2026年部门预算公开.xlsx"
ROADS = "海阜市交通运输局2024年度部门决算.docx"
READING = "永宁区文旅局2026年预算信息公开.html"


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over four disclosures that explain terms."""
    place = tmp_path_factory.mktemp("terms")
    files = [DOCUMENTS / name for name in (CIVIL, FARMS, ROADS, READING)]
    with chain_over(files, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "said"),
    [
        (CIVIL, "特困人员到底咋个才算嘛", "指无劳动能力、无生活来源"),
        (CIVIL, "残疾人两项补贴指的是哪两项", "困难残疾人生活补贴和重度残疾人护理补贴"),
        (CIVIL, "基本支出是怎么界定的", "指为保障机构正常运转"),
        (FARMS, "高标准农田按文件说法是什么样的地", "旱涝保收、稳产高产的耕地"),
        (FARMS, "怎样的田才算高标准农田", "旱涝保收、稳产高产的耕地"),
        (ROADS, "全年预算数怎么理解", "指年初预算数经预算调剂"),
        (READING, "城市书房到底算个啥东西", "提供免费借阅服务的小型公共阅读空间"),
        (READING, "什么叫城市书房", "提供免费借阅服务的小型公共阅读空间"),
    ],
)
def test_a_term_is_explained(other: Chain, document: str, question: str, said: str) -> None:
    answer = other.ask(question, docs=[document])
    assert answer.route is Route.TEXT
    assert said in answer.answer
    assert len(answer.citations) == 1


def test_two_terms_are_told_apart(other: Chain, chain: Chain) -> None:
    both = chain.ask("基本支出和项目支出，文件自己是怎么区分的？").answer
    assert "指为保障机构正常运转" in both
    assert "指在基本支出之外为完成特定行政任务" in both
    each = other.ask("机关运行经费和全年预算数各是什么意思", docs=[ROADS]).answer
    assert "用于购买货物和服务的各项资金" in each
    assert "指年初预算数经预算调剂" in each


def test_money_of_a_thing_that_is_explained_too_stays_money(other: Chain) -> None:
    answer = other.ask("高标准农田建设（县级配套）多少钱", docs=[FARMS])
    assert [value.value for value in answer.values] == ["13120000.00"]
    assert "旱涝保收" not in answer.answer


def test_how_many_there_are_is_no_term(other: Chain) -> None:
    assert other.ask("特困人员算多少人", docs=[CIVIL]).route is Route.REFUSE
