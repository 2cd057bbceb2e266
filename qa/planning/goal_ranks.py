"""Rank the indicators of a document by how well each fits a question's matter, project and kind of value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from ingest.money import is_money
from qa.linking.names import project_of
from qa.linking.text import bare
from qa.planning.cards import Card, pairs
from qa.planning.measured_rows import Measure
from qa.planning.types import Figure

ANY = "(?![万亿千百]?元|[%‰]).+"  # the units of how many
FIT = 4.0  # what the right kind of value adds to a goal's likeness, and another takes from it
COUNTS = 0.25  # fit of a goal that counts things by another word than the question's
LIKELY = 0.6  # the same by a word that counts anything
GENERAL = frozenset({"个", ANY})
OTHER = -0.5  # the same where another goal counts by the question's own word
PLACED = 2.5  # what its project adds, where a question names one
LEAST = 1.0  # pairs of characters of a project, those of few projects, that name one
ALIKE = 1.5  # how much less another goal may fit to be meant as well
FAR = 9.0  # lead of a goal that stands alone


@dataclass(frozen=True, slots=True)
class Ranked:
    """Hold an indicator with its goal, how like the question it is, and by what.

    `named` are the pairs of its name, beside those of its project, that are said.
    """

    card: Card
    goal: Figure
    score: float
    fit: float
    placed: float
    named: frozenset[str]

    @property
    def printed(self) -> tuple[str, str]:
        """Return the name and the goal as printed: of two that are the same, one is meant."""
        fact = self.goal.fact
        return self.card.name, fact.printed.strip() if fact else ""

    @property
    def unit(self) -> str:
        """Return the unit of the goal."""
        return (self.goal.fact.unit if self.goal.fact else None) or ""


def ranked(
    goals: Sequence[tuple[Card, Figure]],
    likeness: Mapping[int, float],
    kinds: Sequence[Measure],
    text: str,
    whole: str,
) -> list[Ranked]:
    """Return indicators by how well they fit a question, best first; `whole` is all that is said."""
    projects = [project_of(card.entry, card.table) for card, _ in goals]
    told = _named(projects, bare(whole))
    said = pairs(bare(text))
    fits = [fit_of(goal, card.name, kinds) for card, goal in goals]
    exact = max(fits, default=0.0) == 1
    found = []
    for (card, goal), project, fit in zip(goals, projects, fits, strict=True):
        placed = told.get(project, 0.0)
        fit = OTHER if exact and fit == COUNTS else fit
        score = likeness.get(card.entry.id, 0.0) + FIT * fit + PLACED * placed
        named = (pairs(card.name) & said) - pairs(bare(project))
        found.append(Ranked(card, goal, score, fit, placed, named))
    return sorted(found, key=lambda one: -one.score)


def lead(found: Sequence[Ranked]) -> float:
    """Return how far the best goal is before the next one that is another."""
    others = [one for one in found[1:] if one.printed != found[0].printed]
    return found[0].score - others[0].score if others else FAR


def alike(found: Sequence[Ranked], margin: float = ALIKE) -> list[Ranked]:
    """Return the goals that fit as well as the best, one of those that print the same."""
    near = [one for one in found if one.score >= found[0].score - margin]
    return list({one.printed: one for one in reversed(near) if one.fit == found[0].fit}.values())[
        ::-1
    ]


def fit_of(goal: Figure, name: str, kinds: Sequence[Measure]) -> float:
    """Return 1 where a goal is in a kind of value that is asked for, -1 where in no such kind."""
    if not kinds or goal.fact is None:
        return 0.0
    fitting = [kind for kind in kinds if kind.fits(goal, name)]
    if fitting:
        return 1.0 if any(kind.units not in GENERAL for kind in fitting) else LIKELY
    unit = goal.fact.unit or ""
    counts = goal.fact.value is not None and not is_money(unit.partition("/")[0])
    counts = counts and unit not in ("%", "‰", "个百分点")
    return COUNTS if counts and any(not kind.sure for kind in kinds) else -1.0


@lru_cache(maxsize=64)
def _pairs(projects: frozenset[str]) -> tuple[Mapping[str, frozenset[str]], Mapping[str, int]]:
    """Return the pairs of characters of each project, and how many projects have each."""
    own = {project: pairs(bare(project)) for project in projects if project}
    return own, Counter(pair for found in own.values() for pair in found)


def _named(projects: Sequence[str], text: str) -> dict[str, float]:
    """Return how well each project is named, against the best; nothing where none is."""
    own, often = _pairs(frozenset(projects))
    told = {
        project: fsum(1 / often[pair] for pair in found if pair in text)
        for project, found in own.items()
    }
    best = max(told.values(), default=0.0)
    return {project: weight / best for project, weight in told.items()} if best >= LEAST else {}
