"""Make questions about a department's units, and what all makers share."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import flat
from evals.synth_ground import Cell, Ground, name, places_of
from ingest.money import plain_decimal
from qa.catalogue import Entry, Sheet
from qa.query import Route

Say = Callable[..., str]
ALSO = (Route.BOTH, Route.TEXT)
MONEY = {"income_summary": "收入", "expenditure_summary": "支出"}
_OWN = re.compile(r"机关|本级|本部|局本|委本")
_BODY = re.compile(
    r"[局委院馆站所校队办园场团会厅部社库]$|中心$|学校$|大队$|小学$|中学$|机关[）)]?$|本级[）)]?$|本部[）)]?$"
)


def figures(*values: Decimal, unit: str, words: tuple[str, ...] = ()) -> Expected:
    """Return what an answer of figures has."""
    given = tuple(Figure(plain_decimal(value), unit) for value in values)
    return Expected(Route.TABLE, ALSO, given, words=words)


def cents(value: Decimal) -> Decimal:
    """Return a worked figure with two digits."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def case(category: str, text: str, expected: Expected, places: tuple[Place, ...]) -> Case:
    """Return a question."""
    return Case("", text, category, expected, places)


@dataclass(frozen=True, slots=True)
class Units:
    """Hold the units of a department with their amounts in one table, which sums them."""

    money: str
    cells: tuple[Cell, ...]
    total: Decimal
    itself: str
    total_places: tuple[Place, ...]

    @property
    def own(self) -> list[Cell]:
        """Return the lines of the department's own offices."""
        return [
            cell
            for cell in self.cells
            if _OWN.search(cell.label) or flat(cell.label) == flat(self.itself)
        ]

    @property
    def below(self) -> list[Cell]:
        """Return the subordinate units."""
        return [cell for cell in self.cells if cell not in self.own]


def units_of(ground: Ground) -> list[Units]:
    """Return the units in each table of income or spending that lists them."""
    found = [read for kind in MONEY for s in ground.of_kinds(kind) if (read := _units(ground, s))]
    if len({tuple(sorted(c.label for c in units.cells)) for units in found}) > 1:
        return []
    return [units for units in found if _alone(ground, units)]


def _alone(ground: Ground, units: Units) -> bool:
    """Tell whether no other table of the kind prints other amounts of the units."""
    kind = next(kind for kind, money in MONEY.items() if money == units.money)
    for cell in units.cells:
        for sheet, row, fact in ground.cells[flat(cell.label)]:
            column = ground.principal(sheet)
            same = sheet.kind == kind and column and fact.column == column.index
            if same and fact.value != cell.value and row.id != cell.entry.id:
                return False
    return True


def _units(ground: Ground, sheet: Sheet) -> Units | None:
    column = ground.principal(sheet)
    rows = [row for row in ground.leaves(sheet) if row.code_kind != "functional"]
    if column is None or len(rows) < 3 or not all(_is_unit(row) for row in rows):
        return None
    cells = [ground.cell(sheet, row, column) for row in rows]
    total = next((row for row in sheet.rows if row.kind == "total"), None)
    whole = None if total is None else ground.cell(sheet, total, column)
    kept = tuple(cell for cell in cells if cell is not None)
    if whole is None or len(kept) != len(rows) or sum(c.value for c in kept) != whole.value:
        return None
    if len({cell.value for cell in kept}) != len(kept):
        return None
    itself = ground.document.institution
    return Units(MONEY[sheet.kind], kept, whole.value, itself, whole.places)


def _is_unit(row: Entry) -> bool:
    return row.code_kind == "institution" or bool(_BODY.search(name(row)))


class UnitKinds:
    """Make the questions about units over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say
        self.units = units_of(ground)

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        names = [n for n in dir(self) if n.startswith("unit_")]
        return {n: self._guarded(getattr(self, n)) for n in names}

    def _guarded(self, make: Callable[[Units], Case | None]) -> Callable[[], Case | None]:
        return lambda: make(self.dice.choice(self.units)) if self.units else None

    def _one(self, units: Units) -> Cell:
        return self.dice.choice(units.cells)

    def _beside(self, units: Units) -> Cell:
        """Return a unit that does not go by the whole department's name."""
        itself = flat(self.ground.document.institution)
        return self.dice.choice([c for c in units.cells if flat(c.label) != itself])

    def _two(self, units: Units) -> tuple[Cell, Cell]:
        x, y = self.dice.sample(units.cells, 2)
        return (x, y) if x.value > y.value else (y, x)

    def unit_total(self, units: Units) -> Case:
        """Ask what a unit has in all."""
        cell = self._beside(units)
        text = self.say("unit_total", u=cell.label, m=units.money)
        return case("lookup", text, figures(cell.value, unit=cell.unit), cell.places)

    def unit_top(self, units: Units) -> Case:
        """Ask which unit has most."""
        cell = max(units.cells, key=lambda c: c.value)
        expected = figures(cell.value, unit=cell.unit, words=(cell.label,))
        return case("computation", self.say("unit_top", m=units.money), expected, cell.places)

    def unit_least(self, units: Units) -> Case:
        """Ask which unit has least."""
        cell = min(units.cells, key=lambda c: c.value)
        expected = figures(cell.value, unit=cell.unit, words=(cell.label,))
        return case("computation", self.say("unit_least", m=units.money), expected, cell.places)

    def unit_second(self, units: Units) -> Case:
        """Ask which unit comes second."""
        cell = sorted(units.cells, key=lambda c: -c.value)[1]
        expected = figures(cell.value, unit=cell.unit, words=(cell.label,))
        return case("computation", self.say("unit_second", m=units.money), expected, cell.places)

    def unit_count(self, units: Units) -> Case:
        """Ask how many units there are."""
        whole = (str(len(units.cells)), str(len(units.below)))
        expected = Expected(Route.TABLE, ALSO, any_words=(whole,))
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("computation", self.say("unit_count"), expected, anywhere)

    def unit_list(self, units: Units) -> Case:
        """Ask which units these are."""
        expected = Expected(Route.TABLE, ALSO, words=tuple(c.label for c in units.below))
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("lookup", self.say("unit_list"), expected, anywhere)

    def unit_over(self, units: Units) -> Case | None:
        """Ask how many units have over an amount."""
        ranked = sorted((c.value for c in units.cells), reverse=True)
        at = self.dice.randrange(1, len(ranked))
        bound = between(ranked[at], ranked[at - 1])
        if bound is None:
            return None
        over = [c for c in units.cells if c.value > bound]
        unit = over[0].unit
        text = self.say("unit_over", m=units.money, v=f"{plain_decimal(bound)}{unit}")
        expected = Expected(Route.TABLE, ALSO, words=tuple(c.label for c in over))
        return case("computation", text, expected, places_of(over))

    def unit_under_sum(self, units: Units) -> Case | None:
        """Ask what the subordinate units have together."""
        if len(units.own) != 1 or len(units.below) < 2:
            return None
        value = sum((c.value for c in units.below), Decimal(0))
        text = self.say("unit_under_sum", m=units.money)
        found = figures(value, unit=units.below[0].unit)
        return case("computation", text, found, places_of(units.below))

    def unit_average(self, units: Units) -> Case:
        """Ask what a unit has on average."""
        value = cents(units.total / len(units.cells))
        text = self.say("unit_average", m=units.money)
        found = figures(value, unit=units.cells[0].unit)
        return case("computation", text, found, places_of(units.cells) + units.total_places)

    def unit_average_below(self, units: Units) -> Case | None:
        """Ask what a subordinate unit has on average."""
        if len(units.own) != 1 or len(units.below) < 2:
            return None
        value = cents(sum((c.value for c in units.below), Decimal(0)) / len(units.below))
        text = self.say("unit_average_below", m=units.money)
        found = figures(value, unit=units.below[0].unit)
        return case("computation", text, found, places_of(units.below))

    def unit_share(self, units: Units) -> Case:
        """Ask what part of the whole a unit has."""
        cell = self._one(units)
        value = cents(cell.value / units.total * 100)
        text = self.say("unit_share", u=cell.label, m=units.money)
        return case("computation", text, figures(value, unit="%"), cell.places)

    def unit_without(self, units: Units) -> Case:
        """Ask for the whole without a unit."""
        cell = self._one(units)
        found = figures(units.total - cell.value, unit=cell.unit)
        text = self.say("unit_without", u=cell.label, m=units.money)
        rest = [c for c in units.cells if c is not cell]
        return case("computation", text, found, places_of(rest) + cell.places)

    def unit_gap(self, units: Units) -> Case:
        """Ask by how much one has more than another."""
        x, y = self._two(units)
        text = self.say("unit_gap", u=x.label, w=y.label, m=units.money)
        return case("computation", text, figures(x.value - y.value, unit=x.unit), places_of((x, y)))

    def unit_two_sum(self, units: Units) -> Case:
        """Ask what two units have together."""
        x, y = self._two(units)
        text = self.say("unit_two_sum", u=x.label, w=y.label, m=units.money)
        return case("computation", text, figures(x.value + y.value, unit=x.unit), places_of((x, y)))

    def unit_two_average(self, units: Units) -> Case:
        """Ask for the average of two units."""
        x, y = self._two(units)
        text = self.say("unit_two_average", u=x.label, w=y.label, m=units.money)
        value = cents((x.value + y.value) / 2)
        return case("computation", text, figures(value, unit=x.unit), places_of((x, y)))

    def unit_times(self, units: Units) -> Case | None:
        """Ask how many times another's amount a unit has."""
        x, y = self._two(units)
        if not y.value:
            return None
        text = self.say("unit_times", u=x.label, w=y.label, m=units.money)
        value = cents(x.value / y.value)
        expected = Expected(Route.TABLE, ALSO, (Figure(plain_decimal(value), None),))
        return case("computation", text, expected, places_of((x, y)))

    def unit_follow(self, units: Units) -> Case:
        """Ask for a unit after the whole."""
        cell = self._beside(units)
        text = self.say("unit_follow", u=cell.label)
        made = case("followup", text, figures(cell.value, unit=cell.unit), cell.places)
        said = f"全部门{units.money}总计多少？"
        return Case("", text, made.category, made.expected, made.places, history=(said,))

    def unit_item(self, units: Units) -> Case | None:
        """Ask what a unit has for a project or an item."""
        found = self._items(units)
        if not found:
            return None
        cell, unit = self.dice.choice(found)
        text = self.say("unit_item", u=unit, x=cell.label)
        return case("lookup", text, figures(cell.value, unit=cell.unit), cell.places)

    def _items(self, units: Units) -> list[tuple[Cell, str]]:
        """Return amounts of rows below a unit's line, told apart by their name there."""
        names = {flat(c.label): c.label for c in units.cells}
        found: list[tuple[Cell, str, str]] = []
        for sheet in self.ground.of_kinds("project_list"):
            column = self.ground.principal(sheet)
            for row in self.ground.leaves(sheet) if column else ():
                owners = [names[flat(p)] for p in row.parents if flat(p) in names]
                cell = self.ground.cell(sheet, row, column) if column else None
                if owners and cell and cell.value and flat(cell.label) not in names:
                    found.append((cell, owners[-1], flat(cell.label)))
        keys = [(unit, label) for _, unit, label in found]
        return [(c, u) for c, u, label in found if keys.count((u, label)) == 1]


def between(low: Decimal, high: Decimal) -> Decimal | None:
    """Return the roundest figure between two, or None where there is none in plain digits."""
    for digits in range(6, -2, -1):
        step = Decimal(10) ** (digits - 1)
        bound = (low // step + 1) * step
        if low < bound < high:
            return bound
    return None
