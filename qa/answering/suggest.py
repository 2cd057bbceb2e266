"""Suggest questions that would work next: each is only offered where its figures are there."""

from __future__ import annotations

from qa.catalogue import Catalogue
from qa.linking.text import unnumbered
from qa.planning.bases import Bases
from qa.planning.types import Figure, Plan
from qa.query import Operation, Query, Route

MOST = 3
_SAYS = {
    "zh": {
        "prior": "{row}比上年增减多少？",
        "share": "{row}占比是多少？",
        "top": "金额最大的三个项目是哪些？",
        "lookup": "{row}是多少？",
    },
    "en": {
        "prior": "How much did {row} change against last year?",
        "share": "What share of {whole} is {row}?",
        "top": "Which three projects have the largest budgets?",
        "lookup": "How much is {row}?",
    },
}


def suggest(query: Query, plan: Plan, bases: Bases, catalogue: Catalogue) -> tuple[str, ...]:
    """Return up to three questions about what was answered, or about what is near."""
    say = _SAYS["en" if query.language == "en" else "zh"]
    if plan.route is Route.REFUSE:
        return tuple(say["lookup"].format(row=unnumbered(name)) for name in plan.near[:MOST])
    if plan.route is not Route.TABLE or not plan.steps or not plan.steps[0].operands:
        return ()
    figure = plan.steps[0].operands[0].figure
    if not _is_amount(figure, catalogue):
        return ()
    found: list[str] = []
    row = unnumbered(figure.label)
    if not query.asks(Operation.GROWTH, Operation.CHANGE) and _filled(bases.prior(figure)):
        found.append(say["prior"].format(row=row))
    whole = next((w for w in bases.wholes(figure) if _filled(w) and w.label.strip()), None)
    if whole is not None and not query.asks(Operation.SHARE) and whole.label != figure.label:
        found.append(say["share"].format(row=row, whole=unnumbered(whole.label)))
    if catalogue.tables[figure.table_id].kind == "project_list" and not query.asks(Operation.TOP):
        found.append(say["top"])
    return tuple(found[:MOST])


def _is_amount(figure: Figure, catalogue: Catalogue) -> bool:
    entry = catalogue.rows[figure.row_id]
    return entry.kind == "item" and bool(entry.label.strip()) and _filled(figure)


def _filled(figure: Figure | None) -> bool:
    return figure is not None and figure.fact is not None and figure.fact.value is not None
