"""Read what is asked of a project as the field of its form that says it (立项依据, 项目概况)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from qa.catalogue import Catalogue
from qa.linking.names import subject_of
from qa.linking.text import bare, core
from qa.query import Asked, Mention, Operation, Query
from qa.regexes import regex
from qa.words.normalise import data

_EVERY_FORM = regex(r"(?:服务对象|群众|社会公众)?满意[度率]")
_LEAST = 3  # characters of a project's name that tell it from others


@dataclass(frozen=True, slots=True)
class Form:
    """Hold the project of a form in bare form and the fields that the form prints."""

    subject: str
    fields: frozenset[str]
    annex: str


def forms(catalogue: Catalogue) -> tuple[Form, ...]:
    """Return the forms of projects that a corpus has."""
    found = []
    for table in catalogue.tables.values():
        subject = subject_of(table)
        if subject:
            fields = frozenset(bare(row.label) for row in table.rows if row.kind == "field")
            found.append(Form(bare(subject), fields, table.annex))
    return tuple(found)


@cache
def _by_words() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    raw: Mapping[str, list[str]] = data("fields.yaml")["by_words"]
    return tuple((regex(k, re.I), tuple(v)) for k, v in raw.items())


@cache
def _by_operation() -> dict[Operation, tuple[str, ...]]:
    raw: Mapping[str, list[str]] = data("fields.yaml")["by_operation"]
    return {Operation(name): tuple(fields) for name, fields in raw.items()}


def of_form(query: Query, known: Sequence[Form]) -> Query:
    """Return a query for the field of a project's form, where the question asks for one."""
    wanted = _wanted(query)
    if not query.mentions:
        return query
    if not wanted:
        return _inside(query, known)
    for mention in query.mentions:
        for form in known:
            if not _is_about(mention, form):
                continue
            if _names_several(query, form):
                return query
            field = next((name for name in wanted if bare(name) in form.fields), None)
            if field is not None:
                return _asking(query, form, field)
    return query


def _names_several(query: Query, form: Form) -> bool:
    """Tell whether a question lists fields of a form: no one of them is all that is asked."""
    listed = [bare(part) for part in re.split(r"[、,]|以及|[和与及]", query.text)]
    said = {f for f in form.fields if any(part.endswith(f) for part in listed)}
    return len(said) > 1


def _inside(query: Query, known: Sequence[Form]) -> Query:
    """Keep to the form of the project named where what every form has is asked of it."""
    every = any(_EVERY_FORM.match(m.text) for m in query.mentions)
    about = [f for m in query.mentions for f in known if _is_about(m, f)]
    if not every or len(about) != 1 or query.annexes or not about[0].annex:
        return query
    return replace(query, annexes=(about[0].annex,))


def _wanted(query: Query) -> tuple[str, ...]:
    for pattern, fields in _by_words():
        if pattern.search(query.text):
            return fields
    return next((f for op, f in _by_operation().items() if query.asks(op)), ())


def _is_about(mention: Mention, form: Form) -> bool:
    """Tell whether a phrase names the project of a form, whole or by a telling part."""
    said = bare(mention.text)
    words = core(said) or said
    if len(words) >= _LEAST and (words in form.subject or form.subject in said):
        return True
    return any(len(bare(h.term)) > _LEAST and bare(h.term) in form.subject for h in mention.hints)


def _asking(query: Query, form: Form, field: str) -> Query:
    kept = tuple(a for a in query.operations if a.operation not in _by_operation())
    kept = tuple(a for a in kept if a.operation not in (Operation.DUTIES, Operation.DESCRIBE))
    return replace(
        query,
        mentions=(Mention(form.subject, quoted=True), Mention(field, quoted=True)),
        annexes=query.annexes or ((form.annex,) if form.annex else ()),
        operations=kept or (Asked(Operation.LOOKUP),),
        measure=None,
        figures=(),
    )
