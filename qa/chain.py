"""Answer questions: the stages in order, over whatever the store holds.

understand → link → plan → look up | read narrative → calculate → word → verify.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.settings import settings
from ingest.store import Store
from qa import arithmetic
from qa.answer import unworkable
from qa.answering import unread
from qa.answering.cite import marked
from qa.answering.suggest import suggest
from qa.catalogue import Shelf
from qa.chaining import (
    common,
    compared,
    inside_one,
    modelled,
    namesakes,
    nearby,
    of_unit,
    second,
    spread,
    steps,
    talk,
    withheld,
)
from qa.chaining import each as each_of
from qa.chaining.meaning import answer_meant, in_place_of_money, unanswered
from qa.chaining.merge import merge
from qa.chaining.parts import answered, answered_parts
from qa.chaining.runnable import runnable
from qa.chaining.several import several
from qa.chaining.told import MONEY_UNITS, told_whole
from qa.checking import in_forms, parts_asked, parts_told, quoted, scores
from qa.checking import told as held_against
from qa.dialogue import Turn, other_readings, resolve
from qa.errors import CalculationError, VerificationError
from qa.narration import counted, vacant
from qa.planning import (
    empty_tables,
    enumerated,
    expressions,
    product,
    staff,
    started,
    told_planned,
    two_cells,
    unit_prices,
)
from qa.planning.moves import direction
from qa.planning.scope import is_elsewhere
from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route
from qa.talk.restated import dated
from qa.understand import complete, reader, understand
from qa.verify import verify
from qa.view import Explained, View
from qa.words import each
from qa.words.english_question import counts

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

    from qa.narrative import Reading

CACHED_VIEWS = 32
CACHED_TURNS = 512
LONGEST = 600  # characters of a question that are read


def _is_open(explained: Explained) -> bool:
    """Tell whether a question has no answer yet: none at all, or another than the share asked."""
    if explained.answer.route in (Route.CLARIFY, Route.REFUSE):
        return True
    told = explained.answer.route is Route.TEXT
    return told and explained.query.asks(Operation.SHARE) and not _is_share(explained)


def _is_share(explained: Explained) -> bool:
    """Tell whether a share was worked out, from records or narrative."""
    percent = any(value.unit == "%" for value in explained.answer.values)
    return explained.query.asks(Operation.SHARE) and percent and bool(explained.answer.calculation)


def _is_money(explained: Explained) -> bool:
    """Tell whether all that an answer states is money."""
    return {value.unit for value in explained.answer.values} <= MONEY_UNITS


def _is_duty(explained: Explained) -> bool:
    """Tell whether narrative gives what a unit is to do."""
    return explained.reading is not None and explained.reading.kind == "duty"


class Chain:
    """Answer questions over one store; safe to use from several threads."""

    def __init__(self, store: Store, model: BaseChatModel | None = None) -> None:
        """Take a store; `model` words answers from narrative, by default that of the settings."""
        self._store = store
        self._model = model
        self._lock = threading.Lock()
        self._generation = -1
        self._shelf = Shelf(store)
        self._views: OrderedDict[tuple[str, ...] | None, View] = OrderedDict()
        self._turns: OrderedDict[tuple[object, ...], tuple[Turn, ...]] = OrderedDict()

    @classmethod
    def open(cls, store_dir: Path | None = None) -> Chain:
        """Open the store of a folder, by default that of the settings."""
        conf = settings()
        folder = store_dir or conf.disclosure_store
        return cls(Store(folder, conf.database_url, create=False))

    def __enter__(self) -> Chain:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the store back."""
        self._store.close()

    def warm(self) -> None:
        """Load what first questions would wait for; a server calls it once it stands."""
        from qa.chaining import warm

        warm.load(self.ask)

    # --- asking ------------------------------------------------------------------------

    def ask(
        self, question: str, history: Sequence[str] = (), docs: Iterable[str] | None = None
    ) -> Answer:
        """Answer one question; `history` holds the user's earlier ones, oldest first."""
        return self.explain(question, history, docs).answer

    def explain(
        self, question: str, history: Sequence[str] = (), docs: Iterable[str] | None = None
    ) -> Explained:
        """Answer one question and keep what every stage made of it."""
        view = self.view(docs)
        asked = reader(view.catalogue).plain
        turns = self._history(view, tuple(map(asked, history)), docs)
        start = time.perf_counter()
        explained = self._explain(view, asked(question), turns)
        elapsed = (time.perf_counter() - start) * 1000
        answer = unread.told(explained.query, explained.answer, view.catalogue)
        answer = replace(answer, question=question, answer=marked(answer), elapsed_ms=elapsed)
        return replace(explained, answer=answer)

    def view(self, docs: Iterable[str] | None = None) -> View:
        """Return the current view of the store, rebuilt when its generation has moved."""
        key = None if docs is None else tuple(sorted(set(docs)))
        with self._lock:
            generation = self._store.generation
            if generation != self._generation:
                self._views.clear()
                self._turns.clear()
                self._shelf = Shelf(self._store)
                self._generation = generation
            if key not in self._views:
                self._views[key] = View(self._store, key, self._shelf)
                while len(self._views) > CACHED_VIEWS:
                    self._views.popitem(last=False)
            self._views.move_to_end(key)
            return self._views[key]

    def _history(
        self, view: View, history: tuple[str, ...], docs: Iterable[str] | None
    ) -> tuple[Turn, ...]:
        """Return the earlier questions with their answers; answered once and kept."""
        names = None if docs is None else tuple(sorted(set(docs)))
        turns: tuple[Turn, ...] = ()
        for i, question in enumerate(history):
            key = (self._generation, names, history[: i + 1])
            known = self._turns.get(key)
            if known is None:
                done = self._explain(view, question, turns)
                known = (*turns, Turn(done.query, done.answer, done.cells, done.said))
                with self._lock:
                    self._turns[key] = known
                    while len(self._turns) > CACHED_TURNS:
                        self._turns.popitem(last=False)
            turns = known
        return turns

    def _explain(self, view: View, question: str, turns: tuple[Turn, ...]) -> Explained:
        """Answer a question, and look again where its words want another kind of answer."""
        if stepped := self._stepped(view, question, turns):
            return stepped
        done = self._first(view, question, turns)
        read = partial(self._read, view, question, alone=not turns)
        done = second.look(
            view, question, done, read, partial(self._finished, view, done.query, question)
        )
        anew = partial(self._read, view, question, alone=True)
        if own := of_unit.told(view, done, anew) or inside_one.told(view, done, anew):
            return self._finished(view, own.query, question, (own.plan, own.answer, None))
        done = common.beside_blanks(view, namesakes.told(view, done, turns))
        first = partial(self._first, view, turns=turns)
        return modelled.asked_again(view, question, done, self._model, first)

    def _stepped(self, view: View, question: str, turns: tuple[Turn, ...]) -> Explained | None:
        """Answer a question whose last clause works on what the one before it gives."""
        read = partial(self._read, view, question, alone=True)
        found = steps.answer(view, question[:LONGEST], turns, partial(self._explain, view), read)
        if found is None:
            return None
        query = understand(question[:LONGEST], view.catalogue)
        whole = None if turns else expressions.answer(view, query, of_gap=True)
        return self._finished(view, query, question, (*(whole or found), None))

    def _first(self, view: View, question: str, turns: tuple[Turn, ...]) -> Explained:
        asked = understand(dated(question[:LONGEST], turns), view.catalogue)
        said = reader(view.catalogue).in_chinese(asked)
        done = self._resolved(view, question, said, turns) if said else None
        if done and counts(question) and _is_money(done):
            done = None  # what is counted is no money
        if done and (done.answer.route in (Route.TABLE, Route.BOTH) or _is_duty(done)):
            return done
        own = self._resolved(view, question, asked, turns)
        if done and counts(question) and _is_money(own) and done.answer.values:
            return done
        last = own if done is None or not _is_open(own) or _is_open(done) else done
        if found := in_place_of_money(view, asked, last.answer):
            return self._finished(view, asked, question, found)
        return last

    def _resolved(
        self, view: View, question: str, asked: Query, turns: tuple[Turn, ...]
    ) -> Explained:
        """Answer a question with what it leaves unsaid."""
        resolved = resolve(asked, turns, reader(view.catalogue).labels.__contains__)
        if turns and (leaning := view.planner.leaning(asked, resolved, turns[-1].query)):
            return self._one(view, leaning, question)
        anew = partial(self._read, view, question, alone=True)
        if turns and (said := talk.first(view, asked, turns, anew)):
            return said
        first = self._read(view, question, resolved, alone=not turns)
        if turns and (both := talk.in_turn(asked, turns, first, partial(self._explain, view))):
            return both
        if not turns or resolved.refusals or not _is_open(first):
            return first
        for other in other_readings(asked, resolved, turns):
            again = self._read(view, question, other, alone=False)
            if answered(again) or _is_share(again):
                return again
        said_anew = talk.last(view, asked, turns, anew)
        return next((done for done in said_anew if answered(done)), first)

    def _read(self, view: View, question: str, query: Query, *, alone: bool) -> Explained:
        """Answer a question that needs no talk any more; refuse what cannot be reckoned with."""
        query = complete(query, view.catalogue)
        try:
            return self._found(view, question, query, alone=alone)
        except CalculationError as error:
            plan = Plan(Route.REFUSE, reason=unworkable(error))
            return Explained(view.composer.compose(query, plan), query, plan, None)

    def _found(self, view: View, question: str, query: Query, *, alone: bool) -> Explained:
        if query.refusals:
            known = partial(self._found, view, question, alone=alone)
            return withheld.checked(view, query, known, partial(self._planned, view, query))
        if withheld.by_parts(query):
            return self._by_parts(view, query, question)
        if is_elsewhere(query, view.catalogue):
            return self._asked(view, query, question, alone=alone)
        if side := self._common(view, query, question):
            return side
        worked = product.answer(view, query) or unit_prices.answer(view, query)
        worked = worked or two_cells.answer(view, query) or spread.answer(view, query)
        worked = worked or expressions.answer(view, query, alone=alone)
        if worked := worked or staff.answer(view, query):
            return self._finished(view, query, question, (*worked, None))
        doubts = view.consistency.doubts(query)
        read = partial(self._read, view, question, alone=True)
        found = parts_asked.answer(view, query, read) or parts_told.answer(query, view.catalogue)
        found = found or scores.answer(view, query) or in_forms.answer(view, query)
        found = found or (view.consistency.answer(query) if doubts else None)
        if found is None:
            found = (
                quoted.answer(view, query)
                or (view.consistency.answer(query, loose=True) if doubts else None)
                or quoted.answer(view, query, loose=True)
                or held_against.answer(view, query)
                or started.answer(query, view.catalogue)
                or vacant.answer(query, view.catalogue)
                or counted.answer(view, query)
                or empty_tables.answer(query, view.catalogue)
                or parts_asked.answer(view, query, read, alone=True)
            )
        if found is not None:
            return Explained(found, query, Plan(found.route, score=1.0), None)
        if planned := told_planned.answer(view, query):
            return self._finished(view, query, question, planned)
        cells = view.planner.of_cells(query)
        whole = cells or view.planner.of_units(query)
        if not whole and (listed := enumerated.answer(view, query)):
            return self._finished(view, query, question, (*listed, None))
        done = self._asked(view, query, question, alone=alone)
        if side := compared.answer(view, query, done, partial(self._of_one, view, question)):
            return self._finished(view, query, question, (side.plan, side.answer, side.reading))
        of_one = partial(self._of_one, view, question)
        if not cells and (told := each_of.answer(view, query, done, of_one)):
            return self._finished(view, query, question, (*told, None))
        return done if whole else self._whole(view, query, question, done)

    def _of_one(self, view: View, question: str, query: Query) -> Explained:
        """Answer a question of one department among several."""
        query = complete(query, view.catalogue)
        return self._asked(view, query, question, alone=True)

    def _common(self, view: View, query: Query, question: str) -> Explained | None:
        """Answer of an item that several departments disclose, where the question is of nothing else."""
        side = compared.of_common(view, query, partial(self._of_one, view, question))
        told = (side.plan, side.answer, side.reading) if side else None
        return self._finished(view, query, question, told) if told else None

    def _whole(self, view: View, query: Query, question: str, done: Explained) -> Explained:
        """Return an answer unless it leaves out a thing of a list without saying so."""
        plan, answer = enumerated.whole(view, query, done.plan, done.answer)
        if answer is done.answer:
            return done
        return self._finished(view, query, question, (plan, answer, None))

    def _asked(self, view: View, query: Query, question: str, *, alone: bool) -> Explained:
        """Answer a question by its parts, or as one."""
        filtered = query.asks(Operation.FILTER) and query.asks(Operation.SUM, Operation.COUNT)
        one = (
            not query.parts
            or told_whole(view, query)
            or filtered
            or bool(direction(query))
            or view.planner.of_set(query)
            or (
                view.planner.of_columns(query)
                and not any(each.divided(p.text) for p in query.parts)
            )
        )
        if one:
            return self._one(view, query, question, alone=alone)
        return self._by_parts(view, query, question, alone=alone)

    def _by_parts(
        self, view: View, query: Query, question: str, *, alone: bool = True
    ) -> Explained:
        """Answer each question of a sentence; the whole as one where narrative tells all of it."""
        done = answered_parts(view, query, partial(self._part, view, question))
        refused = any(d.answer.route is Route.REFUSE for d in done)
        if refused and not withheld.by_parts(query) and told_whole(view, query, loose=True):
            whole = self._one(view, query, question, alone=alone)
            if whole.answer.route is Route.TEXT:
                return whole
        done = nearby.filled(view, query, done)
        answer = several(question, query, [d.answer for d in done])
        plan = next((d.plan for d in done if d.plan.steps), done[0].plan)
        plan = replace(plan, steps=tuple(step for d in done for step in d.plan.steps))
        return Explained(answer, query, plan, done[0].reading)

    def _one(self, view: View, query: Query, question: str, *, alone: bool = False) -> Explained:
        # of columns of one row nothing is put in a frame, unless one of several is asked for
        known = arithmetic.first(view, query, self._settled)
        if known is None and not view.planner.of_columns(query):
            known = arithmetic.answer(view, query, self._settled, alone=alone)
        return self._finished(view, query, question, known or self._settled(view, query))

    def _part(self, view: View, question: str, part: Query) -> Explained:
        """Answer one question of a sentence, of each department that it names."""
        if part.refusals:
            known = partial(self._part, view, question)
            return withheld.checked(view, part, known, partial(self._planned, view, part))
        if side := self._common(view, part, question):
            return side
        if worked := expressions.of_part(view, part, question):
            return self._finished(view, part, question, (*worked, None))
        done = self._one(view, part, question)
        if done.answer.route is Route.REFUSE:
            finish = partial(self._finished, view, part, question)
            read = partial(self._one, view, question=question)
            done = second.look(view, part.text, done, read, finish, part=True)
        if side := compared.answer(view, part, done, partial(self._of_one, view, question)):
            return self._finished(view, part, question, (side.plan, side.answer, side.reading))
        return done

    def _planned(self, view: View, query: Query, plan: Plan) -> Explained:
        """Return the answer of a plan, which records or narrative are not asked for anew."""
        found = (plan, view.composer.compose(query, plan), None)
        return self._finished(view, query, query.original, found)

    def _finished(
        self,
        view: View,
        query: Query,
        question: str,
        found: tuple[Plan, Answer, Reading | None],
    ) -> Explained:
        """Return an answer with its question, caveats and suggestions, if its evidence carries it."""
        plan, answer, reading = found
        answer = replace(answer, question=question, language=query.language)
        answer = view.consistency.caveats(view.consistency.suspected(query, answer))
        suggestions = suggest(query, plan, view.planner.bases, view.catalogue)
        answer = answer if answer.suggestions else replace(answer, suggestions=suggestions)
        answer = modelled.worded(self._verified(view, answer, query, plan), self._model)
        return Explained(answer, query, plan, reading)

    def _settled(self, view: View, query: Query) -> tuple[Plan, Answer, Reading | None]:
        """Return what records or narrative say, or the row nearest in meaning."""
        plan = view.planner.plan(query)
        answer, reading = merge(view, query, plan)
        meant = answer_meant(view, query, plan) if unanswered(query, plan, answer) else None
        return meant or (plan, answer, reading)

    def _verified(self, view: View, answer: Answer, query: Query, plan: Plan) -> Answer:
        """Refuse what its evidence does not carry: a wrong figure is worse than none."""
        try:
            verify(answer)
        except VerificationError as error:
            refused = Plan(Route.REFUSE, reason="not_found", trace=(*plan.trace, str(error)))
            return view.composer.compose(query, refused)
        return answer

    # --- as a LangChain Runnable ---------------------------------------------------------

    def as_runnable(self) -> Runnable[dict[str, Any], dict[str, Any]]:
        """Return the chain as a Runnable: {question, history?, docs?} → the contract's JSON."""
        return runnable(
            lambda given: self.ask(
                given["question"], tuple(given.get("history") or ()), given.get("docs")
            )
        )

    def stream(
        self, question: str, history: Sequence[str] = (), docs: Iterable[str] | None = None
    ) -> Iterator[str]:
        """Give the answer's text piece by piece, as it is shown in a chat."""
        given = {"question": question, "history": history, "docs": docs}
        for chunk in self.as_runnable().stream(given):
            if "answer" in chunk:
                yield chunk["answer"]
