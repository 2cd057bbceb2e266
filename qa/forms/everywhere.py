"""Answer of the indicators of a class, or of the points of projects, over all forms of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.catalogue import Entry
from qa.forms import scores, told
from qa.forms.said import EXTREME, Said, flat
from qa.forms.shapes import Form, cell, pattern
from qa.forms.verdicts import in_all, number, total_of
from qa.query import Query

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View


def of_class(view: View, query: Query, forms: Sequence[Form], said: Said) -> Found | None:
    """Answer what the indicators of a class aim at on average, over all projects."""
    if len(said.classes) != 1 or not said.only(
        "average", "target", "actual", "which_project", "count"
    ):
        return None
    name = said.classes[0]
    part = "actual" if "actual" in said.asked else "target"
    own = [f for f in forms if f.project]
    goals = [(f, g) for f in own for g in f.goals if _is_of_class(g, name)]
    cells = [(f, c) for f, g in goals if (c := cell(view, f, g, part)) is not None]
    kept = [(f, c) for f, c in cells if number(c) is not None]
    units = {c.fact.unit for _, c in kept if c.fact is not None}
    documents = {form.table.document_id for form in own}
    if len(kept) < 2 or len(units) != 1 or len(documents) != 1:
        return None
    if part == "target" and "target" not in said.asked and _are_judged(view, own):
        return None
    return told.mean(view, query, kept, name, part)


def _are_judged(view: View, forms: Sequence[Form]) -> bool:
    """Tell whether forms print what was reached beside what was aimed at."""
    return any(cell(view, f, g, "actual") for f in forms for g in f.goals)


def of_projects(view: View, query: Query, forms: Sequence[Form], said: Said) -> Found | None:
    """Answer which project got most or fewest points, or what all got on average."""
    asked, extreme = said.asked, EXTREME & said.asked
    scored = [(f, t) for f in forms if f.project and (t := total_of(view, f)) is not None]
    documents = {form.table.document_id for form, _ in scored}
    if said.only("lost", "most", "least", "which_project") and len(extreme) == 1:
        held = [(form, *in_all(view, form)) for form, _ in scored]
        return scores.most_lost(view, query, held, most="most" in extreme)
    if len(scored) < 2 or len(documents) != 1 or not pattern("scored").search(said.text):
        return None
    if not {"total_score", "score"} & asked:
        return None
    if len(extreme) == 1 and said.only(
        *extreme, "total_score", "score", "points", "which_project", "list", "aim"
    ):
        return scores.best(view, query, scored, most="most" in extreme)
    if said.only("average", "total_score", "score", "points", "which_project", "count", "list"):
        return scores.average(view, query, scored)
    return None


def _is_of_class(goal: Entry, name: str) -> bool:
    """Tell whether an indicator stands in a class, or has its word in its name."""
    stem = name.removesuffix("指标")
    return any(stem in flat(part) for part in (*goal.parents, goal.label))
