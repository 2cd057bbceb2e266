"""Leave out of a query what it says not to look at: (不算服务), 除开基本支出,项目支出里的印刷费."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from qa.query import Query
from qa.regexes import regex
from qa.words.normalise import data

_UNCOUNTED = regex(r"\((?:不算|不含|不包括|不包含|剔除|除去|excluding|without)[^()]{1,20}\)", re.I)
_OTHER_HALF = regex(
    r"^(?:(?:除了?|除开|撇开|抛开|刨开|不算|不看|不管|先不(?:说|管|算|看))(?P<zh>基本支出|项目支出)"
    r"(?:不(?:看|算|说|谈|管))?(?:以外|之外|外)?,|\S+ (?P<en>基本支出|项目支出) aside,)"
)
_WHOLE = regex(r"总|全|合计|整个|一共|(?:本年|部门|预算|单位|局|委|办|厅|院|镇|街道)的?支出$")
_HALVES = {"基本支出": "项目支出", "项目支出": "基本支出"}


@cache
def _halved() -> re.Pattern[str]:
    """Return how what is left of an item without one half of it is asked for."""
    less, half, of = data("frames.yaml")["less"], "基本支出|项目支出", "(?:部分|那一?块|那部分)?"
    return regex(
        rf"^(?P<item>(?:.*?(?:支出|费用?|事务|医疗|\d{{5,7}}))??)(?:里头|里面|里|中|当中)?的?[,，]?(?:那|就|再|要是)*"
        rf"(?:[把将](?P<one>{half}){of}{less}|{less}(?P<other>{half}){of})(?:了|以后|之后|之外|以外|后|外)*[,，]?"
        rf"(?:还|就|又|那|则)*(?:剩|余|有|项目|基本|是|算|归)[^,，。?？占]{{0,10}}?"
        rf"(?:(?:多少|几)(?:钱|[万亿]?元)?|占(?:了|它的?)?(?P<share>几成|百分之几|多少|多大比[例重]))[?？。]*$"
    )


@cache
def _halved_basic() -> re.Pattern[str]:
    """Return how what is left of basic spending without what is for people, or for use, is asked for."""
    halves = r"(?P<people>人员(?:经费|支出)|[发付]给?人的|[花用]在人[头身]?上的)|(?:日常)?公用(?:经费|支出)"
    left = "下|余|来|的|还|有|维持|机关|日常|运转|开销|公用|经费|钱|支出|部分|那|是|一共|总共"
    return regex(
        rf"^(?P<lead>.*?)基本支出(?:里头|里面|里|中|当中)?[,，]?(?:[把将])?{data('frames.yaml')['less']}"
        rf"(?:{halves})(?:钱|部分|那一?块)*(?:以后|之后|之外|以外|后|外)*[,，]?(?:还|就|又|那|则)*"
        rf"(?:剩|余)(?:{left})*(?:多少|几)(?:钱|[万亿]?元)?[?？。]*$"
    )


def other_half(question: str, *, told: bool) -> str:
    """Return what is left of an item without one half as its other half (扣掉基本支出还剩多少).

    `told`: something spent was told just before, of which a question that names none is.
    """
    if basic := _halved_basic().match(question):
        return f"{basic['lead']}基本支出里的{'日常公用' if basic['people'] else '人员'}经费是多少"
    match = _halved().match(question)
    if match is None or (not match["item"] and not told) or _WHOLE.search(match["item"]):
        return question
    half = _HALVES[match["one"] or match["other"]]
    item, share = match["item"], match["share"]
    asked = f"占{item}{'的' if item else ''}{share}" if share else "是多少"
    return f"{item}的{half}{asked}" if item else f"其中{half}{asked}"


@cache
def _pointed() -> tuple[re.Pattern[str], ...]:
    return tuple(regex(str(one)) for one in data("enumerated.yaml")["pointed"])


def without_parts(question: str) -> str:
    """Return a question without what only spells out its thing (吃喝、出国、用车这三公, 这两块——甲和乙)."""
    for pattern in _pointed():
        question = pattern.sub("", question)
    return question


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
