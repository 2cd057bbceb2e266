"""Find what is told beside a stated amount: the change it explains, other words asked for, rivals."""

from __future__ import annotations

from collections.abc import Sequence

from qa.narration.case import Case
from qa.narration.cover import shortened
from qa.narration.unit import Stated
from qa.narration.want import Concept


def precision(concepts: Sequence[Concept], subject: str) -> float:
    """Return the share of a subject's characters that the question's words cover."""
    if not subject:
        return 0.0
    covered = set()
    for concept in concepts:
        for form, _ in concept.forms:
            place = subject.find(form)
            if place >= 0:
                covered |= set(range(place, place + len(form)))
            elif 3 <= len(form) <= 6 and (match := shortened(form, subject)):
                covered |= set(range(*match.span()))
    return len(covered) / len(subject)


def moved_beside(case: Case, best: Stated) -> list[Stated]:
    """Return the change that a reason stated by itself explains: the nearest before it."""
    found = [
        s
        for s in case.evidence.stated
        if s.fact
        and s.fact.delta
        and best.fact
        and s.fact.direction == best.fact.direction
        and s.passage.document_id == best.passage.document_id
        and 0 <= best.passage.ordinal - s.passage.ordinal <= 3
    ]
    return found[-1:]


def named_beside(case: Case, best: Stated) -> list[Stated]:
    """Return facts of the same section whose subject is another word that is asked for too."""
    section = [
        s
        for s in case.evidence.stated
        if s.passage.document_id == best.passage.document_id
        and s.passage.headings == best.passage.headings
        and abs(s.passage.ordinal - best.passage.ordinal) <= 2
        and s.fact is not None
    ]
    found: list[Stated] = []
    for concept in case.want.concepts:
        forms = [form for form, _ in concept.forms]
        near = [
            (precision(case.want.concepts, s.fact.subject), s)
            for s in section
            if s.fact and any(form in s.fact.subject for form in forms)
        ]
        share, chosen = max(near, key=lambda pair: pair[0], default=(0.0, best))
        if share >= 0.6 and chosen not in found and not _alike(chosen, best):
            found.append(chosen)
    return found[:4]


def _alike(one: Stated, other: Stated) -> bool:
    return (
        one.fact is not None and other.fact is not None and one.fact.subject == other.fact.subject
    )


def explaining(case: Case, best: Stated) -> list[Stated]:
    """Return facts of the same section whose own reason explains a change given without one."""
    found = [
        s
        for s in case.evidence.stated
        if s.fact
        and s.fact.reason
        and s.fact.part_of is None
        and s.passage.document_id == best.passage.document_id
        and s.passage.headings == best.passage.headings
        and best.fact
        and s.fact.direction in (best.fact.direction, None)
        and 0 <= s.passage.ordinal - best.passage.ordinal <= 6
    ]
    same = [
        s
        for s in case.evidence.stated
        if s.fact
        and s.fact.reason
        and best.fact
        and best.fact.delta
        and s.fact.delta == best.fact.delta
        and s.passage.document_id == best.passage.document_id
    ]
    return (same or found)[:2]


def rivals(scored: Sequence[tuple[float, Stated]]) -> list[Stated]:
    """Return facts of the same subject and document whose figures differ in another passage."""
    score, best = scored[0]
    found: list[Stated] = []
    for other_score, other in scored[1:6]:
        a, b = best.fact, other.fact
        assert a is not None
        assert b is not None
        near = 0.93 if b.part_of is None else 0.8  # a part of a wider total, in another scope
        if other_score < near * score or other.passage.document_id != best.passage.document_id:
            continue
        if (
            other.passage.id != best.passage.id
            and (a.value, a.delta) != (b.value, b.delta)
            and b.subject == a.subject
        ):
            found.append(other)
    return found[:1]
