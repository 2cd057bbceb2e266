"""Tell what a question means by the rows that its words choose: what is left of it, what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.catalogue import Sheet
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.cell_words import Condition, words
from qa.query import Asked, Operation, Query
from qa.words.normalise import data
from qa.words.rowsets import Wanted

_MONEY = re.compile(r"(?:分别|各)(?:自)?(?:是|有)?多少|多少(?:钱|万|元)|几多钱|金额|how much")

_MOST = re.compile(r"[多高大少低小]$")


def outermost(found: Sequence[Condition]) -> list[Condition]:
    """Drop what is only a part of a longer choice."""
    return [
        one
        for one in found
        if not any(
            other.span != one.span and other.span[0] <= one.span[0] and one.span[1] <= other.span[1]
            for other in found
        )
    ]


def without(query: Query, found: Sequence[Condition]) -> Query:
    """Return a question without the words that choose its rows and what only they ask."""
    if not found:
        return query
    text, start = query.text, len(query.text)
    for first, end in sorted({f.span for f in found}, reverse=True):
        text = f"{text[:first]}的{text[min(end, start) :]}"
        start = first
    kinds = {f.kind for f in found}
    asks = map(_extreme, query.operations) if "units" in kinds else query.operations
    kept = tuple(
        a
        for a in asks
        if (not a.text or a.text in text)
        and not ("without" in kinds and a.operation is Operation.DIFFERENCE)
    )
    began = "began" in kinds
    return replace(
        query,
        text=text,
        operations=kept,
        codes=tuple(c for c in query.codes if c in text),
        years=() if began else query.years,
        year_offset=None if began else query.year_offset,
        offsets=() if began else query.offsets,
    )


def _extreme(asked: Asked) -> Asked:
    """Return the largest or smallest where units are compared (哪个预算多); its measure stays said."""
    found = _MOST.search(asked.text) if asked.operation is Operation.COMPARE else None
    if found is None:
        return asked
    operation = Operation.TOP if found[0] in "多高大" else Operation.BOTTOM
    return replace(asked, operation=operation, text=found[0])


def asked(wanted: Wanted, query: Query) -> Wanted:
    """Return what is done with the rows; where just their money is asked, it is added."""
    rest = tuple(p for p in wanted.rest if not re.fullmatch(words("sum"), p))
    listed = wanted.operation is Operation.LIST and not wanted.said
    summed = listed and (_MONEY.search(query.text) or len(rest) < len(wanted.rest))
    operation = Operation.SUM if summed else wanted.operation
    return replace(wanted, rest=rest, operation=operation)


def of_goals(wanted: Wanted, found: Sequence[Condition]) -> Wanted:
    """Return what is wanted of goals where their figure is said: a project's table is its form."""
    if not any(f.kind == "value" for f in found):
        return wanted
    kinds = () if wanted.kinds == (PROJECT_LIST,) else wanted.kinds
    return replace(wanted, noun=wanted.noun or "indicator", kinds=kinds)


def measured(wanted: Wanted, found: Sequence[Condition]) -> Wanted:
    """Return what is wanted of units with the kind of table that holds what is asked of them."""
    if not any(f.kind == "units" for f in found):
        return wanted
    for kind, said in data("conditions.yaml")["unit_measures"].items():
        kept = tuple(p for p in wanted.rest if not re.fullmatch(said, p))
        if len(kept) < len(wanted.rest):
            own = ("三公经费",) if kind == "three_public" else ()  # meetings may stand beside them
            return replace(wanted, rest=kept, kinds=(kind,), noun="", columns=wanted.columns or own)
    told = wanted.kinds or wanted.columns or wanted.rest
    return wanted if told else replace(wanted, kinds=("income_summary",))


def speaks(wanted: Wanted, found: Sequence[Condition], query: Query) -> bool:
    """Tell whether the question is about the set: its money where units, its goals where a form."""
    kinds = {f.kind for f in found}
    if "worked" in kinds:
        told = any(
            f.told for f in found
        )  # one column against another, whatever the rows are called
        return bool(told or wanted.noun or wanted.kinds or wanted.titles or wanted.annexes)
    if kinds <= {"goals", "value"}:
        return wanted.noun == "indicator" or wanted.weight
    if kinds == {"level"} and not wanted.said and not wanted.extra.explains:
        return wanted.operation not in (Operation.LIST, Operation.SUM)
    if "units" in kinds:
        plain = wanted.operation in (Operation.LIST, Operation.COUNT) and not wanted.extra.explains
        return not plain or bool(_MONEY.search(query.text)) or bool(wanted.columns)
    return True


def is_project(text: str, found: Sequence[Condition], own: Sequence[Sheet]) -> bool:
    """Tell whether rows are chosen by the name of a project, or class of them, that has a row itself.

    The row of a class is among those of its own table.
    """
    if len(found) != 1 or found[0].column is None:
        return False
    said = bare(text[slice(*found[0].span)])
    listed = (e for t in own if t.kind == PROJECT_LIST for e in t.rows)
    return any(said == bare(e.label) for e in listed)
