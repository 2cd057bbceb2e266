"""Read what the prose of a project's form says inside: a figure of its measure, a list counted."""

from __future__ import annotations

import re

from qa.narration.case import cite
from qa.narration.evidence import Evidence
from qa.narration.lore import asked_units
from qa.narration.project import SURE, figure_in, project_of
from qa.narration.reading import Reading, both
from qa.narration.unit import Unit
from qa.query import Query
from qa.words.sentences import plain

LEAST = 4
"""Characters in a row that a question and a clause must share outside the project's name."""
PROSE = 24
"""Characters from which a field of a form is prose."""
_DIGITS = str.maketrans("二两三四五六七八九", "223456789")
_NUMBER = r"(?:\d+|[二两三四五六七八九])"
_COUNTED = re.compile(
    rf"(?P<count>{_NUMBER})(?P<measure>[个大项种类])(?P<what>[\u4e00-\u9fff]{{2,8}}?)"
    r"(?:都|各|分别|究竟|到底|具体)*(?:是|有|指|包括)*(?:哪|(?:什么|啥|些什么)[?]?$)"
)


def inside(query: Query, evidence: Evidence) -> Reading | None:
    """Return the clause of the one project's form that says what is asked, or None."""
    text = plain(query.text)
    counted = _COUNTED.search(text)
    units = asked_units(text) - {"个", "项", "分"}
    if not (counted or units):
        return None
    documents = query.scope.documents or tuple(evidence.catalogue.documents)
    fields = [u for u in evidence.units if _is_prose(u) and u.document_id in documents]
    named = project_of(query, fields)
    for unit in named:
        quote = _list_in(unit, counted) if counted else _figure_in(unit, text, units)
        if quote:
            zh, en = both(("quote", quote))
            cited = (cite(evidence.catalogue, unit, quote),)
            return Reading(SURE, zh, en, (), cited, kind="project", coverage=0.9)
    return None


def _is_prose(unit: Unit) -> bool:
    """Tell whether a unit is a field of a project's form that says more than a name."""
    entry = unit.entry
    return (
        unit.kind == "field"
        and entry is not None
        and entry.kind == "field"
        and len(unit.text) >= PROSE
    )


def _list_in(unit: Unit, counted: re.Match[str]) -> str:
    """Return the sentence of a form that counts the very things asked for (4个功能体系)."""
    said = "".join(counted.group("count", "measure", "what")).translate(_DIGITS)
    sentences = re.split(r"[。；]", unit.text)
    return next((s for s in sentences if said in plain(s).translate(_DIGITS)), "")


def _figure_in(unit: Unit, text: str, units: frozenset[str]) -> str:
    """Return the clause that has a figure of the measure and the words of the question."""
    assert unit.sheet is not None
    for clause in re.split(r"[，。；]|,(?!\d)", unit.text):
        said = plain(clause)
        runs = (said[i : i + LEAST] for i in range(len(said) - LEAST + 1))
        shared = [run for run in runs if run in text and run not in plain(unit.sheet.subject)]
        listed = (row.label for row in unit.sheet.rows if row.kind != "field")
        if figure_in(clause, units) and shared and not any(shared[0] in name for name in listed):
            return clause
    return ""
