"""Find the files to read among paths given, and name each as a document."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import MissingFileError, UnreadableFileError


@dataclass(frozen=True, slots=True)
class Found:
    """List the files to read, and one line for each path that gives none."""

    files: tuple[Path, ...]
    faults: tuple[str, ...]


def find_files(paths: Iterable[Path], suffixes: frozenset[str]) -> Found:
    """Return the files of paths, folders searched recursively, each once, in order.

    In folders hidden files, README files, Office's lock files and other formats are passed over; a
    file named itself is always returned, so that its reader can say what is wrong with it.
    """
    files: dict[Path, None] = {}
    faults: list[str] = []
    for path in paths:
        if path.is_dir():
            inside = list(_walk(path, suffixes))
            if not inside:
                faults.append(f"{path}: holds no file that can be read")
            files.update(dict.fromkeys(inside))
        elif path.exists():
            files[path.resolve()] = None
        else:
            faults.append(str(MissingFileError(str(path))))
    return Found(tuple(files), tuple(faults))


def _walk(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    for here, folders, names in os.walk(folder.resolve()):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if path.suffix.lower() in suffixes and not _passed_over(name) and path.is_file():
                yield path


def _passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().startswith("readme")


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; raises UnreadableFileError."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise UnreadableFileError(
            str(path), error.strerror or str(error), "check its permissions"
        ) from error
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """Tell what the store holds of a document: its name, where it was read from, its hash."""

    name: str
    path: str | None
    sha256: str


def document_name(path: Path, known: Sequence[Known]) -> str:
    """Return the name of a file's document: the file's name, with folders before it where taken.

    A document keeps its name while its file stays where it is, or when that file has moved.
    """
    for document in known:
        if document.path == str(path):
            return whole_name(document.name, path)
    taken = {document.name: document for document in known}
    parts = path.parts[1:] if path.is_absolute() else path.parts
    for length in range(1, len(parts) + 1):
        name = "/".join(parts[-length:])
        holder = taken.get(name)
        if holder is None or holder.path is None or not Path(holder.path).exists():
            return name
    return str(path)


def whole_name(name: str, path: Path) -> str:
    """Return the name of a file by that of a document in it: `a.zip` of `a.zip/b.pdf`."""
    parts = name.split("/")
    return "/".join(parts[: parts.index(path.name) + 1]) if path.name in parts else name


def names_file(name: str, document: str) -> bool:
    """Tell whether a name is a document's, or that of the file that holds it with others."""
    return document == name or ("." in name and document.startswith(f"{name}/"))
