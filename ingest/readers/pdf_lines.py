"""Put characters into lines and lines into texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.readers.pdf_glyphs import Glyph
from ingest.text import clean, clean_line, is_wide

SAME_LINE = 0.5
"""Centres nearer than this share of a character's height lie on one line."""

WORD_GAP = 0.28
"""A gap wider than this share of a character's height parts two words."""

WIDE_GAP = 0.8
"""A gap wider than this many heights between Chinese characters was set as white space."""


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the characters by line from the top, each line from the left."""
    lines: list[list[Glyph]] = []
    centre = size = 0.0
    for glyph in sorted((g for g in glyphs if g.text.strip()), key=lambda g: (g.middle, g.x0)):
        if lines and abs(glyph.middle - centre) < SAME_LINE * max(size, glyph.size):
            lines[-1].append(glyph)
            count = len(lines[-1])
            centre += (glyph.middle - centre) / count
            size = max(size, glyph.size)
        else:
            lines.append([glyph])
            centre, size = glyph.middle, glyph.size
    return [_once(sorted(line, key=lambda g: g.x0)) for line in lines]


def _once(line: list[Glyph]) -> list[Glyph]:
    """Drop a character printed twice at one place to look bold."""
    kept: list[Glyph] = []
    for glyph in line:
        twin = any(
            other.text == glyph.text
            and abs(other.x0 - glyph.x0) < 0.25 * glyph.size
            and abs(other.middle - glyph.middle) < 0.25 * glyph.size
            for other in kept[-2:]
        )
        if not twin:
            kept.append(glyph)
    return kept


def text_of(line: Sequence[Glyph]) -> str:
    """Return a line's text; a gap between words becomes a space, a wide one always."""
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in line:
        if before is not None:
            gap = glyph.x0 - before.x1
            apart = WIDE_GAP if is_wide(before.text[-1]) and is_wide(glyph.text[0]) else WORD_GAP
            if gap > apart * max(before.size, glyph.size):
                parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return clean_line("".join(parts))


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """Return the text of one cell, one printed line a line."""
    return "\n".join(text for line in lines_of(glyphs) if (text := clean(text_of(line))))
