"""Draw one turn of a talk: the question, the answer card, what can be done with it."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st

from ingest.data_files import data_file
from qa.query import Answer, Citation, Route, Value
from ui import export, points
from ui.evidence import open_sources
from ui.plain import explained
from ui.records import Turn
from ui.service import service
from ui.state import ask_next, is_on_phone, is_plain, language, phase_name, tr, turn_number
from ui.talks import RateLimit
from ui.widgets import bring_into_view, copy_buttons
from ui.words import amount, html, markdown

FEEDBACK_PER_HOUR = 60
SOURCES_SHOWN = 6
VERDICTS = ("right", "wrong", "not_meant")


def show_question(question: str) -> None:
    """Show what the reader asked."""
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(markdown(question))


def show_turn(turn: Turn) -> None:
    """Show a question and its answer; opening a source reruns only this turn."""
    with st.container(key=f"{turn_number(turn)}-question"):
        show_question(turn.shown)
    st.fragment(_answer, key=f"{turn_number(turn)}-card")(turn)


def _answer(turn: Turn) -> None:
    answer = turn.answer
    with st.chat_message("assistant", avatar=":material/account_balance:"):
        _scope(answer)
        _figure(answer)
        _sentence(turn)
        _notes(answer)
        if answer.calculation:
            _calculation(answer, answer.calculation)
        _values(turn)
        if is_plain():
            _plain(turn)
        _sources(turn)
        _suggestions(turn)
        _actions(turn)
    if turn.fresh:
        bring_into_view(f"st-key-{turn_number(turn)}-question")
    turn.fresh = False


# --- what is answered ---------------------------------------------------------------------


def _scope(answer: Answer) -> None:
    scopes = service().scope(answer)
    words = "；".join(
        " · ".join(str(part) for part in (who, year, phase_name(phase)) if part)
        for who, year, phase in scopes
    )
    badge = _badge(answer)
    route = tr(f"route.{answer.route.value}")
    st.html(
        f'<p class="mz-scope"><span class="mz-route mz-{answer.route.value}">{html(route)}</span>'
        f"{badge} {html(words)}</p>"
    )


@lru_cache(maxsize=1)
def _badge_words() -> dict[str, list[str]]:
    found: dict[str, list[str]] = data_file("ui", "badges.yaml")
    return found


def _badge(answer: Answer) -> str:
    """Return a badge where a note says that tables agree or differ; a conflict comes first."""
    for kind, words in _badge_words().items():
        if any(word in note for note in answer.notes for word in words):
            return f' <span class="mz-badge mz-{kind}">{html(tr(f"badge.{kind}"))}</span>'
    return ""


def _main_value(answer: Answer) -> Value | None:
    """Return the one figure to show large, None where an answer gives several or none."""
    if answer.route is Route.CLARIFY or not answer.values:
        return None
    if len(answer.values) == 1 or answer.calculation:
        return answer.values[0]
    return None


def _figure(answer: Answer) -> None:
    value = _main_value(answer)
    if value is None or not value.unit:
        return
    heads = [value.label, value.column, str(value.year) if value.year else ""]
    label = " · ".join(dict.fromkeys(part for part in heads if part))
    shown = amount(value.value, None)
    gap = "" if value.unit in "%％" else " "
    st.html(
        f'<div class="mz-figure"><div class="mz-label">{html(label)}</div>'
        f'<div class="mz-value">{html(shown)}{gap}<span>{html(value.unit)}</span></div></div>'
    )


def _sentence(turn: Turn) -> None:
    text = markdown(turn.answer.answer)
    if turn.fresh and len(text) > 40:
        lines = text.splitlines(keepends=True)
        st.write_stream(iter(lines))
    else:
        st.markdown(text)


def _notes(answer: Answer) -> None:
    if answer.notes:
        lines = "".join(f"<li>{html(note)}</li>" for note in answer.notes)
        st.html(f'<ul class="mz-notes" aria-label="{html(tr("card.notes"))}">{lines}</ul>')


def _calculation(answer: Answer, calculation: str) -> None:
    lines = []
    for number, citation in enumerate(answer.citations, 1):
        parts = [service().row_name(citation) or citation.section or citation.annex]
        parts += [citation.column] if citation.column else []
        figure = points.printed_at(answer, citation)
        end = f": <strong>{html(figure)}</strong>" if figure else ""
        lines.append(f"<li>[{number}] {html(' · '.join(parts))}{end}</li>")
    st.html(
        f'<div class="mz-calculation"><strong>{html(tr("card.calculation"))}</strong>'
        f"<code>{html(calculation)}</code><ul>{''.join(lines)}</ul></div>"
    )


def _values(turn: Turn) -> None:
    """Show several figures as a chart or a table, whichever the reader likes."""
    answer = turn.answer
    if len(answer.values) < 2:
        return
    found = points.points_of(answer)
    phases = tuple(
        dict.fromkeys(phase_name(phase) for _, _, phase in service().scope(answer) if phase)
    )
    # Planned and spent money never share a chart.
    drawable = answer.route is not Route.CLARIFY and len(phases) < 2
    views = points.views_of(found) if drawable else ()
    if not views:
        if not answer.calculation:
            _value_table(answer)
        return
    options = [*[view.value for view in views], "table"]
    chosen = st.segmented_control(
        tr("chart.choose"),
        options,
        default="table" if is_on_phone() else options[0],
        format_func={name: tr(f"chart.{name}") for name in options}.__getitem__,
        key=f"{turn_number(turn)}-view",
        label_visibility="collapsed",
        required=True,
    )
    if chosen == "table" or chosen is None:
        _value_table(answer)
        return
    st.caption(markdown(points.caption(found, points.View(chosen), language(), phases)))
    _drawing(found, points.View(chosen), f"{turn_number(turn)}-chart")
    sources = "；".join(dict.fromkeys(f"{c.doc} {c.annex}" for c in answer.citations))
    st.caption(markdown(tr("chart.source", source=sources)))


def _drawing(found: tuple[points.Point, ...], view: points.View, key: str) -> None:
    from ui import charts  # heavy: loaded only where something is drawn

    st.vega_lite_chart(
        spec=charts.spec(found, view),
        width="stretch",
        alt=points.finding(found, language()),
        key=key,
    )


def _value_table(answer: Answer) -> None:
    values, sources = answer.values, points.sources_of(answer)
    shown = {
        "department": len({c.department for c in answer.citations}) > 1,
        "label": any(value.label for value in values),
        "column": any(value.column for value in values),
        "year": len({value.year for value in values}) > 1,
        "value": True,
    }
    lines = []
    for value, source in zip(values, sources, strict=True):
        texts = {
            "department": "" if source is None else source.department,
            "label": value.label,
            "column": value.column,
            "year": str(value.year or ""),
            "value": amount(value.value, value.unit),
        }
        lines.append(_value_line([(name, texts[name]) for name in texts if shown[name]]))
    heads = "".join(
        f'<th scope="col">{html(tr(f"csv.{name}"))}</th>'
        for name, is_shown in shown.items()
        if is_shown
    )
    st.html(
        f'<table class="mz-values"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _value_line(cells: list[tuple[str, str]]) -> str:
    (_, first), *rest = cells
    inside = "".join(
        f'<td class="{"mz-number" if name == "value" else ""}" '
        f'data-head="{html(tr(f"csv.{name}"))}">{html(text)}</td>'
        for name, text in rest
    )
    return f'<tr><th scope="row">{html(first)}</th>{inside}</tr>'


def _plain(turn: Turn) -> None:
    terms = explained(f"{turn.question} {turn.answer.answer}", language())
    if not terms:
        return
    lines = "".join(f"<dt>{html(name)}</dt><dd>{html(words)}</dd>" for name, words in terms)
    st.html(
        f'<div class="mz-plain"><strong>{html(tr("plain.title"))}</strong><dl>{lines}</dl></div>'
    )


# --- sources and what comes next ----------------------------------------------------------


def _sources(turn: Turn) -> None:
    citations = turn.answer.citations
    if not citations:
        return
    key = f"{turn_number(turn)}-sources"
    all_shown = len(citations) <= SOURCES_SHOWN or st.session_state.get(f"{key}-all", False)
    shown = citations if all_shown else citations[:SOURCES_SHOWN]
    st.html(f'<p class="mz-heading">{html(tr("card.sources", n=len(citations)))}</p>')
    with st.container(horizontal=True, key=key, gap="small"):
        for at, citation in enumerate(shown):
            if st.button(
                _source_label(citation, at), type="tertiary", key=f"{key}-{at}", wrap=True
            ):
                open_sources(citations, at)
        if not all_shown:
            st.button(
                tr("card.all_sources", n=len(citations)),
                type="tertiary",
                key=f"{key}-more",
                on_click=lambda: st.session_state.update({f"{key}-all": True}),
            )


def _source_label(citation: Citation, at: int) -> str:
    section = (citation.section or "").split(" / ")[-1]
    parts = [citation.annex, _short(service().row_name(citation) or section)]
    if citation.page:
        parts.append(tr("place.page", page=citation.page))
    words = " · ".join(part for part in dict.fromkeys(parts) if part)
    return markdown(f"[{at + 1}] {words}")


def _short(text: str, limit: int = 24) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _suggestions(turn: Turn) -> None:
    asked = [*turn.answer.options, *turn.answer.suggestions]
    if not asked:
        return
    title = "card.options" if turn.answer.options else "card.next"
    st.html(f'<p class="mz-heading">{html(tr(title))}</p>')
    with st.container(horizontal=True, gap="small", key=f"{turn_number(turn)}-next"):
        for at, option in enumerate(turn.answer.options, 1):
            if st.button(
                markdown(f"{at}. {option}"), key=f"{turn_number(turn)}-option-{at}", wrap=True
            ):
                ask_next(str(at), f"{at}. {option}")
                st.rerun()
        for at, question in enumerate(turn.answer.suggestions):
            if st.button(markdown(question), key=f"{turn_number(turn)}-suggestion-{at}", wrap=True):
                ask_next(question)
                st.rerun()


def _actions(turn: Turn) -> None:
    answer, spoken = turn.answer, language()
    link = "?" + urlencode({"q": turn.question, "lang": spoken})
    with st.container(horizontal=True, gap="small", key=f"{turn_number(turn)}-actions"):
        copy_buttons(
            [
                (tr("copy.text"), export.answer_text(answer, spoken)),
                (tr("copy.markdown"), export.answer_markdown(turn.shown, answer, spoken)),
                (tr("copy.link"), link),
            ],
            tr("copy.done"),
            key=f"{turn_number(turn)}-copy",
        )
        if answer.values:
            st.download_button(
                tr("copy.csv"),
                data=export.answer_csv(answer, spoken).encode(),
                file_name="answer.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"{turn_number(turn)}-csv",
            )
        _feedback(turn)


def _feedback(turn: Turn) -> None:
    if turn.verdict:
        st.caption(tr("feedback.thanks"))
        return
    key = f"{turn_number(turn)}-feedback"
    opened = st.popover(tr("feedback.open"), key=key, on_change="rerun")
    if not opened.open:  # drawn when asked for: every turn of a talk has one
        return
    with opened, st.form(f"{key}-form", border=False):
        st.radio(
            tr("feedback.verdict"),
            VERDICTS,
            format_func={name: tr(f"feedback.{name}") for name in VERDICTS}.__getitem__,
            key=f"{key}-verdict",
        )
        st.text_area(tr("feedback.comment"), max_chars=1000, key=f"{key}-comment")
        st.form_submit_button(
            tr("feedback.send"), type="primary", on_click=_keep_feedback, args=(turn, key)
        )


def _keep_feedback(turn: Turn, key: str) -> None:
    limit: RateLimit = st.session_state.setdefault(
        "feedback_limit", RateLimit(FEEDBACK_PER_HOUR, seconds=3600.0)
    )
    verdict: str = st.session_state[f"{key}-verdict"]
    if not limit.allow():
        return
    service().save_feedback(turn, verdict, st.session_state[f"{key}-comment"])
    turn.verdict = verdict
