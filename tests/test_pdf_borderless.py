"""Tables without any rule or shading: captions stay outside, headers of two levels are rebuilt."""

from __future__ import annotations

from pathlib import Path

from ingest.readers import pdf
from ingest.tables import extract
from tests.make_pdf import PdfPage, write
from tests.test_pdf_shades import HEADER, ROWS, body, head

NEVER = 2
"""No row is shaded whose number modulo two is this."""


def test_a_table_of_words_alone_has_its_caption_header_and_rows(tmp_path: Path) -> None:
    first, second = PdfPage(), PdfPage()
    first.text(40, 30, "四、一般公共预算支出情况", 11)
    first.text(
        40, 48, "2026年一般公共预算当年拨款5214.04万元，比2025年预算数增加187.58万元。", 10.5
    )
    first.centred(70, "表五　一般公共预算支出表", 8.5)
    first.text(510, 88, "单位：万元", 8)
    body(first, head(first, 100), ROWS, NEVER, cells=False)
    body(second, head(second, 60), ROWS[3:6], NEVER, cells=False)
    write(tmp_path / "a.pdf", [first, second])
    tables, narrative, _ = extract(pdf.read(tmp_path / "a.pdf"))
    (table,) = tables
    assert (table.annex, table.title, table.unit) == ("表五", "一般公共预算支出表", "万元")
    assert (table.pages, table.proved) == ((1, 2), False)
    assert table.header == HEADER
    assert [row.cells for row in table.body] == [
        tuple(text.replace("\n", "").replace("　", "") for text in row)
        for row in (*ROWS, *ROWS[3:6])
    ]
    assert len(narrative) == 2
