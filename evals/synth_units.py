"""Make questions about a department's units, and about its codes and classes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import flat
from evals.synth_ground import Cell, Ground, name, place, places_of
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


class CodeKinds:
    """Make the questions about codes, marks and classes over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        names = ("code_parts", "code_whole_item", "children_list", "children_count")
        marks = ("attr_sum", "attr_count", "attr_list", "attr_row")
        more = ("children_top", "children_without", "children_average")
        return {n: getattr(self, n) for n in (*names, *marks, *more)}

    def _coded(self, digits: int) -> tuple[str, Cell] | None:
        plain = [
            a
            for a in self.ground.held.plain
            if a.row.code and len(a.row.code) == digits and a.row.code_kind == "functional"
        ]
        codes = [a.row.code for a in plain]
        plain = [a for a in plain if codes.count(a.row.code) == 1]
        if not plain:
            return None
        a = self.dice.choice(plain)
        return a.row.code or "", Cell(a.row, a.value, a.fact.unit or "", self.ground.held.places(a))

    def code_parts(self) -> Case | None:
        """Ask for an item by its class, 款 and 项."""
        found = self._coded(7)
        if found is None:
            return None
        code, cell = found
        text = self.say("code_parts", L=code[:3], K=code[3:5], X=code[5:])
        return case("lookup", text, figures(cell.value, unit=cell.unit), cell.places)

    def code_whole_item(self) -> Case | None:
        """Ask for an item by its class and 款."""
        found = self._coded(5)
        if found is None:
            return None
        code, cell = found
        text = self.say("code_whole_item", L=code[:3], K=code[3:5])
        return case("lookup", text, figures(cell.value, unit=cell.unit), cell.places)

    def _marked(self) -> tuple[str, str, list[tuple[Cell, Sheet]]] | None:
        """Return the head of a column of marks, one mark, and the rows that carry it."""
        found = []
        for sheet in self.ground.of_kinds("project_list", "procurement"):
            column = self.ground.principal(sheet)
            rows = self.ground.leaves(sheet)
            for head in sheet.columns if column else ():
                if head.role != "text" or not head.path:
                    continue
                by_mark: dict[str, list[Entry]] = {}
                for row in rows:
                    fact = self.ground.lookup.fact(sheet.id, row.id, head.index)
                    if fact and fact.printed.strip():
                        by_mark.setdefault(re.sub(r"\s", "", fact.printed), []).append(row)
                full = sum(map(len, by_mark.values())) == len(rows)
                if not full or not 2 <= len(by_mark) <= 6 or len(rows) < 4:
                    continue
                for mark, marked in by_mark.items():
                    cells = [self.ground.cell(sheet, r, column) for r in marked if column]
                    kept = [(c, sheet) for c in cells if c is not None and c.value]
                    if len(kept) >= 2 and 2 <= len(mark) <= 12 and not mark.isdigit():
                        found.append((re.sub(r"\s", "", head.path[-1]), mark, kept))
        return self.dice.choice(found) if found else None

    def attr_sum(self) -> Case | None:
        """Ask for the rows of a mark together."""
        if (found := self._marked()) is None:
            return None
        head, mark, rows = found
        value = sum((c.value for c, _ in rows), Decimal(0))
        text = self.say("attr_sum", h=head, a=mark)
        expected = figures(value, unit=rows[0][0].unit)
        return case("computation", text, expected, places_of(c for c, _ in rows))

    def attr_count(self) -> Case | None:
        """Ask how many rows carry a mark."""
        if (found := self._marked()) is None:
            return None
        head, mark, rows = found
        text = self.say("attr_count", h=head, a=mark)
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(rows)), None),))
        return case("computation", text, expected, places_of(c for c, _ in rows))

    def attr_list(self) -> Case | None:
        """Ask which rows carry a mark."""
        if (found := self._marked()) is None:
            return None
        head, mark, rows = found
        text = self.say("attr_list", h=head, a=mark)
        expected = Expected(Route.TABLE, ALSO, words=tuple(c.label for c, _ in rows))
        return case("lookup", text, expected, places_of(c for c, _ in rows))

    def attr_row(self) -> Case | None:
        """Ask for the one of two rows of a name that carries a mark."""
        found = []
        for sheet in self.ground.of_kinds("project_list", "procurement"):
            column = self.ground.principal(sheet)
            rows = self.ground.leaves(sheet) if column else []
            names = [flat(name(row)) for row in rows]
            for head in (h for h in sheet.columns if h.role == "text" and h.path):
                for label in {n for n in names if names.count(n) > 1}:
                    same = [r for r in rows if flat(name(r)) == label]
                    facts = [self.ground.lookup.fact(sheet.id, r.id, head.index) for r in same]
                    marks = [re.sub(r"\s", "", f.printed) if f else "" for f in facts]
                    if all(2 <= len(m) <= 14 for m in marks) and len(set(marks)) == len(marks):
                        found += [(sheet, r, m, column) for r, m in zip(same, marks, strict=True)]
        if not found:
            return None
        sheet, row, mark, column = self.dice.choice(found)
        cell = self.ground.cell(sheet, row, column) if column else None
        if cell is None:
            return None
        text = self.say("attr_row", x=cell.label, a=mark)
        expected = figures(cell.value, unit=cell.unit)
        return case("lookup", text, expected, (place(self.ground.document.name, sheet, row),))

    def _parent(self) -> tuple[str, list[Cell], tuple[Place, ...], Decimal] | None:
        """Return a class with the items below it, the same in every table that has it."""
        found = []
        for a in self.ground.held.plain:
            wholes = [
                (s, r)
                for s in self.ground.sheets
                for r in s.rows
                if r.kind == "item" and flat(name(r)) == flat(a.label)
            ]
            sets = []
            for sheet, row in wholes:
                column = self.ground.principal(sheet)
                below = self.ground.children(sheet, row) if column else []
                cells = [self.ground.cell(sheet, r, column) for r in below if column]
                sets.append([c for c in cells if c is not None and c.value])
            keys = {tuple(sorted((c.label, c.value) for c in cells)) for cells in sets if cells}
            first = next((cells for cells in sets if cells), [])
            if len(keys) == 1 and len(first) >= 3 and sum(c.value for c in first) == a.value:
                found.append((a.label, first, self.ground.held.places(a), a.value))
        return self.dice.choice(found) if found else None

    def children_list(self) -> Case | None:
        """Ask which items stand below one."""
        if (found := self._parent()) is None:
            return None
        label, cells, places, _ = found
        expected = Expected(Route.TABLE, ALSO, words=tuple(c.label for c in cells))
        return case(
            "lookup", self.say("children_list", x=label), expected, places_of(cells) + places
        )

    def children_count(self) -> Case | None:
        """Ask how many items stand below one."""
        if (found := self._parent()) is None:
            return None
        label, cells, places, _ = found
        expected = Expected(Route.TABLE, ALSO, (Figure(str(len(cells)), None),))
        text = self.say("children_count", x=label)
        return case("computation", text, expected, places_of(cells) + places)

    def children_top(self) -> Case | None:
        """Ask for the largest item below one."""
        if (found := self._parent()) is None:
            return None
        label, cells, _, _ = found
        best = max(cells, key=lambda c: c.value)
        if sum(c.value == best.value for c in cells) > 1:
            return None
        expected = figures(best.value, unit=best.unit, words=(best.label,))
        return case("computation", self.say("children_top", x=label), expected, best.places)

    def children_without(self) -> Case | None:
        """Ask for what is left of one without an item below it."""
        if (found := self._parent()) is None:
            return None
        label, cells, places, whole = found
        names = [c.label for c in cells]
        if not (alone := [c for c in cells if names.count(c.label) == 1]):
            return None
        cell = self.dice.choice(alone)
        text = self.say("children_without", x=label, y=cell.label)
        expected = figures(whole - cell.value, unit=cell.unit)
        return case("computation", text, expected, places_of(cells) + places)

    def children_average(self) -> Case | None:
        """Ask for the average of the items below one."""
        if (found := self._parent()) is None:
            return None
        label, cells, places, whole = found
        text = self.say("children_average", x=label)
        expected = figures(cents(whole / len(cells)), unit=cells[0].unit)
        return case("computation", text, expected, places_of(cells) + places)


def between(low: Decimal, high: Decimal) -> Decimal | None:
    """Return the roundest figure between two, or None where there is none in plain digits."""
    for digits in range(6, -2, -1):
        step = Decimal(10) ** (digits - 1)
        bound = (low // step + 1) * step
        if low < bound < high:
            return bound
    return None
