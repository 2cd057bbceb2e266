"""Tell beside a refusal which tables of the documents asked could not be read."""

from __future__ import annotations

from dataclasses import replace

from qa.answering.wording import wording
from qa.catalogue import Catalogue, Sheet
from qa.query import Answer, Query, Route

NAMED = 3  # tables that are named; the others are counted


def told(query: Query, answer: Answer, catalogue: Catalogue) -> Answer:
    """Return a refusal with a note on unread tables in scope; any other answer as it is."""
    inside = query.scope.documents or tuple(catalogue.documents)
    unread = [table for table in catalogue.unread if table.document_id in inside]
    if answer.route is not Route.REFUSE or not unread:
        return answer
    say = wording(answer.language)
    names = say.join([_name(catalogue, table) for table in unread[:NAMED]])
    note = say("unread", n=len(unread), names=names)
    return replace(answer, notes=(*answer.notes, note))


def _name(catalogue: Catalogue, table: Sheet) -> str:
    document = catalogue.documents[table.document_id]
    pages = "/".join(f"p. {page}" for page in table.pages[:2]) if document.paged else table.annex
    return f"{document.name} {pages}".strip()
