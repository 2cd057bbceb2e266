"""Draw the audit page: findings by severity, both places side by side."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from audit.findings import Finding, Side, State
from ui import access
from ui.evidence import open_sources
from ui.export import BOM
from ui.frame import head
from ui.service import service
from ui.state import language, tr
from ui.words import amount, html, markdown

SEVERITIES = ("error", "warning", "info", "unverifiable")
DECISIONS = ("accepted", "suppressed")
SHOWN_AT_ONCE = 30


def show_page() -> None:
    """Draw the page."""
    head(html(tr("nav.audit")))
    st.html(f'<p class="mz-lead">{html(tr("audit.lead"))}</p>')
    findings = service().findings().all
    names = sorted({side.place.doc for finding in findings for side in finding.sides})
    if not findings:
        st.info(tr("audit.none"))
        return
    counts = Counter(_kind(finding) for finding in findings)
    present = [kind for kind in SEVERITIES if counts[kind]]
    with st.container(horizontal=True):
        kind = st.pills(
            tr("audit.severity"),
            present,
            format_func={
                name: f"{tr(f'severity.{name}')} {counts[name]}" for name in present
            }.__getitem__,
            key="severity",
        )
        doc = _one_document(names)
    chosen = [f for f in findings if kind in (None, _kind(f)) and doc in (None, *_docs(f))]
    chosen.sort(key=lambda finding: SEVERITIES.index(_kind(finding)))
    _export(chosen)
    all_shown = len(chosen) <= SHOWN_AT_ONCE or st.toggle(tr("audit.all", n=len(chosen)))
    unique = {finding.key: finding for finding in chosen}.values()
    for finding in list(unique) if all_shown else list(unique)[:SHOWN_AT_ONCE]:
        _card(finding)


def _one_document(names: list[str]) -> str | None:
    if len(names) < 2:
        return None
    return st.selectbox(tr("docs.document"), names, index=None, placeholder=tr("side.all"))


def _kind(finding: Finding) -> str:
    return "unverifiable" if finding.state is State.UNVERIFIABLE else finding.severity.value


def _docs(finding: Finding) -> set[str]:
    return {side.place.doc for side in finding.sides}


def _message(finding: Finding) -> str:
    return finding.message if language() == "zh" else finding.message_en


def _card(finding: Finding) -> None:
    kind = _kind(finding)
    sides = "".join(_side(side) for side in finding.sides)
    sums = f'<p class="mz-sum">{html(finding.arithmetic)}</p>' if finding.arithmetic else ""
    reason = f"<p>{html(finding.explanation)}</p>" if finding.explanation else ""
    decided = service().findings().reviews.get(finding.key)
    state = f" · {html(tr(f'review.{decided.state}'))} ({html(decided.why)})" if decided else ""
    st.html(
        f'<article class="mz-finding mz-{kind}"><p><span class="mz-badge mz-{kind}">'
        f"{html(tr(f'severity.{kind}'))}</span> <strong>{html(_message(finding))}</strong>{state}</p>"
        f'{sums}{reason}<div class="mz-sides">{sides}</div></article>'
    )
    with st.container(horizontal=True, gap="small", key=f"finding-{finding.key}"):
        citations = tuple(service().citation_of(side.place) for side in finding.sides)
        for at, side in enumerate(finding.sides):
            page = tr("place.page", page=side.place.page) if side.place.page else ""
            label = " ".join(part for part in (f"[{at + 1}]", side.place.annex, page) if part)
            if st.button(markdown(label), type="tertiary", key=f"side-{finding.key}-{at}"):
                open_sources(citations, at)
        if access.is_staff() and decided is None:
            _review(finding)


def _side(side: Side) -> str:
    place = side.place
    page = tr("place.page", page=place.page) if place.page else None
    where = [place.doc, place.annex, place.row or place.section, place.column, page]
    value = "" if side.value is None else amount(f"{side.value:f}", side.unit)
    return (
        f'<div class="mz-side"><small>{html(" · ".join(part for part in where if part))}</small>'
        f"<br><strong>{html(value)}</strong> {html(place.quote[:200])}</div>"
    )


def _review(finding: Finding) -> None:
    with (
        st.popover(tr("review.open"), key=f"review-{finding.key}"),
        st.form(f"review-form-{finding.key}", border=False),
    ):
        state = st.radio(
            tr("review.state"),
            DECISIONS,
            format_func={name: tr(f"review.{name}") for name in DECISIONS}.__getitem__,
        )
        who = st.text_input(tr("review.who"), max_chars=100)
        why = st.text_input(tr("review.why"), max_chars=500)
        if st.form_submit_button(tr("feedback.send")) and who and why:
            access.require_staff()
            service().review(finding.key, state, who, why)
            st.rerun()


def _export(findings: Sequence[Finding]) -> None:
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow(["severity", "rule", "message", "arithmetic", "places"])
    for finding in findings:
        places = "; ".join(
            f"{side.place.doc} {side.place.annex} {side.place.row or side.place.section or ''}"
            for side in finding.sides
        )
        writer.writerow(
            [_kind(finding), finding.rule, _message(finding), finding.arithmetic, places]
        )
    st.download_button(
        tr("docs.csv"),
        data=buffer.getvalue().encode(),
        file_name="audit.csv",
        mime="text/csv",
        on_click="ignore",
    )
    st.caption(markdown(tr("audit.shown", n=len(findings))))
