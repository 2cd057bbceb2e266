"""Test two tables that stand side by side under one caption."""

from __future__ import annotations

import pytest

from ingest.records import BBox, Cell, Grid, Location, Page, Paragraph, Source
from ingest.tables import extract


def grid(rows: list[list[str]], box: BBox) -> Grid:
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(cells, len(rows), len(rows[0]), Location("a.pdf", 4, box))


@pytest.mark.parametrize(
    ("box", "title", "unit"),
    [
        ((306.0, 88.0, 554.0, 566.0), "收入支出决算总表", "万元"),
        ((306.0, 188.0, 554.0, 566.0), "支出、决算数", None),  # lower
        ((39.0, 640.0, 554.0, 700.0), "支出、决算数", None),  # below
    ],
)
def test_the_right_one_has_the_caption_of_the_left(box: BBox, title: str, unit: str | None) -> None:
    lines = [
        Paragraph("收入支出决算总表", Location("a.pdf", 4)),
        Paragraph("公开01表 金额单位：万元", Location("a.pdf", 4)),
    ]
    left = grid([["收入", "决算数"], ["事业收入", "86.42"], ["总计", "86.42"]], (39, 88, 296, 626))
    rows = [["支出", "决算数"], ["教育支出", "2.15"], ["住房保障支出", "84.27"], ["总计", "86.42"]]
    page = Page(4, (*lines, left, grid(rows, box)))
    tables, _, _ = extract(Source("a.pdf", "pdf", "", (page,)))
    assert [(t.title, t.unit) for t in tables] == [("收入支出决算总表", "万元"), (title, unit)]
