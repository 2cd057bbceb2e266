"""Answer a later question of the plan or the spending of the one thing told: 那预算是多少, 省下来多少.

Final accounts print both beside one another (`qa/planning/executed.py`); the thing is the one that the
cells or the amount just told are of. Every word of every clause must be explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from ingest.records import Phase
from qa.chaining.operand import number_of
from qa.linking.text import bare, same_words
from qa.planning import executed
from qa.planning.executed import Thing
from qa.planning.types import Figure, Plan
from qa.query import Mention, Operation, Query, Route
from qa.talk import restated
from qa.talk.frame import Turn, with_scope
from qa.understand import reader, understand
from qa.words.normalise import simplify, without_dialect

if TYPE_CHECKING:
    from qa.view import Explained, View

    _Asked = Operation | Phase

_CLAUSES = re.compile(r"[,，。;；?？!！:：]+")


def answer(view: View, question: str, turns: Sequence[Turn]) -> Explained | None:
    """Return what is asked of the plan and the spending of the thing told, else None."""
    from qa.view import Explained

    text = executed.without_left_out(without_dialect(simplify(question).lower()))
    if not executed.said("of_told", text) or executed.said("several", text):
        return None
    asked = understand(question, view.catalogue)
    of_year = asked.years or asked.offsets or asked.base_year or executed.said("of_year", text)
    if of_year or asked.codes or asked.annexes or asked.scope.named or asked.scope.strangers:
        return None
    query = with_scope(replace(asked, follow=None, parts=()), turns[-1].query)
    thing = _told(view, query, turns[-1], text)
    kinds = _kinds(view, text, thing) if thing is not None else ()
    if thing is None or not kinds or _known(kinds, thing, turns[-1]):
        return None
    plans = [executed.plan(thing, kind) for kind in kinds]
    plan = Plan(
        Route.TABLE, tuple(s for p in plans for s in p.steps), score=1.0, whole=True,
        trace=("planned and spent",),
    )  # fmt: skip
    operations = tuple(step.asked for step in plan.steps)
    query = replace(query, mentions=(Mention(thing.name, quoted=True),), operations=operations)
    return Explained(view.composer.compose(query, plan), query, plan, None)


def _kinds(view: View, text: str, thing: Thing) -> tuple[_Asked, ...]:
    """Return what the clauses of a question ask of a thing, none where a word is not explained."""
    found: dict[_Asked, None] = {}
    for clause in filter(None, map(str.strip, _CLAUSES.split(restated.unled(text)))):
        plain = restated.unpointed(clause).strip()
        kind = _kind(plain)
        explained = executed.explained(
            f"{executed.NAME}{plain}", thing, reader(view.catalogue).prints
        )
        if kind is None or not explained:
            return ()
        found.setdefault(kind)
    return tuple(found)


def _kind(clause: str) -> _Asked | None:
    """Return what one clause asks."""
    if executed.said("rate", clause):
        return Operation.SHARE
    if executed.said("left", clause):
        return Operation.DIFFERENCE
    planned, spent = executed.said("planned", clause), executed.said("spent", clause)
    if planned == spent:
        return None
    return Phase.BUDGET if planned else Phase.FINAL


def _told(view: View, query: Query, last: Turn, text: str) -> Thing | None:
    """Return the one thing that the question before was answered of, of the plan that is meant."""
    cited = last.answer.citations if last.answer is not None else ()
    documents = {c.document_id for c in cited} - {None}
    document = next(iter(documents), None)
    if (
        document is None
        or len(documents) > 1
        or view.catalogue.phase_of(document) is not Phase.FINAL
    ):
        return None
    things = list(executed.things(view, query, document))
    found = list(_of_cells(things, last.cells)) or list(_of_amounts(things, last))
    names = {thing.name for thing in found}
    if len(names) != 1:
        return None
    meant = executed.named(found, same_words(f"{names.pop()}{text}"))
    return meant[0] if len({(t.planned.fact, t.spent.fact) for t in meant}) == 1 else None


def _of_cells(things: Sequence[Thing], cells: Sequence[Figure]) -> Iterator[Thing]:
    """Give the things that have one of some cells, where all others are named as it is."""
    for thing in things:
        own = {(f.row_id, f.column) for f in (thing.planned, thing.spent)}
        others = [cell for cell in cells if (cell.row_id, cell.column) not in own]
        if len(others) < len(cells) and all(_called(cell) == thing.name for cell in others):
            yield thing


def _of_amounts(things: Sequence[Thing], last: Turn) -> Iterator[Thing]:
    """Give the things of the name that was told, one of whose amounts was told."""
    told = [(_called(cell), _worth(cell)) for cell in last.cells]
    if not told and last.answer is not None:
        values = [v for v in last.answer.values if is_money(v.unit or "") and not v.column]
        values = values or [v for v in last.answer.values if is_money(v.unit or "")][:1]
        told = [
            (bare(v.label), convert(number_of(v) or Decimal(0), v.unit or "", "元")) for v in values
        ]
    for thing in things:
        held = {_worth(thing.planned), _worth(thing.spent)}
        if told and all(thing.name in name and amount in held for name, amount in told):
            yield thing


def _called(cell: Figure) -> str:
    """Return the name of a cell: its row, or the column of a row without a name."""
    return restated.called(cell) or bare(cell.column_name.split("/")[-1])


def _worth(figure: Figure) -> Decimal | None:
    """Return the amount of a cell in yuan."""
    fact = figure.fact
    if fact is None or fact.value is None or not is_money(fact.unit or ""):
        return None
    return convert(fact.value, fact.unit or "", "元")


def _known(kinds: Sequence[_Asked], thing: Thing, last: Turn) -> bool:
    """Tell whether all that is asked was told already."""
    told = {(cell.row_id, cell.column) for cell in last.cells}
    own = {Phase.BUDGET: thing.planned, Phase.FINAL: thing.spent}
    return all(
        isinstance(kind, Phase) and (own[kind].row_id, own[kind].column) in told for kind in kinds
    )
