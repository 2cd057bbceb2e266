"""Write goal forms and self-evaluations in layouts drawn by lot, and score what is read."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from evals.layouts import LayoutError, Score, held_against, print_pdf
from evals.layouts_paper import Set, page_grid, sheet_grid, word_grid
from evals.layouts_sets import Form, FormLayout, Indicator, Printed, Setter, bare, shown
from ingest.pipeline import read_file
from ingest.records import Document, Observation, Row, StoredTable

FORMS = 4
"""So many forms are set in one document."""
_FIGURE = re.compile(r"[\d,]+(?:\.\d+)?")
_NAMED = ("项目名称", "部门名称", "单位名称")
_NO_GROUP = re.compile(r"^(?:项目资金|部门预算)[^/]*/")


def collect(documents: Iterable[Document]) -> list[Form]:
    """Return the projects of documents whose indicators have two levels above them."""
    found: dict[str, list[Indicator]] = {}
    for document in documents:
        for stored in document.tables:
            for row in stored.rows:
                one = _indicator(stored, row)
                if one and (project := _project(stored, row)):
                    found.setdefault(project, []).append(one)
    return [Form(name, tuple(inside)) for name, inside in sorted(found.items()) if len(inside) > 2]


def _indicator(stored: StoredTable, row: Row) -> Indicator | None:
    levels = [part for part in row.parents if part.endswith("指标")]
    target = next((o for o in stored.observations if o.row == row.index), None)
    if row.kind != "indicator" or len(levels) != 2 or target is None:
        return None
    figure = _FIGURE.search(target.printed)
    if target.value is None or figure is None:
        return Indicator((levels[0], levels[1]), row.label, "定性", target.printed, "")
    sign = target.sign if target.sign in ("≥", "≤", "=") else "="
    return Indicator((levels[0], levels[1]), row.label, sign, figure[0], target.unit or "")


def _project(stored: StoredTable, row: Row) -> str:
    """Return the project that an indicator belongs to: that of its line, else the form's."""
    if row.parents and not row.parents[0].endswith("指标"):
        return row.parents[0]
    named = [r for r in stored.rows if r.kind == "field" and r.label.split("/")[-1] in _NAMED]
    values = {o.row: o.printed for o in stored.observations}
    return next((values[r.index] for r in named if r.index in values), "")


def write(path: Path, title: str, sets: Sequence[Set], layout: FormLayout) -> Path:
    """Write forms in the format of a layout; return the file."""
    path = path.with_suffix(layout.suffix)
    if layout.suffix == ".docx":
        import docx

        paper = docx.Document()
        paper.add_heading(title, 0)
        for one in sets:
            if not layout.inside:
                paper.add_paragraph(one.caption)
            word_grid(paper, one, [one.caption] if layout.inside else [])
            if layout.together == "pages":
                paper.add_page_break()  # type: ignore[no-untyped-call]
        paper.save(str(path))
    elif layout.suffix == ".xlsx":
        _book(path, title, sets, layout)
    else:
        page = path.with_suffix(".html")
        page.write_text(_page(title, sets, layout), "utf-8")
        return page if layout.suffix == ".html" else print_pdf(page)
    return path


def _book(path: Path, title: str, sets: Sequence[Set], layout: FormLayout) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"], top = title, 3
    for one in sets:
        if layout.together == "pages":
            sheet, top = book.create_sheet(), 1
        sheet.cell(top, 1, one.caption)
        sheet.merge_cells(None, top, 1, top, one.width)
        sheet_grid(sheet, one, top + 1, 1, "text", ruled=True)
        top += one.height + 3
    book.save(path)


def _page(title: str, sets: Sequence[Set], layout: FormLayout) -> str:
    breaks = "table{page-break-after:always}" if layout.together == "pages" else ""
    style = (
        "@page{size:A4;margin:15mm}body{font-size:9pt}table{border-collapse:collapse;width:100%}"
        f"td{{border:1px solid #000;padding:3px}}h1,h2{{text-align:center}}{breaks}"
    )
    parts = [f"<meta charset='utf-8'><style>{style}</style><h1>{escape(title)}</h1>"]
    parts += ["<p>本部门组织实施本行业规划。</p>"] * layout.lead
    for one in sets:
        parts.append("" if layout.inside else f"<h2>{one.caption}</h2>")
        parts.append(page_grid(one, [one.caption] if layout.inside else []))
    return "".join(parts)


# --- reading ----------------------------------------------------------------------------------


def printed(document: Document) -> Iterator[Printed]:
    """Yield what a document's forms print: fields, indicators, money of listed projects."""
    for stored in document.tables:
        rows = {row.index: row for row in stored.rows}
        for one in stored.observations:
            if one.row not in rows or not one.printed.strip():
                continue
            row = rows[one.row]
            label = _NO_GROUP.sub("", row.label) if row.kind == "field" else row.label
            owner = "" if row.kind == "item" else _project(stored, row)
            target = one.path[-1:] and one.path[-1] in ("指标值", "年度指标值")
            text = _target(one) if target and row.kind == "indicator" else one.printed
            yield bare(owner + label), one.path[-1] if one.path else "", shown(text)


def _target(one: Observation) -> str:
    if one.value is None:
        return one.printed
    sign = one.sign if one.sign in ("≥", "≤") else ""
    return f"{sign}{one.value}{one.unit or ''}"


def set_forms(
    forms: Sequence[Form], seed: int, folder: Path
) -> tuple[FormLayout, Path, list[Printed]]:
    """Set some forms in the layout of a seed; return the file and what is printed in it."""
    lot = random.Random(seed)
    layout = FormLayout.drawn(lot)
    if not forms:
        raise LayoutError("none of these documents has a form with indicators of three levels")
    chosen = lot.sample(forms, min(FORMS, len(forms)))
    department, setter = "岚江县统计局", Setter(layout, lot)
    if layout.kind == "whole":
        chosen = [Form(department, chosen[0].indicators)]
    if layout.together == "listing":
        sets = [setter.listing(chosen)]
    else:
        sets = [setter.form(one, department) for one in chosen]
    phase = "决算" if layout.kind == "evaluation" else "预算"
    title = f"{department}2026年部门{phase}"
    return layout, write(folder / f"{title}-{seed}", title, sets, layout), setter.true


def scores(
    read: Sequence[Document], seeds: Iterable[int], folder: Path
) -> Iterator[tuple[str, FormLayout, Score, str]]:
    """Yield the kind of each layout, the layout, what came back, and the file's name."""
    forms = collect(read)
    for seed in seeds:
        layout, path, true = set_forms(forms, seed, folder)
        (document,) = read_file(path, path.name)
        score = held_against(true, list(printed(document)))
        kind = layout.together if layout.kind == "goal" else layout.kind
        yield f"{layout.suffix[1:]} {kind}", layout, score, path.name
