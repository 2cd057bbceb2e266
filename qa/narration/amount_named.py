"""Find the change whose amount a question names."""

from __future__ import annotations

from collections.abc import Sequence

from qa.narration.case import Case
from qa.narration.fact import has_amount
from qa.narration.unit import Stated

SAME_AMOUNT = 0.6
"""Score of the one change that has the amount which a question names."""


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
