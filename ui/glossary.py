"""Draw the glossary page: the documents' own definitions, and common terms in plain words."""

from __future__ import annotations

import streamlit as st

from ui.evidence import open_sources
from ui.frame import head
from ui.plain import plain_terms
from ui.records import Term
from ui.service import service
from ui.state import language, tr
from ui.words import html


def show_page() -> None:
    """Draw the page."""
    head(html(tr("nav.glossary")))
    words = st.text_input(tr("terms.search"), key="term", bind="query-params").strip().lower()
    _common(words)
    _defined(words)


def _common(words: str) -> None:
    spoken = language()
    found = [
        term
        for term in plain_terms()
        if not words or words in f"{term.name} {term.also} {term.words}".lower()
    ]
    st.html(f'<h2 class="mz-h2">{html(tr("terms.common"))}</h2>')
    lines = "".join(
        f"<dt>{html(term.name[spoken])}</dt><dd>{html(term.words[spoken])}</dd>" for term in found
    )
    st.html(f'<dl class="mz-terms">{lines}</dl>' if found else f"<p>{html(tr('terms.none'))}</p>")


def _defined(words: str) -> None:
    found = [
        term
        for term in service().terms()
        if not words or words in f"{term.name} {term.meaning}".lower()
    ]
    st.html(f'<h2 class="mz-h2">{html(tr("terms.defined", n=len(found)))}</h2>')
    if not found:
        st.caption(tr("terms.none"))
    for at, term in enumerate(found):
        _term(term, at)


def _term(term: Term, at: int) -> None:
    name = f"<dt>{html(term.name)}</dt>" if term.name else ""
    st.html(f'<dl class="mz-terms">{name}<dd>{html(term.meaning)}</dd></dl>')
    if term.citation is not None and st.button(
        tr("terms.source", department=term.citation.department, year=term.citation.year),
        type="tertiary",
        key=f"term-{at}",
    ):
        open_sources((term.citation,), 0)
