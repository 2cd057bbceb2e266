"""Answer of each of several departments: from its tables, or from what its narrative states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answering.cite import cite, value_of
from qa.planning.types import Figure, Plan
from qa.query import Asked, Operation, Query, Route

if TYPE_CHECKING:
    from ingest.store import StoredDocument
    from qa.narrative import Reading
    from qa.view import View

SURE = 0.78  # least score of a record that speaks for its department
MOST_READ = 6  # departments that are each asked
COMPARED = {
    Operation.LOOKUP, Operation.COMPARE, Operation.DIFFERENCE, Operation.RATIO, Operation.SUM,
    Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.LIST, Operation.YES_NO,
}  # fmt: skip
"""Operations that set one figure of each department side by side."""

Read = Callable[[Query], "Reading"]


def of_each(view: View, query: Query, plan: Plan, read: Read) -> Reading | None:
    """Return one reading over the departments named, where records speak for some of them only."""
    named = owners(view, query)
    if plan.route is not Route.TABLE or plan.whole or not 1 < len(named) <= MOST_READ:
        return None
    if {asked.operation for asked in query.operations} - COMPARED:
        return None
    figures = [t.figure for step in plan.steps for t in (*step.operands, *step.bases)]
    told = {_owner(view.catalogue.documents[f.document_id]) for f in figures}
    if told >= named.keys():
        return None
    from qa.narration.across import across, single

    pairs = []
    for documents in named.values():
        readings = [_of_one(view, query, d, single(query.text), read) for d in documents]
        best = max(range(len(readings)), key=lambda i: readings[i].score)
        pairs.append((documents[best], readings[best]))
    return across(query, pairs)


def owners(view: View, query: Query) -> dict[tuple[str, int, str], list[StoredDocument]]:
    """Return the disclosures that a question sets side by side, each with its renditions."""
    scope = query.scope
    keys: Sequence[int] = scope.documents or (
        tuple(view.catalogue.documents) if scope.all_of else ()
    )
    found: dict[tuple[str, int, str], list[StoredDocument]] = {}
    for document in (view.catalogue.documents[key] for key in keys):
        found.setdefault(_owner(document), []).append(document)
    institutions = {owner[0] for owner in found}
    return found if scope.all_of or (scope.named and len(institutions) > 1) else {}


def _owner(document: StoredDocument) -> tuple[str, int, str]:
    return document.institution, document.fiscal_year, document.phase


def _of_one(view: View, query: Query, document: StoredDocument, text: str, read: Read) -> Reading:
    """Return what one document lists of the thing asked, or else what it states."""
    scope = replace(query.scope, documents=(document.id,), all_of=False)
    operations = (Asked(Operation.LOOKUP),)
    alone = replace(query, text=text, original=text, scope=scope, operations=operations, parts=())
    plan = view.planner.plan(alone)
    targets = [t for step in plan.steps for t in step.operands]
    if plan.route is Route.TABLE and plan.score >= SURE and len(targets) == 1:
        cell = listed(view, targets[0].figure, plan.score)
        if cell is not None:
            return cell
    return read(alone)


def listed(view: View, figure: Figure, score: float) -> Reading | None:
    """Return a cell as a reading of its document."""
    from qa.narrative import Reading

    value = value_of(figure)
    if value is None or figure.fact is None or figure.fact.value is None:
        return None
    citations = (cite(view.catalogue, figure),)
    return Reading(min(score, 1.0), "", "", (value,), citations, kind="fact", coverage=score)
