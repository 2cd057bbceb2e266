"""Scores: right ones beside near misses."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import scorers
from evals.dataset import Case, Expected, Figure, Place
from evals.normal import close, flat, number, same_figure, says, says_figure
from evals.places import cites, has_row, has_section, same_table
from evals.scorers import judge
from qa.query import Answer, Citation, Route, Value


def case(route: Route = Route.TABLE, places: tuple[Place, ...] = (), **expected: object) -> Case:
    return Case("X", "办公费多少", "lookup", Expected(route, **expected), places)  # type: ignore[arg-type]


def answer(
    route: Route = Route.TABLE,
    text: str = "",
    values: tuple[tuple[str, str | None], ...] = (),
    citations: tuple[Citation, ...] = (),
    notes: tuple[str, ...] = (),
) -> Answer:
    given_values = tuple(Value("", "", value, unit, 2026) for value, unit in values)
    return Answer("办公费多少", "zh", route, text, given_values, citations, notes=notes)


def cited(annex: str, row: str | None = None, **more: object) -> Citation:
    return Citation("d.pdf", "区政府办公室", 2026, annex, row=row, **more)  # type: ignore[arg-type]


# --- figures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "other", "other_unit", "same"),
    [
        ("105.03", "万元", "105.03", "万元", True),
        ("105.03", "万元", "1,050,300", "元", True),
        ("105.03", "万元", "1050300", "万元", False),
        ("29377700", "元", "2937.77", "万元", True),
        ("0.2938", "亿元", "2937.77", "万元", True),
        ("0.2938", "亿元", "2936.77", "万元", False),
        ("10.04", "%", "10.0354", "%", True),
        ("10.04", "%", "10.05", "%", False),
        ("105.03", "万元", "105.03", None, True),
        ("25", "次", "5", "次", False),
        ("5", "次", "25", "次", False),
        ("2", "次", "2.4", "次", False),
        ("即时响应", None, "即时 响应", None, True),
        ("即时响应", None, "1", "小时", False),
        ("9%", "%", "9", "%", True),
        ("36", "万元", "36.00", "万元", True),
    ],
)
def test_same_figure(
    value: str, unit: str | None, other: str, other_unit: str | None, same: bool
) -> None:
    assert same_figure(value, unit, other, other_unit) is same


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("5", "要做 25 次", False),
        ("25", "要做 25 次", True),
        ("2937.77", "合计 2,937.77 万元", True),
        ("2937.77", "合计 2，937.77 万元", True),
        ("37.77", "合计 2,937.77 万元", False),
        ("-6.80", "减少 6.80 万元", True),
        ("-6.80", "增加 6.80 万元", False),
        ("6.80", "变化 -6.80 万元", False),
        ("100", "为 100.00%", True),
        ("两辆", "共有两 辆", True),
    ],
)
def test_says_figure(value: str, text: str, found: bool) -> None:
    assert says_figure(value, text) is found


def test_says_compares_figures_as_figures() -> None:
    assert says("300", "共 300.00 万元")
    assert not says("300", "共 1300 万元")
    assert says("（代管）", "工作经费(代管)")
    assert says("no figure", "There is No  Figure here")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_figure_is_itself_in_any_unit(value: Decimal) -> None:
    assert same_figure(str(value), "万元", str(value * 10_000), "元")
    assert same_figure(str(value), "万元", f"{value:,}", "万元")
    assert not same_figure(str(value), "万元", str(value + Decimal("0.01")), "万元")


@given(st.text(max_size=40))
def test_flat_is_stable_and_number_never_fails(text: str) -> None:
    assert flat(text) == "".join(flat(text).split())
    found = number(text)
    assert found is None or found.is_finite()


def test_close_needs_digits_to_round() -> None:
    assert close(Decimal("3.05"), Decimal("3.0530"))
    assert not close(Decimal("3"), Decimal("3.05"))


# --- places -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "annex", "title", "same"),
    [
        ("附件1", "附件1", "财政拨款收支总表", True),
        ("附件1", "附件10", "项目支出明细表", False),
        ("附件12-1", "附件12-1", None, True),
        ("附件12-1", "附件12-10", None, False),
        ("附件12-1", "附件12", "预算项目绩效目标表-1", True),
        ("附件12-1", "附件12", "预算项目绩效目标表-10", False),
        ("附件 3", "附件3", None, True),
        ("表一", "表十一", None, False),
        ("表一", "表一", None, True),
        ("公开05表", "公开05表", "支出决算表", True),
        (
            "一般公共预算支出功能分类预算表",
            "2026年预算部门一般公共预算支出功能分类预算表",
            None,
            True,
        ),
        ("收入预算总表", "x", "2026年预算单位收入预算总表", True),
        ("收入预算总表", "x", "“三公”经费和机关运行经费预算表", False),
    ],
)
def test_same_table(expected: str, annex: str, title: str | None, same: bool) -> None:
    assert same_table(expected, annex, title) is same


def test_a_row_is_found_by_label_or_code_and_label() -> None:
    assert has_row("2010301 行政运行", flat("2010301 行政运行"))
    assert has_row("2010301 行政运行", flat("行政运行"))
    assert not has_row("2010301 行政运行", flat("2010302 一般行政管理事务"))
    assert has_row("巨灾保险", flat("10 50015225T000004992901-巨灾保险"))


def test_a_section_is_found_by_one_of_its_headings() -> None:
    assert has_section("一、单位基本情况 / (二) 单位构成", flat("单位构成"))
    assert not has_section("一、单位基本情况 / (二) 单位构成", flat("三、部门预算情况说明"))


def test_narrative_and_table_are_told_apart() -> None:
    place = Place("正文", section="五、委托业务费情况说明")
    assert cites(place, [cited("正文", section="五、委托业务费情况说明")])
    assert not cites(place, [cited("附件3", section="五、委托业务费情况说明")])
    assert not cites(Place("附件3", "30201 办公费"), [cited("正文", "办公费")])


def test_a_place_may_name_its_document() -> None:
    place = Place("附件3", "办公费", doc="d.docx")
    assert cites(place, [cited("附件3", "30201 办公费")])
    assert not cites(Place("附件3", "办公费", doc="other.pdf"), [cited("附件3", "办公费")])


def test_a_place_without_annex_is_any_table_of_its_document() -> None:
    place = Place("", "办公费", doc="d.docx")
    assert cites(place, [cited("附件7", "30201 办公费")])
    assert not cites(place, [cited("附件7", "30202 印刷费")])
    assert not cites(Place("", "办公费", doc="other.pdf"), [cited("附件7", "办公费")])


# --- scores -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "given_route", "right"),
    [
        (Route.TABLE, Route.BOTH, True),
        (Route.TABLE, Route.TEXT, False),
        (Route.BOTH, Route.TEXT, True),
        (Route.CLARIFY, Route.TABLE, True),
        (Route.CLARIFY, Route.REFUSE, False),
        (Route.REFUSE, Route.CLARIFY, False),
    ],
)
def test_route(expected: Route, given_route: Route, right: bool) -> None:
    assert scorers.route(case(expected), answer(given_route)).right is right


def test_route_accepts_what_the_question_names() -> None:
    assert scorers.route(case(Route.TABLE, also=(Route.TEXT,)), answer(Route.TEXT)).right is True


def test_value_by_record_or_in_words() -> None:
    asked = case(figures=(Figure("23.40", "万元"), Figure("6.00", "万元")))
    assert scorers.value(asked, answer(values=(("23.40", "万元"), ("60000", "元")))).right is True
    assert scorers.value(asked, answer(text="货物 23.40 万元，服务 6.00 万元")).right is True
    short = scorers.value(asked, answer(values=(("23.40", "万元"),)))
    assert (short.right, short.explanation) == (False, "lacks the figure 6.00")


def test_value_alternative_stands_for_all() -> None:
    asked = case(figures=(Figure("1"), Figure("2")), alternatives=(Figure("3", "个"),))
    assert scorers.value(asked, answer(values=(("3", "个"),))).right is True


def test_a_blank_is_not_zero() -> None:
    asked = case(blank=True, any_words=(("未列",),))
    assert judge(asked, answer(text="“租赁费”未列。")).right
    zero = judge(asked, answer(text="“租赁费”未列。", values=(("0", "万元"),)))
    assert zero.faults == ("a blank cell is given as 0",)
    assert zero.wrong_number


def test_text_looks_into_notes_too() -> None:
    asked = case(words=("2024",), any_words=(("减少", "下降"),), banned=("777.29",))
    right = answer(text="较上年减少。", notes=("与2024年持平",))
    assert scorers.text(asked, right).right is True
    wrong = scorers.text(asked, answer(text="为 777.29 万元"))
    assert wrong.explanation == "lacks 2024; lacks any of 减少, 下降; contains 777.29"


def test_citation_and_how_many() -> None:
    places = (Place("附件3", "30201 办公费"), Place("附件3", "合计"))
    asked = case(places=places)
    assert scorers.citation(asked, answer(citations=(cited("附件3", "合计"),))).right is True
    missed = scorers.citation(asked, answer(citations=(cited("附件2", "合计"),)))
    assert missed.explanation == "cites none of 附件3 30201 办公费; 附件3 合计"
    both = Case("X", "q", "c", Expected(Route.TABLE), places, cite_min=2)
    assert scorers.citation(both, answer(citations=(cited("附件3", "合计"),))).right is False


def test_refusal_gives_no_figure() -> None:
    asked = case(Route.REFUSE)
    assert judge(asked, answer(Route.REFUSE, "文件未载明。")).right
    assert not judge(asked, answer(Route.REFUSE, "…", values=(("1", "万元"),))).right
    invented = judge(asked, answer(values=(("1", "万元"),)))
    assert invented.wrong_number
    assert not judge(asked, answer(Route.TEXT, "…")).wrong_number


def test_outcomes_tell_refusing_from_erring() -> None:
    asked = case(figures=(Figure("1", "万元"),))
    assert judge(asked, answer(Route.REFUSE)).false_refusal
    assert not judge(asked, answer(Route.REFUSE)).wrong_number
    assert judge(asked, answer(values=(("2", "万元"),))).wrong_number
    assert not judge(asked, answer(Route.CLARIFY, values=(("2", "万元"),))).wrong_number
    either = case(Route.REFUSE, also=(Route.TABLE,))
    assert not judge(either, answer(Route.REFUSE)).false_refusal
