"""Find the amount that stands inside a thing of which a share is asked: the part of its whole.

A thing is a project, a class of spending or a unit. Its parts are the rows of its form, the rows that
name it in a cell, the rows below it and what the text that tells its amount breaks it down into.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.money import convert, is_money
from qa.catalogue import Entry, Sheet
from qa.linking.cover import covered
from qa.linking.labels import PROJECT_LIST
from qa.linking.names import subject_of
from qa.linking.text import bare, core
from qa.planning import told_amounts
from qa.planning.figures import make_figure
from qa.planning.find import amount_of, filled
from qa.planning.own_rows import is_own
from qa.planning.told_amounts import Amount
from qa.planning.types import Figure

if TYPE_CHECKING:
    from qa.view import View

HELD, CLEAR = 0.55, 0.12
"""Least part of some words that a row of a thing prints, and how far it is ahead of others."""
_FORMS = ("field", "indicator")
_BASIC = "basic_economic"


class Inside:
    """Find what stands in the things of one catalogue."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.catalogue = view.catalogue

    def row(self, holder: Figure, words: str) -> Figure | None:
        """Return the one amount of a row that stands in a thing by some words, or None."""
        inside = bare(self.view.linker.stripped(words))
        for word in sorted({bare(holder.label), bare(holder.subject)} - {""}, key=len):
            inside = inside.replace(word, "")
        found: dict[tuple[str, str], tuple[float, Figure]] = {}
        for entry, figure in self._held(holder):
            own = bare(entry.label if entry.kind in _FORMS else f"{entry.label}{entry.text}")
            score = covered(inside, own, bare(entry.label))
            found.setdefault((own, str(figure.fact and figure.fact.value)), (score, figure))
        ranked = sorted(found.values(), key=lambda pair: -pair[0])
        if not ranked or ranked[0][0] < HELD:
            return None
        clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEAR
        return ranked[0][1] if clear else None

    def of_unit(self, unit: str, names: Set[str], documents: Sequence[int]) -> Figure | None:
        """Return the one amount of a row by one of some names below a department's unit."""
        found: dict[Decimal, Figure] = {}
        for table in self.catalogue.tables.values():
            if table.document_id not in documents:
                continue
            institution = bare(self.catalogue.documents[table.document_id].institution)
            called = {unit, institution} if is_own(unit, institution) else {unit}
            for entry in (e for e in table.rows if e.kind == "item"):
                above = {bare(name) for name in (*entry.parents, entry.institution or "")}
                if core(entry.label) not in names or not called & above:
                    continue
                if (money := self.money(table, entry)) is not None:
                    found.setdefault(amount_of(money), money)
        return next(iter(found.values())) if len(found) == 1 else None

    def whole_of(self, figure: Figure, name: str) -> Figure | None:
        """Return the total of a figure's row where the row is called so and first prints a total."""
        entry = self.catalogue.rows[figure.row_id]
        label = bare(entry.label)
        if entry.kind != "item" or covered(bare(name), label, label) < HELD:
            return None
        money = self.money(self.catalogue.tables[figure.table_id], entry)
        leaf = bare(money.column_name.split("/")[-1]) if money is not None else ""
        return money if leaf in self.view.linker.words.totals else None

    def told(self, holder: Figure, words: str) -> Amount | None:
        """Return what the text that names a thing with its amount states of a part of it."""
        name = bare(holder.label)
        found: dict[tuple[Decimal, str], Amount] = {}
        for passage in self.catalogue.passages.values():
            if passage.document_id != holder.document_id or name not in bare(passage.text):
                continue
            amounts = told_amounts.printed(passage)
            if not any(_same(value, unit, holder) for value, unit in amounts):
                continue
            part = told_amounts.in_passage(self.view, passage, words)
            if part is not None and not _same(part.value, part.unit, holder):
                found[part.value, part.unit] = part
        return next(iter(found.values())) if len(found) == 1 else None

    def apart(self, holder: Figure, part: Figure) -> bool:
        """Tell whether a cell can be no part of a thing: of basic spending, which no project has.

        A cost in a form is itself a part: no other part stands in it, nor is it of another project.
        """
        kinds = self.catalogue.tables
        if self.catalogue.rows[holder.row_id].kind == "indicator":
            return holder.table_id == part.table_id
        project = kinds[holder.table_id].kind == PROJECT_LIST or bool(holder.subject)
        item = self.catalogue.rows[holder.row_id].kind != "total"
        own, of = bare(part.subject), bare(holder.subject) or bare(holder.label)
        if project and item and self.catalogue.rows[part.row_id].kind == "indicator":
            return bool(own) and own not in of and of not in own
        return project and item and kinds[part.table_id].kind == _BASIC

    def _held(self, holder: Figure) -> Iterator[tuple[Entry, Figure]]:
        """Give the rows of a thing with their money: of its form, named beside it, below it."""
        name = bare(holder.subject) or bare(holder.label)
        for table in self.catalogue.tables.values():
            if table.document_id != holder.document_id:
                continue
            of_form = bool(bare(subject_of(table))) and name.endswith(bare(subject_of(table)))
            for entry in table.rows:
                if entry.id == holder.row_id or not (of_form or self._beside(table, entry, name)):
                    continue
                money = self._in_column(holder, table, entry) or self.money(table, entry)
                if money is not None:
                    yield entry, money

    def _in_column(self, holder: Figure, table: Sheet, entry: Entry) -> Figure | None:
        """Return a row's cell in the column of the thing, where both are of one table."""
        if table.id != holder.table_id:
            return None
        cell = make_figure(self.catalogue, self.view.lookup, table, entry, holder.column)
        return cell if filled(cell) else None

    def _beside(self, table: Sheet, entry: Entry, name: str) -> bool:
        """Tell whether a row prints a thing's name in a cell, or stands below it."""
        if any(bare(parent) == name for parent in entry.parents):
            return True
        cells = (f.printed for f in self.view.lookup.row(table.id, entry.id) if f.value is None)
        own = (entry.label, *cells) if table.kind == "procurement" else cells
        return entry.kind == "item" and any(bare(cell) == name for cell in own)

    def money(self, table: Sheet, entry: Entry) -> Figure | None:
        """Return the first amount of money of a row."""
        facts = self.view.lookup.row(table.id, entry.id)
        fact = next((f for f in facts if f.value is not None and is_money(f.unit)), None)
        if fact is None:
            return None
        return make_figure(self.catalogue, self.view.lookup, table, entry, fact.column)


def _same(value: Decimal, unit: str, figure: Figure) -> bool:
    own = figure.fact.unit if figure.fact else None
    return bool(own) and is_money(own) and convert(value, unit, str(own)) == amount_of(figure)
