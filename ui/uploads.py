"""Take uploaded files into the store, replace and remove documents; one change at a time."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import pipeline
from ingest.store import Store, StoredDocument

FOLDER = "uploads"
NAME_AT_MOST = 120
_changing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Upload:
    """Hold one file that a browser sent."""

    name: str
    content: bytes


def accepted() -> list[str]:
    """Return the endings of files that can be read, without dots."""
    return sorted(suffix.lstrip(".") for suffix in pipeline.suffixes())


def safe_name(name: str) -> str:
    """Return a file name without folders, control characters or a leading dot."""
    last = re.split(r"[/\\]", name)[-1]
    clean = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "", last).strip(" .")
    path = Path(clean)
    return f"{path.stem[:NAME_AT_MOST]}{path.suffix[:10]}" if clean else "document"


def take_in(
    store: Store,
    uploads: Sequence[Upload],
    watcher: pipeline.Watcher,
    instead_of: str | None = None,
) -> pipeline.Summary:
    """Read uploaded files into the store and return what became of each.

    A file that cannot be read leaves what was there. `instead_of` names a document that goes once
    the new one is stored.
    """
    with _changing:
        folder = store.folder.resolve() / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        paths, kept = [], []
        for upload in uploads:
            path = folder / safe_name(upload.name)
            kept.append((path, _set_aside(path)))
            path.write_bytes(upload.content)
            paths.append(path)
        summary = pipeline.ingest(paths, store, watcher)
        stored = {document.path for document in store.documents()}
        for (path, before), outcome_failed in zip(
            kept, [_failed(summary, path) for path, _ in kept], strict=True
        ):
            _settle(path, before, outcome_failed or str(path) not in stored)
        if instead_of is not None and not summary.failed:
            _remove_other(store, instead_of, paths)
    return summary


def _failed(summary: pipeline.Summary, path: Path) -> bool:
    return any(
        outcome.status is pipeline.Status.FAILED
        and (outcome.name == path.name or str(path) in outcome.message)
        for outcome in summary.outcomes
    )


def _set_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    before = path.with_name(f".{path.name}.before")
    shutil.copy2(path, before)
    return before


def _settle(path: Path, before: Path | None, failed: bool) -> None:
    """Put the earlier file back where the new one could not be read."""
    if failed and before is not None:
        before.replace(path)
    elif failed:
        path.unlink(missing_ok=True)
    elif before is not None:
        before.unlink(missing_ok=True)


def _remove_other(store: Store, name: str, fresh: Sequence[Path]) -> None:
    old = next((d for d in store.documents() if d.name == name), None)
    if old is not None and old.path not in {str(path) for path in fresh}:
        _take_out(store, old)


def take_out(store: Store, document: StoredDocument) -> None:
    """Remove a document; its file goes too where it was uploaded here and holds no other."""
    with _changing:
        _take_out(store, document)


def _take_out(store: Store, document: StoredDocument) -> None:
    pipeline.remove(document.name, store)
    shared = any(other.path == document.path for other in store.documents())
    if was_uploaded(store, document) and document.path is not None and not shared:
        Path(document.path).unlink(missing_ok=True)


def was_uploaded(store: Store, document: StoredDocument) -> bool:
    """Tell whether a document's file was uploaded here rather than read from a folder."""
    if document.path is None:
        return False
    return Path(document.path).parent == store.folder.resolve() / FOLDER
