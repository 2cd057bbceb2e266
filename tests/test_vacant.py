"""Tell vacant posts, and amounts over people, from the counts that documents tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.planning import formula_sets, vacant
from qa.query import Route
from qa.understand import understand
from tests.chains import DOCUMENTS, chain_over


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over the disclosure of a bureau that tells posts and people in post."""
    place = tmp_path_factory.mktemp("vacant")
    with chain_over(DOCUMENTS / "澜川市文化广电和旅游局2026年部门预算公开.html", place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("编制还空着几个", "7", "名"),
        ("核编若干、在职若干，相减之后缺员几名？", "7", "名"),
        ("办公费按在职人数平均，每人多少？", "2216.22", "元"),  # 111 people
        ("拿办公费匀给在职的这帮人，一人多老些？", "2216.22", "元"),
        ("办公费摊给30个人，每人多少钱", "8200.00", "元"),
        ("设人数为30，求办公费的人均值。", "8200.00", "元"),
        ("办公费每个编制摊多少", "2084.75", "元"),  # 118 posts
        ("退休人员每人分多少办公费", "3904.76", "元"),  # 63 people
        ("不算上年结转，总收入还有多少？", "3676.49", "万元"),
        ("审计想了解对上年结转的依赖：去掉它，全部收入是多少？", "3676.49", "万元"),
        ("行政单位医疗和事业单位医疗加起来，比上年多了多少？", "3.98", "万元"),
        ("如果商品和服务支出是一整块蛋糕，那办公费切走了百分之几？", "7.60", "%"),
    ],
)
def test_worked_out_of_named_cells(chain: Chain, question: str, value: str, unit: str) -> None:
    answer = chain.ask(question)
    assert (answer.values[0].value, answer.values[0].unit) == (value, unit), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "2017年编制还空着几个",
        "浙江省衢州市体育局编制还空着几个",
        "2017年办公费按在职人数平均，每人多少？",
    ],
)
def test_another_year_or_place_is_refused(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


STREET = "红旗街道2026部门预算公开.html"
COLLEGE = "漪州职业技术学院2026年单位预算公开.xlsx"


@pytest.mark.parametrize(
    ("name", "question", "values"),
    [
        (STREET, "编制多少，实有多少，差几个", ["4", "58", "31", "27", "54"]),
        (STREET, "编制满了没有", ["4", "58", "31", "27", "54"]),
        (STREET, "行政编制空着几个", ["1", "31", "30"]),
        (COLLEGE, "编制多少，实有多少，差几个", ["26", "468", "442"]),
        (COLLEGE, "实有多少人，编制多少，差多少", ["26", "468", "442"]),
        (COLLEGE, "编制多少，实有多少", ["468", "442"]),  # posts and people are no sum
        (COLLEGE, "编制多少，退休多少，差几个", ["260", "468", "208"]),  # no vacant posts
    ],
)
def test_posts_against_those_in_post(
    tmp_path: Path, name: str, question: str, values: list[str]
) -> None:
    with chain_over(DOCUMENTS / name, tmp_path) as opened:
        answer = opened.ask(question)
    assert [v.value for v in answer.values] == values, answer.answer


@pytest.mark.parametrize(
    "question",
    ["编制人均经费多少", "编制预算花了多少万元", "定编车辆还空着几辆", "部门预算编制情况"],
)
def test_no_vacant_posts_are_asked_for(chain: Chain, question: str) -> None:
    assert vacant.answer(chain.view(), chain.explain(question).query) is None


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("以100万元為門檻，超出的項目名稱與總數請給我", "超过100万元的项目有几个，分别是哪些？"),
        ("我在写一篇报道：这个局今年一百万以上的项目有几个？分别叫什么？", "100万以上的项目有几个，分别是哪些？"),
        ("有没有项目沾不到一般公共预算拨款的光？有的话给出项目名。", "一般公共预算是空的项目有哪几个？"),
        ("哪些项目用了一般公共预算拨款？", None),
        ("没有超过100万的项目有几个", None),
        ("项目裡面啱啱好六十萬嘅有幾多個？", None),
        ("100万以上的项目占比多少", None),
    ],
)  # fmt: skip
def test_sets_of_projects_are_asked_in_plain_words(
    chain: Chain, question: str, plain: str | None
) -> None:
    view = chain.view()
    assert formula_sets.restated(view, understand(question, view.catalogue)) == plain
