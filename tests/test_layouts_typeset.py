"""Tables typeset anew in layouts drawn by lot come back figure by figure."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from evals.layouts import BROWSERS, RULES, Layout, LayoutError, compare, main, trial, typeset
from ingest.records import Document
from tests.chains import documents_of

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def shipped() -> Document:
    """Return the shipped text as it is read."""
    text = next((ROOT / "corpus").glob("*.txt"))
    return documents_of(text)[0]


@pytest.mark.parametrize("seed", range(4))
def test_web_pages_come_back_whole(shipped: Document, tmp_path: Path, seed: int) -> None:
    """Read every figure of a web page at its row and column, with its unit."""
    _, score = trial(shipped, seed, tmp_path, "html")
    assert score.true > 100
    assert (score.right, score.misplaced, score.measured) == (score.true, 0, score.stored)


@pytest.mark.parametrize(("way", "seed"), [("docx", 1), ("docx", 3), ("xlsx", 2), ("xlsx", 3)])
def test_office_files_come_back_whole(
    shipped: Document, tmp_path: Path, way: str, seed: int
) -> None:
    """Read every figure of a Word file or a workbook at its row and column."""
    _, score = trial(shipped, seed, tmp_path, way)
    assert score.true > 100
    assert (score.right, score.misplaced) == (score.true, 0)


def test_a_seed_draws_the_same_page(shipped: Document) -> None:
    """Typeset the same tables in the same layout from one seed."""
    pages = [
        typeset(shipped, Layout.drawn(lot), lot)[0] for lot in (random.Random(3), random.Random(3))
    ]
    assert pages[0] == pages[1]


def test_a_figure_elsewhere_is_misplaced(shipped: Document) -> None:
    """Count a figure at another row as misplaced, a missing one only as not right."""
    lot = random.Random(1)
    _, true = typeset(shipped, Layout.drawn(lot), lot)
    whole = compare(true, shipped)
    assert whole.right == len(true)
    moved = [("另一行", column, value) for _, column, value in true]
    known = {value for *_, value in true if value}
    told = [
        o
        for t in shipped.tables
        for o in t.observations
        if o.value in known and o.measure != "text" and o.row in {r.index for r in t.rows}
    ]
    assert (compare(moved, shipped).right, compare(moved, shipped).misplaced) == (0, len(told))
    nothing = replace(shipped, tables=())
    assert (compare(true, nothing).right, compare(true, nothing).misplaced) == (0, 0)


def test_every_kind_of_rules_has_a_style(shipped: Document) -> None:
    """Draw each kind of rules sooner or later, and set its style."""
    drawn = {Layout.drawn(random.Random(seed)).rules for seed in range(200)}
    assert drawn == set(RULES)


def test_no_tables_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Say what is wrong with documents that hold nothing to typeset."""
    page = tmp_path / "某县档案局2026年部门预算.html"
    page.write_text("<html><body><p>没有表。</p></body></html>", "utf-8")
    assert main([str(page), "--as", "html"]) == 1
    assert "none of these documents has two tables" in capsys.readouterr().err


def test_no_browser_is_one_clear_line(
    shipped: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Name what to install where nothing can print."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LayoutError, match="install one of chromium"):
        trial(shipped, 0, tmp_path, "pdf")


@pytest.mark.browser
@pytest.mark.parametrize("rules", ["full", "light", "dotted"])
def test_printed_tables_come_back_whole(shipped: Document, tmp_path: Path, rules: str) -> None:
    """Read every figure of printed tables whose cells rules or shades part."""
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip("no browser to print with")
    seed = next(s for s in range(200) if Layout.drawn(random.Random(s)).rules == rules)
    _, score = trial(shipped, seed, tmp_path, "pdf")
    assert (score.right, score.misplaced) == (score.true, 0)
    assert score.true > 100
