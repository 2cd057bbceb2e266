"""Tell the money of a project by its form: in all, beside its indicators, planned against spent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from qa.forms import told
from qa.forms.said import Said, flat
from qa.forms.shapes import KINDS, Form, field_cells, head_cells, pattern
from qa.forms.verdicts import total_of
from qa.planning.types import Figure
from qa.query import Query

if TYPE_CHECKING:
    from qa.forms.told import Found
    from qa.view import View

CONTENTS = "contents"  # a list of tables, which prints no amounts


def fields(view: View, query: Query, figures: Sequence[Figure]) -> Found | None:
    """Tell fields of a form, None where it has none of them."""
    return told.cells(view, query, figures) if figures else None


def of_project(view: View, query: Query, form: Form, *, whole: bool = False) -> Found | None:
    """Tell the money of a project by its form, without its sources if `whole`."""
    cells = head_cells(view, form, "money") or field_cells(view, form, "money")
    return fields(view, query, _of_all(cells) if whole else cells)


def of_part(view: View, query: Query, form: Form, part: str) -> Found | None:
    """Tell what was spent of the money of a project, or its rate: of all sources, where that is printed."""
    planned = pattern("first_said").search(query.text) or pattern("full_said").search(query.text)
    if part == "spent" and planned and (both := apart(view, query, form)):
        return both
    return fields(view, query, _of_all(field_cells(view, form, part)))


def _of_all(cells: list[Figure]) -> list[Figure]:
    """Return the cells of all sources together, where they are printed."""
    return [c for c in cells if pattern("money_whole").search(c.label)] or cells


def used(view: View, query: Query, form: Form, asked: Collection[str]) -> Found | None:
    """Tell how much of its plan a project spent, with the points that it got for that where asked."""
    cells = [amount_in_all(view, form, "rate")]
    if {"score", "points"} & set(asked) and not pattern("scored_in_all").search(query.text):
        cells += [amount_in_all(view, form, "rate_score")]
    if {"score", "points", "total_score"} & set(asked):
        cells += [total_of(view, form)]
    held = [cell for cell in cells if cell is not None]
    return fields(view, query, held) if len(held) == len(cells) else None


def amount_in_all(view: View, form: Form, part: str) -> Figure | None:
    """Return the one amount of all sources that a form prints of a part of its money."""
    cells = _of_all(field_cells(view, form, part))
    return cells[0] if len(cells) == 1 else None


def only_here(view: View, form: Form) -> bool:
    """Tell whether no table of a document but its forms prints a project."""
    document, name = form.table.document_id, flat(form.project)
    tables = view.catalogue.tables.values()
    others = (t for t in tables if t.document_id == document and t.kind not in (*KINDS, CONTENTS))
    return bool(name) and not any(name in flat(row.text) for t in others for row in t.rows)


def is_meant(view: View, form: Form, said: Said) -> bool:
    """Tell whether the money of a form is asked for: by its name, or as no other table prints it."""
    by_name = "form" in said.asked or pattern("of_form").search(said.text)
    share = pattern("share_said").search(said.text) and "rate" not in said.asked
    return bool(by_name) or (not share and only_here(view, form))


def beside_goals(view: View, query: Query, form: Form, said: Said) -> Found | None:
    """Tell the money of a project and its indicators, where both are asked for."""
    money = of_project(view, query, form, whole=True)
    if money is None or not pattern("of_goals").search(said.text):
        return None
    counted = "count" in said.asked
    return told.joined(
        view, query, [money, told.listed(view, query, form, form.goals, "", counted=counted)]
    )


def apart(view: View, query: Query, form: Form) -> Found | None:
    """Tell what was planned for a project, what was spent, and the gap; each plan where both are named."""
    if pattern("other_unit").search(query.text):
        return None  # a gap of what was done, no money
    first, full = (pattern(name).search(query.text) for name in ("first_said", "full_said"))
    if first and full:
        cells = [amount_in_all(view, form, part) for part in ("initial", "full", "spent")]
        held = [cell for cell in cells if cell is not None]
        return fields(view, query, held) if len(held) == len(cells) else None
    plan = "full" if full else "initial"
    both = [field_cells(view, form, part) for part in (plan, "spent")]
    return told.apart(view, query, form, plan, *map(_of_all, both))
