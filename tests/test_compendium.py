"""Test cutting a file that prints several institutions' disclosures one after another."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest import readers
from ingest.compendium import parts
from ingest.errors import UnknownDocumentError
from ingest.pipeline import ingest, read_file
from ingest.records import Cell, Grid, Location, Page, Paragraph, Source
from ingest.store import Store
from tests.make_pdf import PdfPage, write

FRONT = [
    ("岭远县2026年部门预算公开汇编", "岭远县财政局编"),
    ("目录", "一、岭远县民政局", "二、岭远县水务局"),
]


def cover(*lines: str) -> PdfPage:
    page = PdfPage()
    for at, line in enumerate(lines):
        page.centred(200 + 40 * at, line)
    return page


def budget(income: str, spent: str, first: int = 1, head: str = "") -> PdfPage:
    """Return a page with two numbered tables, the first of number `first`."""
    page = PdfPage()
    page.text(40, 30, head)
    for at, (title, label, value) in enumerate(
        (("部门收支总体情况表", "收入总计", income), ("部门支出总体情况表", "支出合计", spent))
    ):
        top = 60 + 200 * at
        page.text(40, top, f"表{first + at}")
        page.centred(top + 14, title)
        page.text(450, top + 30, "单位：万元")
        page.table(top + 44, [260, 200], [["项目", "预算数"], [label, value]])
    return page


def compendium(
    path: Path, second: int = 1, second_title: str = "岭远县水务局2026年部门预算"
) -> Path:
    pages = [
        *(cover(*lines) for lines in FRONT),
        cover("岭远县民政局", "2026年部门预算"),
        budget("310.50", "300.25"),
        cover(second_title),
        budget("88.10", "77.30", second),
    ]
    return write(path, pages)


def test_parts_are_named_and_keep_their_pages(tmp_path: Path) -> None:
    path = compendium(tmp_path / "汇编.pdf")
    found = read_file(path, "汇编.pdf")
    assert [document.name for document in found] == [
        "汇编.pdf/岭远县民政局",
        "汇编.pdf/岭远县水务局",
    ]
    assert [document.disclosure.institution for document in found] == [
        "岭远县民政局",
        "岭远县水务局",
    ]
    printed = [
        [(o.printed, o.location.page) for t in document.tables for o in t.observations]
        for document in found
    ]
    assert printed == [[("310.50", 4), ("300.25", 4)], [("88.10", 6), ("77.30", 6)]]
    assert [document.n_pages for document in found] == [6, 6]
    told = [
        p.message for document in found for p in document.problems if "belongs to none" in p.message
    ]
    assert told == [
        "the file holds 2 disclosures; what stands before the first (cover, contents) belongs to none"
    ]


@pytest.mark.parametrize(
    ("second", "title"),
    [
        (3, "岭远县水务局2026年部门预算"),  # tables go on: a unit whose name stands in a heading
        (1, "岭远县民政局2025年部门预算"),  # another year of the same institution
        (1, "岭远县水务局2026年部门预算收支总表"),  # the title of a table
        (1, "岭远县福利院2026年单位预算"),  # a unit of the department
        (1, "岭远县民政局（本级）2026年部门预算"),
    ],
)
def test_one_disclosure_stays_whole(tmp_path: Path, second: int, title: str) -> None:
    source = readers.read(compendium(tmp_path / "a.pdf", second, title))
    assert parts(source) == (source,)


def unpaged(*titles: str, annex: str = "") -> Source:
    """Return a source without pages: below each title two tables, with numbers or without."""
    place = Location("a.docx")
    blocks: list[Paragraph | Grid] = [Paragraph("目录", place)]
    blocks += [Paragraph(title, place) for title in titles]
    for title in titles:
        blocks.append(Paragraph(title, place))
        for at, (name, label) in enumerate((("收支总表", "收入总计"), ("支出总表", "支出合计")), 1):
            cells = [
                Cell(r, c, t)
                for r, row in enumerate([["项目", "预算数"], [label, "8.10"]])
                for c, t in enumerate(row)
            ]
            number = f"{annex}{at} " if annex else ""
            blocks += [Paragraph(f"{number}部门{name}", place), Grid(tuple(cells), 2, 2, place)]
    return Source("a.docx", "docx", "", (Page(1, tuple(blocks)),), paged=False)


@pytest.mark.parametrize(
    ("titles", "annex", "names"),
    [
        (("岭远县民政局2026年部门预算", "2026年度岭远县水务局部门预算公开"), "", 2),
        (("一、岭远县民政局2026年部门预算", "二、岭远县水务局2026年部门预算"), "表", 2),
        (("一、岭远县民政局2026年部门预算", "二、岭远县水务局2026年部门预算"), "", 1),
        (("岭远县民政局2026年部门预算", "岭远县民政局2025年部门预算"), "表", 1),
    ],
)
def test_documents_without_pages(titles: tuple[str, str], annex: str, names: int) -> None:
    found = parts(unpaged(*titles, annex=annex))
    expected = ["a.docx/岭远县民政局", "a.docx/岭远县水务局"] if names == 2 else ["a.docx"]
    assert [part.name for part in found] == expected


def test_a_running_head_begins_nothing(tmp_path: Path) -> None:
    head = "岭远县民政局2026年部门预算"
    pages = [budget("1.00", "2.00", 1, head), budget("3.00", "4.00", 3, head)]
    source = readers.read(write(tmp_path / "a.pdf", pages))
    assert parts(source) == (source,)


def test_the_file_names_all_of_its_parts(tmp_path: Path) -> None:
    path = compendium(tmp_path / "汇编.pdf")
    with Store(tmp_path / "store") as store:
        ingest([path], store, workers=0)
        both = [document.name for document in store.documents(["汇编.pdf"])]
        assert both == ["汇编.pdf/岭远县民政局", "汇编.pdf/岭远县水务局"]
        assert store.documents(["汇编.pdf", both[0]]) == store.documents(["汇编.pdf"])
        ingest([path], store, workers=0, force=True)
        assert [document.name for document in store.documents()] == both
        with pytest.raises(UnknownDocumentError):
            store.documents(["汇编"])
        store.remove("汇编.pdf")
        assert store.documents() == ()


def test_a_compendium_alone_in_an_archive(tmp_path: Path) -> None:
    inner = compendium(tmp_path / "汇编.pdf")
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "汇编.pdf")
    assert [document.name for document in read_file(path, "a.zip")] == [
        "a.zip/岭远县民政局",
        "a.zip/岭远县水务局",
    ]
