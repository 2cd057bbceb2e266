"""Ask in English what other makers ask."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

from evals.dataset import Case, Place
from evals.synth_ground import Ground, name
from evals.synth_sets import SetKinds
from evals.synth_talk import TalkKinds
from evals.synth_told import ToldKinds
from evals.synth_units import Say, UnitKinds, case, cents, figures

SAME = ("prior", "top_k", "which_more", "unit_item", "why_moved", "term", "count_over", "exists")
CHANGE = "prior_change"
HEADS = (12, 25, 40, 80, 150, 2000)


class EnglishKinds:
    """Make the questions over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say
        self._of: dict[str, Callable[[], Case | None]] = {}
        for maker in (UnitKinds, SetKinds, ToldKinds, TalkKinds):
            self._of |= maker(ground, dice, self._said).kinds()
        self._sets = SetKinds(ground, dice, say)

    def _said(self, kind: str, **slots: str) -> str:
        return self.say("en_change" if kind == CHANGE else f"en_{kind}", **slots)

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        own = ("en_item", "en_share", "en_two_sum", "en_per_head")
        same = {f"en_{kind}": self._of[kind] for kind in SAME}
        return {**same, "en_change": self._of[CHANGE], **{n: getattr(self, n) for n in own}}

    def en_item(self) -> Case | None:
        """Ask for an amount."""
        plain = self.ground.held.plain
        if not plain:
            return None
        a = self.dice.choice(plain)
        text = self.say("en_item", x=a.label)
        places = self.ground.held.places(a)
        return case("lookup", text, figures(a.value, unit=a.fact.unit or ""), places)

    def en_share(self) -> Case | None:
        """Ask what part of all spending an item is."""
        found = []
        for sheet in self.ground.of_kinds("expenditure_summary"):
            column = self.ground.principal(sheet)
            totals = [row for row in sheet.rows if row.kind == "total"]
            whole = self.ground.cell(sheet, totals[0], column) if totals and column else None
            if column is None or whole is None:
                continue
            for row in sheet.rows:
                cell = self.ground.cell(sheet, row, column)
                if row.kind == "item" and cell and cell.value and len(name(row)) > 2:
                    found.append((cell, whole))
        values = {(cell.label, cell.value) for cell, _ in found}
        found = [(c, w) for c, w in found if sum(c.label == label for label, _ in values) == 1]
        found = [(c, w) for c, w in found if {a.label for a in self.ground.held.plain} & {c.label}]
        if not found:
            return None
        cell, whole = self.dice.choice(found)
        rate = cents(cell.value / whole.value * 100)
        anywhere = (Place("", None, doc=self.ground.document.name),)
        text = self.say("en_share", x=cell.label)
        return case("computation", text, figures(rate, unit="%"), anywhere)

    def en_two_sum(self) -> Case | None:
        """Ask for two items together."""
        if (found := self._sets._siblings(2)) is None:
            return None
        x, y = found
        text = self.say("en_two_sum", x=x.label, y=y.label)
        expected = figures(x.value + y.value, unit=x.fact.unit or "")
        return case("computation", text, expected, self._sets._places(found))

    def en_per_head(self) -> Case | None:
        """Ask for an amount a head of a number of people that is said."""
        plain = self.ground.held.plain
        if not plain:
            return None
        a, count = self.dice.choice(plain), self.dice.choice(HEADS)
        value, unit = a.value / count, a.fact.unit or ""
        if unit == "万元" and value < 1:
            value, unit = value * Decimal(10000), "元"
        text = self.say("en_per_head", x=a.label, n=str(count))
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("computation", text, figures(cents(value), unit=unit), anywhere)
