"""Show the source of a figure in a drawer: the page, the row, the table, the passage."""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ingest.store import StoredDocument
from qa.query import Citation
from ui import grid, pictures
from ui.records import Evidence, Mark, PrintedTable
from ui.service import service
from ui.state import tr
from ui.widgets import scroll_to_marks
from ui.words import html, markdown

WIDTH = 620
ZOOM = 1.3  # pixels a point: small print stays readable


def open_sources(citations: tuple[Citation, ...], at: int) -> None:
    """Open the drawer on one of an answer's sources."""
    st.session_state.source_at = at
    st.dialog(tr("source.title"), width=WIDTH, position="right")(_drawer)(citations)


def _drawer(citations: tuple[Citation, ...]) -> None:
    at = min(st.session_state.get("source_at", 0), len(citations) - 1)
    evidence = service().evidence(citations[at])
    key = _key(citations[at])
    _where(evidence, at, len(citations))
    _step(at, len(citations))
    paper = _paper(evidence)
    if evidence.passage:
        _passage(evidence)
    if paper is not None:
        _strips(evidence, paper)
    if evidence.pairs:
        st.html(grid.pairs_html(evidence.pairs, tr("source.mark")))
    if evidence.table is not None and evidence.table.body:
        _table(evidence, evidence.table, key)
    if paper is not None and st.toggle(
        tr("source.whole_page"), value=not evidence.rows, key=f"page-{key}"
    ):
        _whole_page(evidence, paper, key)
    download_original(evidence.document, key="source-download")
    scroll_to_marks(key)


def _key(citation: Citation) -> str:
    """Return what tells one source from others, so that each keeps its own page and switches."""
    ids = (citation.document_id, citation.table_id, citation.row_id, citation.passage_id)
    return "-".join(str(one or 0) for one in (*ids, citation.column_idx, citation.page))


def _where(evidence: Evidence, at: int, total: int) -> None:
    citation = evidence.citation
    parts = [citation.annex]
    if citation.table and citation.table != citation.annex:
        parts.append(citation.table)
    if citation.page:
        parts.append(tr("place.page", page=citation.page))
    number = f"[{at + 1}/{total}]" if total > 1 else f"[{at + 1}]"
    st.html(
        f'<p class="mz-where"><strong>{html(number)} {html(" · ".join(parts))}</strong><br>'
        f"{html(citation.department)} · {citation.year} · {html(citation.doc)}</p>"
    )


def _step(at: int, total: int) -> None:
    if total < 2:
        return
    with st.container(horizontal=True):
        for name, to, last in (("previous", at - 1, at == 0), ("next", at + 1, at == total - 1)):
            st.button(
                tr(f"source.{name}"),
                disabled=last,
                key=f"source-{name}",
                on_click=_keep,
                args=("source_at", to),
            )


def _keep(name: str, value: int) -> None:
    st.session_state[name] = value


def _passage(evidence: Evidence) -> None:
    text = evidence.passage
    if evidence.headings or evidence.citation.section:
        st.caption(html(" / ".join(evidence.headings) or evidence.citation.section or ""))
    if evidence.sentence is None:
        shown = html(text)
    else:
        start, end = evidence.sentence
        shown = f"{html(text[:start])}<mark>{html(text[start:end])}</mark>{html(text[end:])}"
    st.html(f'<blockquote class="mz-passage">{shown}</blockquote>')


# --- the page -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Paper:
    """Hold a file whose pages can be drawn, and the pages that a source stands on."""

    document: StoredDocument
    path: Path
    pages: tuple[int, ...]


def _paper(evidence: Evidence) -> _Paper | None:
    """Return the file with the cited pages; where there is none, say why."""
    document = evidence.document
    path = None if document is None else service().original(document)
    if document is None or path is None or document.format != "pdf":
        _no_page(document)
        return None
    if path.suffix.lower() != ".pdf":
        st.caption(tr("source.archive"))
        return None
    pages = sorted({mark.page for mark in evidence.rows})
    if not pages and evidence.citation.page:
        pages = [evidence.citation.page]
    return _Paper(document, path, tuple(pages)) if pages else None


def _no_page(document: StoredDocument | None) -> None:
    if document is None:
        st.caption(tr("source.gone"))
    elif document.format == "pdf":
        st.caption(tr("source.no_file"))
    else:
        st.caption(tr("source.no_pages", format=document.format))


def _strips(evidence: Evidence, paper: _Paper) -> None:
    for page in paper.pages:
        cell = _cell_on(evidence, page)
        strip = pictures.strip_picture(paper.path, paper.document.sha256, page, evidence.rows, cell)
        if strip is None:
            continue
        words = tr("source.strip", page=page)
        if len(paper.pages) > 1:
            words = f"{words} ({tr('source.over_pages', n=len(paper.pages))})"
        st.html(_strip_html(strip, evidence, page))
        st.caption(markdown(words))


def _strip_html(strip: pictures.Picture, evidence: Evidence, page: int) -> str:
    """Return the strip at a size that can be read, in a region that scrolls to the cell."""
    middle = "" if evidence.cell is None else f"{sum(evidence.cell.bbox[::2]) / 2 * ZOOM:.0f}"
    source = base64.b64encode(strip.png).decode()
    width = strip.width / pictures.SCALE * ZOOM
    return (
        f'<div class="mz-strip" role="region" tabindex="0" data-middle="{middle}" '
        f'aria-label="{html(tr("source.strip_region", page=page))}">'
        f'<img src="data:image/png;base64,{source}" width="{width:.0f}" '
        f'alt="{html(_picture_words(evidence, page))}"></div>'
    )


def _whole_page(evidence: Evidence, paper: _Paper, key: str) -> None:
    name = f"shown-{key}"
    shown = st.session_state.setdefault(name, paper.pages[0])
    total = paper.document.n_pages
    with st.container(horizontal=True, vertical_alignment="center"):
        for way, to, last in (
            ("before", shown - 1, shown <= 1),
            ("after", shown + 1, shown >= total),
        ):
            st.button(
                tr(f"source.page_{way}"),
                disabled=last,
                key=f"{name}-{way}",
                on_click=_keep,
                args=(name, to),
            )
        st.caption(tr("source.page_of", page=shown, total=total))
    picture = pictures.page_picture(
        paper.path, paper.document.sha256, shown, evidence.rows, _cell_on(evidence, shown)
    )
    if picture is not None:
        st.image(picture.png, width="stretch", alt=_picture_words(evidence, shown))


def _cell_on(evidence: Evidence, page: int) -> Mark | None:
    """Return the cited cell unless its box is no more than the row's."""
    cell = evidence.cell
    if cell is None or cell.page != page or any(cell.bbox == row.bbox for row in evidence.rows):
        return None
    return cell


def _picture_words(evidence: Evidence, page: int) -> str:
    citation = evidence.citation
    return tr("source.alt", page=page, row=citation.row or citation.section or citation.annex)


# --- the table ----------------------------------------------------------------------------


def _table(evidence: Evidence, table: PrintedTable, key: str) -> None:
    unit = tr("table.unit", unit=table.unit) if table.unit else ""
    whole = len(table.body) <= 2 * grid.AROUND + 1 or evidence.row is None
    if not whole:
        whole = st.toggle(tr("source.whole_table", n=len(table.body)), key=f"table-{key}")
    st.html(
        grid.table_html(
            table,
            caption=" · ".join(part for part in (table.name, unit) if part),
            mark_word=tr("source.mark"),
            row=evidence.row,
            column=evidence.column,
            whole=whole,
        )
    )


def download_original(document: StoredDocument | None, key: str) -> None:
    """Offer the file that a document was read from, where it is still there."""
    path = None if document is None else service().original(document)
    if document is None or path is None:
        return
    st.download_button(
        tr("source.download", name=path.name),
        data=path.read_bytes,
        file_name=path.name,
        mime=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        on_click="ignore",
        key=key,
    )
