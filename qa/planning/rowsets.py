"""Plan a question about a set of rows: choose the table, the column and the members.

A table answers only where every phrase that the words leave over is a name in it: a column, a
parent row, a cell in words, a part of the members' names, the project of a form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from qa import calculate
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.columns import amounts, default_columns
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning import public_items
from qa.planning.figures import make_figure
from qa.planning.filter import within
from qa.planning.public_items import PublicItems
from qa.planning.scope import Ground
from qa.planning.set_rows import (
    alike,
    answered,
    as_said,
    below,
    below_code,
    called,
    cells,
    heads,
    is_above,
    is_part,
    named,
    on_side,
)
from qa.planning.set_steps import SetSteps
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Comparator, Operation, Query, Route
from qa.words.rowsets import LOWEST, Printed, Wanted, abridges, read

SURE = 0.95
KEPT = 128  # plans that are kept: one question is looked at more than once
KINDS = {
    "item": ("general_expenditure", "expenditure_summary", "basic_economic"),
    "project": ("project_list", "project_performance"),
    "purchase": ("procurement",),
    "indicator": ("overall_performance", "project_performance"),
}
UNDER = (Comparator.UNDER, Comparator.AT_MOST)
BELOW = ("general_expenditure", "basic_economic", "expenditure_summary", "procurement")
"""Kinds of table whose rows stand below others, for a set that is named by what it stands below."""
CELLS = ("集中采购", "分散采购")  # what is printed in cells and begins like an empty word
PROJECT_ITEMS = ("project_economic",)
"""The kind of table that spreads spending on projects over economic items."""
BASIC = ("人员经费", "日常公用经费")


@dataclass(frozen=True, slots=True)
class RowSet:
    """Hold the members found in one table, the column they are told by, and their name.

    `columns` are those whose filled cells are meant, where several may be; `priors` the figures of
    the year before where no column twins them.
    """

    table: Sheet
    rows: tuple[Entry, ...]
    column: Heading | None = None
    columns: tuple[Heading, ...] = ()
    name: str = ""
    priors: Mapping[Figure, Figure] = field(default_factory=dict)


class RowSets:
    """Plan sets of rows over one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words
        self._steps = SetSteps(catalogue, lookup, words)
        self._known: dict[int, Printed] = {}
        self._kept = lru_cache(maxsize=KEPT)(self._plan)

    def plan(self, query: Query, place: Ground) -> Plan | None:
        """Return the plan of a question about a set of rows, or None where it is none; kept."""
        return self._kept(query, place)

    def _plan(self, query: Query, place: Ground) -> Plan | None:
        if place.many or len(place.documents) != 1 or query.scope.strangers:
            return None
        if any(asked.monthly for asked in query.operations):
            return None
        own = [t for t in self._catalogue.tables.values() if t.document_id in place.documents]
        wanted = self._wanted(query, self.printed(place.documents[0], own))
        wanted = self.unnamed(wanted, place.documents[0], own) if wanted is not None else None
        if wanted is None or not wanted.picks:
            return None
        if wanted.kinds == (public_items.KIND,) and not (wanted.rest or wanted.columns):
            return self._of_public(wanted, place, own)
        wanted = self._of_projects(wanted, own)
        tables = self.tables(wanted, own)
        if not tables and wanted.kinds == PROJECT_ITEMS:
            return Plan(Route.REFUSE, reason="not_found")  # what basic spending has is none of it
        for loose in (False, True):
            for table in tables:
                found = self.members(table, wanted, loose=loose)
                if found is not None and query.codes:
                    rows = below(found.rows, query.codes)
                    found = replace(found, rows=rows) if rows else None
                plan = self.planned(found, wanted, place) if found is not None else None
                if plan is not None:
                    return plan
        told = not wanted.extra.way or wanted.rest or not (wanted.noun or wanted.level)
        return None if told else Plan(Route.REFUSE, reason="no_prior")

    def _wanted(self, query: Query, printed: Printed) -> Wanted | None:
        """Return the set that a question speaks of, by its own words or those before."""
        wanted = read(query, printed)
        if query.earlier is None or wanted is None:
            return wanted
        before = self._wanted(query.earlier, printed)
        return wanted.after(before) if before is not None and before.picks else None

    def unnamed(self, wanted: Wanted, document_id: int, own: Sequence[Sheet]) -> Wanted:
        """Return what is wanted without a short name of the department itself (水利局的项目)."""
        institution = bare(self._catalogue.documents[document_id].institution)
        names = self.printed(document_id, own).names.split("\n")
        rest = tuple(p for p in wanted.rest if bare(p) not in institution or bare(p) in names)
        return replace(wanted, rest=rest) if rest != wanted.rest else wanted

    def printed(self, document_id: int, own: Sequence[Sheet]) -> Printed:
        """Return what a document prints, made once."""
        if document_id not in self._known:
            labels = {bare(e.label) for t in own for e in t.rows}
            heads = {bare(c.path[-1]) for t in own for c in t.columns if c.path}
            titles = tuple(t.title for t in own)
            names = "\n".join((*labels, *heads, *map(bare, titles), *CELLS))
            annexes = tuple(dict.fromkeys(t.annex for t in own if t.annex))
            self._known[document_id] = Printed(annexes, titles, names)
        return self._known[document_id]

    def _of_public(self, wanted: Wanted, place: Ground, own: Sequence[Sheet]) -> Plan | None:
        """Return what is asked of the items that the three public expenses are made of."""
        items = PublicItems(self._catalogue, self._lookup)
        for table in (t for t in own if t.kind == public_items.KIND):
            wish = place.wish(table.document_id)
            found = items.figures(table, wish.year, wish.phase)
            before = items.figures(table, wish.year - 1, wish.phase)
            priors = {f: before[key] for key, f in found.items() if key in before}
            figures = list(public_items.members(found, all_of=wanted.blank))
            if figures and (priors or not wanted.extra.way):
                return self.planned(RowSet(table, (), priors=priors), wanted, place, figures)
        return None

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

    def tables(self, wanted: Wanted, own: Sequence[Sheet]) -> list[Sheet]:
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
            below = BELOW if wanted.rest and wanted.reckons else ()
            kinds = below or (KINDS["item"] if wanted.extra.way else ())
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

    def members(
        self, table: Sheet, wanted: Wanted, *, loose: bool, among: list[Entry] | None = None
    ) -> RowSet | None:
        """Return the members in a table, or None where a phrase is no name in it.

        `among` are the rows that may be members, by default those of the level asked for.
        """
        column: Heading | None = None
        for name in wanted.columns:
            column = self._column(table, name) or column
            if column is None and not heads(table, name):
                return None
        rows = every = self.level(table, wanted) if among is None else among
        if wanted.extra.less:
            kept = [e for e in every if not is_part(wanted.extra.less, e)]
            if len(kept) == len(every):
                return None  # what is left out is no member here
            rows = every = kept
        for phrase in () if wanted.place else wanted.rest:
            own = self._column(table, phrase)
            about = wanted.noun == "indicator" and alike(phrase, subject_of(table), loose=loose)
            if own is not None or about or bare(phrase) in bare(table.title):
                column = column or own
                continue
            told = self._told_by(table, rows, phrase, wanted, loose=loose)
            other = told or [e for e in every if is_part(phrase, e)]
            if not other or not (told or (wanted.noun and wanted.either)):
                return None
            rows = told or [e for e in every if e in rows or e in other]
        return RowSet(table, tuple(rows), column) if rows else None

    def _column(self, table: Sheet, name: str) -> Heading | None:
        """Return the column of this year that a phrase names by its last head."""
        amounts = [c for c in table.columns if c.role == "amount" and c.path]
        for same in (named, called):
            found = [c for c in amounts if same(c, name)]
            if found:
                return max(found, key=lambda c: c.year or 0)
        return None

    def level(self, table: Sheet, wanted: Wanted) -> list[Entry]:
        """Return the rows of the level asked for, the lowest where none is."""
        kind = "indicator" if wanted.noun == "indicator" or wanted.weight else "item"
        rows = [e for e in table.rows if e.kind == kind and on_side(table, e, wanted.side)]
        if wanted.level in (None, LOWEST):
            return [e for i, e in enumerate(rows) if not is_above(e, i, rows)]
        size = 1 + 2 * (wanted.level or 0)
        coded = [e for e in rows if e.code and e.code_kind != "project"]
        if coded:
            return [e for e in coded if len(e.code or "") == size]
        return [e for e in rows if e.level == wanted.level]

    def _told_by(
        self, table: Sheet, rows: Sequence[Entry], phrase: str, wanted: Wanted, *, loose: bool
    ) -> list[Entry]:
        """Return the rows that a phrase tells apart: below a row, by a cell, by their names."""
        parts = [e for e in rows if is_part(phrase, e)]
        ending = [e for e in parts if bare(e.label).endswith(bare(phrase))]
        if parts and wanted.part:
            return ending if wanted.ending and ending else parts
        if yes := answered(rows, phrase, table):
            return yes
        below = [e for e in rows if any(alike(phrase, p, loose=loose) for p in e.parents)]
        below = below or below_code(table, rows, phrase)
        if below:
            return below
        told = [
            e
            for e in rows
            if any(alike(phrase, c, loose=loose) for c in cells(self._lookup, table, e))
        ]
        if told:
            return told
        return parts if wanted.noun else []

    # --- figures -----------------------------------------------------------------------

    def planned(
        self, found: RowSet, wanted: Wanted, place: Ground, known: Sequence[Figure] = ()
    ) -> Plan | None:
        """Return what is to be done with the members, or None where that is not told.

        `known` are the members' figures where they do not stand in one column.
        """
        own = None if wanted.weight else found.column
        figures = list(known) or list(self._figures(found, own, wanted, place))
        if wanted.place:
            return self._placed(figures, wanted, found)
        chosen = self._chosen(figures, wanted, own is not None)
        if wanted.extra.explains:
            steps = self._steps.steps(
                wanted.extra,
                figures if wanted.extra.way else self._ranked(chosen, wanted),
                found.table,
                place,
                found.priors,
            )
            tells = wanted.said or wanted.operation in (Operation.TOP, Operation.BOTTOM)
            told = [self._told(wanted, chosen, found)] if wanted.extra.share and tells else []
            return _certain([*told, *steps], f"set {found.table.annex}") if steps else None
        filled = [f for f in figures if f.fact is not None and f.fact.value is not None]
        printed = wanted.bound is not None and wanted.bound.comparator is Comparator.EQUAL
        if printed and not chosen and not wanted.weight:
            return None  # another table may print it
        if not chosen and filled and (wanted.bound or wanted.blank) and not wanted.number:
            return self._none(filled, wanted, found)
        if not chosen or not as_said(chosen, figures if wanted.blank else filled, wanted):
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

    def _ranked(self, figures: Sequence[Figure], wanted: Wanted) -> Sequence[Figure]:
        """Return the largest or smallest members where a share is of these alone."""
        filled = [f for f in figures if f.fact is not None and f.fact.value is not None]
        if not wanted.extra.share or wanted.operation not in (Operation.TOP, Operation.BOTTOM):
            return filled
        smallest = wanted.operation is Operation.BOTTOM
        return calculate.ranked(filled, wanted.k or 1, smallest=smallest) if filled else filled

    def _told(self, wanted: Wanted, chosen: Sequence[Figure], found: RowSet) -> Step:
        """Return the step that tells the members of which a share is worked out."""
        operation = wanted.operation
        if operation in (Operation.LIST, Operation.COUNT):
            operation = Operation.SUM if len(chosen) > 1 else Operation.LOOKUP
        return self._step(Asked(operation, k=wanted.k, bound=wanted.bound), chosen, found)

    def _none(self, filled: Sequence[Figure], wanted: Wanted, found: RowSet) -> Plan:
        """Return what is nearest where no member is as asked: the largest or the smallest."""
        under = wanted.bound is not None and wanted.bound.comparator in UNDER
        asked = Asked(Operation.BOTTOM if under else Operation.TOP, k=1, bound=wanted.bound)
        return _certain([self._step(asked, filled, found, "none")], f"set {found.table.annex}")

    def _step(self, asked: Asked, figures: Sequence[Figure], found: RowSet, note: str = "") -> Step:
        return Step(
            asked,
            tuple(Target(f) for f in figures),
            group=found.name or found.table.title,
            note=note,
        )

    def _figures(
        self, found: RowSet, own: Heading | None, wanted: Wanted, place: Ground
    ) -> Iterator[Figure]:
        wish = replace(place.wish(found.table.document_id), weight=wanted.weight)
        for entry in found.rows:
            if found.columns:
                yield from self._filled(found, entry)
                continue
            columns = default_columns(found.table, entry, wish, self._words)
            if own is not None and own not in amounts(found.table, entry):
                continue
            if own is None and not columns:
                continue
            index = own.index if own is not None else columns[0].index
            yield make_figure(self._catalogue, self._lookup, found.table, entry, index, SURE)

    def _filled(self, found: RowSet, entry: Entry) -> Iterator[Figure]:
        """Give a row's cells in the columns that are meant, those that hold an amount."""
        for column in found.columns:
            figure = make_figure(
                self._catalogue, self._lookup, found.table, entry, column.index, SURE
            )
            if figure.fact is not None and figure.fact.value:
                yield figure

    def _chosen(self, figures: Sequence[Figure], wanted: Wanted, own: bool) -> list[Figure]:
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
        if (
            wanted.columns or own
        ) and wanted.bound is None:  # what has nothing of a column's money is none
            return [f for f in chosen if f.fact is None or f.fact.value != 0]
        return chosen

    def _placed(self, figures: Sequence[Figure], wanted: Wanted, found: RowSet) -> Plan | None:
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
