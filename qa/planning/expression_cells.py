"""Find the cells that the names of one side give in one table: every name is its row, its column or its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa.answering.words import children_of
from qa.linking.columns import ColumnWish, amounts, default_columns
from qa.linking.labels import PROJECT_LIST
from qa.linking.printed import Place, Printed, plain, printed
from qa.linking.text import bare, core
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.types import Figure
from qa.words.expressions import Token, is_planned, is_stage
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.catalogue import Entry, Heading, Sheet
    from qa.view import View


@dataclass(frozen=True, slots=True)
class Side:
    """Hold what one side says: names, tables, department, year; all of a table, or what is below a row."""

    names: tuple[Token, ...] = ()
    tables: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    year: int | None = None
    whole: bool = False
    of: bool = False  # one side is a part of the other
    projects: bool = False  # all of it are projects
    below: int = 0  # how many rows below the one that is named
    joined: int = 0  # joints between its names: as many are added, less one
    count: int = 0  # how many things the question says that it is
    stated: Decimal | None = None  # the amount that the question says it is

    @property
    def empty(self) -> bool:
        """Tell whether nothing is named."""
        return not (self.names or self.whole)

    @property
    def silent(self) -> bool:
        """Tell whether nothing is said at all."""
        return self.empty and not (self.tables or self.documents or self.year)


@dataclass(frozen=True, slots=True)
class Read:
    """Hold the rows and the sets of columns of a table that names give."""

    rows: tuple[Entry, ...] = ()
    columns: tuple[tuple[Heading, ...], ...] = ()
    exact: int = 0
    titled: bool = False  # a name is that of the table
    staged: bool = False  # its columns only say of which stage or year

    @property
    def names(self) -> bool:
        """Tell whether a row, a column or a table is named, not only a stage or a year."""
        return bool(self.rows or self.titled or (self.columns and not self.staged))


class Cells:
    """Find cells over one choice of documents."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.catalogue = view.catalogue
        self.names: Printed = printed(view.catalogue)
        self.words = view.linker.words

    def read(self, side: Side, table: Sheet) -> Read | None:
        """Return what the names of a side are in a table, None where one of them is nothing there."""
        found = [self._places(token, table) for token in side.names]
        title = plain(table.title)
        kinds = {plain(w) for w, of in self.words.kinds_named.items() if table.kind in of}
        rows: list[set[int]] = []
        columns: list[set[int]] = []
        exact = titled = 0
        staged = True
        phase = self.catalogue.documents[table.document_id].phase
        own_row = any(f[0] and not f[1] for f in found)
        for token, (as_rows, as_columns) in zip(side.names, found, strict=True):
            places = as_columns if as_columns and (own_row or not as_rows) else as_rows
            stage = token.text.removesuffix("数") == phase
            if not places:
                if not (stage or any(form in title or form in kinds for form in token.forms)):
                    return None
                titled += not stage and any(form in kinds for form in token.forms)
                own = {c.index for c in table.columns if _heads(c, token)}
                if not own and any(
                    re.search(f"[、及和与]{re.escape(f)}", title) for f in token.forms
                ):
                    return None  # one of several things that a title lists, of which no column is
                if titled and 0 < len(own) < sum(c.role == "amount" for c in table.columns):
                    _join(columns, own)  # beside 会议费 in a table of 三公经费 and others
                    staged = False
                continue
            sure = [p for p in places if p.exact] or places
            exact += any(p.exact for p in places)
            if places is as_rows:
                _join(rows, {p.row.id for p in sure if p.row is not None})
            else:
                _join(columns, {p.column.index for p in places if p.column is not None})
                staged = staged and bool(is_stage(token.text) or re.search(r"20\d\d", token.text))
        if len(rows) == 1 and side.count == len(rows[0]) > 1:
            entries = [e for e in table.rows if e.id in rows[0]]  # 30231两条合计
        else:
            entries = [e for ids in rows if (e := self._row(ids, table)) is not None]
            if len(entries) < len(rows):
                return None
        kept = tuple(entries)
        if side.below:
            below = children_of(table, kept[0]) if len(kept) == 1 else []
            if len(below) != side.below:
                return None
            kept = tuple(below)
        heads = tuple(tuple(c for c in table.columns if c.index in ids) for ids in columns)
        return Read(tuple(dict.fromkeys(kept)), heads, exact, titled > 0, staged and bool(heads))

    def figures(self, side: Side, read: Read, table: Sheet) -> list[Figure] | None:
        """Return the cells of what was read in a table, None where one of them is blank or two fit."""
        rows: Sequence[Entry] = read.rows
        if not rows:
            rows = self._totals(table, side)
        if not rows:
            return None
        apart: list[Figure] = []
        for row in rows:
            for heads in read.columns or ((),):
                figure = self.cell(side, table, row, heads)
                if figure is None or not filled(figure):
                    return None
                apart.append(figure)
        if not (read.names or side.whole):
            return None
        return list(dict.fromkeys(apart))

    def cell(self, side: Side, table: Sheet, row: Entry, heads: Sequence[Heading]) -> Figure | None:
        document = self.catalogue.documents[table.document_id]
        years = {c.year for c in heads}
        of_heads = years.pop() if len(years) == 1 else None
        year = side.year or of_heads or document.fiscal_year
        wish = ColumnWish(year, Phase(document.phase))
        dated = year == document.fiscal_year or str(year) in row.label
        found = [c for c in amounts(table, row) if c.year == year or (c.year is None and dated)]
        if heads:
            inside = {c.index for c in heads}
            found = [c for c in found if c.index in inside]
        ranked = [c for c in default_columns(table, row, wish, self.words) if c in found]
        if not ranked:
            return None
        return make_figure(self.catalogue, self.view.lookup, table, row, ranked[0].index)

    def figure(self, table: Sheet, row: Entry, column: int) -> Figure | None:
        """Return the filled cell of a row in a column."""
        figure = make_figure(self.catalogue, self.view.lookup, table, row, column)
        return figure if filled(figure) else None

    def fits(self, side: Side, figures: Sequence[Figure]) -> bool:
        """Tell whether cells are of a plan where a side says so: none of final accounts stands for it."""
        if not any(is_planned(name.text) for name in side.names):
            return True
        known = self.catalogue.documents
        final = (f for f in figures if Phase(known[f.document_id].phase) is Phase.FINAL)
        return all(re.search("预算|年初", f"{f.column_name}{f.label}") for f in final)

    def _totals(self, table: Sheet, side: Side) -> list[Entry]:
        """Return the row of all that a table has: its total, the year's row, or its only one."""
        year = str(side.year or self.catalogue.documents[table.document_id].fiscal_year)
        rows = [e for e in table.rows if e.kind in ("item", "total")]
        dated = [e for e in rows if year in e.label]
        totals = [e for e in rows if e.kind == "total" or bare(e.label) in self.words.total_rows]
        if len(totals) > 1:
            spent = [e for e in totals if "支出" in e.label or e.side == "支出"]
            totals = [e for e in spent if e.label.endswith("总计")] or spent or totals
        if len(dated) == 1 and any(str(y) in e.label for e in rows for y in (int(year) - 1,)):
            return dated
        if len(totals) == 1:
            return totals
        return rows if len(rows) == 1 else []

    def _places(self, token: Token, table: Sheet) -> tuple[list[Place], list[Place]]:
        """Return the rows and the columns of a table that a name may be."""
        places = [p for form in token.forms for p in self.names.places(form) if p.table == table.id]
        columns = [p for p in places if p.column is not None]
        if not places and token.text in data("expressions.yaml")["stages"]:
            columns = [
                Place(table.id, column=c)
                for c in table.columns
                if c.role == "amount" and any(plain(p).startswith(token.text) for p in c.path)
            ]
        return [p for p in places if p.row is not None], columns

    def _row(self, ids: set[int], table: Sheet) -> Entry | None:
        """Return the one row of several, that which stands above the others of its name."""
        rows = [e for e in table.rows if e.id in ids]
        if len(rows) > 1:
            top = [e for e in rows if bare(e.label) not in {bare(p) for p in e.parents}]
            rows = top if len(top) == 1 else rows
        return rows[0] if len(rows) == 1 else None

    def tables(self, side: Side, documents: Sequence[int]) -> Iterator[Sheet]:
        """Give the tables in which a side may stand."""
        for table in self.catalogue.tables.values():
            if table.document_id not in documents or (side.tables and table.id not in side.tables):
                continue
            if not side.projects or table.kind == PROJECT_LIST:
                yield table

    def priority(self, table: Sheet) -> float:
        """Return which table answers first where several print the same."""
        return self.words.priority.get(table.kind, 0.0)


def _heads(column: Heading, name: Token) -> bool:
    """Tell whether a head over a column of money has what a table is called by."""
    word = core(name.text)
    return column.role == "amount" and any(word in plain(part) for part in column.path)


def _join(sets: list[set[int]], found: set[int]) -> None:
    """Add what a name may be; what the one before it may be too is meant by both (2070104图书馆)."""
    for known in sets:
        if known & found:
            known &= found
            return
    sets.append(found)


def shared(one: tuple[Side, Read], other: tuple[Side, Read]) -> tuple[Read, Read] | None:
    """Return what two sides are read as, each with the rows, or the columns, that only the other names.

    None where a row is set against a column that may be all of its table's or the row's own.
    """
    rows = [own.rows for _, own in (one, other)]
    columns = [own.columns for _, own in (one, other)]
    for at, (side, own) in enumerate((one, other)):
        beside = (one, other)[1 - at][1]
        if own.rows or side.whole or not beside.rows or (own.titled and not own.columns):
            continue
        if own.columns and not own.staged and not beside.columns and not (side.of and not at):
            if not side.of and len(beside.rows) < 2:
                return None
            continue
        rows[at] = beside.rows
    columns = _lent_columns((one, other), columns)
    titled = [own.titled for _, own in (one, other)]
    for at, (side, own) in enumerate((one, other)):
        if not own.names and not side.whole and not rows[at]:
            titled[at] = titled[1 - at]  # 三公经费决算比预算
    if rows[0] != rows[1]:
        columns = [columns[0] or columns[1], columns[1] or columns[0]]
    first, second = (
        replace(own, rows=r, columns=c, titled=t)
        for (_, own), r, c, t in zip((one, other), rows, columns, titled, strict=True)
    )
    return first, second


def _lent_columns(
    sides: tuple[tuple[Side, Read], tuple[Side, Read]],
    columns: list[tuple[tuple[Heading, ...], ...]],
) -> list[tuple[tuple[Heading, ...], ...]]:
    """Return the columns of two sides, those of the other for one that says only another year.

    甲的会议费今年比去年多: what one year says is said of both.
    """
    for at, (side, own) in enumerate(sides):
        beside = sides[1 - at][1]
        only_year = side.year and not side.names and not side.whole
        if not own.columns and beside.columns and only_year:
            columns[at] = beside.columns
    return columns
