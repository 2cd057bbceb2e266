"""Set two amounts of one table against each other, of other places' documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.planning import two_cells
from qa.query import Operation, Route
from tests.chains import DOCUMENTS, chain_over

CULTURE = "东滩区文化馆2025年度单位决算.pdf"
FINANCE = "乌江县财政局2026年部门预算公开.docx"
HEALTH = "高原县卫生健康委员会2026年单位预算公开.html"
TRAFFIC = "海阜市交通运输局2024年度部门决算.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a balance sheet, a table of debts, one of posts and final accounts."""
    place = tmp_path_factory.mktemp("two")
    files = [DOCUMENTS / name for name in (CULTURE, FINANCE, HEALTH, TRAFFIC)]
    with chain_over(files, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "value"),
    [
        (CULTURE, "期末资产负债率（负债÷资产）是多少，保留两位小数", "2.12"),
        (CULTURE, "年末比年初负债少了多少钱？", "15.06"),
        (CULTURE, "期末的净资产比期初少了多少", "31.52"),
        (CULTURE, "固定资产净值从年初到年末减少了多少", "39.75"),
        (FINANCE, "县本级2025年末债务限额减去2024年末余额，还有多大空间？", "4.80"),
        (HEALTH, "县人民医院事业编还空着几个？（编制减在职）", "9"),
        (HEALTH, "县人民医院编制还空着多少个，按事业编和在职人数算", "9"),
        (TRAFFIC, "基金那边年末剩的是年初结转的几倍", "1.30"),
        (TRAFFIC, "政府性基金年末结转和结余比年初多多少", "36.20"),
        (TRAFFIC, "公路养护按全年预算数算，还有多少没花出去", "15.82"),
        (TRAFFIC, "公路养护的全年预算还剩多少没用完", "15.82"),
        (TRAFFIC, "公路养护比年初预算超支了多少", "142.18"),
    ],
)
def test_two_amounts_of_a_table(chain: Chain, document: str, question: str, value: str) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route is Route.TABLE
    assert answer.values[0].value == value, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "县中医院防疫编制减在职是多少",  # other posts
        "县人民医院编制减离休人数的奖金是多少",
    ],
)
def test_words_that_no_cell_explains(chain: Chain, question: str) -> None:
    answer = chain.explain(question, docs=[HEALTH])
    assert answer.plan.trace != ("two cells",), answer.answer.answer


@pytest.mark.parametrize("question", ["年初预算还剩多少没花完", "航道疏浚的全年预算还剩多少没花"])
def test_no_total_of_a_table_that_nothing_names(chain: Chain, question: str) -> None:
    assert chain.explain(question, docs=[TRAFFIC]).plan.trace != ("two cells",)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("年末结余比年初多了多少", (Operation.DIFFERENCE, "年末结余", "年初")),
        ("期末负债比期初少多少", (Operation.DIFFERENCE, "年末负债", "年初")),
        ("编制减在职是几个", (Operation.DIFFERENCE, "编制", "在职")),
        ("负债÷资产", (Operation.SHARE, "负债", "资产")),
        ("公路比全年预算少花了多少", (Operation.DIFFERENCE, "全年预算", "决算")),
        ("公路的全年预算是多少,花了多少", None),
        ("按编制和在职人数算一下", None),  # no vacancy is asked for
        ("行政运行比上年减少多少", None),
        ("减少了多少", None),
    ],
)
def test_sides_are_read(text: str, sides: tuple[Operation, str, str] | None) -> None:
    said = two_cells.read(text)
    assert (said and (said.operation, said.one, said.other)) == sides
