"""Read what the prose of a project's form says inside: a figure of its measure, a list counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.catalogue import Entry
from qa.narration.case import cite
from qa.narration.cover import qualified
from qa.narration.evidence import Evidence
from qa.narration.lore import ALIKE, asked_units
from qa.narration.nearest import pairs
from qa.narration.project import SURE, figure_in, name_of, project_of
from qa.narration.reading import Reading, both
from qa.narration.unit import Unit
from qa.query import Query, Value
from qa.regexes import regex
from qa.words.sentences import plain

LEAST = 4
"""Characters in a row that a question and a clause must share outside the project's name."""
PROSE = 24
"""Characters from which a field of a form is prose."""
_DIGITS = str.maketrans("二两三四五六七八九", "223456789")
_NUMBER = r"(?:\d+|[二两三四五六七八九])"
_COUNTED = regex(
    rf"(?P<count>{_NUMBER})(?P<measure>[个大项种类])(?P<what>[\u4e00-\u9fff]{{2,8}}?)"
    r"(?:都|各|分别|究竟|到底|具体)*(?:是|有|指|包括)*(?:哪|(?:什么|啥|些什么)[?]?$)"
)


_PIECES = "个|项|处|名|位|家|套|座|台|条|所|种|户|间|栋|支|辆|只"
_END = r"(?=[和与及、,。?呀啊呢嘛吗]|以及|还有|分别|$)"
_HOW_MANY = (
    regex(
        rf"(?:多少|几)(?P<measure>{_PIECES})(?P<what>[\u4e00-\u9fff]{{2,8}}?)(?:在?用|住)?{_END}"
    ),
    regex(rf"(?P<what>[\u4e00-\u9fff]{{3,14}}?)的?(?P<measure>)(?:数量|个数){_END}"),
)
_FIGURE = regex(
    rf"(?P<n>\d[\d,]*)(?:余|多)?(?P<measure>{_PIECES})(?P<behind>[^,。;、\d()]{{0,14}})"
)
_CLAUSES = regex(r"[，。；]|,(?!\d)")
BEHIND = 2
"""Pairs of characters that what is counted must share with the words behind a figure."""


@dataclass(frozen=True, slots=True)
class _Count:
    """Hold a number that prose states of something, with the clause it stands in."""

    what: str
    number: str
    measure: str
    unit: Unit
    clause: str


def inside(query: Query, evidence: Evidence) -> Reading | None:
    """Return the clause of the one project's form that says what is asked, or None."""
    text = plain(query.text)
    documents = query.scope.documents or tuple(evidence.catalogue.documents)
    counted = _COUNTED.search(text)
    units = asked_units(text) - {"个", "项", "分"}
    asked = (
        [] if counted else [(m["what"], m["measure"]) for r in _HOW_MANY for m in r.finditer(text)]
    )
    if not (counted or units or asked):
        return None
    fields = [u for u in evidence.units if u.kind == "field" and u.document_id in documents]
    if asked and (told := _told(query, evidence, asked, project_of(query, fields))):
        return told
    if not (counted or units):
        return None
    for unit in project_of(query, [u for u in fields if _is_prose(u)]):
        quote = _list_in(unit, counted) if counted else _figure_in(unit, text, units)
        if quote:
            zh, en = both(("quote", quote))
            cited = (cite(evidence.catalogue, unit, quote),)
            return Reading(SURE, zh, en, (), cited, kind="project", coverage=0.9)
    return None


def _told(
    query: Query, evidence: Evidence, asked: list[tuple[str, str]], units: list[Unit]
) -> Reading | None:
    """Return the numbers that a project's prose states of all things asked, where no goal counts them."""
    found = [_count(query.text, what, measure, units) for what, measure in asked]
    counts = [count for count in found if count is not None]
    if len(counts) < len(found):
        return None
    year = evidence.catalogue.documents[counts[0].unit.document_id].fiscal_year
    values = tuple(Value(c.what, "原文", c.number, c.measure, year) for c in counts)
    places = {c.clause: c.unit for c in counts}
    zh, en = both(*(("quote", clause) for clause in places))
    cited = tuple(cite(evidence.catalogue, unit, clause) for clause, unit in places.items())
    name = name_of(counts[0].unit)
    return Reading(SURE, zh, en, values, cited, kind="project", coverage=0.9, subject=name)


def _count(text: str, what: str, measure: str, units: list[Unit]) -> _Count | None:
    """Return the one number that prose states of what is asked, or None."""
    said = pairs(what)
    sheets = {unit.sheet.id: unit.sheet for unit in units if unit.sheet is not None}
    rest = text.replace(what, "")
    if any(_is_goal(rest, said, row) for sheet in sheets.values() for row in sheet.rows):
        return None
    scored = [
        (
            len(said & pairs(match["behind"])),
            _Count(what, match["n"], match["measure"], unit, clause),
        )
        for unit in units
        for clause in _CLAUSES.split(unit.text)
        for match in _FIGURE.finditer(plain(clause))
        if measure in ("", "个") or _same(measure, match["measure"])
    ]
    best = max((shared for shared, _ in scored), default=0)
    first = [count for shared, count in scored if shared == best]
    least = min(BEHIND, len(said))
    return first[0] if best >= least and len({c.number for c in first}) == 1 else None


def _is_goal(text: str, said: Iterable[str], row: Entry) -> bool:
    """Tell whether an indicator of the project's form itself counts what is asked."""
    figure = re.search(rf"\d\s*[=≥≤＝>＞<＜]?\s*(?:{_PIECES})", row.text)
    named = row.kind == "indicator" and set(said) <= pairs(row.label)
    return named and figure is not None and not qualified(row.label, text)


def _same(one: str, other: str) -> bool:
    """Tell whether two measure words count the same things."""
    return one == other or any(one in alike and other in alike for alike in ALIKE)


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
