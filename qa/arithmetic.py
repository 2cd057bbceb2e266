"""Answer questions of arithmetic between what they name: by records, else by what narrative states.

Shares, gaps and ratios have two sides (`frames`); an amount over a number of things has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa import framed_told, frames, per_unit
from qa.framed import Framed
from qa.plan_types import Plan
from qa.query import Answer, Query

if TYPE_CHECKING:
    from qa.chain import View
    from qa.framed_told import Settle
    from qa.narrative_reading import Reading


def answer(
    view: View, query: Query, settle: Settle, *, alone: bool = True
) -> tuple[Plan, Answer, Reading | None] | None:
    """Return the answer to a question that sets two things against each other, else None.

    What leans on earlier questions has not all its words in its text, unless it stands `alone`.
    """
    leans = query.follow is not None and not alone
    frame = None if leans or query.refusals else frames.read(query.text)
    if frame is None:
        return None if leans else per_unit.answer(view, query, settle)
    framed = Framed(view, query, frame)
    plan = framed.plan()
    if plan is not None:
        return plan, view.composer.compose(query, plan), None
    return framed_told.answer(framed, settle)
