"""Set things against each other that a question names: each side a cell, a sum, a whole without parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Answer, Route
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

BOOKS = "淮沭市图书馆2026年度单位预算.html"
FARMS = "锦屏市农业农村局2026年部门预算.xlsx"
RELIEF = "泺阳市应急管理局2026年部门预算.docx"
WATER = "澄河县水务局2024年度部门决算公开.docx"
DYKES = "甬南市澜山区水利局2025年度部门决算.pdf"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over budgets and accounts of several places."""
    files = [DOCUMENTS / name for name in (BOOKS, FARMS, RELIEF, WATER, DYKES)]
    with chain_over(files, tmp_path_factory.mktemp("expressions")) as opened:
        yield opened


def _values(answer: Answer) -> list[str]:
    return [value.value.removesuffix(".00") for value in answer.values]


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        (BOOKS, "2070104图书馆，财政拨款支出表的数比支出总表小多少元", ["150000"]),
        (BOOKS, "2070104在支出总表和财政拨款支出表里差多少", ["150000"]),
        (BOOKS, "2070104这一项，支出总表里的减去财政拨款支出表里的是多少", ["150000"]),
        (BOOKS, "公开03表和公开05表都有2070104图书馆这一行，合计栏两边差多少元？", ["150000"]),
        (
            FARMS,
            "三公表里的公务接待费和公务用车运行费，比基本支出表（3-1）里同名的两行各多出多少？",
            ["6", "8"],
        ),
        (
            RELIEF,
            "公务用车购置及运行费占三公经费的比重，2025、2026两年分别是多少？提高了几个百分点？",
            ["8.42", "72.73", "81.15"],
        ),
        (WATER, "年末结转结余跟年初的比，少了几多？跌咗百分之几", ["-45.96", "24.32"]),
        (
            WATER,
            "“水利行业业务管理”在支出决算表与一般公共预算财政拨款支出决算表之间相差多少万元",
            ["32.71"],
        ),
        (
            WATER,
            "防汛和抗旱两项放一起，决算比年初预算多花了多少？超出比例是多少？",
            ["37.46", "17.84"],
        ),
        (DYKES, "澜江防洪排涝提升工程全年预算比年初多批了多少", ["450"]),
        (FARMS, "采购里除开工程，货物加服务一共多少", ["556.40"]),
    ],
)
def test_of_other_places(places: Chain, document: str, question: str, values: list[str]) -> None:
    answer = places.ask(question, docs=[document])
    told = {value.removeprefix("-") for value in _values(answer)}
    assert {value.removeprefix("-") for value in values} <= told, answer.answer
    assert values[0].removeprefix("-") in {v.removeprefix("-") for v in _values(answer)[:3]}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("同样叫公务接待费，“三公”表上的数字比基本支出表上的高出多少？", ["5"]),
        ("公务接待费：附件3和附件4差几多", ["5"]),
        ("邮电费同印刷费加埋，够唔够办公费咁多？爭几多？", ["50", "55.03"]),
        ("2025年预算数中，208、210、221三类相加占当年合计的比重", ["361.51", "13.54"]),
        ("208、210、221三类加起来，2026年比2025年多多少", ["102.91"]),
        ("今年比去年多的那267.93万里头 事业运行一项贡献了百分之几", ["57.08"]),
        ("假如巨灾保险不算，剩下那些项目总共还有多少万", ["970"]),
        ("20103款剔除2010302之后，26年比25年净增多少", ["180.02"]),
        ("政府会议、督查议案、改革调研三个专项合起来，超过数字化城市那一个专项没有", ["125"]),
        (
            "工资福利支出、商品和服务支出、对个人和家庭的补助三块加起来是不是等于基本支出",
            ["1747.77"],
        ),
        (
            "职工基本医疗保险缴费是不是刚好等于行政单位医疗加事业单位医疗？",
            ["74.62", "48.26", "26.36"],
        ),
        ("30113住房公积金和2210201是不是一样多", ["98.73"]),
    ],
)
def test_of_one_budget(chain: Chain, question: str, values: list[str]) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    told = [value.removeprefix("-") for value in _values(answer)]
    assert set(values) <= set(told), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "博物馆这一项，支出总表里的减去财政拨款支出表里的是多少",
        "2070104图书馆，支出总表的数比支出总表小多少元",
        "2070104图书馆，国有资本经营预算表的数比支出总表小多少元",
    ],
)
def test_no_item_of_both_tables(places: Chain, question: str) -> None:
    done = places.explain(question, docs=[BOOKS])
    assert done.plan.trace != ("expressions",)


@pytest.mark.parametrize(
    "question",
    [
        "今年比去年多的那300万里头，事业运行一项贡献了百分之几",  # the total rose by 267.93
        "208、210、221四类相加，2026年比2025年多多少",  # three are named
        "党建经费和印刷费加起来比办公费多多少",
        "一般公共服务支出同比增加几多万",
    ],
)
def test_what_is_not_explained_is_not_told(chain: Chain, question: str) -> None:
    done = chain.explain(question)
    assert done.plan.trace != ("expressions",), done.answer.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("职工基本医疗保险缴费跟行政单位医疗加事业单位医疗一样吗", ["0", "74.62"]),
        ("30110跟行政单位医疗加事业单位医疗，两边数一样吗，各是多少？", ["0", "74.62"]),
        ("印刷费跟差旅费加上邮电费差多少", ["20"]),
        ("印刷费加差旅费和邮电费一样多吗", ["0", "30"]),
    ],
)
def test_one_thing_against_others_added_up(chain: Chain, question: str, told: list[str]) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert set(told) <= {value.removesuffix(".00") for value in _values(answer)} | {"0"}
    assert "149.24" not in answer.answer
    assert ("一致" in answer.answer) is (told[0] == "0"), answer.answer


def test_a_list_is_not_set_against_its_last_thing(chain: Chain) -> None:
    assert "一致" not in chain.ask("印刷费、差旅费和邮电费一样多吗").answer
