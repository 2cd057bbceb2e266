"""Draw the documents page: what is loaded, its tables and problems; uploads for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ingest.errors import IngestError
from ingest.pipeline import Outcome, Status, Summary
from ingest.store import StoredDocument
from ui import access, export, grid, uploads
from ui.evidence import download_original
from ui.frame import head
from ui.records import PrintedTable
from ui.service import service
from ui.state import phase_name, tr
from ui.talks import RateLimit
from ui.words import html, markdown

if TYPE_CHECKING:
    import pandas as pd

UPLOADS_PER_HOUR = 40
PROBLEMS_SHOWN = 200


def show_page() -> None:
    """Draw the page."""
    head(html(tr("nav.documents")))
    documents = service().documents()
    if access.is_staff():
        _upload()
    if not documents:
        st.info(tr("ask.nothing"))
        return
    _search()
    st.html(f'<h2 class="mz-h2">{html(tr("docs.loaded", n=len(documents)))}</h2>')
    for document in _filtered(documents):
        _card(document)


def _filtered(documents: tuple[StoredDocument, ...]) -> list[StoredDocument]:
    """Narrow a long list by year and phase; the choice stands in the address."""
    years = sorted({str(document.fiscal_year) for document in documents}, reverse=True)
    phases = sorted({document.phase for document in documents})
    if len(documents) < 4 or (len(years) == 1 and len(phases) == 1):
        return list(documents)
    with st.container(horizontal=True):
        year = st.pills(tr("csv.year"), years, key="year", bind="query-params")
        phase = st.pills(tr("docs.phase"), phases, key="phase", bind="query-params")
    return [
        document
        for document in documents
        if year in (None, str(document.fiscal_year)) and phase in (None, document.phase)
    ]


# --- search -------------------------------------------------------------------------------


def _search() -> None:
    words = st.text_input(
        tr("docs.search"), key="find", bind="query-params", placeholder=tr("docs.search_hint")
    )
    if not words:
        return
    found = service().search(words)
    st.caption(tr("docs.found", n=len(found), words=markdown(words)))
    if not found:
        return
    lines = "".join(
        f'<tr><td data-head="{html(tr("docs.row"))}">{html(one.row)}</td>'
        f'<td data-head="{html(tr("docs.table"))}">{html(one.table)}</td>'
        f'<td data-head="{html(tr("docs.document"))}">{html(one.document)}'
        f"{_page(one.page)}</td></tr>"
        for one in found
    )
    heads = "".join(
        f'<th scope="col">{html(tr(f"docs.{name}"))}</th>' for name in ("row", "table", "document")
    )
    st.html(
        f'<div class="mz-scroll" role="region" tabindex="0" aria-label="{html(tr("docs.search"))}">'
        f'<table class="mz-values mz-found"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody>'
        "</table></div>"
    )


def _page(page: int | None) -> str:
    return "" if page is None else f" · {html(tr('place.page', page=page))}"


# --- one document -------------------------------------------------------------------------


def _card(document: StoredDocument) -> None:
    with st.container(border=True, key=f"doc-{document.id}"):
        counts = tr(
            "docs.counts",
            tables=document.n_tables,
            rows=document.n_rows,
            passages=document.n_passages,
            pages=document.n_pages if document.paged else "–",
            problems=document.n_problems,
        )
        st.html(
            f'<p class="mz-doc"><strong>{html(document.institution)}</strong> · '
            f"{document.fiscal_year} · {html(phase_name(document.phase))}<br>"
            f"{html(document.name)}<br><small>{html(counts)}</small></p>"
        )
        with st.container(horizontal=True):
            shown = st.toggle(tr("docs.open"), key=f"doc-open-{document.id}")
            download_original(document, key=f"doc-original-{document.id}")
        if access.is_staff():
            _change(document)
        if shown:
            _details(document)


def _details(document: StoredDocument) -> None:
    tables, problems = st.tabs([tr("docs.tables"), tr("docs.problems", n=document.n_problems)])
    with tables:
        _tables(document)
    with problems:
        _problems(document)


def _tables(document: StoredDocument) -> None:
    found = service().tables(document.id)
    if not found:
        st.caption(tr("docs.no_tables"))
        return
    at = st.selectbox(
        tr("docs.table"),
        range(len(found)),
        format_func=lambda index: found[index].name,
        key=f"doc-table-{document.id}",
    )
    table = found[at]
    unit = tr("table.unit", unit=table.unit) if table.unit else ""
    pages = "、".join(str(page) for page in table.pages)
    parts = [tr("docs.table_rows", n=len(table.body)), unit]
    if document.paged:
        parts.append(tr("place.page", page=pages))
    st.caption(markdown(" · ".join(part for part in parts if part)))
    _table(table, f"table-{table.id}")


def _table(table: PrintedTable, key: str) -> None:
    if table.pairs:
        st.html(grid.pairs_html(table.pairs, ""))
    if table.body and st.toggle(tr("docs.sortable"), key=f"{key}-sortable"):
        st.dataframe(_frame(table), hide_index=True, width="stretch", alt=table.name)
    elif table.body:
        st.html(grid.table_html(table, caption=table.name, mark_word=""))
    for note in table.notes:
        st.caption(markdown(note))
    with st.container(horizontal=True):
        name = uploads.safe_name(table.name)
        st.download_button(
            tr("docs.csv"),
            data=lambda: export.table_csv(table).encode(),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"{key}-csv",
        )
        st.download_button(
            tr("docs.xlsx"),
            data=lambda: export.table_xlsx(table),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key=f"{key}-xlsx",
        )


def _frame(table: PrintedTable) -> pd.DataFrame:
    import pandas as pd

    names: list[str] = []
    for path in table.header:
        name = "/".join(path)
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return pd.DataFrame([list(cells) for cells in table.body], columns=names)


def _problems(document: StoredDocument) -> None:
    found = service().problems(document.id)
    if not found:
        st.caption(tr("docs.no_problems"))
        return
    lines = "".join(
        f'<li><span class="mz-badge mz-{html(one.severity)}">'
        f"{html(tr(f'severity.{one.severity}'))}</span> {html(one.message)}"
        f"{_page(one.page)}</li>"
        for one in found[:PROBLEMS_SHOWN]
    )
    st.html(f'<ul class="mz-problems">{lines}</ul>')
    if len(found) > PROBLEMS_SHOWN:
        st.caption(tr("docs.more_problems", n=len(found) - PROBLEMS_SHOWN))


# --- changes, for staff -------------------------------------------------------------------


def _change(document: StoredDocument) -> None:
    with st.container(horizontal=True):
        with st.popover(tr("docs.replace"), key=f"doc-replace-{document.id}"):
            files = st.file_uploader(
                tr("docs.replace_with"), type=uploads.accepted(), key=f"doc-file-{document.id}"
            )
            if files is not None and st.button(
                tr("docs.replace"), key=f"doc-do-replace-{document.id}", type="primary"
            ):
                _take_in([uploads.Upload(files.name, files.getvalue())], document.name)
        with st.popover(tr("docs.remove"), key=f"doc-remove-{document.id}"):
            st.markdown(markdown(tr("docs.remove_sure", name=document.name)))
            if not uploads.was_uploaded(service().store, document):
                st.caption(tr("docs.remove_folder"))
            if st.button(tr("docs.remove"), key=f"doc-do-remove-{document.id}", type="primary"):
                access.require_staff()
                uploads.take_out(service().store, document)
                st.rerun()


def _upload() -> None:
    limit = service().options.upload_limit_mb
    with st.expander(tr("docs.upload"), icon=None):
        with st.form("upload", border=False, clear_on_submit=True):
            files = st.file_uploader(
                tr("docs.upload_hint", types="、".join(uploads.accepted()), limit=limit),
                type=uploads.accepted(),
                accept_multiple_files=True,
                max_upload_size=limit,
                key="upload-files",
            )
            sent = st.form_submit_button(tr("docs.upload_do"), type="primary")
        if sent and files:
            _take_in([uploads.Upload(file.name, file.getvalue()) for file in files])
        _last_report()


class _Progress:
    """Show the progress of an ingest as a bar with words."""

    def __init__(self) -> None:
        self._bar = st.progress(0.0, tr("docs.reading"))
        self._files = self._done = self._passages = self._embedded = 0

    def reading(self, files: int) -> None:
        """Note how many files are to be read."""
        self._files = files

    def done(self, outcome: Outcome) -> None:
        """Move on by one file."""
        self._done += 1
        share = 0.7 * self._done / max(1, self._files)
        self._bar.progress(min(share, 0.7), tr("docs.read_one", name=markdown(outcome.name)))

    def embedding(self, passages: int) -> None:
        """Note how many passages are to be indexed."""
        self._passages = passages

    def embedded(self, passages: int) -> None:
        """Move on by some passages."""
        self._embedded += passages
        share = 0.7 + 0.3 * self._embedded / max(1, self._passages)
        self._bar.progress(min(share, 1.0), tr("docs.indexing"))


def _take_in(files: list[uploads.Upload], instead_of: str | None = None) -> None:
    access.require_staff()
    limit: RateLimit = st.session_state.setdefault(
        "upload_limit", RateLimit(UPLOADS_PER_HOUR, seconds=3600.0)
    )
    if not all(limit.allow() for _ in files):
        st.warning(tr("docs.too_many", n=UPLOADS_PER_HOUR))
        return
    heaviest = service().options.upload_limit_mb * 1024 * 1024
    if any(len(file.content) > heaviest for file in files):
        st.warning(tr("docs.too_big", limit=service().options.upload_limit_mb))
        return
    try:
        st.session_state.upload_report = uploads.take_in(
            service().store, files, _Progress(), instead_of
        )
    except IngestError as error:
        st.error(markdown(str(error)))
        return
    st.rerun()


def _last_report() -> None:
    """Show what became of the last upload, until the next one."""
    summary: Summary | None = st.session_state.get("upload_report")
    if summary is None:
        return
    for outcome in summary.outcomes:
        if outcome.status is Status.FAILED:
            st.error(markdown(_without_folder(outcome.message)))
        elif outcome.status is Status.UNCHANGED:
            st.info(tr("docs.unchanged", name=markdown(outcome.name)))
        else:
            st.success(
                tr(
                    "docs.stored",
                    name=markdown(outcome.name),
                    tables=outcome.tables,
                    rows=outcome.rows,
                    facts=outcome.facts,
                    chunks=outcome.chunks,
                    problems=outcome.problems,
                    seconds=f"{outcome.seconds:.1f}",
                )
            )
    account = summary.tally
    st.caption(tr("docs.tally", rows=account.rows_in, stored=account.stored, told=account.reported))


def _without_folder(message: str) -> str:
    return message.replace(f"{service().store.folder.resolve() / uploads.FOLDER}/", "")
