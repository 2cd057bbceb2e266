"""Read scanned pages: cells in their places, every figure right, repair by closed lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest import money
from ingest.errors import UnsupportedFormatError
from ingest.readers import pdf, scan
from ingest.records import Cell, Grid, Severity
from ingest.tables_words import normal

needs_ocr = pytest.mark.skipif(not scan.is_installed(), reason="the extra `ocr` is not installed")


def _page(samples: Path, name: str, number: int) -> tuple[list[Grid], list[Any]]:
    import pypdfium2

    page = pypdfium2.PdfDocument(str(samples / name))[number - 1]
    picture = page.render(scale=150 / 72).to_pil()
    blocks, problems = scan.read_scanned_page(picture, name, number, page.get_width())
    return [b for b in blocks if isinstance(b, Grid)], problems


@needs_ocr
@pytest.mark.slow
@pytest.mark.parametrize("name", ["seed_scan.pdf", "seed_scan_skew.pdf"])
@pytest.mark.parametrize("number", [3, 8, 18])
def test_seed_pages(samples: Path, truth: dict[str, Any], name: str, number: int) -> None:
    found, problems = _page(samples, name, number)
    fragments = [f for f in truth["fragments"] if f["page"] == number - 1]
    assert [(g.n_rows, g.n_cols) for g in found] == [(f["nrows"], f["ncols"]) for f in fragments]
    right = total = 0
    for grid, fragment in zip(found, fragments, strict=True):
        assert not grid.proved
        cells = {(c.row, c.col, c.row_span, c.col_span): normal(c.text) for c in grid.cells}
        for cell in fragment["cells"]:
            read = cells[cell["r"], cell["c"], cell["rs"], cell["cs"]]
            if money.is_figure(cell["text"]):
                assert read == cell["text"]
            total += 1
            right += read == normal(cell["text"])
    assert right >= 0.97 * total
    assert "unproved" in problems[0].message


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("2,937，77", "2,937，77"),
        ("2，937.77", "2,937.77"),
        ("2.937.77", "2,937.77"),
        ("1 190.00", "1190.00"),
        ("60。00", "60.00"),
        ("60.00", "60.00"),
        ("12.5%", "12.5%"),
        ("第2，100号", "第2，100号"),
        (".", "."),
    ],
)
def test_figures_are_mended_only_where_one_reading_is_left(read: str, mended: str) -> None:
    assert scan.figure(read) == mended


def _column(*texts: str) -> list[str]:
    return [c.text for c in scan.repaired([Cell(row, 0, t) for row, t in enumerate(texts)])]


def test_lookalikes_are_replaced_in_closed_columns_only() -> None:
    assert _column("指标性质", "≥", "=", "二", "定牲", "2") == [
        "指标性质",
        "≥",
        "=",
        "=",
        "定性",
        "2",
    ]
    assert _column("指标值", "2", "二", "35", "一") == ["指标值", "2", "二", "35", "一"]
    assert _column("台计", "合计工程") == ["合计", "合计工程"]


def test_without_the_extra(samples: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import pypdfium2

    monkeypatch.setattr(scan, "is_installed", lambda: False)
    both = pypdfium2.PdfDocument.new()
    both.import_pages(pypdfium2.PdfDocument(str(samples / "seed_scan.pdf")), [2])
    both.save(str(tmp_path / "scan.pdf"))
    with pytest.raises(UnsupportedFormatError) as caught:
        pdf.read(tmp_path / "scan.pdf")
    assert str(caught.value).endswith("to read it install the extra: pip install 'mingzhang[ocr]'")
    both.import_pages(pypdfium2.PdfDocument(str(samples / "seed.pdf")), [2])
    both.save(str(tmp_path / "mixed.pdf"))
    source = pdf.read(tmp_path / "mixed.pdf")
    assert [bool(page.blocks) for page in source.pages] == [False, True]
    assert [(p.severity, p.location.page) for p in source.problems] == [(Severity.ERROR, 1)]


@needs_ocr
@pytest.mark.slow
def test_mixed_pages(samples: Path, tmp_path: Path) -> None:
    import pypdfium2

    both = pypdfium2.PdfDocument.new()
    both.import_pages(pypdfium2.PdfDocument(str(samples / "seed_scan.pdf")), [6])
    both.import_pages(pypdfium2.PdfDocument(str(samples / "seed.pdf")), [6])
    both.save(str(tmp_path / "mixed.pdf"))
    scanned, drawn = pdf.read(tmp_path / "mixed.pdf").pages
    one, other = (next(b for b in p.blocks if isinstance(b, Grid)) for p in (scanned, drawn))
    assert (one.proved, other.proved) == (False, True)
    figures = [[t for t in row if money.is_figure(t)] for row in other.matrix()]
    assert [[t for t in row if money.is_figure(t)] for row in one.matrix()] == figures


@needs_ocr
@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(samples: Path, truth: dict[str, Any], turn: int) -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(str(samples / "seed_scan.pdf"))[6]
    picture = page.render(scale=150 / 72).to_pil().rotate(turn, expand=True)
    width, height = (side * 72 / 150 for side in picture.size)
    blocks, _ = scan.read_scanned_page(picture, "a.pdf", 1, width)
    (grid,) = (b for b in blocks if isinstance(b, Grid))
    fragment = next(f for f in truth["fragments"] if f["page"] == 6)
    assert (grid.n_rows, grid.n_cols) == (fragment["nrows"], fragment["ncols"])
    cells = {(c.row, c.col): c.text for c in grid.cells}
    figures = [c for c in fragment["cells"] if money.is_figure(c["text"])]
    assert all(cells[c["r"], c["c"]] == c["text"] for c in figures)
    x0, top, x1, bottom = grid.location.bbox or (0, 0, 0, 0)
    assert -1 <= x0 < x1 <= width + 1
    assert -1 <= top < bottom <= height + 1
