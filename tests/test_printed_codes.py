"""Print what stands before a name as the document does: codes in quotes, numbers of tables."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.chains import chain_over

ROWS = [
    ["部门预算支出经济科目", "预算"],
    ["合计", "12.50"],
    ["[302]商品和服务支出", "12.50"],
    ["[30211]差旅费", "12.50"],
]


@pytest.mark.parametrize(
    ("question", "annex"), [("差旅费多少", "附1"), ("附1里差旅费是多少", "附1")]
)
def test_codes_and_numbers_stand_as_printed(tmp_path: Path, question: str, annex: str) -> None:
    document = docx.Document()
    for line in ("某市统计局2026年部门预算", "附1", "一般公共预算基本支出情况表", "单位：万元"):
        document.add_paragraph(line)
    table = document.add_table(len(ROWS), 2)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    path = tmp_path / "某市统计局2026年部门预算.docx"
    document.save(str(path))
    with chain_over(path, tmp_path / "store") as chain:
        cited = chain.ask(question).citations[0]
    assert (cited.annex, cited.row) == (annex, "30211 差旅费")
    assert cited.quote == "[30211]差旅费 … 12.50"
