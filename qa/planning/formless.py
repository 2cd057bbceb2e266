"""Tell which projects of a document's list have a performance form of their own, and which have none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from qa.catalogue import Entry, Sheet
from qa.forms.said import flat
from qa.forms.shapes import forms_of
from qa.linking.labels import PROJECT_LIST
from qa.linking.names import uncoded
from qa.planning.row_cells import RowCells
from qa.planning.told_counts import without_department
from qa.planning.types import Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

LEAST = 4  # characters of a project's name that another may go on from


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the projects with or without a form, else None where a word is not explained."""
    said = query.original if query.language == "en" else query.text
    lacks = _asked(without_department(view, said))
    if lacks is None or query.refusals or query.follow is not None:
        return None
    documents = query.scope.documents or tuple(view.catalogue.documents)
    lists = [
        t for t in view.catalogue.tables.values()
        if t.document_id in documents and t.kind == PROJECT_LIST
    ]  # fmt: skip
    if len(documents) != 1 or len(lists) != 1:
        return None
    rows, named = _rows(lists[0]), _named(view, documents)
    owned = {name: [e for e in rows if _is_same(e.label, name)] for name in named}
    if not named or any(len(found) != 1 for found in owned.values()):
        return None  # a form of what the list does not print: no list of all projects
    with_form = {e.id for found in owned.values() for e in found}
    cells = RowCells(view.catalogue, view.lookup, view.linker.words)
    figures = [cells.money(lists[0], e) for e in rows if (e.id in with_form) is not lacks]
    targets = tuple(Target(f) for f in figures if f is not None)
    if not targets or len(targets) < len(figures):
        return None
    step = Step(Asked(Operation.LIST), targets)
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("projects by forms",))
    return plan, view.composer.compose(query, plan)


def _asked(text: str) -> bool | None:
    """Tell whether projects without a form are asked for; None where something else is."""
    if not _pattern("asks").search(text):
        return None
    for lacks in (True, False):
        for prefix in ("", "english_"):
            form, verb = (str(data("formless.yaml")[prefix + n]) for n in ("form", _verb(lacks)))
            rest, count = re.subn(f"(?:{verb})(?:{form})|(?:{form})(?:{verb})", ",", text, count=1)
            if count and not _pattern("idle").sub("", rest).strip(" .,?"):
                return lacks
    return None


def _verb(lacks: bool) -> str:
    return "lacks" if lacks else "has"


def _rows(table: Sheet) -> list[Entry]:
    """Return the rows of a list that are projects, none of which stands above others."""
    above = {parent for e in table.rows for parent in e.parents}
    return [e for e in table.rows if e.kind == "item" and e.label not in above]


def _named(view: View, documents: Sequence[int]) -> list[str]:
    """Return the projects of which a document prints forms."""
    forms = forms_of(view.catalogue, documents)
    return list(dict.fromkeys(uncoded(form.project) for form in forms if form.project))


def _is_same(label: str, name: str) -> bool:
    """Tell whether a row and a form are of one project, one of them perhaps in short."""
    one, other = flat(uncoded(label)), flat(name)
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= LEAST and long.startswith(short))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("formless.yaml")[name]), re.IGNORECASE)
