"""Plan a question about a set of rows: choose the table, the column and the members.

A table answers only where every phrase that the words leave over is a name in it: a column, a
parent row, a cell in words, a part of the members' names, the project of a form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa import calculate
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.columns import amounts, default_columns
from qa.linking.names import beside, subject_of
from qa.linking.text import bare
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.filter import within
from qa.planning.scope import Ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Comparator, Operation, Query, Route
from qa.words.normalise import data
from qa.words.references import column_words
from qa.words.rowsets import LOWEST, Printed, Wanted, abridges, read

SURE = 0.95
KINDS = {
    "item": ("general_expenditure", "expenditure_summary", "basic_economic"),
    "project": ("project_list", "project_performance"),
    "purchase": ("procurement",),
    "indicator": ("overall_performance", "project_performance"),
}
"""Kinds of table whose rows a noun means, the likeliest first."""
UNDER = (Comparator.UNDER, Comparator.AT_MOST)
BELOW = ("general_expenditure", "basic_economic", "expenditure_summary", "procurement")
"""Kinds of table whose rows stand below others, for a set that is named by what it stands below."""
CELLS = ("集中采购", "分散采购")  # what is printed in cells and begins like an empty word
PROJECT_ITEMS = ("project_economic",)
"""The kind of table that spreads spending on projects over economic items."""
BASIC = ("人员经费", "日常公用经费")
NO = re.compile(data("rowsets.yaml")["negation"])
CELL = 24  # characters of a cell that tells rows apart; a longer one is prose
GENERAL = re.compile(r"(?:专项|项目|经费|资金|支出|费|类|科目|单位)?")
LIKE = 0.6  # share of a phrase's pairs of characters that a name must hold to be meant


@dataclass(frozen=True, slots=True)
class _Set:
    """Hold the members found in one table and the column they are told by."""

    table: Sheet
    rows: tuple[Entry, ...]
    column: Heading | None = None


class RowSets:
    """Plan sets of rows over one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words
        self._known: dict[int, Printed] = {}

    def plan(self, query: Query, place: Ground) -> Plan | None:
        """Return the plan of a question about a set of rows, or None where it is none."""
        if place.many or len(place.documents) != 1 or query.scope.strangers:
            return None
        if any(asked.monthly for asked in query.operations):
            return None
        own = [t for t in self._catalogue.tables.values() if t.document_id in place.documents]
        wanted = self._wanted(query, self._printed(place.documents[0], own))
        if wanted is None or not wanted.picks:
            return None
        wanted = self._of_projects(wanted, own)
        tables = self._tables(wanted, own)
        if not tables and wanted.kinds == PROJECT_ITEMS:
            return Plan(Route.REFUSE, reason="not_found")  # what basic spending has is none of it
        for loose in (False, True):
            for table in tables:
                found = self._members(table, wanted, loose=loose)
                plan = self._planned(found, wanted, place) if found is not None else None
                if plan is not None:
                    return plan
        return None

    def _wanted(self, query: Query, printed: Printed) -> Wanted | None:
        """Return the set that a question speaks of, by its own words or those before."""
        wanted = read(query, printed)
        if query.earlier is None or wanted is None:
            return wanted
        before = self._wanted(query.earlier, printed)
        return wanted.after(before) if before is not None and before.picks else None

    def _printed(self, document_id: int, own: Sequence[Sheet]) -> Printed:
        """Return what a document prints, made once."""
        if document_id not in self._known:
            labels = {bare(e.label) for t in own for e in t.rows}
            heads = {bare(c.path[-1]) for t in own for c in t.columns if c.path}
            titles = tuple(t.title for t in own)
            names = "\n".join((*labels, *heads, *map(bare, titles), *CELLS))
            annexes = tuple(dict.fromkeys(t.annex for t in own if t.annex))
            self._known[document_id] = Printed(annexes, titles, names)
        return self._known[document_id]

    def _of_projects(self, wanted: Wanted, own: Sequence[Sheet]) -> Wanted:
        """Return the projects where their spending is spoken of and a table lists them.

        Their spending by economic items has a table of its own: that of basic spending has none of it.
        """
        if wanted.columns == ("项目支出",) and wanted.kinds == ("basic_economic",):
            return replace(wanted, kinds=PROJECT_ITEMS, columns=())
        alone = not (wanted.noun or wanted.level or wanted.kinds or wanted.titles or wanted.blank)
        lists = any(t.kind == "project_list" for t in own)
        if alone and lists and wanted.columns == ("项目支出",):
            return replace(wanted, noun="project", columns=())
        return wanted

    # --- tables ------------------------------------------------------------------------

    def _tables(self, wanted: Wanted, own: Sequence[Sheet]) -> list[Sheet]:
        """Return the tables that the members may stand in, the likeliest first."""
        if wanted.annexes:
            names = {bare(name) for name in wanted.annexes}
            return [
                t for t in own if bare(t.annex) in names or bare(t.annex).split("-")[0] in names
            ]
        if wanted.titles:
            return [t for t in own if any(abridges(w, t.title) for w in wanted.titles)]
        kinds = wanted.kinds or self._by_columns(wanted) or KINDS.get(wanted.noun, ())
        if not kinds and not wanted.columns:
            kinds = BELOW if wanted.rest and wanted.reckons else ()
            return [t for kind in kinds for t in own if t.kind == kind]
        fit = [t for t in own if not kinds or t.kind in kinds]
        return sorted(fit, key=lambda t: kinds.index(t.kind) if kinds else self._rank(t))

    def _rank(self, table: Sheet) -> float:
        return -self._words.priority.get(table.kind, 0.0)

    def _by_columns(self, wanted: Wanted) -> tuple[str, ...]:
        """Return the kinds of table that print a column first: personnel and running costs."""
        split = [c for c in wanted.columns if c in BASIC] if not wanted.level else []
        return ("basic_economic",) if split and wanted.noun in ("", "item") else ()

    # --- members -----------------------------------------------------------------------

    def _members(self, table: Sheet, wanted: Wanted, *, loose: bool) -> _Set | None:
        """Return the members in a table, or None where a phrase is no name in it."""
        column: Heading | None = None
        for name in wanted.columns:
            column = self._column(table, name) or column
            if column is None and not _heads(table, name):
                return None
        rows = every = self._level(table, wanted)
        for phrase in () if wanted.place else wanted.rest:
            named = self._column(table, phrase)
            about = wanted.noun == "indicator" and _alike(phrase, subject_of(table), loose=loose)
            if named is not None or about or bare(phrase) in bare(table.title):
                column = column or named
                continue
            told = self._told_by(table, rows, phrase, wanted, loose=loose)
            other = told or [e for e in every if _is_part(phrase, e)]
            if not other or not (told or (wanted.noun and wanted.either)):
                return None
            rows = told or [e for e in every if e in rows or e in other]
        return _Set(table, tuple(rows), column) if rows else None

    def _column(self, table: Sheet, name: str) -> Heading | None:
        """Return the column of this year that a phrase names by its last head."""
        amounts = [c for c in table.columns if c.role == "amount" and c.path]
        for same in (_named, _called):
            found = [c for c in amounts if same(c, name)]
            if found:
                return max(found, key=lambda c: c.year or 0)
        return None

    def _level(self, table: Sheet, wanted: Wanted) -> list[Entry]:
        """Return the rows of the level asked for, the lowest where none is."""
        kind = "indicator" if wanted.noun == "indicator" or wanted.weight else "item"
        rows = [e for e in table.rows if e.kind == kind and _on_side(table, e, wanted.side)]
        if wanted.level in (None, LOWEST):
            return [e for i, e in enumerate(rows) if not _is_above(e, i, rows)]
        size = 1 + 2 * (wanted.level or 0)
        coded = [e for e in rows if e.code and e.code_kind != "project"]
        if coded:
            return [e for e in coded if len(e.code or "") == size]
        return [e for e in rows if e.level == wanted.level]

    def _told_by(
        self, table: Sheet, rows: Sequence[Entry], phrase: str, wanted: Wanted, *, loose: bool
    ) -> list[Entry]:
        """Return the rows that a phrase tells apart: below a row, by a cell, by their names."""
        named = [e for e in rows if _is_part(phrase, e)]
        ending = [e for e in named if bare(e.label).endswith(bare(phrase))]
        if named and wanted.part:
            return ending if wanted.ending and ending else named
        answered = self._answered(table, rows, phrase)
        if answered:
            return answered
        below = [e for e in rows if any(_alike(phrase, p, loose=loose) for p in e.parents)]
        if below:
            return below
        cells = [
            e for e in rows if any(_alike(phrase, c, loose=loose) for c in self._cells(table, e))
        ]
        if cells:
            return cells
        return named if wanted.noun else []

    def _answered(self, table: Sheet, rows: Sequence[Entry], phrase: str) -> list[Entry]:
        """Return the rows whose cell answers yes or no to what a column asks (是否核心)."""
        match = re.fullmatch(rf"({NO.pattern})?(?:是)?(.{{2,6}}?)(?:的)?", bare(phrase))
        heads = {bare(c.path[-1]) for c in table.columns if c.path}
        if match is None or f"是否{match[2]}" not in heads:
            return []
        wished = "否" if match[1] else "是"
        return [e for e in rows if e.text.split()[-1:] == [wished]]

    def _cells(self, table: Sheet, entry: Entry) -> Iterator[str]:
        """Give the cells in words that tell a row: its office, its item, how it is bought."""
        for fact in self._lookup.row(table.id, entry.id):
            if fact.value is None and fact.measure == "text" and len(fact.printed) <= CELL:
                yield fact.printed
        yield from beside(entry, table)

    # --- figures -----------------------------------------------------------------------

    def _planned(self, found: _Set, wanted: Wanted, place: Ground) -> Plan | None:
        """Return what is to be done with the members, or None where that is not told."""
        own = None if wanted.weight else found.column
        figures = list(self._figures(found, own, wanted, place))
        if wanted.place:
            return self._placed(figures, wanted, found)
        chosen = self._chosen(figures, wanted)
        filled = [f for f in figures if f.fact is not None and f.fact.value is not None]
        if not chosen and filled and (wanted.bound or wanted.blank) and not wanted.number:
            return self._none(filled, wanted, found)
        if not chosen or not _as_said(chosen, filled, wanted):
            return None
        asked = Asked(wanted.operation, k=wanted.k, bound=wanted.bound)
        note = wanted.note or ("blank" if wanted.blank else "")
        steps = [self._step(asked, chosen, found, note)]
        if wanted.both:
            opposite = {Operation.TOP: Operation.BOTTOM, Operation.BOTTOM: Operation.TOP}
            asked = Asked(opposite[wanted.operation], k=wanted.k, bound=wanted.bound)
            steps.append(self._step(asked, chosen, found))
        if wanted.weight and found.column is not None:
            kept = {f.row_id for f in chosen}
            also = self._figures(found, found.column, wanted, place)
            other = [f for f in also if f.row_id in kept]
            steps.append(self._step(Asked(Operation.LIST), other, found))
        return _certain(steps, f"set {found.table.annex}")

    def _none(self, filled: Sequence[Figure], wanted: Wanted, found: _Set) -> Plan:
        """Return what is nearest where no member is as asked: the largest or the smallest."""
        under = wanted.bound is not None and wanted.bound.comparator in UNDER
        asked = Asked(Operation.BOTTOM if under else Operation.TOP, k=1, bound=wanted.bound)
        return _certain([self._step(asked, filled, found, "none")], f"set {found.table.annex}")

    def _step(self, asked: Asked, figures: Sequence[Figure], found: _Set, note: str = "") -> Step:
        return Step(asked, tuple(Target(f) for f in figures), group=found.table.title, note=note)

    def _figures(
        self, found: _Set, own: Heading | None, wanted: Wanted, place: Ground
    ) -> Iterator[Figure]:
        wish = replace(place.wish(found.table.document_id), weight=wanted.weight)
        for entry in found.rows:
            columns = default_columns(found.table, entry, wish, self._words)
            if own is not None and own not in amounts(found.table, entry):
                continue
            if own is None and not columns:
                continue
            index = own.index if own is not None else columns[0].index
            yield make_figure(self._catalogue, self._lookup, found.table, entry, index, SURE)

    def _chosen(self, figures: Sequence[Figure], wanted: Wanted) -> list[Figure]:
        if wanted.first:
            return list(figures[: wanted.first])
        if wanted.blank:
            return [f for f in figures if f.fact is None or not f.fact.value]
        if wanted.same:
            filled = [(f, f.fact.value) for f in figures if f.fact is not None and f.fact.value]
            times = Counter(value for _, value in filled)
            return [figure for figure, value in filled if times[value] > 1]
        unit = next((f.fact.unit for f in figures if f.fact is not None and f.fact.unit), None)
        chosen = within(figures, wanted.bound, unit)
        if wanted.columns and wanted.bound is None:  # what has nothing of a column's money is none
            return [f for f in chosen if f.fact is None or f.fact.value != 0]
        return chosen

    def _placed(self, figures: Sequence[Figure], wanted: Wanted, found: _Set) -> Plan | None:
        """Return the place of the one member that is named, among all by their amounts."""
        filled = [f for f in figures if f.fact is not None and f.fact.value is not None]
        named = [f for f in filled if any(bare(p) == bare(f.label) for p in wanted.rest)]
        if len(named) != 1 or len(wanted.rest) != 1:
            return None
        if wanted.note == "ordinal":
            return _certain(
                [self._step(Asked(Operation.LOOKUP), named, found, wanted.note)], "ordinal"
            )
        ordered = calculate.ranked(filled, len(filled))
        asked = Asked(Operation.RANK, k=ordered.index(named[0]) + 1)
        return _certain([self._step(asked, ordered, found)], f"place {found.table.annex}")


def _certain(steps: Sequence[Step], trace: str) -> Plan:
    """Return a plan that nothing else is weighed against."""
    return Plan(Route.TABLE, tuple(steps), score=SURE, whole=True, trace=(trace,))


def _is_above(entry: Entry, place: int, rows: Sequence[Entry]) -> bool:
    """Tell whether a row has others below it, by its code or by the level of the next row."""
    if entry.code and entry.code_kind != "project":
        return any(e.code != entry.code and (e.code or "").startswith(entry.code) for e in rows)
    later = next((e for e in rows[place + 1 :] if e.side == entry.side), None)
    return later is not None and later.level > entry.level


def _as_said(chosen: Sequence[Figure], filled: Sequence[Figure], wanted: Wanted) -> bool:
    """Tell whether a number of members that is said fits what was found."""
    if wanted.number is None or wanted.operation in (Operation.TOP, Operation.BOTTOM):
        return True
    return wanted.number in (len(chosen), len(filled))


def _is_part(phrase: str, entry: Entry) -> bool:
    """Tell whether a phrase of two characters or more stands in a row's label."""
    return len(bare(phrase)) > 1 and bare(phrase) in bare(entry.label)


def _on_side(table: Sheet, entry: Entry, side: str) -> bool:
    """Tell whether a row stands on a side of a table that sets income beside spending."""
    own = {entry.side, *(c.path[0] for c in amounts(table, entry) if c.path)}
    return not side or any(side in name for name in own if name)


def _named(column: Heading, name: str) -> bool:
    return bare(name) in (bare(column.path[-1]), bare("".join(column.path)))


def _called(column: Heading, name: str) -> bool:
    """Tell whether a column goes by another word for a name (公用经费 for 日常公用经费)."""
    leaf = bare(column.path[-1])
    return any(s.end - s.start == len(leaf) and s.value == name for s in column_words(leaf))


def _heads(table: Sheet, name: str) -> bool:
    """Tell whether a table is all of what a column's name says (基本支出 of the basic spending)."""
    heads = {bare(c.path[0]) for c in table.columns if c.role == "amount" and len(c.path) > 1}
    return bare(name) in bare(table.title) or any(bare(name) in head for head in heads)


def _alike(phrase: str, name: str, *, loose: bool) -> bool:
    """Tell whether a phrase means a name: one holds the other, or loosely most of its pairs."""
    said, known = bare(phrase), bare(name)
    if len(said) < 2 or len(known) < 2 or known.isdigit():
        return False
    if said in known or (len(known) > 2 and GENERAL.fullmatch(said.replace(known, "", 1))):
        return True
    pairs = {said[i : i + 2] for i in range(len(said) - 1)}
    held = sum(pair in known for pair in pairs)
    return loose and len(pairs) > 2 and held / len(pairs) >= LIKE
