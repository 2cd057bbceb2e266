"""Join the answers of several questions asked in one."""

from __future__ import annotations

from collections.abc import Sequence

from qa.query import Answer, Query, Route


def several(question: str, query: Query, answers: Sequence[Answer]) -> Answer:
    """Return one answer of several: their texts in order, refused only where all are."""
    good = [a for a in answers if a.route is not Route.REFUSE] or list(answers[:1])
    routes = {a.route for a in good}
    route = next(iter(routes)) if len(routes) == 1 else Route.BOTH
    if route is Route.BOTH and Route.CLARIFY in routes and len(routes) == 2:
        route = next(r for r in routes if r is not Route.CLARIFY)
    calculations = [a.calculation for a in good if a.calculation]
    return Answer(
        question=question,
        language=query.language,
        route=route,
        answer="\n".join(
            dict.fromkeys(a.answer for a in (answers if route is not Route.REFUSE else good))
        ),
        values=tuple(dict.fromkeys(v for a in good for v in a.values)),
        citations=tuple(dict.fromkeys(c for a in good for c in a.citations)),
        calculation="；".join(dict.fromkeys(calculations)) or None,
        notes=tuple(dict.fromkeys(n for a in good for n in a.notes)),
        options=next((a.options for a in good if a.options), ()),
    )
