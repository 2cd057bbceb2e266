"""Judge indicators of a form: whether a target was met, how many points were lost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from qa.catalogue import Entry
from qa.forms.shapes import Form, cell, field_cells, pattern
from qa.linking.text import bare
from qa.planning.types import Figure

if TYPE_CHECKING:
    from qa.view import View


def number(figure: Figure | None) -> Decimal | None:
    """Return the value of a cell, None where it prints no number."""
    return figure.fact.value if figure is not None and figure.fact is not None else None


def points(view: View, form: Form, goal: Entry) -> tuple[Figure, Figure] | None:
    """Return the points that an indicator could get and those that it got."""
    weight, score = (cell(view, form, goal, part) for part in ("weight", "score"))
    if weight is None or score is None or number(weight) is None or number(score) is None:
        return None
    return weight, score


def total_of(view: View, form: Form) -> Figure | None:
    """Return the cell of all points that a project got."""
    if form.total is not None and (figure := cell(view, form, form.total, "score")):
        return figure if number(figure) is not None else None
    fields = [f for f in field_cells(view, form, "score") if number(f) is not None]
    return fields[0] if len(fields) == 1 else None


def in_all(view: View, form: Form) -> tuple[Figure | None, Figure | None]:
    """Return the cells of all points that a project could get, and that it got."""
    full = cell(view, form, form.total, "weight") if form.total is not None else None
    return full, total_of(view, form)


def lost(view: View, form: Form, goal: Entry) -> Decimal | None:
    """Return the points that an indicator lost."""
    held = points(view, form, goal)
    full, got = (number(one) for one in held) if held else (None, None)
    return None if full is None or got is None else full - got


def met(view: View, form: Form, goal: Entry) -> bool | None:
    """Tell whether an indicator met its target, None where the form does not tell."""
    target, actual = cell(view, form, goal, "target"), cell(view, form, goal, "actual")
    if target is None or actual is None or target.fact is None or actual.fact is None:
        return None
    by_figures = _by_figures(goal, target, actual)
    if by_figures is not None:
        return by_figures
    if bare(target.fact.printed) == bare(actual.fact.printed):
        return True
    missing = lost(view, form, goal)
    return None if missing is None else missing == 0


def _by_figures(goal: Entry, target: Figure, actual: Figure) -> bool | None:
    wanted, had = number(target), number(actual)
    if wanted is None or had is None or target.fact is None or actual.fact is None:
        return None
    if actual.fact.unit and target.fact.unit != actual.fact.unit:
        return None
    sign = target.fact.sign or ""
    if sign in ("≤", "<"):
        return had <= wanted if sign == "≤" else had < wanted
    if sign in ("≥", ">"):
        return had >= wanted if sign == "≥" else had > wanted
    if had == wanted:
        return True
    return None if pattern("less_is_better").search(goal.label) else had > wanted
