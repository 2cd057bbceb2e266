"""Tell that an answer is of the whole department where its own office is asked for (水利局（机关）, 局本级).

The tables print the office among the units; the total of a table, or the department's row, is not its.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from qa.linking.text import bare
from qa.planning.types import Figure, Plan
from qa.query import Route
from qa.regexes import regex
from qa.words.normalise import normalise

if TYPE_CHECKING:
    from qa.catalogue import Catalogue
    from qa.view import Explained, View

_ENDS = regex("(?:机关|本级|本部)$")
_OFFICES: WeakKeyDictionary[Catalogue, dict[str, str]] = WeakKeyDictionary()


def checked(view: View, done: Explained) -> Explained:
    """Return an answer, or a refusal that names the office of which it is not."""
    if done.answer.route is not Route.TABLE or not done.cells:
        return done
    office = named(view, done.query.original)
    if not office or not all(_is_of_all(view, cell, bare(office)) for cell in done.cells):
        return done
    plan = Plan(Route.REFUSE, reason="not_found", near=(office,), trace=done.plan.trace)
    return replace(done, answer=view.composer.compose(done.query, plan), plan=plan, reading=None)


def named(view: View, question: str) -> str:
    """Return the department's own office that a question names as tables print it, else nothing."""
    said = bare(normalise(question))
    return next((printed for name, printed in _offices(view).items() if name in said), "")


def _is_of_all(view: View, cell: Figure, office: str) -> bool:
    """Tell whether a cell is of the whole department: of a total, or of the department's own row."""
    row, table = view.catalogue.rows[cell.row_id], view.catalogue.tables[cell.table_id]
    whole = bare(view.catalogue.documents[cell.document_id].institution)
    names = (row.label, *row.parents, row.institution or "", table.subject or "", table.title)
    if any(office in bare(name) for name in names):
        return False
    return row.kind == "total" or bare(row.label) == whole


def _offices(view: View) -> dict[str, str]:
    """Return the departments' own offices that tables print in their rows, by their bare names."""
    known = _OFFICES.get(view.catalogue)
    if known is None:
        bodies = {bare(d.institution) for d in view.catalogue.documents.values()}
        labels = {e.label for t in view.catalogue.tables.values() for e in t.rows}
        named = ((bare(label), label) for label in labels)
        known = {name: label for name, label in named if _ENDS.sub("", name) in bodies - {name}}
        _OFFICES[view.catalogue] = known
    return known
