"""Tell a file's format from its bytes."""

from __future__ import annotations

import re
import zipfile
from enum import Enum
from pathlib import Path

from ingest.errors import EncryptedFileError, UnreadableFileError, UnsupportedFormatError
from ingest.readers.base import load

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|h[1-6]|title|span)[\s>]", re.IGNORECASE
)
_OFFICE_SUFFIXES = frozenset({".doc", ".wps", ".et", ".rtf", ".odt", ".ods"})
_OFFICE_XML = re.compile(
    rb"urn:schemas-microsoft-com:office:spreadsheet|<w:wordDocument|<pkg:package", re.IGNORECASE
)
_SAVED_PAGE = re.compile(rb"^(?:mime-version|from|content-type|subject)\s*:", re.IGNORECASE)
_PICTURES = ((b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"II*\x00", "TIFF"))
_ARCHIVES = ((b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"))


class Format(Enum):
    """Name the formats that have a reader."""

    PDF = "PDF"
    TEXT = "text"
    DOCX = "DOCX"
    XLSX = "XLSX"
    XLS = "XLS"
    HTML = "HTML"
    OFFICE = "legacy Office"
    ZIP = "ZIP"

    @property
    def suffixes(self) -> frozenset[str]:
        """Return the endings that fit the format."""
        return _SUFFIXES[self]


_SUFFIXES = {
    Format.PDF: frozenset({".pdf"}),
    Format.TEXT: frozenset({".txt", ".md", ".markdown", ".text"}),
    Format.DOCX: frozenset({".docx", ".docm"}),
    Format.XLSX: frozenset({".xlsx", ".xlsm"}),
    Format.XLS: frozenset({".xls", ".et"}),
    Format.HTML: frozenset({".html", ".htm", ".mht"}),
    Format.OFFICE: _OFFICE_SUFFIXES,
    Format.ZIP: frozenset({".zip"}),
}


def sniff(path: Path) -> Format:
    """Return the format of a file.

    Raises EmptyFileError, EncryptedFileError, UnreadableFileError or UnsupportedFormatError.
    """
    data = load(path).data
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK"):
        return _zipped(path)
    if data.startswith(_OLE):
        return _ole(path, data)
    if head.startswith(b"{\\rtf"):
        return Format.OFFICE
    _refuse_known(path, data)
    if b"<?xml" in head[:16] and _OFFICE_XML.search(data[:65536]) and not _HTML.search(data[:2048]):
        return Format.OFFICE
    if _SAVED_PAGE.match(head) and b"text/html" in data[:8192]:
        return Format.HTML
    if head.startswith(b"<") and (_HTML.search(data[:65536]) or b"<?xml" in head[:16]):
        return Format.HTML
    if path.suffix.lower() in (".html", ".htm") and _HTML.search(data[:65536]):
        return Format.HTML
    return Format.TEXT


def _refuse_known(path: Path, data: bytes) -> None:
    for mark, name in _PICTURES:
        if data.startswith(mark):
            do = "print it into a PDF, which is read with the extra `ocr`"
            raise UnsupportedFormatError(str(path), f"is a picture ({name})", do)
    for mark, name in _ARCHIVES:
        if data.startswith(mark):
            do = "unpack it, or pack it again as ZIP"
            raise UnsupportedFormatError(str(path), f"is an archive of the kind {name}", do)


def _zipped(path: Path) -> Format:
    """Tell Office files and archives of files apart by their members."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(str(path), "a damaged or truncated ZIP container") from error
    if "word/document.xml" in names:
        return Format.DOCX
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if b"opendocument" in kind:
        return Format.OFFICE
    if "[Content_Types].xml" in names:
        what = "an Office file without a document or workbook in it"
        raise UnreadableFileError(str(path), what)
    return Format.ZIP


def _ole(path: Path, data: bytes) -> Format:
    """Tell encrypted, workbook and other legacy files apart by names in the directory."""
    if _named(data, "EncryptedPackage") or _named(data, "EncryptionInfo"):
        raise EncryptedFileError(str(path))
    if _named(data, "Workbook") or _named(data, "Book"):
        return Format.XLS
    return Format.OFFICE


def _named(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\x00\x00" in data
