"""Set up what all pages share: navigation, language, size of type, style."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from ui import access
from ui.i18n import DATA, LANGUAGES
from ui.state import keep_in_address, language, tr
from ui.widgets import page_language

PAGE_FOLDER = Path(__file__).parent / "pages"
HOME = "ask"
ICON = DATA / "icon.png"
PAGES = ("ask", "documents", "audit", "glossary", "about")
SIZES = {"normal": 100, "large": 118, "larger": 137}
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def open_frame() -> Any:
    """Return the page to run, after drawing what stands on every page."""
    language()
    page = st.navigation(
        [
            st.Page(
                PAGE_FOLDER / f"{name}.py",
                title=tr(f"nav.{name}"),
                url_path=None if name in (HOME, "sign_in") else name,
                default=name in (HOME, "sign_in"),
            )
            for name in (PAGES if access.may_read() else ("sign_in",))
        ],
        position="top",
    )
    st.html(DATA / "style.css")
    st.html(
        f"<style>html {{ font-size: {SIZES[st.session_state.get('size', 'normal')]}%; }}</style>"
    )
    st.set_page_config(page_title=f"{page.title} · {tr('app.name')}", page_icon=ICON)
    page_language(language())
    return page


def head(title: str, *, new_talk: Any = None) -> None:
    """Draw the title row: title, new talk, display settings, language."""
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.html(f'<h1 class="mz-head">{title}</h1>', width="stretch")
        if new_talk is not None:
            st.button(tr("head.new"), on_click=new_talk, key="new-talk", icon=":material/add:")
        with st.popover(tr("head.display"), icon=":material/text_fields:", key="display"):
            _display()
        st.segmented_control(
            tr("head.language"),
            LANGUAGES,
            default=language(),
            format_func=LANGUAGE_NAMES.__getitem__,
            key="language-choice",
            on_change=_choose_language,
            label_visibility="collapsed",
            required=True,
        )


def _choose_language() -> None:
    st.session_state.lang = st.session_state["language-choice"]
    keep_in_address("lang", st.session_state.lang)


def _display() -> None:
    size = st.radio(
        tr("head.size"),
        list(SIZES),
        index=list(SIZES).index(st.session_state.get("size", "normal")),
        format_func={name: tr(f"size.{name}") for name in SIZES}.__getitem__,
        key="size-choice",
        on_change=lambda: st.session_state.update(size=st.session_state["size-choice"]),
    )
    st.toggle(
        tr("head.plain"),
        value=st.session_state.get("plain", False),
        key="plain-choice",
        on_change=lambda: st.session_state.update(plain=st.session_state["plain-choice"]),
    )
    assert size in SIZES  # the radio offers nothing else
