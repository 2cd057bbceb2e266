"""Typeset tables that are read well in layouts drawn by lot, read them again, compare every figure.

The true cells are those of the documents given; what a layout changes is only how they look: rules,
shading, captions, where the unit stands, the paper, the columns' widths. A figure that comes back at
another row or column is misplaced: worse than one that is missing, which the reading reports.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from html import escape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.layouts_paper import (
    Lines,
    column_numbers,
    head_cells,
    page_line,
    page_line_row,
    page_rows,
)
from ingest.errors import IngestError
from ingest.files import find_files
from ingest.pipeline import read_file, suffixes
from ingest.records import Disclosure, Document, StoredTable

if TYPE_CHECKING:
    from evals.layouts_office import Book, Word

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60
"""How long a browser may take to print one document."""
TABLES = 5
"""So many tables of a document are typeset."""
ROWS, COLUMNS = range(2, 46), range(3, 13)
"""Sizes of tables that fit on paper whatever the layout."""

RULES = {
    "full": "td,th{border:1px solid #000}",
    "none": "",
    "zebra": "tbody tr:nth-child(even) td{background:#eee}",
    "horizontal": "tr>*{border-bottom:1px solid #555}",
    "frame": "table{border:1.5px solid #000} thead{border-bottom:1px solid #000}",
    "vertical": "td,th{border-left:1px solid #000;border-right:1px solid #000}"
    "table{border:1px solid #000}",
    "dotted": "td,th{border:1px dotted #777}",
    "three": "table{border-top:2px solid #000;border-bottom:2px solid #000}"
    "thead{border-bottom:1px solid #000}",
    "headshade": "thead th{background:#ccd}",
    "light": "td,th{border:.5px solid #ddd}",
}
"""What draws a table's cells: the style of each kind of rules."""

_AMOUNT = re.compile(r"-?[\d,]+\.\d+%?")
_NUMBER = re.compile(r"^(?:附件|附表|公开|表)[\d一二三四五六七八九十-]+表?")

_UNIT = re.compile(r"[（(](?:单位[:：])?[万亿]?元[)）]$")
WAYS = ("pdf", "html", "docx", "xlsx", "form")
"""What tables are typeset as; forms draw their format by lot."""

Figure = tuple[str, str, Decimal]
"""A row's name, its column's last heading, and the value."""


class LayoutError(Exception):
    """Say that a document could not be typeset."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold how tables are set."""

    rules: str
    caption: str
    unit: str
    size: int
    padding: str
    landscape: bool
    narrow: bool
    repeated: bool
    amounts: str
    lines: Lines | None = None
    numbered: bool = False

    @classmethod
    def drawn(cls, lot: random.Random) -> Layout:
        """Draw a layout by lot."""
        return cls(
            rules=lot.choice(list(RULES)),
            caption=lot.choice(("above", "left", "row", "apart")),
            unit=lot.choice(("right", "left", "bracket", "row")),
            size=lot.choice((8, 9, 10, 11)),
            padding=lot.choice(("1px 3px", "3px 6px", "5px 4px")),
            landscape=lot.random() < 0.3,
            narrow=lot.random() < 0.5,
            repeated=lot.random() < 0.5,
            amounts=lot.choice(("right", "right", "center")),
            lines=Lines.drawn(lot),
            numbered=lot.random() < 0.2,
        )

    @property
    def kind(self) -> str:
        """Return what scores are told apart by."""
        return self.rules

    @property
    def style(self) -> str:
        """Return the style sheet."""
        paper = "A4 landscape" if self.landscape else "A4"
        head = "table-header-group" if self.repeated else "table-row-group"
        width = ";width:100px" if self.narrow else ""
        return (
            f"@page{{size:{paper};margin:15mm}}body{{font-size:{self.size}pt}}"
            "table{border-collapse:collapse;width:100%;margin-bottom:8mm}"
            f"td,th{{padding:{self.padding};font-weight:normal}}h1,.caption{{text-align:center}}"
            f".right{{text-align:right}}td{{text-align:left{width}}}thead{{display:{head}}}"
            f"td.amount{{text-align:{self.amounts};white-space:nowrap;width:auto}}"
            f"tr{{page-break-inside:avoid}}{RULES[self.rules]}"
        )

    def __str__(self) -> str:
        return " ".join(f"{f.name}={getattr(self, f.name)}" for f in fields(self))


@dataclass(slots=True)
class Score:
    """Count true figures, those found at their place, those at another, and those with a unit."""

    true: int = 0
    right: int = 0
    misplaced: int = 0
    stored: int = 0
    measured: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __str__(self) -> str:
        return (
            f"true {self.true:5}  right {self.right / max(1, self.true):6.1%}  "
            f"misplaced {self.misplaced:4}  unit {self.measured / max(1, self.stored):6.1%}"
        )


def typeset(document: Document, layout: Layout, lot: random.Random) -> tuple[str, list[Figure]]:
    """Return a web page with some tables of a document, and the figures that stand in it."""
    chosen, title = choose(document, lot), heading(document)
    tables = (_table(one, n, layout, document.disclosure) for n, one in enumerate(chosen, 1))
    body = "".join(tables)
    page = (
        f"<html><head><meta charset='utf-8'><style>{layout.style}</style></head><body>"
        f"<h1>{escape(title)}</h1><p>一、部门概况</p><p>本部门组织实施本行业规划。</p>{body}</body></html>"
    )
    return page, list(chain.from_iterable(map(figures, chosen)))


def choose(document: Document, lot: random.Random) -> list[StoredTable]:
    """Return some tables of a document."""
    found = [table for table in document.tables if _fits(table)]
    return lot.sample(found, min(TABLES, len(found)))


def heading(document: Document) -> str:
    """Return what a document is called."""
    who = document.disclosure
    return f"{who.institution}{who.fiscal_year}年部门{who.phase.value}"


def _fits(stored: StoredTable) -> bool:
    table = stored.table
    known = all("".join(path) for path in table.header) and table.unit and not table.pairs
    return bool(known) and len(table.body) in ROWS and len(table.header) in COLUMNS


def figures(stored: StoredTable) -> Iterator[Figure]:
    """Yield every figure of a table with the names of its row and column."""
    labels = {row.index: row.label for row in stored.rows}
    for one in stored.observations:
        if one.value is not None and one.measure != "text" and one.row in labels:
            head = _UNIT.sub("", one.path[-1]) if one.path else ""
            yield _bare(labels[one.row]), _bare(head), one.value


def _bare(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def bare_title(title: str) -> str:
    """Return a title without its number."""
    return _NUMBER.sub("", title).strip() or title


def _table(stored: StoredTable, number: int, layout: Layout, who: Disclosure) -> str:
    table, width = stored.table, len(stored.table.header)
    told = (who.institution, who.fiscal_year, table.unit or "")
    lines = layout.lines.told(*told) if layout.lines else {}
    place, title = "" if lines else layout.unit, bare_title(table.title)
    unit, inside = f"单位：{table.unit}", []
    above = [page_line(line) for line in lines.get("above", ())]
    caption = f"表{number} {title}" + (f"（{unit}）" if place == "bracket" else "")
    if layout.caption == "row":
        inside.append(f"<tr><th colspan='{width}'>{escape(caption)}</th></tr>")
    elif layout.caption == "apart":
        rest = escape(caption.split(" ", 1)[1])
        above.append(f"<div>表{number}</div><div class='caption'>{rest}</div>")
    else:
        kind = " class='caption'" if layout.caption == "above" else ""
        above.append(f"<div{kind}>{escape(caption)}</div>")
    under, within = lines.get("below", []), lines.get("row", [])
    if layout.caption == "row":  # nothing stands between a title in the table and its heads
        under, within = [], [*under, *within]
    above += [page_line(line) for line in under]
    inside += [page_line_row(line, width) for line in within]
    if place == "row":
        inside.append(f"<tr><th colspan='{width}' class='right'>{unit}</th></tr>")
    elif place in ("left", "right"):
        above.append(f"<div{' class=right' if place == 'right' else ''}>{unit}</div>")
    cells, depth = head_cells(table.header)
    if layout.numbered:
        cells += column_numbers(depth, width)
    heads = "".join(inside) + page_rows(cells, "th")
    rows = "".join(_row(row.cells) for row in table.body)
    return f"{''.join(above)}<table><thead>{heads}</thead><tbody>{rows}</tbody></table>"


def _row(cells: Sequence[str]) -> str:
    kinds = (" class='amount'" if _AMOUNT.fullmatch(text.strip()) else "" for text in cells)
    inside = (f"<td{kind}>{escape(t)}</td>" for kind, t in zip(kinds, cells, strict=True))
    return f"<tr>{''.join(inside)}</tr>"


def print_pdf(page: Path) -> Path:
    """Print a web page as PDF beside it; raises LayoutError where no browser can."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise LayoutError(f"no browser to print {page.name}: install one of {', '.join(BROWSERS)}")
    pdf = page.with_suffix(".pdf")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    command = [browser, *flags, f"--print-to-pdf={pdf}", page.resolve().as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode or not pdf.exists():
        raise LayoutError(f"{page.name}: {browser} printed nothing (exit code {done.returncode})")
    return pdf


def compare(true: Sequence[Figure], read: Document) -> Score:
    """Compare what was read with the figures that were set."""
    score = held_against(true, list(chain.from_iterable(map(figures, read.tables))))
    told = [o for t in read.tables for o in t.observations if o.value is not None]
    measured = sum(one.unit is not None for one in told)
    return score + Score(stored=len(told), measured=measured)


def held_against(true: Sequence[tuple[Any, ...]], found: Sequence[tuple[Any, ...]]) -> Score:
    """Count what was found at its place and elsewhere; the last part of each is its value."""
    there, values = set(true), {one[-1] for one in true}
    right = sum((Counter(true) & Counter(found)).values())
    misplaced = sum(one not in there and one[-1] in values and one[-1] != 0 for one in found)
    return Score(len(true), right, misplaced)


def trial(
    document: Document, seed: int, folder: Path, way: str
) -> tuple[Layout | Word | Book, Score]:
    """Typeset a document in the layout of a seed as pdf, html, docx or xlsx; read and score it."""
    lot = random.Random(seed)  # the same seed draws the same layout
    layout: Layout | Word | Book
    path = folder / f"{heading(document)}-{seed}.{way}"
    if way in ("docx", "xlsx"):
        from evals import layouts_office

        layout, true = layouts_office.set_document(document, path, lot)
    else:
        layout = Layout.drawn(lot)
        page, true = typeset(document, layout, lot)
        path = path.with_suffix(".html")
        path.write_text(page, "utf-8")
        path = print_pdf(path) if way == "pdf" else path
    (read,) = read_file(path, path.name)
    return layout, compare(true, read)


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser("python -m evals layouts", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="documents, folders")
    parser.add_argument("--seeds", type=int, default=20, help="layouts to try (default: 20)")
    parser.add_argument("--kind", choices=sorted(RULES), help="pages with these rules alone")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default: 0)")
    parser.add_argument("--as", choices=WAYS, default="pdf", dest="way", help="what to typeset")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep what was typeset")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            folder = options.out or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            return _trials(options, folder)
    except (IngestError, LayoutError) as error:
        print(error, file=sys.stderr)
        return 1


def _trials(options: argparse.Namespace, folder: Path) -> int:
    found = find_files(options.paths, suffixes())
    if found.faults:
        raise LayoutError("; ".join(found.faults))
    read = [one for path in found.files for one in read_file(path, path.name)]
    drawn = range(options.first, options.first + options.seeds)
    kinds = {seed: Layout.drawn(random.Random(seed)).rules for seed in drawn}
    seeds = [seed for seed in drawn if options.kind in (None, kinds[seed])]
    totals: dict[str, Score] = {}
    for kind, layout, score, name in _scores(read, seeds, folder, options.way):
        totals[kind] = totals.get(kind, Score()) + score
        print(f"{score}  {name[:40]}  {layout}", flush=True)
    for kind, score in sorted(totals.items()):
        print(f"{kind:>10}  {score}")
    print(f"{'all':>10}  {sum(totals.values(), Score())}")
    return 0


def _scores(
    read: Sequence[Document], seeds: Sequence[int], folder: Path, way: str
) -> Iterator[tuple[str, Any, Score, str]]:
    """Yield the kind of each layout, the layout, what came back, and the document's name."""
    if way == "form":
        from evals import layouts_forms

        yield from layouts_forms.scores(read, seeds, folder)
        return
    documents = [one for one in read if sum(map(_fits, one.tables)) > 1]
    if not documents:
        raise LayoutError("none of these documents has two tables that can be typeset")
    for seed in seeds:
        document = documents[seed % len(documents)]
        layout, score = trial(document, seed, folder, way)
        yield layout.kind, layout, score, f"{seed:4} {document.name}"
