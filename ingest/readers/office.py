"""Read legacy Office files (DOC, WPS, RTF, ODT, damaged XLS) through LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from ingest.errors import UnreadableFileError, UnsupportedFormatError
from ingest.readers.base import load
from ingest.records import Source

TIMEOUT = 120
_SHEETS = frozenset({".xls", ".et", ".ods", ".csv"})
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def read(path: Path) -> Source:
    """Return a legacy file, converted to DOCX or XLSX and read as that.

    Raises UnsupportedFormatError where LibreOffice is missing, else what the reader raises.
    """
    content = load(path)
    program = find_soffice()
    if program is None:
        kind = path.suffix.lower().lstrip(".") or "legacy Office"
        target = "XLSX" if path.suffix.lower() in _SHEETS else "DOCX"
        do = f"install LibreOffice (soffice), or save the file as {target}"
        raise UnsupportedFormatError(str(path), f"a {kind} file needs LibreOffice to read", do)
    with tempfile.TemporaryDirectory() as folder:
        source = _converted(path, program, Path(folder))
    return replace(
        source,
        name=content.name,
        format=path.suffix.lower().lstrip(".") or source.format,
        sha256=content.sha256,
    )


def find_soffice() -> str | None:
    """Return LibreOffice's program, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def _converted(path: Path, program: str, folder: Path) -> Source:
    from ingest.readers import docx, xlsx

    kind = "xlsx" if path.suffix.lower() in _SHEETS else "docx"
    copy = folder / "in" / path.name
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        kind,
        "--outdir",
        str(folder / "out"),
        str(copy),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired as error:
        why = f"LibreOffice did not finish within {TIMEOUT} seconds"
        raise UnreadableFileError(str(path), why) from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise UnreadableFileError(str(path), "LibreOffice could not convert it") from error
    made = list((folder / "out").glob(f"*.{kind}"))
    if not made:
        raise UnreadableFileError(str(path), "LibreOffice could not convert it")
    named = made[0].rename(made[0].with_name(path.name))
    return docx.read(named) if kind == "docx" else xlsx.read(named)
