"""Hold performance forms: the project, its indicators, its fields and its total, with their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.planning.figures import make_figure
from qa.planning.types import Figure
from qa.regexes import regex
from qa.words.normalise import data
from qa.words.row_asks import is_other_term

if TYPE_CHECKING:
    from qa.view import View

KINDS = ("project_performance", "overall_performance")
CELLS = ("before", "prior", "target", "weight", "actual", "score")
"""Parts of an indicator that a question may ask for beside each other."""
JUDGED = ("target", "actual", "weight", "score")
SURE = 0.95
_CLASS = "指标"
_PLAIN = regex(r"\s|[:：]|[（(][^）)]*[)）]")


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """Hold one project's form, or the whole department's, which has no project."""

    table: Sheet
    project: str
    goals: tuple[Entry, ...]
    fields: tuple[Entry, ...]
    total: Entry | None
    head: Entry | None = None  # the line of the project in a table of several

    def classes(self) -> dict[str, list[Entry]]:
        """Return the classes of indicators of the form with what stands in each."""
        found: dict[str, list[Entry]] = {}
        for goal in self.goals:
            for parent in dict.fromkeys(map(bare, goal.parents)):
                if parent and parent != bare(self.project):
                    found.setdefault(parent, []).append(goal)
        return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of qa/data/forms.yaml."""
    return regex(str(data("forms.yaml")[name]))


def forms_of(catalogue: Catalogue, documents: Iterable[int]) -> list[Form]:
    """Return the forms of documents."""
    inside = set(documents)
    tables = (t for t in catalogue.tables.values() if t.document_id in inside and t.kind in KINDS)
    return [form for table in tables for form in _of_table(table)]


@lru_cache(maxsize=4096)
def _of_table(table: Sheet) -> tuple[Form, ...]:
    rows = [e for e in table.rows if e.kind == "indicator" and not is_total(e)]
    goals = [e for e in rows if not is_fund(e)]
    total = next((e for e in table.rows if e.kind in ("total", "indicator") and is_total(e)), None)
    fields = tuple(e for e in table.rows if e.kind == "field" or (e in rows and is_fund(e)))
    subject = subject_of(table)
    heads = {e.label: e for e in reversed(table.rows) if e.kind == "item"}
    if subject or not heads:
        whole = table.kind == "overall_performance"
        made = Form(table, subject, tuple(goals), fields, total)
        return (made,) if goals and (subject or whole) else ()
    own: dict[str, list[Entry]] = {}
    for goal in goals:
        if (above := next((p for p in goal.parents if p in heads), None)) is not None:
            own.setdefault(above, []).append(goal)
    return tuple(Form(table, p, tuple(rows), (), None, heads[p]) for p, rows in own.items())


def is_total(entry: Entry) -> bool:
    """Tell whether a row is the total of a form, whatever it was read as."""
    return pattern("total_row").fullmatch(bare(entry.label)) is not None


def is_fund(entry: Entry) -> bool:
    """Tell whether a row that stands among indicators is of the project's money."""
    above = bare(entry.parents[-1]) if entry.parents else ""
    return bool(pattern("fund_above").search(above) and pattern("fund_row").search(entry.label))


@lru_cache(maxsize=4096)
def column_of(table: Sheet, part: str) -> tuple[Heading, ...]:
    """Return the columns that hold a part of an indicator: its target, its weight, its points."""
    heads, earlier = pattern(f"{part}_head"), part in ("prior", "before")
    named = ((c, bare(_PLAIN.sub("", c.path[-1])) if c.path else "") for c in table.columns)
    return tuple(
        column
        for column, head in named
        if head and heads.search(head) and (earlier or not is_other_term(head))
    )


def cell(view: View, form: Form, entry: Entry, part: str) -> Figure | None:
    """Return the filled cell of a row of a form that holds a part of it."""
    for column in column_of(form.table, part):
        figure = make_figure(view.catalogue, view.lookup, form.table, entry, column.index, SURE)
        if figure.fact is not None and figure.fact.printed.strip(" .-—"):
            return figure
    return None


def field_cells(view: View, form: Form, part: str) -> list[Figure]:
    """Return the filled fields of a form whose heads tell a part: its money, its aim."""
    heads = pattern(f"{part}_field")
    column, targets = form.table.columns[-1].index, column_of(form.table, "target")
    found = [e for e in form.fields if heads.search(_PLAIN.sub("", e.label))]
    figures = [
        make_figure(
            view.catalogue, view.lookup, form.table, e,
            targets[0].index if targets and is_fund(e) else column, SURE,
        )
        for e in found
    ]  # fmt: skip
    return [f for f in figures if f.fact is not None and f.fact.printed.strip(" .-—")]


def head_cells(view: View, form: Form, part: str) -> list[Figure]:
    """Return the filled cells of a project's line whose heads tell a part."""
    if form.head is None:
        return []
    figure = cell(view, form, form.head, part)
    return [figure] if figure is not None else []
