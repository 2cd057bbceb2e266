"""Draw pages of an original file with the cited row and cell marked."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import streamlit as st
from PIL import Image, ImageChops, ImageDraw

from ui.records import Mark

SCALE = 2.0
MARGIN = 56.0
ROW_FILL = (255, 240, 170)
ROW_LINE = (31, 95, 168)
CELL_LINE = (200, 60, 0)

log = logging.getLogger(__name__)
# PDFium keeps state of its own and is not safe for threads.
_pdfium = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold one picture as PNG with its size in pixels."""

    png: bytes
    width: int
    height: int


def page_picture(
    path: Path, sha256: str, page: int, rows: Sequence[Mark], cell: Mark | None
) -> Picture | None:
    """Return a whole page with its marks, None where the file has no such page."""
    return _encoded(_marked(path, sha256, page, rows, cell))


def strip_picture(
    path: Path, sha256: str, page: int, rows: Sequence[Mark], cell: Mark | None
) -> Picture | None:
    """Return the part of a page around the marked row, over the page's full width."""
    image = _marked(path, sha256, page, rows, cell)
    here = [mark for mark in rows if mark.page == page]
    if image is None or not here:
        return None
    top = min(mark.bbox[1] for mark in here) - MARGIN
    bottom = max(mark.bbox[3] for mark in here) + MARGIN
    box = (0, max(0, int(top * SCALE)), image.width, min(image.height, int(bottom * SCALE)))
    if box[1] >= box[3]:
        return None
    return _encoded(image.crop(box))


def _marked(
    path: Path, sha256: str, page: int, rows: Sequence[Mark], cell: Mark | None
) -> Image.Image | None:
    png = _render(str(path), sha256, page)
    if png is None:
        return None
    image = Image.open(io.BytesIO(png)).convert("RGB")
    wash = Image.new("RGB", image.size, "white")
    tint = ImageDraw.Draw(wash)
    here = [mark for mark in rows if mark.page == page]
    for mark in here:
        tint.rectangle(_scaled(mark, 2), fill=ROW_FILL)
    image = ImageChops.multiply(image, wash)  # print stays black under the colour
    draw = ImageDraw.Draw(image)
    for mark in here:
        draw.rectangle(_scaled(mark, 2), outline=ROW_LINE, width=3)
    if cell is not None and cell.page == page:
        draw.rectangle(_scaled(cell, 1), outline=CELL_LINE, width=5)
    return image


def _scaled(mark: Mark, pad: float) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = mark.bbox
    return (
        min(x0, x1) * SCALE - pad,
        min(top, bottom) * SCALE - pad,
        max(x0, x1) * SCALE + pad,
        max(top, bottom) * SCALE + pad,
    )


def _encoded(image: Image.Image | None) -> Picture | None:
    if image is None:
        return None
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return Picture(buffer.getvalue(), image.width, image.height)


@st.cache_data(show_spinner=False, max_entries=60)
def _render(path: str, sha256: str, page: int) -> bytes | None:
    """Return a page without marks; `sha256` tells versions of a file apart in the cache."""
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            log.exception("no picture of %s", path)
            return None
        try:
            if not 1 <= page <= len(document):
                return None
            image = document[page - 1].render(scale=SCALE).to_pil()
        finally:
            document.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
