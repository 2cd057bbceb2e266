"""Give the goal of a project that a measure asks for (安保服务满意度, 哪天完工), never its money."""

from __future__ import annotations

import re

from ingest.money import is_money
from qa.catalogue import Catalogue
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning import by_measure
from qa.planning.types import Figure, Plan
from qa.query import Mention, Operation, Query, Route
from qa.words.normalise import data
from qa.words.row_asks import asks_no_money, asks_price

GOAL_KINDS = frozenset({"overall_performance", "project_performance"})
_GOAL = re.compile(r"(?:绩效|年度)?(?:目标|指标)值?$")
_RATE = re.compile(r"..(?:率|满意度)$")


def goal_meant(query: Query, plan: Plan, catalogue: Catalogue, lookup: Lookup) -> Plan:
    """Return a plan, or where it tells the money of a project whose measure is asked for, its goal."""
    cells = [t.figure for step in plan.steps for t in step.operands]
    plain = all(asked.operation is Operation.LOOKUP for asked in query.operations)
    if plan.route is not Route.TABLE or len(cells) != 1 or not plain:
        return plan
    figure = cells[0]
    if figure.fact is None or not is_money(figure.fact.unit):
        priced = asks_price(query.text) and _counts(figure, catalogue)
        priced = priced or _lasts_not(query.text, figure)
        return Plan(Route.REFUSE, reason="not_found", trace=plan.trace) if priced else plan
    if asks_no_money(query.text, figure.label):
        found = by_measure.plan(
            query.text, figure.label, frozenset({figure.document_id}), catalogue, lookup, sure=True
        )
        return found or Plan(Route.REFUSE, reason="not_found", trace=plan.trace)
    said = bare(f"{figure.label}{figure.column_name}")
    left = [m for m in query.mentions if _name(m) and _name(m) not in said]
    if len(left) != 1 or len(query.mentions) < 2 or not _measures(left[0]):
        return plan
    word = _name(left[0])
    goal = by_measure.plan(
        word, figure.label, frozenset({figure.document_id}), catalogue, lookup, sure=True
    )
    if goal is not None and word in bare(goal.steps[0].operands[0].figure.label):
        return goal
    unknown = _RATE.search(word) is not None
    return Plan(Route.REFUSE, reason="not_found", trace=plan.trace) if unknown else plan


def _lasts_not(text: str, figure: Figure) -> bool:
    """Tell whether a time is asked for and a figure counts something else."""
    lasting = data("row_asks.yaml")["lasting"]
    unit = figure.fact.unit if figure.fact is not None else None
    return bool(unit and re.search(lasting["said"], text) and not re.search(lasting["units"], unit))


def _counts(figure: Figure, catalogue: Catalogue) -> bool:
    """Tell whether a figure is the goal of an indicator that counts things, no money for one."""
    fact = figure.fact
    if fact is None or fact.measure != "count" or not fact.unit:
        return False
    indicator = catalogue.rows[figure.row_id].kind == "indicator"
    return indicator and not is_money(fact.unit.partition("/")[0])


def _measures(mention: Mention) -> bool:
    """Tell whether a phrase is a measure that goals alone have (满意度, 合格率)."""
    hints = mention.hints
    known = bool(hints) and all(set(h.kinds) & GOAL_KINDS for h in hints)
    return known or (not hints and bool(_RATE.search(_name(mention))))


def _name(mention: Mention) -> str:
    """Return a phrase without the words that say it is a goal; nothing where it has no others."""
    return _GOAL.sub("", bare(mention.text))
