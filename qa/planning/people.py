"""Place how many people of a kind a body has: the count of all of it, whatever else is told beside it.

部门编制78名，其中本级24名、推广站16名、执法队38名: all are 78. Where only the counts of every unit are told,
all are their sum; where it is not sure that they are every unit's, nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.narration.quantities import Quantity, body_of, kind_of_name
from qa.planning import told_counts
from qa.planning.staff import is_staff
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

PEOPLE = "人"
HELD = "in_post"
_UNITS = ("个", "家")


def whole(view: View, documents: Sequence[int], kind: str) -> Quantity | None:
    """Return how many people of a kind there are in all, None where that is not sure."""
    every = list(told_counts.counts(view, documents))
    own = [q for q in every if q.unit == PEOPLE and kind_of_name(q.name) == kind and q.number]
    strict = _strict().get(kind)
    own = [q for q in own if strict is None or strict.search(q.name)] or own
    if kind == HELD and len(own) == 1 and _sorts().search(own[0].name):
        return None  # 实有行政人员33人,事业人员51人
    if own and all(q.whole is not None and q.whole.kind not in ("", kind) for q in own):
        return None  # 在职64人,其中行政编制21人: no posts
    for found in ([q for q in own if not q.holder], [q for q in own if q.holder]):
        if found and (one := _all(found) or _of_units(view, found, every)) is not None:
            return one
        if found and not found[0].holder and len({q.number for q in found}) > 1:
            return None
    return None


def of_unit(view: View, documents: Sequence[int], kind: str, unit: str) -> Quantity | None:
    """Return how many people of a kind one unit has, by the name of the unit."""
    counts = [q for q in told_counts.counts(view, documents) if q.unit == PEOPLE and q.kind == kind]
    own = [q for q in counts if q.holder == unit]
    if not own:
        own = [q for q in counts if not q.holder and told_counts.short(body_of(bare(q.name)), unit)]
    return _all(own) if own else None


def of_sort(view: View, documents: Sequence[int], kind: str, sort: str) -> Quantity | None:
    """Return how many people of one sort of a kind there are (行政编制, 事业人员)."""
    counts = told_counts.counts(view, documents)
    own = [q for q in counts if q.unit == PEOPLE and q.kind == kind]
    own = [q for q in own if q.name.startswith(sort) or _ends_in(q.name, sort)]
    return _all([q for q in own if not q.parts and not q.holder])


def _ends_in(name: str, sort: str) -> bool:
    """Tell whether a name ends in a sort and the kind it is of, with no other sort before (局核定行政编制)."""
    last = re.search(rf"{sort}(?:{_named()})$", name)
    return last is not None and not _sorts().search(name[: last.start()])


def _all(found: Sequence[Quantity]) -> Quantity | None:
    """Return the one number, or the one that the others are parts of."""
    by_number = {q.number: q for q in reversed(found)}
    if len(by_number) < 2:
        return next(iter(by_number.values()), None)
    largest = max(found, key=lambda q: q.number)
    if largest.number == sum((q.number for q in found), Decimal(0)) - largest.number:
        return largest
    tops = [q for q in found if q.whole is None or q.whole.kind != largest.kind]
    sorts: dict[str, Decimal] = {}
    for one in tops:
        if (sort := _sorts().search(one.name)) is not None:
            sorts[sort[0]] = max(one.number, sorts.get(sort[0], one.number))
    plain = [q for q in tops if not _sorts().search(q.name)] or tops
    alone = len({q.number for q in plain}) == 1
    return plain[0] if alone and sum(sorts.values()) in (0, plain[0].number) else None


def _of_units(view: View, found: Sequence[Quantity], every: Sequence[Quantity]) -> Quantity | None:
    """Return the sum of the counts that one table, or one statement, tells of every unit."""
    parts = [q for q in found if q.whole is None or q.whole.kind != q.kind]
    cells = {q.cell[0] for q in parts if q.cell}
    if len(cells) == 1 and all(q.cell for q in parts):
        holders = {q.holder for q in parts}
        sure = len(holders) == len(parts) and is_staff(view.catalogue.tables[cells.pop()])
    else:
        passages = {q.passage.id for q in parts if q.passage}
        beside = [q for q in every if q.passage and q.passage.id in passages]
        units = {q.number for q in beside if q.unit in _UNITS and "单位" in q.said}
        apart = len({q.name for q in parts}) == len(parts) and len({q.quote for q in parts}) == 1
        sure = len(passages) == 1 and (apart or units == {Decimal(len(parts))})
    if not sure or len(parts) < 2 or len({q.unit for q in parts}) > 1:
        return None
    total = sum((q.number for q in parts), Decimal(0))
    said = " + ".join(q.said for q in parts)
    first = replace(parts[0], number=total, said=said, parts=tuple(parts), holder="", cell=None)
    return replace(first, name=re.sub(rf"^.*?(?={_named()})", "", first.name))


@cache
def _strict() -> dict[str, re.Pattern[str]]:
    kinds = data("told_counts.yaml")["kinds"]
    return {k: re.compile(str(v["strict"])) for k, v in kinds.items() if "strict" in v}


@cache
def _sorts() -> re.Pattern[str]:
    return re.compile(str(data("told_counts.yaml")["sorts"]))


@cache
def _named() -> str:
    return "|".join(str(v["printed"]) for v in data("told_counts.yaml")["kinds"].values())
