"""Read a file of any known format as pages of paragraphs and grids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ingest.errors import MissingFileError, UnsupportedFormatError
from ingest.readers.leaders import without_leaders
from ingest.readers.listed import with_lists
from ingest.readers.sniff import Format, sniff
from ingest.records import Location, Problem, Severity, Source

SUFFIXES = frozenset(
    {
        ".pdf", ".txt", ".md", ".markdown", ".docx", ".xlsx", ".xlsm", ".xls", ".html", ".htm",
        ".mht", ".doc", ".wps", ".et", ".rtf", ".odt", ".ods", ".zip",
    }
)  # fmt: skip
"""The endings of files that folders are searched for."""

_MODULES = {
    Format.PDF: "pdf",
    Format.TEXT: "text",
    Format.DOCX: "docx",
    Format.XLSX: "xlsx",
    Format.XLS: "xlsx",
    Format.HTML: "html",
    Format.OFFICE: "office",
}


def read(path: Path) -> Source:
    """Return what a file holds; its bytes decide on the format, its ending only where they don't.

    Raises an IngestError with one clear line.
    """
    if not path.is_file():
        raise MissingFileError(str(path))
    found = sniff(path)
    if found is Format.ZIP:
        do = "read its members one by one with `members`"
        raise UnsupportedFormatError(str(path), "is an archive of several files", do)
    reader: Callable[[Path], Source] = import_module(f"ingest.readers.{_MODULES[found]}").read
    source = without_leaders(with_lists(reader(path)))
    return _noted(source, path, found)


def members(path: Path) -> tuple[Source, ...]:
    """Return what a file holds, several sources for an archive."""
    if path.is_file() and sniff(path) is Format.ZIP:
        from ingest.readers.archive import members as unpacked

        return unpacked(path)
    return (read(path),)


def _noted(source: Source, path: Path, found: Format) -> Source:
    """Add a problem where the ending tells another format than the content."""
    suffix = path.suffix.lower()
    if suffix in found.suffixes or suffix not in SUFFIXES:
        return source
    message = f"the name ends in {suffix}, the content is {found.value}: read as {found.value}"
    problem = Problem(Severity.INFO, message, Location(source.name))
    return replace(source, problems=(*source.problems, problem))
