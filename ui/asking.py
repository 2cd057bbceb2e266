"""Draw the ask page: an empty screen with examples, or a talk with its turns."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from ingest.store import StoredDocument
from ui import export, state
from ui.card import show_question, show_turn
from ui.frame import head
from ui.records import Turn
from ui.service import service
from ui.state import language, tr
from ui.talks import Talk
from ui.words import html, markdown

QUESTION_AT_MOST = 5_000
TURNS_SHOWN = 10
log = logging.getLogger(__name__)


def show_page() -> None:
    """Draw the page and answer what waits to be answered."""
    current = state.talk()
    _take_linked_question()
    head(html(tr("app.name")), new_talk=state.start_new_talk)
    with st.bottom:
        typed = st.chat_input(tr("ask.input"), max_chars=QUESTION_AT_MOST, submit_mode="stop")
    waiting = (str(typed), "") if typed else state.take_pending()
    if not current.turns and not waiting:
        _empty()
    for turn in _turns_shown(current):
        show_turn(turn)
    if waiting:
        _answer(current, *waiting)
    _sidebar(current)


def _turns_shown(current: Talk) -> list[Turn]:
    """Return the latest turns, or all where the reader asks: a long talk stays quick."""
    key = f"all-{current.id}"
    hidden = len(current.turns) - TURNS_SHOWN
    if hidden <= 0 or st.session_state.get(key, False):
        return current.turns
    st.button(
        tr("ask.earlier", n=hidden),
        key="earlier-turns",
        on_click=lambda: st.session_state.update({key: True}),
    )
    return current.turns[-TURNS_SHOWN:]


def _take_linked_question() -> None:
    """Ask what a shared link asks, in a talk of its own, once."""
    linked = st.query_params.get("q")
    if linked:
        del st.query_params["q"]
        if state.talk().turns:
            state.start_new_talk()
        state.ask_next(linked[:QUESTION_AT_MOST])
        st.rerun()


def _empty() -> None:
    documents = service().documents()
    st.html(f'<p class="mz-lead">{html(tr("ask.lead"))}</p>')
    if not documents:
        st.info(tr("ask.nothing"))
        return
    st.caption(tr("ask.loaded", n=len(documents)))
    st.html(f'<h2 class="mz-heading">{html(tr("ask.try"))}</h2>')
    _examples()
    st.caption(tr("ask.deterministic"))


def _examples() -> None:
    """Offer questions by topic, each known to have an answer in what is loaded."""
    found = service().examples(language())
    for number, topic in enumerate(dict.fromkeys(example.topic for example in found)):
        st.html(f'<h3 class="mz-topic">{html(topic)}</h3>')
        with st.container(horizontal=True, gap="small", key=f"examples-{number}-next"):
            for at, example in enumerate(found):
                if example.topic == topic:
                    st.button(
                        markdown(example.question),
                        key=f"example-{at}",
                        wrap=True,
                        on_click=state.ask_next,
                        args=(example.question,),
                    )


def _answer(current: Talk, question: str, said: str) -> None:
    if not state.allow_question():
        show_question(said or question)
        st.warning(tr("ask.too_fast", n=service().options.rate_limit_per_minute))
        return
    place = st.empty()
    with place.container():
        show_question(said or question)
        with st.spinner(tr("ask.working")):
            turn = _ask(current, question, said)
    place.empty()
    if turn is None:
        show_question(said or question)
        st.error(tr("ask.failed"))
        return
    current.add(turn)
    state.remember(current)
    show_turn(turn)


def _ask(current: Talk, question: str, said: str) -> Turn | None:
    loaded = {document.name for document in service().documents()}
    docs = tuple(name for name in st.session_state.get("docs", ()) if name in loaded)
    try:
        answer = service().ask(question, current.questions, docs)
    except Exception:  # the edge of the program: the reader gets one line, the log the rest
        log.exception("no answer to %r", question[:200])
        return None
    return Turn(secrets.token_hex(6), question, answer, docs, current.questions, said=said)


# --- the sidebar --------------------------------------------------------------------------


def _sidebar(current: Talk) -> None:
    with st.sidebar:
        documents = service().documents()
        names = [document.name for document in documents]
        if len(names) > 1:
            st.multiselect(
                tr("side.scope"),
                names,
                key="docs",
                placeholder=tr("side.all"),
                persist_state="session",
            )
        st.html(f'<h2 class="mz-heading">{html(tr("side.loaded"))}</h2>')
        _loaded(documents)
        _history(current)


def _loaded(documents: tuple[StoredDocument, ...]) -> None:
    """List what is loaded, several files of one disclosure together."""
    groups: dict[tuple[str, int, str], list[str]] = {}
    for one in documents:
        groups.setdefault((one.institution, one.fiscal_year, one.phase), []).append(one.name)
    for (institution, year, phase), names in groups.items():
        files = "<br>".join(html(name) for name in names)
        st.html(
            f'<p class="mz-doc">{html(institution)} {year} {html(state.phase_name(phase))}<br>'
            f"<small>{files}</small></p>"
        )


def _history(current: Talk) -> None:
    st.html(f'<h2 class="mz-heading">{html(tr("side.history"))}</h2>')
    others = [one for one in state.my_talks() if one.id != current.id]
    if not current.turns and not others:
        st.caption(tr("side.no_history"))
    if current.turns:
        _this_talk(current)
    for one in others:
        st.button(
            markdown(_short(one.turns[0].shown)),
            key=f"talk-{one.id}",
            type="tertiary",
            on_click=state.remember,
            args=(one,),
        )


def _this_talk(current: Talk) -> None:
    st.html(
        f'<p class="mz-doc"><small>{html(tr("side.this_talk"))}</small></p><ol class="mz-doc">'
        + "".join(f"<li>{html(_short(turn.shown))}</li>" for turn in current.turns)
        + "</ol>"
    )
    spoken = language()
    st.download_button(
        tr("side.export_md"),
        data=export.talk_markdown(current.turns, spoken).encode(),
        file_name="talk.md",
        mime="text/markdown",
        on_click="ignore",
        key="export-md",
    )
    st.download_button(
        tr("side.export_html"),
        data=export.talk_html(current.turns, spoken).encode(),
        file_name="talk.html",
        mime="text/html",
        on_click="ignore",
        key="export-html",
    )
    st.button(tr("side.clear"), on_click=state.clear_talk, key="clear-talk")


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
