"""Tell text that is set in the cells of a sheet from tables."""

from __future__ import annotations

import re

from ingest import money
from ingest.records import Paragraph
from ingest.tables_grid import Piece, cell_text, row_location
from ingest.tables_words import normal


def prose_rows(piece: Piece) -> list[Paragraph]:
    """Return the lines of a grid that has one text a row and no figures: text set in a sheet.

    No lines where any row has two texts, or where one beside blanks stands without a sentence.
    """
    lines: list[Paragraph] = []
    sentences, beside = 0, False
    for index in range(piece.n_rows):
        filled = [cell for cell in piece.row(index) if cell.text.strip()]
        if len(filled) > 1 or any(money.is_figure(cell.text) for cell in filled):
            return []
        place = row_location(piece, index, index + 1)
        lines.extend(Paragraph(cell_text(cell), place, whole=True) for cell in filled)
        sentences += any("。" in c.text and c.col_span == piece.n_cols for c in filled)
        beside = beside or any(c.col_span < piece.n_cols for c in filled)
    return lines if sentences or not beside else []


def names_sheet(line: Paragraph, title: str) -> bool:
    """Tell whether a line is the name of a sheet, of a title's own words: 01收支总表."""
    name = re.sub(r"^\d{1,2}[.、-]?", "", normal(line.text))
    return line.location.bbox is not None and 1 < len(name) <= 10 and name in normal(title)
