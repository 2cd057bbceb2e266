"""Hold the amounts of a store the way questions are made from them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from evals.dataset import Place
from evals.normal import SCALES, flat
from ingest.store import Store, StoredDocument
from qa.catalogue import Entry, Heading, Sheet, load
from qa.lookup import Fact, Lookup

_TOTALS = ("合计", "总计", "预算数", "决算数", "小计", "预算", "总 计", "合 计")
_ORDINAL = re.compile(r"^(?:[(（]?[一二三四五六七八九十]+[)）、.．]+|[(（]\d+[)）]|\d+[.．、])")
SHORT, LONG = 2, 24
"""How many characters a label has that questions are made of."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Hold one printed amount with its row, column and table."""

    document: StoredDocument
    sheet: Sheet
    row: Entry
    heading: Heading
    fact: Fact

    @property
    def label(self) -> str:
        """Return the row's label without blanks and its printed ordinal."""
        bare = re.sub(r"\s+", "", self.row.label)
        return _ORDINAL.sub("", bare) or bare

    @property
    def column(self) -> str:
        """Return the innermost name of the column."""
        return re.sub(r"\s+", "", self.heading.path[-1]) if self.heading.path else ""

    @property
    def value(self) -> Decimal:
        """Return the amount."""
        assert self.fact.value is not None
        return self.fact.value

    @property
    def scaled(self) -> Decimal:
        """Return the amount in yuan."""
        return self.value * SCALES.get(self.fact.unit or "", Decimal(1))

    @property
    def principal(self) -> bool:
        """Tell whether a question that names no column means this one."""
        return self.column in _TOTALS and self.fact.year == self.document.fiscal_year

    @property
    def place(self) -> Place:
        """Return what an answer must cite."""
        row = f"{self.row.code} {self.row.label}" if self.row.code else self.row.label
        return Place(self.sheet.annex, row, doc=self.document.name)


class Holdings:
    """Hold every amount of one document, by label, row and table."""

    def __init__(self, document: StoredDocument, amounts: Sequence[Amount]) -> None:
        self.document = document
        self.amounts = [a for a in amounts if a.fact.value is not None]
        self.blanks = [a for a in amounts if a.fact.value is None and not a.fact.printed.strip()]

    @cached_property
    def by_label(self) -> Mapping[str, list[Amount]]:
        """Return the principal amounts by label."""
        found: dict[str, list[Amount]] = defaultdict(list)
        for amount in self.amounts:
            if amount.principal:
                found[flat(amount.label)].append(amount)
        return found

    @cached_property
    def columns(self) -> set[str]:
        """Return the names of all columns: a row of such a name is not told apart by it."""
        headings = {h for a in (*self.amounts, *self.blanks) for h in a.heading.path}
        return {flat(heading) for heading in headings}

    @cached_property
    def plain(self) -> list[Amount]:
        """Return amounts that their label alone tells apart in this document."""
        return [
            amounts[0]
            for amounts in self.by_label.values()
            if amounts[0].row.kind == "item"
            and amounts[0].value
            and flat(amounts[0].label) not in self.columns
            and SHORT <= len(amounts[0].label) <= LONG
            and len({a.scaled for a in amounts}) == 1
            and all(self.is_whole(a) for a in amounts)
            and self._wholes[flat(amounts[0].label)] == {amounts[0].scaled}
        ]

    @cached_property
    def _largest(self) -> Mapping[int, Decimal]:
        """Return the largest amount of the year in each row."""
        found: dict[int, Decimal] = {}
        for a in self.amounts:
            if a.fact.year == self.document.fiscal_year:
                found[a.row.id] = max(a.scaled, found.get(a.row.id, a.scaled))
        return found

    @cached_property
    def _wholes(self) -> Mapping[str, set[Decimal]]:
        """Return what rows of a label have in all, by label."""
        found: dict[str, set[Decimal]] = defaultdict(set)
        for a in self.amounts:
            if a.row.id in self._largest and a.fact.year == self.document.fiscal_year:
                found[flat(a.label)].add(self._largest[a.row.id])
        return found

    def is_whole(self, amount: Amount) -> bool:
        """Tell whether an amount is all that its row has, no subtotal beside a total."""
        return amount.scaled == self._largest.get(amount.row.id)

    @cached_property
    def shared(self) -> list[Amount]:
        """Return amounts whose label stands for different figures in different tables."""
        return [
            amount
            for amounts in self.by_label.values()
            if len({a.scaled for a in amounts}) > 1
            for amount in amounts
            if SHORT <= len(amount.label) <= LONG
            and amount.value
            and self._alone(amount)
            and self.is_whole(amount)
        ]

    def _alone(self, amount: Amount) -> bool:
        """Tell whether the label stands once in its table."""
        same = [a for a in self.by_label[flat(amount.label)] if a.sheet.id == amount.sheet.id]
        return len({a.row.id for a in same}) == 1 and len({a.scaled for a in same}) == 1

    def places(self, amount: Amount) -> tuple[Place, ...]:
        """Return every place where the same figure stands under the same label."""
        same = [
            a.place
            for a in self.amounts
            if flat(a.label) == flat(amount.label) and a.scaled == amount.scaled
        ]
        return tuple(dict.fromkeys((amount.place, *same)))

    def siblings(self, amount: Amount) -> list[Amount]:
        """Return other plain amounts of the same table, column and parents."""
        return [
            a
            for a in self.plain
            if a.sheet.id == amount.sheet.id
            and a.heading.index == amount.heading.index
            and a.row.parents == amount.row.parents
            and a.row.id != amount.row.id
        ]

    def total(self, amount: Amount) -> Amount | None:
        """Return the same column's total row."""
        return next(
            (
                a
                for a in self.amounts
                if a.sheet.id == amount.sheet.id
                and a.heading.index == amount.heading.index
                and a.row.kind == "total"
                and a.value
            ),
            None,
        )

    def prior(self, amount: Amount) -> Amount | None:
        """Return the row's figure of the year before in the same table."""
        return next(
            (
                a
                for a in self.amounts
                if a.row.id == amount.row.id and a.fact.year == amount.fact.year - 1 and a.value
            ),
            None,
        )


def holdings(store: Store) -> list[Holdings]:
    """Read what a store holds."""
    catalogue, lookup = load(store), Lookup(store)
    lookup.prefetch(catalogue.tables)
    by_document: dict[int, list[Amount]] = defaultdict(list)
    for sheet in catalogue.tables.values():
        document = catalogue.documents[sheet.document_id]
        headings = {heading.index: heading for heading in sheet.columns}
        for row in sheet.rows:
            for fact in lookup.row(sheet.id, row.id):
                if fact.measure == "amount" and row.kind in ("item", "total"):
                    amount = Amount(document, sheet, row, headings[fact.column], fact)
                    by_document[document.id].append(amount)
    return [Holdings(catalogue.documents[key], found) for key, found in by_document.items()]
