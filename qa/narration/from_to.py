"""Tell what narrative says of a number that went from one figure to another (由34台优化为28台)."""

from __future__ import annotations

import re
from decimal import Decimal

from qa.narration.case import Case, cite
from qa.narration.cover import coverage
from qa.narration.reading import Reading, both, number
from qa.narration.unit import Unit
from qa.query import Value
from qa.regexes import regex
from qa.words.sentences import plain

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MOVED = regex(
    rf"[由从](?P<before>[^,，。;；\d]{{0,12}})(?P<a>{_NUMBER})(?P<u>[^\d,，。;；]{{1,6}}?)"
    rf"(?P<how>[^\d,，。;；]{{0,8}}?)(?:到|至|为|成)(?P<b>{_NUMBER})(?P=u)?"
)
_ASKED = regex(
    r"[减增降涨升提砍少多][了掉到加高少低]*(?:了)?(?:多少|几)|从(?:多少|几)|(?:原来|原先|以前|之前)(?:是)?(?:多少|几)|变成?(?:了)?(?:多少|几)"
)
_BOTH = regex(r"(?:从|由)(?:多少|几)[^,，。]{0,6}(?:到|至|变|成|为)")
_LEAD = regex(r"^.{0,24}?(?:[一二三四五六七八九]是|原因是)|^\d+[.、]")
SPOKEN_OF, SURE = 0.6, 0.95


def from_to(case: Case) -> Reading | None:
    """Give both figures and their difference, of the one statement that a question speaks of."""
    if not _ASKED.search(case.want.text) or case.want.has("why", "percent"):
        return None
    for found in case.ranked[:3]:
        match = _MOVED.search(plain(found.unit.text))
        if match is None or found.coverage < SPOKEN_OF:
            continue
        weights = case.evidence.weights(case.want.concepts)
        if coverage(case.want.concepts, weights, found.unit.text, "")[0] < SPOKEN_OF:
            continue
        return _said(case, found.unit, match)
    return None


def _said(case: Case, unit: Unit, match: re.Match[str]) -> Reading:
    one, other = Decimal(number(match["a"])), Decimal(number(match["b"]))
    measure = match["u"]
    gap = other - one
    year = case.evidence.catalogue.documents[unit.document_id].fiscal_year
    way = "增加" if gap > 0 else "减少"
    sum_ = f"{match['b']} − {match['a']} = {gap}{measure}"
    body = f"由{match['a']}{measure}到{match['b']}{measure}，{way}{abs(gap)}{measure}（{sum_}）"
    zh, en = both(("count", body, f"from {one} to {other} ({sum_})"), ("quote", unit.text))
    before = plain(unit.text)[: match.start()]
    name = _LEAD.sub("", re.split(r"[,;。:]", before)[-1]).strip() or "原文"
    values = (
        Value(name, way, str(gap), measure, year),
        Value(name, "原来", str(one), measure, year),
        Value(name, "现在", str(other), measure, year),
    )
    cited = (cite(case.evidence.catalogue, unit, unit.text),)
    kind = "sum" if _BOTH.search(case.want.text) else "fact"
    return Reading(SURE, zh, en, values, cited, sum_, kind=kind, coverage=SURE)
