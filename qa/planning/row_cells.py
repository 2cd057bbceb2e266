"""Give the cells of one row that no column's head asks for: its name and code, the columns that its
money stands in, its project, its goal, its amount."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ingest.money import is_money
from ingest.records import Phase
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.text import bare, core, shortens
from qa.linking.words import LinkWords
from qa.lookup import Fact, Lookup
from qa.planning import public_items
from qa.planning.figures import make_figure
from qa.planning.types import Figure
from qa.words.row_asks import asks_own_code

TARGET = "指标值"
SURE = 0.95
_WHOLE = re.compile(r"总额|(?:^|/)(?:当年|年度)?预算(?:数|金额)?$")
YES_NO = re.compile(r"(?:^|\s)([是否])(?=\s|$)")


class RowCells:
    """Read cells of rows over one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup, words: LinkWords) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words

    def figure(self, table: Sheet, entry: Entry, column: int) -> Figure:
        """Return a cell of a row."""
        return make_figure(self._catalogue, self._lookup, table, entry, column, SURE)

    def label(self, table: Sheet, entry: Entry) -> Figure | None:
        """Return the cell of a row's name as printed, with its code."""
        index = next((c.label_index for c in table.columns if c.role == "amount"), None)
        column = next((c for c in table.columns if c.index == index), None)
        if column is None or entry.kind == "field":
            return None
        return self.printed(table, entry, column, replace(entry, number=None).printed)

    def coded(self, table: Sheet, entry: Entry, found: Figure | None, text: str) -> Figure | None:
        """Return the cell of a row's code: its name, where no other cell prints the code asked for."""
        printed = found.fact.printed if found is not None and found.fact is not None else ""
        own = entry.code_kind == "project" and asks_own_code(text)  # not that it is booked under
        lacks = not printed or (own and (entry.code or "") not in printed)
        return self.label(table, entry) if lacks and entry.code is not None else found

    def filled(self, table: Sheet, entry: Entry) -> list[Figure]:
        """Return the cells in which a row's money stands, without sums of others of them."""
        figures = [self.figure(table, entry, c.index) for c in table.columns if c.role == "amount"]
        kept = [f for f in figures if f.fact is not None and f.fact.value is not None]
        sums = self._words.totals
        own = [f for f in kept if bare(f.column_name.split("/")[-1]) not in sums]
        return own if entry.kind == "item" and len(figures) > 1 else []

    def answered(self, table: Sheet, entry: Entry, column: Heading) -> Figure | None:
        """Return the yes or no that an indicator's row prints in a column of 是否…."""
        said = YES_NO.search(entry.text)
        return None if said is None else self.printed(table, entry, column, said[1])

    def printed(self, table: Sheet, entry: Entry, column: Heading, text: str) -> Figure:
        """Return a cell of words that is kept with its row alone."""
        figure = self.figure(table, entry, column.index)
        document = self._catalogue.documents[table.document_id]
        fact = Fact(
            entry.id, column.index, column.path, document.fiscal_year, document.phase, "text",
            text, None, None, None, entry.page, entry.bbox,
        )  # fmt: skip
        return replace(figure, fact=fact)

    def target(self, table: Sheet, entry: Entry) -> Figure | None:
        """Return what a row was to reach."""
        for column in table.columns:
            if column.path and bare(column.path[-1]).endswith(TARGET):
                return self.figure(table, entry, column.index)
        return None

    def money(self, table: Sheet, entry: Entry) -> Figure | None:
        """Return a row's amount of money, its total where it has several."""
        columns = self._money_columns(table, entry)
        figures = (self.figure(table, row, c.index) for row, c in columns)
        return next((f for f in figures if f.fact is not None and f.fact.value is not None), None)

    def has_public(self, table: Sheet, entry: Entry) -> bool:
        """Tell whether a table of the three public expenses has an item of the same name."""
        name = core(entry.label)
        tables = (t for t in self._catalogue.tables.values() if t.kind == public_items.KIND)
        heads = {
            core(c.path[-1])
            for t in tables
            if t.document_id == table.document_id
            for c in t.columns
            if c.role == "amount" and c.path
        }
        return any(head and (head == name or shortens(head, name)) for head in heads)

    def counted(self, figure: Figure, fits: Callable[[Figure, str], bool]) -> Figure | None:
        """Return the one cell of a row of money that counts in a measure in its year, or None."""
        if figure.fact is None or not is_money(figure.fact.unit or ""):
            return None
        table = self._catalogue.tables[figure.table_id]
        entry = self._catalogue.rows[figure.row_id]
        facts = [f for f in self._lookup.row(table.id, entry.id) if f.measure == "count"]
        cells = [self.figure(table, entry, f.column) for f in facts if f.value is not None]
        found = [cell for cell in cells if fits(cell, bare(entry.label))]
        found = [cell for cell in found if cell.year == figure.year] or found
        return found[0] if len(found) == 1 else None

    def _money_columns(self, table: Sheet, entry: Entry) -> list[tuple[Entry, Heading]]:
        if entry.kind == "field":
            fields = (e for e in table.rows if e.kind == "field" and _WHOLE.search(e.label))
            return [(e, table.columns[-1]) for e in fields]
        document = self._catalogue.documents[table.document_id]
        wish = ColumnWish(document.fiscal_year, Phase(document.phase))
        found = default_columns(table, entry, wish, self._words)
        return [(entry, c) for c in found if c.unit]
