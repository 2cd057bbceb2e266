"""Tell that an answer is of another item of the classification than the one asked for by its own name.

药品事务 is an item of its own, and not 中医药事务, which is spelled alike; where no row prints it, none tells it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare, core
from qa.planning.types import Figure, Plan
from qa.query import Operation, Query, Route
from qa.understand import reader
from qa.words import lexicon

if TYPE_CHECKING:
    from qa.view import Explained, View

LEAST = 4  # characters of a name that is told from those spelled alike
NEAREST = 3  # names that a refusal tells


def checked(view: View, done: Explained) -> Explained:
    """Return an answer, or a refusal that names the items which are printed instead."""
    name = _asked(done.query) if done.answer.route is Route.TABLE else ""
    if not name or not done.cells or reader(view.catalogue).prints(name):
        return done
    if any(
        _may_mean(name, done.query, place) for cell in done.cells for place in _places(view, cell)
    ):
        return done
    labels = tuple(dict.fromkeys(cell.label for cell in done.cells))
    plan = Plan(Route.REFUSE, reason="not_found", near=labels[:NEAREST], trace=done.plan.trace)
    return replace(done, answer=view.composer.compose(done.query, plan), plan=plan, reading=None)


def _places(view: View, cell: Figure) -> list[str]:
    """Return the names that stand at a cell: of its row, what is above it, its column and table."""
    row, table = view.catalogue.rows[cell.row_id], view.catalogue.tables[cell.table_id]
    names = (row.label, *row.parents, *cell.column_name.split("/"), table.title, table.subject)
    return [bare(name) for name in names if name]


def _asked(query: Query) -> str:
    """Return the item of the classification that is all that a question names, else nothing."""
    plain = all(asked.operation is Operation.LOOKUP for asked in query.operations)
    if query.follow is not None or query.english or len(query.mentions) != 1 or not plain:
        return ""
    name = bare(query.mentions[0].text)
    return name if len(name) >= LEAST and name in _classes() else ""


def _may_mean(name: str, query: Query, label: str) -> bool:
    """Tell whether a row may go by a name: has it, is inside it, or is what the word means."""
    meant = {bare(hint.term) for mention in query.mentions for hint in mention.hints}
    return name in label or label in name or core(label) == core(name) or label in meant


@cache
def _classes() -> frozenset[str]:
    """Return the names of the items of the classification."""
    return frozenset(map(bare, lexicon.classes()))
