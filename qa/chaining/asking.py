"""Answer one question over a view: the stages in order, with what earlier questions leave.

understand → link → plan → look up | read narrative → calculate → word → verify.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qa import arithmetic
from qa.answer import unworkable
from qa.answering.suggest import suggest
from qa.chaining import (
    common,
    compared,
    earlier,
    goals,
    held_up,
    in_english,
    in_full,
    inside_one,
    last_year,
    later,
    modelled,
    namesakes,
    nearby,
    of_unit,
    placed,
    second,
    steps,
    talk,
    which_project,
    withheld,
    words_beside,
    worked,
)
from qa.chaining import each as each_of
from qa.chaining.meaning import answer_meant, in_place_of_money, unanswered
from qa.chaining.merge import merge
from qa.chaining.parts import answered, answered_parts, by_name, is_of
from qa.chaining.several import several
from qa.chaining.told import told_whole
from qa.checking import tally
from qa.dialogue import Turn, other_readings, resolve
from qa.errors import CalculationError, VerificationError
from qa.forms import answers as forms
from qa.planning import (
    enumerated,
    executed,
    expressions,
    formula_sets,
    formulas,
    goal_lacking,
    inner_bodies,
    spread_over,
    told_goals,
    told_planned,
    unit_asked,
    vacant,
)
from qa.planning.moves import direction
from qa.planning.scope import is_elsewhere
from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route
from qa.talk.restated import dated
from qa.understand import complete, reader, understand
from qa.verify import verify
from qa.view import Explained, View
from qa.words import each, excluding

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from qa.narrative import Reading

LONGEST = 600  # characters of a question that are read


class Asking:
    """Answer questions over one view; `model`, where given, words what narrative says."""

    def __init__(self, view: View, model: BaseChatModel | None = None) -> None:
        self._view = view
        self._model = model
        self._in_full = in_full.First(view, self._finished, self.explain, self._alone)

    def explain(self, question: str, turns: tuple[Turn, ...], said: str = "") -> Explained:
        """Answer a question, `said` with other talk; an English one first as it is asked in Chinese."""
        question, said = placed.first(self._view, question), placed.first(self._view, said)
        if understand(question[:LONGEST], self._view.catalogue).language == "en":
            # what works on what was told needs no words
            own = self._in_full.answer if turns else self._in_full.formed
            if known := own(question[:LONGEST], turns, (said or question)[:LONGEST]):
                return known
        done = in_english.answer(
            self._view, question, (said or question)[:LONGEST],
            partial(self._explained, turns=turns, said=""),
            partial(self._explained, turns=turns, said=said),
        )  # fmt: skip
        return words_beside.told(self._view, done, partial(self._explained, turns=(), said=""))

    def _explained(self, question: str, turns: tuple[Turn, ...], said: str) -> Explained:
        """Answer a question in its own words; refuse what leaves out over what it spreads."""
        question = later.added(question) if turns else question
        whole = (said if said and not turns else question)[:LONGEST]
        first = self._in_full
        if known := first.answer(question[:LONGEST], turns, whole):
            return known
        done = self._told(first.plainly(question, turns, whole), turns, whole)
        if meant := first.likely(question[:LONGEST], turns, whole, done):
            return meant
        if turns:
            return done
        if unsure := unit_asked.unsure(self._view, whole, done):
            return self._planned(done.query, unsure)
        asked = understand(question[:LONGEST], self._view.catalogue)
        told = spread_over.checked(self._view, asked, done.plan, done.answer)
        return self._finished(asked, question, (*told, None)) if told else done

    def _alone(self, question: str, query: Query) -> Explained:
        """Answer a query that leans on nothing said before."""
        return self._read(question, query, alone=True)

    def _told(self, question: str, turns: tuple[Turn, ...], whole: str = "") -> Explained:
        """Answer a question, and look again where its words want another kind of answer."""
        cells = turns[-1].cells if turns else ()
        spent = bool(cells) and not any("收入" in cell.label for cell in cells)
        question = excluding.other_half(excluding.without_parts(question), told=spent)
        if not turns and (found := self._set(question, whole)):
            return found
        if not turns and (found := self._worked(question) or self._worked(question, whole)):
            return found
        if stepped := self._stepped(question, turns):
            return stepped
        question = later.plainly(self._view, question) if cells else question
        done = self._first(question, turns)
        read = partial(self._read, question, alone=not turns)
        finish = partial(self._finished, done.query, question)
        done = second.look(self._view, question, done, read, finish)
        anew = partial(self._read, question, alone=True)
        if own := of_unit.told(self._view, done, anew) or inside_one.told(self._view, done, anew):
            return self._finished(own.query, question, (own.plan, own.answer, None))
        done = common.beside_blanks(self._view, namesakes.told(self._view, done, turns))
        first = partial(self._first, turns=turns)
        if not turns:
            done = last_year.told(self._view, question, done, first)
            alone = partial(self.explain, turns=())
            done = which_project.asked_back(self._view, question, done, alone)
        return modelled.asked_again(self._view, question, done, self._model, first)

    def _set(self, question: str, whole: str) -> Explained | None:
        """Answer a question of projects over an amount, or without a source, asked in plain words."""
        query = understand((whole or question)[:LONGEST], self._view.catalogue)
        plain = formula_sets.restated(self._view, query)
        if plain is None or plain in (question, whole):
            return None
        done = self._told(plain, (), plain)
        told = done.answer.route is Route.TABLE
        return replace(done, answer=replace(done.answer, question=question)) if told else None

    def _worked(self, question: str, whole: str | None = None) -> Explained | None:
        """Answer a question that names cells as they are printed and asks what they give.

        `whole` is the question with what seems to be talk around it, of which it may be a part.
        """
        if whole is not None:
            query = understand(whole[:LONGEST], self._view.catalogue)
            sure = None if whole == question else formulas.answer(self._view, query, sure=True)
            return self._finished(query, question, (*sure, None)) if sure else None
        query = understand(question[:LONGEST], self._view.catalogue)
        posts = vacant.answer(self._view, query)
        if found := posts or formulas.answer(self._view, query):
            return self._finished(query, question, (*found, None))
        plain = formulas.restated(self._view, query)
        if plain is None or plain == question:
            return None
        done = self._told(plain, ())
        told = done.answer.route in (Route.TEXT, Route.BOTH, Route.TABLE)
        return replace(done, answer=replace(done.answer, question=question)) if told else None

    def _stepped(self, question: str, turns: tuple[Turn, ...]) -> Explained | None:
        """Answer a question whose last clause works on what the one before it gives."""
        read = partial(self._read, question, alone=True)
        found = steps.answer(self._view, question[:LONGEST], turns, self.explain, read)
        if found is None:
            return None
        query = understand(question[:LONGEST], self._view.catalogue)
        whole = None if turns else expressions.answer(self._view, query, of_gap=True)
        return self._finished(query, question, (*(whole or found), None))

    def _first(self, question: str, turns: tuple[Turn, ...]) -> Explained:
        asked = understand(dated(question[:LONGEST], turns), self._view.catalogue)
        both = executed.answer(self._view, complete(asked, self._view.catalogue))
        if both and not turns:
            return self._finished(asked, question, (*both, None))
        last = self._resolved(question, asked, turns)
        if found := in_place_of_money(self._view, asked, last.answer):
            return self._finished(asked, question, found)
        return last

    def _resolved(self, question: str, asked: Query, turns: tuple[Turn, ...]) -> Explained:
        """Answer a question with what it leaves unsaid."""
        resolved = resolve(asked, turns, reader(self._view.catalogue).labels.__contains__)
        if turns and (leaning := self._view.planner.leaning(asked, resolved, turns[-1].query)):
            return self._one(leaning, question)
        anew = partial(self._anew, question)
        if turns and (said := talk.first(self._view, asked, turns, anew)):
            return said
        if turns and earlier.asks_rest(asked):
            return self._planned(asked, Plan(Route.REFUSE, reason="not_found"))
        first = self._read(question, resolved, alone=not turns)
        if turns and (both := talk.in_turn(asked, turns, first, self.explain)):
            return both
        if not turns or resolved.refusals or not in_english.is_open(first):
            return first
        for other in other_readings(asked, resolved, turns):
            again = self._read(question, other, alone=False)
            if is_of(again, asked, first) and (answered(again) or in_english.is_share(again)):
                return again
        said_anew = talk.last(self._view, asked, turns, anew)
        return next((d for d in said_anew if is_of(d, asked, first) and answered(d)), first)

    def _anew(self, question: str, query: Query) -> Explained:
        """Answer a later question that was said again so that it stands alone."""
        if formed := forms.answer(self._view, query, query.text):
            return self._finished(query, question, formed)
        return self._read(question, query, alone=True)

    def _read(self, question: str, query: Query, *, alone: bool) -> Explained:
        """Answer a question that needs no talk any more; refuse what cannot be reckoned with."""
        query = complete(query, self._view.catalogue)
        try:
            return self._found(question, query, alone=alone)
        except CalculationError as error:
            plan = Plan(Route.REFUSE, reason=unworkable(error))
            return Explained(self._view.composer.compose(query, plan), query, plan, None)

    def _found(self, question: str, query: Query, *, alone: bool) -> Explained:
        if not alone and (formed := forms.answer(self._view, query, query.text)):
            return self._finished(query, question, formed)
        if query.refusals:
            known = partial(self._found, question, alone=alone)
            return withheld.checked(self._view, query, known, partial(self._planned, query))
        if untold := inner_bodies.untold(self._view, query):
            return self._planned(query, Plan(Route.REFUSE, reason=f"inner_body:{untold}"))
        if query.parts and (meant := goals.of_row(self._view, query)):
            return self._finished(query, question, meant)
        if withheld.by_parts(query):
            return self._by_parts(query, question)
        if is_elsewhere(query, self._view.catalogue):
            return self._asked(query, question, alone=alone)
        if side := self._common(query, question):
            return side
        if found := worked.answer(self._view, query, alone=alone):
            return self._finished(query, question, (*found, None))
        if over := spread_over.answer(self._view, query, self._settled, alone=alone):
            return self._finished(query, question, over)
        if aimed := told_goals.answer(self._view, query):
            return self._finished(query, question, aimed)
        read = partial(self._read, question, alone=True)
        if (held := held_up.answer(self._view, query, read)) is not None:
            return Explained(held, query, Plan(held.route, score=1.0), None)
        if planned := told_planned.answer(self._view, query):
            return self._finished(query, question, planned)
        cells = self._view.planner.of_cells(query)
        whole = cells or self._view.planner.of_units(query)
        if not whole and (listed := enumerated.answer(self._view, query)):
            return self._finished(query, question, (*listed, None))
        done = self._asked(query, question, alone=alone)
        if side := compared.answer(self._view, query, done, partial(self._of_one, question)):
            return self._finished(query, question, (side.plan, side.answer, side.reading))
        of_one = partial(self._of_one, question)
        if not cells and (told := each_of.answer(self._view, query, done, of_one)):
            return self._finished(query, question, (*told, None))
        return done if whole else self._whole(query, question, done)

    def _of_one(self, question: str, query: Query) -> Explained:
        """Answer a question of one department among several."""
        query = complete(query, self._view.catalogue)
        return self._asked(query, question, alone=True)

    def _common(self, query: Query, question: str) -> Explained | None:
        """Answer of an item that several departments disclose, where the question is of nothing else."""
        side = compared.of_common(self._view, query, partial(self._of_one, question))
        return side and self._finished(query, question, (side.plan, side.answer, side.reading))

    def _whole(self, query: Query, question: str, done: Explained) -> Explained:
        """Return an answer unless it leaves out a thing of a list without saying so."""
        plan, answer = enumerated.whole(self._view, query, done.plan, done.answer)
        if answer is done.answer:
            return done
        return self._finished(query, question, (plan, answer, None))

    def _asked(self, query: Query, question: str, *, alone: bool) -> Explained:
        """Answer a question by its parts, or as one."""
        filtered = query.asks(Operation.FILTER) and query.asks(Operation.SUM, Operation.COUNT)
        one = (
            not query.parts
            or told_whole(self._view, query)
            or filtered
            or bool(direction(query))
            or self._view.planner.of_set(query)
            or (
                self._view.planner.of_columns(query)
                and (
                    self._view.planner.of_cells(query)
                    or not any(each.divided(p.text) for p in query.parts)
                )
            )
        )
        if one:
            return self._one(query, question, alone=alone)
        return self._by_parts(query, question, alone=alone)

    def _by_parts(self, query: Query, question: str, *, alone: bool = True) -> Explained:
        """Answer each question of a sentence; the whole as one where narrative tells all of it."""
        named = by_name(self._view, query)
        if named and answered(done_by_name := self._read(question, named, alone=alone)):
            return done_by_name
        done = answered_parts(self._view, query, partial(self._part, question))
        refused = any(d.answer.route is Route.REFUSE for d in done)
        if refused and not withheld.by_parts(query) and told_whole(self._view, query, loose=True):
            whole = self._one(query, question, alone=alone)
            if whole.answer.route is Route.TEXT:
                return whole
        done = nearby.filled(self._view, query, done)
        answer = several(question, query, [d.answer for d in done])
        plan = next((d.plan for d in done if d.plan.steps), done[0].plan)
        plan = replace(plan, steps=tuple(step for d in done for step in d.plan.steps))
        return Explained(answer, query, plan, done[0].reading)

    def _one(self, query: Query, question: str, *, alone: bool = False) -> Explained:
        # of columns of one row nothing is put in a frame, unless one of several is asked for
        known = arithmetic.first(self._view, query, self._settled)
        if known is None and not self._view.planner.of_columns(query):
            known = arithmetic.answer(self._view, query, self._settled, alone=alone)
        done = self._finished(query, question, known or self._settled(self._view, query))
        meant = goals.instead(self._view, query, question, done)
        return self._finished(query, question, meant) if meant else done

    def _part(self, question: str, part: Query) -> Explained:
        """Answer one question of a sentence, of each department that it names."""
        if part.refusals:
            known = partial(self._part, question)
            return withheld.checked(self._view, part, known, partial(self._planned, part))
        if side := self._common(part, question):
            return side
        if spent := None if part.follow else executed.answer(self._view, part):
            return self._finished(part, question, (*spent, None))
        done = self._one(part, question)
        if done.answer.route is Route.REFUSE:
            finish = partial(self._finished, part, question)
            read = partial(self._one, question=question)
            done = second.look(self._view, part.text, done, read, finish, part=True)
        if side := compared.answer(self._view, part, done, partial(self._of_one, question)):
            return self._finished(part, question, (side.plan, side.answer, side.reading))
        return done

    def _planned(self, query: Query, plan: Plan) -> Explained:
        """Return the answer of a plan, which records or narrative are not asked for anew."""
        found = (plan, self._view.composer.compose(query, plan), None)
        return self._finished(query, query.original, found)

    def _finished(
        self,
        query: Query,
        question: str,
        found: tuple[Plan, Answer, Reading | None],
        *,
        goals: bool = True,
    ) -> Explained:
        """Return an answer with its question, caveats and suggestions, if its evidence carries it.

        `goals` says whether a goal may be asked for.
        """
        plan, answer, reading = found
        shown = plan if answer.route is Route.TABLE else Plan(answer.route)
        if goals and (reason := goal_lacking.lacking(self._view, query, shown)):
            plan = Plan(Route.REFUSE, reason=reason, trace=plan.trace)
            answer, reading = self._view.composer.compose(query, plan), None
        answer = replace(answer, question=question, language=query.language)
        if plan.trace != tally.TRACE:  # what is found wrong elsewhere says nothing of what was held
            answer = self._view.consistency.caveats(self._view.consistency.suspected(query, answer))
        suggestions = suggest(query, plan, self._view.planner.bases, self._view.catalogue)
        answer = answer if answer.suggestions else replace(answer, suggestions=suggestions)
        answer = modelled.worded(self._verified(answer, query, plan), self._model)
        return Explained(answer, query, plan, reading)

    def _settled(self, view: View, query: Query) -> tuple[Plan, Answer, Reading | None]:
        """Return what records or narrative say, or the row nearest in meaning."""
        plan = view.planner.plan(query)
        answer, reading = merge(view, query, plan)
        meant = answer_meant(view, query) if unanswered(query, plan, answer) else None
        return meant or (plan, answer, reading)

    def _verified(self, answer: Answer, query: Query, plan: Plan) -> Answer:
        """Refuse what its evidence does not carry: a wrong figure is worse than none."""
        try:
            verify(answer)
        except VerificationError as error:
            refused = Plan(Route.REFUSE, reason="not_found", trace=(*plan.trace, str(error)))
            return self._view.composer.compose(query, refused)
        return answer
