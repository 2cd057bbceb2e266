"""Keep the store true to the code that filled it, and to the files that belong together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from ingest import schema
from ingest.records import Problem
from ingest.store import Store

READER_KEY = "reader"
# Modules that do not decide what is read from a file; all others do.
_AROUND = frozenset(
    {
        "__init__",
        "__main__",
        "data_files",
        "embeddings",
        "errors",
        "export",
        "files",
        "index",
        "pipeline",
        "renditions",
        "report",
        "schema",
        "settings",
        "store",
        "store_rows",
        "upkeep",
        "workers",
    }
)


@lru_cache(maxsize=1)
def reader_version() -> str:
    """Return a hash of the code and data that decide what is read from a file."""
    return folder_version(Path(__file__).parent, _AROUND)


def folder_version(folder: Path, around: frozenset[str] = frozenset()) -> str:
    """Return a hash of the files below a folder, but for those at its top that are named."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        left_out = len(inside.parts) == 1 and path.stem in around
        if path.is_file() and not left_out and "__pycache__" not in inside.parts:
            digest.update(inside.as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def forget_older_readings(store: Store, version: str | None = None) -> bool:
    """Mark every document to be read again where another version of the readers wrote it.

    One transaction: killed before or after, the next run reads again what is marked.
    """
    wanted = version or reader_version()
    with store.engine.begin() as connection:
        found = connection.execute(
            select(schema.meta.c.value).where(schema.meta.c.key == READER_KEY)
        ).scalar_one_or_none()
        if found == wanted:
            return False
        connection.execute(update(schema.documents).values(sha256=""))
        connection.execute(delete(schema.meta).where(schema.meta.c.key == READER_KEY))
        connection.execute(insert(schema.meta).values(key=READER_KEY, value=wanted))
    return found is not None


def replace_problems(
    connection: Connection, document_id: int, prefix: str, problems: Sequence[Problem]
) -> None:
    """Put problems in place of those of a document whose messages start alike."""
    table = schema.problems
    connection.execute(
        delete(table).where(
            table.c.document_id == document_id, table.c.message.startswith(prefix, autoescape=True)
        )
    )
    if problems:
        connection.execute(
            insert(table),
            [
                {
                    "document_id": document_id,
                    "table_ordinal": None,
                    "severity": problem.severity.value,
                    "message": problem.message,
                    "location": problem.location,
                }
                for problem in problems
            ],
        )
