"""Read a ZIP of published files: every member a source of its own."""

from __future__ import annotations

import re
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ingest.errors import IngestError, LimitError, UnreadableFileError, UnsupportedFormatError
from ingest.readers.package import member, opened
from ingest.records import Location, Problem, Severity, Source

MAX_FILES = 500


def members(path: Path) -> tuple[Source, ...]:
    """Return what the files of a ZIP hold, in the archive's order.

    A member that cannot be read costs only itself: it becomes a problem of the first source.
    Raises UnreadableFileError where no member can be read, LimitError where limits are passed.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    with opened(path) as (archive, _), tempfile.TemporaryDirectory() as folder:
        listed = _listed(archive, path)
        for number, info in enumerate(listed):
            name = _name(info)
            try:
                sources.append(_read(archive, info, name, path, Path(folder) / str(number)))
            except LimitError:
                raise
            except IngestError as error:
                message = str(error).replace(f"{folder}/{number}/", "")
                problems.append(Problem(Severity.ERROR, message, Location(name)))
    if not sources:
        why = problems[0].message if problems else "an archive without a file that can be read"
        raise UnreadableFileError(str(path), why, "unpack it and look at its files")
    first = replace(sources[0], problems=(*sources[0].problems, *problems))
    return (first, *sources[1:])


def _listed(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """Return the members to read; refuse those that would leave the archive or nest."""
    from ingest.readers import SUFFIXES

    found = []
    for info in archive.infolist():
        name = _name(info)
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or re.match(r"^[A-Za-z]:", name):
            why = f"its member {name!r} points outside the archive"
            raise UnreadableFileError(str(path), why, "do not trust this file")
        if info.is_dir() or pure.name.startswith((".", "~$")) or "__MACOSX" in pure.parts:
            continue
        if pure.suffix.lower() == ".zip":
            raise LimitError(str(path), f"holds another archive, {name!r}", "one level of ZIP")
        if pure.suffix.lower() in SUFFIXES and not pure.name.lower().startswith("readme"):
            found.append(info)
    if len(found) > MAX_FILES:
        raise LimitError(str(path), f"holds {len(found)} files", f"{MAX_FILES} files")
    return found


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes it in GBK without saying so."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & 0x800:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _read(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, path: Path, folder: Path
) -> Source:
    """Unpack one member under its own last name and read it; the path inside is never used."""
    from ingest.readers import read

    folder.mkdir()
    target = folder / (PurePosixPath(name).name or "member")
    target.write_bytes(member(archive, info.filename, path))
    try:
        return read(target)
    except UnsupportedFormatError as error:
        if "archive" in str(error):
            raise LimitError(
                str(path), f"holds another archive, {name!r}", "one level of ZIP"
            ) from error
        raise
