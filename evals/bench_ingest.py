"""Measure the reading of the sample disclosure in every form, beside what other tools read.

Grids are compared page by page with the true ones: a cell counts where its text (white space aside)
stands at its row and column. Joined tables are compared with the true logical ones. Other tools are
measured where they can be imported: pdfplumber's own `extract_tables`, camelot, markitdown.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from ingest import readers
from ingest.records import Grid, Paragraph, Source
from ingest.tables import extract

Places = dict[tuple[int, int], str]
"""The texts of one grid by row and column."""

Reading = list[list[Places]]
"""The grids of each page."""

FIGURE = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?")
SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"
SCANS = ("seed_scan.pdf", "seed_scan_skew.pdf")
NAMES = (
    "seed.txt", "seed.docx", "seed.xlsx", "seed.html", "seed.pdf", "seed_type3.pdf",
    "seed_borderless.pdf", "seed_rotated_flag.pdf", "seed_rotated_sideways.pdf",
)  # fmt: skip


@dataclass(slots=True)
class Score:
    """Count true cells and figures, those found at their place, and figures that are wrong."""

    cells: int = 0
    cells_right: int = 0
    figures: int = 0
    figures_right: int = 0
    figures_wrong: int = 0

    def add(self, true: Places, found: Places) -> None:
        """Compare one grid with the true one."""
        for place, text in true.items():
            wanted, got = bare(text), bare(found.get(place, ""))
            if not wanted:
                continue
            figure = FIGURE.fullmatch(wanted) is not None
            self.cells += 1
            self.cells_right += wanted == got
            self.figures += figure
            self.figures_right += figure and wanted == got
        for place, text in found.items():
            got = bare(text)
            if FIGURE.fullmatch(got) and got != bare(true.get(place, "")):
                self.figures_wrong += 1


def bare(text: str | None) -> str:
    """Return a text as it is compared: without white space, radicals as characters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


# --- what is true ---------------------------------------------------------------------------


def logical(truth: dict[str, Any]) -> dict[str, Places]:
    """Return the true joined bodies by title."""
    return {bare(table["title"]): _places(table["body"]) for table in truth["logical"]}


def _places(rows: Sequence[Sequence[str | None]]) -> Places:
    return {(r, c): text or "" for r, row in enumerate(rows) for c, text in enumerate(row)}


# --- what tools read ------------------------------------------------------------------------


def ours(source: Source) -> Reading:
    """Return our grids by page; formats without pages have one."""
    return [
        [
            {(c.row, c.col): c.text for c in block.cells}
            for block in page.blocks
            if isinstance(block, Grid)
        ]
        for page in source.pages
    ]


def pdfplumber_tables(path: Path) -> Reading:
    """Return what pdfplumber's own table finder reads."""
    pdfplumber: Any = import_module("pdfplumber")
    with pdfplumber.open(path) as document:
        return [[_places(table) for table in page.extract_tables()] for page in document.pages]


def camelot_tables(path: Path) -> Reading:
    """Return what camelot reads between ruling lines."""
    camelot: Any = import_module("camelot")
    pages: dict[int, list[Places]] = {}
    for table in camelot.read_pdf(str(path), pages="all", flavor="lattice"):
        pages.setdefault(table.page, []).append(_places(table.df.values.tolist()))
    return [pages[number] for number in sorted(pages)]


def markitdown_tables(path: Path) -> Reading:
    """Return the tables of what markitdown writes."""
    markitdown: Any = import_module("markitdown")
    return [list(_markdown(markitdown.MarkItDown().convert(str(path)).text_content))]


def _markdown(text: str) -> Iterator[Places]:
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                rows.append(cells)
        elif rows:
            yield _places(rows)
            rows = []


TOOLS: tuple[tuple[str, Callable[[Path], Reading], tuple[str, ...]], ...] = (
    ("pdfplumber", pdfplumber_tables, (".pdf",)),
    ("camelot", camelot_tables, (".pdf",)),
    ("markitdown", markitdown_tables, (".pdf", ".docx", ".xlsx", ".html")),
)


# --- comparing ------------------------------------------------------------------------------


def compare(true: Sequence[Places], found: Sequence[Places]) -> Score:
    """Compare grids: each true one with the found one that has most of it, in order."""
    score, left = Score(), list(range(len(found)))
    for grid in true:
        best = max(left[:6], key=lambda at: _shared(grid, found[at]), default=None)
        if best is not None and _shared(grid, found[best]):
            left = [at for at in left if at > best]
            score.add(grid, found[best])
        else:
            score.add(grid, {})
    return score


def _shared(true: Places, found: Places) -> int:
    texts = {bare(text) for text in true.values()} - {""}
    return len(texts & {bare(text) for text in found.values()})


def joined(source: Source, truth: dict[str, Any]) -> Score:
    """Compare our joined tables with the true ones of the same title."""
    score, known = Score(), logical(truth)
    for table in extract(source)[0]:
        if (wanted := known.get(bare(table.title))) is not None:
            score.add(wanted, _places([row.cells for row in table.body]))
    return score


def true_grids(name: str, truth: dict[str, Any], sheets: Any, source: Source) -> list[Places]:
    """Return the true grids of a sample: those whose titles stand in it."""
    if name.endswith(".xlsx"):
        return [{(c["r"], c["c"]): c["text"] for c in sheet["cells"]} for sheet in sheets]
    lines = [b.text for page in source.pages for b in page.blocks if isinstance(b, Paragraph)]
    printed = bare("".join(lines))
    return [
        {(c["r"], c["c"]): c["text"] for c in fragment["cells"]}
        for fragment in truth["fragments"]
        if name.endswith(SCANS) or bare(fragment["title"]) in printed
    ]


def measure(folder: Path, names: Sequence[str]) -> None:
    """Print a line a sample and tool."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    sheets = json.loads((folder / "truth_xlsx.json").read_text("utf-8"))
    print(
        f"{'sample':28}{'tool':14}{'cells':>9}{'figures':>9}{'wrong':>7}{'s/page':>9}{'pages/s':>9}"
    )
    for name in names:
        path = folder / name
        started = time.process_time()
        source = readers.read(path)
        seconds = time.process_time() - started
        pages = len(source.pages)
        true = true_grids(name, truth, sheets, source)
        flat = [grid for page in ours(source) for grid in page]
        _line(name, "ours, grids", compare(true, flat), seconds, pages)
        _line("", "ours, joined", joined(source, truth), None, pages)
        for tool, read, endings in TOOLS:
            if path.suffix in endings and importlib.util.find_spec(tool) and name not in SCANS:
                _other(tool, partial(read, path), true, pages)
    print(
        "rotated samples break their pages elsewhere than the true grids: see their joined tables"
    )
    missing = [tool for tool, _, _ in TOOLS if not importlib.util.find_spec(tool)]
    if missing:
        print(f"not installed, so not measured: {', '.join(missing)}")


def _other(tool: str, read: Callable[[], Reading], true: Sequence[Places], pages: int) -> None:
    """Print the line of another tool, or why it gave none."""
    started = time.process_time()
    try:
        other = [grid for page in read() for grid in page]
    except Exception as error:  # theirs, of any class: the other lines are still wanted
        why = (str(error).strip().splitlines() or [""])[0]
        print(f"{'':28}{tool:14} failed: {type(error).__name__}: {why[:80]}", flush=True)
        return
    _line("", tool, compare(true, other), time.process_time() - started, pages)


def _line(name: str, tool: str, score: Score, seconds: float | None, pages: int) -> None:
    cells = 100 * score.cells_right / max(1, score.cells)
    figures = 100 * score.figures_right / max(1, score.figures)
    speed = (
        f"{seconds / pages:9.3f}{pages / max(seconds, 1e-9):9.1f}" if seconds is not None else ""
    )
    print(
        f"{name:28}{tool:14}{cells:8.2f}%{figures:8.2f}%{score.figures_wrong:7}{speed}", flush=True
    )


def main() -> None:
    """Measure the samples; `--scans` adds the scanned ones, which take minutes."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench_ingest", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--scans", action="store_true", help="read the scanned samples too")
    options = parser.parse_args()
    if not (options.folder / "truth.json").exists():
        parser.exit(2, f"{options.folder}: no truth.json here; name the folder of the samples\n")
    measure(options.folder, (*NAMES, *SCANS) if options.scans else NAMES)


if __name__ == "__main__":
    main()
