"""Find the tables that list a department's units with their money, a row a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.money import is_money
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.text import bare
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.figures import in_unit_of, make_figure
from qa.planning.of_unit import column_units
from qa.planning.own_rows import is_own
from qa.planning.set_units import unit_rows
from qa.planning.types import Figure
from qa.planning.unit_cells import UnitCells
from qa.words.unit_money import Measure

SUMMARIES = ("income_summary", "expenditure_summary", "unknown")
"""Kinds of table that list units, the surest first."""
OWNED = ("project_list", "procurement")
"""Kinds of table whose rows tell which unit they are of."""
_UNITS = re.compile(r"(?:预算|部门|所属)?(?:单位|部门单位)(?:名称)?")
LEAST = 2  # units of a table that lists them


@dataclass(frozen=True, slots=True)
class Unit:
    """Hold one unit of a department by its printed name; `own` is the department's own office."""

    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Amounts:
    """Hold the amounts of units in one column of one table, and that of all of them where it is printed."""

    table: Sheet
    units: dict[str, Figure]
    whole: Figure | None


class Rosters:
    """Read the units of one document and what each has."""

    def __init__(
        self,
        catalogue: Catalogue,
        lookup: Lookup,
        words: LinkWords,
        is_unit: Callable[[Entry], bool],
        document: int,
    ) -> None:
        self._catalogue, self._lookup, self._words = catalogue, lookup, words
        self._institution = catalogue.documents[document].institution
        tables = [t for t in catalogue.tables.values() if t.document_id == document]
        found: list[tuple[Sheet, dict[str, Entry]]] = []
        listed: list[str] = []
        for table in tables:
            rows = {_name(row): row for row in unit_rows(table, is_unit) or _headed(table)}
            if len(rows) < LEAST or not all(map(bare, rows)):
                continue
            listed += rows
            if table.kind in SUMMARIES:
                found.append((table, rows))
        self._tables = sorted(found, key=lambda one: SUMMARIES.index(one[0].kind))
        self.units = self._same_everywhere()
        self.all_units = self.units or self._together(listed, tables)
        known = {bare(unit.name): unit.name for unit in self.all_units}
        own = [unit.name for unit in self.all_units if unit.own]
        for name in self._spoken(listed, tables):
            ends = [known[k] for k in (known if bare(name) else ()) if k.endswith(bare(name))]
            ends = own if self._is_own(name) else ends
            if len(set(ends)) == 1:
                known.setdefault(bare(name), ends[0])
        self._known = known
        coded = [r for t in tables for r in t.rows if r.code_kind == "institution" and r.code]
        self.codes = {r.code or "": known[bare(r.label)] for r in coded if bare(r.label) in known}
        self.cells = UnitCells(catalogue, lookup, words, document, known)

    def unit_of(self, label: str) -> str:
        """Return the unit that a label names, else nothing."""
        return self._known.get(bare(label), "")

    def _same_everywhere(self) -> tuple[Unit, ...]:
        """Return the units, none where two tables list others."""
        lists = [tuple(rows) for _, rows in self._tables]
        if not lists or len({frozenset(map(bare, names)) for names in lists}) > 1:
            return ()
        return tuple(Unit(name, self._is_own(name)) for name in lists[0])

    def _spoken(self, listed: Sequence[str], tables: Sequence[Sheet]) -> list[str]:
        """Return the names of units that tables list, print beside rows or over columns."""
        endings = self._words.unit_endings
        beside = dict.fromkeys(r.institution for t in tables for r in t.rows if r.institution)
        heads = [head for table in tables for head in column_units(table)]
        named = (n for n in (*beside, *heads) if bare(n).endswith(endings) or self._is_own(n))
        return [*listed, *named]

    def _together(self, listed: Sequence[str], tables: Sequence[Sheet]) -> tuple[Unit, ...]:
        """Return the units that any table lists, has rows of or columns for; the own office once."""
        named = self._spoken(listed, tables)
        names = {bare(name): name for name in reversed(named)}
        ordered = [names[key] for key in dict.fromkeys(map(bare, named))]
        own = [n for n in ordered if self._is_own(n)]
        first = sorted(own, key=lambda n: bare(n) == bare(self._institution))[:1]
        kept = [n for n in ordered if n not in own or n in first]
        return tuple(Unit(n, n in own) for n in kept) if len(kept) >= LEAST else ()

    def _is_own(self, name: str) -> bool:
        """Tell whether a name is that of the department, said without its city too."""
        return is_own(name, self._institution) or bare(self._institution).endswith(bare(name))

    def listing(self) -> dict[str, Figure]:
        """Return a cell of each unit in the table that lists them, of whatever it tells."""
        for table, rows in self._tables:
            columns = [c.index for c in table.columns if c.role == "amount"]
            for column in columns or [c.index for c in table.columns][-1:]:
                return {name: self._figure(table, row, column, name) for name, row in rows.items()}
        return {}

    def amounts(self, measure: Measure, wish: ColumnWish) -> Iterator[Amounts]:
        """Give what the units have of some money, in each table that tells it of all of them."""
        kinds = measure.kinds or SUMMARIES
        for table, rows in sorted(self._tables, key=lambda one: _order(one[0], kinds)):
            if table.kind not in kinds:
                continue
            column = self._column(table, next(iter(rows.values())), measure, wish)
            if column is None:
                continue
            figures = {n: self._figure(table, row, column.index, n) for n, row in rows.items()}
            if any(_value(figure) is not None for figure in figures.values()):
                yield Amounts(table, figures, self._whole(table, column, list(figures.values())))

    def _column(
        self, table: Sheet, row: Entry, measure: Measure, wish: ColumnWish
    ) -> Heading | None:
        columns = default_columns(table, row, wish, self._words)
        columns = [c for c in columns if is_money(c.unit or table.unit)]
        if measure.heads:
            heads = re.compile(measure.heads)
            columns = [c for c in columns if heads.search("/".join(map(bare, c.path)))]
        elif table.kind not in measure.kinds[:1]:
            columns = [c for c in columns if c.path and measure.flow in c.path[0]]
        return columns[0] if columns else None

    def _whole(self, table: Sheet, column: Heading, parts: Sequence[Figure]) -> Figure | None:
        """Return the cell that is the sum of all units."""
        for row in table.rows:
            if row.kind == "total" and not row.institution:
                figure = self._figure(table, row, column.index, row.label)
                if _value(figure) is not None and _value(figure) == _added(parts, figure):
                    return figure
        return None

    def _figure(self, table: Sheet, row: Entry, column: int, name: str) -> Figure:
        figure = make_figure(self._catalogue, self._lookup, table, row, column, 1.0)
        return figure if row.label == name else replace(figure, label=name)


def _headed(table: Sheet) -> list[Entry]:
    """Return the rows of a table whose names are headed as those of units."""
    heads = [bare(c.path[-1]) for c in table.columns if c.role == "label" and c.path]
    items = [row for row in table.rows if row.kind == "item"]
    plain = all(row.code_kind in (None, "institution", "economic") for row in items)
    headed = len(heads) == 1 and _UNITS.fullmatch(heads[0]) is not None
    own = headed and plain and table.kind not in OWNED
    return [row for row in items if not row.parents] if own else []


def _name(row: Entry) -> str:
    """Return the unit's name of a row: that of the unit whose items it sums."""
    return (row.institution or row.label) if row.kind == "total" else row.label


def _order(table: Sheet, kinds: Sequence[str]) -> int:
    return kinds.index(table.kind) if table.kind in kinds else len(kinds)


def _value(figure: Figure) -> Decimal | None:
    return figure.fact.value if figure.fact is not None else None


def _added(parts: Sequence[Figure], base: Figure) -> Decimal | None:
    values = [in_unit_of(part, base) for part in parts]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
