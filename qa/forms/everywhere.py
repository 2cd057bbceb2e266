"""Answer of the indicators of a class, the points or the money of projects, over all forms of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.catalogue import Entry
from qa.forms import money, scores, told
from qa.forms.said import EXTREME, Said, flat
from qa.forms.shapes import KINDS, Form, cell, pattern
from qa.forms.verdicts import in_all, number, total_of
from qa.linking.text import bare
from qa.query import Query
from qa.words import numerals

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View


def answer(view: View, query: Query, forms: Sequence[Form], said: Said) -> Found | None:
    """Answer a question that names no project."""
    if said.classes:
        return of_class(view, query, forms, said)
    return of_projects(view, query, forms, said) or of_money(view, query, forms, said)


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


def of_money(view: View, query: Query, forms: Sequence[Form], said: Said) -> Found | None:
    """Answer which project spent most or least of its plan, or what all that have forms add up to."""
    own, extreme = [form for form in forms if form.project], EXTREME & said.asked
    if len({form.table.document_id for form in own}) != 1 or len(own) < 2 or _rated(view, own):
        return None
    if len(extreme) == 1 and said.only("rate", *extreme, "which_project", "list"):
        rates = [(f, c) for f in own if (c := money.amount_in_all(view, f, "rate")) is not None]
        whole = len(rates) == len(own) and all(number(cell) is not None for _, cell in rates)
        return told.most_used(view, query, rates, most="most" in extreme) if whole else None
    parts = [part for part in ("initial", "spent") if part in said.asked]
    if len(parts) != 1 or not said.only(parts[0], "money", "count") or "sum" not in said.asked:
        return None
    if not pattern("scored").search(said.text) and any(not money.only_here(view, f) for f in own):
        return None  # all projects of a list may be meant
    counted = pattern("so_many").search(said.text)
    cells = [money.amount_in_all(view, form, parts[0]) for form in own]
    held = [cell for cell in cells if cell is not None and number(cell) is not None]
    if counted is None or numerals.parse(counted["n"]) != len(own) or len(held) < len(own):
        return None
    return told.cells(view, query, held, added=True)


def _rated(view: View, forms: Sequence[Form]) -> bool:
    """Tell whether a table of the document prints the rates of all its projects."""
    document, rate = forms[0].table.document_id, pattern("rate_head")
    tables = (t for t in view.catalogue.tables.values() if t.document_id == document)
    others = (t for t in tables if t.kind not in KINDS)
    return any(rate.search(bare(head)) for t in others for c in t.columns for head in c.path)


def _is_of_class(goal: Entry, name: str) -> bool:
    """Tell whether an indicator stands in a class, or has its word in its name."""
    stem = name.removesuffix("指标")
    return any(stem in flat(part) for part in (*goal.parents, goal.label))
