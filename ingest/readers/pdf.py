"""Read a PDF: pages of lines and grids with their places."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ingest.errors import EmptyFileError, EncryptedFileError, LimitError, UnreadableFileError
from ingest.readers.pdf_captions import units_below
from ingest.readers.pdf_content import interpret
from ingest.readers.pdf_glyphs import draw
from ingest.readers.pdf_layout import lay_out, walls_at_end, without_running_heads
from ingest.readers.scan import read_picture, require
from ingest.records import Grid, Location, Page, Paragraph, Problem, Severity, Source

# Its warnings on fonts and colours tell a reader nothing; damage is reported by page.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

MAX_PAGES = 1500
MAX_GLYPHS = 200_000
"""A page with more characters than this is not text meant for reading."""

_BROKEN = (
    PDFSyntaxError,
    MalformedPDFException,
    PdfminerException,
    ValueError,
    KeyError,
    TypeError,
)


def read(path: Path) -> Source:
    """Return the pages of a PDF file.

    Raises UnreadableFileError, EncryptedFileError, EmptyFileError or LimitError.
    """
    content = path.read_bytes()
    if not content:
        raise EmptyFileError(str(path))
    if b"%PDF" not in content[:1024]:
        raise UnreadableFileError(str(path), "not a PDF", "check what kind of file it is")
    _check(path)
    with _opened(path) as document:
        pages: list[Page] = []
        problems: list[Problem] = []
        for page, found in _pages(document, path.name):
            pages.append(page)
            problems.extend(found)
    if problems and not any(page.blocks for page in pages):
        require(str(path))
    return Source(
        path.name,
        "pdf",
        hashlib.sha256(content).hexdigest(),
        without_running_heads(pages),
        tuple(problems),
    )


def _check(path: Path) -> None:
    """Refuse what is protected, broken, empty or endless before any page is read."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFileError(str(path)) from error
        raise UnreadableFileError(str(path), "a damaged PDF") from error
    count = len(document)
    document.close()
    if count == 0:
        raise EmptyFileError(str(path))
    if count > MAX_PAGES:
        raise LimitError(str(path), f"has {count} pages", f"{MAX_PAGES} pages")


def _opened(path: Path) -> Any:
    try:
        document = pdfplumber.open(path)
        len(document.pages)
    except _BROKEN as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect) or isinstance(error, PDFPasswordIncorrect):
            raise EncryptedFileError(str(path)) from error
        raise UnreadableFileError(str(path), "a damaged PDF") from error
    return document


def _pages(document: Any, name: str) -> Iterator[tuple[Page, list[Problem]]]:
    carried: tuple[float, ...] = ()
    for page in document.pages:
        number = page.page_number
        blocks: tuple[Paragraph | Grid, ...] = ()
        problems: list[Problem] = []
        width, height = float(page.width), float(page.height)
        try:
            interpret(page)
            if len(page.chars) > MAX_GLYPHS:
                problems.append(_problem(name, number, "too many characters to be text"))
            else:
                blocks = units_below(lay_out(draw(page), name, number, carried))
                carried = walls_at_end(blocks)
                if not blocks and page.images:
                    blocks, problems = read_picture(page, name, number)
        except _BROKEN as error:
            problems.append(_problem(name, number, f"damaged page ({type(error).__name__})"))
        page.close()
        yield Page(number, blocks, width, height), problems


def _problem(name: str, number: int, message: str) -> Problem:
    return Problem(Severity.ERROR, f"page {number}: {message}", Location(name, number))
