"""Write answers, talks and tables as text, Markdown, HTML, CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from qa.query import Answer, Citation
from ui.i18n import HTML_LANG, Language, translate
from ui.points import sources_of
from ui.records import PrintedTable, Turn
from ui.words import html, markdown

BOM = "\ufeff"
# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "@", "\t", "\r")


def place(citation: Citation, language: Language) -> str:
    """Return where a citation stands: document, annex, row, column, page."""
    parts = [citation.doc, citation.annex]
    if citation.table and citation.table != citation.annex:
        parts.append(citation.table)
    if citation.section:
        parts.append(citation.section)
    if citation.row:
        parts.append(translate("place.row", language, row=citation.row))
    if citation.column:
        parts.append(translate("place.column", language, column=citation.column))
    if citation.page:
        parts.append(translate("place.page", language, page=citation.page))
    return " · ".join(parts)


def answer_text(answer: Answer, language: Language) -> str:
    """Return an answer with its sources as plain text."""
    lines = [answer.answer]
    if answer.calculation:
        lines.append(f"{translate('card.calculation', language)}: {answer.calculation}")
    lines += [f"※ {note}" for note in answer.notes]
    lines += [f"[{n}] {place(c, language)}" for n, c in enumerate(answer.citations, 1)]
    return "\n".join(lines)


def answer_markdown(question: str, answer: Answer, language: Language) -> str:
    """Return a question, its answer and its sources as Markdown."""
    lines = [f"**{markdown(question)}**", "", markdown(answer.answer), ""]
    if answer.calculation:
        title = translate("card.calculation", language)
        lines += [f"{title}: {markdown(answer.calculation)}", ""]
    lines += [f"> {markdown(note)}" for note in answer.notes]
    if answer.notes:
        lines.append("")
    lines += [f"{n}. {markdown(place(c, language))}" for n, c in enumerate(answer.citations, 1)]
    return "\n".join(lines).rstrip() + "\n"


def answer_csv(answer: Answer, language: Language) -> str:
    """Return an answer's figures, else its sources, as CSV."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    names = ("department", "label", "column", "year", "value", "unit", "source")
    writer.writerow([translate(f"csv.{name}", language) for name in names])
    for value, source in zip(answer.values, sources_of(answer), strict=True):
        who = "" if source is None else source.department
        where = "" if source is None else place(source, language)
        cells = (who, value.label, value.column, value.year or "", value.value, value.unit or "")
        writer.writerow([_safe(str(cell)) for cell in (*cells, where)])
    return buffer.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def talk_markdown(turns: Sequence[Turn], language: Language) -> str:
    """Return a talk as Markdown."""
    title = f"# {translate('app.name', language)}\n\n"
    return title + "\n".join(answer_markdown(t.shown, t.answer, language) for t in turns)


_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.7; color: #1b1f24; }}
article {{ border-top: 1px solid #c9d1d9; padding: .5rem 0 1rem; break-inside: avoid; }}
h2 {{ font-size: 1.1rem; }} small, ol {{ color: #4a5561; font-size: .9rem; }}
</style></head><body><h1>{title}</h1>
{body}</body></html>
"""


def talk_html(turns: Sequence[Turn], language: Language) -> str:
    """Return a talk as one HTML page that prints well."""
    return _PAGE.format(
        lang=HTML_LANG[language],
        title=html(translate("app.name", language)),
        body="\n".join(_article(turn, language) for turn in turns),
    )


def _article(turn: Turn, language: Language) -> str:
    answer = turn.answer
    sources = "".join(f"<li>{html(place(c, language))}</li>" for c in answer.citations)
    notes = "".join(f"<p><small>※ {html(note)}</small></p>" for note in answer.notes)
    calculation = (
        f"<p>{html(translate('card.calculation', language))}: {html(answer.calculation)}</p>"
        if answer.calculation
        else ""
    )
    listed = f"<ol>{sources}</ol>" if sources else ""
    return (
        f"<article><h2>{html(turn.shown)}</h2><p>{html(answer.answer)}</p>"
        f"{calculation}{notes}{listed}</article>"
    )


# --- tables -------------------------------------------------------------------------------


def table_rows(table: PrintedTable) -> list[list[str]]:
    """Return a table as rows of texts: a form's fields, the header paths, the body."""
    fields = [[pair.label, pair.value] for pair in table.pairs]
    header = [["/".join(path) for path in table.header]] if table.header else []
    return [*fields, *header, *(list(cells) for cells in table.body)]


def table_csv(table: PrintedTable) -> str:
    """Return a table as CSV that spreadsheets open."""
    buffer = io.StringIO()
    buffer.write(BOM)
    csv.writer(buffer).writerows([[_safe(c) for c in row] for row in table_rows(table)])
    return buffer.getvalue()


def table_xlsx(table: PrintedTable) -> bytes:
    """Return a table as a workbook; texts stay as printed, nothing runs as a formula."""
    from openpyxl import Workbook  # half a second to load

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has a sheet
    sheet.title = "".join(c for c in table.annex if c not in r"[]:*?/\\")[:31] or "1"
    for row in [[table.name], *([[table.unit]] if table.unit else []), *table_rows(table)]:
        sheet.append(row)
    for line in sheet.iter_rows():
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
