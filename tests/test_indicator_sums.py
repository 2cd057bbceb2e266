"""Test the line that sums the money of the projects of one indicator grid."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.observations import store_table
from ingest.records import Cell, Disclosure, Grid, Location, Page, Paragraph, Phase, Source
from ingest.tables import extract

HEAD = ["序号", "项目名称", "预算金额（万元）", "三级指标", "指标值"]
BODY = [
    ["1", "渠道整治", "12.50", "整治长度", "≥3公里"],
    ["2", "河道清淤", "7.50", "清淤量", "≥2万吨"],
]


@pytest.mark.parametrize("last", [["", "合计", "20.00", "", ""], ["合计", "", "20.00", "", ""]])
def test_a_sum_is_no_project(last: list[str]) -> None:
    cells = tuple(
        Cell(r, c, text) for r, row in enumerate([HEAD, *BODY, last]) for c, text in enumerate(row)
    )
    grid = Grid(cells, 4, 5, Location("a.docx"))
    blocks = (Paragraph("项目支出绩效目标表", Location("a.docx")), grid)
    (table,), _, _ = extract(Source("a.docx", "docx", "", (Page(1, blocks),), paged=False))
    stored = store_table(table, Disclosure("岭远县水务局", 2026, Phase.BUDGET))
    assert [(row.label, row.kind, row.parents) for row in stored.rows] == [
        ("渠道整治", "item", ()),
        ("整治长度", "indicator", ("渠道整治",)),
        ("河道清淤", "item", ()),
        ("清淤量", "indicator", ("河道清淤",)),
        ("合计", "total", ()),
    ]
    sums = [(o.value, o.unit) for o in stored.observations if o.row == 4]
    assert sums == [(Decimal("20.00"), "万元")]
    assert stored.problems == ()
