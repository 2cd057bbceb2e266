"""Make questions about what final accounts set beside one another: what was planned, what was spent."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from evals.dataset import Case, Place
from evals.normal import flat
from evals.synth_ground import Ground, name, place
from evals.synth_holdings import LONG, SHORT
from evals.synth_units import Say, case, cents, figures
from ingest.records import Phase
from qa.lookup import Fact

PLANNED = re.compile(r"^(?:年初|全年|调整)?预算数?$|^预算(?:数|金额)$")
SPENT = re.compile(r"^(?:决算|执行|支出决算)数?$|^实际支出数?$")
_TOTAL = re.compile(r"[合小总]计$")


@dataclass(frozen=True, slots=True)
class Both:
    """Hold what was planned and what was spent for one thing, with where both stand."""

    label: str
    planned: Fact
    spent: Fact
    places: tuple[Place, ...]


class PhaseKinds:
    """Make the questions over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say
        final = ground.document.phase == Phase.FINAL.value
        self._both = list(self._found()) if final else []

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        names = ("planned", "spent", "planned_gap", "planned_rate")
        return {n: self._guarded(getattr(self, n)) for n in names}

    def _guarded(self, make: Callable[[Both], Case]) -> Callable[[], Case | None]:
        return lambda: make(self.dice.choice(self._both)) if self._both else None

    def _found(self) -> list[Both]:
        """Return the things of which a row or two columns tell both, one table for each name."""
        found: dict[str, list[Both]] = defaultdict(list)
        for sheet in self.ground.sheets:
            for row in sheet.rows:
                pairs: dict[str, dict[bool, list[Fact]]] = defaultdict(lambda: defaultdict(list))
                for fact in self.ground.facts(sheet, row):
                    if fact.value is None or fact.measure != "amount" or not fact.path:
                        continue
                    heads = [re.sub(r"\s", "", head) for head in fact.path]
                    for planned, said in ((True, PLANNED), (False, SPENT)):
                        rest = [head for head in heads if not said.search(head)]
                        if len(rest) < len(heads):
                            inner = rest[-1] if rest and not _TOTAL.search(rest[-1]) else ""
                            pairs[inner][planned].append(fact)
                for inner, told in pairs.items():
                    label = inner or (name(row) if row.kind == "item" else "")
                    if SHORT < len(label) <= LONG and len(told[True]) == len(told[False]) == 1:
                        at = (place(self.ground.document.name, sheet, row),)
                        found[flat(label)].append(Both(label, told[True][0], told[False][0], at))
        return [b for same in found.values() if len(same) == 1 for b in same if b.planned.value]

    def planned(self, both: Both) -> Case:
        """Ask what was planned."""
        assert both.planned.value is not None
        expected = figures(both.planned.value, unit=both.planned.unit or "")
        return case("lookup", self.say("planned", x=both.label), expected, both.places)

    def spent(self, both: Both) -> Case:
        """Ask what was spent."""
        assert both.spent.value is not None
        expected = figures(both.spent.value, unit=both.spent.unit or "")
        anywhere = (*both.places, Place("", None, doc=self.ground.document.name))
        return case("lookup", self.say("spent", x=both.label), expected, anywhere)

    def planned_gap(self, both: Both) -> Case:
        """Ask by how much spending differs from what was planned."""
        assert both.planned.value is not None
        assert both.spent.value is not None
        value = abs(both.planned.value - both.spent.value)
        expected = figures(value, unit=both.planned.unit or "")
        return case("computation", self.say("planned_gap", x=both.label), expected, both.places)

    def planned_rate(self, both: Both) -> Case:
        """Ask what part of the plan was spent."""
        assert both.planned.value is not None
        assert both.spent.value is not None
        expected = figures(cents(both.spent.value / both.planned.value * 100), unit="%")
        return case("computation", self.say("planned_rate", x=both.label), expected, both.places)
