"""Ask again of the year before what the text lets work back, where it was refused or only quoted.

A budget prints no column of the year before for what its text alone tells: 2025年公务接待费 is what
去年公务接待费 is, this year's amount less the change that is stated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qa.query import Route
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.view import Explained, View


def told(
    view: View, question: str, done: Explained, first: Callable[[str], Explained]
) -> Explained:
    """Return what the year before had, where it is worked back from a stated change, else `done`."""
    past = _asked(view, question, done)
    again = first(past) if past else None
    if again is None or not _is_worked(again):
        return done
    return replace(again, answer=replace(again.answer, question=question))


def _asked(view: View, question: str, done: Explained) -> str | None:
    """Return the question for the amount of the year before in plain words, or None where it is none."""
    inside = done.query.scope.documents or tuple(view.catalogue.documents)
    own = {view.catalogue.documents[d].fiscal_year for d in inside}
    if len(own) != 1 or len(inside) != 1:
        return None
    before = own.pop() - 1
    words, text = data("last_year.yaml"), normalise(question)
    if done.plan.reason == f"year:{before}":
        past = re.sub(rf"{before}年?(?:度)?", str(words["said"]), text)
        return past if past != text else None
    of_before = done.query.year_offset == -1 or done.query.years == (before,)
    open_so = done.plan.reason == "not_found" and done.answer.route is Route.REFUSE
    if not of_before or not (open_so or _word("verdict").match(done.answer.answer)):
        return None
    amount, count = _word("whether").subn(str(words["amount"]), text)
    return re.sub(rf"{before}年?(?:度)?", str(words["said"]), amount) if count == 1 else None


def _is_worked(again: Explained) -> bool:
    """Tell whether an answer is worked back from a change that the text states."""
    answer = again.answer
    return answer.route in (Route.TEXT, Route.BOTH) and bool(answer.calculation)


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(str(data("last_year.yaml")[name]))
