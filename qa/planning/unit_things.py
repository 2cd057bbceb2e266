"""Plan what is asked of single things that units have: of one unit, of several, this year and the last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.linking.words import load_words
from qa.planning.staff import columns_of, is_staff, kinds_of, people
from qa.planning.types import Figure, Plan, Step, Target
from qa.planning.unit_cells import Thing
from qa.planning.unit_rosters import Amounts, Rosters
from qa.planning.unit_steps import Steps, amount_of
from qa.query import Asked, Operation, Route
from qa.words.unit_asks import UnitAsk
from qa.words.unit_money import measures

if TYPE_CHECKING:
    from qa.view import View

_OF_TWO = {"share", "gap", "sum", "times", "more"}
_SIMPLE = {"sum", "list", "prior", "now", "change", "each", "gap", "more"}
Cells = dict[str, list[Figure]]


@dataclass(frozen=True)
class Things:
    """Plan over the cells of the units of one document."""

    view: View
    document: int
    rosters: Rosters
    steps: Steps

    def plan(self, said: UnitAsk) -> Plan | None:
        """Return the steps of what is asked, a refusal where a unit has no such thing, or None."""
        if not said.measures or (said.bound is not None and said.wants & {"prior", "change"}):
            return None
        if any(m in measures() and measures()[m].parts for m in said.measures):
            return self._told(self._own(said))
        if "heads" in said.wants:
            return self._told(self._a_head(said))
        if said.wants & {"prior", "change"}:
            return self._told(self._of_years(said))
        if len(said.units) == 1 and len(said.measures) == 2 and said.wants & _OF_TWO:
            return self._told(self._of_two(said))
        found = list(self._found(said.measures, said.kind))
        if len(said.units) == 1 and not said.wants - {"sum", "list"} and not said.bound:
            return self._of_one(said, found)
        return self._told(self._of_units(said, found))

    def _told(self, steps: Sequence[Step]) -> Plan | None:
        if not steps:
            return None
        return Plan(Route.TABLE, tuple(steps), score=1.0, whole=True, trace=("units things",))

    def _unit(self, said: UnitAsk) -> str:
        return self.steps.names[said.units[0]] if len(said.units) == 1 else ""

    # --- cells ---------------------------------------------------------------------------

    def _found(
        self, names: Sequence[str], kind: str, *, prior: bool = False
    ) -> Iterator[tuple[Thing, Cells]]:
        """Give the cells of what goes by names: a thing, its column or its table beside it."""
        known, cells = measures(), self.rosters.cells
        keys = [name for name in names if name not in known]
        heads = [known[n].heads or known[n].said for n in names if n in known]
        heads = [head.removesuffix("$").split("(?:/(?:小计")[0] for head in heads]
        if not keys and len(heads) == 1:
            said = re.compile(known[names[0]].said)
            keys, heads = [key for key in cells.things if said.fullmatch(key)], []
            every = [(key, heads) for key in keys]
        else:
            every = [(key, [*heads, *map(re.escape, set(keys) - {key})]) for key in keys]
        things = [(t, rest) for key, rest in every for t in cells.things[key]]
        things = [one for one in things if one[0].table.kind == kind] or things
        priority = load_words().priority
        things.sort(key=lambda one: -priority.get(one[0].table.kind, 0.0))
        seen: set[tuple[int, int | None]] = set()
        for thing, rest in things:
            open_heads = [head for head in rest if not re.search(head, thing.titled)]
            found = cells.cells(thing, open_heads, prior=prior)
            key = (
                next(iter(thing.rows.values()))[0].id,
                thing.column.index if thing.column else None,
            )
            if found and key not in seen:
                seen.add(key)
                yield thing, found

    def _figure(self, name: str, unit: str) -> list[Figure]:
        """Return a unit's amounts of one thing or kind of money."""
        if name in measures():
            wish = self.rosters.cells.wish()
            amounts = self.rosters.amounts(measures()[name], wish)
            if own := [one.units[unit] for one in amounts if unit in one.units]:
                return own[:1]
        found = [
            cells[unit][0] for _, cells in self._found([name], "") if len(cells.get(unit, ())) == 1
        ]
        return [figure for figure in found if amount_of(figure) is not None]

    # --- what is asked -------------------------------------------------------------------

    def _of_one(self, said: UnitAsk, found: Sequence[tuple[Thing, Cells]]) -> Plan | None:
        """Return what one unit has of a thing, in every table that tells it."""
        unit = self._unit(said)
        own = [cells[unit] for _, cells in found if unit in cells]
        own.sort(key=lambda figures: all(amount_of(f) is None for f in figures))
        if not found or said.which or not said.clear:
            return None
        if not own:
            return Plan(Route.REFUSE, reason="not_found", trace=(f"no such thing of {unit}",))
        if len(own[0]) > 1:  # two rows of one name are all that the unit has of it
            return self._told([Step(Asked(Operation.SUM), tuple(map(Target, own[0])))])
        first, *others = (figures[0] for figures in own if len(figures) == 1)
        return self._told([Step(Asked(Operation.LOOKUP), (Target(first, tuple(others)),))])

    def _of_years(self, said: UnitAsk) -> list[Step]:
        """Return what one unit had the year before, beside this year's, or the change."""
        unit = self._unit(said)
        if not unit or said.which or said.wants - _SIMPLE:
            return []
        now = {t.table.id: c for t, c in self._found(said.measures, said.kind)}
        for thing, cells in self._found(said.measures, said.kind, prior=True):
            before, own = cells.get(unit, []), now.get(thing.table.id, {}).get(unit, [])
            if len(before) != 1 or len(own) != 1 or amount_of(before[0]) is None:
                continue
            if "change" in said.wants:
                if amount_of(own[0]) is None:
                    return []
                return [Step(Asked(Operation.CHANGE), (Target(own[0]),), (Target(before[0]),))]
            told = [*own, *before] if "now" in said.wants else before
            return [Step(Asked(Operation.LOOKUP), (Target(figure),)) for figure in told]
        return []

    def _of_two(self, said: UnitAsk) -> list[Step]:
        """Return what two things of one unit give together or against each other."""
        one, other = (self._figure(name, self._unit(said)) for name in said.measures)
        pairs = [(a, b) for a in one for b in other if a != b]
        pairs.sort(key=lambda pair: pair[0].table_id != pair[1].table_id)
        if not pairs or said.which or said.bound is not None:
            return []
        a, b = pairs[0]
        if "share" in said.wants:
            low, high = (a, b) if self._is_part(a, b) else (b, a)
            return [Step(Asked(Operation.SHARE), (Target(low),), (Target(high),))]
        operation = Operation.DIFFERENCE
        if "times" in said.wants:
            operation = Operation.RATIO
        elif "sum" in said.wants and "gap" not in said.wants:
            operation = Operation.SUM
        return [Step(Asked(operation), (Target(a), Target(b)))]

    def _is_part(self, one: Figure, other: Figure) -> bool:
        """Tell whether a cell is a part of another: its row stands below it, or it is the smaller."""
        rows = self.view.catalogue.rows
        if rows[other.row_id].label in rows[one.row_id].parents:
            return True
        if rows[one.row_id].label in rows[other.row_id].parents:
            return False
        return (amount_of(one) or 0) <= (amount_of(other) or 0)

    def _own(self, said: UnitAsk) -> list[Step]:
        """Return what one unit takes in besides what the treasury gives it."""
        unit, own = (
            self._unit(said),
            next(m for m in said.measures if measures().get(m) and measures()[m].parts),
        )
        if not unit or said.wants - {"sum", "list", "less", "each"}:
            return []
        kinds, heads = measures()[own].kinds, re.compile(measures()[own].heads)
        things = {
            t.column.index: (t, t.table) for ts in self.rosters.cells.things.values() for t in ts
            if t.table.kind in kinds and t.column is not None and heads.fullmatch(bare(t.name))
        }  # fmt: skip
        tables = {table.id for _, table in things.values()}
        cells = [self.rosters.cells.cells(t, ()).get(unit, []) for t, _ in things.values()]
        figures = [f for found in cells for f in found if amount_of(f)]
        if len(tables) != 1 or not figures:
            return []
        operation = Operation.SUM if len(figures) > 1 else Operation.LOOKUP
        return [Step(Asked(operation), tuple(map(Target, figures)))]

    def _a_head(self, said: UnitAsk) -> list[Step]:
        """Return one unit's money a head of its own people."""
        unit = self._unit(said)
        names = said.measures
        money = self._figure(names[0], unit) if len(names) == 1 and unit else []
        heads = list(self._heads(unit, said.people)) if money else []
        if len({amount_of(f) for f in money}) != 1 or len(heads) != 1 or not amount_of(heads[0]):
            return []
        bases = (Target(heads[0]),)
        return [Step(Asked(Operation.PER_HEAD), (Target(money[0]),), bases, group="名")]

    def amount(self, names: Sequence[str], unit: str) -> Figure | None:
        """Return the one amount of a thing that a unit has, None where tables print several."""
        found = self._figure(names[0], unit) if len(names) == 1 else []
        return found[0] if len({amount_of(f) for f in found}) == 1 else None

    def counts_people(self, said: UnitAsk) -> bool:
        """Tell whether a table counts the people of the one unit that is named."""
        unit = self._unit(said)
        return bool(unit) and next(self._heads(unit, said.people), None) is not None

    def _heads(self, unit: str, text: str) -> Iterator[Figure]:
        """Give how many people of the kind that is said a unit has, those in post where none is."""
        for table in self.view.catalogue.tables.values():
            if table.document_id != self.document or not is_staff(table):
                continue
            for column in columns_of(table, (*kinds_of(text), *kinds_of("在职"))[:1]):
                rows = (r for r in table.rows if self.rosters.unit_of(r.label) == unit)
                yield from (people(self.view, table, row, column) for row in rows)

    def _of_units(self, said: UnitAsk, found: Sequence[tuple[Thing, Cells]]) -> list[Step]:
        """Return what several units give, where all tables that tell it of them agree."""
        told: dict[tuple[object, ...], Amounts] = {}
        named = {self.steps.names[at] for at in said.units}
        for thing, cells in found:
            single = {u: fs[0] for u, fs in cells.items() if len(fs) == 1}
            if len(single) != len(cells) or named - set(single):
                continue
            wanted = sorted(named or single)
            key = tuple((u, amount_of(single[u])) for u in wanted)
            whole = self.rosters.cells.whole(thing)
            own = sum(v for f in single.values() if (v := amount_of(f)) is not None)
            fits = whole is not None and amount_of(whole) == own
            told.setdefault(key, Amounts(thing.table, single, whole if fits else None))
        if len(told) != 1:
            return []
        amounts = next(iter(told.values()))
        held = tuple(unit for unit in self.steps.units if unit.name in amounts.units)
        places = {unit.name: at for at, unit in enumerate(held)}
        units = tuple(places[self.steps.names[at]] for at in said.units)
        base = None if said.base is None else places[self.steps.names[said.base]]
        return list(Steps(held).plan(replace(said, units=units, base=base), amounts))
