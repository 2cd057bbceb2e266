"""Answer what is asked of each of several things, one by one, where one answer leaves some out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining.earlier import asks_altogether, summed
from qa.chaining.several import several
from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route
from qa.understand import reader, understand
from qa.words import asked_each
from qa.words.asked_each import dated, in_columns
from qa.words.listed import LONGEST, cut

if TYPE_CHECKING:
    from qa.view import Explained, View

    Read = Callable[[Query], Explained]

MOST = 8  # questions that are asked one by one
_OPEN = (Route.REFUSE, Route.CLARIFY)


def answer(view: View, query: Query, done: Explained, read: Read) -> tuple[Plan, Answer] | None:
    """Return the answers for every thing, where they tell more than one answer does."""
    if query.refusals or query.scope.strangers:
        return None
    if texts := asked_each.placed(query.text):
        return _in_places(view, query, texts, read)
    found = asked_each.heads(query.text)
    if found is None:
        return None
    listed = in_columns(cut(found[0], reader(view.catalogue).departments.mentioned)[0])
    names = listed if query.asks(Operation.DEFINE) else dated(listed)  # 全年预算数 is a term too
    asks = found[1]
    if not 1 < len(names) * len(asks) <= MOST or len(names) < 2 or max(map(len, names)) > LONGEST:
        return None
    if _given(done) >= len(names) and len(done.answer.values) >= len(names) * len(asks):
        return None
    if _ranks_all(query, done, len(names)):
        return None
    apart = [ask for ask in asks if not asks_altogether(ask)]
    told = [read(_asked(view, query, f"{name}{ask}")) for name in names for ask in apart]
    good = [one for one in told if one.answer.route not in _OPEN]
    given = len({(c.row_id, c.column) for c in done.cells}) if names != listed else 0
    if not good or len(good) + (names != listed) <= max(len(told) // 2, _given(done), given):
        return None
    answers = [one.answer for one in told]
    cells = [one.cells[0] for one in good if len(one.cells) == 1]
    if len(apart) < len(asks) and len(cells) == len(names):
        plan = Plan(Route.TABLE, summed(cells), score=1.0, whole=True)
        answers.append(view.composer.compose(query, plan))
    joined = several(query.original, query, answers)
    return Plan(joined.route, good[0].plan.steps, score=1.0, whole=True), joined


def _ranks_all(query: Query, done: Explained, count: int) -> bool:
    """Tell whether as many departments were ranked, each with its figure (哪家最高,各是多少)."""
    told = {c.document_id for c in done.answer.citations}
    ranked = query.asks(Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.COMPARE)
    return ranked and done.answer.route is Route.TABLE and count <= len(told)


def _in_places(
    view: View, query: Query, texts: tuple[str, ...], read: Read
) -> tuple[Plan, Answer] | None:
    """Return what one thing has in each of several places, where each of them has its own."""
    told = [read(_asked(view, query, text)) for text in texts]
    if len({(c.table_id, c.row_id, c.column) for one in told for c in one.cells}) < len(texts):
        return None
    if any(one.answer.route in _OPEN or len(one.cells) != 1 for one in told):
        return None
    answers = [
        replace(one.answer, answer=f"{asked_each.place(text)}：{one.answer.answer}".lstrip("："))
        for one, text in zip(told, texts, strict=True)
    ]
    joined = several(query.original, query, answers)
    steps = tuple(step for one in told for step in one.plan.steps)
    return Plan(joined.route, steps, score=1.0, whole=True), joined


def _given(done: Explained) -> int:
    """Return of how many things an answer tells."""
    told: Collection[object] = {cell.row_id for cell in done.cells} or done.answer.values
    if done.query.asks(Operation.SHARE, Operation.GROWTH):
        told = [value for value in done.answer.values if value.unit == "%"]
    return 0 if done.answer.route in _OPEN else max(len(told), 1)


def _asked(view: View, query: Query, text: str) -> Query:
    """Return one question of one thing, in the scope and time of all of them."""
    asked = understand(text, view.catalogue, query.language)
    scope = asked.scope if asked.scope.named else query.scope
    if asked.years or asked.offsets:
        return replace(asked, scope=scope, follow=None)
    return replace(
        asked, scope=scope, years=query.years, offsets=query.offsets, follow=None,
        year_offset=query.year_offset, phase=asked.phase or query.phase,
    )  # fmt: skip
