"""Work out of what units have what a question asks: of one, of several, of all, of the subordinate ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.money import convert, is_money
from qa import calculate
from qa.answering.pairs import REST
from qa.planning.types import Figure, Step, Target
from qa.planning.unit_rosters import Amounts, Unit
from qa.query import Asked, Bound, Comparator, Operation
from qa.words.unit_asks import UnitAsk

_OVER_ALL = {"top", "bottom", "second", "third", "last_second", "average", "apart", "each"}
_SUBORDINATE = ("below", "without")
_RANKS = {"second": 2, "third": 3}
_WORKED = {"gap", "times", "top", "bottom", "second", "third", "last_second", "average", "apart"}


def amount_of(figure: Figure | None) -> Decimal | None:
    """Return the amount that a cell holds."""
    return figure.fact.value if figure is not None and figure.fact is not None else None


@dataclass(frozen=True)
class Steps:
    """Plan the steps over a department's units."""

    units: Sequence[Unit]

    @property
    def names(self) -> list[str]:
        """Return the units' names."""
        return [unit.name for unit in self.units]

    def of(self, which: str, cells: Mapping[str, Figure]) -> list[str]:
        """Return the names of the units that are meant together."""
        owns = [unit for unit in self.units if unit.own]
        if which in _SUBORDINATE and len(owns) != 1:
            return []
        return [u.name for u in self.units if which not in _SUBORDINATE or not u.own]

    def group(self, which: str) -> str:
        return "所属单位" if which in _SUBORDINATE else "部门各单位"

    def plan(self, said: UnitAsk, found: Amounts) -> Iterator[Step]:
        cells = [found.units[self.names[at]] for at in said.units]
        if any(amount_of(cell) is None for cell in cells):
            return
        if not cells:
            yield from self._of_set(said, found)
        elif len(cells) == 1:
            yield from self._of_one(said, found, cells[0])
        elif "less" in said.wants and "gap" not in said.wants:
            if found.whole is not None and said.wants <= {"less", "sum", "each"}:
                operands = (Target(found.whole), *map(Target, cells))
                yield Step(Asked(Operation.DIFFERENCE), operands)
        elif not said.wants & {"top", "bottom", "second", "third", "place"}:
            yield from self._of_several(said, found, cells)

    def _of_set(self, said: UnitAsk, found: Amounts) -> Iterator[Step]:
        """Give what is worked out of all units, or of the subordinate ones."""
        below = len(self.of("below", found.units))
        if said.several == below != len(found.units) and not said.others:
            said = replace(said, which=said.which or "below")
        names = self.of(said.which, found.units)
        if said.several and said.several != len(names):
            return
        cells = [found.units[name] for name in names]
        known = tuple(Target(cell) for cell in cells if amount_of(cell) is not None)
        group = self.group(said.which)
        if len(known) < 2 or not (said.of_units or said.which):
            return
        if said.others and not said.which and "second" not in said.wants:
            return
        if said.bound is not None and not said.wants & (_OVER_ALL - {"each"}):
            yield from self._within(said.bound, known, group)
            return
        whole = len(known) == len(cells)
        yield from self._ranked(said, found, known, group)
        if "average" in said.wants and whole and not said.wants & (_WORKED - {"average"}):
            yield Step(Asked(Operation.AVERAGE), known, group=group)
        elif said.first:
            return
        elif {"top", "bottom", "times"} <= said.wants and not said.which:
            every = calculate.ranked([t.figure for t in known], len(known))
            yield Step(Asked(Operation.RATIO), (Target(every[0]), Target(every[-1])))
        elif (
            "share" in said.wants
            and said.which in _SUBORDINATE
            and found.whole is not None
            and whole
        ):
            if not said.wants & (_WORKED | {"less"}):
                yield Step(Asked(Operation.SHARE), known, (Target(found.whole),))
        elif said.wants & (_WORKED | {"share", "place"}):
            return
        elif "order" in said.wants:
            yield Step(Asked(Operation.RANK), known, group=group)
        elif whole and (said.which in _SUBORDINATE or (said.things and "sum" in said.wants)):
            yield Step(Asked(Operation.SUM), known, group=group)
        elif said.wants & {"each", "list"} and said.measures:
            yield Step(Asked(Operation.LIST), known, group=group)

    def _ranked(
        self, said: UnitAsk, found: Amounts, known: tuple[Target, ...], group: str
    ) -> Iterator[Step]:
        """Give the unit at the place that is asked for; beside the subordinate one that of all."""
        wants = said.wants
        if wants & {"average", "gap", "times", "share", "less"} and "apart" not in wants:
            return
        if said.which == "below":
            yield from self._ranked_both(said, found, known)
            return
        place = next((k for name, k in _RANKS.items() if name in wants), None)
        if "apart" in wants:
            yield Step(Asked(Operation.DIFFERENCE), known, group=group)
        elif said.first:
            operation = Operation.TOP if said.first > 0 else Operation.BOTTOM
            yield Step(Asked(operation, k=abs(said.first)), known, group=group)
        elif "last_second" in wants:
            yield Step(Asked(Operation.BOTTOM, k=2), known, group=group)
        elif place is not None:
            yield Step(Asked(Operation.RANK, k=place), known, group=group)
        else:
            for name, operation in (("top", Operation.TOP), ("bottom", Operation.BOTTOM)):
                if name in wants:
                    yield Step(Asked(operation, k=1), known, group=group)

    def _ranked_both(
        self, said: UnitAsk, found: Amounts, known: tuple[Target, ...]
    ) -> Iterator[Step]:
        """Give the subordinate unit at a place, and the one of all where that is another."""
        every = tuple(Target(f) for f in found.units.values() if amount_of(f) is not None)
        for which, targets in (("below", known), ("", every)):
            yield from self._ranked(replace(said, which=""), found, targets, f"{self.group(which)}")

    def _within(self, bound: Bound, known: tuple[Target, ...], group: str) -> Iterator[Step]:
        """Give the units on the side of an amount that is asked for; the nearest where there is none."""
        over = bound.comparator is Comparator.OVER
        kept = []
        for target in known:
            fact = target.figure.fact
            if fact is None or fact.value is None or not is_money(fact.unit) or not bound.unit:
                return
            low = convert(bound.low, bound.unit, fact.unit or "")
            if (fact.value > low) if over else (fact.value < low):
                kept.append(target)
        asked = Asked(Operation.FILTER, bound=bound)
        if kept:
            yield Step(asked, tuple(kept), group=group)
            return
        smallest = not over
        nearest = calculate.ranked([t.figure for t in known], 1, smallest=smallest)
        yield Step(asked, tuple(map(Target, nearest)), group=group, note="none")

    def _of_one(self, said: UnitAsk, found: Amounts, cell: Figure) -> Iterator[Step]:
        """Give what is asked of one unit: its amount, its share, the others without it, its place."""
        others = [f for f in found.units.values() if f is not cell]
        if said.which or said.bound is not None or any(amount_of(f) is None for f in others):
            complete = False
        else:
            complete = True
        if "less" in said.wants:
            if not complete or said.wants & {"share", "gap", "times"}:
                return
            rest = tuple(map(Target, others))
            if said.wants & _OVER_ALL:
                yield from self._of_rest(said, found, rest)
            elif said.of_units and self.units[said.units[0]].own and len(rest) > 1:
                yield Step(Asked(Operation.SUM), rest, group=self.group("without"))
            elif found.whole is not None:
                operands = (Target(found.whole), Target(cell))
                yield Step(Asked(Operation.DIFFERENCE), operands, note=REST)
            return
        if said.wants & _WORKED or said.bound is not None or said.which:
            return
        if "share" in said.wants:
            whole = (Target(found.whole),) if found.whole is not None else ()
            bases = whole or tuple(map(Target, found.units.values()))
            if complete and bases != (Target(cell),):  # no share of itself
                yield Step(Asked(Operation.SHARE), (Target(cell),), bases)
        elif "place" in said.wants:
            every = tuple(map(Target, found.units.values()))
            yield Step(Asked(Operation.RANK), every, group=self.group(""))
        elif said.clear and not said.wants & {"count", "more", "each"}:
            yield Step(Asked(Operation.LOOKUP), (Target(cell),))

    def _of_rest(self, said: UnitAsk, found: Amounts, rest: tuple[Target, ...]) -> Iterator[Step]:
        if len(rest) < 2:
            return
        yield from self._ranked(replace(said, wants=said.wants - {"less"}), found, rest, "其余单位")
        if "average" in said.wants:
            yield Step(Asked(Operation.AVERAGE), rest, group="其余单位")

    def _of_several(self, said: UnitAsk, found: Amounts, cells: Sequence[Figure]) -> Iterator[Step]:
        """Give what two or more units give together, or set against each other."""
        targets = tuple(map(Target, cells))
        wants = said.wants
        if said.which or said.bound is not None:
            return
        if "average" in wants:
            yield Step(Asked(Operation.AVERAGE), targets)
        elif wants & {"times", "share", "gap", "more"}:
            yield from self._of_two(said, targets)
        elif "sum" in wants:
            yield Step(Asked(Operation.SUM), targets)
        elif said.clear:
            yield from (Step(Asked(Operation.LOOKUP), (target,)) for target in targets)

    def _of_two(self, said: UnitAsk, targets: tuple[Target, ...]) -> Iterator[Step]:
        """Give two units set against each other."""
        if len(targets) != 2:
            return
        base = next(i for i, at in enumerate(said.units) if at == said.base)
        one, other = targets[1 - base], targets[base]
        if "times" in said.wants:
            yield Step(Asked(Operation.RATIO), (one, other))
        elif "share" in said.wants and not said.whole and "sum" not in said.wants:
            yield Step(Asked(Operation.SHARE), (one,), (other,))
        elif "share" not in said.wants:
            yield Step(Asked(Operation.DIFFERENCE), (one, other))
