"""Open the ZIP containers of Office files and archives with bounded time and memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from ingest.errors import EncryptedFileError, LimitError, UnreadableFileError
from ingest.readers.base import Content, load

MAX_MEMBERS = 5_000
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200
RATIO_FROM = 20_000_000
"""A member smaller than this may be packed as tightly as it likes: sheets of blanks are."""

_OLE = b"\xd0\xcf\x11\xe0"
_DTD = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD = 65_536


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Content]]:
    """Open a ZIP container within limits.

    Raises EncryptedFileError, UnreadableFileError or LimitError.
    """
    content = load(path)
    if content.data.startswith(_OLE):
        raise EncryptedFileError(str(path))
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            check_limits(archive, path)
            yield archive, content
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise UnreadableFileError(str(path), "a damaged or truncated ZIP container") from error


def check_limits(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise LimitError for an archive that unpacks to too much, before anything is unpacked."""
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise LimitError(str(path), f"holds {len(infos)} members", f"{MAX_MEMBERS} members")
    total = sum(info.file_size for info in infos)
    if total > MAX_UNPACKED:
        raise LimitError(str(path), f"unpacks to {total} bytes", f"{MAX_UNPACKED} bytes")
    for info in infos:
        if info.flag_bits & 1:
            raise EncryptedFileError(str(path))
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            what = f"member {info.filename!r} unpacks to more than {MAX_RATIO} times its size"
            raise LimitError(str(path), what, f"a ratio of {MAX_RATIO}")


def member(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """Return a member's bytes, never more than it declares."""
    with archive.open(name) as stream:
        declared = archive.getinfo(name).file_size
        data = stream.read(declared + 1)
    if len(data) > declared:
        raise LimitError(str(path), f"member {name!r} is larger than it declares", "its own size")
    return data


def check_xml(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise UnreadableFileError where an XML member declares entities: Office writes none."""
    for info in archive.infolist():
        if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(info) as stream:
            head = stream.read(_HEAD).replace(b"\x00", b"")
        if _DTD.search(head):
            why = f"its part {info.filename} declares XML entities, which Office never writes"
            raise UnreadableFileError(str(path), why, "do not trust this file")


def tree(data: bytes, path: Path, name: str) -> etree._Element:
    """Return the root of an XML part, entities and network off."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(str(path), f"its part {name} is damaged") from error
