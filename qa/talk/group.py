"""Gather what earlier turns spoke of: 它俩, 这三项, 两家; and set a new thing against it: 比它多多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.linking.text import bare
from qa.query import Asked, Follow, FollowKind, Mention, Operation, Query, Route
from qa.talk.choices import labels
from qa.talk.contrast import headed
from qa.talk.follow import words
from qa.talk.frame import Turn, distinct, framed_by, is_attribute, joint_scope

_LISTED = (Operation.TOP, Operation.BOTTOM, Operation.LIST, Operation.FILTER, Operation.RANK)
_RANKED = (Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.FILTER)
_PAIRS = (Operation.DIFFERENCE, Operation.RATIO, Operation.COMPARE)
_WITH_BEFORE = (*_PAIRS, Operation.SHARE, Operation.SUM)
_MOVES = (Operation.CHANGE, Operation.GROWTH)
_MOST = 12  # things listed that are taken up one by one
_KEPT = (Operation.SHARE, Operation.CONVERT, Operation.YES_NO)


def things(turns: Sequence[Turn]) -> tuple[Mention, ...]:
    """Return what the last turn was about: the row just picked, else its subject, else before."""
    turn = turns[-1]
    before, answer = turn.query, turn.answer
    picked = before.asks(Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.INVERSE)
    if picked and answer is not None and answer.values:
        return (Mention(answer.values[0].label, quoted=True),)
    if before.asks(Operation.SUM, Operation.DIFFERENCE, Operation.COMPARE):
        return before.mentions
    subjects = tuple(m for m in before.mentions if not is_attribute(m))
    if subjects:
        return subjects[:1] if before.asks(Operation.SHARE, Operation.YES_NO) else subjects
    return things(turns[:-1]) if len(turns) > 1 else before.mentions


def grouped(query: Query, turns: Sequence[Turn]) -> Query:
    """Return a question about several things of earlier turns together."""
    linked = _linked(query, turns)
    queries = [turn.query for turn in linked]
    last = queries[-1]
    own = tuple(m for m in query.mentions if not is_attribute(m))
    apart = len({q.scope.documents for q in queries}) > 1
    named = () if own and apart else _named(query, linked)
    framed = framed_by(replace(query, mentions=()), last)
    return replace(
        framed,
        mentions=tuple(distinct((*named, *own))),
        codes=query.codes or tuple(dict.fromkeys(c for q in queries for c in q.codes)),
        years=query.years or _all_years(queries),
        offsets=query.offsets or tuple(sorted({o for q in queries for o in q.offsets})),
        phase=query.phase or (last.phase if len({q.phase for q in queries}) == 1 else None),
        operations=_operations(query, last),
        whole=_whole(query, named),
        text=_text(query, linked),
        scope=joint_scope(queries, framed.scope),
        follow=query.follow or Follow(FollowKind.GROUP),
        parts=(),
    )


def _all_years(queries: Sequence[Query]) -> tuple[int, ...]:
    return tuple(sorted({year for q in queries for year in q.years}))


def _linked(query: Query, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns that are meant: as many as the words count, else back to the chain's head."""
    count = _count(query)
    linked: list[Turn] = []
    for turn in reversed(turns):
        linked.insert(0, turn)
        found = len(distinct([m for t in linked for m in t.query.mentions]))
        if 0 < count <= max(found, len(linked)):
            break
        head = turn.query.follow is None and (len(linked) > 1 or len(turn.query.mentions) > 1)
        if count <= 0 and head:
            break
    return tuple(linked)


def _named(query: Query, linked: Sequence[Turn]) -> tuple[Mention, ...]:
    """Return the things that the linked turns named, or that the answer of the last one listed."""
    count = _count(query)
    said = distinct([m for turn in linked for m in turn.query.mentions])
    last = linked[-1]
    listed = labels(last.answer)
    picked = last.query.asks(*_RANKED) and 1 < len(listed) <= _MOST and not count
    offered = last.answer is not None and last.answer.route is Route.CLARIFY and not count
    if picked or (last.query.asks(*_LISTED) and len(listed) == count) or (offered and listed):
        return tuple(Mention(label, quoted=True) for label in listed)
    return tuple(said[:-count] if count < 0 else said)


def _count(query: Query) -> int:
    """Return how many things are meant: 0 for all, less than 0 for so many from the first on."""
    return (query.follow.index or 0) if query.follow else 0


def _operations(query: Query, last: Query) -> tuple[Asked, ...]:
    """Return what is asked of several things: their sum where only how much they are is asked."""
    counted = (Operation.TOP,) if _count(query) < 0 else ()  # 前两个 counts, it ranks nothing
    asked = tuple(a for a in query.operations if a.operation not in (Operation.LOOKUP, *counted))
    kept = tuple(a for a in last.operations if a.operation is Operation.STAFFING)
    if re.search(str(words("each")), query.text):
        return (*(asked or query.operations), *kept)
    summed = query.follow is not None and query.follow.kind is FollowKind.AGGREGATE
    if all(a.operation in _KEPT for a in asked) and not query.asks(Operation.SUM):
        summed = summed or not asked or query.asks(Operation.SHARE)
    if summed and not query.asks(Operation.SUM):
        asked = (Asked(Operation.SUM), *asked)
    return (*asked, *kept) or query.operations


def _text(query: Query, linked: Sequence[Turn]) -> str:
    """Return the words of a question with those of the list that it adds up (… 加起来)."""
    before = linked[-1].query
    listed = [a.text for a in before.operations if a.operation is Operation.LIST]
    if len(linked) > 1 or not listed or not listed[0]:
        return query.text
    return f"{before.text.replace(listed[0], '')}{query.text}"


def _whole(query: Query, named: Sequence[Mention]) -> str | None:
    """Return what a ratio or share is over: 前者 and 后者 stand for the first and the last thing."""
    if query.whole and named and re.search(r"前|first|former", query.whole):
        return named[0].text
    if query.whole and named and re.search(r"后|second|latter", query.whole):
        return named[-1].text
    return query.whole


def against(query: Query, turns: Sequence[Turn]) -> Query:
    """Return the comparison of a new thing with what was just spoken of (比它多多少, 是它的几倍)."""
    before = turns[-1].query
    old = things(turns)
    texts = {bare(m.text) for m in old}
    said = [m for m in query.mentions if bare(m.text) not in texts]
    new = headed(said, old)
    beside = re.search(str(words("beside")), query.text, re.I) is not None
    framed = framed_by(query, before)
    base = new if beside else old
    whole = base[-1].text if query.asks(Operation.RATIO, Operation.SHARE) and base else None
    operations = tuple(a for a in query.operations if a.operation in _WITH_BEFORE)
    if not operations or query.asks(*_MOVES):
        operations = (*(a for a in operations if a.operation is Operation.RATIO),)
        operations = operations or (Asked(Operation.DIFFERENCE, query.text),)
    return replace(
        framed,
        mentions=tuple(distinct((*old[-1:], *new) if beside else (*new, *old[-1:]))),
        operations=operations,
        codes=(*query.codes, *(before.codes if query.codes or not old else ())),
        column_words=query.column_words,
        whole=whole,
        follow=Follow(FollowKind.AGAINST),
        parts=(),
    )
