"""Say that performance forms lack what a question chooses indicators by: weights, or which are core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.forms.said import asked_of, with_projects
from qa.forms.shapes import Form, column_of, pattern
from qa.forms.told import name_of, say
from qa.planning.types import Plan
from qa.query import Answer, Query, Route

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View


def core(view: View, query: Query, forms: Sequence[Form], words: str) -> Found | None:
    """Return that no form tells which indicators are core, where that is asked and no text tells it."""
    if not pattern("core_asked").search(words):
        return None
    own = with_projects(words, forms)[1]
    if not own and "whole" in asked_of(words)[0]:
        own = [form for form in forms if not form.project]
    if any(column_of(form.table, "core") for form in own or forms):
        return None
    inside = {form.table.document_id for form in forms}
    texts = (p.text for p in view.catalogue.passages.values() if p.document_id in inside)
    if any(pattern("core_told").search(text) for text in texts):
        return None
    return refused(query, say(query, "no_core"))


def weights(query: Query, form: Form) -> Found:
    """Return that a form prints no weights."""
    return refused(query, say(query, "no_weights", p=name_of(query, form)))


def unit(query: Query, form: Form, name: str) -> Found:
    """Return that a form tells no unit of an indicator."""
    return refused(query, say(query, "no_unit", p=name_of(query, form), i=name))


def refused(query: Query, text: str) -> Found:
    """Return a refusal in its own words."""
    plan = Plan(Route.REFUSE, reason="no_column", trace=("performance form",))
    done = Answer(question=query.original, language=query.language, route=Route.REFUSE, answer=text)
    return plan, done, None
