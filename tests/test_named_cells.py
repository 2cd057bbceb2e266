"""A row and the title of its table, both as printed; a figure whose one row is looked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from tests.chains import DOCUMENTS, chain_over

COLLEGE = "漪州职业技术学院2026年单位预算公开.xlsx"
FORESTS = "岷沱彝族自治州林业和草原局2026年部门预算公开表.xlsx"
TEACHERS = "黔岭县教育局2024年度部门决算公开.docx"
ENFORCERS = "临澜市综合行政执法局2025年部门预算.docx"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    files = [DOCUMENTS / name for name in (COLLEGE, FORESTS, TEACHERS, ENFORCERS)]
    with chain_over(files, tmp_path_factory.mktemp("named_cells")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "annex", "row", "value"),
    [
        (COLLEGE, "单位收支总表中收入总计是多少", "表1", "收入总计", "166207700.00"),
        # the same name in a table by function and in one by economic item
        (FORESTS, "一般公共预算基本支出表 住房公积金", "表六", "30113 住房公积金", "212.18"),
        (TEACHERS, "“三公”经费支出决算表里合计多少", "公开08表", "合计", "35.62"),
    ],
)
def test_a_row_of_a_table_named_by_its_title(
    chain: Chain, document: str, question: str, annex: str, row: str, value: str
) -> None:
    answer = chain.ask(question, docs=[document])
    assert [(c.annex, c.row) for c in answer.citations] == [(annex, row)]
    assert [str(v.value) for v in answer.values] == [value]


def test_the_row_that_prints_a_figure_and_what_it_is_made_of(chain: Chain) -> None:
    one = chain.ask("哪一项正好4333.55万元", docs=[ENFORCERS])
    assert {c.row for c in one.citations} == {"301 工资福利支出"}
    made = chain.ask("4333.55万元花在哪几项上", docs=[ENFORCERS])
    assert "30101 基本工资" in {c.row for c in made.citations}
    assert "301 工资福利支出" not in {c.row for c in made.citations}
