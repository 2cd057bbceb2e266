"""Parts that a question names, added up and held against the figure that it names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.checking.parts_asked import Check, read
from tests.chains import DOCUMENTS, chain_over

TOWN = "松河镇2026年预算公开.docx"
WATER = "甬南市澜山区水利局2025年度部门决算.pdf"
WOODS = "岷沱彝族自治州林业和草原局2026年部门预算公开表.xlsx"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over budgets and accounts whose tables can be added up."""
    folder = tmp_path_factory.mktemp("parts")
    with chain_over([DOCUMENTS / name for name in (TOWN, WATER, WOODS)], folder) as chain:
        yield chain


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("审计核对:甲费、乙费两项加总,与表五丙费是否一致?", Check("甲费、乙费两项", "表五丙费")),
        ("甲费加上乙费,等于丙费吗", Check("甲费、乙费", "丙费")),
        ("甲费和乙费加起来是不是71.35万元", Check("甲费和乙费", "71.35万元")),
        ("丙费是不是甲费和乙费加起来的数", Check("甲费和乙费", "丙费")),
        ("甲费和乙费加起来是多少", None),
        ("六条成本指标加起来跟它的资金总额对得上不", None),
        ("甲费和乙费加起来,比丙费多多少", None),
    ],
)
def test_the_two_sides_of_a_check(text: str, check: Check | None) -> None:
    assert read(text) == check


@pytest.mark.parametrize(
    ("document", "question", "said", "value", "held", "gap"),
    [
        (WOODS, "表三中四个事业单位各自的“事业机构”加总，与表五“事业机构”2026年预算数是否一致？",
         "一致：", "1235.34", "1235.34", None),
        (WATER, "2130305下面的两个项目决算数相加，对得上支出决算表“水利工程建设”那行不？",
         "一致：", "4205.11", "4205.11", None),
        (TOWN, "代表工作和行政运行两项之和是不是等于一般公共服务支出",
         "不一致：", "477.55", "503.85", "26.30"),
        (TOWN, "Do 基本工资 and 津贴补贴 add up to 工资福利支出?",
         "They do not agree", "265.68", "569.38", "303.70"),
    ],
)  # fmt: skip
def test_named_parts_against_a_named_figure(
    printed: Chain, document: str, question: str, said: str, value: str, held: str, gap: str | None
) -> None:
    told = printed.ask(question, (), [document])
    numbers = [v.value for v in told.values]
    assert told.answer.startswith(said)
    assert numbers[0] == value
    assert held in numbers[1:]
    assert (gap in numbers) if gap else "相差" not in [v.label for v in told.values]


def test_a_sum_against_an_amount_that_is_given(printed: Chain) -> None:
    told = printed.ask("黑土地补助和秸秆禁烧巡查加起来是不是72万元", (), [TOWN])
    assert told.answer.startswith("不一致：")
    assert [v.value for v in told.values] == ["71.35", "58.75", "12.60", "0.65"]


@pytest.mark.parametrize(
    "question",
    [
        "基本工资、津贴补贴、驻村补助加起来等于工资福利支出吗",
        "三个司机的工资加起来等于公用经费吗",
        "行政运行和水利工程建设加起来，是不是等于航道支出？",
    ],
)
def test_no_verdict_where_a_side_is_nowhere(printed: Chain, question: str) -> None:
    document = WATER if "水利" in question else TOWN
    assert "一致" not in printed.ask(question, (), [document]).answer
