"""Leave out of a query what it says not to look at: (不算服务), 除开基本支出,项目支出里的印刷费."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.query import Query
from qa.words.normalise import data

_UNCOUNTED = re.compile(
    r"\((?:不算|不含|不包括|不包含|剔除|除去|excluding|without)[^()]{1,20}\)", re.I
)
_OTHER_HALF = re.compile(
    r"^(?:(?:除了?|除开|撇开|抛开|刨开|不算|不看|不管|先不(?:说|管|算|看))(?P<zh>基本支出|项目支出)"
    r"(?:不(?:看|算|说|谈|管))?(?:以外|之外|外)?,|\S+ (?P<en>基本支出|项目支出) aside,)"
)
_HALVES = {"基本支出": "项目支出", "项目支出": "基本支出"}


def without(query: Query) -> Query:
    """Return a query without what it says to leave out of view: in brackets, or the other half."""
    return _other_half(_uncounted(query))


def cut(text: str) -> str:
    """Return words without what they leave out before a list of what is meant (除开工程,货物加服务)."""
    return re.sub(rf"{data('frames.yaml')['less']}[^,。?]{{2,12}}?(?:之外|以外|外)?,", ",", text)


def _other_half(query: Query) -> Query:
    """Ask of one half of spending where the other is set aside (除开基本支出,项目支出里的印刷费)."""
    match = _OTHER_HALF.search(query.text)
    half = _HALVES[match["zh"] or match["en"]] if match else ""
    if match is None or half[:2] not in query.text[match.end() :]:
        return query
    kept = tuple(
        m for m in query.mentions if m.start >= match.end() and m.text not in (half, half[:2])
    )
    if not kept:
        return query
    columns = [c for c in query.column_words if c not in _HALVES]
    text = " " * match.end() + query.text[match.end() :]
    return replace(query, text=text, mentions=kept, column_words=(*columns, half))


def _uncounted(query: Query) -> Query:
    """Leave out what brackets say is not counted: 货物(不算服务)."""
    match = _UNCOUNTED.search(query.text)
    if match is None:
        return query
    start, end = match.span()
    kept = tuple(m for m in query.mentions if not (start <= m.start and m.end <= end and m.end))
    return replace(query, mentions=kept) if kept else query
