"""Ask in turn the readers that work something out of cells which a question names as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.chaining import spread
from qa.planning import (
    class_items,
    expressions,
    product,
    staff,
    two_cells,
    two_codes,
    unit_people,
    unit_people_ranked,
    unit_prices,
)

if TYPE_CHECKING:
    from qa.planning.types import Plan
    from qa.query import Answer, Query
    from qa.view import View


def answer(view: View, query: Query, *, alone: bool) -> tuple[Plan, Answer] | None:
    """Return what the first of them finds; `alone` where the question leans on nothing told before."""
    return (
        product.answer(view, query)
        or unit_prices.answer(view, query)
        or two_cells.answer(view, query)
        or two_codes.answer(view, query)
        or class_items.answer(view, query)
        or spread.answer(view, query)
        or expressions.answer(view, query, alone=alone)
        or staff.answer(view, query)
        or unit_people.answer(view, query)
        or unit_people_ranked.answer(view, query)
    )
