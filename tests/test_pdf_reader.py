"""The PDF reader: rules, cells, spans; what it refuses; pages without rules."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import EmptyFileError, LimitError, UnreadableFileError
from ingest.readers import pdf
from ingest.readers.pdf_glyphs import Drawn, Glyph, Rule
from ingest.readers.pdf_lattice import lattices, merge
from ingest.readers.pdf_layout import lay_out
from ingest.records import Grid, Paragraph
from ingest.tables import extract
from ingest.text import clean, mend, squeeze

SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="no ../shared/samples here")


def bare(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def word(text: str, x: float, y: float, size: float = 9) -> list[Glyph]:
    return [Glyph(c, x + i * size, y, x + (i + 1) * size, y + size) for i, c in enumerate(text)]


def ruled(xs: list[float], ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


# --- text ---


def test_radicals_become_their_characters() -> None:
    assert mend("⻔⻋⺠⻓⼾⾦") == "门车民长户金"


def test_only_white_space_between_chinese_characters_is_layout() -> None:
    assert clean("上级补 助收入 2025 年\u3000A 类") == "上级补助收入 2025 年 A 类"
    assert squeeze("2025 年 预算数") == "2025年预算数"


@given(st.text())
def test_cleaning_is_settled_after_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


# --- rules ---


def test_a_lattice_has_its_cells() -> None:
    across, down = ruled([0, 50, 100], [0, 20, 40])
    (lattice,) = lattices(across, down)
    assert [(s.row, s.col, s.row_span, s.col_span) for s in lattice.slots] == [
        (0, 0, 1, 1),
        (0, 1, 1, 1),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_a_missing_rule_makes_a_span() -> None:
    across, down = ruled([0, 50, 100], [0, 20, 40])
    down[1] = Rule(50, 20, 40)
    (lattice,) = lattices(across, down)
    assert [(s.row, s.col, s.row_span, s.col_span) for s in lattice.slots] == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_a_table_open_at_its_sides_is_closed() -> None:
    across = [Rule(y, 0, 150) for y in (0, 20, 40)]
    (lattice,) = lattices(across, [Rule(50, 0, 40), Rule(100, 0, 40)])
    assert lattice.xs == (0, 50, 100, 150)
    assert len(lattice.slots) == 6


def test_pieces_of_a_rule_are_joined_and_others_kept_apart() -> None:
    assert merge([Rule(10, 0, 20), Rule(10.5, 21, 40), Rule(10, 60, 80)]) == [
        Rule(pytest.approx(10.17, abs=0.01), 0, 40),
        Rule(pytest.approx(10.17, abs=0.01), 60, 80),
    ]


def test_rules_a_little_apart_make_no_column() -> None:
    across, down = ruled([0, 50, 53.5, 100], [0, 20, 40])
    glyphs = [*word("甲乙", 5, 5), *word("丙", 60, 5)]
    (grid,) = lay_out(Drawn(tuple(glyphs), tuple(across), tuple(down), 200, 300), "a.pdf", 1)
    assert isinstance(grid, Grid)
    assert grid.matrix() == [["甲乙", "丙"], ["", ""]]


def test_text_in_a_grid_is_no_paragraph_and_a_page_number_is_none() -> None:
    across, down = ruled([0, 50, 100], [50, 70, 90])
    glyphs = [*word("标题", 20, 20), *word("格", 5, 55), *word("-3-", 40, 280)]
    blocks = lay_out(Drawn(tuple(glyphs), tuple(across), tuple(down), 200, 300), "a.pdf", 1)
    assert [type(block) for block in blocks] == [Paragraph, Grid]


# --- refusals ---


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    with pytest.raises(EmptyFileError, match="is empty"):
        pdf.read(path)


def test_another_format_under_the_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(b"<html>no</html>")
    with pytest.raises(UnreadableFileError, match="not a PDF"):
        pdf.read(path)


def test_a_truncated_file_is_refused_or_read_in_part(tmp_path: Path) -> None:
    document = pdfium.PdfDocument.new()
    document.new_page(200, 200)
    whole = tmp_path / "whole.pdf"
    document.save(whole)
    path = tmp_path / "half.pdf"
    path.write_bytes(whole.read_bytes()[:120])
    with pytest.raises(UnreadableFileError, match="damaged"):
        pdf.read(path)


def test_too_many_pages_are_refused_at_once(tmp_path: Path) -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(pdf.MAX_PAGES + 1):
        document.new_page(10, 10)
    path = tmp_path / "endless.pdf"
    document.save(path)
    with pytest.raises(LimitError, match=f"{pdf.MAX_PAGES} pages"):
        pdf.read(path)


# --- no rules ---


@needs_samples
@pytest.mark.slow
def test_tables_without_rules_are_right_and_inferred() -> None:
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["logical"]
    found, _, problems = extract(pdf.read(SAMPLES / "seed_borderless.pdf"))
    by_title = {bare(table.title): table for table in found}
    wrong = []
    for wanted in truth:
        table = by_title[bare(wanted["title"])]
        assert not table.proved
        assert ["/".join(path) for path in table.header] == [bare(c) for c in wanted["columns"]]
        assert len(table.body) == len(wanted["body"]), table.title
        cells = zip(
            [c for r in table.body for c in r.cells],
            [c for r in wanted["body"] for c in r],
            strict=True,
        )
        wrong += [(bare(got), bare(want)) for got, want in cells if bare(got) != bare(want)]
        pairs = {bare(pair.label): bare(pair.value) for pair in table.pairs}
        assert pairs == {bare(k): bare(v) for k, v in wanted.get("pairs", {}).items()}
    assert wrong == []
    assert problems == []
    assert len(found) == len(truth)
