"""Test the load on the chat: the app is served and asked over its own line."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from evals.load import Load, LoadError, ask_all, peak_memory, report, serving
from ingest.pipeline import ingest
from ingest.store import Store
from tests.conftest import ROOT


@pytest.mark.slow
def test_readers_at_once_get_pages_and_answers(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ingest([next((ROOT / "corpus").glob("*.txt"))], store)
    with serving(tmp_path) as served:
        load = _asked(ask_all(served.port, ["巨灾保险多少钱", "主要职责是什么"], 2, 6.0))
        memory = peak_memory(served.process)
        assert "http://localhost" in served.last_words()
    assert load.errors == []
    assert len(load.pages) >= 2
    assert len(load.answers) >= 2
    assert memory is None or 50 < memory < 1024


def _asked(asking: Coroutine[Any, Any, Load]) -> Load:
    """Run in a thread of its own: a browser's tests leave a loop of theirs in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, asking).result()


def test_a_server_that_ends_is_an_error_of_each_reader() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    load = _asked(ask_all(port, ["巨灾保险多少钱"], 2, 3.0))
    assert [line.split(":")[0] for line in sorted(load.errors)] == [
        "reader 1 lost the line",
        "reader 2 lost the line",
    ]
    assert load.answers == []


@pytest.mark.parametrize(
    ("load", "memory", "kept"),
    [
        (Load([900.0], [80.0, 90.0], []), 500, 0),
        (Load([900.0], [80.0, 90.0], []), None, 0),
        (Load([900.0], [80.0, 90.0], ["no answer was shown: 多少"]), 500, 1),
        (Load([900.0], [1600.0], []), 500, 1),
        (Load([900.0], [80.0], []), 1025, 1),
        (Load([900.0], [], []), 500, 1),
    ],
)
def test_a_passed_limit_is_an_exit_code(load: Load, memory: int | None, kept: int) -> None:
    assert report(load, memory, 20, 120.0) == kept


def test_a_server_that_does_not_start_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.load.ROOT", tmp_path)  # there is no app.py
    with pytest.raises(LoadError, match="make run"), serving(tmp_path):
        pass
