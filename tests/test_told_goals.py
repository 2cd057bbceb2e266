"""Goals, plans and inner bodies that only the text tells of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route
from qa.words.asked_each import placed
from qa.words.asking import without_story

OWNER = Disclosure("某县卫生监督所", 2024, Phase.FINAL)
HERE = Location("a.pdf", 1)
ROWS = (
    ("205", "教育支出", "12.00"),
    ("2100409", "重大公共卫生服务", "387.51"),
    ("", "合计", "399.51"),
)
TOLD = (
    (("一、机构设置",), "本所内设办公室、监测科、检验科、健康教育科、职业卫生科共5个科室。财务科7人、车队3人。"),
    (("1.重大公共卫生服务（2100409）",), "年初预算250.00万元，支出决算387.51万元，用于防治项目。"),
    (("十、绩效",), "覆盖率目标≥93%，实际95.8%；患者成功治疗率目标≥90%，实际88.4%；演练次数目标4次，实际3次。"
     "未完成演练的原因是与防控重叠而取消。"),
)  # fmt: skip


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over final accounts whose text tells goals and plans."""
    place = tmp_path_factory.mktemp("store")
    body = tuple(BodyRow(row, (HERE,)) for row in ROWS)
    head = (("科目编码",), ("科目名称",), ("本年支出合计",))
    table = Table(1, "公开03表", "支出决算表", head, body, HERE, "万元", kind="expenditure_summary")
    told = tuple(Passage(i, text, headings, HERE) for i, (headings, text) in enumerate(TOLD, 1))
    tables = (store_table(table, OWNER),)
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "决算", 1, True, tables, told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "gap"),
    [
        ("患者成功治疗率实际比目标低几个百分点", "-1.6"),
        ("覆盖率目标多少，实际达到多少", "2.8"),
        ("演练本来说搞几回，结果搞了几回，没搞够是啥原因？", "-1"),
        ("重大公共卫生服务24年决算跟年初预算差多少万元？", "137.51"),
    ],
)
def test_what_was_reached_against_what_was_aimed_at(chain: Chain, question: str, gap: str) -> None:
    answer = chain.ask(question)
    assert gap in [value.value for value in answer.values]


def test_the_reason_is_told_of_its_own_indicator_only(chain: Chain) -> None:
    assert "重叠" in chain.ask("演练原计划几次，实际几次").answer
    assert "重叠" not in chain.ask("覆盖率目标多少，实际多少").answer


def test_a_later_question_of_the_same_gap(chain: Chain) -> None:
    told = chain.ask("那重大公共卫生服务呢？", ("教育支出24年决算跟年初预算差多少万元？",))
    assert "137.51" in [value.value for value in told.values]


def test_an_indicator_that_is_not_told_is_no_other_one(chain: Chain) -> None:
    assert chain.ask("糖尿病管理率实际比目标高多少").route is Route.REFUSE


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("检验科今年花了多少经费", Route.REFUSE),
        ("健康教育科全年支出多少钱", Route.REFUSE),
        ("职业卫生科有多少人", Route.REFUSE),
        ("教育支出是多少钱", Route.TABLE),
        ("财务科有多少人", Route.TEXT),
        ("一共有几个科室", Route.TEXT),
    ],
)
def test_what_an_inner_body_has_is_not_told_of_the_list(
    chain: Chain, question: str, route: Route
) -> None:
    assert chain.ask(question).route is route


def test_who_asks_is_cut_and_what_is_asked_about_stays() -> None:
    assert (
        without_story("记者求证:基本支出的公用经费,最多的是谁?") == "基本支出的公用经费,最多的是谁?"
    )
    assert without_story("市民政局:办公费多少?") == "市民政局:办公费多少?"


def test_one_thing_in_each_of_several_tables() -> None:
    asked = ("公开06表里的接待费是多少", "公开07表里的接待费是多少")
    assert placed("接待费在公开06表和公开07表里各是多少?") == asked
    assert placed("接待费在公开06表里是多少?") == ()


@pytest.mark.parametrize(
    "question",
    [
        "重大公共卫生服务的满意度指标是多少",
        "教育支出的绩效指标有哪些",
        "教育支出的数量指标定的多少",
    ],
)
def test_money_is_no_goal(chain: Chain, question: str) -> None:
    told = chain.ask(question)
    assert (told.route, told.values) == (Route.REFUSE, ())


def test_money_is_told_beside_a_word_for_goals(chain: Chain) -> None:
    told = chain.ask("教育支出多少钱")
    assert told.values[0].value == "12.00"
