"""Set departments side by side, name the items behind a figure, ask back between namesakes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route
from qa.words.reasons import refusals

Rows = tuple[tuple[str, ...], ...]
INCOME: Rows = (
    ("206", "科学技术支出", "60.00", "50.00", "10.00"),
    ("20603", "应用研究", "60.00", "50.00", "10.00"),
    ("2060301", "机构运行", "50.00", "50.00", ""),
    ("2060302", "社会公益研究", "10.00", "", "10.00"),
    ("220", "自然资源支出", "40.00", "15.00", "25.00"),
    ("22001", "自然资源事务", "40.00", "15.00", "25.00"),
    ("2200150", "事业运行", "40.00", "15.00", "25.00"),
    ("", "合计", "100.00", "65.00", "35.00"),
)
HEADS = (("科目编码",), ("科目名称",), ("合计",), ("财政拨款收入",), ("事业收入",))
ABROAD: Rows = (("合计", "9.00", "0.00", "9.00"),)
THREE = (("项目",), ("合计",), ("因公出国（境）费",), ("公务接待费",))
TWICE: Rows = (
    ("212", "城乡社区支出", "1850000.00"),
    ("2120804", "农村基础设施建设支出", "1850000.00"),
    ("213", "农林水支出", "4650000.00"),
    ("2130504", "农村基础设施建设", "4650000.00"),
)
TOLD = "2026年公务接待费预算4.80万元，比上年减少0.20万元。2026年因公出国（境）费预算3.00万元。"


def table(kind: str, title: str, heads: Rows, rows: Rows, place: Location, unit: str) -> Table:
    body = tuple(BodyRow(row, (place,)) for row in rows)
    return Table(1, "", title, heads, body, place, unit, kind=kind)


def document(name: str, owner: str, tables: tuple[Table, ...], told: str = "") -> Document:
    """Return the budget of 2026 of an institution, with a passage where one is told."""
    who = Disclosure(owner, 2026, Phase.BUDGET)
    stored = tuple(store_table(t, who) for t in tables)
    passages = (Passage(1, told, ("情况说明",), Location(name, 1)),) if told else ()
    return Document(name, "pdf", name[:1] * 64, who, "预算", 1, True, stored, passages)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over three departments; the last one only tells its reception in words."""
    place = tmp_path_factory.mktemp("store")
    a, b = Location("a.pdf", 1), Location("b.pdf", 1)
    with Store(place) as store:
        income = table("income_summary", "部门收入总表", HEADS, INCOME, a, "万元")
        three = table("three_public", "“三公”经费支出表", THREE, ABROAD, a, "万元")
        store.put(document("a.pdf", "青石县海洋局", (income, three)))
        heads = (("科目编码",), ("科目名称",), ("合计",))
        spent = table("expenditure_summary", "部门支出总表", heads, TWICE, b, "元")
        other = (("合计", "50000.00", "20000.00", "30000.00"),)
        three = table("three_public", "“三公”经费支出表", THREE, other, b, "元")
        store.put(document("b.pdf", "青石县农业农村局", (spent, three)))
        store.put(document("c.pdf", "白水县清泉镇人民政府", (), TOLD))
        more = (("合计", "15.00", "0.00", "15.00"),)
        three = table("three_public", "“三公”经费支出表", THREE, more, Location("d.pdf", 1), "万元")
        store.put(document("d.pdf", "青石县审计局", (three,)))
    with Chain.open(place) as opened:
        yield opened


def values(answer: Answer) -> set[str]:
    return {v.value for v in answer.values}


@pytest.mark.parametrize(
    "question",
    [
        "事业收入从哪两个科目来，各多少",
        "事业收入35万分别记在哪几个科目",
        "海洋局的事业收入都落在哪些科目上",
    ],
)
def test_items_behind_a_columns_total_are_named(chain: Chain, question: str) -> None:
    answer = chain.ask(question, docs=["a.pdf"])
    assert answer.route is Route.TABLE
    assert {"25.00", "10.00"} <= values(answer)
    assert "2200150 事业运行" in answer.answer
    assert "2060302 社会公益研究" in answer.answer
    assert "机构运行" not in answer.answer  # blank in that column


@pytest.mark.parametrize(
    "question", ["社会公益研究的钱是从哪个收入口子来的", "社会公益研究的10万是靠什么收入列支的"]
)
def test_column_that_funds_a_row_is_named(chain: Chain, question: str) -> None:
    answer = chain.ask(question, docs=["a.pdf"])
    assert "事业收入" in answer.answer
    assert "财政拨款" not in answer.answer


def test_two_departments_differ_in_one_item(chain: Chain) -> None:
    answer = chain.ask("海洋局的公务接待费比农业农村局多多少", docs=["a.pdf", "b.pdf"])
    assert answer.calculation == "30000.00 元 = 3.00 万元；9.00 - 3.00 = 6.00"
    assert values(answer) >= {"6.00", "9.00", "30000.00"}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("海洋局的公务接待费是农业农村局的几倍", "3.00"),
        ("农业农村局的公务接待费是海洋局的几倍", "0.33"),
    ],
)
def test_a_ratio_is_of_the_department_said_first(chain: Chain, question: str, value: str) -> None:
    assert value in values(chain.ask(question, docs=["a.pdf", "b.pdf"]))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("公务接待费，三家里最高的比最低的多出多少", "12"),
        ("三个部门公务接待费最高和最低差多少", "12"),
        ("公务接待费三家最高的是最低的几倍", "5.00"),
    ],
)
def test_the_largest_against_the_smallest_of_departments(
    chain: Chain, question: str, value: str
) -> None:
    answer = chain.ask(question, docs=["a.pdf", "b.pdf", "d.pdf"])
    assert answer.values[0].value.removesuffix(".00") == value.removesuffix(".00")
    missing = chain.ask(question, docs=["a.pdf", "b.pdf", "c.pdf"])
    assert value not in values(missing)


def test_department_that_has_none_is_named(chain: Chain) -> None:
    answer = chain.ask("哪家没安排因公出国（境）费", docs=["a.pdf", "b.pdf"])
    assert "海洋局" in answer.answer
    assert "农业农村局" not in answer.answer


def test_all_departments_counted_are_added(chain: Chain) -> None:
    answer = chain.ask("两家的公务接待费一共多少", docs=["a.pdf", "b.pdf"])
    assert "12.00" in values(answer)


def test_departments_of_a_sum_are_no_list_of_things(chain: Chain) -> None:
    answer = chain.ask("海洋局和农业农村局的因公出国（境）费一共多少", docs=["a.pdf", "b.pdf"])
    assert values(answer) >= {"0.00", "20000.00"}
    assert "100.00" not in values(answer)  # no department's whole income


def test_other_number_of_departments_is_not_all(chain: Chain) -> None:
    answer = chain.ask("三家的公务接待费一共多少", docs=["a.pdf", "b.pdf"])
    assert "12.00" not in values(answer) or answer.route is not Route.TABLE


def test_department_that_only_tells_takes_part(chain: Chain) -> None:
    answer = chain.ask("清泉镇和海洋局的公务接待费哪个大，分别多少", docs=["a.pdf", "c.pdf"])
    assert values(answer) >= {"9.00", "4.80"}
    assert answer.route is Route.BOTH
    assert answer.answer.index("海洋局") < answer.answer.index("清泉镇")


def test_items_of_one_name_under_two_codes_are_both_told(chain: Chain) -> None:
    answer = chain.ask("农村基础设施建设是多少", docs=["b.pdf"])
    assert values(answer) == {"4650000.00"}
    assert "2130504" in answer.answer
    other = answer.answer + "".join(answer.notes)
    assert "2120804" in other
    assert "1850000.00" in other


def test_code_tells_items_of_one_name_apart(chain: Chain) -> None:
    answer = chain.ask("2120804农村基础设施建设支出是多少", docs=["b.pdf"])
    assert answer.route is Route.TABLE
    assert "4650000.00" not in values(answer)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("海洋局几点上班", "opening_hours"),
        ("大门在哪条街", "street"),
        ("去年一年收了多少税", "region"),
        ("联系人李明一年能拿多少奖金", "individual_pay"),
        ("张镇长的接待费是多少", "individual_pay"),
        ("消费券每个市民能抢几张", "recipients"),
        ("年底在编多少人", "headcount"),
    ],
)
def test_what_no_disclosure_tells_is_refused(question: str, reason: str) -> None:
    assert reason in refusals(question)


@pytest.mark.parametrize(
    "question",
    [
        "税收事务支出多少",
        "税金及附加费用多少",
        "公务员医疗补助多少",
        "奖金一共发多少",
        "工作时间安排",
    ],
)
def test_items_with_like_words_are_not(question: str) -> None:
    kept = {"opening_hours", "street", "region", "individual_pay", "recipients", "headcount"}
    assert not kept & set(refusals(question))
