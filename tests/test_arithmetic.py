"""Shares, gaps, ratios and amounts of one, by what each side of a question is by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
from qa.chain import Chain
from qa.query import Operation, Route
from qa.words import frames

OWNER = Disclosure("某县财政局", 2026, Phase.BUDGET)
HERE = Location("a.pdf", 1)
SPENT = (
    ("合计", "", "1000.00", "600.00", "400.00"),
    ("205", "教育支出", "480.00", "400.00", "80.00"),
    ("20503", "职业教育", "300.00", "240.00", "60.00"),
    ("2050302", "中等职业教育", "180.00", "150.00", "30.00"),
    ("2050303", "技校教育", "120.00", "90.00", "30.00"),
    ("221", "住房保障支出", "520.00", "200.00", "320.00"),
    ("22102", "住房改革支出", "520.00", "200.00", "320.00"),
    ("2210201", "住房公积金", "200.00", "200.00", ""),
    ("2210202", "提租补贴", "320.00", "", "320.00"),
)
PROJECTS = (
    ("合计", "250.00"),
    ("1", "森林防火专项", "150.00"),
    ("2", "档案整理专项", "60.00"),
    ("3", "会议服务专项", "40.00"),
)
TOLD = (
    "2026年本部门政府采购预算500.00万元，其中：政府采购货物预算50.00万元、政府采购工程预算400.00万元、"
    "政府采购服务预算50.00万元。",
    "2026年度，本部门编报绩效目标的项目共8个，涉及预算资金200.00万元。",
    "截至2025年12月31日，本部门共有车辆4辆。",
)


def _table(
    number: int, title: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], kind: str
) -> StoredTable:
    body = tuple(BodyRow((*r, *[""] * (len(heads) - len(r))), (HERE,)) for r in rows)
    columns = tuple((head,) for head in heads)
    return store_table(Table(number, "", title, columns, body, HERE, "万元", kind=kind), OWNER)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over one budget: spending by function, projects, narrative."""
    place = tmp_path_factory.mktemp("store")
    heads = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    tables = (
        _table(1, "部门支出总体情况表", heads, SPENT, "expenditure_summary"),
        _table(
            2, "项目支出明细表", ("序号", "项目名称", "金额"),
            (("", "合计", "250.00"), *PROJECTS[1:]), "project_list",
        ),
    )  # fmt: skip
    told = tuple(Passage(i, text, ("情况说明",), HERE) for i, text in enumerate(TOLD, 1))
    with Store(place) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, tables, told))
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("技校教育占职业教育的几成", "40.00", "%"),
        ("技校教育占整个教育支出好多个点", "25.00", "%"),
        ("提租补贴和住房公积金合起来占住房保障支出百分之几", "100.00", "%"),
        ("205大类里头技校教育占多少百分比", "25.00", "%"),
        ("技校（技校教育）占职业教育的几成", "40.00", "%"),
        ("麻烦帮我算一下哈，技校教育跟中等职业教育加一起占教育支出的几成", "62.50", "%"),
        ("205减去技校教育等于多少", "360.00", "万元"),
        ("住房那两样（公积金、提租）合在一起吃掉了总支出的百分之几", "52.00", "%"),
        ("教育支出一百块里头，有几块是花在技校教育上的", "25.00", "%"),
        ("排前两名的项目加起来占项目支出明细的百分之几", "84.00", "%"),
        ("技校教育比中等职业教育少多少", "60.00", "万元"),
        ("森林防火专项是会议服务专项的多少倍", "3.75", "倍"),
        ("What share of education spending goes to 技校教育?", "25.00", "%"),
        ("教育支出，技校教育占整块的几成", "25.00", "%"),
        ("职业教育：基本支出里的比项目支出里的多出来多少", "180.00", "万元"),
        ("工程在政府采购里占多大一块", "80.00", "%"),
        ("会议服务专项的40万，要是摊到16个会上，一个会合多少万", "2.50", "万元"),
        ("技校教育、中等职业教育、住房公积金里，最多的比最少的高出多少", "80.00", "万元"),
    ],
)
def test_what_two_sides_give(chain: Chain, question: str, value: str, unit: str) -> None:
    answer = chain.ask(question)
    assert answer.route in (Route.TABLE, Route.TEXT, Route.BOTH), answer.answer
    assert (answer.values[0].value, answer.values[0].unit) == (value, unit), answer.answer
    assert answer.calculation is not None


def test_a_column_of_a_row_is_told_with_its_share(chain: Chain) -> None:
    answer = chain.ask("教育支出里项目支出占比多少")
    told = [(v.value, v.unit) for v in answer.values]
    assert {("80.00", "万元"), ("480.00", "万元"), ("16.67", "%")} <= set(told), told


@pytest.mark.parametrize(
    "question",
    [
        "会议费占教育支出的百分之几",
        "技校教育占会议费的几成",
        "技校教育是航道维护的几倍",
        "捐赠支出在政府采购里占多大一块",
        "技校教育加会议费占教育支出的几成",
        "职业教育和技校教育加上中等职业教育占技校教育的几成",
    ],
)
def test_no_share_where_a_side_is_not_there(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert not any(v.unit in ("%", "倍") for v in answer.values), answer.answer


def test_the_mean_of_what_a_sentence_counts(tmp_path: Path) -> None:
    told = tuple(Passage(i, text, ("情况说明",), HERE) for i, text in enumerate(TOLD, 1))
    with Store(tmp_path) as store:
        store.put(Document("a.pdf", "pdf", "0" * 64, OWNER, "预算", 1, True, (), told))
    with Chain.open(tmp_path) as opened:
        answer = opened.ask("编报绩效目标的项目平均一个多少万元？")
    assert answer.calculation == "200.00 ÷ 8 = 25.00", answer.answer


@pytest.mark.parametrize(
    "question",
    ["那八个报了绩效目标的项目，平均一个摊到多少万", "8个报了绩效目标的项目，平均每个多少万元"],
)
def test_the_mean_over_the_number_that_the_sentence_states(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.calculation == "200.00 ÷ 8 = 25.00", answer.answer


def test_each_part_has_its_own_share(chain: Chain) -> None:
    answer = chain.ask("技校教育和中等职业教育各占职业教育的百分之多少，报两个数")
    assert {v.value for v in answer.values if v.unit == "%"} == {"40.00", "60.00"}


def test_a_later_share_keeps_the_whole(chain: Chain) -> None:
    answer = chain.ask("技校教育占职业教育几成，中等职业教育又占多少")
    assert {v.value for v in answer.values if v.unit == "%"} == {"40.00", "60.00"}


def test_a_thing_and_its_own_part_are_not_added(chain: Chain) -> None:
    answer = chain.ask("职业教育和技校教育加起来占教育支出的几成")
    assert not any(v.value == "87.50" for v in answer.values), answer.answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("教育支出里刨掉技校教育还剩多少", "360.00"),
        ("教育支出把技校教育刨掉还剩多少", "360.00"),
        ("把技校教育刨掉，教育支出还剩多少", "360.00"),
        ("住房改革支出去掉提租补贴有多少钱", "200.00"),
        ("除了森林防火专项，其余项目一共多少", "100.00"),
        ("除了森林防火专项其他项目一共多少", "100.00"),
        ("总预算除了教育支出还有多少", "520.00"),
        ("三个项目撇开森林防火和会议服务，剩下多少钱", "60.00"),
        ("总支出扣除教育支出后还有多少", "520.00"),
        ("提租补贴减去技校教育再减去住房公积金等于多少", "0.00"),
        ("What is left of education spending once 技校教育 is taken out?", "360.00"),
    ],
)
def test_what_is_left_without_some_parts(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.values[0].value == value, answer.answer
    assert "−" in (answer.calculation or "")


@pytest.mark.parametrize(
    "question",
    ["教育支出里刨掉会议费还剩多少", "教育支出里刨掉提租补贴还剩多少", "除了教育支出还有哪些支出"],
)
def test_nothing_is_left_of_what_does_not_hold_it(chain: Chain, question: str) -> None:
    assert "−" not in (chain.ask(question).calculation or "")


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("甲项目占了乙支出的几成几", "甲项目", "乙支出"),
        ("乙支出里头甲项目占多大比例", "甲项目", "乙支出"),
        ("甲项目在乙支出中占多少", "甲项目", "乙支出"),
        ("那几样(甲费、丙费)占乙支出的百分之几", "甲费、丙费", "乙支出"),
    ],
)
def test_the_sides_of_a_share(text: str, part: str, whole: str) -> None:
    frame = frames.read(text)
    assert frame is not None
    assert (frame.operation, frame.part, frame.whole) == (Operation.SHARE, part, whole)


@pytest.mark.parametrize(
    "text",
    [
        "甲项目比去年多多少",
        "甲项目占多少分",
        "甲率在整体里占几个百分点的权重",
        "甲项目今年是去年的几倍",
    ],
)
def test_no_frame_of_another_year_or_of_points(text: str) -> None:
    assert frames.read(text) is None


def test_shares_without_a_whole_are_of_the_tables_total(chain: Chain) -> None:
    answer = chain.ask("技校教育占多少，中等职业教育又占多少")
    assert [v.value for v in answer.values if v.unit == "%"] == ["12.00", "18.00"], answer.answer


def test_a_later_question_names_the_whole(chain: Chain) -> None:
    answer = chain.ask("换成占基本支出的比例", ["提租补贴加住房公积金一共多少"])
    assert not any(v.value == "100.00" for v in answer.values), answer.answer
    answer = chain.ask("换成占基本支出的比例", ["住房公积金多少"])
    assert answer.values[0].value == "33.33", answer.answer


def test_a_column_of_the_row_spoken_of(chain: Chain) -> None:
    answer = chain.ask("其中项目支出占多大比例", ["职业教育多少"])
    assert answer.values[0].value == "20.00", answer.answer


def test_one_thing_beside_another_may_be_more_than_it(chain: Chain) -> None:
    assert chain.ask("中等职业教育是技校教育的多少").values[0].value == "150.00"


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("技校、中等职业教育、公积金三样合到一起是好多", {"120.00", "180.00", "200.00", "500.00"}),
        ("森林防火、会议服务俩项目总共", {"150.00", "40.00", "190.00"}),
        ("提租补贴+住房公积金", {"320.00", "200.00", "520.00"}),
        ("技校教育、提租补贴，各报一个数", {"120.00", "320.00"}),
    ],
)
def test_every_thing_of_a_list(chain: Chain, question: str, values: set[str]) -> None:
    answer = chain.ask(question)
    assert {v.value for v in answer.values} == values, answer.answer


def test_no_sum_where_a_thing_of_a_list_is_not_there(chain: Chain) -> None:
    answer = chain.ask("技校教育、中等职业教育、火箭发射费加起来多少")
    assert not any(v.value == "300.00" for v in answer.values), answer.answer
    assert "火箭发射费" in answer.answer


def test_a_month_is_a_twelfth_of_one_amount(chain: Chain) -> None:
    for question in ("基本支出平均到每个月要花多少", "基本支出每个月摊多少"):
        answer = chain.ask(question)
        assert answer.calculation == "600.00 ÷ 12 = 50.00", answer.answer


def test_a_head_of_columns_is_its_subtotal(tmp_path: Path) -> None:
    heads = (
        "科目编码",
        "科目名称",
        "年初预算数",
        "决算数/小计",
        "决算数/基本支出",
        "决算数/项目支出",
    )
    rows = (("合计", "", "92.00", "96.60", "46.00", "50.60"),
            ("2101101", "行政单位医疗", "92.00", "96.60", "46.00", "50.60"))  # fmt: skip
    owner = Disclosure("某县财政局", 2025, Phase.FINAL)
    body = tuple(BodyRow(row, (HERE,)) for row in rows)
    columns = tuple(tuple(head.split("/")) for head in heads)
    raw = Table(1, "", "一般公共预算财政拨款支出决算表", columns, body, HERE, "万元",
                kind="general_expenditure")  # fmt: skip
    with Store(tmp_path) as store:
        table = store_table(raw, owner)
        store.put(Document("f.pdf", "pdf", "0" * 64, owner, "决算", 1, True, (table,), ()))
    with Chain.open(tmp_path) as opened:
        assert opened.ask("行政单位医疗决算数多少").values[0].value == "96.60"
        done = opened.ask("行政单位医疗完成年初预算的百分之几")
    assert any(v.value == "105.00" for v in done.values), done.answer
