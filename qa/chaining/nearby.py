"""Add the sentence that is nearest to the whole question where an answer leaves it out.

The readers look for what a question names; a sentence that has most of its rare words and stands
clearly before all others is told beside their answer, or in place of a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining.several import several
from qa.chaining.told import ASKS_MONEY, figure_asked
from qa.narration.lore import asked_units
from qa.narration.nearest import pairs
from qa.narration.project import asks_which, figure_in, project_cited
from qa.narration.reading import both
from qa.narrative import ENOUGH, nearest
from qa.narrative import meant as near_in_meaning
from qa.query import Answer, Citation, Operation, Query, Route
from qa.words.intent import Intent

if TYPE_CHECKING:
    from qa.narration.nearest import Near
    from qa.narration.reading import Reading
    from qa.view import Explained, View

BESIDE, SHARE, APART = 0.5, 0.5, 0.85
"""Least score and share of a sentence told beside an answer, and most of the next sentence's."""
FILLING = 0.4  # least score of one told where a part of the question has no answer
INSTEAD, SAID, CLEAR, COVERED, MEASURED = 0.85, 0.85, 0.6, 0.7, 0.5
"""The same in place of a refusal, and the least of the question's words that it has; where it has a
figure of the very measure asked for."""
WHOLE = (
    0.8  # least of the question's words in a sentence that tells the very kind of thing asked for
)
SURE = 0.95  # score of an explanation that is all that is asked
IN_WORDS = 0.6  # likelihood of narrative from which a sentence is told beside records
IN_FIGURES = (
    0.92  # likelihood of records from which no sentence stands for what is worked out of them
)
NEVER = 0.05  # likelihood of a refusal up to which what is near in meaning may be told
DOUBTED = 0.5  # likelihood of a refusal from which a figure is none's
EQUAL, ALIKE = 0.97, 2  # of sentences this near to each other both are told, not more
ENDS = 24  # characters by which a sentence is known again
_WORKED_OUT = (
    Operation.SUM, Operation.SHARE, Operation.TOP, Operation.BOTTOM, Operation.RATIO,
    Operation.DIFFERENCE, Operation.CONSISTENCY, Operation.RANK, Operation.PER_HEAD,
    Operation.BACK_CALCULATE, Operation.COMPARE,
)  # fmt: skip
_MARKS = re.compile(r"\W")

Found = list[tuple["Reading", "Near"]]


def beside(view: View, done: Explained, wanted: Intent) -> Answer | None:
    """Return an answer with the nearest sentence told beside it, or None where none is lacking."""
    query, answer = done.query, done.answer
    if answer.calculation or query.follow is not None or query.asks(*_WORKED_OUT):
        return None
    if answer.route is not Route.TEXT and wanted.text < IN_WORDS:
        return None
    if (
        done.reading is not None
        and (done.reading.kind == "definition" or done.reading.typed)
        and done.reading.score >= SURE
    ):
        return None
    first = _fresh(_clear(nearest(query, view.catalogue), BESIDE, SHARE, APART), answer)
    return _with(query, answer, first) if first else None


def instead(view: View, done: Explained, wanted: Intent) -> Reading | None:
    """Return the nearest sentence in place of a refusal, where it has nearly all that is asked."""
    query = done.query
    if done.plan.reason != "not_found" or query.refusals or query.scope.strangers or query.follow:
        return None
    near = nearest(query, view.catalogue)
    if wanted.refuse <= NEVER and (told := _telling(near)):
        return told
    if query.asks(*_WORKED_OUT) and wanted.table >= IN_FIGURES:
        return None
    found = _clear(near, INSTEAD, SAID, CLEAR)
    doubted = wanted.refuse >= DOUBTED and figure_asked(query.text)
    units = asked_units(query.text)
    sure = (r for r, _ in found if r.typed or not (doubted or r.coverage < _least(r, units)))
    return next(sure, None)


def _telling(near: Found) -> Reading | None:
    """Return the sentence, however long, that has all asked and the very kind of it (a cap)."""
    found = [r for r, _ in _clear(near, 0.0, SAID, CLEAR) if r.typed and r.coverage >= WHOLE]
    return found[0] if found else None


def meant(view: View, done: Explained, wanted: Intent) -> Reading | None:
    """Return the passage near in meaning where words led to none, or to one that has little asked."""
    query, weak = done.query, done.reading is not None and done.reading.score < ENOUGH
    refused = done.answer.route is Route.REFUSE and done.plan.reason == "not_found"
    weak = weak and not (done.answer.values or query.parts)
    if not (refused or weak) or query.refusals or query.follow:
        return None
    in_words = wanted.text + wanted.both >= IN_WORDS and wanted.refuse <= NEVER
    if not in_words or query.scope.strangers or query.asks(*_WORKED_OUT):
        return None
    reading = near_in_meaning(query, view.catalogue, view.retriever)
    return reading if reading is not None and not reading.refused_reason else None


def _least(reading: Reading, units: frozenset[str]) -> float:
    """Return the least of a question's words that a sentence must have: fewer with its measure."""
    said = "".join(citation.quote for citation in reading.citations)
    return MEASURED if units and figure_in(said, units) else COVERED


def filled(view: View, query: Query, done: list[Explained]) -> list[Explained]:
    """Return the answers to parts, those left open with the sentences nearest to the whole.

    Where a sentence is told so, nothing is asked back about money that no part asks for.
    """
    told = several(query.original, query, [one.answer for one in done])
    answers = [_filling(view, query, one, told) if _is_open(one) else one.answer for one in done]
    found = [replace(one, answer=a) for one, a in zip(done, answers, strict=True)]
    if all(answer is one.answer for one, answer in zip(done, answers, strict=True)):
        return done
    asked_back = [d for d in found if d.answer.route is Route.CLARIFY and not _of_money(d)]
    return [d for d in found if d not in asked_back]


def _of_money(done: Explained) -> bool:
    return bool(ASKS_MONEY.search(done.query.text))


def _is_open(done: Explained) -> bool:
    return done.answer.route is Route.REFUSE and done.plan.reason == "not_found"


def _filling(view: View, query: Query, done: Explained, told: Answer) -> Answer:
    """Return sentences that say something of a part left open, or its refusal."""
    if done.query.refusals or done.query.scope.strangers:
        return done.answer
    which = asks_which(done.query.text)
    if which and (name := project_cited(view.catalogue, told.citations)):
        return _named(query, done, name, told.citations)
    found = nearest(replace(query, parts=()), view.catalogue)
    said = pairs(done.query.text)
    clear = _clear(found, FILLING, SHARE, APART)
    kept = clear or [
        one for one in _clear(found, FILLING, SHARE, 1) if said & pairs(one[1].unit.text)
    ]
    if not (readings := _fresh(kept, told)):
        return done.answer
    whole = replace(done.answer, route=Route.TEXT, answer="", notes=(), suggestions=())
    cited = [citation for reading in readings for citation in reading.citations]
    if which and (name := project_cited(view.catalogue, cited)):
        whole = _named(query, done, name, cited)
    return _with(query, whole, readings)


def _named(query: Query, done: Explained, name: str, cited: Sequence[Citation]) -> Answer:
    """Return the project that what is told stands in, as the answer to a part that asks for it."""
    said = both(("count", f"“{name}”"))[query.language == "en"]
    return replace(
        done.answer, route=Route.TEXT, answer=said, citations=tuple(cited), notes=(), suggestions=()
    )


def _with(query: Query, answer: Answer, readings: list[Reading]) -> Answer:
    """Return an answer with sentences behind it; of what is asked back nothing but them is left."""
    said = [reading.answer(query.language) for reading in readings]
    cited = tuple(c for reading in readings for c in reading.citations)
    if answer.route is Route.CLARIFY:
        return replace(
            answer, route=Route.TEXT, answer="\n".join(said), values=(), citations=cited, options=()
        )
    return replace(
        answer,
        route=answer.route if answer.route is Route.TEXT else Route.BOTH,
        answer="\n".join(filter(None, (answer.answer, *said))),
        citations=(*answer.citations, *cited),
    )


def _clear(found: Found, score: float, share: float, apart: float) -> Found:
    """Return the first sentence, or two alike, with enough of a question and more than the next."""
    enough = [one for one in found if one[0].score >= score and one[1].share >= share]
    first = [one for one in enough if one[0].score >= EQUAL * enough[0][0].score]
    rest = found[len(first) : len(first) + 1]
    if len(first) > ALIKE or any(
        other.score > apart * first[0][0].score for other, _ in rest if first
    ):
        return []
    return first


def _fresh(found: Found, answer: Answer) -> list[Reading]:
    """Return sentences unless an answer tells the first of them already, or its passage."""
    told = _MARKS.sub("", answer.answer)
    passages = {c.passage_id for c in answer.citations if c.passage_id is not None}
    rows = {c.row_id for c in answer.citations if c.row_id is not None}
    for reading, near in found[:1]:
        said = _MARKS.sub("", reading.citations[0].quote)
        known = near.unit.passage is not None and near.unit.passage.id in passages
        known = known or (near.unit.entry is not None and near.unit.entry.id in rows)
        if known or said[:ENDS] in told or said[-ENDS:] in told:
            return []
    return [reading for reading, _ in found]
