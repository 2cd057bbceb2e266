"""Make later questions of parts, columns and what was carried over, and questions of no known project."""

from __future__ import annotations

from collections.abc import Callable

from evals.dataset import Case, Expected, Place
from evals.normal import flat
from evals.synth_cells import CellKinds
from evals.synth_forms import FormKinds
from evals.synth_holdings import Amount
from evals.synth_talk import ASKED
from evals.synth_units import case, figures
from qa.query import Route

CARRIED = "上年结转"
ALL = "全年收入总计是多少？"


class LaterKinds(CellKinds):
    """Make the questions over one document."""

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        later = ("follow_part", "follow_column", "follow_not_carried", "follow_more")
        return {n: getattr(self, n) for n in (*later, "ambiguous_project")}

    def _next(self, text: str, expected: Expected, history: tuple[str, ...], *of: Amount) -> Case:
        places = tuple(p for a in of for p in self.ground.held.places(a))
        return Case("", text, "followup", expected, places, history=history)

    def follow_part(self) -> Case | None:
        """Ask for a part of the amount told."""
        held = self.ground.held
        plain = {(a.sheet.id, flat(a.row.label)): a for a in held.plain}
        above = [(plain.get((a.sheet.id, flat((*a.row.parents, "")[-2]))), a)
                 for a in held.plain if a.row.parents]  # fmt: skip
        found = [(x, a) for x, a in above if x and x.heading.index == a.heading.index]
        found = [(x, a) for x, a in found if x.value > a.value]
        if not found:
            return None
        x, y = self.dice.choice(found)
        history = (ASKED.format(x=x.label),)
        expected = figures(y.value, unit=y.fact.unit or "")
        return self._next(self.say("follow_part", y=y.label), expected, history, y)

    def follow_column(self) -> Case | None:
        """Ask for one column of the row told."""
        if (found := self._parts()) is None:
            return None
        part, _ = found
        history = (ASKED.format(x=part.label),)
        expected = figures(part.value, unit=part.fact.unit or "")
        text = self.say("follow_column", c=part.column)
        return Case("", text, "followup", expected, (part.place,), history=history)

    def follow_not_carried(self) -> Case | None:
        """Ask for the amount told without what was carried over."""
        found = [(ASKED.format(x=r[0].label), r) for r in self._rows_of_columns()]
        found += [(ALL, row) for row in self._all_income()]
        kept = []
        for said, row in found:
            wholes = [a for a in row if a.principal and self.ground.held.is_whole(a)]
            carried = [a for a in row if any(CARRIED in h for h in a.heading.path)]
            if len(carried) == 1 and wholes and 0 < carried[0].value < wholes[0].value:
                kept.append((said, carried[0], wholes[0]))
        if not kept:
            return None
        said, carry, whole = self.dice.choice(kept)
        expected = figures(whole.value - carry.value, unit=whole.fact.unit or "")
        made = case("followup", self.say("follow_not_carried"), expected, ())
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return Case("", made.question, "followup", expected, anywhere, history=(said,))

    def _all_income(self) -> list[list[Amount]]:
        """Return the row of all income, where one table prints it."""
        sheets = {s.id for s in self.ground.of_kinds("income_summary")}
        rows = [
            a for a in self.ground.held.amounts if a.row.kind == "total" and a.sheet.id in sheets
        ]
        return [rows] if len({a.row.id for a in rows}) == 1 else []

    def follow_more(self) -> Case | None:
        """Ask by how much the second of two amounts told is more."""
        plain = self.ground.held.plain
        first = self.dice.choice(plain) if plain else None
        others = (
            [b for b in self.ground.held.siblings(first) if b.value > first.value] if first else []
        )
        if first is None or not others:
            return None
        second = self.dice.choice(others)
        history = (ASKED.format(x=first.label), f"那{second.label}呢？")
        expected = figures(second.value - first.value, unit=first.fact.unit or "")
        return self._next(self.say("follow_more"), expected, history, first, second)

    def ambiguous_project(self) -> Case | None:
        """Ask for a project that nothing names, where several have scores."""
        scored = FormKinds(self.ground, self.dice, self.say)._scores()
        names = tuple(p[:4] for p, *_ in scored)
        if len(set(names)) < 2:
            return None
        expected = Expected(Route.CLARIFY, any_words=(names,))
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("ambiguous", self.say("ambiguous_project"), expected, anywhere)
