"""Tables with rules across only: the caption stays outside, joints of rules part the columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers import pdf
from ingest.readers.pdf_glyphs import Glyph
from ingest.readers.pdf_segments import segments_of
from ingest.records import Grid, Paragraph
from ingest.tables import extract
from tests.make_pdf import PdfPage, width_of, write

WALLS = (40.0, 100.0, 250.0, 370.0, 460.0, 550.0)
ROWS = (
    ("", "合计", "1,200.00", "900.00", "300.00"),
    ("208", "社会保障和就业支出", "400.00", "400.00", ""),
    ("20805", "行政事业单位养老支出", "400.00", "400.00", ""),
    ("210", "卫生健康支出", "800.00", "500.00", "300.00"),
)


def draw(page: PdfPage, y: float, rows: tuple[tuple[str, ...], ...], *, joints: bool) -> float:
    """Draw a table with rules across from `y`; `joints` part each rule at the walls of columns."""

    def rule(at: float, first: int = 0) -> None:
        if not joints:
            page.line(WALLS[first], at, WALLS[-1], at)
            return
        for left, right in zip(WALLS[first:-1], WALLS[first + 1 :], strict=True):
            page.line(left, at, right, at)

    page.text(WALLS[0] + 2, y, "编制单位：某市妇幼保健院", 8)
    page.text(WALLS[-1] - 42, y, "单位：元", 8)
    y += 14
    rule(y)
    page.text((WALLS[2] + WALLS[-1]) / 2 - 26, y + 4, "2025年预算数", 8)
    rule(y + 16, first=2)
    for n, label in enumerate(("科目编码", "科目名称", "小 计", "基本支出", "项目支出")):
        middle = (WALLS[n] + WALLS[n + 1]) / 2
        high = y + 12 if n < 2 else y + 20
        page.text(middle - width_of(label, 8) / 2, high, label, 8)
    y += 32
    rule(y)
    for row in rows:
        for n, text in enumerate(row):
            right = WALLS[n + 1] - 2 - width_of(text, 8)
            page.text(right if n > 1 else WALLS[n] + 2, y + 4, text, 8)
        y += 16
    rule(y + 2)
    return y


def read(path: Path) -> list[Grid | Paragraph]:
    return [block for page in pdf.read(path).pages for block in page.blocks]


def two_pages(path: Path, *, joints: bool) -> Path:
    pages = []
    for number, rows in enumerate((ROWS, ROWS[1:])):
        page = PdfPage()
        if not number:
            page.centred(30, "2025年一般公共预算支出表")
        end = draw(page, 54, rows, joints=joints)
        if number:
            page.text(42, end + 8, "注：单位改名后沿用原编码。", 8)
        pages.append(page)
    write(path, pages)
    return path


@pytest.mark.parametrize("joints", [True, False])
def test_a_table_with_rules_across_has_its_columns(tmp_path: Path, joints: bool) -> None:
    tables, narrative, _ = extract(pdf.read(two_pages(tmp_path / "a.pdf", joints=joints)))
    assert [table.title for table in tables] == ["2025年一般公共预算支出表"]
    table = tables[0]
    assert table.unit == "元"
    assert table.pages == (1, 2)
    assert table.header == (
        ("科目编码",),
        ("科目名称",),
        ("2025年预算数", "小计"),
        ("2025年预算数", "基本支出"),
        ("2025年预算数", "项目支出"),
    )
    assert tuple(row.cells for row in table.body) == (*ROWS, *ROWS[1:])
    assert table.notes == ("注：单位改名后沿用原编码。",)
    assert not narrative


def test_a_code_next_to_the_wall_of_its_column_stays_in_it(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(30, "2025年一般公共预算支出表")
    rows = (("2080505101234", "机关事业单位基本养老保险缴费", "586.80", "586.80", ""), *ROWS)
    draw(page, 54, rows, joints=True)
    path = tmp_path / "a.pdf"
    write(path, [page])
    tables, _, _ = extract(pdf.read(path))
    assert tables[0].body[0].cells[:3] == (
        "2080505101234",
        "机关事业单位基本养老保险缴费",
        "586.80",
    )


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    page = PdfPage()
    page.centred(30, "2025年政府性基金预算支出表")
    draw(page, 54, (("", "合计", "", "", ""),), joints=True)
    path = tmp_path / "a.pdf"
    write(path, [page])
    tables, _, _ = extract(pdf.read(path))
    assert [(table.title, table.unit) for table in tables] == [("2025年政府性基金预算支出表", "元")]
    assert [row.cells for row in tables[0].body] == [("", "合计", "", "", "")]


def test_rules_under_a_running_head_and_over_a_foot_frame_nothing(tmp_path: Path) -> None:
    page = PdfPage()
    page.text(40, 20, "某市妇幼保健院2025年单位预算", 8)
    page.line(40, 32, 550, 32)
    for n, text in enumerate(("一、单位职责", "负责全市妇女保健、儿童保健工作。", "二、机构设置")):
        page.text(40, 60 + 20 * n, text, 9)
    page.line(40, 800, 550, 800)
    path = tmp_path / "a.pdf"
    write(path, [page])
    assert not [block for block in read(path) if isinstance(block, Grid)]


def test_an_amount_ends_where_the_next_begins_but_not_where_digits_are_set_apart() -> None:
    def line(text: str, gaps: dict[int, float]) -> list[Glyph]:
        found, x = [], 0.0
        for at, one in enumerate(text):
            x += gaps.get(at, gaps.get(-1, 0.0))
            found.append(Glyph(one, x, 0.0, x + 6, 12.0))
            x += 6
        return found

    near = line("362.97362.97", {6: 4.5})
    assert [seg.text for seg in segments_of(near)] == ["362.97", "362.97"]
    assert len(segments_of(line("1362.971", {-1: 4.5}))) == 1
    assert len(segments_of(line("362.97万元", {6: 4.5}))) == 1
