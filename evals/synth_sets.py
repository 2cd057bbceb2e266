"""Make questions about sets of rows, several rows, several columns and several tables."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import flat
from evals.synth_cells import CellKinds
from evals.synth_ground import Cell, Ground, places_of, title
from evals.synth_holdings import Amount
from evals.synth_units import ALSO, Say, between, case, cents, figures
from ingest.money import plain_decimal
from qa.catalogue import Sheet
from qa.query import Route

CUTS = (5, 8, 10, 15, 20)  # percent
MONTHS = 12


class SetKinds:
    """Make the questions over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say
        self._cells = CellKinds(ground, dice, say)
        titles = Counter(title(s, ground.document.institution) for s in ground.sheets)
        self._lists = [
            (title(sheet, ground.document.institution), cells)
            for sheet in ground.of_kinds("project_list", "procurement")
            if titles[title(sheet, ground.document.institution)] == 1
            and (cells := ground.flat_list(sheet))
        ]

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        lists = ("top_k", "bottom", "count_over", "list_over", "count_between", "top_k_sum")
        more = ("top_share", "set_average", "name_sum")
        made = {n: self._of_list(getattr(self, n)) for n in (*lists, *more)}
        pairs = ("three_sum", "three_list", "which_more", "two_tables")
        rest = ("grew_most", "fell_count", "new_items", "cut_by", "spread_months")
        return {**made, **{n: getattr(self, n) for n in (*pairs, *rest)}, **self._cells.kinds()}

    def _of_list(self, make: Callable[[str, list[Cell]], Case | None]) -> Callable[[], Case | None]:
        return lambda: make(*self.dice.choice(self._lists)) if self._lists else None

    def top_k(self, t: str, cells: list[Cell]) -> Case:
        """Ask for the largest items."""
        k = min(self.dice.choice((2, 3)), len(cells) - 1)
        best = sorted(cells, key=lambda c: -c.value)[:k]
        expected = Expected(Route.TABLE, ALSO, words=tuple(c.label for c in best))
        text = self.say("top_k", t=t, k=str(k))
        return case("computation", text, expected, places_of(best))

    def bottom(self, t: str, cells: list[Cell]) -> Case:
        """Ask for the smallest item."""
        best = min(cells, key=lambda c: c.value)
        expected = figures(best.value, unit=best.unit, words=(best.label,))
        return case("computation", self.say("bottom", t=t), expected, best.places)

    def _bound(self, cells: list[Cell]) -> tuple[Decimal, list[Cell]] | None:
        ranked = sorted((c.value for c in cells), reverse=True)
        at = self.dice.randrange(1, len(ranked))
        bound = between(ranked[at], ranked[at - 1])
        return None if bound is None else (bound, [c for c in cells if c.value > bound])

    def count_over(self, t: str, cells: list[Cell]) -> Case | None:
        """Ask how many items are over an amount."""
        if (found := self._bound(cells)) is None:
            return None
        bound, over = found
        text = self.say("count_over", t=t, v=f"{plain_decimal(bound)}{cells[0].unit}")
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(over)), None),))
        return case("computation", text, expected, places_of(over))

    def list_over(self, t: str, cells: list[Cell]) -> Case | None:
        """Ask which items are over an amount."""
        if (found := self._bound(cells)) is None:
            return None
        bound, over = found
        text = self.say("list_over", t=t, v=f"{plain_decimal(bound)}{cells[0].unit}")
        expected = Expected(Route.TABLE, ALSO, words=tuple(c.label for c in over))
        return case("computation", text, expected, places_of(over))

    def count_between(self, t: str, cells: list[Cell]) -> Case | None:
        """Ask how many items lie between two amounts."""
        one, two = self._bound(cells), self._bound(cells)
        if one is None or two is None or one[0] == two[0]:
            return None
        low, high = sorted((one[0], two[0]))
        inside = [c for c in cells if low < c.value < high]
        if not inside or any(c.value in (low, high) for c in cells):
            return None
        unit = cells[0].unit
        bounds = {"v": f"{plain_decimal(low)}{unit}", "b": f"{plain_decimal(high)}{unit}"}
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(inside)), None),))
        text = self.say("count_between", t=t, **bounds)
        return case("computation", text, expected, places_of(inside))

    def top_k_sum(self, t: str, cells: list[Cell]) -> Case:
        """Ask for the largest items together."""
        k = min(self.dice.choice((2, 3)), len(cells) - 1)
        best = sorted(cells, key=lambda c: -c.value)[:k]
        value = sum((c.value for c in best), Decimal(0))
        text = self.say("top_k_sum", t=t, k=str(k))
        return case("computation", text, figures(value, unit=best[0].unit), places_of(best))

    def top_share(self, t: str, cells: list[Cell]) -> Case:
        """Ask for the largest item and its part of the whole."""
        best = max(cells, key=lambda c: c.value)
        rate = cents(best.value / sum((c.value for c in cells), Decimal(0)) * 100)
        expected = figures(rate, unit="%", words=(best.label,))
        return case("computation", self.say("top_share", t=t), expected, best.places)

    def set_average(self, t: str, cells: list[Cell]) -> Case:
        """Ask for the average of an item."""
        value = cents(sum((c.value for c in cells), Decimal(0)) / len(cells))
        expected = figures(value, unit=cells[0].unit)
        return case("computation", self.say("set_average", t=t), expected, places_of(cells))

    def name_sum(self, t: str, cells: list[Cell]) -> Case | None:
        """Ask for the items whose name has a word together."""
        held: dict[str, list[Cell]] = defaultdict(list)
        for cell in cells:
            for word in {cell.label[i : i + 2] for i in range(len(cell.label) - 1)}:
                if re.fullmatch(r"[一-鿿]{2}", word):
                    held[word].append(cell)
        words = [
            w
            for w, found in held.items()
            if 2 <= len(found) < len(cells)
            and w not in ("项目", "经费", "费用", "工作", "资金", "专项")
        ]
        if not words:
            return None
        word = self.dice.choice(sorted(words))
        value = sum((c.value for c in held[word]), Decimal(0))
        text = self.say("name_sum", t=t, n=word)
        expected = figures(value, unit=cells[0].unit)
        return case("computation", text, expected, places_of(held[word]))

    def _siblings(self, count: int) -> list[Amount] | None:
        if not self.ground.held.plain:
            return None
        first = self.dice.choice(self.ground.held.plain)
        others = [a for a in self.ground.held.siblings(first) if flat(a.label) != flat(first.label)]
        if len(others) < count - 1:
            return None
        return [first, *self.dice.sample(others, count - 1)]

    def _places(self, amounts: list[Amount]) -> tuple[Place, ...]:
        return tuple(p for a in amounts for p in self.ground.held.places(a))

    def three_sum(self) -> Case | None:
        """Ask for three items together."""
        if (found := self._siblings(3)) is None:
            return None
        x, y, z = found
        text = self.say("three_sum", x=x.label, y=y.label, z=z.label)
        expected = figures(x.value + y.value + z.value, unit=x.fact.unit or "")
        return case("computation", text, expected, self._places(found))

    def three_list(self) -> Case | None:
        """Ask for each of three items."""
        if (found := self._siblings(3)) is None:
            return None
        x, y, z = found
        text = self.say("three_list", x=x.label, y=y.label, z=z.label)
        expected = figures(*(a.value for a in found), unit=x.fact.unit or "")
        return case("lookup", text, expected, self._places(found))

    def which_more(self) -> Case | None:
        """Ask which of two is larger, and by how much."""
        found = self._siblings(2)
        if found is None or found[0].value == found[1].value:
            return None
        x, y = found
        text = self.say("which_more", x=x.label, y=y.label)
        more = max(found, key=lambda a: a.value)
        value = abs(x.value - y.value)
        expected = figures(value, unit=x.fact.unit or "", words=(more.label,))
        return case("computation", text, expected, self._places(found))

    def two_tables(self) -> Case | None:
        """Ask for what two tables print of one item."""
        shared: dict[str, list[Amount]] = defaultdict(list)
        for amount in self.ground.held.shared:
            shared[flat(amount.label)].append(amount)
        institution = self.ground.document.institution
        titles = Counter(title(s, institution) for s in self.ground.sheets)
        found = [
            (a, b)
            for amounts in shared.values()
            for a in amounts
            for b in amounts
            if a.sheet.id < b.sheet.id
            and a.scaled != b.scaled
            and titles[title(a.sheet, institution)] == titles[title(b.sheet, institution)] == 1
        ]
        if not found:
            return None
        a, b = self.dice.choice(found)
        text = self.say(
            "two_tables", x=a.label, t=title(a.sheet, institution), s=title(b.sheet, institution)
        )
        expected = figures(a.value, b.value, unit=a.fact.unit or "")
        return case("cross", text, expected, (a.place, b.place))

    def _two_years(self) -> tuple[str, list[tuple[Cell, Decimal]]] | None:
        """Return a plain list of items with what they had the year before."""
        found = []
        for sheet in self.ground.sheets:
            if any(row.parents for row in sheet.rows) or sheet.kind == "three_public":
                continue
            listed = [
                (c, b)
                for c in self.ground.flat_list(sheet, 3)
                if (b := self._before(sheet, c)) is not None
            ]
            if len(listed) >= 3:
                found.append((title(sheet, self.ground.document.institution), listed))
        return self.dice.choice(found) if found else None

    def _before(self, sheet: Sheet, cell: Cell) -> Decimal | None:
        facts = [
            f
            for f in self.ground.facts(sheet, cell.entry)
            if f.year == self.ground.document.fiscal_year - 1 and f.measure == "amount"
        ]
        return (facts[0].value or Decimal(0)) if len(facts) == 1 else None

    def grew_most(self) -> Case | None:
        """Ask which item grew most."""
        if (found := self._two_years()) is None:
            return None
        t, listed = found
        ranked = sorted(listed, key=lambda one: one[0].value - one[1])
        (cell, before), (second, second_before) = ranked[-1], ranked[-2]
        gap = cell.value - before
        if gap <= 0 or gap == second.value - second_before:
            return None
        expected = Expected(Route.TABLE, ALSO, words=(cell.label,))
        return case("computation", self.say("grew_most", t=t), expected, cell.places)

    def fell_count(self) -> Case | None:
        """Ask how many items fell."""
        if (found := self._two_years()) is None:
            return None
        t, listed = found
        fell = [cell for cell, before in listed if cell.value < before]
        if not fell:
            return None
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(fell)), None),))
        return case("computation", self.say("fell_count", t=t), expected, places_of(fell))

    def new_items(self) -> Case | None:
        """Ask which items are new."""
        if (found := self._two_years()) is None:
            return None
        t, listed = found
        new = [cell for cell, before in listed if not before]
        if not new or len(new) == len(listed):
            return None
        expected = Expected(Route.TABLE, ALSO, words=tuple(c.label for c in new))
        return case("computation", self.say("new_items", t=t), expected, places_of(new))

    def cut_by(self) -> Case | None:
        """Ask what an item would be, cut by some percent."""
        if not self.ground.held.plain:
            return None
        a = self.dice.choice(self.ground.held.plain)
        q = self.dice.choice(CUTS)
        text = self.say("cut_by", x=a.label, q=str(q))
        expected = figures(cents(a.value * (100 - q) / 100), unit=a.fact.unit or "")
        return case("computation", text, expected, self.ground.held.places(a))

    def spread_months(self) -> Case | None:
        """Ask for an item a month."""
        if not self.ground.held.plain:
            return None
        a = self.dice.choice(self.ground.held.plain)
        text = self.say("spread_months", x=a.label)
        expected = figures(cents(a.value / MONTHS), unit=a.fact.unit or "")
        return case("computation", text, expected, self.ground.held.places(a))
