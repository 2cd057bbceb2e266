"""Answer questions of arithmetic between what they name: by records, else by what narrative states.

Shares, gaps and ratios have two sides (`frames`); an amount over a number of things has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.linking.text import bare, core
from qa.planning import form_shares, framed_told, per_unit, told_prior
from qa.planning.carried import in_all
from qa.planning.expression_words import is_table
from qa.planning.framed import Framed
from qa.planning.rest import Rests
from qa.planning.types import Figure, Plan
from qa.query import Answer, Asked, Operation, Query, Route
from qa.understand import reader
from qa.words import each, frames, listed, periods
from qa.words import scope as scopes
from qa.words.expressions import is_stage

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.planning.framed_told import Settle
    from qa.view import View

_OF_REST = {
    Operation.LOOKUP, Operation.SUM, Operation.DIFFERENCE, Operation.YES_NO, Operation.CONVERT,
    Operation.CHANGE, Operation.TOP, Operation.BOTTOM,
}  # fmt: skip
Found = tuple[Plan, Answer, "Reading | None"]


def answer(view: View, query: Query, settle: Settle, *, alone: bool = True) -> Found | None:
    """Return the answer to a question that sets two things against each other, else None.

    What leans on earlier questions has not all its words in its text, unless it stands `alone`.
    """
    leans = query.follow is not None and not alone
    if leans and (shared := _of_the_talk(view, query)):
        return shared
    if before := told_prior.answer(view, query):
        return before
    if leans:
        return None
    frame = None if query.refusals else frames.read(query.text)
    if frame is None or _of_departments(view, query, frame):
        return per_unit.answer(view, query, settle)
    apart = frame.operation is not Operation.SHARE
    if apart and any(is_table(view, side) for side in (frame.part, frame.whole)):
        refused = Plan(Route.REFUSE, reason="not_found", score=0.3)  # no total is meant, but a row
        return refused, view.composer.compose(query, refused), None
    framed = Framed(view, query, frame)
    plan = framed.plan()
    if plan is not None and _of_other_row(framed, plan):
        refused = Plan(Route.REFUSE, reason=f"lacking:{_named(framed)}{frame.whole}", score=0.3)
        return refused, view.composer.compose(query, refused), None
    if plan is not None:
        plan = in_all(plan, query, view.planner.bases)
        return plan, view.composer.compose(query, plan), None
    return framed_told.answer(framed, settle) or _of_both(framed, settle)


def of_clauses(view: View, query: Query) -> Found | None:
    """Return the answer to a question whose sides stand in clauses of their own (甲乙比,谁的多,差多少)."""
    if not query.parts or query.refusals or query.follow is not None:
        return None
    frame = frames.read(query.text)
    if frame is None or not frame.clauses or _of_departments(view, query, frame):
        return None
    plan = form_shares.plan(view, query, frame) or Framed(view, query, frame).plan()
    return None if plan is None else (plan, view.composer.compose(query, plan), None)


def first(view: View, query: Query, settle: Settle) -> Found | None:
    """Return what is asked before cells of one row are: what is left of a whole, what one costs."""
    found = _left(view, query, settle) or _in_form(view, query)
    one = (each.read(query.text) or periods.read(query.text)) and not query.follow
    return found or (per_unit.answer(view, query, settle) if one else None)


def _left(view: View, query: Query, settle: Settle) -> Found | None:
    """Return what is left of a whole without its parts; no printed name that has the words of it."""
    rest = None if query.refusals else frames.rest(query.text)
    if rest is None or {a.operation for a in query.operations} - _OF_REST:
        return None
    if rest.said and bare(rest.said) in reader(view.catalogue).departments.mentioned:
        return None
    rests = Rests(view, query, rest)
    plan = rests.plan()
    if plan is None and rest.said and query.follow is None:
        plan = None if frames.is_denied(rest.said) else rests.lacking()
        plan = plan or rests.instead(settle(view, query)[0])
    return None if plan is None else (plan, view.composer.compose(query, plan), None)


def _in_form(view: View, query: Query) -> Found | None:
    """Return the part of a project's money that a line of its form is."""
    frame = None if query.refusals or query.follow is not None else frames.read(query.text)
    plan = None if frame is None else form_shares.plan(view, query, frame)
    return None if plan is None else (plan, view.composer.compose(query, plan), None)


def _of_departments(view: View, query: Query, frame: frames.Frame) -> bool:
    """Tell whether one side is a department alone: the other names what both of them have."""
    if len(query.scope.documents) < 2:
        return False
    known = reader(view.catalogue).departments
    for side in (frame.part, frame.whole):
        text = side
        for start, end in sorted(scopes.find(side, known, (), ()).spans, reverse=True):
            text = text[:start] + text[end:]
        if not text.strip(" ,的和与跟同比、"):
            return True
    return False


def _of_the_talk(view: View, query: Query) -> Found | None:
    """Return the share of what the talk is of in a whole that is named now (占基本支出几成)."""
    words = frames.of_whole(query.whole or "") if query.asks(Operation.SHARE) else None
    if words is None or query.refusals or query.parts:
        return None
    kept = tuple(m for m in query.mentions if bare(m.text) not in bare(words))
    columns = tuple(c for c in query.column_words if bare(c) not in bare(words))
    if not kept and not query.codes:
        return None
    name = "".join(m.text for m in kept)
    part = replace(
        query, text=name, mentions=kept, column_words=columns, whole=None, follow=None,
        operations=(Asked(Operation.SUM if len(kept) > 1 else Operation.LOOKUP),),
    )  # fmt: skip
    frame = frames.Frame(Operation.SHARE, name, words)
    plan = Framed(view, query, frame, part).plan()
    if plan is None or len(plan.steps[0].operands) < len(kept):
        return None
    return plan, view.composer.compose(query, plan), None


def _of_both(framed: Framed, settle: Settle) -> Found | None:
    """Return what the whole question was taken for, refused where it leaves one side out."""
    view, query = framed.view, framed.query
    plan, told, reading = settle(view, query)
    if framed.share and framed.strange(plan):
        refused = Plan(Route.REFUSE, reason="no_whole", score=0.3)
        return refused, view.composer.compose(query, refused), None
    figures = [t.figure for s in plan.steps for t in (*s.operands, *s.bases)]
    worked = told.calculation or not framed.share  # a gap is none of one of its sides either
    pieces = framed.pieces() if worked and told.route is Route.TABLE else None
    if pieces is not None and (blank := _blank(framed, pieces, figures)):
        refused = Plan(Route.REFUSE, reason=f"blank:{blank}", score=0.3)
        return refused, view.composer.compose(query, refused), None
    if pieces is not None and framed.share and _of_itself(framed, plan, pieces[0]):
        refused = Plan(Route.REFUSE, reason="no_whole", score=0.3)
        return refused, view.composer.compose(query, refused), None
    cells = {(t.figure.row_id, t.figure.column) for s in plan.steps for t in s.operands}
    names = (
        listed.names(pieces[0].text, reader(view.catalogue).departments.mentioned) if pieces else ()
    )
    if framed.share and len(names) > 1 and len(names) > len(cells):
        refused = Plan(Route.REFUSE, reason="not_found", score=0.3)  # one of the parts is left out
        return refused, view.composer.compose(query, refused), None
    for side in pieces or ():
        items = framed.items(side)
        if not framed.share and len(side.mentions) > 1 and framed.listed(side):
            refused = Plan(Route.REFUSE, reason="not_found", score=0.3)  # a gap to a sum of things
            return refused, view.composer.compose(query, refused), None
        lacks = framed.sides.unexplained(replace(side, mentions=items), figures)
        if len(lacks) < len(
            side.mentions
        ):  # beside what is told, words that are no name of anything
            rows = {core(row.label) for row in view.catalogue.rows.values()}
            lacks = tuple(m for m in lacks if m.hints or core(m.text) in rows)
        if lacks:
            near = tuple(dict.fromkeys(f.label for f in figures))[:2]
            refused = Plan(Route.REFUSE, reason=f"lacking:{lacks[0].text}", near=near, score=0.3)
            return refused, view.composer.compose(query, refused), None
    return plan, told, reading


def _blank(framed: Framed, pieces: tuple[Query, Query], figures: Sequence[Figure]) -> str:
    """Return the column of one thing that has no figure there, where another row's was taken."""
    part, whole = pieces
    named = [bare(m.text) for m in framed.items(part)]
    if framed.share or len(named) != 1 or [bare(m.text) for m in framed.items(whole)] != named:
        return ""
    for side in pieces:
        columns = [bare(c) for c in side.column_words]
        of_it = [f for f in figures if any(c in bare(f.column_name) for c in columns)]
        if of_it and not any(named[0] in bare(f.label) for f in of_it):
            return f"{named[0]}的{columns[0]}"
    return ""


def _named(framed: Framed) -> str:
    """Return the item that a part names, before a stage of it."""
    items = framed.items(reader(framed.view.catalogue).piece(framed.frame.part, framed.query))
    return f"{items[0].text}的" if len(items) == 1 else ""


def _of_other_row(framed: Framed, plan: Plan) -> bool:
    """Tell whether a whole that only says of which stage it is (预算数) was taken of another row."""
    whole = bare(framed.frame.whole)
    figures = [t.figure for s in plan.steps for t in (*s.operands, *s.bases)]
    return is_stage(whole) and len({bare(f.label) for f in figures}) > 1


def _of_itself(framed: Framed, plan: Plan, part: Query) -> bool:
    """Tell whether one of the parts that are listed was taken for their whole."""
    named = {core(mention.text) for mention in framed.items(part)}
    bases = [t.figure for s in plan.steps if s.asked.operation is Operation.SHARE for t in s.bases]
    return len(named) > 1 and any(core(base.label) in named for base in bases)
