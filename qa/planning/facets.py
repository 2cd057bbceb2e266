"""Plan questions about the rows that a column of words chooses: which, how many, their sum, a share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.catalogue import Catalogue, Sheet
from qa.linking.columns import default_columns
from qa.linking.text import bare
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.filter import within
from qa.planning.scope import Ground, ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.words import facets, rowsets
from qa.words.facets import Facet
from qa.words.rowsets import Printed, Wanted

SURE = 0.95
_MONEY = re.compile(r"多少(?:钱|万|元)|几多钱|金额|how much")


class FacetPlans:
    """Plan sets of rows that cells of words choose, over one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words

    def plan(self, query: Query) -> Plan | None:
        """Return what is asked of the rows that cells of words choose, or None where none are."""
        scope = query.scope.documents or tuple(self._catalogue.documents)
        if len(scope) != 1 or query.scope.strangers or query.refusals:
            return None
        own = [t for t in self._catalogue.tables.values() if t.document_id == scope[0]]
        by_table: dict[int, list[Facet]] = {}
        for facet in facets.find(query.text, own, self._lookup):
            by_table.setdefault(facet.table.id, []).append(facet)
        for found in by_table.values():
            plan = self._of(query, found, own)
            if plan is not None:
                return plan
        return None

    def _of(self, query: Query, found: Sequence[Facet], own: Sequence[Sheet]) -> Plan | None:
        """Return the plan over the rows of one table that fit all that is said of them."""
        plain = _without(query, found)
        share = next((a for a in query.operations if a.operation is Operation.SHARE), None)
        wanted = rowsets.read(plain, _printed(own))
        if wanted is None or wanted.columns:
            return None
        rest = [p for p in wanted.rest if not re.fullmatch(facets.words("sum"), p)]
        if rest:
            return None
        table = found[0].table
        place = ground(plain, self._catalogue)
        if place.missing:
            return None
        members = [e for e in table.rows if all(e in facet.rows for facet in found)]
        figures = [f for e in members if (f := self._figure(table, e.id, place)) is not None]
        unit = next((f.fact.unit for f in figures if f.fact is not None), None)
        chosen = within(figures, wanted.bound, unit)
        if not chosen:
            return None
        if share is not None:
            return self._share(share, chosen, table, place)
        asked = Asked(_operation(wanted, query), k=wanted.k, bound=wanted.bound)
        return _certain(Step(asked, tuple(Target(f) for f in chosen), group=_group(found)), found)

    def _figure(self, table: Sheet, row_id: int, place: Ground) -> Figure | None:
        entry = self._catalogue.rows[row_id]
        columns = default_columns(table, entry, place.wish(table.document_id), self._words)
        if not columns:
            return None
        return make_figure(self._catalogue, self._lookup, table, entry, columns[0].index, SURE)

    def _share(
        self, asked: Asked, chosen: Sequence[Figure], table: Sheet, place: Ground
    ) -> Plan | None:
        """Return what part of the table's total the rows are."""
        total = next((e for e in table.rows if e.kind == "total"), None)
        whole = self._figure(table, total.id, place) if total is not None else None
        if whole is None or whole.fact is None or whole.fact.value is None:
            return None
        parts = tuple(Target(f) for f in chosen)
        step = Step(asked, parts, (Target(whole),))
        return Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=("facet share",))


def _without(query: Query, found: Sequence[Facet]) -> Query:
    """Return a question without the words that choose its rows and those of a share."""
    text = query.text
    for start, end in sorted((f.span for f in found), reverse=True):
        text = f"{text[:start]}的{text[end:]}"
    kept = tuple(a for a in query.operations if a.operation is not Operation.SHARE)
    for asked in query.operations:
        if asked.operation is Operation.SHARE:
            text = re.sub(words_of_share(), "的", text.replace(asked.text, "的", 1))
    began = any(f.began for f in found)
    return replace(
        query,
        text=text,
        operations=kept or (Asked(Operation.LOOKUP),),
        years=() if began else query.years,
        year_offset=None if began else query.year_offset,
        offsets=() if began else query.offsets,
    )


def words_of_share() -> str:
    """Return the pattern of what a share's own words leave over."""
    return facets.words("share_rest")


def _printed(own: Sequence[Sheet]) -> Printed:
    labels = "\n".join({bare(e.label) for t in own for e in t.rows})
    annexes = tuple(dict.fromkeys(t.annex for t in own if t.annex))
    return Printed(annexes, tuple(t.title for t in own), labels)


def _operation(wanted: Wanted, query: Query) -> Operation:
    """Return what is done with the rows; where just their money is asked, it is added."""
    listed = wanted.operation is Operation.LIST and not wanted.said
    summed = _MONEY.search(query.text) or wanted.rest
    return Operation.SUM if listed and summed else wanted.operation


def _group(found: Sequence[Facet]) -> str:
    return "、".join(f"{f.column.path[-1]}“{f.value}”" for f in found)


def _certain(step: Step, found: Sequence[Facet]) -> Plan:
    trace = "facet " + " ".join(f"{f.column.path[-1]}={f.value}" for f in found)
    return Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=(trace,))
