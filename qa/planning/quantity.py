"""Tell whether a question asks how many are bought where only their price is printed."""

from __future__ import annotations

import re

from ingest.money import is_money
from qa.catalogue import Catalogue
from qa.planning.types import Plan
from qa.query import Query

_QUANTITY = re.compile(r"数量|(?:多少|几)(?:台|架|辆|套|件|把|张|册|箱|部|包|只|支|块(?!钱))")


def only_priced(query: Query, plan: Plan, catalogue: Catalogue) -> bool:
    """Tell whether a quantity is asked and all that is found are amounts of purchases."""
    figures = [target.figure for step in plan.steps for target in step.operands]
    return (
        bool(figures and _QUANTITY.search(query.text))
        and all(catalogue.tables[figure.table_id].kind == "procurement" for figure in figures)
        and all(figure.fact is not None and is_money(figure.fact.unit) for figure in figures)
    )
