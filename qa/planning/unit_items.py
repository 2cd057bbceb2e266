"""Plan what a department's units have of one item, where each row is one unit's amount of one item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.columns import default_columns
from qa.linking.text import bare, core
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.scope import Ground
from qa.planning.set_units import chosen, speaks_of
from qa.planning.types import Figure, Plan, Step, Target
from qa.planning.units import SHORTEST, UnitPlans
from qa.query import Asked, Operation, Query, Route
from qa.words import each
from qa.words.normalise import data

_CLASSIFIED = ("functional", "economic", "government")
_LISTS = ("project_list", "project_performance", "procurement")
_PLAIN = frozenset({Operation.LOOKUP, Operation.LIST, Operation.SUM})
_RANKED = frozenset({Operation.TOP, Operation.BOTTOM, Operation.RANK})
_OF_TWO = frozenset({Operation.DIFFERENCE, Operation.COMPARE})
_TITLED = 4  # pairs of a title's characters, in the words beside the item, that mean the table


@dataclass(frozen=True, slots=True)
class _Item:
    """Hold the rows of one item, a unit's each, by table."""

    label: str
    rows: dict[Sheet, list[Entry]]


class UnitItems:
    """Plan questions about items that are printed unit by unit."""

    def __init__(
        self, catalogue: Catalogue, lookup: Lookup, words: LinkWords, units: UnitPlans
    ) -> None:
        self._catalogue, self._lookup, self._words = catalogue, lookup, words
        self._units = units

    def together(self, query: Query, place: Ground) -> Plan | None:
        """Return what several named units have of an item: each, their sum, the most, the gap of two."""
        kinds = {asked.operation for asked in query.operations}
        if Operation.SUM in kinds:
            kinds = kinds - {Operation.CONSISTENCY}
        if not (kinds <= _PLAIN or kinds <= _RANKED or kinds <= _OF_TWO):
            return None
        item = self._item(query, place.documents[0]) if self._fits(query, place) else None
        units, rest = self._meant(query, place) if item is not None else (None, "")
        if item is None or units is None or len(units) < 2:
            return None
        if (kinds <= _OF_TWO and len(units) > 2) or not self._says_no_more(
            query, item, self._owners(place)
        ):
            return None
        item = _Item(item.label, self._tables(query, item, rest.replace(bare(item.label), "")))
        return self._of_all(query, place, item, units)

    def _fits(self, query: Query, place: Ground) -> bool:
        """Tell whether a question is of money in one document and its own year."""
        told = len(place.documents) == 1 and not place.missing
        told = told and query.measure is None and each.read(query.text) is None
        return told and not query.refusals and not query.year_offset

    def plan(self, query: Query, place: Ground) -> Plan | None:
        """Return a unit's amount of an item, or that of all units, or None where neither is asked."""
        kinds = {asked.operation for asked in query.operations}
        if not self._fits(query, place):
            return None
        if not (kinds <= _PLAIN or kinds <= _RANKED):
            return None
        item = self._item(query, place.documents[0])
        if item is None:
            return None
        units, rest = self._meant(query, place)
        if units is None:
            return None
        item = _Item(item.label, self._tables(query, item, rest.replace(bare(item.label), "")))
        if len(units) == 1 and kinds <= _PLAIN:
            return self._of_one(query, place, item, units[0])
        if units:
            return self._of_all(query, place, item, units)
        if kinds <= _RANKED or speaks_of(query.text) or not self._says_no_more(query, item):
            return None
        owners = self._owners(place)
        if len(owners) < 2:  # what one unit has of an item is a plain figure
            return None
        found = self._of_all(query, place, item, owners)
        wholes = self._wholes(query, place, item)
        return _one_whole(found, wholes) if wholes else found

    def _item(self, query: Query, document: int) -> _Item | None:
        """Return the one item that a question names, where units have rows of it."""
        said = [m for m in query.mentions if m.text not in query.codes]
        terms = {t for m in said for t in (m.text, *(h.term for h in m.hints[:1]))}
        named = {text for term in terms for text in (bare(term), core(term))}
        found: dict[str, _Item] = {}
        by_code: dict[str, _Item] = {}
        for table in self._catalogue.tables.values():
            if table.document_id != document or table.kind in _LISTS:
                continue
            for row in table.rows:
                if not row.institution or row.code_kind not in _CLASSIFIED or row.kind != "item":
                    continue
                if row.code in query.codes:
                    item = by_code.setdefault(row.code, _Item(row.label, {}))
                elif bare(row.label) in named or core(row.label) in named:
                    item = found.setdefault(core(row.label), _Item(row.label, {}))
                else:
                    continue
                item.rows.setdefault(table, []).append(row)
        listed = list((by_code or found).values())
        return listed[0] if len(listed) == 1 else None

    def _owners(self, place: Ground) -> list[str]:
        """Return the units that rows of items are of."""
        rows = (
            row
            for table in self._catalogue.tables.values()
            if table.document_id in place.documents
            for row in table.rows
            if row.institution and row.code_kind in _CLASSIFIED
        )
        return list(dict.fromkeys(bare(row.institution or "") for row in rows))

    def _meant(self, query: Query, place: Ground) -> tuple[list[str] | None, str]:
        """Return the units that are named, and what is said beside; None where one has no such rows."""
        said, owners = bare(query.text), self._owners(place)
        coded = [
            bare(row.label)
            for table in self._catalogue.tables.values()
            if table.document_id in place.documents
            for row in table.rows
            if row.code in query.codes and row.code_kind == "institution"
        ]
        named = list(dict.fromkeys(coded)) or _several(owners, said)
        institution = self._catalogue.documents[place.documents[0]].institution
        together = [] if named else chosen(query.text, owners, institution)
        if named or together:
            return named or together, said
        one, rest = self._units.cut(said, place.documents)
        return ([one] if one in owners else None if one else []), rest

    def _tables(self, query: Query, item: _Item, rest: str) -> dict[Sheet, list[Entry]]:
        """Return the tables of an item that a question names, else all, the likeliest first."""
        annexes = {bare(name) for name in query.annexes}
        named = {t: rows for t, rows in item.rows.items() if bare(t.annex) in annexes}
        if named:
            return named
        fits = {table: _pairs_in(bare(table.title), rest) for table in item.rows}
        best = max(fits.values())
        kept = [t for t in item.rows if best < _TITLED or fits[t] == best]
        kept.sort(key=lambda t: -self._words.priority.get(t.kind, 0.0))
        return {table: item.rows[table] for table in kept}

    def _wholes(self, query: Query, place: Ground, item: _Item) -> list[Figure]:
        """Return the cells of an item's rows that are of no one unit."""
        kinds = {row.code_kind for rows in item.rows.values() for row in rows}
        found = [
            self._figure(query, place, table, row)
            for table in self._catalogue.tables.values()
            if table.document_id in place.documents
            for row in table.rows
            if not row.institution and row.kind == "item" and row.code_kind in kinds
            and core(row.label) == core(item.label)
        ]  # fmt: skip
        return [figure for figure in found if figure is not None]

    def _says_no_more(self, query: Query, item: _Item, units: Sequence[str] = ()) -> bool:
        """Tell whether a question says no more than an item's name, units, and where it stands."""
        label = bare(item.label)
        around = re.compile(data("units.yaml")["around"], re.I)
        titles = "\n".join(bare(table.title) for table in item.rows)
        for mention in query.mentions:
            said = bare(mention.text)
            same = {said, *(bare(h.term) for h in mention.hints[:1])}
            left = around.sub("", _beside(said, label, units) if units else said)
            named = label in same and (said == label or label not in said)
            beside = _more(said.replace(label, "")) if not named and label in said else left
            if not named and said not in query.codes and beside and beside not in titles:
                return False
        return True

    def _of_one(self, query: Query, place: Ground, item: _Item, unit: str) -> Plan:
        """Return a unit's amount of an item, in every table that has it."""
        tables = [
            [
                figure
                for row in rows
                if bare(row.institution or "") == unit
                if (figure := self._figure(query, place, table, row)) is not None
            ]
            for table, rows in item.rows.items()
        ]
        tables = [figures for figures in tables if figures]
        if not tables:
            return Plan(Route.REFUSE, reason="not_found", trace=(f"no such item of {unit}",))
        if len(tables[0]) > 1:  # two projects pay for it: all that the unit has of it
            step = Step(Asked(Operation.SUM), tuple(map(Target, tables[0])))
        else:
            first, *others = (figures[0] for figures in tables if len(figures) == 1)
            step = Step(Asked(Operation.LOOKUP), (Target(first, tuple(others)),))
        return Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=(f"item of {unit}",))

    def _of_all(
        self, query: Query, place: Ground, item: _Item, units: Sequence[str]
    ) -> Plan | None:
        """Return the sum of some units' rows of an item, or which of them has the most."""
        told: dict[object, tuple[Figure, ...]] = {}
        for table, every in item.rows.items():
            rows = [row for row in every if bare(row.institution or "") in units]
            owners = {row.institution for row in rows}
            found = [self._figure(query, place, table, row) for row in rows]
            figures = tuple(f for f in found if f is not None and f.fact is not None)
            each = len(owners) == len(rows) or not query.asks(*_RANKED, *_OF_TWO)
            if figures and each and len(rows) == len(figures):
                told.setdefault(tuple(f.fact and f.fact.value for f in figures), figures)
        ranked = query.asks(*_RANKED, *_OF_TWO)
        asked = query.operations[0] if ranked else Asked(Operation.SUM)
        steps = tuple(
            Step(asked if len(fs) > 1 else Asked(Operation.LOOKUP), tuple(map(Target, fs)))
            for fs in told.values()
        )
        steps = steps[:1] if ranked else steps
        if not steps:
            return None
        return Plan(Route.TABLE, steps, score=1.0, whole=True, trace=("item of units",))

    def _figure(self, query: Query, place: Ground, table: Sheet, row: Entry) -> Figure | None:
        """Return the cell of a row in the column that is named, else in that of its whole."""
        wish = place.wish(table.document_id)
        said = bare(query.text).replace(bare(table.title), "")
        named = [
            column
            for column in table.columns
            if column.role == "amount" and column.path and bare(column.path[-1]) in said
        ]
        columns = named or default_columns(table, row, wish, self._words)
        if not columns:
            return None
        return make_figure(self._catalogue, self._lookup, table, row, columns[0].index, 1.0)


def _pairs_in(title: str, said: str) -> int:
    """Return how many pairs of a title's characters words have."""
    return sum(title[i : i + 2] in said for i in range(len(title) - 1))


def _one_whole(found: Plan | None, wholes: Sequence[Figure]) -> Plan | None:
    """Return the row of all units, where its amount is the sum of theirs."""
    if found is None or len(found.steps) != 1:
        return None
    parts = [t.figure.fact.value for t in found.steps[0].operands if t.figure.fact]
    amounts = {figure.fact.value for figure in wholes if figure.fact}
    known = [part for part in parts if part is not None]
    if len(known) != len(parts) or amounts != {sum(known)}:
        return None
    step = Step(Asked(Operation.LOOKUP), (Target(wholes[0], tuple(wholes[1:])),))
    return replace(found, steps=(step,))


def _beside(said: str, label: str, units: Sequence[str]) -> str:
    """Return what words say beside an item, ends of units' names, and what says units."""
    said = said.replace(label, "")
    for name in units:
        ends = (name[i:] for i in range(len(name) - SHORTEST + 1))
        if end := next((end for end in ends if end in said), ""):
            said = said.replace(end, "")
    said = re.sub(
        r"[\d一二两三四五六七八九十几各每哪这那全]*[家个]|[和跟与及除外的]|万元", "", said
    )
    return said if len(said) > 1 else ""


def _more(words: str) -> str:
    """Return what words say but for counts (两笔) and what says all of it."""
    return re.sub(
        r"[两二三四五六几一这那各](?:笔|条|项|个|块|种)|总(?:共|计)?|合计|一共|全部|所有|全乡|全局|的",
        "",
        words,
    )


def _several(owners: Sequence[str], said: str) -> list[str]:
    """Return the units that words name by ends of their names, where they name two or more."""
    found: dict[str, list[str]] = {}
    for name in owners:
        ends = (name[i:] for i in range(len(name) - SHORTEST + 1))
        if end := next((end for end in ends if end in said), ""):
            found.setdefault(end, []).append(name)
    apart = [names for end, names in found.items() if not any(end != e and end in e for e in found)]
    return [names[0] for names in apart] if len(apart) > 1 and max(map(len, apart)) == 1 else []
