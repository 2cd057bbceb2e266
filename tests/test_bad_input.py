"""Damaged and hostile files: bounded time and memory, one clear line, the other files go on."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import (
    EmptyFileError,
    EncryptedFileError,
    IngestError,
    LimitError,
    UnreadableFileError,
)
from ingest.pipeline import ingest, read_file
from ingest.records import Document
from ingest.store import Store
from tests.make_pdf import PdfPage, write
from tests.reader_helpers import docx, pack

SECONDS = 20.0
"""Longest time that any of these files may take on a busy machine; most take none."""

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><x>&i;</x>"
)  # fmt: skip


def page(title: str = "某县水利局2026年部门收入总表") -> PdfPage:
    one = PdfPage()
    one.centred(40, title, 14)
    one.text(450, 66, "单位：万元")
    one.table(90, [200, 100, 100], [
        ["科目名称", "合计", "财政拨款"], ["合计", "50.00", "50.00"], ["水利", "50.00", "50.00"],
    ])  # fmt: skip
    return one


def encrypted(path: Path) -> None:
    data = write(path, [page()]).read_bytes()
    lock = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + b"41" * 32
        + b"> /U <" + b"42" * 32 + b"> >> /ID [<00><00>] /Root"
    )  # fmt: skip
    path.write_bytes(data.replace(b"/Root", lock))


def truncated(path: Path) -> None:
    path.write_bytes(write(path, [page()]).read_bytes()[:400])


def no_page(path: Path) -> None:
    write(path, [])


def endless(path: Path) -> None:
    write(path, [PdfPage()] * 5000)


def bomb(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", bytes(150_000_000))
    path.write_bytes(inner.getvalue())


def entities_in_a_workbook(path: Path) -> None:
    pack(
        path,
        _Content_Types__xml=BOMB,
        xl__workbook_xml=BOMB,
        xl__worksheets__sheet1_xml=BOMB,
    )


def entities_in_word(path: Path) -> None:
    pack(path, word__document_xml=BOMB)


def wide_html(path: Path) -> None:
    cells = "<td>1</td>" * 10_000
    path.write_text(f"<h1>某县水利局2026年部门预算</h1><table><tr>{cells}</tr></table>", "utf-8")


def spanned_html(path: Path) -> None:
    cell = "<td colspan=100000 rowspan=100000>1</td><td>2</td>"
    path.write_text(f"<h1>某县水利局2026年部门预算</h1><table><tr>{cell}</tr></table>", "utf-8")


def noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


@pytest.mark.parametrize(
    ("name", "make", "error"),
    [
        ("locked.pdf", encrypted, EncryptedFileError),
        ("cut.pdf", truncated, UnreadableFileError),
        ("nothing.pdf", lambda path: path.write_bytes(b""), EmptyFileError),
        ("no_page.pdf", no_page, IngestError),
        ("endless.pdf", endless, LimitError),
        ("bomb.zip", bomb, IngestError),
        ("bomb.xlsx", entities_in_a_workbook, UnreadableFileError),
        ("bomb.docx", entities_in_word, UnreadableFileError),
        ("wide.html", wide_html, LimitError),
        ("spanned.html", spanned_html, LimitError),
        ("noise.pdf", noise, UnreadableFileError),
        ("noise.docx", noise, IngestError),
    ],
)
def test_one_clear_line_in_bounded_time(
    tmp_path: Path, name: str, make: Callable[[Path], object], error: type[IngestError]
) -> None:
    path = tmp_path / name
    make(path)
    started = time.perf_counter()
    with pytest.raises(error) as caught:
        read_file(path, name)
    assert time.perf_counter() - started < SECONDS
    line = str(caught.value)
    assert name in line
    assert "\n" not in line


def test_a_font_that_is_no_font_costs_no_figure(tmp_path: Path) -> None:
    path = write(tmp_path / "one.pdf", [page()])
    broken = path.read_bytes().replace(b"/FontName /STSong-Light", b"/FontFile3 4 0 R /FontName /A")
    path.write_bytes(broken)
    (document,) = read_file(path, "one.pdf")
    assert [o.printed for t in document.tables for o in t.observations] == ["50.00"] * 4


def test_a_page_of_damage_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    bad = PdfPage()
    bad.drawn = ["BT /F1 9 Tf 1 0 0 1 (x) Tm ET /Missing Do ] ) >> q Q Q Q"]
    path = write(tmp_path / "one.pdf", [page(), bad, page("某县水利局2026年部门支出总表")])
    (document,) = read_file(path, "one.pdf")
    assert [t.table.pages for t in document.tables] == [(1,), (3,)]


def test_scripts_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    path.write_text(
        "<h1>某县水利局2026年部门预算</h1><script>document.write('一亿元')</script>"
        "<style>p{color:red}</style><table onclick='x()'><tr><td>科目名称</td><td>合计</td></tr>"
        "<tr><td>水利<script>alert(1)</script></td><td>5.00</td></tr></table>"
        "<noscript>请启用脚本</noscript>",
        "utf-8",
    )
    (document,) = read_file(path, "one.html")
    (table,) = document.tables
    assert [row.label for row in table.rows] == ["水利"]
    told = "".join(passage.text for passage in document.passages)
    assert not any(word in told for word in ("一亿元", "color", "alert"))


def test_a_wrong_ending_is_a_note(tmp_path: Path) -> None:
    write(tmp_path / "one.pdf", [page()]).rename(tmp_path / "one.xlsx")
    (document,) = read_file(tmp_path / "one.xlsx", "one.xlsx")
    assert len(document.tables) == 1
    assert [problem.message for problem in document.problems] == [
        "the name ends in .xlsx, the content is PDF: read as PDF"
    ]


@pytest.mark.slow
def test_the_other_files_go_on(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    encrypted(files / "a.pdf")
    docx(files / "b.docx", "<w:p>")
    write(files / "c.pdf", [page()])
    bomb(files / "d.zip")
    with Store(tmp_path / "store") as store:
        summary = ingest([files], store, workers=0, reader=_without_passages)
        assert [document.name for document in store.documents()] == ["c.pdf"]
    failed = [outcome for outcome in summary.outcomes if outcome.status == "failed"]
    assert len(failed) == 3
    assert all("\n" not in outcome.message for outcome in failed)


def _without_passages(path: Path, name: str) -> tuple[Document, ...]:
    from dataclasses import replace

    return tuple(replace(document, passages=()) for document in read_file(path, name))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_four_hundred_pages_in_bounded_memory(tmp_path: Path) -> None:
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    rows += [[f"20{n:05}", f"事务{n}", "3.00", "1.00", "2.00"] for n in range(40)]
    pages = []
    for _ in range(400):
        one = PdfPage()
        one.centred(30, "某县水利局2026年部门支出总表", 14)
        one.table(60, [80, 200, 80, 80, 80], rows)
        pages.append(one)
    path = write(tmp_path / "long.pdf", pages)
    code = (
        "import re, sys, time; from pathlib import Path; from ingest.pipeline import read_file\n"
        "(d,) = read_file(Path(sys.argv[1]), 'long')\n"
        # the peak of this program alone: ru_maxrss would count what its parent held when it forked
        "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())\n"
        "print(sum(len(t.rows) for t in d.tables), d.n_pages, int(peak[1]) // 1024,"
        " int(time.process_time()))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    n_rows, n_pages, megabytes, seconds = map(int, out.stdout.split())
    assert (n_rows, n_pages) == (16_000, 400)
    assert megabytes < 800
    assert seconds < 200
