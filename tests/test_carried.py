"""Hold what is carried over against all of a table, and told parts against their passage's whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain

ROWS = (
    ("收入", "", "支出", ""),
    ("项目", "预算数", "项目", "预算数"),
    ("一、一般公共预算拨款收入", "900.00", "一、一般公共服务支出", "940.00"),
    ("二、事业收入", "50.00", "二、住房保障支出", "60.00"),
    ("本年收入合计", "950.00", "本年支出合计", "1000.00"),
    ("上年结转", "50.00", "结转下年", ""),
    ("收入总计", "1000.00", "支出总计", "1000.00"),
)
TOLD = "2026年本部门政府采购预算400.00万元，其中：政府采购货物预算100.00万元、政府采购工程预算300.00万元。"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over one budget with a carry-over and stated purchases."""
    folder = tmp_path_factory.mktemp("carried")
    document = docx.Document()
    document.add_paragraph("某市水务局2026年部门预算")
    document.add_paragraph("部门收支总表")
    document.add_paragraph("单位：万元")
    table = document.add_table(len(ROWS), 4)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.add_heading("政府采购情况", 1)
    document.add_paragraph(TOLD)
    path: Path = folder / "one.docx"
    document.save(str(path))
    with Store(folder / "store") as store:
        for read in read_file(path, "one.docx"):
            store.put(read)
    with Chain.open(folder / "store") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "percent"),
    [
        ("上年结转占收入的百分之几", "5.00"),
        ("事业收入占本年收入合计的百分之几", "5.26"),
        ("盖房修路这类工程占了采购总数百分之几", "75.00"),
        ("What share of government procurement goes to goods?", "25.00"),
    ],
)
def test_shares(chain: Chain, question: str, percent: str) -> None:
    answer = chain.ask(question)
    assert (answer.values[0].value, answer.values[0].unit) == (percent, "%"), answer.answer
