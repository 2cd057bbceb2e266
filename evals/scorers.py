"""Score one answer in one respect each; all of them together make it all right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.dataset import Case, Figure
from evals.normal import flat, number, same_figure, says, says_figure
from evals.places import cites
from qa.query import Answer, Route

ACCEPTED = {
    Route.TABLE: (Route.TABLE, Route.BOTH),
    Route.TEXT: (Route.TEXT, Route.BOTH),
    Route.BOTH: (Route.BOTH, Route.TABLE, Route.TEXT),
    Route.CLARIFY: (Route.CLARIFY, Route.TABLE, Route.BOTH),
    Route.REFUSE: (Route.REFUSE,),
}
ANSWERED = (Route.TABLE, Route.TEXT, Route.BOTH)


@dataclass(frozen=True, slots=True)
class Score:
    """Hold one judgement; `right` is None where the question does not ask for it.

    `answer` is what was judged, `explanation` why it is wrong (empty where it is right).
    """

    name: str
    right: bool | None
    answer: str = ""
    explanation: str = ""


Scorer = Callable[[Case, Answer], Score]


def route(case: Case, answer: Answer) -> Score:
    """Judge whether the answer came by a way that is accepted."""
    accepted = {*ACCEPTED[case.expected.route], *case.expected.also}
    right = answer.route in accepted
    why = "" if right else f"route {answer.route}, expected {case.expected.route}"
    return Score("route", right, answer.route.value, why)


def value(case: Case, answer: Answer) -> Score:
    """Judge whether every figure asked for is given, in its unit or one that converts."""
    expected = case.expected
    given = "; ".join(f"{item.value} {item.unit or ''}".strip() for item in answer.values)
    if expected.blank and any(number(item.value) == 0 for item in answer.values):
        return Score("value", False, given, "a blank cell is given as 0")
    if not expected.figures:
        return Score("value", None if not expected.blank else True, given)
    if any(_gives(figure, answer) for figure in expected.alternatives):
        return Score("value", True, given)
    missing = [figure.value for figure in expected.figures if not _gives(figure, answer)]
    why = "" if not missing else f"lacks the figure {', '.join(missing)}"
    return Score("value", not missing, given or answer.answer, why)


def _gives(figure: Figure, answer: Answer) -> bool:
    stated = any(
        same_figure(figure.value, figure.unit, item.value, item.unit) for item in answer.values
    )
    return stated or says_figure(figure.value, answer.answer)


def text(case: Case, answer: Answer) -> Score:
    """Judge whether answer and notes have the words that they must, and none that they must not."""
    expected = case.expected
    if not (expected.words or expected.any_words or expected.banned):
        return Score("text", None)
    prose = " | ".join((answer.answer, *answer.notes))
    faults = [f"lacks {word}" for word in expected.words if not says(word, prose)]
    faults += [
        f"lacks any of {', '.join(group[:3])}"
        for group in expected.any_words
        if not any(_either(word, prose) for word in group)
    ]
    faults += [f"contains {word}" for word in expected.banned if flat(word) in flat(prose)]
    return Score("text", not faults, prose, "; ".join(faults))


def _either(word: str, prose: str) -> bool:
    return flat(word) in flat(prose) or says(word, prose)


def citation(case: Case, answer: Answer) -> Score:
    """Judge whether a citation points at an acceptable row or section."""
    if case.unanswerable or not case.places:
        return Score("citation", None)
    cited = "; ".join(f"{c.annex} {c.row or c.section or ''}".strip() for c in answer.citations)
    if not any(cites(place, answer.citations) for place in case.places):
        wanted = "; ".join(f"{p.annex} {p.row or p.section or ''}".strip() for p in case.places[:3])
        return Score("citation", False, cited, f"cites none of {wanted}")
    enough = len(answer.citations) >= case.cite_min
    return Score("citation", enough, cited, "" if enough else f"fewer than {case.cite_min} cited")


def refusal(case: Case, answer: Answer) -> Score:
    """Judge whether what the corpus does not say is refused, without a figure."""
    if not case.unanswerable:
        return Score("refusal", None)
    if answer.route is not Route.REFUSE and answer.route not in case.expected.also:
        return Score("refusal", False, answer.answer, "answers what the corpus does not say")
    if answer.values:
        return Score("refusal", False, answer.answer, "gives a figure with a refusal")
    return Score("refusal", True, answer.answer)


SCORERS: Sequence[Scorer] = (route, value, citation, text, refusal)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold one question with its answer and all its scores."""

    case: Case
    answer: Answer
    scores: tuple[Score, ...]
    sure: float | None = None  # how sure the chain was, 0–1, where it tells

    @property
    def right(self) -> bool:
        """Tell whether the answer is all right."""
        return all(score.right is not False for score in self.scores)

    @property
    def faults(self) -> tuple[str, ...]:
        """Return why it is not."""
        return tuple(score.explanation for score in self.scores if score.right is False)

    @property
    def answered(self) -> bool:
        """Tell whether it was answered: neither refused nor asked back."""
        return self.answer.route in ANSWERED

    @property
    def false_refusal(self) -> bool:
        """Tell whether it was refused although the corpus says it."""
        expected = self.case.expected
        refused = self.answer.route is Route.REFUSE
        return refused and Route.REFUSE not in (expected.route, *expected.also)

    @property
    def wrong_number(self) -> bool:
        """Tell whether a figure was given that is not the one asked for."""
        if not self.answered:
            return False
        if self.case.unanswerable:
            return bool(self.answer.values) and self.answer.route not in self.case.expected.also
        return self.score("value").right is False

    def score(self, name: str) -> Score:
        """Return the score of that name."""
        return next(score for score in self.scores if score.name == name)


def judge(case: Case, answer: Answer) -> Outcome:
    """Score one answer in every respect."""
    return Outcome(case, answer, tuple(scorer(case, answer) for scorer in SCORERS))
