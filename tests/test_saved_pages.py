"""Answer over pages saved as text, Hunan's books of tables and accounts that count in one column."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import DOCUMENTS, chain_over

SCHOOL = "渝梧区青禾坪小学2024年单位预算.txt"
COLLEGE = "澜桐县第二中学2024年度部门决算.html"
BUREAU = "沅桥县自然资源局2024年部门预算公开表.xlsx"
TOWNSHIP = "阿依布拉克县托海乡人民政府2024年部门预算公开表.xlsx"
WATER = "2023年度科尔罕旗水利局部门决算公开.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    names = (SCHOOL, COLLEGE, BUREAU, TOWNSHIP, WATER)
    files = [DOCUMENTS / name for name in names]
    with chain_over(files, tmp_path_factory.mktemp("saved")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "told"),
    [
        # A table by units: the body over all of them is the total.
        (BUREAU, "公务接待费多少", "8.40"),
        (BUREAU, "公务用车多少钱", "18.00"),
        (BUREAU, "局本级公务接待费多少", "5.90"),
        # What moved is the whole that was divided before, not its last part.
        (TOWNSHIP, "三公经费比上年减少多少", "1.20"),
        (SCHOOL, "收入预算比去年增加了多少", "48.35"),
        # People of a place, of a kind.
        (SCHOOL, "学校有多少人", "61"),
        (SCHOOL, "退休教师多少人", "27"),
        (SCHOOL, "学校有多少老师在岗", "61"),
        (WATER, "你们局里有多少人", "121"),
        # A table that counts only what was spent: the plan is the text's.
        (COLLEGE, "三公经费预算多少", "45,000"),
        (COLLEGE, "公务接待费花了多少", "11684"),
        # Cells of a page saved as text.
        (SCHOOL, "小学教育的人员经费多少", "731.83"),
        (SCHOOL, "职业年金缴费多少", "44.19"),
    ],
)
def test_what_is_told(chain: Chain, document: str, question: str, told: str) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route in (Route.TABLE, Route.TEXT, Route.BOTH), answer.answer
    assert told in answer.answer


def test_all_that_was_spent_is_asked_about_where_two_totals_differ(chain: Chain) -> None:
    answer = chain.ask("支出合计多少", docs=[WATER])
    assert answer.route is Route.CLARIFY
    assert "5576.00" in answer.answer
    assert "5695.80" in answer.answer
    assert "5695.80" in chain.ask("支出总计多少", docs=[WATER]).answer
