"""Make questions about codes said in parts, marks that rows carry and the items of a class."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import flat
from evals.synth_ground import Cell, Ground, name, place, places_of
from evals.synth_units import ALSO, Say, case, cents, figures
from qa.catalogue import Entry, Sheet
from qa.query import Route


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
