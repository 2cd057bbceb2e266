"""Tell which unit below a department has most people of a kind, or fewest, by the counts of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.narration.quantities import body_of, kind_of_name
from qa.planning import people, staff, told_counts
from qa.planning.count_evidence import cited, documents_of, quoted
from qa.planning.types import Plan
from qa.query import Answer, Citation, Operation, Query, Route, Value
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.quantities import Quantity
    from qa.view import View

_CENT = Decimal("0.01")
_ASKED = staff.PLAIN | {Operation.SHARE}


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return the unit with most or fewest people, where the text counts those of every unit."""
    documents = documents_of(view, query)
    leans = query.follow is not None or query.english or query.year_offset or query.years
    if not documents or leans or any(a.operation not in _ASKED for a in query.operations):
        return None
    text = told_counts.without_department(view, query.text)
    share = _word("share").search(text)
    said = staff.read(_word("share").sub(",", text))
    if said is None or said.extreme is None or said.left or len(said.kinds) != 1:
        return None
    if said.kinds[0].sorts or not _word("which").search(text):
        return None
    kind = kind_of_name(said.kinds[0].heads.split("|")[0])
    groups = _by_unit(view, documents, kind)
    if len(groups) != 1:
        return None
    whole, found = groups[0]
    most = said.extreme is Operation.TOP
    ends = max(one.number for one in found) if most else min(one.number for one in found)
    chosen = [one for one in found if one.number == ends]
    return _told(query, chosen, whole, cited(view, whole), most=most, share=share is not None)


def _by_unit(
    view: View, documents: Sequence[int], kind: str
) -> list[tuple[Quantity, list[Quantity]]]:
    """Return the counts that a statement divides by unit, the department's own body among them."""
    parts: dict[tuple[str, Decimal], list[Quantity]] = {}
    for one in told_counts.counts(view, documents):
        if one.unit == people.PEOPLE and one.kind == kind and one.whole is not None:
            parts.setdefault((one.quote, one.whole.number), []).append(one)
    units = view.planner.units.below(documents)
    return [
        (found[0].whole, found)
        for (_, total), found in parts.items()
        if found[0].whole is not None and total == sum(one.number for one in found)
        and len(found) > 1 and all(_is_unit(one, units) for one in found)
    ]  # fmt: skip


def _is_unit(one: Quantity, units: Sequence[str]) -> bool:
    """Tell whether a count goes by the name of a unit, or of the department's own body."""
    name = bare(one.name)
    own = re.search(str(data("staff.yaml")["own"]), name) is not None
    return own or any(told_counts.short(body_of(name), unit) for unit in units)


def _told(
    query: Query,
    chosen: Sequence[Quantity],
    whole: Quantity,
    citations: tuple[Citation, ...],
    *,
    most: bool,
    share: bool,
) -> tuple[Plan, Answer]:
    say = data("staff.yaml")["ranked_told"]
    names = "、".join(f"“{one.name}”{one.number:f}{one.unit}" for one in chosen)
    text = str(say["most" if most else "least"]).format(names=names)
    values = [Value(one.name, "原文", f"{one.number:f}", one.unit, None) for one in chosen]
    worked, first = None, chosen[0]
    if share and len(chosen) == 1:
        percent = (first.number / whole.number * 100).quantize(_CENT, ROUND_HALF_UP)
        worked = f"{first.number:f} ÷ {whole.number:f} × 100% = {percent}%"
        text += str(say["share"]).format(whole=whole.said, percent=percent)
        values.insert(0, Value(first.name, "占比", str(percent), "%", None))
    done = Answer(
        question=query.original, language=query.language, route=Route.TEXT,
        answer=f"{text}{quoted(query, first)}", values=tuple(values), citations=citations,
        calculation=worked,
    )  # fmt: skip
    return Plan(Route.TEXT, score=1.0, whole=True, trace=("units by people",)), done


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(str(data("staff.yaml")["ranked"][name]))
