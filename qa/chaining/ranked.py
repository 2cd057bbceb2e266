"""Answer what is asked of the n-th of a ranking or list just told: 排第二的那个是做什么的."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining.parts import answered
from qa.chaining.several import several
from qa.query import Follow, FollowKind, Operation, Query
from qa.talk import restated
from qa.talk.choices import nth
from qa.talk.frame import Turn, with_scope
from qa.understand import understand

if TYPE_CHECKING:
    from qa.view import Explained, View

    Read = Callable[[Query], Explained]

_BESIDE = (Operation.DIFFERENCE, Operation.COMPARE, Operation.RATIO, Operation.SHARE)
_RANKED = (Operation.TOP, Operation.BOTTOM, Operation.RANK)
_ITSELF = {Operation.LOOKUP}
_BELOW = re.compile("下属|所属|直属|二级")  # of the units below a department, which is listed too
_THING = 4  # characters from which a phrase left over names a thing


def answer(view: View, asked: Query, turns: Sequence[Turn], read: Read) -> Explained | None:
    """Return what a question asks of the n-th thing, which it knows by its place alone."""
    found = restated.of_the_ranked(asked.text)
    if found is None or asked.scope.named:
        return None
    place, count, rest = found
    plain = understand(rest, view.catalogue, asked.language)
    kinds = {a.operation for a in plain.operations} - _ITSELF
    named = any(m.hints or count or len(m.text) >= _THING for m in plain.mentions)
    if (
        not (kinds or named)
        or _BELOW.match(rest)
        or plain.asks(*_RANKED, *_BESIDE)
        or plain.scope.named
    ):
        return None
    first = _named(asked, turns, place, count) or (
        None if count else _first(asked, turns, read, place)
    )
    name = first if isinstance(first, str) else first.cells[0].label if first else ""
    if not name:
        return None
    name = name if kinds else f"“{name}”"
    said = with_scope(understand(f"{name}{rest}", view.catalogue), turns[-1].query)
    done = read(replace(said, original=asked.original, language=asked.language, follow=None))
    if not answered(done) or isinstance(first, str) or first is None:
        return done if answered(done) else None
    told = several(asked.original, asked, [first.answer, done.answer])
    return replace(done, answer=told, query=replace(done.query, follow=asked.follow))


def _named(asked: Query, turns: Sequence[Turn], place: int, count: int) -> str:
    """Return the name of the n-th that was listed, or of the last few told one by one."""
    cells = restated.listed(asked, turns[-1])
    if count and len(cells) != count:
        cells = restated.one_by_one(turns)[-count:]
    index = place - (place > 0)
    told = restated.names(asked, turns[-1]) if not cells else ()
    if len(told) > 1 and -len(told) <= index < len(told):
        return told[index]
    if len(cells) < max(count, 2) or not -len(cells) <= index < len(cells):
        return ""
    one_label = len({cell.label for cell in cells}) == 1  # goals of several projects
    return cells[index].subject if one_label else cells[index].label


def _first(asked: Query, turns: Sequence[Turn], read: Read, place: int) -> Explained | None:
    """Return the answer which of all is the n-th, where the question before told only the first."""
    last = turns[-1].query
    if not last.asks(*_RANKED) or place < 0 or len(restated.cells_of(turns[-1])) > 1:
        return None
    only = replace(asked, mentions=(), parts=(), operations=last.operations)
    done = read(nth(replace(only, follow=Follow(FollowKind.ORDINAL, place)), turns))
    return done if answered(done) and len(done.cells) == place else None
