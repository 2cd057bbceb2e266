"""Ask what each fund pays of one row, which may be named by its code alone."""

from __future__ import annotations

from collections.abc import Iterator

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from tests.chains import DOCUMENTS

SCIENCE = "鄂江市科学技术局2026年部门预算公开.xlsx"
CLINIC = "某县中医院2026年单位预算.docx"
INCOME = [
    ["科目编码", "科目名称", "合计", "本年收入", "", ""],
    ["", "", "", "一般公共预算拨款", "事业收入", "其他收入"],
    ["", "合计", "960.00", "310.00", "620.00", "30.00"],
    ["2080506", "机关事业单位职业年金缴费支出", "60.00", "20.00", "40.00", ""],
    ["2100202", "中医医院", "840.00", "260.00", "550.00", "30.00"],
    ["2210201", "住房公积金", "60.00", "30.00", "30.00", ""],
]


@pytest.fixture(scope="module")
def funds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over two budgets whose income tables have a column a fund."""
    place = tmp_path_factory.mktemp("funds")
    document = docx.Document()
    document.add_paragraph("某县中医院2026年单位预算")
    document.add_paragraph("单位收入总表")
    document.add_paragraph("单位：万元")
    table = document.add_table(len(INCOME), len(INCOME[0]))
    for r, row in enumerate(INCOME):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    path = place / CLINIC
    document.save(str(path))
    with Store(place) as store:
        for file in (path, DOCUMENTS / SCIENCE):
            for read in read_file(file, file.name):
                store.put(read)
    with Chain.open(place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("document", "question", "told"),
    [
        (SCIENCE, "信息所的拨款和事业收入分别多少？我说的是206002", ["559.44", "60"]),
        (SCIENCE, "206002一般公共预算拨了多少，事业收入多少", ["559.44", "60"]),
        (CLINIC, "2100202的一般公共预算拨款和事业收入各是多少", ["260", "550"]),
        (CLINIC, "住房公积金财政拨款承担多少，事业收入承担多少", ["30", "30"]),
        (CLINIC, "职业年金由财政拨款负担多少、事业收入负担多少", ["20", "40"]),
    ],
)
def test_what_each_fund_pays(funds: Chain, document: str, question: str, told: list[str]) -> None:
    values = [v.value for v in funds.ask(question, docs=[document]).values]
    assert [value.removesuffix(".00") for value in values] == told


def test_a_code_alone_is_still_its_money(funds: Chain) -> None:
    values = funds.ask("2210201多少钱", docs=[CLINIC]).values
    assert [value.value for value in values] == ["60.00"]
