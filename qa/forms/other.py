"""Answer of the other of two projects what was told of one, or another part of the indicator told.

另外那个项目呢, 余下那张表几分; 它的权重呢.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.catalogue import Entry
from qa.dialogue import Turn
from qa.forms import answers, rows, scores, told
from qa.forms.said import asked_loosely, flat, read, with_projects
from qa.forms.shapes import CELLS, Form, forms_of, pattern
from qa.forms.verdicts import total_of
from qa.planning.figures import make_figure
from qa.planning.types import Figure, Plan, Target
from qa.query import Query, Route
from qa.words.normalise import simplify

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View

PARTS = frozenset({*CELLS, "unit", "kind"})  # what is asked of an indicator told before
LEFT = 4  # characters beside what names the other project and what is asked


def answer(view: View, query: Query, words: str, turns: Sequence[Turn]) -> Found | None:
    """Return the same cell of the other form; where several are left, ask which of them is meant."""
    said, count = pattern("other_form").subn(" ", simplify(words).lower())
    cells = turns[-1].cells if turns else ()
    if not count or not cells or query.codes or query.years or query.scope.strangers:
        return None
    asked, left = asked_loosely(said)
    if left > LEFT:
        return None
    forms = [f for f in forms_of(view.catalogue, {c.document_id for c in cells}) if f.project]
    own = list(dict.fromkeys(form for form in forms for c in cells if _row(form, c) is not None))
    others = [form for form in forms if form not in own]
    if len(own) != 1 or not others or len({f.table.document_id for f in forms}) != 1:
        return None
    told_cells = [c for c in cells if _row(own[0], c) is not None]
    if {"score", "total_score", "points"} & asked or _is_total(own[0], told_cells):
        totals = [total for form in others if (total := total_of(view, form))]
        if len(others) > 1:
            return _which(view, query, totals)
        return scores.total_score(view, query, others[0], totals[0]) if totals else None
    if asked - {"which", "list", "form"}:
        return None
    if len(others) > 1:
        cell = max(told_cells, key=lambda c: _heard(c, turns[-1].query.text), default=None)
        alike = (_same(view, own[0], form, cell) for form in others if cell is not None)
        return _which(view, query, [f for f in alike if f is not None and f.fact is not None])
    same = [_same(view, own[0], others[0], cell) for cell in told_cells]
    found = [figure for figure in same if figure is not None and figure.fact is not None]
    return told.cells(view, query, found) if len(found) == len(same) else None


def _heard(figure: Figure, text: str) -> int:
    """Return how many pairs of characters of a text the ends of a cell's row and column have."""
    head = "/".join(name.rpartition("/")[2] for name in (figure.label, figure.column_name))
    return sum(text[i : i + 2] in head for i in range(len(text) - 1))


def _which(view: View, query: Query, figures: Sequence[Figure]) -> Found | None:
    """Ask which of several projects is meant by another one."""
    if len(figures) < 2:
        return None
    plan = Plan(Route.CLARIFY, options=tuple(Target(f) for f in figures), score=1.0)
    return plan, view.composer.compose(query, plan), None


def same(view: View, query: Query, words: str, turns: Sequence[Turn]) -> Found | None:
    """Return another part of the one indicator told, where nothing else is named or asked."""
    cells = turns[-1].cells if turns else ()
    if len({c.row_id for c in cells}) != 1 or query.codes or query.years or query.scope.strangers:
        return None
    forms = forms_of(view.catalogue, {c.document_id for c in cells})
    found = [(form, row) for form in forms if (row := _row(form, cells[0])) in form.goals]
    said = read(simplify(words), forms, view.catalogue) if len(found) == 1 else None
    if said is None or not said.sure or said.forms or said.goals or said.classes or said.word:
        return None
    asked = said.asked - {"which"}
    if not asked or not asked <= PARTS:
        return None
    form, row = found[0]
    return rows.told(view, query, form, row, asked) if row is not None else None


def of_project(view: View, query: Query, words: str, turns: Sequence[Turn]) -> Found | None:
    """Return what the form of the one project just told says, where a question names no other thing."""
    cells = turns[-1].cells if turns else ()
    if not cells or query.codes or query.years or query.scope.strangers or query.titles:
        return None
    if pattern("other_form").search(simplify(words).lower()):
        return None  # another one than that
    forms = [f for f in forms_of(view.catalogue, {c.document_id for c in cells}) if f.project]
    own = [form for form in forms if all(_is_of_project(form, cell) for cell in cells)]
    said = pattern("of_project_lead").sub("", simplify(words).lower())
    if len(own) != 1 or with_projects(said, forms)[1] or not pattern("of_project").search(said):
        return None
    return answers.answer(view, query, f"{own[0].project}{said}")


def _is_of_project(form: Form, figure: Figure) -> bool:
    """Tell whether a cell is of a project: of its form, none of its indicators, or a row of its name."""
    row = _row(form, figure)
    if row is not None:
        return row not in form.goals
    return flat(figure.label) == flat(form.project)


def _row(form: Form, figure: Figure) -> Entry | None:
    """Return the row of a form that a cell stands in."""
    if figure.table_id != form.table.id:
        return None
    every = (*form.goals, *form.fields, form.total, form.head)
    return next((row for row in every if row is not None and row.id == figure.row_id), None)


def _is_total(form: Form, cells: Sequence[Figure]) -> bool:
    """Tell whether what was told is the points of a project."""
    score = pattern("score_field")
    rows = [row for cell in cells if (row := _row(form, cell)) is not None]
    return all(row is form.total or score.search(row.label) for row in rows)


def _same(view: View, form: Form, other: Form, figure: Figure) -> Figure | None:
    """Return the cell of the other form whose row and column go by the same names."""
    row = _row(form, figure)
    head = next(c.path for c in form.table.columns if c.index == figure.column)
    column = next((c for c in other.table.columns if c.path == head), None)
    every = (*other.goals, *other.fields, other.total, other.head)
    label = "" if row is None else flat(row.label)
    own = [one for one in every if one is not None and row and one.kind == row.kind]
    if row is form.head:
        same = [other.head]
    else:
        same = [one for one in own if flat(one.label) == label]
    if column is None or len(same) != 1 or same[0] is None:
        return None
    return make_figure(view.catalogue, view.lookup, other.table, same[0], column.index)
