"""Work out what is asked of figures told before: 第一个比第二个多多少, 这俩加起来, 后面那个是前面那个的几倍."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.linking.text import bare
from qa.planning import unit_goals
from qa.planning.find import filled
from qa.planning.scope import ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Follow, FollowKind, Mention, Operation, Query, Route
from qa.talk import restated
from qa.talk.follow import words
from qa.talk.frame import Turn, framed_by
from qa.understand import reader, understand
from qa.words import each

if TYPE_CHECKING:
    from qa.view import Explained, View

SHARE = Asked(Operation.SHARE)
LOOK_UP = (Asked(Operation.LOOKUP),)
SURE = 0.95
_SET = (Operation.SUM, Operation.AVERAGE, Operation.TOP, Operation.BOTTOM, Operation.RANK)
_APART = (Operation.DIFFERENCE, Operation.CHANGE, Operation.COMPARE)
_WEIGHED = {*_SET, Operation.DIFFERENCE, Operation.COMPARE, Operation.RATIO}
_SET_AGAINST = {
    Operation.DIFFERENCE,
    Operation.COMPARE,
    Operation.RATIO,
    Operation.TOP,
    Operation.BOTTOM,
}
_BESIDE = {Operation.LOOKUP, Operation.YES_NO}
_ONLY = {*_SET, *_APART, Operation.RATIO, Operation.SHARE, Operation.LOOKUP, Operation.CONVERT,
         Operation.YES_NO}  # fmt: skip


def answer(view: View, asked: Query, turns: Sequence[Turn]) -> Explained | None:
    """Return what is asked of several cells told before, which the question only points at."""
    if apiece := _apiece(asked, turns):
        own = None if each.divided(asked.text) else _set_for_one(view, asked, apiece[1])
        return own or _worked(view, asked, turns, *apiece)
    cells = restated.told_of(asked, turns) or _unsaid(asked, turns)
    if len(cells) == 1 and asked.asks(Operation.SHARE) and restated.of_all(asked.text):
        whole = restated.cells_of(turns[-1])
        whole = whole if len(whole) > 1 else restated.one_by_one(turns)
        part = (Target(cells[0]),)
        return _worked(view, asked, turns, (Step(SHARE, part, tuple(map(Target, whole))),), whole)
    if len(cells) < 2 or len(set(cells)) < len(cells):
        return None
    plain = understand(restated.without_pointing(asked.text), view.catalogue, asked.language)
    if _names_more(view, plain):
        return None
    altogether = asked.operations == LOOK_UP and asks_altogether(asked.text)
    steps = _steps(plain, cells) or (summed(cells) if altogether else ())
    return _worked(view, asked, turns, steps, cells) if steps else None


def against(
    view: View, asked: Query, turns: Sequence[Turn], figure: Figure, then: str
) -> Explained | None:
    """Return how the cell of a thing just named stands to the one told (甲呢?是它的几倍)."""
    told = restated.last_cell(turns)
    plain = understand(restated.without_pointing(then), view.catalogue, asked.language)
    kinds = {a.operation for a in plain.operations}
    if told is None or told == figure or not kinds & _SET_AGAINST or _names_more(view, plain):
        return None
    cells = (figure, told)
    if len({cell.fact.unit for cell in cells if cell.fact}) != 1:
        return None
    steps = _steps(plain, cells)
    return _worked(view, asked, turns, steps, cells) if steps else None


def _apiece(asked: Query, turns: Sequence[Turn]) -> tuple[tuple[Step, ...], list[Figure]] | None:
    """Return the amount over the count, told one after the other, where what each is of is asked."""
    unit = restated.each_of(asked.text)
    told = restated.one_by_one(turns)[-2:]
    if not unit or len(told) != 2 or not all(map(filled, told)) or asked.years or asked.codes:
        return None
    money = [c for c in told if c.fact is not None and is_money(c.fact.unit or "")]
    counts = [c for c in told if c.fact is not None and (c.fact.unit or "").endswith(unit)]
    if len(money) != 1 or len(counts) != 1 or counts[0] == money[0]:
        return None
    each = Asked(Operation.PER_HEAD, asked.text)
    return (Step(each, (Target(money[0]),), (Target(counts[0]),), group=unit),), told


def _set_for_one(view: View, asked: Query, told: Sequence[Figure]) -> Explained | None:
    """Return what one of the things gets, where a goal of the project told before sets it."""
    from qa.view import Explained

    name = next(c.label for c in told if c.fact is not None and is_money(c.fact.unit or ""))
    said = understand(f"{name}{asked.text}", view.catalogue)
    place = ground(said, view.catalogue)
    plan = unit_goals.plan(said, place, view.catalogue, view.planner.lookup)
    if plan is None:
        return None
    return Explained(view.composer.compose(said, plan), said, plan, None)


def _worked(
    view: View,
    asked: Query,
    turns: Sequence[Turn],
    steps: tuple[Step, ...],
    cells: Sequence[Figure],
) -> Explained | None:
    """Return the answer of steps over cells told before, or None where one of them is blank."""
    from qa.view import Explained

    if not all(map(filled, cells)):
        return None
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
    if asked.operations == LOOK_UP and asks_altogether(asked.text):
        kinds = {Operation.SUM}
    one_by_one = restated.one_by_one(turns)
    if kinds == {Operation.CHANGE} and len({c.row_id for c in one_by_one[-2:]}) == 1:
        kinds = {Operation.DIFFERENCE}  # 省了多少 after two columns of one row
    named = any(m.end for m in asked.mentions) or asked.codes or asked.annexes or asked.years
    framed = asked.offsets or asked.column_words or asked.scope.named or asked.whole
    left = restated.asks_rest(asked.text)
    if named or framed or left or not kinds & _WEIGHED or kinds - _WEIGHED - _BESIDE:
        return ()
    cells = tuple(restated.cells_of(turns[-1]))
    if len(cells) > 1:
        return cells if len({c.fact.unit for c in cells if c.fact}) == 1 else ()
    told = one_by_one
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
    figures = plain.figures and not plain.asks(Operation.YES_NO)  # 够不够那10万
    labels = reader(view.catalogue).labels
    known = any(m.hints or bare(m.text) in labels for m in plain.mentions if m.end)
    return bool(marked or plain.offsets or plain.scope.named or figures or known)


def asks_rest(asked: Query) -> bool:
    """Tell whether a question adds up what was not told, and names nothing of its own."""
    summed = asked.follow is not None and asked.follow.kind is FollowKind.AGGREGATE
    summed = summed or asked.asks(Operation.SUM)
    named = asked.codes or asked.scope.named or any(m.end for m in asked.mentions)
    return summed and not named and restated.asks_rest(asked.text)


def asks_altogether(text: str) -> bool:
    """Tell whether a text asks how much several things are together."""
    return re.search(str(words("altogether")), text) is not None


def summed(cells: Sequence[Figure]) -> tuple[Step, ...]:
    """Return the sum of cells as the one step of a plan."""
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
