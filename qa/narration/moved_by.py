"""Find the change whose size a question tells (少了1.2个亿, 降了四成) where its reason is asked for."""

from __future__ import annotations

from qa.narration.beside import precision
from qa.narration.case import Case
from qa.narration.cover import coverage
from qa.narration.fact import WORTH, Fact, decimal
from qa.narration.lore import lore
from qa.narration.unit import Stated
from qa.words.rough import ranges, shares

NAMED = 0.45
"""Least share of what a question names that a change must speak of."""
SURE, LIKE, OWN = 0.95, 0.1, 0.2
"""How sure the only change of a size is; how far another one must be behind the best; what a change
gains by a subject that the question names and nothing else."""


def told_moves(case: Case) -> list[tuple[float, Stated]]:
    """Return the one change of the size and direction that a question tells, with its score."""
    text = case.want.text
    found = [
        s
        for s in case.evidence.stated
        if s.fact
        and s.passage.document_id in case.documents
        and s.fact.direction in directions(text)
        and (s.fact.reason or s.fact.delta)
        and has_size(text, s.fact)
    ]
    scored = sorted(((_named(case, s), s) for s in found), key=lambda pair: -pair[0])
    scored = [(score, s) for score, s in scored if score >= NAMED]
    best = [s for score, s in scored if score > scored[0][0] - LIKE]
    explained = [s for s in best if s.fact and s.fact.reason] or best
    told = {s.fact.reason or s.quote for s in explained if s.fact}
    return [(SURE, explained[0])] if len(told) == 1 else []


def directions(text: str) -> frozenset[str]:
    """Return which way a question says that something moved."""
    return frozenset(way for way, said in lore().moved.items() if said.search(text))


def tells_size(text: str) -> bool:
    """Tell whether a question names an amount or a share."""
    return bool(ranges(text) or shares(text))


def has_size(text: str, one: Fact) -> bool:
    """Tell whether a change is as large as a question says, in money or in per cent."""
    if one.delta is not None and one.delta_unit in WORTH:
        moved = decimal(one.delta) * WORTH[one.delta_unit]
        if any(said.holds(moved) for said in ranges(text)):
            return True
    percent = None if one.percent is None else decimal(one.percent)
    return percent is not None and any(said.holds(percent) for said in shares(text))


def _named(case: Case, stated: Stated) -> float:
    """Return how much of what a question names a change speaks of: all where it names nothing."""
    evidence = case.evidence
    concepts = [
        c
        for c in case.want.concepts
        if not (c.light or c.own or c.text[0].isdigit() or evidence.unknown(c))
    ]
    if not concepts or stated.fact is None:
        return 1.0
    said = f"{stated.fact.subject} {stated.quote}"
    named = coverage(concepts, evidence.weights(concepts), said, stated.context)[0]
    return named + OWN * precision(concepts, stated.fact.subject)
