"""Find what is told beside a stated amount: the change it explains, other words asked for, rivals."""

from __future__ import annotations

from collections.abc import Sequence

from qa.narration.case import Case
from qa.narration.cover import shortened
from qa.narration.fact import has_amount
from qa.narration.unit import Stated
from qa.narration.want import Concept

SAME_AMOUNT = 0.6
"""Score of the one change that has the amount which a question names."""


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


def with_amount(case: Case, scored: Sequence[tuple[float, Stated]]) -> list[tuple[float, Stated]]:
    """Return the change of the amount that a question names, where another one scores best."""
    text = case.want.text
    if not case.want.has("why", "changed"):
        return []
    if scored and scored[0][1].fact and has_amount(text, scored[0][1].fact):
        return []
    found = [
        s
        for s in case.evidence.stated
        if s.fact
        and s.fact.delta
        and s.passage.document_id in case.documents
        and has_amount(text, s.fact)
    ]
    named = any(not c.light and not case.evidence.unknown(c) for c in case.want.concepts)
    if named or len({s.fact.subject for s in found if s.fact}) > 1:
        found = [s for s in found if s.fact and _shares(s.fact.subject, text)]
    subjects = {s.fact.subject for s in found if s.fact}
    return [(SAME_AMOUNT, s) for s in found[:1]] if len(subjects) == 1 else []


def _shares(subject: str, text: str) -> bool:
    """Tell whether a question says two characters of a subject in a row, 支出 and 收入 aside."""
    pairs = {subject[i : i + 2] for i in range(len(subject) - 1)} - {"支出", "收入", "预算"}
    return any(pair in text for pair in pairs)
