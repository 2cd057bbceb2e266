"""Plan what is asked of a set of rows: listed, added, ranked, held against a whole or a year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from qa import calculate
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.columns import amounts, default_columns
from qa.linking.labels import PROJECT_LIST
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning import worked_columns
from qa.planning.anchor_names import leaves
from qa.planning.bases import Bases
from qa.planning.cell_words import Worked
from qa.planning.figures import make_figure
from qa.planning.filter import within
from qa.planning.scope import Ground
from qa.planning.set_measured import SetMeasures
from qa.planning.set_rows import as_said
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Comparator, Operation, Route
from qa.words.rowsets import Wanted
from qa.words.set_asks import SetAsk

WHOLES = {
    "procurement": ("procurement",),
    "project": (PROJECT_LIST,),
    "spending": ("expenditure_summary", "total_summary"),
    "income": ("income_summary", "total_summary"),
}
"""Kinds of table whose total a share may be of, by what the whole is called."""
SURE = 0.95
_YEAR = re.compile(r"20\d\d(?=年)")
UNDER = (Comparator.UNDER, Comparator.AT_MOST)
_ZERO = Decimal(0)
TOLD = 12  # members that moved that are told at most


@dataclass(frozen=True, slots=True)
class RowSet:
    """Hold the members found in one table, the column they are told by, and their name.

    `columns` are those whose filled cells are meant, where several may be; `priors` the figures of
    the year before where no column twins them; `worked` two columns that rank the members by what
    is worked out of them.
    """

    table: Sheet
    rows: tuple[Entry, ...]
    column: Heading | None = None
    columns: tuple[Heading, ...] = ()
    name: str = ""
    priors: Mapping[Figure, Figure] = field(default_factory=dict)
    worked: Worked | None = None
    member: Entry | None = None


class SetSteps:
    """Make steps over figures of one table."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words
        self._bases = Bases(catalogue, lookup, words)

    def steps(
        self, extra: SetAsk, figures: Sequence[Figure], found: RowSet, place: Ground
    ) -> list[Step]:
        """Return the steps of a spread, a share or a move; none where it cannot be worked out."""
        filled = [f for f in figures if _value(f) is not None]
        if extra.way:
            return self._moved(extra, figures, found.priors)
        if extra.spread:
            return self._spread(filled, second=extra.second)
        return self._share(extra.whole, filled, found, place) if extra.share else []

    def _spread(self, filled: Sequence[Figure], *, second: bool) -> list[Step]:
        """Return the largest against the smallest, or the next."""
        if len(filled) < 2 or len({f.fact.unit for f in filled if f.fact}) != 1:
            return []
        ordered = calculate.ranked(filled, len(filled))
        pair = (Target(ordered[0]), Target(ordered[1 if second else -1]))
        return [Step(Asked(Operation.DIFFERENCE), pair)]

    def _share(
        self, whole: str, filled: Sequence[Figure], found: RowSet, place: Ground
    ) -> list[Step]:
        """Return what part of the whole the members are, where its total is printed.

        What one kind of money is of all is held against all of it, not against that kind.
        """
        table = found.table
        kinds = WHOLES.get(whole, (table.kind,))
        own = table.kind in kinds
        tables = [table] if own else [
            t for kind in kinds for t in self._catalogue.tables.values()
            if t.kind == kind and t.document_id == table.document_id
        ]  # fmt: skip
        plain = own and whole not in WHOLES and not found.columns
        if plain and filled and found.column is not None:
            all_of = self._total(table, filled[0], place, own=True)
            plain = all_of is None or _value(all_of) != sum(_value(f) or 0 for f in filled)
        totals = (self._total(t, filled[0], place, own=plain) for t in tables if filled)
        total = next((t for t in totals if t is not None), None)
        if total is None or not filled:
            return []
        return [Step(Asked(Operation.SHARE), tuple(map(Target, filled)), (Target(total),))]

    def _total(self, table: Sheet, like: Figure, place: Ground, *, own: bool) -> Figure | None:
        """Return the total of a table: in the members' own column, or in that of its year."""
        for entry in (e for e in table.rows if e.kind == "total"):
            columns = default_columns(table, entry, place.wish(table.document_id), self._words)
            said = _YEAR.search(entry.label)
            if said is not None and int(said[0]) != like.year:
                continue  # the total of the year before stands above that of this year
            at = like.column if own else columns[0].index if columns else None
            if at is None:
                continue
            figure = make_figure(self._catalogue, self._lookup, table, entry, at, like.score)
            if _value(figure):
                return figure
        return None

    def _moved(
        self, extra: SetAsk, figures: Sequence[Figure], priors: Mapping[Figure, Figure]
    ) -> list[Step]:
        """Return the change of the member that rose or fell most, by amount or by rate."""
        moves: list[tuple[Decimal, Figure, Figure]] = []
        gone = Decimal(0)  # the largest amount of those that print nothing any more
        for now in figures:
            before = priors.get(now) or self._bases.prior(now)
            if before is None or _value(before) is None or now.year == before.year:
                continue
            value, base = _value(now), _value(before) or Decimal(0)
            if value is None:
                gone = max(gone, base)
                continue
            change = value - base
            if extra.rate and not base:
                continue
            moves.append((change / base if extra.rate else change, now, before))
        sign = 1 if extra.way == "up" else -1
        kept = sorted((m for m in moves if m[0] * sign > 0), key=lambda m: -m[0] * sign)
        if not kept or (gone and extra.way == "down" and (extra.rate or gone > -kept[0][0])):
            return []
        return [
            Step(Asked(Operation.CHANGE), (Target(now),), (Target(before),))
            for _, now, before in (kept[:TOLD] if extra.every else kept[:1])
        ]


_RATE = "%"  # nothing of it is a rate as well: what was not begun is the least


class SetPlans:
    """Plan what is asked of the members found in one table."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words
        self._steps = SetSteps(catalogue, lookup, words)
        self._measures = SetMeasures(catalogue, lookup, Bases(catalogue, lookup, words))

    def plan(
        self, found: RowSet, wanted: Wanted, place: Ground, known: Sequence[Figure] = ()
    ) -> Plan | None:
        """Return what is to be done with the members, or None where that is not told.

        `known` are the members' figures where they do not stand in one column.
        """
        if found.worked is not None:
            return self._worked(found, found.worked)
        own = None if wanted.weight else found.column
        figures = list(known) or list(self._figures(found, own, wanted, place))
        if wanted.place:
            return self._placed(figures, wanted, found)
        chosen = self._chosen(figures, wanted, own is not None)
        if wanted.extra.wants:
            return self._several(chosen if not wanted.extra.by else figures, wanted, found)
        if wanted.extra.explains:
            steps = self._steps.steps(
                wanted.extra,
                figures if wanted.extra.way else self._ranked(chosen, wanted),
                found,
                place,
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
        if wanted.operation is Operation.AVERAGE and len(chosen) < 2:
            return None  # of one there is no mean
        if wanted.operation in (Operation.TOP, Operation.BOTTOM) and len(found.rows) < 2:
            return None  # one alone is not the most of several
        if wanted.operation is Operation.SUM and _of_no_unit(chosen):
            return None  # goals of unlike things are no sum
        if wanted.operation is Operation.SUM and (whole := self._whole(chosen, found)):
            return _certain([self._step(Asked(Operation.LOOKUP), [whole], found)], "set whole")
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

    def _whole(self, chosen: Sequence[Figure], found: RowSet) -> Figure | None:
        """Return the one printed total of a table that its highest rows sum, and all its lowest do not.

        A government's table names some of what a class holds, and not the rest.
        """
        columns = {figure.column for figure in chosen}
        lowest = {entry.id for entry in leaves(found.table)}
        if len(columns) != 1 or not lowest <= {figure.row_id for figure in chosen}:
            return None

        column = columns.pop()

        def figure(entry: Entry) -> Figure:
            return make_figure(self._catalogue, self._lookup, found.table, entry, column, SURE)

        totals = [figure(entry) for entry in found.table.rows if entry.kind == "total"]
        tops = [figure(e) for e in found.table.rows if e.kind == "item" and not e.parents]
        if len(totals) != 1:
            return None
        highest, low = (sum((_value(f) or _ZERO for f in some), _ZERO) for some in (tops, chosen))
        return totals[0] if highest == _value(totals[0]) != low else None

    def _several(self, figures: Sequence[Figure], wanted: Wanted, found: RowSet) -> Plan | None:
        """Return several things of members that are measured, where the number said is theirs."""
        if wanted.number not in (None, len(figures)):
            return None
        row = found.member.id if found.member is not None else None
        group = found.name or found.table.title
        step = self._measures.step(wanted.extra, found.table, figures, found.priors, group, row)
        return _certain([step], f"measured {found.table.annex}") if step is not None else None

    def _worked(self, found: RowSet, by: Worked) -> Plan | None:
        """Return the members that come first by what is worked out of two columns."""
        pairs = [
            (
                make_figure(self._catalogue, self._lookup, found.table, e, by.of.index, SURE),
                make_figure(self._catalogue, self._lookup, found.table, e, by.against.index, SURE),
            )
            for e in found.rows
        ]
        steps = worked_columns.steps(pairs, by)
        return _certain(steps, f"worked {found.table.annex}") if steps else None

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
                filled = list(self._filled(found, entry))
                if wanted.blank and not filled:  # a row of none of the columns is what is asked for
                    index = found.columns[0].index
                    filled = [make_figure(self._catalogue, self._lookup, found.table, entry, index)]
                yield from filled
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
            return [
                f for f in chosen if f.fact is None or f.fact.value != 0 or f.fact.unit == _RATE
            ]
        return chosen

    def _placed(self, figures: Sequence[Figure], wanted: Wanted, found: RowSet) -> Plan | None:
        """Return the place of the one member that is named, among all by their amounts."""
        filled = [f for f in figures if f.fact is not None and f.fact.value is not None]
        named = [f for f in filled if found.member is not None and f.row_id == found.member.id]
        if len(named) != 1 or len(filled) < 2:
            return None
        if wanted.note == "ordinal":
            return _certain(
                [self._step(Asked(Operation.LOOKUP), named, found, wanted.note)], "ordinal"
            )
        # among equals the one that is named comes first
        ordered = calculate.ranked([*named, *(f for f in filled if f not in named)], len(filled))
        at = ordered.index(named[0])
        steps = [self._step(Asked(Operation.RANK, k=at + 1), ordered, found)]
        if wanted.extra.beside:
            pair = (
                ordered[at - 1 : at + 1]
                if wanted.extra.beside == "before"
                else ordered[at : at + 2]
            )
            if len(pair) == 2:
                steps.append(Step(Asked(Operation.DIFFERENCE), tuple(map(Target, pair))))
        return _certain(steps, f"place {found.table.annex}")


def _value(figure: Figure) -> Decimal | None:
    return figure.fact.value if figure.fact is not None else None


def _of_no_unit(figures: Sequence[Figure]) -> bool:
    """Tell whether several cells count what no unit tells."""
    facts = [f.fact for f in figures if f.fact is not None]
    return len(facts) > 1 and all(fact.measure == "count" and not fact.unit for fact in facts)


def _certain(steps: Sequence[Step], trace: str) -> Plan:
    """Return a plan that nothing else is weighed against."""
    return Plan(Route.TABLE, tuple(steps), score=SURE, whole=True, trace=(trace,))
