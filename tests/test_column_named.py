"""Tell the column that a question names in words of its own, of final accounts and of forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

AUDIT = "嘉州市审计局2026年部门预算.docx"
CULTURE = "东滩区文化馆2025年度单位决算.pdf"
MARKET = "陇原市市场监督管理局2026年部门预算公开.xlsx"
RIVERS = "沂蒙区水利局2025年度部门决算公开.html"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget by funds, final accounts and a form of a project."""
    place = tmp_path_factory.mktemp("columns")
    files = [DOCUMENTS / name for name in (AUDIT, CULTURE, RIVERS, MARKET)]
    with chain_over(files, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        (AUDIT, "委托业务费里面，上级提前通知转移支付安排的是多少？", ["98.00"]),
        (AUDIT, "其他商品和服务支出，上级提前通知转移支付那一列", ["20.00"]),
        (AUDIT, "委托业务费的上年结转是多少", ["20.00"]),
        (CULTURE, "公务用车运行费去年年初打算花多少、实际花了多少", ["8.00", "4.86"]),
        (CULTURE, "公务接待费年初打算花多少，结果花了多少", ["1.00", "0.00"]),
        (CULTURE, "公务用车运行费年初预算多少", ["8.00"]),
        (CULTURE, "公务用车运行费去年实际花了多少", ["4.86"]),
        (RIVERS, "中小河流治理那个项目钱花出去百分之多少", ["93.15"]),
        (RIVERS, "中小河流治理项目的执行率", ["93.15"]),
        (MARKET, "How much are meetings and training in 2026?", ["7.60", "24.00"]),
    ],
)
def test_the_column_named_is_told(
    chain: Chain, document: str, question: str, values: list[str]
) -> None:
    answer = chain.ask(question, (), [document])
    assert [v.value for v in answer.values] == values


@pytest.mark.parametrize("question", ["公务接待费上年实际花了多少", "公务接待费2024年花了多少"])
def test_a_year_before_is_not_that_of_final_accounts(chain: Chain, question: str) -> None:
    assert chain.ask(question, (), [CULTURE]).route is Route.REFUSE
