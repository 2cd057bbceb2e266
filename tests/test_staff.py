"""Count the people of a unit by kind, where a table does; leave other people to others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.planning import staff
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

HEALTH = "高原县卫生健康委员会2026年单位预算公开.html"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a document that counts the people of its units."""
    place = tmp_path_factory.mktemp("staff")
    with chain_over(DOCUMENTS / HEALTH, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("县医院现在在职多少人，长期聘用的又有多少", ["177", "30"]),
        ("三个单位里退休的人数哪家最多", ["37", "30", "21"]),
        ("编外聘用最少的是哪家", ["2", "4", "30"]),
        ("委机关行政编制多少名", ["18"]),
        ("疾控中心参公编制几个", ["12"]),
        ("全系统退休人员一共多少人", ["88"]),
        ("离休干部还有几位", ["1"]),
        ("县疾控在职多少人", ["55"]),
        ("三家预算单位一共多少人在职", ["255"]),
        ("县疾控在职的跟退休的各多少人", ["55", "21"]),
        ("How many people does the county hospital have in post?", ["177"]),
        ("How many long-term contract staff (长期聘用人员) does the county hospital have?", ["30"]),
        ("How many staff are actually in post, and how many posts are approved in total (all types"
         " together)?", ["255", "270", "18", "12", "240"]),
    ],
)  # fmt: skip
def test_people_of_a_kind(chain: Chain, question: str, values: list[str]) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert sorted(v.value for v in answer.values) == sorted(values)


@pytest.mark.parametrize(
    "question",
    [
        "县医院的医生有多少人",
        "县医院在职的护士有多少人",
        "县医院退休的老师有几个",
        "县医院2026年收入预算是多少",
        "三家预算单位的事业收入合计是多少",
    ],
)
def test_people_that_no_column_counts_are_not_told(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


def test_what_is_read_is_kinds_sorts_and_what_else_is_named() -> None:
    said = staff.read("县医院行政和事业编制各多少")
    assert said is not None
    assert said.kinds == (staff.Kind("编制", ("行政", "事业")),)
    assert said.left == ("县医院",)
    assert staff.read("县医院人员经费多少") is None


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("把工资福利支出摊到全系统在职人员头上每人多少", "7.69"),
        ("人均办公费多少", "1576.47"),
    ],
)
def test_money_of_all_over_all_in_post(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert answer.values[0].value == value


@pytest.mark.parametrize(
    "question",
    [
        "按县疾控在职人数摊，一个人头上合多少办公费",
        "委机关在职的人均公用经费",
        "县疾控人均办公费多少",
    ],
)
def test_money_of_all_is_not_spread_over_one_unit(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE
