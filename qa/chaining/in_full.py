"""Ask before all others the readers that answer only where every word of a question is explained.

Each knows one matter by what the documents print of it: performance forms, what was told before, the
wholes of a department, its units, rows named by a table, a class or a mark. What none explains in full
goes to the readers that weigh what is likely (`qa/chaining/asking.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qa.chaining import (
    formal,
    goals,
    later,
    planned,
    rows_beside,
    steps,
    told_columns,
    unit_kept,
)
from qa.checking import tally
from qa.dialogue import Turn
from qa.forms import answers as forms
from qa.forms import other
from qa.planning import (
    above,
    anchored,
    formless,
    inner_bodies,
    planned_sets,
    unit_asked,
    unprinted_codes,
    wholes,
)
from qa.planning.types import Plan
from qa.query import Query, Route
from qa.understand import understand

if TYPE_CHECKING:
    from qa.view import Explained, View

    Finish = Callable[..., Explained]
    Explain = Callable[[str, tuple[Turn, ...]], Explained]
    Read = Callable[[str, Query], Explained]


class First:
    """Ask them over one view; `finish` words what they find, `explain` and `read` are for all others."""

    def __init__(self, view: View, finish: Finish, explain: Explain, read: Read) -> None:
        self._view = view
        self._finish = finish
        self._explain = explain
        self._read = read

    def answer(self, question: str, turns: tuple[Turn, ...], whole: str) -> Explained | None:
        """Return what the first of them finds; `whole` is the question with the talk around it."""
        asked = understand(question, self._view.catalogue)
        if of_row := told_columns.answer(self._view, question, turns):
            return self._finish(of_row.query, question, (of_row.plan, of_row.answer, None))
        if stranger := inner_bodies.unlisted(self._view, asked, question):
            plan = Plan(Route.REFUSE, reason=f"lacking:{stranger}", trace=("no such place",))
            return self._finish(
                asked, question, (plan, self._view.composer.compose(asked, plan), None)
            )
        if code := unprinted_codes.unprinted(self._view, asked):
            plan = Plan(Route.REFUSE, reason=f"lacking:{code}", trace=("no such code",))
            told = (plan, self._view.composer.compose(asked, plan), None)
            return self._finish(asked, question, told)
        if asked.scope.strangers:
            return None  # nothing is told of a body that no document is of
        if formal_words := self._formally(question, turns):
            return formal_words
        if not turns and (held := tally.answer(self._view, asked, whole)):
            return self._finish(asked, question, (*held, None), goals=False)
        if formed := self.formed(question, turns, whole):
            return formed
        if turns and (worked := self._on_told(question, turns)):
            return worked
        if not turns and (in_all := wholes.answer(self._view, asked, whole)):
            return self._finish(asked, question, (*in_all, None), goals=False)
        if not turns and (against := planned_sets.answer(self._view, asked)):
            return self._finish(asked, question, against)
        if not turns and (below := above.answer(self._view, asked)):
            return self._finish(asked, question, (*below, None), goals=False)
        if of_units := unit_asked.answer(self._view, whole, turns):
            return self._finish(of_units[0], question, (*of_units[1:], None), goals=False)
        if plain := unit_asked.restated(self._view, whole, turns):
            return self._explain(plain, ())
        return self._anchored(question, whole)

    def formed(self, question: str, turns: tuple[Turn, ...], whole: str) -> Explained | None:
        """Return what performance forms tell of a question in its own words, Chinese or English."""
        asked = understand(question, self._view.catalogue)
        if not turns and (projects := formless.answer(self._view, asked)):
            return self._finish(asked, question, (*projects, None), goals=False)
        found = other.of_project(self._view, asked, question, turns)
        found = found or forms.answer(self._view, asked, whole)
        found = found or other.answer(self._view, asked, question, turns)
        found = found or other.same(self._view, asked, question, turns)
        return self._finish(asked, question, found) if found else None

    def _formally(self, question: str, turns: tuple[Turn, ...]) -> Explained | None:
        """Answer a question of final accounts in the words of their tables, from as many cells as asked."""
        said = formal.restated(self._view, question)
        if said is None or said[0] == question:
            return None
        done = self._explain(said[0], turns)
        routes = (Route.TABLE, Route.BOTH) if said[1] else (Route.TABLE, Route.BOTH, Route.TEXT)
        told = done.answer.route in routes and len(done.cells) >= said[1]
        return replace(done, answer=replace(done.answer, question=question)) if told else None

    def likely(
        self, question: str, turns: tuple[Turn, ...], whole: str, done: Explained
    ) -> Explained | None:
        """Return the row of a form that a question most likely means, where another was told or none."""
        asked = done.query if turns else understand(question, self._view.catalogue)
        words, sure = asked.text if turns else whole, not goals.is_open(done)
        if done.answer.route is Route.REFUSE and sure:
            return None
        found = forms.likely(self._view, asked, words, sure=sure)
        if found is None or (sure and _rows(found[0]) <= _rows(done.plan)):
            return None
        return self._finish(asked, question, found)

    def plainly(self, question: str, turns: tuple[Turn, ...], whole: str) -> str:
        """Return a question as it is said of a thing's own spending, else as it is."""
        if turns:
            return question
        return wholes.restated(self._view, whole) or question

    def _on_told(self, question: str, turns: tuple[Turn, ...]) -> Explained | None:
        """Answer a question that only works on what was told before, with its very cells."""
        if done := planned.answer(self._view, question, turns):
            return self._finish(done.query, question, (done.plan, done.answer, None))
        read = partial(self._read, question)
        if found := steps.of_told(self._view, question, turns, self._explain, read):
            query = understand(question, self._view.catalogue)
            return self._finish(query, question, (*found, None))
        asked = understand(question, self._view.catalogue)
        if ranked := rows_beside.answer(self._view, asked, turns):
            return self._finish(asked, question, (*ranked, None))
        if one := unit_kept.answer(self._view, question, turns, self._afresh):
            return replace(one, answer=replace(one.answer, question=question))
        done = later.answer(self._view, question, turns)
        return done and self._finish(done.query, question, (done.plan, done.answer, None))

    def _afresh(self, question: str) -> Explained:
        """Answer a question as if nothing was said before it."""
        return self._explain(question, ())

    def _anchored(self, *said: str) -> Explained | None:
        """Answer a question, said in ways, about rows that it names by a table, a class or a mark."""
        for question in dict.fromkeys(said):
            asked = understand(question, self._view.catalogue)
            if found := anchored.answer(self._view, asked, question):
                return self._finish(found[0], question, (*found[1:], None))
        return None


def _rows(plan: Plan) -> set[int]:
    """Return the rows whose cells a plan tells."""
    return {t.figure.row_id for step in plan.steps for t in step.operands}
