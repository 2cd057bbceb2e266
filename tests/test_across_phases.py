"""Set a budget against the final accounts of the year before, and work a year back from a change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route
from qa.words.numerals import years_to_digits

PLAN = (("210", "卫生健康支出", "300000.00"), ("2210201", "住房公积金", "2049197.00"))
SPENT = (("210", "卫生健康支出", "31.00"), ("2210201", "住房公积金", "187.19"))
TOLD = "2025年收入预算2114万元。其中：财政拨款收入2114万元，比2024年预算增加19万元，主要原因是人数增加。"


def document(
    name: str, year: int, phase: Phase, rows: tuple[tuple[str, ...], ...], unit: str, told: str = ""
) -> Document:
    """Return a document of one table by function, with a passage where one is told."""
    here = Location(name, 1)
    owner = Disclosure("某县财政局", year, phase)
    table = Table(
        1, "", f"一般公共预算支出{phase.value}表", (("科目编码",), ("科目名称",), ("合计",)),
        tuple(BodyRow(row, (here,)) for row in rows), here, unit, kind="general_expenditure",
    )  # fmt: skip
    passages = (Passage(1, told, ("情况说明",), here),) if told else ()
    stored = (store_table(table, owner),)
    return Document(name, "pdf", name[:1] * 64, owner, phase.value, 1, True, stored, passages)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget of 2025 and final accounts of 2024."""
    place = tmp_path_factory.mktemp("store")
    with Store(place) as store:
        store.put(document("a.pdf", 2025, Phase.BUDGET, PLAN, "元", TOLD))
        store.put(document("b.pdf", 2024, Phase.FINAL, SPENT, "万元"))
    with Chain.open(place) as opened:
        yield opened


def values(answer: Answer) -> list[tuple[str, str | None]]:
    return [(v.value, v.unit) for v in answer.values]


@pytest.mark.parametrize(
    "question",
    [
        "住房公积金：25年打算花的比24年真花掉的多几万？",
        "住房公积金2025年预算比2024年决算多多少万元？",
        "住房公积金，25年预算比24年实际支出多了多少？",
    ],
)
def test_what_is_planned_is_set_against_what_was_spent(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE, answer.answer
    assert ("17.7297", "万元") in values(answer), answer.answer


@pytest.mark.parametrize(
    ("talk", "told"),
    [
        (["住房公积金24年决算和25年预算分别是多少，我写报道用"], ["187.19", "2049197.00"]),
        (["某县财政局2025年住房公积金预算是多少", "上一年呢"], ["187.19"]),
    ],
)
def test_each_year_is_told_by_its_own_document(
    chain: Chain, talk: list[str], told: list[str]
) -> None:
    answer = chain.ask(talk[-1], tuple(talk[:-1]))
    assert [v.value for v in answer.values] == told


@pytest.mark.parametrize(
    "question",
    [
        "住房公积金24年决算和25年预算分别是多少，我写报道用",
        "住房公积金2024年决算和2025年预算各多少",
    ],
)
def test_each_year_is_told_from_its_own_document(chain: Chain, question: str) -> None:
    assert values(chain.ask(question)) == [("187.19", "万元"), ("2049197.00", "元")]


@pytest.mark.parametrize(
    "question",
    [
        "住房公积金2025年实际花掉了多少？",  # no final accounts of 2025
        "住房公积金，25年实际支出比24年实际支出多多少？",
        "住房公积金2024年实际支出比2023年预算多多少？",  # nothing of 2023
    ],
)
def test_a_phase_that_is_not_held_is_still_refused(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.REFUSE, answer.answer


@pytest.mark.parametrize(
    "question", ["反推2024年财政拨款收入预算是多少？", "2024年财政拨款收入预算是多少？"]
)
def test_a_year_is_worked_back_from_a_stated_change(chain: Chain, question: str) -> None:
    answer = chain.ask(question, docs=["a.pdf"])
    assert values(answer)[0] == ("2095", "万元"), answer.answer
    assert "倒推" in answer.answer
    assert answer.calculation == "2114 − 19 = 2095"


@pytest.mark.parametrize(
    "question",
    [
        "反推2022年财政拨款收入预算是多少？",  # the change is against another year
        "反推2024年公务接待费预算是多少？",  # nothing is said of it
    ],
)
def test_a_year_is_not_worked_back_otherwise(chain: Chain, question: str) -> None:
    assert chain.ask(question, docs=["a.pdf"]).route is Route.REFUSE


def test_a_short_year_is_read_behind_a_comma_but_not_in_a_number() -> None:
    assert years_to_digits("水费,25年多少") == "水费,2025年多少"
    assert years_to_digits("1,25年") == "1,25年"
    assert years_to_digits("1.25年") == "1.25年"


BUYS = "2025年本部门政府采购预算117.00万元。其中：政府采购服务预算100.00万元。"
BOUGHT = (
    "某县财政局2024年度政府采购金额（以合同签订为准）为251.25万元，其中：货物采购金额4.79万元。"
    "在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额246.47万元。"
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget and final accounts that only tell of procurement."""
    place = tmp_path_factory.mktemp("store")
    with Store(place) as store:
        store.put(document("c.pdf", 2025, Phase.BUDGET, PLAN, "元", BUYS))
        store.put(document("d.pdf", 2024, Phase.FINAL, SPENT, "万元", BOUGHT))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    "question",
    [
        "政府采购：2024年实际数和2025年预算差多少？",
        "How much smaller is planned 2025 procurement than what was actually contracted in 2024?",
    ],
)
def test_narrative_of_a_budget_is_set_against_that_of_final_accounts(
    told: Chain, question: str
) -> None:
    answer = told.ask(question)
    assert values(answer)[0] == ("134.25", "万元"), answer.answer
    assert answer.calculation == "251.25 - 117.00 = 134.25"


def test_what_neither_tells_is_not_compared(told: Chain) -> None:
    answer = told.ask("机关运行经费：2024年实际数和2025年预算差多少？")
    assert answer.route is Route.REFUSE, answer.answer


BUDGETS = ((2024, "1662.44"), (2025, "4821.20"))


def test_what_two_budgets_state_is_set_against_each_other(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    place = tmp_path_factory.mktemp("two")
    with Store(place) as store:
        for year, amount in BUDGETS:
            text = f"{year}年本单位政府采购预算{amount}万元。"
            store.put(document(f"{year % 10}.pdf", year, Phase.BUDGET, PLAN, "元", text))
    with Chain.open(place) as opened:
        answer = opened.ask("财政局政府采购预算25年比24年多了多少万")
    assert ("3158.76", "万元") in values(answer), answer.answer


@pytest.fixture(scope="module")
def budgets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over the budgets of two years."""
    place = tmp_path_factory.mktemp("budgets")
    later = (
        ("210", "卫生健康支出", "28.00"),
        ("221", "住房保障支出", "90.00"),
        ("2210201", "住房公积金", "90.00"),
    )
    sooner = (
        ("210", "卫生健康支出", "31.00"),
        ("221", "住房保障支出", "80.00"),
        ("2210201", "住房公积金", "80.00"),
    )
    told = (
        "甲工程第一季度用款3.00万元，第二季度用款3.00万元。",
        "甲工程第一季度用款5.00万元，第二季度用款5.00万元。",
    )
    with Store(place) as store:
        store.put(document("a.pdf", 2025, Phase.BUDGET, later, "万元", told[0]))
        store.put(document("b.pdf", 2024, Phase.BUDGET, sooner, "万元", told[1]))
    with Chain.open(place) as opened:
        yield opened


def test_what_two_budgets_let_be_spent_is_no_account(budgets: Chain) -> None:
    answer = budgets.ask("住房公积金，25年比24年多花了多少")
    assert ("10.00", "万元") in values(answer), answer.answer
    other = budgets.ask("住房公积金，25年决算比24年决算多多少")  # accounts by name
    assert other.route is Route.REFUSE, other.answer


@pytest.mark.parametrize(
    ("question", "kept", "left"),
    [
        ("25年预算里，比24年还少的是哪一大类支出", "卫生健康支出", "住房保障支出"),
        ("25年预算比24年多的是哪几大类", "住房保障支出", "卫生健康支出"),
    ],
)
def test_classes_that_moved_between_two_budgets(
    budgets: Chain, question: str, kept: str, left: str
) -> None:
    answer = budgets.ask(question)
    assert kept in answer.answer
    assert left not in answer.answer


def test_year_before_is_counted_from_the_one_told(budgets: Chain) -> None:
    answer = budgets.ask("上一年呢", history=["2025年住房公积金预算是多少"])
    assert values(answer) == [("80.00", "万元")]


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over accounts whose blank cell the text tells of, and the next year's budget."""
    place = tmp_path_factory.mktemp("apart")
    spent = "2024年度“三公”经费支出年初预算为0.95万元，支出决算为0.00万元。"
    with Store(place) as store:
        store.put(
            document("a.pdf", 2025, Phase.BUDGET, PLAN, "元", "2025年“三公”经费预算数为0.95万元。")
        )
        store.put(document("b.pdf", 2024, Phase.FINAL, SPENT, "万元", spent))
    with Chain.open(place) as opened:
        yield opened


def test_an_item_planned_is_set_against_what_was_spent_of_it(apart: Chain) -> None:
    answer = apart.ask("2025年三公经费预算比2024年三公经费决算多多少")
    assert answer.calculation == "0.95 - 0.00 = 0.95"  # not against what was planned for 2024
    both = apart.ask("三公经费2024年决算和2025年预算分别是多少")
    assert {("0.95", "万元"), ("0.00", "万元")} <= set(values(both))
