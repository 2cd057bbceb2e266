"""Work out what is asked of figures told before: 第一个比第二个多多少, 这俩加起来, 后面那个是前面那个的几倍."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.planning.find import filled
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Follow, FollowKind, Operation, Query, Route
from qa.talk import restated
from qa.talk.frame import Turn, framed_by
from qa.understand import reader, understand

if TYPE_CHECKING:
    from qa.chain import Explained, View

SURE = 0.95
_SET = (Operation.SUM, Operation.AVERAGE, Operation.TOP, Operation.BOTTOM, Operation.RANK)
_APART = (Operation.DIFFERENCE, Operation.CHANGE, Operation.COMPARE)
_ONLY = {*_SET, *_APART, Operation.RATIO, Operation.SHARE, Operation.LOOKUP, Operation.CONVERT}


def answer(view: View, asked: Query, turns: Sequence[Turn]) -> Explained | None:
    """Return what is asked of several cells told before, which the question only points at."""
    cells = restated.told_of(asked, turns)
    if len(cells) < 2 or len(set(cells)) < len(cells) or not all(map(filled, cells)):
        return None
    plain = understand(restated.without_pointing(asked.text), view.catalogue)
    if _names_more(view, plain):
        return None
    steps = _steps(plain, cells)
    if not steps:
        return None
    from qa.chain import Explained

    plan = Plan(Route.TABLE, steps, score=SURE, whole=True, trace=("figures told before",))
    follow = Follow(FollowKind.GROUP, len(cells))
    query = replace(framed_by(asked, turns[-1].query), follow=follow, parts=())
    return Explained(view.composer.compose(query, plan), query, plan, None)


def _names_more(view: View, plain: Query) -> bool:
    """Tell whether a question names a row, a time, a table or a department of its own."""
    marked = plain.codes or plain.annexes or plain.table_words or plain.column_words or plain.years
    labels = reader(view.catalogue).labels
    known = any(m.hints or bare(m.text) in labels for m in plain.mentions if m.end)
    return bool(marked or plain.offsets or plain.scope.named or plain.figures or known)


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
