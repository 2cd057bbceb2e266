"""Run the stages of ingest in order: files → documents → store → vectors → index."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from ingest import readers
from ingest.compendium import parts
from ingest.errors import IngestError
from ingest.files import Known, document_name, file_hash, find_files
from ingest.heads_apart import with_heads
from ingest.identify import identify_disclosure
from ingest.imprint import without_imprint
from ingest.index import refresh, unembedded
from ingest.observations import store_table
from ingest.owners import name_owners
from ingest.passages import passages
from ingest.proof import prove_all
from ingest.records import Document, Location, Problem, Severity, Source, Table
from ingest.renditions import check_renditions
from ingest.report import Tally, tally
from ingest.settings import settings
from ingest.soundness import sound
from ingest.store import Store
from ingest.tables import extract
from ingest.upkeep import forget_older_readings
from ingest.workers import Failure, Job, Reader, Result, read_all, read_one, worker_count


class Status(StrEnum):
    """Say what became of a file."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Tell what became of a file, with counts of what was read from it."""

    name: str
    status: Status
    message: str = ""
    tables: int = 0
    rows: int = 0
    facts: int = 0
    chunks: int = 0
    pages: int = 0
    problems: int = 0
    seconds: float = 0.0
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Summary:
    """Tell what became of all files of a run."""

    outcomes: tuple[Outcome, ...]
    embedded: int = 0

    @property
    def failed(self) -> bool:
        """Return whether any file could not be read."""
        return any(outcome.status is Status.FAILED for outcome in self.outcomes)

    @property
    def tally(self) -> Tally:
        """Return the account of all rows read in this run."""
        return sum((outcome.tally for outcome in self.outcomes), Tally())


class Watcher(Protocol):
    """Be told of progress; the command line and the browser show it in their own ways."""

    def reading(self, files: int) -> None:
        """Note how many files are to be looked at."""

    def done(self, outcome: Outcome) -> None:
        """Note what became of one more file."""

    def embedding(self, passages: int) -> None:
        """Note how many passages are to be embedded."""

    def embedded(self, passages: int) -> None:
        """Note that some more passages are embedded."""


class Silent:
    """Watch without a word."""

    def reading(self, files: int) -> None:
        """Say nothing."""

    def done(self, outcome: Outcome) -> None:
        """Say nothing."""

    def embedding(self, passages: int) -> None:
        """Say nothing."""

    def embedded(self, passages: int) -> None:
        """Say nothing."""


# --- one file -------------------------------------------------------------------------------


def read_file(path: Path, name: str) -> tuple[Document, ...]:
    """Read one file into documents, several from an archive or a compendium; raises IngestError.

    A part that fails costs only itself: it becomes a problem of the first document.
    """
    started = time.perf_counter()
    documents: list[Document] = []
    failures: list[IngestError] = []
    for whole in readers.members(path):
        for source in parts(whole):
            try:
                document = read_source(source)
            except IngestError as error:
                failures.append(error)
                continue
            seconds, started = time.perf_counter() - started, time.perf_counter()
            called = name if source.name == path.name else f"{name}/{_inside(source.name, path)}"
            count = len(whole.pages)  # pages keep their numbers in the file
            documents.append(replace(document, name=called, n_pages=count, seconds=seconds))
    if not documents:
        raise failures[0]
    told = tuple(Problem(Severity.ERROR, str(failure), Location(path.name)) for failure in failures)
    return (replace(documents[0], problems=(*documents[0].problems, *told)), *documents[1:])


def _inside(name: str, path: Path) -> str:
    """Return what a part of a file is called in it: an archive's member, a compendium's part."""
    return name.removeprefix(f"{path.name}/")


def read_source(source: Source) -> Document:
    """Turn what a reader saw into a document: tables, whose they are, what cells mean, passages."""
    source = with_heads(without_imprint(source))
    tables, narrative, unfit = extract(source)
    disclosure, title, aliases, doubts = identify_disclosure(source, tables, narrative)
    chunks, uncut = passages(narrative)
    return Document(
        name=source.name,
        format=source.format,
        sha256=source.sha256,
        disclosure=disclosure,
        title=title,
        n_pages=len(source.pages),
        paged=source.paged,
        tables=prove_all(
            name_owners([sound(store_table(_counted(t), disclosure)) for t in tables])
        ),
        passages=tuple(chunks),
        problems=(*source.problems, *unfit, *doubts, *uncut),
        aliases=aliases,
    )


def _counted(table: Table) -> Table:
    return replace(table, rows_in=len(table.body) + len(table.pairs))


# --- many files -----------------------------------------------------------------------------


def ingest(
    paths: Iterable[Path],
    store: Store,
    watcher: Watcher | None = None,
    *,
    workers: int | None = None,
    force: bool = False,
    reader: Reader = read_file,
) -> Summary:
    """Bring the store up to date with files and folders; return what became of each file.

    A file whose content is unchanged is passed over. One that cannot be read fails alone. Killed at
    any moment, the store holds whole documents, and the next run goes on. `workers` processes read
    files side by side; 0 reads in this process, None follows the settings.
    """
    watch = watcher or Silent()
    forget_older_readings(store)
    found = find_files(paths, suffixes())
    outcomes = [Outcome(fault, Status.FAILED, fault) for fault in found.faults]
    watch.reading(len(found.files) + len(outcomes))
    for outcome in outcomes:
        watch.done(outcome)
    for outcome in _read_files(found.files, store, workers, force, reader):
        outcomes.append(outcome)
        watch.done(outcome)
    if any(outcome.status is Status.STORED for outcome in outcomes):
        check_renditions(store)
    return Summary(tuple(outcomes), complete(store, watch))


def complete(store: Store, watcher: Watcher | None = None) -> int:
    """Embed what has no vector yet and bring the index up to date; return how many embedded."""
    watch = watcher or Silent()
    missing = unembedded(store)
    if missing:
        watch.embedding(missing)
    return refresh(store.folder, store, watch.embedded)


def remove(name: str, store: Store) -> None:
    """Take a document out with all that came from it; raises UnknownDocumentError."""
    store.remove(name)
    check_renditions(store)
    refresh(store.folder, store)


def suffixes() -> frozenset[str]:
    """Return the endings of files that have a reader."""
    return readers.SUFFIXES


def _read_files(
    files: Sequence[Path], store: Store, workers: int | None, force: bool, reader: Reader
) -> Iterator[Outcome]:
    jobs: list[Job] = []
    for item in _plan(files, store, force):
        if isinstance(item, Job):
            jobs.append(item)
        else:
            yield item
    for job, result in _results(jobs, workers, reader):
        if isinstance(result, Failure):
            yield Outcome(job.name, Status.FAILED, result.message)
        else:
            yield from _put(store, job, result)


def _plan(files: Sequence[Path], store: Store, force: bool) -> Iterator[Job | Outcome]:
    """Say of each file whether it must be read, and under which name."""
    known = [Known(d.name, d.path, d.sha256) for d in store.documents()]
    for path in files:
        try:
            sha256 = file_hash(path)
        except IngestError as error:
            yield Outcome(path.name, Status.FAILED, str(error))
            continue
        name = document_name(path, known)
        mine = [document for document in known if document.path == str(path)]
        if mine and not force and all(document.sha256 == sha256 for document in mine):
            yield Outcome(name, Status.UNCHANGED)
            continue
        known.append(Known(name, str(path), sha256))
        yield Job(path, name, sha256)


def _results(
    jobs: Sequence[Job], workers: int | None, reader: Reader
) -> Iterator[tuple[Job, Result]]:
    if workers == 0:
        return ((job, read_one(reader, job)) for job in jobs)
    wanted = settings().ingest_workers if workers is None else workers
    return read_all(jobs, reader, worker_count(wanted, len(jobs)))


def _put(store: Store, job: Job, documents: Sequence[Document]) -> Iterator[Outcome]:
    """Store what was read from a file, each document in one transaction."""
    before = {d.name for d in store.documents() if d.path == str(job.path)}
    for document in documents:
        store.put(replace(document, sha256=job.sha256), str(job.path))
        yield _stored(document)
    for name in sorted(before - {document.name for document in documents}):
        store.remove(name)  # an archive that no longer holds it


def _stored(document: Document) -> Outcome:
    return Outcome(
        document.name,
        Status.STORED,
        tables=len(document.tables),
        rows=sum(len(stored.rows) for stored in document.tables),
        facts=sum(len(stored.observations) for stored in document.tables),
        chunks=len(document.passages),
        pages=document.n_pages if document.paged else 0,
        problems=len(document.problems) + sum(len(t.problems) for t in document.tables),
        seconds=document.seconds,
        tally=sum((tally(stored) for stored in document.tables), Tally()),
    )
