"""Share what the tests of readers need: grids as plain values and small Office files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from ingest.records import Grid, Paragraph, Source

Placed = tuple[int, int, int, int, str]


def line(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def grids(source: Source) -> list[Grid]:
    """Return a source's grids in order."""
    return [b for page in source.pages for b in page.blocks if isinstance(b, Grid)]


def texts(source: Source) -> list[str]:
    """Return a source's paragraphs in order."""
    return [b.text for page in source.pages for b in page.blocks if isinstance(b, Paragraph)]


def placed(grid: Grid) -> set[Placed]:
    """Return a grid's cells with their places and spans."""
    return {(c.row, c.col, c.row_span, c.col_span, line(c.text)) for c in grid.cells}


def true_cells(fragment: dict[str, Any]) -> set[Placed]:
    """Return a fragment's true cells with their places and spans."""
    return {(c["r"], c["c"], c["rs"], c["cs"], line(c["text"])) for c in fragment["cells"]}


def pack(path: Path, **members: str | bytes) -> Path:
    """Write a ZIP; a member's name has `__` for a slash and ends in `_xml` for `.xml`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return path


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(path: Path, body: str, numbering: str = "", styles: str = "") -> Path:
    """Write a Word file of a body in WordprocessingML."""
    members = {"word__document_xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    if numbering:
        members["word__numbering_xml"] = f"<w:numbering {W}>{numbering}</w:numbering>"
    if styles:
        members["word__styles_xml"] = f"<w:styles {W}>{styles}</w:styles>"
    return pack(path, **members)
