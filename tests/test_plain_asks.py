"""Answer what people ask in the fewest words: a fund, a half of spending, what moved more, kinds, units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import asked_each, later, wholes
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

TOWN = "松河镇2026年预算公开.docx"
JUSTICE = "天津市沽柳区司法局2026年部门预算.pdf"
ISLANDS = "国家海岛保护监测局2026年部门预算.pdf"


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over budgets of a town, a district and a ministry's bureau."""
    files = [DOCUMENTS / name for name in (TOWN, JUSTICE, ISLANDS)]
    with chain_over(files, tmp_path_factory.mktemp("plain")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "value", "table"),
    [
        (TOWN, "一般公共预算拨款是多少", "1127.37", "收入预算总表"),
        (TOWN, "一般公共预算财政拨款今年有多少钱", "1127.37", "收入预算总表"),
        (TOWN, "上年结转多少", "34.10", "收入预算总表"),
        (TOWN, "基本支出是多少", "816.32", "一般公共预算支出表"),
        (JUSTICE, "一般公共预算拨款多少", "6269.8", "收入总体情况表"),
        (JUSTICE, "基本支出是多少", "4972.6", "一般公共预算支出情况表"),
    ],
)
def test_a_fund_or_half_named_alone(
    others: Chain, document: str, question: str, value: str, table: str
) -> None:
    answer = others.ask(question, docs=[document])
    assert answer.route is Route.TABLE
    assert (answer.values[0].value, answer.citations[0].table) == (value, table), answer.answer


def test_all_that_the_treasury_gives_is_asked_about_where_money_is_carried_over(
    others: Chain,
) -> None:
    answer = others.ask("财政拨款多少", docs=[TOWN])
    assert answer.route is Route.CLARIFY
    assert [v.value for v in answer.values] == ["1342.37", "1376.47"]


@pytest.mark.parametrize(
    "text",
    [
        "项目支出里一般公共预算拨款多少",
        "一般公共预算拨款比去年多多少",
        "一般公共预算拨款占几成",
        "除了一般公共预算拨款还有多少",
        "一般公共预算拨款支出多少",
    ],
)
def test_a_fund_beside_other_words_is_not_alone(text: str) -> None:
    assert wholes.alone(text, ["一般公共预算拨款", "一般公共预算"]) == ""


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        (JUSTICE, "哪项收入最少", ["16.4"]),
        (JUSTICE, "收入里哪一项最多，占比多少", ["6269.8", "96.42"]),
        (TOWN, "最大的收入来源是哪个", ["1127.37"]),
    ],
)
def test_the_largest_source(others: Chain, document: str, question: str, values: list[str]) -> None:
    answer = others.ask(question, docs=[document])
    assert [v.value for v in answer.values][: len(values)] == values, answer.answer


def test_units_are_no_classes_that_money_is_spent_on(others: Chain) -> None:
    answer = others.ask("其他收入花在哪些大类", docs=[JUSTICE])
    assert "213" not in answer.answer


def test_all_money_is_told_beside_the_general_budget(others: Chain) -> None:
    answer = others.ask("城乡社区支出和卫生健康支出一共多少", docs=[TOWN])
    assert {"115.13", "330.13"} <= {v.value for v in answer.values}
    assert {"一般公共预算支出表", "支出预算总表"} <= {c.table for c in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "一般公共预算里城乡社区支出和卫生健康支出一共多少",  # the fund is named
        "卫生健康支出和住房保障支出一共多少",  # all money is the same
    ],
)
def test_one_base_is_told_where_it_is_named_or_alike(others: Chain, question: str) -> None:
    assert "全部资金" not in others.ask(question, docs=[TOWN]).answer


@pytest.mark.parametrize(
    "question",
    ["东海海岛站今年工资多少", "海岛信息与科普中心接待费多少", "北海海岛站三公多少"],
)
def test_what_a_unit_has_that_is_only_listed_is_refused(others: Chain, question: str) -> None:
    answer = others.ask(question, docs=[ISLANDS])
    assert answer.route is Route.REFUSE


def test_the_kind_there_are_most_of(others: Chain) -> None:
    answer = others.ask("58辆车里头哪种车最多", docs=[ISLANDS])
    assert (answer.values[0].value, answer.values[0].unit) == ("36", "辆"), answer.answer


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("行政运行和事业运行哪个涨得多", {"27.09", "152.93"}),
        ("行政单位医疗跟事业单位医疗，哪个增加得更多些", {"41.40", "10.02"}),
        ("行政运行和事业运行涨幅谁更高", {"3.61", "43.31"}),
        ("行政运行和事业运行哪个多", {"777.29", "506.06"}),
        ("差旅费印刷费邮电费一起好多", {"60.00"}),
        ("政采总盘子里服务只占几成几", {"20.41"}),
        ("三公里头车子占好多比例", {"70.73"}),
        ("区电子政务中心有好多编制", {"23"}),
        ("数字化城市运行和治理中心编制多少", {"10"}),
        ("委托业务费去年是不是一分没得", {"0"}),
    ],
)
def test_of_the_shipped_budget(chain: Chain, question: str, values: set[str]) -> None:
    answer = chain.ask(question)
    assert values <= {v.value for v in answer.values}, answer.answer


@pytest.mark.parametrize("question", ["2025年水费多少", "2024年委托业务费是多少"])
def test_no_year_is_worked_back_that_the_text_does_not_state(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


def test_all_posts_are_told_where_no_one_body_is_named(chain: Chain) -> None:
    assert chain.ask("区政府办公室有多少编制").values[0].value == "67"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["高职的基本支出", "项目支出"], ["高职的基本支出", "高职的项目支出"]),
        (["基本支出", "项目支出"], ["基本支出", "项目支出"]),
        (["高职的基本支出", "中职"], ["高职的基本支出", "中职"]),
    ],
)
def test_columns_of_the_one_thing_named_first(names: list[str], told: list[str]) -> None:
    assert asked_each.in_columns(names) == told


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("比公务接待多几倍", "是公务接待的几倍？"),
        ("那比会议费高多少倍呢？", "是会议费的几倍？"),
        ("比公务接待多多少", "比公务接待多多少"),
    ],
)
def test_times_of_what_was_told(question: str, plain: str) -> None:
    assert later.added(question) == plain


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("重庆财经职业学院今年三公好多", None),
        ("市级支出占专项总额多少", "86.81"),
        ("商务委一般公共预算拨款有好多", "101833.84"),
        ("2025年公务接待费是多少", "121.07"),
    ],
)
def test_of_a_published_budget(
    real: Path, tmp_path: Path, question: str, value: str | None
) -> None:
    path = real / "重庆" / "2026年重庆市商务委员会部门预算.pdf"
    with chain_over(path, tmp_path) as opened:
        answer = opened.ask(question)
    assert (answer.route is Route.REFUSE) == (value is None)
    assert value is None or value in {v.value for v in answer.values}, answer.answer
