"""Ask every gold question and judge the answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, runtime_checkable

from evals.dataset import Case
from evals.scorers import Outcome, Score, judge
from ingest.files import names_file
from qa.query import Answer, Route


class Asks(Protocol):
    """Be what answers questions: the chain, or a stand-in."""

    def ask(
        self, question: str, history: Sequence[str] = (), docs: Sequence[str] | None = None
    ) -> Answer:
        """Return the answer to one question."""
        ...


class Told(Protocol):
    """Be an answer with how sure the chain is of it."""

    @property
    def answer(self) -> Answer:
        """Return the answer."""
        ...

    @property
    def sure(self) -> float:
        """Return how sure it is, 0–1."""
        ...


@runtime_checkable
class Explains(Protocol):
    """Be what tells, too, how sure it is."""

    def explain(
        self, question: str, history: Sequence[str] = (), docs: Sequence[str] | None = None
    ) -> Told:
        """Return the answer to one question with how sure it is."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """Hold the outcomes, and the questions left out because the store lacks their documents."""

    outcomes: tuple[Outcome, ...]
    skipped: tuple[Case, ...] = ()


def run(
    chain: Asks,
    cases: Iterable[Case],
    held: Collection[str] | None = None,
    progress: Callable[[], object] = lambda: None,
) -> Run:
    """Ask all questions whose documents are among `held` (None: all of them).

    The first question over a choice of documents is asked twice: latency is that of a warm chain.
    """
    outcomes, skipped = [], []
    warm: set[tuple[str, ...] | None] = set()
    for case in cases:
        if held is not None and not _holds(held, case):
            skipped.append(case)
        else:
            if case.docs not in warm:
                warm.add(case.docs)
                ask(chain, case)
            outcomes.append(ask(chain, case))
        progress()
    return Run(tuple(outcomes), tuple(skipped))


def _holds(held: Collection[str], case: Case) -> bool:
    stems = {Path(name).stem for name in held}
    return all(
        name in held or Path(name).stem in stems or any(names_file(name, one) for one in held)
        for name in case.docs or ()
    )


def ask(chain: Asks, case: Case) -> Outcome:
    """Ask one question and judge the answer."""
    try:
        if isinstance(chain, Explains):
            told = chain.explain(case.question, history=case.history, docs=case.docs)
            return replace(judge(case, told.answer), sure=told.sure)
        answer = chain.ask(case.question, history=case.history, docs=case.docs)
    except Exception as error:  # a crash is a wrong answer, counted and shown; the others still run
        return _crashed(case, f"{type(error).__name__}: {error}")
    return judge(case, answer)


def _crashed(case: Case, why: str) -> Outcome:
    answer = Answer(case.question, case.language, Route.REFUSE, why)
    fault = Score("ran", False, "", f"crashed: {why}")
    return Outcome(case, answer, (fault, *judge(case, answer).scores))
