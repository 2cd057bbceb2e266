"""Ask in turn the readers that hold one thing the documents say against another, or count what is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.checking import in_forms, parts_asked, parts_told, quoted, scores, told
from qa.narration import counted
from qa.planning import empty_tables, started

if TYPE_CHECKING:
    from qa.query import Answer, Query
    from qa.view import Explained, View


def answer(view: View, query: Query, read: Callable[[Query], Explained]) -> Answer | None:
    """Return what the first of them finds; `read` answers a part of the question by itself."""
    doubts = view.consistency.doubts(query)
    return (
        parts_asked.answer(view, query, read)
        or parts_told.answer(query, view.catalogue)
        or scores.answer(view, query)
        or in_forms.answer(view, query)
        or (view.consistency.answer(query) if doubts else None)
        or quoted.answer(view, query)
        or (view.consistency.answer(query, loose=True) if doubts else None)
        or quoted.answer(view, query, loose=True)
        or told.answer(view, query)
        or started.answer(query, view.catalogue)
        or counted.answer(view, query)
        or empty_tables.answer(query, view.catalogue)
        or parts_asked.answer(view, query, read, alone=True)
    )
