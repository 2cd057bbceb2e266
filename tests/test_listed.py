"""Test lists of names and figures in running text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.pipeline import read_source
from ingest.readers.listed import with_lists
from ingest.records import Grid, Location, Page, Paragraph, Source
from tests.make_pdf import PdfPage, write

LIST = (
    "办公费 12.30 水费 1.46",
    "印刷费 2.85 电费 7.92",
    "差旅费 1,006.37",
    "公用经费小计 1,030.90",
)


def source(*texts: str, form: str = "docx") -> Source:
    blocks = tuple(Paragraph(t, Location(f"a.{form}", row=n)) for n, t in enumerate(texts, 1))
    return Source(f"a.{form}", form, "", (Page(1, blocks),), paged=form == "pdf")


def grids(found: Source) -> list[list[list[str]]]:
    return [block.matrix() for block in found.pages[0].blocks if isinstance(block, Grid)]


def test_a_list_is_a_table_of_its_heading() -> None:
    document = read_source(
        with_lists(
            source(
                "岭远县石桥镇人民政府2024年度部门决算",
                "四、一般公共预算财政拨款基本支出决算情况",
                "基本支出列示如下（单位：万元）。",
                *LIST,
                "五、其他说明",
            )
        )
    )
    (table,) = document.tables
    assert (table.table.kind, table.table.rows_in) == ("basic_economic", 6)
    assert table.table.title.endswith("一般公共预算财政拨款基本支出决算情况")
    labels = {row.index: row.label for row in table.rows}
    assert [(labels[o.row], o.value, o.unit) for o in table.observations] == [
        ("办公费", Decimal("12.30"), "万元"),
        ("印刷费", Decimal("2.85"), "万元"),
        ("差旅费", Decimal("1006.37"), "万元"),
        ("公用经费小计", Decimal("1030.90"), "万元"),
        ("水费", Decimal("1.46"), "万元"),
        ("电费", Decimal("7.92"), "万元"),
    ]


def test_headings_of_one_form_part_a_list() -> None:
    texts = ("（一）人员经费", "基本工资 8.00", "奖金 6.80", "（二）公用经费", *LIST[:2])
    assert grids(with_lists(source(*texts))) == [
        [
            ["项目", "金额"],
            ["（一）人员经费", ""],
            ["基本工资", "8.00"],
            ["奖金", "6.80"],
            ["（二）公用经费", ""],
            ["办公费", "12.30"],
            ["印刷费", "2.85"],
            ["水费", "1.46"],
            ["电费", "7.92"],
        ]
    ]


@pytest.mark.parametrize(
    "texts",
    [
        LIST[:2],  # too short
        ("办公用房 3260", "机要车 1", "应急车 2"),  # things counted
        ("第一部分 概况…………………… 2", "第二部分 收支表……………………… 3", "第三部分 说明……… 14"),
        ("编制52名，在职48人。", "办公费12.30万元，水费1.46万元。", "其中差旅费1.00万元。"),
        ("20808抚恤 8.64 8.64 0.00", "20809退役 9.64 8.64 1.00", "20810福利 7.64 7.64 0.00"),
    ],
)
def test_no_lists(texts: tuple[str, ...]) -> None:
    assert grids(with_lists(source(*texts))) == []


def test_gaps_tell_no_list_on_a_printed_page() -> None:
    assert grids(with_lists(source(*LIST, form="pdf"))) == []


def test_dots_tell_a_list_on_a_printed_page(tmp_path: Path) -> None:
    from ingest import readers

    page = PdfPage()
    for at, text in enumerate(("办公费…………12.30", "水费……………1.46", "印刷费…………2.85")):
        page.text(40, 60 + 20 * at, text)
    assert grids(readers.read(write(tmp_path / "a.pdf", [page]))) == [
        [["项目", "金额"], ["办公费", "12.30"], ["水费", "1.46"], ["印刷费", "2.85"]]
    ]
