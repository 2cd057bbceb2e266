"""Make questions about cells: the columns of a row, an item's years, an amount cut, raised or divided."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from evals.dataset import Case, Place
from evals.normal import flat
from evals.synth_ground import TOTALS, Ground, title
from evals.synth_holdings import Amount
from evals.synth_units import Say, case, cents, figures

RAISES = (3, 5, 6, 10, 12)  # percent
PARTS = (15, 20, 25, 30, 40, 60)  # percent
QUARTERS = 4
LEAST = 1.2  # times that one amount must be another to be asked so
_CHANGE = re.compile(r"增减|变动|增长|比.*年")
_STAGE = re.compile(r"年初|全年|调整|预算数$|执行")


class CellKinds:
    """Make the questions over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        of_row = ("two_columns", "column_share", "outside_column", "columns_sum", "columns_list")
        of_item = ("two_years", "raised_by", "item_times", "spread_quarters", "part_percent")
        return {n: getattr(self, n) for n in (*of_row, *of_item, "two_cut", "same_in_tables")}

    def _rows_of_columns(self) -> list[list[Amount]]:
        """Return rows of a name of their own with the amounts of their columns of this year."""
        rows: dict[int, list[Amount]] = defaultdict(list)
        labels: dict[str, set[int]] = defaultdict(set)
        plain = {flat(a.label) for a in self.ground.held.plain}
        for a in self.ground.held.amounts:
            labels[flat(a.label)].add(a.row.id)
            if (
                a.fact.year == self.ground.document.fiscal_year
                and a.column
                and not _CHANGE.search(a.heading.name)
                and a.row.kind == "item"
            ):
                rows[a.row.id].append(a)
        return [
            found
            for found in rows.values()
            if flat(found[0].label) in plain
            and len(labels[flat(found[0].label)]) == 1
            and len({a.column for a in found}) == len(found)
            and not re.search(r"^本年|[合总小]计", found[0].label)
        ]

    def two_columns(self) -> Case | None:
        """Ask by how much one column of a row is more than another."""
        found = []
        for row in self._rows_of_columns():
            parts = [a for a in row if a.value and a.column not in TOTALS]
            found += [(a, b) for a in parts for b in parts if a.value > b.value]
        if not found:
            return None
        a, b = self.dice.choice(found)
        text = self.say("two_columns", x=a.label, c=a.column, d=b.column)
        expected = figures(a.value - b.value, unit=a.fact.unit or "")
        return case("computation", text, expected, (a.place,))

    def _parts(self) -> tuple[Amount, Amount] | None:
        """Return a column of a row and the row's total."""
        found = []
        for row in self._rows_of_columns():
            wholes = (a for a in row if a.principal and self.ground.held.is_whole(a))
            whole = next((a for a in wholes if a.value), None)
            parts = [
                a for a in row if a.value and a.column not in TOTALS and not _STAGE.search(a.column)
            ]
            found += [(a, whole) for a in parts if whole and a.value < whole.value]
        return self.dice.choice(found) if found else None

    def column_share(self) -> Case | None:
        """Ask what part of a row's total stands in a column."""
        if (found := self._parts()) is None:
            return None
        part, whole = found
        text = self.say("column_share", x=part.label, c=part.column)
        expected = figures(cents(part.value / whole.value * 100), unit="%")
        return case("computation", text, expected, (part.place,))

    def outside_column(self) -> Case | None:
        """Ask for what a row has outside a column."""
        found = self._parts()
        if found is None:
            return None
        part, whole = found
        text = self.say("outside_column", x=part.label, c=part.column)
        expected = figures(whole.value - part.value, unit=part.fact.unit or "")
        return case("computation", text, expected, (part.place,))

    def _several(self) -> tuple[Amount, Amount] | None:
        """Return two columns of a row, neither of which may hold the other."""
        found = [
            (a, b)
            for row in self._rows_of_columns()
            for a in row
            for b in row
            if a.value
            and b.value
            and a.heading.index < b.heading.index
            and not {a.column, b.column} & set(TOTALS)
            and not (a.principal or b.principal)
            and not {a.column, b.column} & {*a.heading.path[:-1], *b.heading.path[:-1]}
        ]
        return self.dice.choice(found) if found else None

    def columns_sum(self) -> Case | None:
        """Ask for two columns of a row together."""
        if (found := self._several()) is None:
            return None
        a, b = found
        text = self.say("columns_sum", x=a.label, c=a.column, d=b.column)
        expected = figures(a.value + b.value, unit=a.fact.unit or "")
        return case("computation", text, expected, (a.place,))

    def columns_list(self) -> Case | None:
        """Ask for each of two columns of a row."""
        if (found := self._several()) is None:
            return None
        a, b = found
        text = self.say("columns_list", x=a.label, c=a.column, d=b.column)
        expected = figures(a.value, b.value, unit=a.fact.unit or "")
        return case("lookup", text, expected, (a.place,))

    def two_years(self) -> Case | None:
        """Ask for an item's amounts of this year and the one before."""
        held = self.ground.held
        found = [(a, b) for a in held.plain if (b := self._before(a)) is not None]
        if not found:
            return None
        a, b = self.dice.choice(found)
        text = self.say("two_years", x=a.label)
        expected = figures(a.value, b.value, unit=a.fact.unit or "")
        return case("lookup", text, expected, (a.place,))

    def _before(self, amount: Amount) -> Amount | None:
        """Return what all rows of the name print for the year before."""
        rows = [a for a in self.ground.held.amounts if flat(a.label) == flat(amount.label)]
        before = [a for a in rows if a.fact.year == amount.fact.year - 1]
        alone = len(before) == 1 and before[0].row.id == amount.row.id and before[0].value
        return before[0] if alone else None

    def _item(self) -> Amount | None:
        plain = self.ground.held.plain
        return self.dice.choice(plain) if plain else None

    def _worked(self, kind: str, a: Amount, value: Decimal, **slots: str) -> Case:
        text = self.say(kind, x=a.label, **slots)
        expected = figures(cents(value), unit=a.fact.unit or "")
        return case("computation", text, expected, self.ground.held.places(a))

    def raised_by(self) -> Case | None:
        """Ask what an item would be, raised by some percent."""
        if (a := self._item()) is None:
            return None
        q = self.dice.choice(RAISES)
        return self._worked("raised_by", a, a.value * (100 + q) / 100, q=str(q))

    def spread_quarters(self) -> Case | None:
        """Ask for an item a quarter."""
        if (a := self._item()) is None:
            return None
        return self._worked("spread_quarters", a, a.value / QUARTERS)

    def part_percent(self) -> Case | None:
        """Ask for some percent of an item."""
        if (a := self._item()) is None:
            return None
        q = self.dice.choice(PARTS)
        return self._worked("part_percent", a, a.value * q / 100, q=str(q))

    def _two(self) -> tuple[Amount, Amount] | None:
        """Return two items of a table, the larger first."""
        if (a := self._item()) is None:
            return None
        others = [b for b in self.ground.held.siblings(a) if flat(b.label) != flat(a.label)]
        if not others:
            return None
        b = self.dice.choice(others)
        return (a, b) if a.value > b.value else (b, a)

    def item_times(self) -> Case | None:
        """Ask how many times one item another is."""
        found = self._two()
        if found is None or found[1].value <= 0 or found[0].value < found[1].value * Decimal(LEAST):
            return None
        a, b = found
        text = self.say("item_times", x=a.label, y=b.label)
        expected = figures(cents(a.value / b.value), unit="倍")
        return case("computation", text, expected, (*self._places(a), *self._places(b)))

    def _places(self, amount: Amount) -> tuple[Place, ...]:
        return self.ground.held.places(amount)

    def two_cut(self) -> Case | None:
        """Ask what two items would be together, cut by some percent."""
        if (found := self._two()) is None:
            return None
        a, b = found
        q = self.dice.choice(RAISES)
        text = self.say("two_cut", x=a.label, y=b.label, q=str(q))
        expected = figures(cents((a.value + b.value) * (100 - q) / 100), unit=a.fact.unit or "")
        return case("computation", text, expected, (*self._places(a), *self._places(b)))

    def same_in_tables(self) -> Case | None:
        """Ask whether two tables print the same of an item that is the same in both."""
        held = self.ground.held
        institution = self.ground.document.institution
        titles = [title(s, institution) for s in self.ground.sheets]
        found: list[tuple[Amount, Amount]] = []
        for a in held.plain:
            same = [b for b in held.by_label[flat(a.label)] if b.sheet.id > a.sheet.id]
            found += [(a, b) for b in same if titles.count(title(b.sheet, institution)) == 1]
        found = [p for p in found if titles.count(title(p[0].sheet, institution)) == 1]
        if not found:
            return None
        a, b = self.dice.choice(found)
        t, s = title(a.sheet, institution), title(b.sheet, institution)
        text = self.say("same_in_tables", x=a.label, t=t, s=s)
        expected = figures(a.value, unit=a.fact.unit or "", words=())
        return case("cross", text, expected, self._places(a))
