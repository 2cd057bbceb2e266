"""Decide whether a citation points at an acceptable place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from evals.dataset import Place
from evals.normal import flat
from qa.query import Citation

NARRATIVE = "正文"
_ALIKE = 0.6
_NUMERALS = "一二三四五六七八九十"
_FORM = re.compile(r"(附件\d+)-(\d+)")
_NUMBERED = re.compile(rf"(附件|部门公开表|表)\d+|公开\d+表|表[{_NUMERALS}]+")
_LABEL = re.compile(rf"^(附件|部门公开表|公开|预算|表)?[\d{_NUMERALS}]+(-\d+)?表?")
_ORDINAL = re.compile(rf"^[（(]?[{_NUMERALS}\d]+[)）]?[、.．]?")
_COMMON = re.compile(r"预算|部门|单位|一般公共|财政拨款")


def cites(place: Place, citations: Iterable[Citation]) -> bool:
    """Tell whether one of the citations points at the place."""
    return any(points_at(citation, place) for citation in citations)


def points_at(citation: Citation, place: Place) -> bool:
    """Tell whether a citation is of the place's document, table and row, or of its section."""
    if place.doc and flat(place.doc).rsplit(".", 1)[0] not in flat(citation.doc):
        return False
    if place.annex == NARRATIVE:
        if flat(citation.annex) not in (NARRATIVE, ""):
            return False
    elif place.annex and not same_table(place.annex, citation.annex, citation.table):
        return False
    evidence = "|".join(
        flat(part)
        for part in (
            citation.row,
            citation.column,
            citation.quote,
            citation.section,
            citation.table,
        )
    )
    if place.row and not place.row.startswith(("（", "(")) and not has_row(place.row, evidence):
        return False
    return not place.section or has_section(place.section, evidence)


def same_table(expected: str, annex: str | None, title: str | None) -> bool:
    """Tell whether annex and title name the expected table: by number, or by like titles."""
    wanted, number, name = flat(expected), flat(annex), flat(title)
    form = _FORM.fullmatch(wanted)
    if form:
        of_annex = number == form[1] and re.search(rf"-{form[2]}(?!\d)", name) is not None
        return number == wanted or of_annex
    if _NUMBERED.fullmatch(wanted):
        # 附件1 is not 附件10, 表一 is not 表十一.
        whole = rf"{re.escape(wanted)}(?![\d{_NUMERALS}])"
        return re.search(whole, f"{number}|{name}") is not None
    if wanted in f"{number}|{name}" or (name and name in wanted):
        return True
    core, other = _core(expected), _core(title)
    return bool(core and other) and (
        core in other
        or other in core
        or difflib.SequenceMatcher(None, core, other).ratio() >= _ALIKE
    )


def _core(title: str | None) -> str:
    """Return what sets a title apart: no number, no year, no words that all titles have."""
    bare = re.sub(r"\d{4}年(度)?", "", _LABEL.sub("", flat(title)))
    return _COMMON.sub("", bare) or bare


def has_row(row: str, evidence: str) -> bool:
    """Tell whether evidence has the row's label, whole, by its last word, or by all its words."""
    words = [flat(word) for word in row.split()]
    if flat(row) in evidence:
        return True
    return len(words) > 1 and (words[-1] in evidence or all(word in evidence for word in words))


def has_section(section: str, evidence: str) -> bool:
    """Tell whether evidence has one of the path's headings, its number aside."""
    headings = [_ORDINAL.sub("", flat(part)) for part in section.split("/")]
    return not any(headings) or any(len(part) > 1 and part in evidence for part in headings)
