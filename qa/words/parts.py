"""Split several questions asked at once, and give each what it leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from qa.linking.text import bare
from qa.query import Operation, Query, Scope
from qa.regexes import regex
from qa.words import operations
from qa.words.asking import ASKS, language
from qa.words.normalise import data
from qa.words.phrases import unique
from qa.words.scope import narrow

_GAP = r"(?<=[一-鿿])\s+(?=[一-鿿\d])"  # no end of a clause between the terms of English
_CLAUSE = regex(
    r"[,;?。!、]+|\.\s|, and (?=how|what|which|why|where|who)| and (?=how|what|which|why|where|who)",
    re.I,
)
_ENGLISH_CLAUSE = regex(
    r"[,;?!]+|(?<!\bNo)\.\s| (?:and|but) (?=(?:by )?(?:how|what|which|why|where|who|when)\b"
    r"|(?:did|does|do|is|are|was|were|has|have|will)\b)",
    re.I,
)
_VERB_FIRST = regex(
    r"^(?:(?:and|but|or) )?(?:did|does|do|is|are|was|were|has|have|will)\b", re.IGNORECASE
)
_CLAUSE_OR_GAP = regex(rf"({_GAP}|{_CLAUSE.pattern})", re.I)
_ENGLISH = regex(r"(?:[A-Za-z']{2,}[^A-Za-z]+){4}")
_DATED = regex(r"\b(?:for|in) 20\d\d$", re.IGNORECASE)
_MODIFIERS = (Operation.BACK_CALCULATE, Operation.CONVERT, Operation.FILTER, Operation.PER_HEAD,
              Operation.AVERAGE, Operation.SUM, Operation.RANK)  # fmt: skip
_FORM_WORDS = regex(r"指标|目标值|权重|满意度|成本|起始|终止")
_COMPARING = (Operation.CHANGE, Operation.GROWTH, Operation.COMPARE, Operation.TOP,
              Operation.BOTTOM)  # fmt: skip
_MONEY = regex(r"钱|经费|资金|花费|花(?=了?(?:多少|几|好多|多大))|[万亿]|元")
_NUMBER = regex(r"多少|几(?!家|所)")
_NO_MONEY = regex(r"多[长久大宽高重]|哪|谁|什么|啥|几(?!万|亿|块|元)|多少(?=[个次人条项家名户处])")
_AGAINST = (Operation.DIFFERENCE, Operation.RATIO)  # 甲比乙多多少: what follows is of 甲
_INSIDE = regex(r"(?:里面?|当中|之中|中)[,、]?(?=[一-鿿])")
_MANY = 3  # things named that are each asked about by themselves
_ONLY_YEARS = regex(
    r"^(?:这|那|前后)*[两二几]年(?:间|里|之间|的|都|预算|决算|写|数|字|各|有没有|有|没|是|变|化|了|吗|不|一样|区别|差别|怎么|呢)*[?]?$"
)
_LEADS_IN = regex(r"^(?:按照?|根据|依照?|照|据|在|从)[^?]{2,14}$")  # 按它的名词解释
_ALSO_SAY = regex(
    r"^(?:还有|另外|再有|以及|顺便|顺带)[^,?]{2,20}?(?:也|一并|一起)(?:给我?|帮我?)?(?:说|报|讲|给|列|查)(?:一?下|个数|说)?$"
)  # 还有某项也说下
_AND_THAT = regex(r"(?<=[一-鿿]{2})[呢咧哩嘞]$")  # 甲多少?乙呢?
_REASON_ONLY = {Operation.WHY, Operation.SOURCE}
_FEW = 3  # characters beside the words that ask for a reason
_LOOKED_UP = {Operation.LOOKUP, Operation.SUM, Operation.PURPOSE, Operation.DESCRIBE}
_QUANTITY_ONLY = {Operation.LOOKUP, Operation.LIST, Operation.YES_NO, Operation.COUNT}


def _spaced(text: str) -> str:
    """Return a text with a comma for each space, or nothing, between two clauses that both look up.

    One of the two asks for a number: what is asked twice in other words stays one question.
    """
    text = _run_on().sub(r"\g<0>,", text)
    pieces = _CLAUSE_OR_GAP.split(text)
    for i in range(1, len(pieces) - 1, 2):
        sides = (pieces[i - 1], pieces[i + 1])
        if pieces[i].isspace() and all(map(_looks_up, sides)) and any(map(_NUMBER.search, sides)):
            pieces[i] = ","
    return "".join(pieces)


def _looks_up(piece: str) -> bool:
    """Tell whether a clause asks something that is looked up, with nothing to work out."""
    found = operations.find(piece)
    return bool(ASKS.search(piece)) and all(hit.asked.operation in _LOOKED_UP for hit in found)


@cache
def _run_on() -> re.Pattern[str]:
    return regex(str(data("asked_each.yaml")["run_on"]))


def split_questions(text: str) -> tuple[str, ...]:
    """Return the clauses of a text that each ask something; others join a neighbour."""
    foreign = language(text) == "en"
    clause, text = (_ENGLISH_CLAUSE, text) if foreign else (_CLAUSE, _spaced(text))
    pieces = [piece.strip() for piece in clause.split(text) if piece and piece.strip()]
    clauses: list[str] = []
    pending = ""
    for piece in pieces:
        found = operations.find(piece)
        asks = any(p.search(piece) for p in (ASKS, _DATED, _VERB_FIRST, _ALSO_SAY, _AND_THAT))
        joins = bool(not asks and found and _modifies(found)) or bool(_ONLY_YEARS.match(piece))
        if clauses and (joins or (_only_why(piece, found) and not ASKS.search(clauses[-1]))):
            clauses[-1] += f",{piece}"
            continue
        pending = f"{pending},{piece}" if pending else piece
        if asks or (found and not _modifies(found) and not _LEADS_IN.match(piece)):
            clauses.append(pending)
            pending = ""
    if pending and clauses:
        clauses[-1] += f",{pending}"
    return tuple(clauses)


def one_each(query: Query) -> tuple[Query, ...]:
    """Return a question for each of three or more known things whose amounts are asked for."""
    plain = all(asked.operation is Operation.LOOKUP for asked in query.operations)
    known = all(m.hints for m in query.mentions) and not query.codes and not query.annexes
    if len(query.mentions) < _MANY or not (plain and known) or query.whole:
        return ()
    if "还是" in query.text:
        return ()  # 甲是货物还是服务: one thing, and what it may be
    each = query.mentions[_is_whole(query) :]
    return tuple(replace(query, mentions=(mention,), parts=()) for mention in each)


def compared(query: Query) -> Query:
    """Leave out what the things compared are said to be part of (普通教育里小学、初中哪个多)."""
    if len(query.mentions) < _MANY or not query.asks(Operation.COMPARE) or not _is_whole(query):
        return query
    return replace(query, mentions=query.mentions[1:])


def _is_whole(query: Query) -> bool:
    """Tell whether the first thing named only says what the others are part of (三公经费里 …)."""
    return bool(_INSIDE.match(query.text[query.mentions[0].end :]))


def _only_why(piece: str, found: Sequence[operations.Found]) -> bool:
    """Tell whether a clause only asks for the reason of what the one before it says."""
    if not found or any(hit.asked.operation not in _REASON_ONLY for hit in found):
        return False
    return len(piece) - sum(hit.end - hit.start for hit in found) <= _FEW


def _modifies(found: Sequence[operations.Found]) -> bool:
    """Tell whether a clause only says how to reckon what another one asks."""
    return all(hit.asked.operation in _MODIFIERS for hit in found)


def _other_time(part: Query, before: Query) -> bool:
    """Tell whether a clause asks for another year or phase than the one before it."""
    if part.years:
        return part.years != before.years
    if part.phase is not None and before.phase is not None:
        return part.phase is not before.phase
    return bool(part.offsets) and part.offsets != before.offsets


def says_no_more(part: Query, before: Query) -> bool:
    """Tell whether a clause without content only repeats what the one before it asks."""
    if _only_quantity(part):
        money = _MONEY.search(part.text) and not _MONEY.search(before.text)
        return not _other_time(part, before) and not (money and _NO_MONEY.search(before.text))
    apart = (*_QUANTITY_ONLY, Operation.DIFFERENCE)
    if before.asks(Operation.COMPARE) and not (part.years or part.offsets):  # 哪个多,多出多少
        apart = (*apart, Operation.CHANGE)
    return before.asks(*_COMPARING) and all(a.operation in apart for a in part.operations)


def _only_quantity(part: Query) -> bool:
    return all(asked.operation in _QUANTITY_ONLY for asked in part.operations)


def _of_a_form(part: Query) -> bool:
    """Tell whether a clause asks for what stands in a project's form: an indicator, a count."""
    return part.measure not in (None, "%") or bool(_FORM_WORDS.search(part.text))


def _of_same_whole(part: Query, before: Query) -> Query:
    """Return a later share with the whole of the one before it (甲占丙几成,乙又占多少)."""
    whole = before.whole or ""
    named = (m for m in before.mentions if bare(m.text) in bare(whole))
    return replace(
        part, text=part.text.replace("占", f"占{whole}的", 1), whole=whole,
        mentions=unique((*part.mentions, *named)),
    )  # fmt: skip


def inherit(part: Query, before: Query | None, whole: Query, own: bool) -> Query:
    """Give a later question of one sentence what it leaves unsaid."""
    part = replace(part, language=whole.language)
    if not part.scope.named:
        part = replace(part, scope=_of_time(part, before, whole.scope))
    if before is None:
        compares = part.asks(Operation.COMPARE) and part.scope.named  # 谁的固定资产多 names a thing
        return part if own or compares else replace(part, mentions=whole.mentions[:1])
    if part.whole and all(bare(m.text) in bare(part.whole) for m in part.mentions) and own:
        subject = before.mentions[: 1 if before.asks(*_AGAINST) else None]
        part = replace(part, mentions=unique((*subject, *part.mentions)))
    if part.asks(Operation.SHARE) and not part.whole and before.whole and own:
        part = _of_same_whole(part, before)
    if own and _of_a_form(part):
        project = tuple(m for m in before.mentions if bare(m.text).endswith(("专项", "项目")))
        part = replace(part, mentions=unique((*project[:1], *part.mentions)))
    if not own:
        row = part.row_number or before.row_number
        part = replace(
            part, mentions=before.mentions, codes=before.codes, annexes=before.annexes,
            row_number=row, table_words=part.table_words or before.table_words,
        )  # fmt: skip
    if not part.years and part.year_offset is None:
        part = replace(
            part, years=before.years, year_offset=before.year_offset, offsets=before.offsets
        )
    other_time = (part.years, part.year_offset) != (before.years, before.year_offset)
    return replace(part, phase=part.phase or (None if other_time else before.phase))


def _of_time(part: Query, before: Query | None, whole: Scope) -> Scope:
    """Return the whole question's scope with the documents of the part's own year and phase."""
    years = part.years or (before.years if before else ())
    if not years or len(whole.candidates) < 2:
        return whole
    phases = (part.phase,) if part.phase else ()
    return replace(whole, documents=narrow(whole.candidates, years, phases))
