"""Look again at a question without an answer, or a doubted one, as one of the kind that it is most likely of.

How people word kinds of question is learned (`qa/asked/`), whatever they name: what no reader understands
is said in the plain words of its kind and asked anew. What is answered is left as it is, but for what is
all but surely of another kind than it was read as; so is what is refused for what no document tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.checking import doubt, english_left
from qa.planning.measured_rows import is_other
from qa.planning.row_readings import plain
from qa.query import Route
from qa.regexes import regex
from qa.understand import told_in
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.asked.restate import Restated
    from qa.view import Explained, View

    Ask = Callable[[str], Explained]

OPEN, UNTOLD, TOLD, WORKED = 0.5, 0.7, 0.8, 0.9
"""How likely a question must be of a kind where its answer is doubted; where it is refused, or where it must be
known as well which of two things is which; where it is answered without doubt or asked back; where something was
worked out. Fitted on drawn and natural questions."""
UNTOLD_ENGLISH = 0.6  # where an English one is refused or asked back: all words must be answered
SURE = 0.05  # likelihood of a wrong answer below which it is not looked at again: that takes time
LIKELY = 0.2  # likelihood of a wrong answer from which the other one is not told
_WITHOUT = frozenset({"%", "倍", None})  # units of what is worked out of amounts
_UNFOUND = frozenset({"", "not_found", "lacking", "no_whole", "no_heads", "no_part", "no_rest"})
"""Why a question is refused whose words may not have been understood."""


def answer(
    view: View, question: str, done: Explained, ask: Ask, *, later: bool, earlier: tuple[str, ...]
) -> Explained:
    """Return an answer, or a surer one to the question as it is said plainly; `later` behind others."""
    least = _least(view, question, done, earlier)
    if least is None:
        return done
    answered = done.answer.route in doubt.ANSWERED
    odd = not answered or least < TOLD  # words beside the names may be what an answer goes by
    found = _restated(view, question, later=later, odd=odd)
    if found is None or (found.is_odd and not odd):
        return done
    if least > OPEN and found.has_odd_noun:
        return done  # no document may tell it
    if found.odds < (max(least, UNTOLD) if found.is_ordered else least):
        return done
    with told_in(done.answer.language):
        other = ask(found.text)
    if other.answer.route not in doubt.ANSWERED or doubt.likelihood(view, other, earlier) >= LIKELY:
        return done
    if _is_in_other_measure(question, other):
        return done
    if doubt.likelihood(view, done, earlier) < doubt.DOUBTED and not _tells_better(
        done, other, found
    ):
        return done
    if english_left.unanswered(view, question, other) is not None:
        return done
    alone = "" if other.query.follow else found.text
    return replace(
        other, answer=replace(other.answer, language=done.answer.language), restated=alone
    )


def _tells_better(done: Explained, other: Explained, found: Restated) -> bool:
    """Tell whether an answer to a question as one of a kind may stand for one without doubt."""
    if found.stands or (done.answer.calculation and done.answer.route is not Route.TABLE):
        return False  # an amount as it stands is no better, nor what is worked out of rows than of text
    told = {(value.value.lstrip("-"), value.unit) for value in done.answer.values}
    new = [(value.value.lstrip("-"), value.unit) for value in other.answer.values]
    if new and new[0] in told:
        return False  # the figure asked for is told
    measures = {is_money(unit) for _, unit in (*told, *new[:1])}
    return not (done.answer.calculation and new and new[0][1] not in _WITHOUT and len(measures) > 1)


def _is_in_other_measure(question: str, other: Explained) -> bool:
    """Tell whether an answer tells one figure, in another measure than was asked for: money for people."""
    cells = [t.figure for step in other.plan.steps for t in step.operands]
    if len(cells) != 1 or cells[0].fact is None:
        return False
    times = regex(data("kinds.yaml")["times"]).search(question) and is_money(cells[0].fact.unit)
    return bool(times) or is_other(plain(question), cells[0])


def _least(view: View, question: str, done: Explained, earlier: tuple[str, ...]) -> float | None:
    """Return how likely a question must be of a kind to be asked as one, None where it is not."""
    route, reason = done.answer.route, (done.plan.reason or "").partition(":")[0]
    english = done.answer.language == "en"
    if route is Route.CLARIFY:
        return UNTOLD_ENGLISH if english else TOLD
    if route is Route.REFUSE:
        unfound = reason in _UNFOUND and not done.query.refusals
        return (UNTOLD_ENGLISH if english else UNTOLD) if unfound else None
    likely = doubt.likelihood(view, done, earlier)
    worked = bool(done.answer.calculation)  # it was read as something to be worked out
    left = english_left.unanswered(view, question, done) is not None
    if likely < SURE and not left:
        return None
    if worked:
        return WORKED
    return OPEN if left or likely >= doubt.DOUBTED else TOLD


def _restated(view: View, question: str, *, later: bool, odd: bool) -> Restated | None:
    from qa.asked import restate  # loads the bundled model, which most questions need not

    return restate.restated(view, question, later=later, odd=odd)
