"""Content streams run by one pattern: what is drawn is what pdfminer's own parser draws."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.psparser import LIT

from ingest.readers.pdf_content import UncoveredContentError, interpret, statements
from ingest.readers.pdf_glyphs import Drawn, draw

pytestmark = pytest.mark.slow  # takes seconds

SHARED = Path(__file__).parents[1].parent / "shared"
FILES = sorted([*SHARED.glob("samples/seed*.pdf"), *SHARED.glob("real/*/*.pdf")])


def drawn(path: Path, pages: slice, *, fast: bool) -> list[Drawn]:
    with pdfplumber.open(path) as document:
        found = []
        for page in document.pages[pages]:
            if fast:
                interpret(page)
            found.append(draw(page))
            page.close()
    return found


@pytest.mark.skipif(not FILES, reason="no ../shared beside the project")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_page_in_the_middle_is_drawn_the_same(path: Path) -> None:
    assert drawn(path, slice(14, 15), fast=True) == drawn(path, slice(14, 15), fast=False)


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="no ../shared beside the project")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_page_is_drawn_the_same(path: Path) -> None:
    assert drawn(path, slice(None), fast=True) == drawn(path, slice(None), fast=False)


def test_statements() -> None:
    found = list(
        statements(
            b"q 1 0 0 1 72 .5 cm % note ) (\n0.1 g/P <</MCID 0>>BDC BT/F1 12 Tf"
            b"[<00 4>-12.5(a\\(b\\051(c)\\\nd)]TJ T* true 1 (x)' ET Q"
        )
    )
    assert found == [
        ("do_q", []),
        ("do_cm", [1, 0, 0, 1, 72, 0.5]),
        ("do_BT", []),
        ("do_Tf", [LIT("F1"), 12]),
        ("do_TJ", [[b"\x00\x40", -12.5, b"a(b)(c)d"]]),
        ("do_T_a", []),
        ("do__q", [True, 1, b"x"]),
        ("do_ET", []),
        ("do_Q", []),
    ]


@pytest.mark.parametrize(
    "data", [b"BI /W 1 ID \x00\xff EI", b"[1 2 Tj", b"] TJ", b"--5 w", b"(open Tj", b"/A#20B gs", b"[q]"]
)  # fmt: skip
def test_what_the_pattern_does_not_cover_is_left_to_pdfminer(data: bytes) -> None:
    with pytest.raises(UncoveredContentError):
        list(statements(data))


@given(st.binary(max_size=60))
def test_any_bytes_give_statements_or_are_left(data: bytes) -> None:
    with contextlib.suppress(UncoveredContentError):
        assert all(method.startswith("do_") for method, _ in statements(data))


def test_an_inline_image_does_not_stop_a_page(tmp_path: Path) -> None:
    from tests.make_pdf import PdfPage, write

    page = PdfPage()
    page.drawn.append("q 9 0 0 9 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q")
    page.text(50, 50, "收入总计")
    path = write(tmp_path / "one.pdf", [page])
    (found,) = drawn(path, slice(None), fast=True)
    assert "".join(glyph.text for glyph in found.glyphs) == "收入总计"
    assert [found] == drawn(path, slice(None), fast=False)
