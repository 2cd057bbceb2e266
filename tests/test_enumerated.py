"""Lists of named things: every one is answered for, or the answer says which is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words.listed import Listed, read
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads whole documents

LABELS = "电子政务、政务（政府）信息公开专项 社会保障和就业支出\n差旅费\n水费\n电费\n水电费\n"


@pytest.mark.parametrize(
    ("text", "names", "total"),
    [
        ("印刷、邮电、差旅三样合到一起是多少", ("印刷", "邮电", "差旅"), True),
        ("奖金、绩效工资,各报一个数", ("奖金", "绩效工资"), False),
        ("煤炭储备+食盐储备", ("煤炭储备", "食盐储备"), True),
        ("行政运行加事业运行", ("行政运行", "事业运行"), True),
        ("基本支出和项目支出两张经济分类表合起来一共多少", ("基本支出", "项目支出"), True),
        ("社会保障和就业支出、住房公积金各多少", ("社会保障和就业支出", "住房公积金"), False),
        ("印刷费和邮电费加一堆儿是多少钱", ("印刷费", "邮电费"), True),
        ("煤炭、食盐两笔储备补助加一块堆儿多少", ("煤炭", "食盐"), True),
        (
            "基本工资 津贴补贴 奖金 绩效工资 这四样打总算一下",
            ("基本工资", "津贴补贴", "奖金", "绩效工资"),
            True,
        ),
        ("水费电费再加邮电费,合一块一年得多少", ("水费", "电费", "邮电费"), True),
        ("差旅费 水费 你给我加起来", ("差旅费", "水费"), True),
        ("水费 电费,你两张表给我加起来", ("水费", "电费"), True),
        ("水电费和差旅费,凑一块多少", ("水电费", "差旅费"), True),
        ("海关同海事两家的综合补助,加起来多少?", ("海关", "海事"), True),
        ("办公费,再算上印刷费,归总多少", ("办公费", "印刷费"), True),
        ("防汛跟抗旱两项一年花了多少,加起来说个数就行", ("防汛", "抗旱"), True),
        ("搬家那批家具里,办公椅加更衣柜要多少万", ("办公椅", "更衣柜"), True),
        ("工作组的成本指标,工资劳务、生活补助两笔合起来是多少万", ("工资劳务", "生活补助"), True),
        ("第四次农业普查,普查经费连宣传经费合共几多", ("普查经费", "宣传经费"), True),
        (
            "本级、信息中心两家都有“购置经费”,加起来多少",
            ("本级的购置经费", "信息中心的购置经费"),
            True,
        ),
        (
            "执法检查跟宣传教育培训这两个安全监管项目合起来多少钱",
            ("执法检查", "宣传教育培训"),
            True,
        ),
    ],
)
def test_names_of_a_list(text: str, names: tuple[str, ...], total: bool) -> None:
    listed = read(text, LABELS)
    assert listed is not None
    assert (listed.names, listed.total) == (names, total)


def test_things_of_units_and_of_a_clause_before(
    real: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = next(real.rglob("2026年广州市人民政府办公厅部门预算.pdf"))
    with chain_over(office, tmp_path_factory.mktemp("office")) as opened:
        told = opened.ask(
            "厅本级、信息系统管理中心、公文交换站三家都有“购置经费”，加起来多少万元？"
        )
        lacks = opened.ask("厅本级和公文交换站两家都有消防演练费，加起来多少万元？")
    assert told.values[0].value == "38.32"
    assert lacks.route is Route.REFUSE
    bureau = next(real.rglob("统计局_2026年部门预算.pdf"))
    with chain_over(bureau, tmp_path_factory.mktemp("bureau")) as opened:
        census = opened.ask("第四次农业普查，普查经费连宣传经费合共几多")
    assert census.values[0].value == "611.02"


def test_words_to_whoever_adds_are_no_name() -> None:
    assert read("差旅费基本支出一张表项目支出一张表 你给我两张加起来", LABELS) is None


def test_the_noun_of_a_list_in_brackets() -> None:
    listed = read("那三个项目(打非、产业补助、涉案资产处置)一共多少钱", LABELS)
    assert listed == Listed(("打非", "产业补助", "涉案资产处置"), "项目", total=True)


def test_a_sum_names_as_many_as_are_asked(chain: Chain) -> None:
    both = chain.ask("养老保险和职业年金加一堆儿是多少钱")
    assert both.values[0].value == "204.57"
    run = chain.ask("基本工资 津贴补贴 奖金 绩效工资 这四样打总算一哈")
    assert run.values[0].value == "954.86"
    short = chain.ask("办公费、火箭费加一块堆儿多少钱")
    assert not any("+" in (short.calculation or "") for _ in short.values)
    assert "火箭费" in short.answer


@pytest.mark.parametrize(
    "text",
    [
        "社会保障和就业支出多少",  # one name
        "印刷、邮电、差旅四样一共多少",  # not as many as said
        "印刷费比邮电费多多少,差旅费呢",  # each asks something of its own
        "差旅费和培训费占多少",
        "办公费多少",
        "合同 同比 多少",  # spaces alone join nothing
    ],
)
def test_what_is_no_list(text: str) -> None:
    assert read(text, LABELS) is None


def test_what_the_list_stands_in_is_said_once(chain: Chain) -> None:
    listed = read("三公经费里出国、用车、接待各是多少", "")
    assert listed is not None
    assert (listed.inside, listed.names) == ("三公经费里", ("出国", "用车", "接待"))
    both = chain.ask("三公里头公务接待和公车运行加起来多少")
    assert [v.value for v in both.values] == ["50.90", "14.90", "36.00"]
    assert {c.annex for c in both.citations} == {"附件4"}
    # said of no table, the same item is that of the economic classification
    assert chain.ask("公务接待费、印刷费各多少").values[0].value == "9.90"


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("办公费和印刷费分别多少，一共多少", ["105.03", "20.00", "125.03"]),
        ("政府采购里货物和服务各多少，加起来多少", ["23.40", "6.00", "29.40"]),
        ("办公费和印刷费一共各多少", ["105.03", "20.00"]),
    ],
)
def test_a_sum_asked_for_behind_each_of_a_list(
    chain: Chain, question: str, values: list[str]
) -> None:
    told = [v.value for v in chain.ask(question).values]
    assert sorted(told, key=float) == sorted(values, key=float)
