"""Amounts over counts that narrative or a table of basic figures tells, and counts' shares of one another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import (
    BodyRow,
    Disclosure,
    Document,
    Location,
    Passage,
    Phase,
    StoredTable,
    Table,
)
from ingest.store import Store
from qa.catalogue import Text
from qa.chain import Chain
from qa.narration import quantities
from qa.query import Route
from qa.words import spread

OWNER = Disclosure("某县职业学校", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
SPENT = (
    ("301", "工资福利支出", "910.00"),
    ("302", "商品和服务支出", "184.60"),
    ("30201", "办公费", "36.40"),
    ("", "合计", "1094.60"),
)
PROJECTS = (("饮水管网改造工程", "156.00"), ("教材采购", "20.00"))
GOALS = (
    ("教材采购", "产出指标", "采购教材数量", "5000册"),
    ("教材采购", "成本指标", "教材单价", "40元/册"),
)
PEOPLE = (
    ("某县职业学校（机关）", "20", "18", "5"),
    ("某县职业学校附属幼儿园", "12", "10", "2"),
    ("合计", "32", "28", "7"),
)
TOLD = (
    "核定事业编制98名，实有在职人员91人，其中专任教师79人；离退休人员34人；编外聘用人员14人。在校学生1846人，招收新生652人。",
    "二是实施饮水管网改造工程，新建水池1座，解决246户918人缺水问题。",
    "年末公用房屋建筑面积3260平方米，其中办公用房1180平方米。",
    "食堂聘用厨师6人、帮厨9人。",
)


def _table(
    number: int, title: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], kind: str
) -> StoredTable:
    body = tuple(BodyRow(row, (HERE,)) for row in rows)
    columns = tuple((head,) for head in heads)
    return store_table(Table(number, "", title, columns, body, HERE, "万元", kind=kind), OWNER)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a school's money, projects and what it tells of numbers."""
    place = tmp_path_factory.mktemp("store")
    tables = (
        _table(1, "基本支出表", ("科目编码", "科目名称", "合计"), SPENT, "basic_economic"),
        _table(2, "项目支出表", ("项目名称", "合计"), PROJECTS, "project_list"),
        _table(
            3, "项目绩效目标表", ("项目名称", "一级指标", "三级指标", "指标值"), GOALS,
            "project_performance",
        ),
    )  # fmt: skip
    told = tuple(Passage(i, text, ("基本情况",), HERE) for i, text in enumerate(TOLD, 1))
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, tables, told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("把商品和服务支出平摊到在校学生头上，每个学生多少元", "1000.00"),
        ("按实有在职人数摊，一个人头上合多少办公费", "4000.00"),
        ("办公费除以在职人员数是多少", "4000.00"),
        ("以在校学生为分母，商品和服务支出平均是多少元", "1000.00"),
        ("工资福利支出摊到实有在职的人头上（行政、事业都算，不算编外），每人多少万", "10.00"),
        ("拿编外聘用人员去除办公费，商是多少万元", "2.60"),
        ("饮水管网改造工程按受益人数摊，每个人合多少块", "1699.35"),
    ],
)
def test_an_amount_over_a_told_count(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.BOTH, answer.answer
    assert answer.values[0].value == value, answer.answer
    assert {citation.annex == "正文" for citation in answer.citations} == {True, False}


@pytest.mark.parametrize(
    "question",
    [
        "把商品和服务支出平摊到全体党员头上，每个党员多少元",
        "按附属幼儿园在职人数摊，一个人头上合多少办公费",
        "办公费分摊给所有医生，人均多少",
        "工资福利支出按博士人数平均，一个博士多少",
    ],
)
def test_what_is_spread_over_an_untold_count_is_refused(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.REFUSE, answer.answer
    assert not answer.values


def test_counts_that_fit_alike_are_asked_about(chain: Chain) -> None:
    answer = chain.ask("把办公费平摊到食堂的人头上，每人多少元")
    assert answer.route in (Route.CLARIFY, Route.REFUSE), answer.answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("实有在职的教职工里专任教师占几成，给百分数", "86.81"),
        ("编外聘用人员是在职人员的百分之几", "15.38"),
        ("在职人员占编制数的百分之几", "92.86"),
        ("房屋建筑面积里办公用房占多大比例", "36.20"),
    ],
)
def test_a_told_count_in_another(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TEXT, answer.answer
    assert answer.values[0].value == value, answer.answer


@pytest.mark.parametrize(
    "question", ["在职人员里博士占几成", "在校学生里住校生占百分之几", "编制里参公编制占百分之几"]
)
def test_an_untold_part_of_a_count_is_refused(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


def test_count_and_rate_of_a_named_project_are_multiplied(chain: Chain) -> None:
    answer = chain.ask("教材采购拿绩效目标里的数量和单价一乘，跟项目资金对得上吗")
    assert answer.route is Route.TABLE
    assert {v.value for v in answer.values} >= {"20", "5000", "40"}
    assert "一致" in answer.answer


def _passage(text: str) -> Text:
    return Text(1, 1, 1, text, (), "paragraph", 1, None, "")


def test_parts_are_told_from_wholes_and_kinds_from_one_another() -> None:
    found = quantities.of_passage(
        _passage(
            "人员编制87人，其中行政编制16人（含工勤2人）、事业编制71人；实有人员83人。退休人员41人。"
        )
    )
    assert [(q.name, int(q.number), q.kind, q.whole.name if q.whole else "") for q in found] == [
        ("人员编制", 87, "approved", ""),
        ("行政编制", 16, "approved", "人员编制"),
        ("含工勤", 2, "approved", "行政编制"),
        ("事业编制", 71, "approved", "人员编制"),
        ("实有人员", 83, "in_post", ""),
        ("退休人员", 41, "retired", ""),
    ]


def test_sorts_without_a_total_are_summed() -> None:
    found = quantities.of_passage(
        _passage("行政编制46人，实际43人；工勤编制3人，实际2人；事业编制168人，实际154人。")
    )
    sums = {q.kind: (int(q.number), len(q.parts)) for q in found if q.parts}
    assert sums == {"approved": (217, 3), "in_post": (199, 3)}


def test_changes_and_rates_are_no_counts() -> None:
    text = "比上年减少4人，主要原因是退休5人。按每人600元补助，新增监测点9处。"
    assert quantities.of_passage(_passage(text)) == []


@pytest.mark.parametrize(
    ("text", "sure", "names"),
    [
        ("把公用经费平摊到在校学生头上,每个学生多少元", "over", ["公用经费", "在校学生", "学生"]),
        ("以在职人员为分母,办公费平均是多少元", "over", ["在职人员", "办公费"]),
        ("办公费按十二个月平摊,一个月合多少万", "", ["办公费按十二个月"]),
        ("在职人员的工资福利支出是多少", "", ["在职人员的工资福利支出"]),
    ],
)
def test_names_around_what_divides(text: str, sure: str, names: list[str]) -> None:
    assert spread.divides(text) == sure
    assert [piece.text for piece in spread.names(text)] == names
