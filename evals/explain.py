"""Show every stage of one gold question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from evals.dataset import Case
from evals.run import Asks, ask
from evals.scorers import Outcome
from qa.query import Answer

DEEPEST = 6  # levels of records inside records that are shown apart


def explain(chain: Asks, case: Case) -> Iterator[str]:
    """Yield the question, what was expected, every stage, the answer, and each score."""
    yield f"{case.id} [{case.source} · {case.category}] {case.question}"
    for earlier in case.history:
        yield f"  after: {earlier}"
    yield from _expected(case)
    outcome = ask(chain, case)
    yield "stages:"
    yield from (f"  {line}" for line in _stages(chain, case, outcome))
    answer = outcome.answer
    yield f"answer ({answer.route}, {answer.elapsed_ms:.1f} ms): {answer.answer}"
    for note in answer.notes:
        yield f"  note: {note}"
    for cited in answer.citations:
        yield f"  cites {cited.annex} {cited.row or cited.section or ''} · {cited.quote}"
    for score in outcome.scores:
        mark = {True: "✓", False: "✗", None: "·"}[score.right]
        yield f"  {mark} {score.name} {score.explanation}".rstrip()


def _expected(case: Case) -> Iterator[str]:
    expected = case.expected
    figures = ", ".join(f"{f.value} {f.unit or ''}".strip() for f in expected.figures)
    words = ", ".join((*expected.words, *("|".join(group[:3]) for group in expected.any_words)))
    blank = "(blank)" if expected.blank else ""
    yield f"  expected: {expected.route} {figures} {words} {blank}".rstrip()
    for place in case.places:
        yield f"    {place.annex} {place.row or place.section or ''}"


def _stages(chain: Asks, case: Case, outcome: Outcome) -> Iterable[str]:
    """Return what the chain says of every stage where it does, else the trace of its answer."""
    told = getattr(chain, "explain", None)
    if told is None:
        return outcome.answer.trace or ("the chain tells no stages",)
    return list(_lines(told(case.question, history=case.history, docs=case.docs), ""))


def _lines(value: object, indent: str) -> Iterator[str]:
    """Yield a record's fields that differ from their defaults, records inside it further in."""
    if not is_dataclass(value) or isinstance(value, type):
        yield f"{indent}{value}"
        return
    for item in fields(value):
        held = getattr(value, item.name)
        if held == item.default or held in (None, (), "") or isinstance(held, Answer):
            continue
        if isinstance(held, tuple):
            yield f"{indent}{item.name}:"
            for one in held:
                yield from _lines(one, indent + "  ")
        elif is_dataclass(held) and indent.count("  ") < DEEPEST:
            yield f"{indent}{item.name}:"
            yield from _lines(held, indent + "  ")
        else:
            yield f"{indent}{item.name}: {held}"
