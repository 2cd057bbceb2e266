"""Share one unit's money among its own people, where a table counts the people of every unit.

局本级在职的人均工资福利支出: the money is a row below the unit, or a column of the unit's own row.
Without money that is the unit's own there is no answer: that of the whole department is another.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.linking.text import bare
from qa.planning.figures import make_figure, unit_of
from qa.planning.staff import columns_of, is_staff, kinds_of, people
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.words.departments import own_names, split_place
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.view import View

SHORTEST = 3  # characters of a unit's name
WHOLE = ("总计", "合计", "小计", "预算", "决算")  # how the column of all money is named


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return a unit's money a head of its people, or None where no such thing is asked."""
    if query.english or query.refusals or not _pattern("a_head").search(query.text):
        return None
    documents = query.scope.documents or tuple(view.catalogue.documents)
    tables = [t for t in view.catalogue.tables.values() if t.document_id in documents]
    counted = [t for t in tables if is_staff(t)]
    if len(counted) != 1:
        return None
    units = [e for e in counted[0].rows if e.kind == "item" and _is_named(e.label, query.text)]
    columns = columns_of(counted[0], (*kinds_of(query.text), *kinds_of("在职"))[:1])
    if len(units) != 1 or len(columns) != 1:
        return None
    heads = people(view, counted[0], units[0], columns[0])
    own = [t for t in tables if t.document_id == counted[0].document_id]
    money = _money(view, own, units[0], query.text)
    if heads.fact is None or not heads.fact.value or len({_amount(f) for f in money}) != 1:
        plan = Plan(Route.REFUSE, reason="no_heads", near=(units[0].label,), trace=("staff heads",))
        return plan, view.composer.compose(query, plan)
    step = Step(Asked(Operation.PER_HEAD), (Target(money[0]),), (Target(heads),), group="名")
    plan = Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("staff heads",))
    return plan, view.composer.compose(query, plan)


def _money(view: View, tables: list[Sheet], unit: Entry, text: str) -> list[Figure]:
    """Return the amounts named in a question that are of a unit: below it, or in its own row."""
    said = bare(text)
    below = [
        (t, e) for t in tables for e in t.rows
        if unit.label in e.parents and len(bare(e.label)) > 1 and bare(e.label) in said
    ]  # fmt: skip
    longest = max((len(bare(e.label)) for _, e in below), default=0)
    found = [
        make_figure(view.catalogue, view.lookup, t, e, c.index, 1.0)
        for t, e in below if len(bare(e.label)) == longest
        for c in [c for c in t.columns if c.role == "amount" and c.path[-1:] != ()
                  and bare(c.path[-1]).endswith(WHOLE)][:1]
    ]  # fmt: skip
    if not found:
        found = [
            make_figure(view.catalogue, view.lookup, t, e, c.index, 1.0)
            for t in tables for e in t.rows if e.label == unit.label
            for c in t.columns
            if c.role == "amount" and len(bare(c.path[-1])) > 1 and bare(c.path[-1]) in said
        ]  # fmt: skip
    return [f for f in found if f.fact and f.fact.value is not None and is_money(unit_of(f))]


def _amount(figure: Figure) -> object:
    return figure.fact.value if figure.fact else None


def _is_named(label: str, text: str) -> bool:
    """Tell whether a question names a unit: by its name behind its place, or as the department's own."""
    if _pattern("own").search(label):
        return bool(_pattern("own").search(text))
    bodies = {split_place(name)[1] for name in own_names(label)}
    return any(len(body) >= SHORTEST and body in text for body in bodies)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("staff.yaml")[name]))
