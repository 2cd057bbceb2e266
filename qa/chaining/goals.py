"""Tell the goal that a question means where its words are not those that the indicator prints.

People name the matter (巡河捡垃圾的人, 种下去的树) and the kind of value (啥时候, 多少人次), seldom the
indicator. Of all indicators in scope the one is meant that is most like the question, stands in the
project that it names and has its goal in a kind of value that it asks for. It is told where nothing
was found, or where what was found is in no such kind; where several fit alike, they are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.linking.names import project_of
from qa.linking.text import bare
from qa.planning.cards import Card
from qa.planning.goal_kinds import (
    RATE,
    is_of_thing,
    is_single,
    kinds_of,
    of_money,
    of_time,
    pattern,
    prints,
)
from qa.planning.goal_ranks import LIKELY, Ranked, alike, fit_of, lead, ranked
from qa.planning.measured_rows import Measure
from qa.planning.scope import ground, institutions
from qa.planning.types import Figure, Plan, Target
from qa.query import Answer, Operation, Query, Route
from qa.words import frames
from qa.words.row_asks import earlier_said, given, is_of_set, left_of

if TYPE_CHECKING:
    from qa.linking.rank_rows import Numbers
    from qa.narration.reading import Reading
    from qa.view import Explained, View

    Found = tuple[Plan, Answer, Reading | None]

UNTOLD = (3.0, 1.2)  # least score and lead of a goal where nothing was found
ROW = (4.5, 2.0)  # the same of one of which several questions ask
COUNTED = (5.0, 2.5)  # the same of one that counts by another word than the question's
NAMED = (7.0, 2.0)  # the same where no kind of value is asked for
TOLD = (5.5, 2.0)  # the same in place of what is in no kind that is asked for
OVER = (10.0, 5.0)  # the same in place of a sentence that has a figure of that kind
PARTS = frozenset({"reached", "score", "weight", "reason"})  # what is asked of a goal beside it
LEANING = 2  # characters beside what is asked, of a question that names nothing
NOT_NAMED = 4.0  # how much less a goal may fit where a question names none
OPTIONS = 6  # goals that are asked about at most
OTHERS = frozenset({
    Operation.STAFFING, Operation.RANK, Operation.CONSISTENCY, Operation.BACK_CALCULATE,
    Operation.CONVERT, Operation.RATIO, Operation.WHY, Operation.CONTACT, Operation.DEFINE,
    Operation.DUTIES,
})  # fmt: skip
"""Operations that no goal answers."""
FAILED = (
    "",
    "not_found",
    "lacking",
    "no_goal",
    "no_goals",
    "no_prior",
    "no_such_figure",
)


def instead(view: View, query: Query, question: str, done: Explained) -> Found | None:
    """Return the goal that a question means in place of an answer that does not tell it, or None."""
    kinds = kinds_of(query.text)
    if not _may_be(view, query, done, kinds):
        return None
    told = any(_prints(done.answer.answer, kind, query.text) for kind in kinds)
    if done.answer.route in (Route.TABLE, Route.BOTH) and (told or not kinds):
        return None
    asked_back = done.answer.route is Route.CLARIFY
    whole = f"{question} {query.text}"
    if asked_back and len(_fitting(done, kinds)) != 1:
        return None
    if not asked_back and not _may_fit(view, query, done, kinds, whole, told=told):
        return None  # whatever the goals mean
    found = rank(view, query, whole)
    if not found or (not asked_back and _is_told(found[0], done.answer.answer)):
        return None
    frame = frames.read(query.text)
    if frame is not None and frame.operation is Operation.SHARE and not found[0].named:
        return None  # what part of a project's money something is, is no rate that it aims at
    if asked_back and not _is_only(done, kinds, found[0]):
        return None
    if _is_sure(query.text, found, kinds, _least(done, kinds, found[0], told=told)):
        row = view.planner.row_first.of_goal(query, found[0].card)
        return None if row is None else (row[0], view.composer.compose(query, row[0]), None)
    options = _options(query, done, kinds, found)
    if len(options) < 2:
        return None
    return _between(view, query, options)


def of_row(view: View, query: Query) -> Found | None:
    """Return what several questions ask of one indicator, which only the first of them names."""
    first, later = query.parts[0], query.parts[1:]
    kinds = kinds_of(first.text)
    spoken = kinds or pattern("spoken").search(query.text)
    if not later or not spoken or not _is_of_goals(view, query) or first.asks(*OTHERS):
        return None
    if pattern("several").search(first.text):
        return None
    found = rank(view, first, query.text)
    least = ROW if kinds else NAMED
    if not found or (kinds and found[0].fit < 1) or not _is_sure(first.text, found, kinds, least):
        return None
    if not all(_leans(view, part, query.text, found[0], kinds) for part in later):
        return None
    row = view.planner.row_first.of_goal(query, found[0].card)
    if row is None or not all(_tells(row[1], part.text) for part in later):
        return None
    return row[0], view.composer.compose(query, row[0]), None


def _tells(told: frozenset[str], text: str) -> bool:
    """Tell whether what is told of an indicator has what a later question asks of it."""
    asked = {one.aspect.name for one in given(text)}
    return bool(asked & told) and (asked & PARTS) <= told


def _leans(view: View, part: Query, whole: str, goal: Ranked, before: Sequence[Measure]) -> bool:
    """Tell whether a question asks of the goal named before it: it names none, nor another kind."""
    kinds, asked = kinds_of(part.text), given(part.text)
    spans = [*((k.start, k.end) for k in kinds), *((a.start, a.end) for a in asked)]
    gone = {i for start, end in spans for i in range(start, end)}
    rest = "".join("," if i in gone else char for i, char in enumerate(part.text))
    left = "".join(left_of(pattern("pointing").sub(",", rest)))
    if not (kinds or asked) or len(left) > (LEANING if kinds else 0):
        return False
    if not kinds:
        return True
    same = {(one.noun[:1], one.units * (not one.noun)) for one in (*kinds, *before)}
    return len(same) == 1 and rank(view, part, whole)[0].printed == goal.printed


def rank(view: View, query: Query, whole: str) -> list[Ranked]:
    """Return the indicators in scope by how well they fit a question; `whole` is all of it."""
    documents = set(ground(query, view.catalogue).documents)
    goals = _goals(view, documents)
    if not goals:
        return []
    figures, places = view.ranker.features(query, documents)
    return _ranked(view, query, whole, goals, (figures @ view.ranker.weights.rank, places))


def _goals(view: View, documents: Collection[int]) -> list[tuple[Card, Figure]]:
    """Return the indicators of documents with their goals."""
    rows = view.planner.row_first
    return view.kept.once(
        ("goals", frozenset(documents)),
        lambda: [(c, goal) for c in rows.goals(documents) if (goal := rows.goal(c))],
    )


def _ranked(
    view: View, query: Query, whole: str, goals: Sequence[tuple[Card, Figure]],
    weighed: tuple[Numbers, Sequence[int]],
) -> list[Ranked]:  # fmt: skip
    """Return indicators by how well they fit a question; `weighed` tells how much rows are like it."""
    likeness = {
        row_id: float(weighed[0][n])
        for n, place in enumerate(weighed[1])
        for row_id in view.ranker.rows.rows[place].row_ids
    }
    return ranked(goals, likeness, kinds_of(query.text), query.text, whole)


def _may_fit(
    view: View, query: Query, done: Explained, kinds: Sequence[Measure], whole: str, *, told: bool
) -> bool:
    """Tell whether a goal may be told, or asked about, if its meaning fits as well as can be."""
    money = done.answer.route is not Route.REFUSE and kinds and all(map(of_money, kinds))
    if money and len(pattern("each").findall(query.text)) > 1:
        return True
    documents = set(ground(query, view.catalogue).documents)
    goals = _goals(view, documents)
    found = _ranked(view, query, whole, goals, view.ranker.most(query, documents)) if goals else []
    refused = done.answer.route is Route.REFUSE and pattern("spoken").search(query.text)
    if refused and any(one.named and one.score >= UNTOLD[0] for one in found):
        return True
    return any(
        _is_sure(query.text, [one], kinds, _least(done, kinds, one, told=told)) for one in found
    )


def _may_be(view: View, query: Query, done: Explained, kinds: Sequence[Measure]) -> bool:
    """Tell whether a question may be one for a goal that is not told yet."""
    if query.asks(*OTHERS) or (not kinds and not pattern("spoken").search(query.text)):
        return False
    if done.answer.route is Route.REFUSE and not is_open(done):
        return False
    return _is_of_goals(view, query)


def is_open(done: Explained) -> bool:
    """Tell whether nothing was found of a question that something may yet answer."""
    reason = done.plan.reason.split(":")[0]
    return done.answer.route is Route.REFUSE and reason in FAILED


def _is_of_goals(view: View, query: Query) -> bool:
    """Tell whether a question is of one department and of what is to be reached this year."""
    if query.refusals or query.scope.strangers or query.codes:
        return False
    place = ground(query, view.catalogue)
    if place.many or place.missing or len(institutions(view.catalogue, place.documents)) != 1:
        return False
    held = [view.catalogue.documents[d] for d in place.documents]
    if {*query.years} - {document.fiscal_year for document in held}:
        return False
    budget = any(document.phase == "预算" for document in held)
    if budget and pattern("done").search(query.text):
        return False
    if is_of_set(query.text) or pattern("moved").search(query.text):
        return False
    return not (budget and earlier_said(query.text))


def _is_only(done: Explained, kinds: Sequence[Measure], best: Ranked) -> bool:
    """Tell whether the best goal alone, of what is asked about, is in a kind that is asked for."""
    return _fitting(done, kinds) == {best.card.entry.id}


def _fitting(done: Explained, kinds: Sequence[Measure]) -> set[int]:
    """Return the rows, of those that are asked about, that are in a kind that is asked for."""
    offered = [t.figure for t in done.plan.options]
    return {f.row_id for f in offered if kinds and fit_of(f, bare(f.label), kinds) == 1}


def _is_told(best: Ranked, answer: str) -> bool:
    """Tell whether an answer prints the goal already."""
    fact = best.goal.fact
    if fact is None or fact.value is None:
        return False
    number = re.escape(f"{fact.value.normalize():f}")
    return re.search(rf"(?<![\d.]){number}\s*{re.escape(best.unit)}", answer) is not None


def _prints(answer: str, kind: Measure, text: str) -> bool:
    """Tell whether an answer has a figure of a kind; of money for one of a thing, that money."""
    if of_money(kind) and pattern("each").search(text):
        return pattern("each_printed").search(answer) is not None
    return prints(answer, kind)


def _least(
    done: Explained, kinds: Sequence[Measure], best: Ranked, *, told: bool
) -> tuple[float, float]:
    """Return the score and lead from which the best goal is told in place of an answer."""
    if done.answer.route in (Route.REFUSE, Route.CLARIFY):
        if not kinds:
            return NAMED
        return UNTOLD if best.fit == 1 else COUNTED
    if told or best.fit < 1:
        return OVER
    sure = done.answer.route is Route.TEXT and all(kind.sure for kind in kinds)
    return UNTOLD if sure and not any(map(of_money, kinds)) else TOLD


def _is_sure(
    text: str, found: Sequence[Ranked], kinds: Sequence[Measure], least: tuple[float, float]
) -> bool:
    """Tell whether the best goal is surely meant: by its kind or its name, and by no money else."""
    best = found[0]
    if kinds and all(map(of_money, kinds)):
        single = pattern("each").search(text) and is_single(best.card.name, best.unit)
        if not single and not (pattern("bound").search(text) and best.named):
            return False
        if single:  # only what is set for one of the thing may be meant
            found = [one for one in found if is_single(one.card.name, one.unit)]
            own = any(pattern("costs").fullmatch(pair) is None for pair in best.named)
            if not (own or is_of_thing(best.card.name, best.unit, text)):
                return False
    if not best.named and any(one.noun == RATE for one in kinds):
        return False  # a rate that is named is no other one
    if not (best.named or best.placed) and not all(map(of_time, kinds)):
        least = TOLD
    kind = best.fit >= LIKELY and (any(one.sure for one in kinds) or least in (UNTOLD, COUNTED))
    return bool(kind or best.named) and best.score >= least[0] and lead(found) >= least[1]


def _options(
    query: Query, done: Explained, kinds: Sequence[Measure], found: Sequence[Ranked]
) -> list[Ranked]:
    """Return the goals between which a question leaves it open, all named by the same word."""
    near = alike(found)
    if done.answer.route is Route.CLARIFY or near[0].fit < (1 if kinds else 0):
        return []
    if done.answer.route is not Route.REFUSE:
        return _single(query.text, found) if all(map(of_money, kinds)) else []
    if not pattern("spoken").search(query.text):
        return []
    shared = frozenset.intersection(*(one.named for one in near))
    fits = shared and near[0].score >= UNTOLD[0] and len(near) <= OPTIONS
    return near if fits else []


def _single(text: str, found: Sequence[Ranked]) -> list[Ranked]:
    """Return the amounts set for one of a thing among which a question names neither one nor a project."""
    near = [one for one in alike(found, NOT_NAMED) if is_single(one.card.name, one.unit)]
    named = any(one.placed or one.named for one in near)
    asked = len(pattern("each").findall(text)) > 1 and not named
    return near if asked and 2 <= len(near) <= OPTIONS else []


def _between(view: View, query: Query, near: Sequence[Ranked]) -> Found:
    """Ask which of several goals is meant."""
    rows = view.planner.row_first
    told: list[Target] = []
    for one in near:
        if (row := rows.of_goal(query, one.card)) is not None:
            figure = row[0].steps[0].operands[-1].figure
            project = project_of(one.card.entry, one.card.table)
            told.append(Target(replace(figure, subject=project)))
    plan = Plan(Route.CLARIFY, options=tuple(told), score=1.0)
    return plan, view.composer.compose(query, plan), None
