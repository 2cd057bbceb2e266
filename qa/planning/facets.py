"""Plan questions about the rows that words choose: by a column, a code, units, a sign, whose money."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from qa.catalogue import Catalogue, Entry, Sheet
from qa.lookup import Lookup
from qa.planning import selectors
from qa.planning.rowsets import RowSets
from qa.planning.scope import ground
from qa.planning.types import Plan
from qa.query import Operation, Query
from qa.words import facets, rowsets
from qa.words.facets import Facet
from qa.words.normalise import data
from qa.words.rowsets import Wanted

KEPT = 128  # plans that are kept: one question is looked at more than once
_MONEY = re.compile(r"多少(?:钱|万|元)|几多钱|金额|how much")


class FacetPlans:
    """Plan sets of rows that words of a question choose, over one catalogue."""

    def __init__(
        self, catalogue: Catalogue, lookup: Lookup, sets: RowSets, is_unit: Callable[[Entry], bool]
    ) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._sets = sets
        self._is_unit = is_unit
        self._telling = facets.Telling(lookup)
        self._kept = lru_cache(maxsize=KEPT)(self._plan)

    def plan(self, query: Query) -> Plan | None:
        """Return what is asked of the rows that words choose, or None where none are; kept."""
        return self._kept(query)

    def _plan(self, query: Query) -> Plan | None:
        scope = query.scope.documents or tuple(self._catalogue.documents)
        if len(scope) != 1 or query.scope.strangers or query.refusals:
            return None
        own = [t for t in self._catalogue.tables.values() if t.document_id == scope[0]]
        document = self._catalogue.documents[scope[0]]
        by_table: dict[int, list[Facet]] = {}
        for facet in (
            *facets.find(query.text, own, self._telling),
            *selectors.find(query.text, own, self._lookup, self._is_unit, document.institution),
        ):
            by_table.setdefault(facet.table.id, []).append(facet)
        chosen = [
            (rank, plan)
            for found in by_table.values()
            for rank, plan in [self._of(query, found, own)]
            if plan is not None
        ]
        return min(chosen, key=lambda one: one[0])[1] if chosen else None

    def _of(
        self, query: Query, found: Sequence[Facet], own: Sequence[Sheet]
    ) -> tuple[int, Plan | None]:
        """Return the plan over the rows of one table that fit all that is said, and its rank."""
        plain = _without(query, found)
        table = found[0].table
        wanted = rowsets.read(plain, self._sets.printed(table.document_id, own))
        if wanted is None:
            return 0, None
        wanted = self._sets.unnamed(wanted, table.document_id, own)
        wanted = _measured(_asked(wanted, query), found)
        place = ground(plain, self._catalogue)
        rank = self._rank(wanted, table, own, found)
        if place.missing or rank is None or not _speaks(wanted, found, query):
            return 0, None
        among = self._among(table, wanted, found)
        for loose in (False, True):
            rows = self._sets.members(table, wanted, loose=loose, among=among)
            if rows is not None:
                columns = tuple(c for f in found for c in f.columns)
                told = replace(rows, name=_group(found), columns=columns)
                plan = self._sets.planned(told, wanted, place)
                if plan is not None:
                    return rank, replace(plan, trace=(_trace(found),))
        return 0, None

    def _rank(
        self, wanted: Wanted, table: Sheet, own: Sequence[Sheet], found: Sequence[Facet]
    ) -> int | None:
        """Return the place of a table among those that may be meant, or None where it is not."""
        level = any(f.level for f in found) and not wanted.noun
        tables = self._sets.tables(replace(wanted, noun="item") if level else wanted, own)
        if table in tables:
            return tables.index(table)
        said = wanted.annexes or wanted.titles or wanted.kinds
        return None if said else len(own)

    def _among(self, table: Sheet, wanted: Wanted, found: Sequence[Facet]) -> list[Entry]:
        """Return the rows that fit every choice, of the level asked for where that is open."""
        rows = list(table.rows)
        if any(facet.level for facet in found):
            rows = self._sets.level(table, replace(wanted, noun="item", weight=False))
        return [e for e in rows if all(e in facet.rows for facet in found)]


def _without(query: Query, found: Sequence[Facet]) -> Query:
    """Return a question without the words that choose its rows."""
    text = query.text
    for start, end in sorted({f.span for f in found}, reverse=True):
        text = f"{text[:start]}的{text[end:]}"
    began = any(f.began for f in found)
    coded = any(f.level for f in found)
    return replace(
        query,
        text=text,
        codes=() if coded else query.codes,
        years=() if began else query.years,
        year_offset=None if began else query.year_offset,
        offsets=() if began else query.offsets,
    )


def _asked(wanted: Wanted, query: Query) -> Wanted:
    """Return what is done with the rows; where just their money is asked, it is added."""
    rest = tuple(p for p in wanted.rest if not re.fullmatch(facets.words("sum"), p))
    listed = wanted.operation is Operation.LIST and not wanted.said
    summed = listed and (_MONEY.search(query.text) or len(rest) < len(wanted.rest))
    operation = Operation.SUM if summed else wanted.operation
    return replace(wanted, rest=rest, operation=operation)


def _measured(wanted: Wanted, found: Sequence[Facet]) -> Wanted:
    """Return what is wanted of units with the kind of table that holds what is asked of them."""
    if not any(f.units for f in found):
        return wanted
    for kind, words in data("selectors.yaml")["unit_measures"].items():
        kept = tuple(p for p in wanted.rest if not re.fullmatch(words, p))
        if len(kept) < len(wanted.rest):
            return replace(wanted, rest=kept, kinds=(kind,), noun="")
    told = wanted.kinds or wanted.columns or wanted.rest
    return wanted if told else replace(wanted, kinds=("income_summary",))


def _speaks(wanted: Wanted, found: Sequence[Facet], query: Query) -> bool:
    """Tell whether the question is about the set: its money where units, its goals where a form."""
    if all(f.goals for f in found):
        return wanted.noun == "indicator" or wanted.weight
    if all(f.level for f in found) and not wanted.said and not wanted.extra.explains:
        return wanted.operation not in (Operation.LIST, Operation.SUM)
    if any(f.units for f in found):
        plain = wanted.operation in (Operation.LIST, Operation.COUNT) and not wanted.extra.explains
        return not plain or bool(_MONEY.search(query.text)) or bool(wanted.columns)
    return True


def _group(found: Sequence[Facet]) -> str:
    return "、".join(f"{f.column.path[-1]}“{f.value}”" for f in found if f.column is not None)


def _trace(found: Sequence[Facet]) -> str:
    heads = (f.column.path[-1] if f.column is not None else "rows" for f in found)
    return "facet " + " ".join(f"{h}={f.value}" for h, f in zip(heads, found, strict=True))
