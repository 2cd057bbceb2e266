"""Read what is left of a whole once something is set aside (除了甲其他项目一共多少)."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.linking.text import bare
from qa.query import Asked, Mention, Operation, Query

_SET_ASIDE = re.compile(
    r"(?:(?<![拆清删扣免解铲消排开])除了?|除开|除去|扣除|扣掉|剔除|去掉|刨去|刨开|减去|不算|不含|不包括|抛开)(?P<what>[^,。?]{2,24}?)"
    r"(?:这[个项笔]|那[个项笔])?(?:以外|之外|外|后)?,?(?:的)?(?:其他|其余|剩下|剩余|余下|还有|还剩|别的)"
    r"|(?:excluding|except(?: for)?|apart from|besides|other than) (?P<en>[^,?]{3,40}?)(?:,|\?|$| how| what)",
    re.IGNORECASE,
)
_UNCOUNTED = re.compile(
    r"\((?:不算|不含|不包括|不包含|剔除|除去|excluding|without)[^()]{1,20}\)", re.I
)
_OTHER_HALF = re.compile(
    r"^(?:(?:除了?|除开|撇开|抛开|刨开|不算|不看|不管|先不(?:说|管|算|看))(?P<zh>基本支出|项目支出)"
    r"(?:不(?:看|算|说|谈|管))?(?:以外|之外|外)?,|\S+ (?P<en>基本支出|项目支出) aside,)"
)
_HALVES = {"基本支出": "项目支出", "项目支出": "基本支出"}
_QUANTITY = re.compile(r"多少|几万|几亿|总额|合计|一共|how much|total", re.IGNORECASE)
_PLAIN = (Operation.LOOKUP, Operation.SUM, Operation.YES_NO, Operation.CONVERT)
_PROJECTS = ("项目", "专项", "项目支出", "专项支出")


def without(query: Query) -> Query:
    """Return the difference of the whole and what is set aside, where a question asks for it."""
    query = _other_half(_uncounted(query))
    match = _SET_ASIDE.search(query.text)
    if match is None or not _QUANTITY.search(query.text):
        return query
    if not all(a.operation in _PLAIN for a in query.operations):
        return query
    start, end = match.span("what") if match["what"] else match.span("en")
    aside = [m for m in query.mentions if m.end and start <= m.start and _end(m) <= end]
    rest = [m for m in query.mentions if m not in aside]
    if len(aside) != 1:
        return query
    whole = _whole(rest, query, aside[0])
    columns = tuple(c for c in query.column_words if bare(c) != bare(whole.text))
    return replace(
        query,
        mentions=(whole, aside[0]),
        operations=(Asked(Operation.DIFFERENCE),),
        column_words=columns,
    )


def _end(mention: Mention) -> int:
    """Return where a phrase ends, without the comma that a long name may hold behind it."""
    return mention.start + len(mention.text.rstrip(","))


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


def _whole(rest: list[Mention], query: Query, aside: Mention) -> Mention:
    """Return the whole that is meant: the one named, all projects for a project, else all."""
    named = next((m for m in rest if m.text not in _PROJECTS), None)
    if named is not None:
        return named
    columns = [c for c in query.column_words if c != aside.text]
    if columns:
        return Mention(columns[0])
    projects = rest or re.search(r"项目|专项|project", query.text, re.IGNORECASE)
    return Mention("项目支出" if projects else "支出总计")
