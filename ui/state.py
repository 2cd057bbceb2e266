"""Keep what belongs to one reader's session: language, size of type, talk, limits."""

from __future__ import annotations

import streamlit as st

from ui.i18n import LANGUAGES, Language, language_of, texts, translate
from ui.records import Turn
from ui.service import service
from ui.talks import RateLimit, Talk


def language() -> Language:
    """Return the language of the interface: chosen, else in the address, else the browser's."""
    if "lang" not in st.session_state:
        asked = st.query_params.get("lang")
        known = asked if asked in LANGUAGES else None
        st.session_state.lang = known or language_of(st.context.locale)
    chosen: Language = st.session_state.lang
    return chosen


def tr(key: str, **values: object) -> str:
    """Return a text of the interface in the reader's language."""
    return translate(key, language(), **values)


def phase_name(phase: str) -> str:
    """Return the name of a phase in the reader's language; an unknown one as it is."""
    key = f"phase.{phase}"
    return tr(key) if key in texts() else phase


def is_on_phone() -> bool:
    """Tell whether the browser says that it is a phone's; there a table reads better first."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def is_plain() -> bool:
    """Tell whether the reader wants terms explained in plain words."""
    return bool(st.session_state.get("plain", False))


def talk() -> Talk:
    """Return the reader's talk; its name stands in the address so that a refresh finds it."""
    book = service().talks
    key = st.session_state.get("talk") or st.query_params.get("c")
    found = book.get(key) if key else None
    if found is None:
        found = book.new()
    remember(found)
    return found


def remember(current: Talk) -> None:
    """Make a talk the reader's own, in the session and in the address."""
    st.session_state.talk = current.id
    mine: list[str] = st.session_state.setdefault("talks", [])
    if current.id not in mine:
        mine.append(current.id)
    if current.turns:
        keep_in_address("c", current.id)


def keep_in_address(name: str, value: str) -> None:
    """Write a parameter into the address unless it stands there already."""
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def start_new_talk() -> None:
    """Leave the talk and begin an empty one."""
    st.session_state.talk = service().talks.new().id
    st.session_state.pop("pending", None)
    st.query_params.pop("c", None)


def clear_talk() -> None:
    """Forget the talk on the server and begin an empty one."""
    current = st.session_state.get("talk")
    if current:
        service().talks.remove(current)
        mine: list[str] = st.session_state.get("talks", [])
        st.session_state.talks = [key for key in mine if key != current]
    start_new_talk()


def my_talks() -> tuple[Talk, ...]:
    """Return this session's talks that hold a question, the newest first."""
    book = service().talks
    mine: list[str] = st.session_state.get("talks", [])
    found = (book.get(key) for key in reversed(mine))
    return tuple(one for one in found if one is not None and one.turns)


def allow_question() -> bool:
    """Count a question and tell whether the session is within its limit."""
    limit: RateLimit = st.session_state.setdefault(
        "question_limit", RateLimit(service().options.rate_limit_per_minute)
    )
    return limit.allow()


def ask_next(question: str, said: str = "") -> None:
    """Let the ask page answer a question on its next run; `said` is shown in its place."""
    st.session_state.pending = (question, said)


def take_pending() -> tuple[str, str] | None:
    """Return the question that waits to be answered and how to show it, once."""
    waiting: tuple[str, str] | None = st.session_state.pop("pending", None)
    return waiting


def turn_number(turn: Turn) -> str:
    """Return the key prefix of a turn's widgets."""
    return f"turn-{turn.id}"
