"""Put the chat under load: many readers at once, each with a talk of their own."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from evals import dataset
from evals.dataset import GoldError
from evals.metrics import latency
from ingest.settings import settings

ROOT = Path(__file__).parents[1]
START = 60.0  # seconds that a server may take to start
PATIENCE = 30.0  # seconds after which an answer is an error
TALK = 10  # questions after which a reader opens the page anew
ANSWERED, MEMORY = 1500.0, 1024  # what must be kept: milliseconds (p95), MB
LAST = 20  # lines of what the server said that are shown beside an error


class LoadError(Exception):
    """Say that the server under load did not start or did not speak as expected."""


@dataclass
class Load:
    """Hold what the readers met: milliseconds of each page and answer, a line for each error."""

    pages: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold what one run of the page sent: the question box's id, whether a card, what failed."""

    box: str
    answered: bool
    error: str


@dataclass(frozen=True, slots=True)
class Served:
    """Hold a server that runs: its port, its process, the file that it writes to."""

    port: int
    process: int
    said: Path

    def last_words(self) -> str:
        """Return the last lines that the server wrote."""
        lines = self.said.read_text("utf-8", "backslashreplace").splitlines()
        return "\n".join(f"server  {line}" for line in lines[-LAST:])


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser("python -m evals load", description=__doc__)
    found.add_argument("gold", nargs="*", type=Path, metavar="GOLD.jsonl", help="what to ask")
    found.add_argument("--store", type=Path, help="folder of the store (default: the setting's)")
    found.add_argument("--sessions", type=int, default=20, help="readers at once (20)")
    found.add_argument(
        "--pause", type=float, default=2.0, help="seconds that each looks at an answer (2)"
    )
    found.add_argument("--seconds", type=float, default=120.0, help="how long they ask (120)")
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the load; return 0 where no limit was passed, else 1."""
    options = parser().parse_args(arguments)
    try:
        cases = dataset.load(options.gold or dataset.default_files())
        questions = [case.question for case in cases if options.gold or not case.docs]
        with serving(options.store or settings().disclosure_store) as served:
            load = asyncio.run(
                ask_all(served.port, questions, options.sessions, options.seconds, options.pause)
            )
            memory = peak_memory(served.process)
            if load.errors:
                print(served.last_words(), file=sys.stderr)
    except (GoldError, LoadError) as error:
        print(error, file=sys.stderr)
        return 1
    return report(load, memory, options.sessions, options.seconds)


def report(load: Load, memory: int | None, sessions: int, seconds: float) -> int:
    """Print what was measured; return 0 where all is within its limit, else 1."""
    print(f"{sessions} sessions for {seconds:g} s: {len(load.answers)} answers", end=", ")
    print(f"{len(load.errors)} errors")
    kept = not load.errors and (memory or 0) <= MEMORY
    for name, taken in (("page", load.pages), ("answer", load.answers)):
        if taken:
            found = latency(taken)
            print(
                f"{name:7} p50 {found.p50:.0f} ms · p95 {found.p95:.0f} ms · most {max(taken):.0f}"
            )
            kept = kept and (found.p95 <= ANSWERED or name == "page")
        kept = kept and bool(taken)
    print(f"memory   {'not measured here' if memory is None else f'{memory} MB at most'}")
    for line in load.errors[:10]:
        print("error  ", line)
    return 0 if kept else 1


@contextmanager
def serving(store: Path) -> Iterator[Served]:
    """Serve the app over a store on a free port.

    Raises
    ------
    LoadError
        If the server does not answer within a minute.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # fmt: off
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
               "--server.address", "localhost", "--server.headless", "true"]
    # fmt: on
    environment = os.environ | {
        "DISCLOSURE_STORE": str(store.absolute()),
        "RATE_LIMIT_PER_MINUTE": "100000",
    }
    with tempfile.NamedTemporaryFile() as said:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            _wait(port, server)
            yield Served(port, server.pid, Path(said.name))
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise LoadError(f"the chat did not start on port {port}; try `make run` to see why")


async def ask_all(
    port: int, questions: Sequence[str], sessions: int, seconds: float, pause: float = 0.0
) -> Load:
    """Let so many readers ask at once for so long, each in an order of their own."""
    load, until = Load(), time.monotonic() + seconds
    async with asyncio.TaskGroup() as readers:
        for number in range(sessions):
            readers.create_task(_reader(port, questions, number, until, pause, load))
    return load


async def _reader(
    port: int, questions: Sequence[str], number: int, until: float, pause: float, load: Load
) -> None:
    """Ask until the time is over or the line is lost."""
    try:
        await _read(port, questions, number, until, pause, load)
    except (OSError, WebSocketException) as error:
        load.errors.append(f"reader {number + 1} lost the line: {error}")


async def _read(
    port: int, questions: Sequence[str], number: int, until: float, pause: float, load: Load
) -> None:
    order = random.Random(number).sample(list(questions), len(questions))
    asked = count()
    while time.monotonic() < until:
        async with connect(
            f"ws://localhost:{port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # a plain word will do
            max_size=None,
        ) as line:
            page = BackMsg()
            page.rerun_script.query_string = ""
            box = (await _timed(line, page, load, load.pages, "the page")).box
            for _ in range(TALK):
                if time.monotonic() >= until or not box:
                    break
                question = order[next(asked) % len(order)]
                shown = await _timed(line, _typed(box, question), load, load.answers, question)
                if not shown.error and not shown.answered:
                    load.errors.append(f"no answer was shown: {question}")
                await asyncio.sleep(pause)


def _typed(box: str, question: str) -> BackMsg:
    message = BackMsg()
    widget = message.rerun_script.widget_states.widgets.add()
    widget.id, widget.chat_input_value.data = box, question
    return message


async def _timed(
    line: ClientConnection, message: BackMsg, load: Load, taken: list[float], what: str
) -> Shown:
    started = time.perf_counter()
    await line.send(message.SerializeToString())
    try:
        async with asyncio.timeout(PATIENCE):
            shown = await _until_finished(line)
    except TimeoutError:
        shown = Shown("", False, f"nothing within {PATIENCE:g} s")
    if shown.error:
        load.errors.append(f"{shown.error}: {what}")
    else:
        taken.append((time.perf_counter() - started) * 1000)
    return shown


async def _until_finished(line: ClientConnection) -> Shown:
    box, answered, error = "", False, ""
    async for data in line:
        message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        element = message.delta.new_element
        match element.WhichOneof("type"):
            case "chat_input":
                box = element.chat_input.id
            case "html":
                answered = answered or "mz-scope" in element.html.body
            case "exception":
                error = element.exception.message
            case "alert" if element.alert.format == element.alert.ERROR:
                error = element.alert.body
        if message.WhichOneof("type") == "script_finished":
            if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                error = error or "the page did not run to its end"
            return Shown(box, answered, error)
    return Shown(box, answered, "the server closed the line")


def peak_memory(process: int) -> int | None:
    """Return the most memory that a process has held, in MB; None where the system does not say."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    found = [line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line]
    return int(found[0]) // 1024 if found else None
