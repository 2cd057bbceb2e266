"""Draw the about page: what this is and is not; sign-in, settings and feedback for staff."""

from __future__ import annotations

import csv
import io
import platform
from importlib.metadata import PackageNotFoundError, version

import streamlit as st

from ui import access
from ui.export import BOM
from ui.frame import head
from ui.service import service
from ui.state import tr
from ui.words import html, markdown

PACKAGES = ("mingzhang", "streamlit", "langchain-core", "chromadb", "SQLAlchemy", "pdfplumber")


def show_page() -> None:
    """Draw the page."""
    head(html(tr("nav.about")))
    for name in ("what", "how", "limits", "privacy"):
        st.html(
            f'<h2 class="mz-h2">{html(tr(f"about.{name}.title"))}</h2>'
            f'<p class="mz-text">{html(tr(f"about.{name}"))}</p>'
        )
    if access.needs_sign_in():
        show_sign_in()
    if access.is_staff():
        _settings()
        _feedback()


def show_sign_in() -> None:
    """Offer the ways to sign in, or to sign out."""
    st.html(f'<h2 class="mz-h2">{html(tr("staff.title"))}</h2>')
    if access.is_staff():
        st.markdown(tr("staff.signed_in"))
        st.button(tr("staff.sign_out"), on_click=access.sign_out)
        return
    if access.has_oidc():
        if st.user.get("is_logged_in", False):
            st.warning(tr("staff.not_listed"))
        st.button(tr("staff.oidc"), on_click=st.login)
    if access.has_password():
        _password()


def _password() -> None:
    with st.form("sign-in"):
        password = st.text_input(tr("staff.password"), type="password", max_chars=200)
        sent = st.form_submit_button(tr("staff.sign_in"), type="primary")
    if not sent:
        return
    let_in = access.sign_in(password)
    if let_in:
        st.rerun()
    st.error(tr("staff.too_many" if let_in is None else "staff.wrong"))


# --- for staff ----------------------------------------------------------------------------


def _settings() -> None:
    st.html(f'<h2 class="mz-h2">{html(tr("settings.title"))}</h2>')
    documents = service().documents()
    counts = {
        tr("settings.documents"): str(len(documents)),
        tr("settings.rows"): f"{sum(d.n_rows for d in documents):,}",
        tr("settings.passages"): f"{sum(d.n_passages for d in documents):,}",
        tr("settings.generation"): str(service().store.generation),
        "Python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }
    _list(counts)
    with st.expander(tr("settings.variables")):
        _list(dict(service().settings_shown()))


def _list(entries: dict[str, str]) -> None:
    lines = "".join(
        f'<div class="mz-pair"><dt>{html(name)}</dt><dd>{html(value)}</dd></div>'
        for name, value in entries.items()
    )
    st.html(f'<dl class="mz-pairs">{lines}</dl>')


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return tr("settings.not_installed")


def _feedback() -> None:
    found = service().feedback()
    st.html(f'<h2 class="mz-h2">{html(tr("settings.feedback", n=len(found)))}</h2>')
    if not found:
        st.caption(tr("settings.no_feedback"))
        return
    for entry in found[:20]:
        verdict = tr(f"feedback.{entry['verdict']}")
        st.markdown(markdown(f"{entry['at'][:16]} · {verdict} · {entry['question']}"))
        if entry["comment"]:
            st.caption(markdown(entry["comment"]))
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.DictWriter(buffer, fieldnames=list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    st.download_button(
        tr("docs.csv"),
        data=buffer.getvalue().encode(),
        file_name="feedback.csv",
        mime="text/csv",
        on_click="ignore",
    )
