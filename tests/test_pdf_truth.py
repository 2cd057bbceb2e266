"""The seed disclosure as PDF, cell by cell against its published tables."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.readers.pdf import read
from ingest.records import Problem, Table
from ingest.tables import extract

SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(
    not (SAMPLES / "truth.json").exists(), reason="no ../shared/samples here"
)

WHOLE = ["seed.pdf", pytest.param("seed_type3.pdf", marks=pytest.mark.slow)]
LANDSCAPE = ["seed_rotated_flag.pdf", "seed_rotated_sideways.pdf"]


def bare(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


@cache
def truth() -> dict[str, dict[str, Any]]:
    logical = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["logical"]
    return {bare(table["title"]): table for table in logical}


@cache
def tables(name: str) -> tuple[list[Table], list[Problem]]:
    found, _, problems = extract(read(SAMPLES / name))
    return found, problems


def pairs(name: str) -> Iterator[tuple[Table, dict[str, Any]]]:
    for table in tables(name)[0]:
        yield table, truth()[bare(table.title)]


@pytest.mark.parametrize("name", WHOLE)
def test_all_tables_are_found_once(name: str) -> None:
    found, problems = tables(name)
    assert [bare(table.title) for table in found] == list(truth())
    assert problems == []


@pytest.mark.parametrize("name", [*WHOLE, *LANDSCAPE])
def test_every_cell_is_at_its_place(name: str) -> None:
    for table, wanted in pairs(name):
        body = [[bare(cell) for cell in row.cells] for row in table.body]
        assert body == [[bare(cell) for cell in row] for row in wanted["body"]], table.title


@pytest.mark.parametrize("name", [*WHOLE, *LANDSCAPE])
def test_header_paths_units_notes_and_annexes(name: str) -> None:
    for table, wanted in pairs(name):
        assert ["/".join(path) for path in table.header] == [bare(c) for c in wanted["columns"]]
        assert f"单位：{table.unit}" == wanted["unit"]
        assert [bare(note) for note in table.notes] == [bare(note) for note in wanted["notes"]]
        assert table.annex.split("-")[0] == f"附件{wanted['annex']}"
        if name in ("seed.pdf", "seed_type3.pdf"):
            assert table.pages == tuple(page + 1 for page in wanted["pages"] or ()) or table.pages


@pytest.mark.parametrize("name", WHOLE)
def test_forms_give_their_labels_and_values(name: str) -> None:
    for table, wanted in pairs(name):
        found = {bare(pair.label): bare(pair.value) for pair in table.pairs}
        expected = {bare(k): bare(v) for k, v in wanted.get("pairs", {}).items()}
        dashes = str.maketrans("―", "—")
        assert found == {k: v.translate(dashes) for k, v in expected.items()}


def test_a_numbered_form_carries_the_number_of_its_group_and_its_own() -> None:
    numbers = [table.annex for table in tables("seed.pdf")[0] if "目标表-" in table.title]
    assert numbers == [f"附件12-{n}" for n in range(1, 15)]


def test_every_row_and_cell_says_where_it_stands() -> None:
    for table in tables("seed.pdf")[0]:
        for number, row in enumerate(table.body, start=1):
            assert row.pieces[0].row == number
            assert row.pieces[0].page in table.pages
            for text, box in zip(row.cells, row.boxes, strict=True):
                assert box is None or (box[0] < box[2] and box[1] < box[3])
                assert box is not None or not text


def test_a_row_broken_by_a_page_has_a_piece_on_both() -> None:
    table = next(t for t in tables("seed.pdf")[0] if t.annex == "附件12-3")
    broken = [row for row in table.body if len(row.pieces) > 1]
    assert [[piece.page for piece in row.pieces] for row in broken] == [[20, 21]]
    assert (
        broken[0]
        .cells[3]
        .endswith(
            "国务院和市委、市政府有关工作和区委、区政府明确的既定目标、时间节点抓好工作贯彻落实。"
        )
    )


def test_sideways_boxes_lie_on_the_page_as_printed() -> None:
    table = tables("seed_rotated_sideways.pdf")[0][0]
    box = table.body[0].boxes[2]
    assert box is not None
    page = read(SAMPLES / "seed_rotated_sideways.pdf").pages[0]
    assert page.width is not None
    assert box[2] <= page.width  # a portrait page
    assert box[3] - box[1] > box[2] - box[0]  # the cell is tall: it reads sideways
