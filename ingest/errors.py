"""Name each failure of ingest; a message says where it happened and what to do next."""

from __future__ import annotations


class IngestError(Exception):
    """Be the base of all failures that ingest reports as one clear line."""


class RecordError(IngestError, ValueError):
    """Report a record that contradicts itself: a fault in the code that made it."""


class MoneyError(IngestError, ValueError):
    """Report a printed text that is not a figure where one was needed."""


class MissingFileError(IngestError):
    """Report a path that does not exist."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: no such file or folder; check the path")


class UnreadableFileError(IngestError):
    """Report a file that its reader cannot open: truncated, corrupt or of another format."""

    def __init__(self, path: str, why: str, do: str = "export it again from its source") -> None:
        super().__init__(f"{path}: cannot be read ({why}); {do}")


class EncryptedFileError(IngestError):
    """Report a file that needs a password."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: is protected by a password; save a copy without one")


class EmptyFileError(IngestError):
    """Report a file with no content."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: is empty; nothing to read")


class UnsupportedFormatError(IngestError):
    """Report a file whose format has no reader, or whose reader is not installed."""

    def __init__(self, path: str, what: str, do: str) -> None:
        super().__init__(f"{path}: {what}; {do}")


class LimitError(IngestError):
    """Report a file over a limit that keeps time and memory bounded."""

    def __init__(self, path: str, what: str, limit: str) -> None:
        super().__init__(f"{path}: {what}; the limit is {limit}: split the file")


class UnidentifiedError(IngestError):
    """Report a document that names no institution or no fiscal year."""

    def __init__(self, path: str, lacks: str) -> None:
        super().__init__(f"{path}: no {lacks} found in its title; add one to the document")


class TemplateError(IngestError):
    """Report a template's data file that the words of ingest cannot take in."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"ingest/data/templates/{name}: {why}; see docs/templates.md")


class StoreVersionError(IngestError):
    """Report a store written by a newer version."""

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path}: the store has schema {found}, this version knows up to {known}; "
            "upgrade mingzhang or choose another folder with --store"
        )


class StoreError(IngestError):
    """Report a store that cannot be opened or written."""


class UnknownDocumentError(IngestError):
    """Report a document name that the store does not hold."""

    def __init__(self, name: str, near: list[str]) -> None:
        hint = f"; near: {', '.join(near)}" if near else ""
        super().__init__(f"no document named {name!r} in the store{hint}; see --list")


class SettingsError(IngestError):
    """Report a setting with a value that makes no sense."""


class ModelError(IngestError):
    """Report an embedding model or cross-encoder that cannot be loaded."""


class DenseIndexError(IngestError):
    """Report a derived index that cannot be built or reached."""
