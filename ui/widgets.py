"""Offer the few things that Streamlit lacks: the page's language, copying, scrolling to a mark."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

import streamlit as st

from ui.i18n import DATA, HTML_LANG, Language


@cache
def _component(name: str) -> Any:
    script = (DATA / f"{name}.js").read_text(encoding="utf-8")
    css = DATA / f"{name}.css"
    return st.components.v2.component(
        f"mingzhang_{name}",
        js=script,
        css=css.read_text(encoding="utf-8") if css.exists() else None,
    )


def page_language(language: Language) -> None:
    """Tell the browser and screen readers which language the page is in."""
    _component("lang")(data={"lang": HTML_LANG[language]}, key="page-language")


def copy_buttons(items: list[tuple[str, str]], done: str, key: str) -> None:
    """Show one button an item (label, text) that copies its text; `done` is said afterwards."""
    _component("copy")(
        data={"items": [{"label": label, "text": text} for label, text in items], "done": done},
        key=key,
        width="content",
    )


def scroll_to_marks(key: str) -> None:
    """Scroll each table's and strip's region, and nothing else, to its marked row and cell."""
    # New data each time, so that the script runs again when the drawer shows something else.
    _component("scroll")(data={"at": f"{key}-{time.monotonic()}"}, key=f"scroll-{key}")


def bring_into_view(css_class: str) -> None:
    """Scroll the page to an element once, such as the answer that was just given."""
    _component("show")(data={"css": css_class}, key=f"show-{css_class}")
