"""Resolve a choice: the n-th of what was listed or ranked, an option of a question back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.linking.text import bare
from qa.planning.own_rows import is_own
from qa.query import Answer, Asked, Follow, FollowKind, Mention, Operation, Query, Route
from qa.talk.frame import Turn, framed_by, is_generic

_BELOW = re.compile(r"下属|所属|直属|二级")
_TOLD = re.compile(r"(?:包括|分别[是为]|[有为]|\d+[个家])[:：]([^”。；：]+、[^”。；：]+)[”。；]")
"""Names that narrative lists."""
COUNTED = ("个数", "数量")  # the columns of how many a list has, which is none of its members


def nth(query: Query, turns: Sequence[Turn]) -> Query:
    """Return the question about the n-th of what was just listed or ranked."""
    before, answer = turns[-1].query, turns[-1].answer
    index = query.follow.index if query.follow else None
    follow = Follow(FollowKind.ORDINAL, index)
    framed = framed_by(query, before)
    ranked = before.asks(Operation.TOP, Operation.BOTTOM, Operation.RANK)
    if index is not None and len(before.parts) >= max(abs(index), 2):
        part = before.parts[index - 1 if index > 0 else index]
        mentions = (*part.mentions, *_without_generic(query.mentions))
        return replace(framed, mentions=mentions, codes=part.codes, follow=follow)
    listed = below(labels(answer), f"{query.text},{before.text}", answer)
    if index is not None and listed and not (ranked and query.asks(Operation.RANK)):
        place = index - 1 if index > 0 else index
        if -len(listed) <= place < len(listed):
            mentions = (Mention(listed[place], quoted=True), *_without_generic(query.mentions))
            return replace(framed, mentions=mentions, follow=follow)
    descending = not before.asks(Operation.BOTTOM)
    rank = Asked(Operation.RANK if descending else Operation.BOTTOM, query.text, index)
    return replace(
        framed,
        operations=(rank,),
        mentions=_without_generic(query.mentions) or before.mentions,
        codes=before.codes,
        annexes=query.annexes or before.annexes,
        follow=follow,
    )


def _without_generic(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if not is_generic((m,)))


def labels(answer: Answer | None) -> tuple[str, ...]:
    """Return what an answer listed, in its order."""
    if answer is None:
        return ()
    listed = tuple(value.label for value in answer.values if value.column not in COUNTED)
    if not listed and answer.route is Route.TEXT and (told := _TOLD.search(answer.answer)):
        listed = tuple(name.strip() for name in told[1].split("、"))
    return answer.options or tuple(dict.fromkeys(listed))


def below(listed: tuple[str, ...], said: str, answer: Answer | None) -> tuple[str, ...]:
    """Return what was listed without the department itself, where units below it are spoken of."""
    if answer is None or not _BELOW.search(said):
        return listed
    above = {citation.department for citation in answer.citations}
    return tuple(name for name in listed if not any(is_own(name, own) for own in above))


def choice_of(query: Query, last: Turn) -> Query | None:
    """Return the earlier question narrowed to the option that was chosen by number or name."""
    answer = last.answer
    if answer is None or not answer.options:
        return None
    index = _chosen(query, answer.options)
    if index is None:
        return None
    option = answer.options[index - 1].strip("“”")
    if not all(a.operation in (Operation.LOOKUP, Operation.LIST) for a in query.operations):
        named = (Mention(option, quoted=True), *_without_generic(query.mentions))
        follow = Follow(FollowKind.ORDINAL, index)
        return replace(framed_by(query, last.query), mentions=named, follow=follow)
    return replace(
        last.query,
        original=query.original,
        language=query.language,
        mentions=(Mention(option, quoted=True),),
        follow=Follow(FollowKind.CHOICE, index),
    )


def _chosen(query: Query, options: Sequence[str]) -> int | None:
    follow = query.follow
    if follow and follow.kind is FollowKind.ORDINAL and follow.index is not None:
        index = follow.index if follow.index > 0 else len(options) + 1 + follow.index
        return index if 1 <= index <= len(options) else None
    said = re.sub(
        r"(?:那个|这个|的|吧|呢|那一?个|就|要|是|选|看)+$|^(?:就|要|是|选|我要|我选|看)+",
        "",
        bare(query.text),
    )
    if not said:
        return None
    hits = [i for i, option in enumerate(options, 1) if said in bare(option)]
    exact = [i for i, option in enumerate(options, 1) if said == bare(option)]
    found = exact or hits
    return found[0] if len(found) == 1 else None
