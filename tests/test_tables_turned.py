"""Test tables whose columns are items, and units that sentences around a table tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.observations import store_table
from ingest.records import Cell, Disclosure, Grid, Location, Page, Paragraph, Phase, Source, Table
from ingest.tables import extract

OWN = Disclosure("岭远县石桥镇人民政府", 2024, Phase.FINAL)


def read(rows: list[list[str]], *, above: str = "", below: str = "", title: str = "") -> Table:
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    lines = [Paragraph(text, Location("a.docx")) for text in (title, above, below) if text]
    grid = Grid(cells, len(rows), len(rows[0]), Location("a.docx"))
    at = len(lines) - bool(below)
    page = Page(1, (*lines[:at], grid, *lines[at:]))
    (table,), _, _ = extract(Source("a.docx", "docx", "", (page,), paged=False))
    return table


ITEMS = ["项目", "合计", "因公出国（境）费", "公务用车运行维护费", "公务接待费"]


def test_items_become_rows() -> None:
    table = read(
        [
            ITEMS,
            ["上年决算数", "9.68", "", "7.06", "2.62"],
            ["预算数", "13.20", "", "9.00", "4.20"],
            ["决算数", "9.84", "-", "6.78", "3.06"],
        ],
        above="“三公”经费预算、决算情况见下表，单位为万元：",
    )
    assert (table.kind, table.unit, table.rows_in) == ("three_public", "万元", 4)
    stored = store_table(table, OWN)
    labels = {row.index: (row.label, row.kind) for row in stored.rows}
    assert labels[0] == ("合计", "total")
    assert [(o.year, o.phase, o.value) for o in stored.observations if o.row == 3] == [
        (2023, Phase.FINAL, Decimal("2.62")),
        (2024, Phase.BUDGET, Decimal("4.20")),
        (2024, Phase.FINAL, Decimal("3.06")),
    ]
    assert [o.value for o in stored.observations if o.row == 1] == [None, None, None]


@pytest.mark.parametrize(
    "rows",
    [
        [ITEMS, ["预算数", "13.20", "", "9.00", "4.20"]],  # one row: no kind beside another
        [ITEMS, ["县本级", "1.20", "", "1.00", "0.20"], ["合计", "1.20", "", "1.00", "0.20"]],
        [
            ["项目", "2023年", "2024年预算数", "决算数"],
            ["预算数", "1", "2", "3"],
            ["决算数", "1", "2", "3"],
        ],
    ],
)
def test_other_tables_stay(rows: list[list[str]]) -> None:
    assert len(read(rows, title="“三公”经费支出表").body) == len(rows) - 1


@pytest.mark.parametrize(
    ("above", "below", "unit"),
    [
        ("政府采购支出结构见下（万元）：", "", "万元"),
        ("全年共实施10个项目，支出1299.51万元，具体如下（单位：元）：", "", "元"),
        ("各项支出列示如下（单位：千元）。", "", "千元"),
        ("全年支出1299.51万元，情况如下：", "", None),
        ("比上年减少，节约（万元）较多。", "", None),
        ("", "（上表金额单位：万元）", "万元"),
        ("", "以上表格数据以万元为单位。", "万元"),
        ("", "上表中货物支出23.46万元。", None),
    ],
)
def test_unit_that_a_sentence_tells(above: str, below: str, unit: str | None) -> None:
    table = read(
        [["项目", "支出数"], ["货物", "23.46"], ["合计", "23.46"]], above=above, below=below
    )
    assert table.unit == unit


def test_a_sentence_with_a_unit_stays_in_the_narrative() -> None:
    text = "2024年度共实施10个项目，支出1299.51万元，具体如下（单位：元）："
    cells = (Cell(0, 0, "项目"), Cell(0, 1, "支出数"), Cell(1, 0, "清淤"), Cell(1, 1, "2.00"))
    blocks = (Paragraph(text, Location("a.docx")), Grid(cells, 2, 2, Location("a.docx")))
    source = Source("a.docx", "docx", "", (Page(1, blocks),), paged=False)
    _, narrative, _ = extract(source)
    assert [line.text for line in narrative] == [text]
