"""Read files in processes of their own: one that crashes or hangs costs only itself."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from ingest.errors import IngestError
from ingest.records import Document

FILE_SECONDS = 1800.0
"""Longest time for one file; 400 scanned pages take about as long."""

Reader = Callable[[Path, str], tuple[Document, ...]]


@dataclass(frozen=True, slots=True)
class Job:
    """Ask for one file to be read as the document of that name."""

    path: Path
    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Say in one line why a file could not be read."""

    message: str


Result = tuple[Document, ...] | Failure


@dataclass(slots=True)
class _Running:
    job: Job
    process: BaseProcess
    deadline: float


def worker_count(wanted: int, jobs: int) -> int:
    """Return how many processes to use: as many as cores, at most one a job."""
    return max(1, min(wanted or os.cpu_count() or 1, jobs))


def read_all(
    jobs: Sequence[Job], reader: Reader, workers: int, seconds: float = FILE_SECONDS
) -> Iterator[tuple[Job, Result]]:
    """Read files at once in up to `workers` processes; yield each result as it comes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([reader.__module__])
    waiting = deque(jobs)
    running: dict[Connection, _Running] = {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                mine, theirs = context.Pipe(duplex=False)
                job = waiting.popleft()
                process = context.Process(target=_child, args=(reader, job, theirs), daemon=True)
                process.start()
                theirs.close()
                running[mine] = _Running(job, process, time.monotonic() + seconds)
            yield from _finished(running)
    finally:
        for left in running.values():
            left.process.kill()


def _finished(running: dict[Connection, _Running]) -> Iterator[tuple[Job, Result]]:
    nearest = min(entry.deadline for entry in running.values())
    ready = wait(list(running), timeout=max(0.0, nearest - time.monotonic()))
    for connection in list(running):
        entry = running[connection]
        if connection in ready:
            result = _received(connection, entry)
        elif time.monotonic() >= entry.deadline:
            entry.process.kill()
            result = Failure(f"{entry.job.path}: takes too long to read; split the file")
        else:
            continue
        del running[connection]
        connection.close()
        yield entry.job, result


def _received(connection: Connection, entry: _Running) -> Result:
    try:
        result: Result = connection.recv()
    except EOFError:  # the process died before it could answer
        entry.process.join(5)
        code = entry.process.exitcode or 0
        why = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Failure(
            f"{entry.job.path}: crashed its reader ({why}); export it again from its source"
        )
    entry.process.join(5)
    return result


def _child(reader: Reader, job: Job, out: Connection) -> None:
    out.send(read_one(reader, job))
    out.close()


def read_one(reader: Reader, job: Job) -> Result:
    """Read one file in this process; a failure becomes its line."""
    try:
        return reader(job.path, job.name)
    except IngestError as error:
        return Failure(str(error).replace("\n", " "))
    except MemoryError:
        return Failure(f"{job.path}: needs more memory than there is; split the file")
    except Exception as error:  # the edge: an unforeseen fault of one file must not stop the others
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        return Failure(
            f"{job.path}: cannot be read ({type(error).__name__} at {place}: "
            f"{str(error).strip()[:160]}); please report it".replace("\n", " ")
        )
