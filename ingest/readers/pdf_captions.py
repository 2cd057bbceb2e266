"""Set the captions of a table in the usual order: its title, its unit, the table."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf_regions import numbered
from ingest.records import Grid, Paragraph
from ingest.tables_caption import line_caption
from ingest.tables_words import words


def units_below(blocks: Sequence[Paragraph | Grid]) -> tuple[Paragraph | Grid, ...]:
    """Return the blocks of a page with a unit that stands above a table's title set below it."""
    found = list(blocks)
    for at in range(len(found) - 2):
        unit, title, grid = found[at : at + 3]
        if isinstance(grid, Grid) and not grid.proved and _is_unit(unit) and _is_title(title):
            found[at], found[at + 1] = title, unit
    return tuple(found)


def _is_unit(block: Paragraph | Grid) -> bool:
    """Tell whether a line is a unit and nothing else."""
    if isinstance(block, Grid):
        return False
    caption = line_caption(block.text, words())
    return caption.unit is not None and not caption.title and not caption.annex


def _is_title(block: Paragraph | Grid) -> bool:
    """Tell whether a line is a table's number and title, without a unit."""
    if isinstance(block, Grid):
        return False
    return numbered(block.text) and line_caption(block.text, words()).unit is None
