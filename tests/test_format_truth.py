"""The seed disclosure as text, Word, Excel and web page, cell by cell against its tables."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.readers import read
from ingest.records import Problem, Table
from ingest.tables import extract

FORMATS = ["seed.txt", "seed.docx", "seed.xlsx", "seed.html"]


def bare(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


@cache
def tables(path: Path) -> tuple[list[Table], list[Problem]]:
    found, _, problems = extract(read(path))
    return found, problems


@pytest.mark.parametrize("name", FORMATS)
def test_all_tables_are_found_once(samples: Path, truth: dict[str, Any], name: str) -> None:
    found, problems = tables(samples / name)
    assert [bare(table.title) for table in found] == [bare(t["title"]) for t in truth["logical"]]
    assert problems == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_cell_is_at_its_place(samples: Path, truth: dict[str, Any], name: str) -> None:
    for table, wanted in zip(tables(samples / name)[0], truth["logical"], strict=True):
        body = [[bare(cell) for cell in row.cells] for row in table.body]
        assert body == [[bare(cell) for cell in row] for row in wanted["body"]], table.title


@pytest.mark.parametrize("name", FORMATS)
def test_headers_units_notes_and_pairs(samples: Path, truth: dict[str, Any], name: str) -> None:
    dashes = str.maketrans("―", "—")
    for table, wanted in zip(tables(samples / name)[0], truth["logical"], strict=True):
        assert ["/".join(path) for path in table.header] == [bare(c) for c in wanted["columns"]]
        assert f"单位：{table.unit}" == wanted["unit"]
        if name != "seed.xlsx":  # the workbook has no notes
            assert [bare(note) for note in table.notes] == [bare(n) for n in wanted["notes"]]
        found = {bare(pair.label): bare(pair.value).translate(dashes) for pair in table.pairs}
        pairs = wanted.get("pairs", {}).items()
        assert found == {bare(k): bare(v).translate(dashes) for k, v in pairs}


@pytest.mark.parametrize("name", FORMATS)
def test_a_row_broken_over_pages_is_one(samples: Path, name: str) -> None:
    table = next(t for t in tables(samples / name)[0] if t.annex == "附件12-3")
    broken = [row for row in table.body if len(row.pieces) > 1]
    assert [row.cells[4:6] for row in broken] == [("完成", "定性")]
