"""Items of final accounts by how their spending stands to their plan, as the text states both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.planning import planned_sets
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

CIVIL = "岫云县民政局2024年度部门决算.pdf"
COURT = "沁阴县人民法院2025年度部门决算.html"
WATER = "澄河县水务局2024年度部门决算公开.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over three final accounts."""
    files = [next(DOCUMENTS.rglob(name)) for name in (CIVIL, COURT, WATER)]
    with chain_over(files, tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "label", "value"),
    [
        (CIVIL, "决算超预算最多的是哪一项", "养老服务", "402.60"),
        (CIVIL, "哪项没花完的钱最多", "城市最低生活保障金支出", "-63.60"),
        (COURT, "决算与预算差距最大的科目是哪个", "两庭建设", "236.90"),
        (COURT, "完成率最高的是哪个科目", "案件审判", "121.99"),
    ],
)
def test_the_first_of_them(
    chain: Chain, document: str, question: str, label: str, value: str
) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route is Route.TEXT
    assert (answer.values[0].label, answer.values[0].value) == (label, value)
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    ("document", "question", "count"),
    [
        (CIVIL, "哪些科目决算数大于年初预算", 11),
        (CIVIL, "有几项决算和预算持平", 2),
        (COURT, "哪几个科目没有完成年初预算", 8),
        (WATER, "超支的科目有哪些", 4),
        (WATER, "哪些科目年初没有安排预算", 1),
    ],
)
def test_all_of_them(chain: Chain, document: str, question: str, count: int) -> None:
    answer = chain.ask(question, docs=[document])
    assert f"共 {count} 项" in answer.answer
    assert len({value.label for value in answer.values}) == count


@pytest.mark.parametrize(
    "question",
    [
        "哪个项目超支最多",
        "哪些指标没完成",
        "哪些科目超支10万以上",
        "哪家单位决算超了预算",
        "行政运行决算超预算多少",
        "哪些科目最多",
    ],
)
def test_other_things_are_left_to_others(question: str) -> None:
    assert planned_sets.asked(question) is None


def test_a_number_said_is_how_many_are_told() -> None:
    assert planned_sets.asked("哪三项超预算最多") == planned_sets.Asked("over", "most", 3, False)
    assert planned_sets.asked("没花完的前两项是哪些") == planned_sets.Asked(
        "under", "most", 2, False
    )
