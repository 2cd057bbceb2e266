"""Answer what is asked of each of several things, one by one, where one answer leaves some out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining.several import several
from qa.planning.enumerated import LONGEST, cut
from qa.planning.types import Plan
from qa.query import Answer, Query, Route
from qa.understand import reader, understand
from qa.words import asked_each

if TYPE_CHECKING:
    from qa.chain import Explained, View

    Read = Callable[[Query], Explained]

MOST = 8  # questions that are asked one by one
_OPEN = (Route.REFUSE, Route.CLARIFY)


def answer(view: View, query: Query, done: Explained, read: Read) -> tuple[Plan, Answer] | None:
    """Return the answers for every thing, where they tell more than one answer does."""
    found = asked_each.heads(query.text)
    if found is None or query.refusals or query.scope.strangers:
        return None
    names, _ = cut(found[0], reader(view.catalogue).departments.mentioned)
    asks = found[1]
    if not 1 < len(names) * len(asks) <= MOST or len(names) < 2 or max(map(len, names)) > LONGEST:
        return None
    if len(done.answer.values) >= len(names) * len(asks) and done.answer.route not in _OPEN:
        return None
    told = [read(_asked(view, query, f"{name}{ask}")) for name in names for ask in asks]
    good = [one for one in told if one.answer.route not in _OPEN]
    if len(good) <= len(told) // 2 or len(good) <= _given(done):
        return None
    joined = several(query.original, query, [one.answer for one in told])
    return Plan(joined.route, good[0].plan.steps, score=1.0, whole=True), joined


def _given(done: Explained) -> int:
    """Return how many figures or facts an answer gives."""
    return 0 if done.answer.route in _OPEN else max(len(done.answer.values), 1)


def _asked(view: View, query: Query, text: str) -> Query:
    """Return one question of one thing, in the scope and time of all of them."""
    asked = understand(text, view.catalogue)
    scope = asked.scope if asked.scope.named else query.scope
    if asked.years or asked.offsets:
        return replace(asked, scope=scope, follow=None)
    return replace(
        asked, scope=scope, years=query.years, offsets=query.offsets, follow=None,
        year_offset=query.year_offset, phase=asked.phase or query.phase,
    )  # fmt: skip
