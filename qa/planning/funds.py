"""Tell all the money of one fund where a question names it alone (一般公共预算拨款是多少).

It is the income from it that is meant: not what a list of projects or purchases has of it, and not
what was carried over of it, which other tables print under the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qa.answering.words import yuan
from qa.linking.text import bare
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Route
from qa.words import wholes as words
from qa.words.normalise import data
from qa.words.wholes import word

if TYPE_CHECKING:
    from qa.planning.wholes import Part, Wholes

BOTH, FISCAL = "total_summary", "fiscal_summary"
_INCOME = "收入"
_CLASS, _GROUP, _ITEM = 3, 5, 7  # digits of the codes of a class, of what is below it, of an item
SHORTEST = 4  # characters of a source's name
_SPACE = re.compile(r"\s+")


def plan(wholes: Wholes, text: str, sources: Mapping[str, Sequence[Part]]) -> Plan | None:
    """Return what a question asks of one fund or of which is the largest, None where it asks neither."""
    if fund := words.alone(text, sources):
        told = tuple(alone(wholes, sources.get(fund, ())))
        if len(told) > 1:
            return Plan(Route.CLARIFY, options=told, score=1.0)
        return planned(Step(Asked(Operation.LOOKUP), told)) if told else None
    if asked := words.most(text):
        steps = most(sources, least=asked[0], share=asked[1])
        return planned(*steps) if steps else None
    if fund := words.uses(text, sources):
        items = words.word("uses_item").search(text) is not None
        step = used(wholes, sources[fund], items=items)
        return planned(step) if step else None
    return None


def planned(*steps: Step) -> Plan:
    """Return the plan of steps that are all that a question asks."""
    return Plan(Route.TABLE, steps, score=1.0, whole=True, trace=("wholes",))


def alone(wholes: Wholes, parts: Sequence[Part]) -> list[Target]:
    """Return the income from a fund with the rows that print the same, nothing where columns rival.

    Without parts it is all that the treasury gives, with and without what was carried over.
    """
    if not parts:
        return _fiscal(wholes)
    carried = [word("carried").search(p.cells[0].column_name) is not None for p in parts]
    kept = [p for p, old in zip(parts, carried, strict=True) if not old or all(carried)]
    if len(kept) != 1:
        return []
    own = kept[0].cells[0]
    names = set(forms(bare(own.column_name.rpartition("/")[2])))
    return [Target(own, tuple(_alike(wholes, own, names)))]


def _alike(wholes: Wholes, own: Figure, names: set[str]) -> list[Figure]:
    """Return the cells of the table of both sides that print the same of the same fund."""
    rows = [(t, r) for t in wholes.of(BOTH) for r in t.rows if names & set(forms(bare(r.label)))]
    found = [wholes.default(table, row) for table, row in rows]
    return [f for f in found if f is not None and yuan(f) == yuan(own)]


def _fiscal(wholes: Wholes) -> list[Target]:
    """Return all that the treasury gives: in all, and in the year alone where that is less."""
    found = [f for table in wholes.of(FISCAL) for f in wholes.totals(table, "收入")]
    of_year = (
        wholes.default(table, row)
        for table in wholes.of(FISCAL)
        for row in table.rows
        if word("of_year_income").fullmatch(bare(row.label))
    )
    figures = {yuan(f): f for f in (*of_year, *found) if f is not None and yuan(f)}
    return [Target(figure) for figure in figures.values()] if found else []


def used(wholes: Wholes, parts: Sequence[Part], *, items: bool) -> Step | None:
    """Return the classes (or single `items`) that a source of income pays for, with what each gets.

    Nothing is returned where the income is told by units, or by several columns.
    """
    if len(parts) != 1:
        return None
    own = parts[0].cells[0]
    table = wholes.view.catalogue.tables[own.table_id]
    codes = {r.code: r for r in table.rows if r.kind == "item" and (r.code or "").isdigit()}
    sized = [(c, r) for c, r in codes.items() if c and len(c) == (_ITEM if items else _CLASS)]
    rows = [r for c, r in sized if items or any(_below(c, other or "") for other in codes)]
    cells = [wholes.cell(table, row, own.column) for row in rows]
    paid = tuple(Target(f) for f in cells if yuan(f))
    return Step(Asked(Operation.LIST), paid, group=table.title) if paid else None


def _below(code: str, other: str) -> bool:
    """Tell whether a code is below a class; units have codes of other lengths."""
    return len(other) in (_GROUP, _ITEM) and other.startswith(code)


def most(sources: Mapping[str, Sequence[Part]], *, least: bool, share: bool) -> list[Step]:
    """Return the largest (or smallest) source of income among all, and what part of the whole it is."""
    parts = {p.cells[0].column: p for found in sources.values() for p in found if len(p.cells) == 1}
    cells = sorted((p.cells[0] for p in parts.values()), key=lambda f: yuan(f) or 0)
    if len(cells) < 2 or any(yuan(f) is None for f in cells):
        return []
    first = cells[0] if least else cells[-1]
    asked = Asked(Operation.BOTTOM if least else Operation.TOP)
    whole = parts[first.column].whole
    ranked = Step(asked, tuple(Target(f) for f in reversed(cells)), group=_INCOME)
    part = Step(Asked(Operation.SHARE), (Target(first),), (Target(whole),))
    return [ranked, part] if share else [ranked]


def forms(*names: str) -> Iterator[str]:
    """Give the forms in which a source's name is said, bare and as it is printed."""
    ends = sorted(data("wholes.yaml")["source_ends"], key=len)
    said = [_SPACE.sub("", name) for name in names]
    forms = dict.fromkeys(form for name in said for form in (name, *map(name.removesuffix, ends)))
    yield from (form for form in forms if len(form) >= SHORTEST)
