"""Tables without rules whose rows are told apart by shading."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.readers import pdf
from ingest.records import Grid, Source
from ingest.tables import extract
from tests.make_pdf import PdfPage, width_of, write

WALLS = (40.0, 100.0, 250.0, 330.0, 400.0, 475.0, 555.0)
HEADER = (
    ("科目编码",),
    ("科目名称",),
    ("2025年预算数",),
    ("2026年预算数", "小计"),
    ("2026年预算数", "基本支出"),
    ("2026年预算数", "项目支出"),
)
ROWS = (
    ("", "合　计", "5,026.46", "5,214.04", "3,728.58", "1,485.46"),
    ("207", "文化旅游体育与传媒支出", "4,200.40", "4,355.57", "2,870.11", "1,485.46"),
    ("20701", "文化和旅游", "3,462.25", "3,455.45", "2,383.19", "1,072.26"),
    ("2070707", "国家电影事业发展专项资金\n安排的支出", "120.00", "210.00", "", "210.00"),
    ("208", "社会保障和就业支出", "", "479.50", "479.50", ""),
    ("2080505", "机关事业单位基本养老保险\n缴费支出", "246.08", "252.60", "252.60", ""),
    ("2080801", "死亡抚恤", "", "12.36", "12.36", ""),
)


def shade(page: PdfPage, x0: float, top: float, x1: float, bottom: float) -> None:
    box = f"{x0:.2f} {page.height - bottom:.2f} {x1 - x0:.2f} {bottom - top:.2f}"
    page.drawn.append(f"0.94 g {box} re f 0 g")


def head(page: PdfPage, y: float) -> float:
    """Set a header of two levels, labels centred, one over two lines; return its end."""

    def centred(first: int, last: int, at: float, text: str) -> None:
        page.text((WALLS[first] + WALLS[last + 1] - width_of(text, 8)) / 2, at, text, 8)

    centred(3, 5, y + 2, "2026年预算数")
    centred(2, 2, y + 9, "2025年")
    for n, text in enumerate(("科目编码", "科目名称", "预算数", "小计", "基本支出", "项目支出")):
        centred(n, n, y + 20, text)
    return y + 32


def body(page: PdfPage, y: float, rows: Sequence[Sequence[str]], odd: int, cells: bool) -> float:
    """Set rows, every other one shaded: as a whole or cell by cell. Return their end."""
    for at, row in enumerate(rows):
        lines = max(text.count("\n") + 1 for text in row)
        end = y + 7 + 10 * lines
        if at % 2 == odd:
            for left, right in pairwise(WALLS) if cells else ():
                shade(page, left, y, right, end)
            if not cells:
                shade(page, WALLS[0], y, WALLS[-1], end)
        for n, text in enumerate(row):
            top = (y + end) / 2 - 5 * (text.count("\n") + 1) + 1
            for line in text.split("\n"):
                right = WALLS[n + 1] - 3 - width_of(line, 8)
                page.text(right if n > 1 else WALLS[n] + 5, top, line, 8)
                top += 10
        y = end
    return y


def grids(source: Source) -> list[Grid]:
    return [block for page in source.pages for block in page.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("cells", [True, False])
@pytest.mark.parametrize("odd", [0, 1])
def test_shaded_rows_and_those_between_them_are_one_table(
    tmp_path: Path, odd: int, cells: bool
) -> None:
    first, second = PdfPage(), PdfPage()
    first.text(40, 30, "四、一般公共预算支出情况", 11)
    first.text(
        40, 48, "2026年一般公共预算当年拨款5214.04万元，比2025年预算数增加187.58万元。", 10.5
    )
    first.centred(70, "表五　一般公共预算支出表")
    first.text(510, 88, "单位：万元", 8)
    body(first, head(first, 100), ROWS, odd, cells)
    end = body(second, head(second, 60), ROWS[1:6], odd, cells)
    second.text(40, end + 20, "五、一般公共预算基本支出情况", 11)
    second.text(40, end + 40, "2026年一般公共预算基本支出3728.58万元。", 10.5)
    write(tmp_path / "a.pdf", [first, second])
    tables, narrative, _ = extract(pdf.read(tmp_path / "a.pdf"))
    (table,) = tables
    assert (table.title, table.unit, table.pages) == ("一般公共预算支出表", "万元", (1, 2))
    assert table.header == HEADER
    assert [row.cells for row in table.body] == [
        tuple(text.replace("\n", "").replace("　", "") for text in row)
        for row in (*ROWS, *ROWS[1:6])
    ]
    assert len(narrative) == 4


def test_a_shaded_header_names_the_rows_below_it(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(40, "表七　政府采购预算表")
    page.text(510, 60, "单位：万元", 8)
    shade(page, 40, 74, 555, 92)
    for n, text in enumerate(("品目名称", "采购类别", "预算数")):
        left, right = (40, 240, 400)[n], (240, 400, 555)[n]
        page.text((left + right - width_of(text, 8)) / 2, 79, text, 8)
    rows = (
        ("合计", "", "678.50"),
        ("舞台美术", "服务", "86.00"),
        ("恒温系统", "货物", "592.50"),
    )
    for at, row in enumerate(rows):
        y = 97 + 18 * at
        page.text(43, y, row[0], 8)
        page.text(310, y, row[1], 8)
        page.text(552 - width_of(row[2], 8), y, row[2], 8)
    page.text(40, 160, "注：不含框架协议采购。", 7)
    write(tmp_path / "a.pdf", [page])
    tables, _, _ = extract(pdf.read(tmp_path / "a.pdf"))
    assert [table.header for table in tables] == [(("品目名称",), ("采购类别",), ("预算数",))]
    assert [row.cells for row in tables[0].body] == list(rows)
    assert tables[0].notes == ("注：不含框架协议采购。",)


@pytest.mark.parametrize("ruled", [True, False])
def test_cells_that_rules_part_or_that_are_all_painted_stay_cells(
    tmp_path: Path, ruled: bool
) -> None:
    page = PdfPage()
    page.centred(40, "部门收入总表")
    rows = [["项目", "预算数", "比例"], ["合计", "12.00", "1.00"], ["拨款", "12.00", "1.00"]]
    for at in range(3):
        for left in (40, 140, 240):
            if at == 1 or not ruled:
                shade(page, left, 60 + 16 * at, left + 100, 76 + 16 * at)
    page.table(60, [100, 100, 100], rows, ruled=ruled)
    write(tmp_path / "a.pdf", [page])
    (grid,) = grids(pdf.read(tmp_path / "a.pdf"))
    assert grid.proved
    assert grid.matrix() == rows


def test_a_shaded_paragraph_is_no_table(tmp_path: Path) -> None:
    page = PdfPage()
    for at, text in enumerate(("一、部门职责", "负责全市文化和旅游工作。", "二、机构设置")):
        shade(page, 40, 58 + 30 * at, 555, 74 + 30 * at)
        page.text(44, 60 + 30 * at, text, 10)
        page.text(44, 76 + 30 * at, "下设办公室、人事科、财务科。", 10)
    write(tmp_path / "a.pdf", [page])
    assert not grids(pdf.read(tmp_path / "a.pdf"))


def test_each_group_of_a_shaded_header_has_its_own_columns(tmp_path: Path) -> None:
    walls = [40.0 + 57 * n for n in range(10)]
    page = PdfPage()
    page.centred(40, "表3　支出预算表（分单位）")
    page.text(510, 58, "单位：万元", 8)
    shade(page, walls[0], 70, walls[1], 102)
    page.text(walls[0] + 20, 82, "科目", 8)
    for first, name in ((1, "部门合计"), (4, "局机关"), (7, "市体校")):
        last = min(first + 3, len(walls) - 1)
        shade(page, walls[first], 70, walls[last], 86)
        middle = (walls[first] + walls[last] - width_of(name, 8)) / 2
        page.text(middle, 74, name, 8)
        for n, label in zip(range(first, last), ("小计", "基本支出", "项目支出"), strict=False):
            shade(page, walls[n], 86, walls[n + 1], 102)
            page.text((walls[n] + walls[n + 1] - width_of(label, 8)) / 2, 90, label, 8)
    rows = (
        ("教育支出", "6.00", "4.00", "2.00", "3.00", "2.00", "1.00", "3.00", "2.00"),
        ("合计", "6.00", "4.00", "2.00", "3.00", "2.00", "1.00", "3.00", "2.00"),
    )
    for at, row in enumerate(rows):
        page.text(43, 106 + 14 * at, row[0], 8)
        for n, figure in enumerate(row[1:], 1):
            page.text(walls[n + 1] - 3 - width_of(figure, 8), 106 + 14 * at, figure, 8)
    write(tmp_path / "a.pdf", [page])
    tables, _, _ = extract(pdf.read(tmp_path / "a.pdf"))
    assert [table.header for table in tables] == [
        (
            ("科目",),
            ("部门合计", "小计"),
            ("部门合计", "基本支出"),
            ("部门合计", "项目支出"),
            ("局机关", "小计"),
            ("局机关", "基本支出"),
            ("局机关", "项目支出"),
            ("市体校", "小计"),
            ("市体校", "基本支出"),
        )
    ]
    assert [row.cells for row in tables[0].body] == list(rows)
