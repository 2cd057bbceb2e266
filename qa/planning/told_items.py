"""Add up (or list) named things that only the text states (会议费1.15万元，培训费2.06万元)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import convert
from qa.answering.wording import wording
from qa.planning import told_amounts
from qa.planning.told_amounts import Amount
from qa.planning.types import Plan
from qa.query import Answer, Query, Route, Value

if TYPE_CHECKING:
    from qa.view import View

SURE = 0.9


def answer(
    view: View, query: Query, names: Sequence[str], *, total: bool
) -> tuple[Plan, Answer] | None:
    """Return what the text states of every thing of a list, with their sum; None where one lacks."""
    if len(query.scope.documents or tuple(view.catalogue.documents)) != 1:
        return None
    found = [told_amounts.amount_of(view, query, name) for name in names]
    told = [amount for amount in found if amount is not None]
    if len(told) < len(names) or len({(a.value, a.unit, a.passage.id) for a in told}) < len(told):
        return None
    done = _answer(query, told, total=total)
    return Plan(Route.TEXT, score=SURE, trace=("told of each",)), done


def _answer(query: Query, told: Sequence[Amount], *, total: bool) -> Answer:
    say = wording(query.language)
    unit = told[0].unit
    amounts = [a.value if a.unit == unit else convert(a.value, a.unit, unit) for a in told]
    items = say.join(
        [f"“{a.name}” {v:f} {say.unit(unit)}" for a, v in zip(told, amounts, strict=True)]
    )
    whole = sum(amounts, Decimal(0))
    added = f"{' + '.join(format(v, 'f') for v in amounts)} = {whole:f}"
    text = say("sum", items=items, value=f"{whole:f}", unit=say.unit(unit), group="", n=len(told))
    values = [
        Value(a.name, "", format(v, "f"), unit, a.year) for a, v in zip(told, amounts, strict=True)
    ]
    if total:
        values.insert(0, Value("合计", "", f"{whole:f}", unit, told[0].year))
    return Answer(
        question=query.original, language=query.language, route=Route.TEXT,
        answer=text if total else items, values=tuple(values),
        citations=tuple(dict.fromkeys(a.citation for a in told)),
        calculation=added if total else None,
    )  # fmt: skip
