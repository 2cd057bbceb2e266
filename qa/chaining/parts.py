"""Answer the questions of one sentence; a later one may lean on what the ones before it named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.chaining.shares import share_of_all, share_of_top
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.limits import AGAINST_PRIOR, EXTREMES
from qa.query import Asked, Mention, Operation, Query, Route
from qa.talk.restated import about, asks_each, only_year
from qa.understand import complete, understand

if TYPE_CHECKING:
    from qa.view import Explained, View

    One = Callable[[Query], Explained]

PROJECT_CODE = (
    10  # characters of the shortest code of a project; items of classifications have fewer
)
LEANING = 0.75  # a part less sure than this is tried again with the phrases before it
_AGAINST = re.compile(
    r"比(?!例|重|赛)|相差|差多少|哪个|哪家|哪边|谁|\bcompare|\bthan\b|which", re.I
)
_OWN_MEASURE = re.compile(
    r"[那它其这个的,]*(?:服务对象|社会公众|受益对象|群众)?满意度(?:指标|目标)?值?"
    r"(?:又|要|应|须|得|是|为|有|定|达到|到|目标|指标|值)*(?:多少|几|多高|百分之(?:几|多少))?[?？。]?"
)
"""What every project has a goal of, which is of the one spoken of before it."""
_OPEN = (Route.REFUSE, Route.CLARIFY)
NEEDS_TWO = (Operation.SHARE, Operation.RATIO, Operation.DIFFERENCE)


def answered(explained: Explained) -> bool:
    """Tell whether records gave an answer surely."""
    return explained.answer.route in (Route.TABLE, Route.BOTH) and explained.plan.score >= LEANING


def by_name(view: View, query: Query) -> Query | None:
    """Return what is asked of a project that is named by its code, with its printed name instead."""
    if len(query.codes) != 1 or len(query.codes[0]) < PROJECT_CODE:
        return None
    documents, tables = query.scope.documents, view.catalogue.tables.values()
    lists = (t for t in tables if t.kind == PROJECT_LIST and t.document_id in documents)
    names = {e.label for table in lists for e in table.rows if e.code == query.codes[0]}
    if len(names) != 1 or query.codes[0] not in query.text:
        return None
    text = query.text.replace(query.codes[0], names.pop())
    said = understand(text, view.catalogue, query.language)
    return replace(said, scope=query.scope, original=query.original)


def answered_parts(view: View, query: Query, one: One) -> list[Explained]:
    """Answer each question of one sentence in turn."""
    done: list[Explained] = []
    before: tuple[Mention, ...] = ()
    for i, part in enumerate(query.parts):
        part = _moved_too(part, query.parts[i - 1]) if i else part
        part = _of_other_year(view, part, query.parts[i - 1]) if i else part
        if done and done[-1].plan.reason.startswith("stranger") and _AGAINST.search(part.text):
            continue  # nothing is set against what is not held
        if i and part.asks(Operation.SHARE) and query.parts[i - 1].asks(*EXTREMES):
            done[-1] = one(share_of_top(query.parts[i - 1], part))
            continue
        if done and _OWN_MEASURE.fullmatch(part.text):
            plain = replace(part, operations=(Asked(Operation.LOOKUP),))
            if own := _measured(view, plain, done[-1:], sure=True):
                done.append(own)
                continue
        form = done[-1].plan.subject if done else ""
        best = _on_before(view, part, before, form, one) or one(part)
        alike = bool(i) and share_of_all(part) and share_of_all(query.parts[i - 1])
        best = _with_before(view, part, best, before, form, one, alike=alike)
        if done and asks_each(part.text) and not best.answer.calculation:
            best = _of_row(view, part, done, one, worked=True) or best
        if done and (not answered(best) or _says_again(best, done)):
            best = _measured(view, part, done, sure=answered(best)) or best
            if best.answer.route in _OPEN:
                best = _of_row(view, part, done, one) or best
        if best.reading is not None and best.reading.subject:
            before = (Mention(best.reading.subject, quoted=True),)
        elif answered(best) and part.mentions:
            before = part.mentions
        done.append(best)
    return done


def _of_other_year(view: View, part: Query, before: Query) -> Query:
    """Return 25年又是多少 after 甲加乙,24年是多少 as the question before it, of the other year."""
    if len(part.years) != 1 or len(before.years) != 1 or part.years == before.years:
        return part
    year, other = str(before.years[0]), str(part.years[0])
    if not only_year(part.text) or before.text.count(year) != 1 or only_year(before.text):
        return part
    said = understand(before.text.replace(year, other), view.catalogue, part.language)
    scope = said.scope if said.scope.named else part.scope
    said = replace(said, scope=scope, follow=None, parts=(), original=part.original)
    return complete(said, view.catalogue)


def _moved_too(part: Query, before: Query) -> Query:
    """Return 接待费少多少 after 公车今年比去年少多少 as a change between the same years."""
    moved = tuple(a for a in before.operations if a.operation in AGAINST_PRIOR)
    apart = {a.operation for a in part.operations} == {Operation.DIFFERENCE}
    if not moved or not apart or len(part.mentions) != 1 or part.mentions == before.mentions:
        return part
    return replace(
        part, operations=moved, years=before.years, offsets=before.offsets,
        year_offset=before.year_offset, base_year=before.base_year,
    )  # fmt: skip


def _says_again(best: Explained, done: list[Explained]) -> bool:
    """Tell whether a part is answered by nothing but cells that parts before it were answered by."""
    told = {(c.row_id, c.column) for explained in done for c in explained.cells}
    return bool(best.cells) and {(c.row_id, c.column) for c in best.cells} <= told


def _measured(view: View, part: Query, done: list[Explained], *, sure: bool) -> Explained | None:
    """Answer a part by the goal that it measures, of the project of a part before it."""
    from qa.chaining.talk import by_measure

    found = (by_measure(view, part, explained.cells, sure=sure) for explained in done)
    return next(filter(None, found), None)


def _of_row(
    view: View, part: Query, done: list[Explained], one: One, *, worked: bool = False
) -> Explained | None:
    """Answer a part as one about the row, or its project, that a part before it was answered by."""
    for name in _names(done):
        said = understand(about(part.text, f"“{name}”"), view.catalogue, part.language)
        said = replace(said, scope=part.scope, follow=None, parts=(), original=part.original)
        again = one(complete(said, view.catalogue))
        if answered(again) and (again.answer.calculation or not worked):
            return again
    return None


def _names(done: list[Explained]) -> list[str]:
    """Return the rows that parts were answered by, one row a part, with the project of each.

    Of a part that words answered it is what they count.
    """
    found: dict[str, None] = {}
    for explained in done:
        told = (
            explained.reading.values
            if explained.answer.route is Route.TEXT and explained.reading
            else ()
        )
        found.update({value.label: None for value in told if len(told) == 1})
        rows = {cell.row_id: cell for cell in explained.cells}
        if len(rows) == 1:
            cell = next(iter(rows.values()))
            found.update(dict.fromkeys(filter(None, (cell.subject, cell.label))))
    return list(found)


def _with_before(
    view: View,
    part: Query,
    best: Explained,
    before: tuple[Mention, ...],
    form: str,
    one: One,
    *,
    alike: bool,
) -> Explained:
    """Return the answer of a part, or that with the phrases before it where this is better."""
    paired = part.asks(*NEEDS_TWO) and len(part.mentions) < 2 and not alike
    lacks = not answered(best) or paired
    same = bool(form) and best.plan.subject == form and answered(best)
    if not before or not (lacks or form) or before == part.mentions or same:
        return best
    leaning = complete(replace(part, mentions=(*before, *part.mentions)), view.catalogue)
    again = one(leaning)
    better = again.plan.subject == form if form else lacks
    if (better and answered(again)) or best.answer.route is Route.REFUSE:
        return again
    return best


def _on_before(
    view: View, part: Query, before: tuple[Mention, ...], form: str, one: One
) -> Explained | None:
    """Answer a part that names nothing itself by what the part before it names."""
    if not before or view.planner.plan(part).reason != "not_found":
        return None
    leaning = complete(replace(part, mentions=(*before, *part.mentions)), view.catalogue)
    plan = view.planner.plan(leaning)
    if plan.route is not Route.TABLE or (form and plan.subject != form):
        return None
    done = one(leaning)
    return done if answered(done) else None


def is_of(done: Explained, asked: Query, first: Explained) -> bool:
    """Tell whether an answer is of a thing that a question names, where that has no year before."""
    if first.plan.reason != "no_prior" or not asked.mentions:
        return True
    around = "".join(bare(f"{c.label}{c.column_name}") for c in done.cells)
    return any(bare(m.text) in around for m in asked.mentions)
