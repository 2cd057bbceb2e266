"""Look again at a question without an answer, or a doubted one, as one of the kind that it is most likely of.

How people word kinds of question is learned (`qa/asked/`), whatever they name: what no reader understands
is said in the plain words of its kind and asked anew. What is answered without doubt, or refused for what no
document tells, is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.checking import doubt, english_left
from qa.query import Route
from qa.understand import told_in

if TYPE_CHECKING:
    from qa.asked.restate import Restated
    from qa.view import Explained, View

    Ask = Callable[[str], Explained]

OPEN, TOLD = 0.5, 0.9
"""How likely a question must be of a kind where its answer is doubted; where it is refused or asked back, or
where it must be known as well which of two things is which."""
TOLD_ENGLISH = 0.6  # the same of a question whose every word its answer is held against
LIKELY = 0.2  # likelihood of a wrong answer from which the other one is not told
_UNFOUND = frozenset({"", "not_found", "lacking", "no_whole", "no_heads", "no_part", "no_rest"})
"""Why a question is refused whose words may not have been understood."""


def answer(
    view: View, question: str, done: Explained, ask: Ask, *, later: bool, earlier: tuple[str, ...]
) -> Explained:
    """Return an answer, or a surer one to the question as it is said plainly; `later` behind others."""
    least = _least(view, question, done, earlier)
    if least is None:
        return done
    if (found := _restated(view, question, later=later, odd=least <= OPEN)) is None:
        return done
    if least > OPEN and found.is_odd:
        return done  # what it has beside the names may be what no document tells
    if found.odds < (TOLD if found.is_ordered else least):
        return done
    with told_in(done.answer.language):
        other = ask(found.text)
    answered = other.answer.route in doubt.ANSWERED
    if not answered or doubt.likelihood(view, other, earlier) >= LIKELY:
        return done
    if english_left.unanswered(view, question, other) is not None:
        return done
    alone = "" if other.query.follow else found.text
    return replace(
        other, answer=replace(other.answer, language=done.answer.language), restated=alone
    )


def _least(view: View, question: str, done: Explained, earlier: tuple[str, ...]) -> float | None:
    """Return how likely a question must be of a kind to be asked as one, None where it is not."""
    route, reason = done.answer.route, (done.plan.reason or "").partition(":")[0]
    told = TOLD_ENGLISH if done.answer.language == "en" else TOLD
    if route is Route.CLARIFY:
        return told
    if route is Route.REFUSE:
        return told if reason in _UNFOUND and not done.query.refusals else None
    doubted = doubt.likelihood(view, done, earlier) >= doubt.DOUBTED
    doubted = doubted or english_left.unanswered(view, question, done) is not None
    worked = bool(done.answer.calculation)  # it was read as something to be worked out
    return (TOLD if worked else OPEN) if doubted else None


def _restated(view: View, question: str, *, later: bool, odd: bool) -> Restated | None:
    from qa.asked import restate  # loads the bundled model, which most questions need not

    return restate.restated(view, question, later=later, odd=odd)
