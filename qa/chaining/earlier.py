"""Work out what is asked of figures told before: 第一个比第二个多多少, 这俩加起来, 后面那个是前面那个的几倍."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Follow, FollowKind, Mention, Operation, Query, Route
from qa.talk import restated
from qa.talk.follow import words
from qa.talk.frame import Turn, framed_by
from qa.understand import reader, understand

if TYPE_CHECKING:
    from qa.chain import Explained, View

SURE = 0.95
_SET = (Operation.SUM, Operation.AVERAGE, Operation.TOP, Operation.BOTTOM, Operation.RANK)
_APART = (Operation.DIFFERENCE, Operation.CHANGE, Operation.COMPARE)
_WEIGHED = {*_SET, Operation.DIFFERENCE, Operation.COMPARE, Operation.RATIO}
_ONLY = {*_SET, *_APART, Operation.RATIO, Operation.SHARE, Operation.LOOKUP, Operation.CONVERT}


def answer(view: View, asked: Query, turns: Sequence[Turn]) -> Explained | None:
    """Return what is asked of several cells told before, which the question only points at."""
    cells = restated.told_of(asked, turns) or _unsaid(asked, turns)
    if len(cells) < 2 or len(set(cells)) < len(cells) or not all(map(filled, cells)):
        return None
    plain = understand(restated.without_pointing(asked.text), view.catalogue, asked.language)
    if _names_more(view, plain):
        return None
    steps = _steps(plain, cells) or _summed(asked, cells)
    if not steps:
        return None
    from qa.chain import Explained

    plan = Plan(Route.TABLE, steps, score=SURE, whole=True, trace=("figures told before",))
    follow = Follow(FollowKind.GROUP, len(cells))
    named = tuple(Mention(cell.label, quoted=True) for cell in cells if cell.label)
    query = framed_by(replace(asked, mentions=named), turns[-1].query)
    query = replace(query, follow=follow, parts=())
    return Explained(view.composer.compose(query, plan), query, plan, None)


def _unsaid(asked: Query, turns: Sequence[Turn]) -> tuple[Figure, ...]:
    """Return the cells that a question which names nothing and points at nothing is of.

    It is of all that was told last, or else of what was told one by one: 差额是多少, 哪个多.
    """
    kinds = {a.operation for a in asked.operations}
    if kinds == {Operation.LOOKUP} and re.search(str(words("altogether")), asked.text):
        kinds = {Operation.SUM}
    named = any(m.end for m in asked.mentions) or asked.codes or asked.annexes or asked.years
    framed = asked.offsets or asked.column_words or asked.scope.named or asked.whole
    if named or framed or not kinds & _WEIGHED or kinds - _WEIGHED - {Operation.LOOKUP}:
        return ()
    cells = tuple(restated.cells_of(turns[-1]))
    if len(cells) > 1:
        return cells if len({c.fact.unit for c in cells if c.fact}) == 1 else ()
    told = restated.one_by_one(turns)
    count = (asked.follow.index or 0) if asked.follow else 0
    if count < 0:
        return ()  # 前两个 counts from the first on
    if count:
        return tuple(told[-count:]) if len(told) >= count else ()
    paired = kinds - {Operation.SUM, Operation.AVERAGE, Operation.TOP, Operation.BOTTOM}
    return tuple(told[-2:] if paired else told)


def _names_more(view: View, plain: Query) -> bool:
    """Tell whether a question names a row, a time, a table or a department of its own."""
    marked = plain.codes or plain.annexes or plain.table_words or plain.column_words or plain.years
    labels = reader(view.catalogue).labels
    known = any(m.hints or bare(m.text) in labels for m in plain.mentions if m.end)
    return bool(marked or plain.offsets or plain.scope.named or plain.figures or known)


def _summed(asked: Query, cells: Sequence[Figure]) -> tuple[Step, ...]:
    """Return the sum of cells where only how much they are altogether is asked."""
    plain = all(a.operation is Operation.LOOKUP for a in asked.operations)
    if not plain or not re.search(str(words("altogether")), asked.text):
        return ()
    return (Step(Asked(Operation.SUM), tuple(Target(cell) for cell in cells)),)


def _steps(plain: Query, cells: Sequence[Figure]) -> tuple[Step, ...]:
    """Return the steps of the operations that are asked of the cells, in their order."""
    kinds = {a.operation for a in plain.operations}
    if kinds - _ONLY:
        return ()
    targets = tuple(Target(cell) for cell in cells)
    pair = len(targets) == 2
    if pair and Operation.SHARE in kinds:
        return (Step(Asked(Operation.SHARE), targets[:1], targets[1:]),)
    if pair and Operation.RATIO in kinds:
        return (Step(Asked(Operation.RATIO), targets),)
    if pair and kinds & {*_APART, Operation.TOP, Operation.BOTTOM}:
        return (Step(Asked(Operation.DIFFERENCE), targets),)
    if Operation.COMPARE in kinds:
        return (Step(Asked(Operation.COMPARE), targets),)
    return tuple(Step(a, targets) for a in plain.operations if a.operation in _SET)
