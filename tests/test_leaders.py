"""Test names that dots lead to their figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest import readers
from ingest.observations import store_table
from ingest.pipeline import read_file
from ingest.readers.leaders import without_leaders
from ingest.records import Cell, Disclosure, Grid, Location, Page, Phase, Source
from ingest.tables import extract
from tests.make_pdf import PdfPage, write

DOTS = "…" * 12


def grid(*rows: tuple[str, ...]) -> Source:
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    block = Grid(cells, len(rows), len(rows[0]), Location("a.docx"))
    return Source("a.docx", "docx", "", (Page(1, (block,)),), paged=False)


def texts(source: Source) -> list[list[str]]:
    (block,) = without_leaders(source).pages[0].blocks
    assert isinstance(block, Grid)
    return block.matrix()


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        (f"公务接待费{DOTS}", "公务接待费"),
        ("合计 . . . . . . . .", "合计"),
        ("会议费·······", "会议费"),
        ("印刷费．．．．．．．", "印刷费"),
        ("手续费............", "手续费"),
        ("等……", "等……"),  # an ellipsis
        ("见附注...", "见附注..."),
        ("1.85", "1.85"),
        (f"前{DOTS}后", f"前{DOTS}后"),
    ],
)
def test_names_lose_their_leaders(printed: str, name: str) -> None:
    assert texts(grid(("项目", "决算数"), (printed, "1.85")))[1] == [name, "1.85"]


def test_a_cell_of_name_and_figure_is_parted() -> None:
    source = grid(
        ("人员经费", "公用经费"),
        (f"301工资福利支出{DOTS}\n603.74", f"302商品和服务支出{DOTS} 1,098.56"),
        (f"30101基本工资{DOTS}138.62", f"30201办公费{DOTS}9.84"),
        (f"30102津贴补贴{DOTS}92.35", f"30202印刷费{DOTS}-"),
        (f"人员经费合计{DOTS}603.74", ""),
    )
    assert texts(source) == [
        ["人员经费", "", "公用经费", ""],
        ["301工资福利支出", "603.74", "302商品和服务支出", "1,098.56"],
        ["30101基本工资", "138.62", "30201办公费", "9.84"],
        ["30102津贴补贴", "92.35", "30202印刷费", "-"],
        ["人员经费合计", "603.74", "", ""],
    ]
    tables, _, _ = extract(without_leaders(source))
    stored = store_table(tables[0], Disclosure("岭远县残联", 2025, Phase.FINAL))
    rows = {row.index: (row.code, row.label) for row in stored.rows}
    assert [(*rows[o.row], o.path, o.value) for o in stored.observations if o.value] == [
        ("301", "工资福利支出", ("人员经费",), Decimal("603.74")),
        ("302", "商品和服务支出", ("公用经费",), Decimal("1098.56")),
        ("30101", "基本工资", ("人员经费",), Decimal("138.62")),
        ("30201", "办公费", ("公用经费",), Decimal("9.84")),
        ("30102", "津贴补贴", ("人员经费",), Decimal("92.35")),
        (None, "人员经费合计", ("人员经费",), Decimal("603.74")),
    ]
    assert stored.problems == ()


def test_a_single_cell_of_name_and_figure_stays() -> None:
    source = grid(("项目", "说明"), ("会议费", f"其中差旅{DOTS}1.20"), ("培训费", "无"))
    assert texts(source)[1] == ["会议费", f"其中差旅{DOTS}1.20"]


def test_number_and_total_are_recognised(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(40, "岭远县残疾人联合会２０２５年度部门决算")
    page.centred(70, "财政拨款支出决算表")
    page.text(40, 90, "编制单位：岭远县残疾人联合会   ２０２５年度   公开０９表   金额单位：万元")
    rows = [
        ["项目", "预算数", "决算数"],
        ["公务接待费" + "…" * 6, "3.20", "1.85"],
        ["会议费" + "…" * 6, "1.00", "0.40"],
        ["合计" + "…" * 6, "4.20", "2.25"],
    ]
    page.table(110, [220, 100, 100], rows)
    (document,) = read_file(write(tmp_path / "a.pdf", [page]), "a.pdf")
    assert document.disclosure.fiscal_year == 2025
    (table,) = document.tables
    assert (table.table.annex, table.table.title) == ("公开09表", "财政拨款支出决算表")
    assert [(row.label, row.kind) for row in table.rows] == [
        ("公务接待费", "item"),
        ("会议费", "item"),
        ("合计", "total"),
    ]


def test_a_number_before_a_year(tmp_path: Path) -> None:
    page = PdfPage()
    page.text(40, 40, "岭远县水务局")
    page.text(40, 70, "表8 2026年项目支出表")
    page.table(100, [220, 100], [["项目名称", "预算数"], ["渠道整治", "12.50"], ["清淤", "3.00"]])
    (table,), _, _ = extract(readers.read(write(tmp_path / "a.pdf", [page])))
    assert (table.annex, table.title) == ("表8", "2026年项目支出表")
