"""Look again where an answer is of another kind than the question's words want.

The readers know the documents, the learned intent (`qa/words/intent.py`) knows how people ask. Where
both agree nothing is done; where the intent is sure of another kind of answer, and the documents
hold one, that is given: a sentence in place of a refusal or of an amount nobody asked for, a record in
place of a sentence, a refusal in place of what stands near.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.chaining import nearby, withheld
from qa.chaining.told import IN_FULL, figure_asked
from qa.checking import left_undone
from qa.linking.text import bare
from qa.narrative import printed_share
from qa.planning.find import Finding
from qa.planning.lookup import Lookups
from qa.planning.scope import ground
from qa.planning.types import Plan
from qa.query import Answer, Operation, Query, Route
from qa.understand import understand
from qa.words.intent import Intent, intent
from qa.words.row_asks import asks_points

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.view import Explained, View

    Finish = Callable[[tuple[Plan, Answer, Reading | None]], Explained]
    Read = Callable[[Query], Explained]

SELDOM = 0.05  # likelihood of a refusal below which one is looked at again
SURELY = 0.7  # the same, above which rows that stand near are not asked about
IN_WORDS, IN_FIGURES = 0.65, 0.92  # likelihood of narrative or records where the other was given
PERHAPS = 0.5  # likelihood of narrative or records where nothing was given
TOLD, NEAR = 0.7, 0.08  # least score of narrative in place of a record, of a refusal
STATED = 0.5  # the same where a year or a phase is refused
HALF, MOST = 0.45, 0.8
"""Least of a question that a sentence in place of a refusal prints; where a figure is asked for, or
the sentence lacks what the question insists on."""
WEIGHED = 1.0  # score from which records are sure
NEAREST = 3  # printed things told of in a refusal
ROW = 0.6  # least score of a row in place of a refusal
FIGURES = ("fact", "figure")  # narrative that states what records hold better
NOT_HELD = ("year", "phase", "stranger")
TELLING = (Operation.WHY, Operation.STAFFING, Operation.CONSISTENCY)
KNOWN = (
    "year",
    "lacking",
    "no_part",
    "no_rest",
    "unit",
    "inner_body",
)  # reasons that tell what the documents lack
SPENT = "actual_spending"
PLAIN = frozenset({Operation.LOOKUP, Operation.YES_NO, Operation.DESCRIBE})
_NONE = re.compile(r"^(?:没有|No\b)")
LACKING = "no such money of"  # how a plan is traced that finds none of the kind for a unit


def look(
    view: View, question: str, done: Explained, read: Read, finish: Finish, *, part: bool = False
) -> Explained:
    """Return an answer, or the one of the kind that the question's words surely want.

    What is `part` of a question is not held against the sentences near to all of it.
    """
    wanted = intent(question, later=done.query.follow is not None)
    route = done.answer.route
    other = None
    if none := _none_of(view, done, read):
        other = none
    elif route is Route.REFUSE and wanted.refuse < SELDOM:
        other = _instead(view, done, wanted, read, finish)
    elif route is Route.CLARIFY and wanted.refuse >= SURELY:
        other = finish(_refused(view, done))
    elif route is Route.TEXT and wanted.table >= IN_FIGURES:
        other = _recorded(view, done, finish)
    elif route is Route.TABLE and wanted.text >= IN_WORDS and done.plan.score < WEIGHED:
        found = _told(view, done.query, TOLD, finish)
        other = found if found and found.reading and found.reading.kind not in FIGURES else None
        several = done.query.parts or (other and other.reading and other.reading.kind == "project")
        if several and figure_asked(question) and done.answer.values:
            other = None  # no sentence stands for the figures of several questions, nor for a goal
    if part:
        return other or done
    told = _near(view, other or done, wanted, finish)
    told = done if withheld.is_untold(view, done, told.answer) else told
    return finish(_refused(view, told)) if left_undone.left(told.query, told.answer) else told


def _none_of(view: View, done: Explained, read: Read) -> Explained | None:
    """Return that the text says there is none of the one thing of which an amount is asked."""
    query = done.query
    plain = {asked.operation for asked in query.operations} <= {Operation.LOOKUP}
    if done.plan.reason != "not_found" or len(query.mentions) != 1 or query.parts or not plain:
        return None
    name = query.mentions[0].text
    said = understand(f"有没有{name}", view.catalogue, query.language)
    again = read(replace(said, scope=query.scope, original=query.original, follow=None))
    quotes = "".join(citation.quote or "" for citation in again.answer.citations)
    none = _NONE.search(again.answer.answer) and re.search(
        rf"[无没未][^。；]*?{re.escape(bare(name))}", bare(quotes)
    )
    return again if again.answer.route is Route.TEXT and none else None


def _near(view: View, done: Explained, wanted: Intent, finish: Finish) -> Explained:
    """Return an answer with the sentence nearest to the whole question, where that says more."""
    if done.answer.route is not Route.REFUSE:
        if (reading := nearby.meant(view, done, wanted)) is not None:
            return finish(_worded(done.query, reading))
        answer = nearby.beside(view, done, wanted)
        return done if answer is None else finish((done.plan, answer, done.reading))
    reading = nearby.instead(view, done, wanted) or nearby.meant(view, done, wanted)
    return done if reading is None else finish(_worded(done.query, reading))


def _instead(
    view: View, done: Explained, wanted: Intent, read: Read, finish: Finish
) -> Explained | None:
    """Return an answer in place of a refusal that the words do not call for."""
    query = replace(done.query, refusals=(), parts=())
    reason = done.plan.reason.split(":")[0]
    if reason in KNOWN:
        return None
    if wanted.text + wanted.both >= PERHAPS:
        found = _told(view, query, STATED if reason in NOT_HELD else NEAR, finish)
        if found is None or found.reading is None or found.reading.typed:
            return found
        return found if reason != "asked" and _prints(view, query, found.reading) else None
    if wanted.table < PERHAPS:
        return None
    if SPENT in done.query.refusals:
        return None  # a plan is not what was really spent
    if done.query.refusals:
        again = read(replace(done.query, refusals=()))
        if again.answer.route is not Route.REFUSE:
            return None if withheld.of_other_time(view, done.query, again.answer) else again
    if any(step.startswith(LACKING) for step in done.plan.trace):
        return None  # no other money of a unit stands for what it does not have
    return _row(view, query, finish)


def _told(view: View, query: Query, least: float, finish: Finish) -> Explained | None:
    """Return what the narrative says, if it speaks of the matter."""
    from qa.chaining.merge import read_narrative

    reading = read_narrative(view, replace(query, parts=()))
    if reading.score < least or not reading.citations:
        return None
    return finish(_worded(query, reading))


def _prints(view: View, query: Query, reading: Reading) -> bool:
    """Tell whether a sentence has enough of what a question says to stand for a refusal."""
    strict = figure_asked(query.text) or bool(reading.refused_reason)
    return printed_share(query, view.catalogue, reading) >= (MOST if strict else HALF)


def _worded(query: Query, reading: Reading) -> tuple[Plan, Answer, Reading]:
    from qa.chaining.merge import text_answer

    answer = text_answer(query, reading)
    return Plan(answer.route, score=reading.score), answer, reading


def _recorded(view: View, done: Explained, finish: Finish) -> Explained | None:
    """Return what the records say, if they hold a figure."""
    if done.reading is None or done.reading.kind == IN_FULL or done.query.asks(*TELLING):
        return None
    plan = view.planner.plan(done.query)
    if plan.route is not Route.TABLE:
        return None
    answer = view.composer.compose(done.query, plan)
    return finish((plan, answer, None)) if answer.values else None


def _row(view: View, query: Query, finish: Finish) -> Explained | None:
    """Return the figure of the row that a plain question names."""
    if not query.asks(*PLAIN) or query.scope.strangers:
        return None
    place = ground(query, view.catalogue)
    if place.missing:
        return None
    links = view.linker.link(query, place.documents)
    planner = view.planner
    finding = Finding(query, place, links, view.linker, view.lookup, planner.bases)
    plan = Lookups(finding).plain()
    if plan.route is not Route.TABLE or plan.score < ROW or finding.only_total(plan):
        return None
    answer = view.composer.compose(query, plan)
    money = [is_money(v.unit or "") for v in answer.values]
    if not money or (all(money) and asks_points(query.text)):
        return None
    return finish((plan, answer, None))


def _refused(view: View, done: Explained) -> tuple[Plan, Answer, None]:
    printed = tuple(v.label for v in done.answer.values if v.label)
    near = done.plan.near or tuple(dict.fromkeys(printed))[:NEAREST]
    plan = Plan(Route.REFUSE, reason="not_found", near=near)
    return plan, view.composer.compose(done.query, plan), None
