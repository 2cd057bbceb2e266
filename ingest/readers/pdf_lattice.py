"""Build tables from ruling lines: rules, crossings, cells, spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_glyphs import Rule
from ingest.records import BBox

SNAP = 2.5
"""Rules nearer than this, in points, are one."""

JOIN = 3.0
"""Gaps up to this between two pieces of one rule are closed."""

REACH = 4.0
"""A rule that ends this near to another one meets it."""

THICK = 1.6
"""Pieces of one rule meet within this many points where another one crosses it."""

SLIVER = 6.0
"""A column or row thinner than this holds no text of its own."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Hold one cell of a lattice: its place, spans and box."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: BBox


@dataclass(frozen=True, slots=True)
class Lattice:
    """Hold the cells between the rules of one table."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def box(self) -> BBox:
        """Return the box around the whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def slot_at(self, x: float, y: float, index: dict[tuple[int, int], int]) -> int | None:
        """Return the number of the slot at a point, given `places()`; None outside."""
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return index.get((row, col))

    def places(self) -> dict[tuple[int, int], int]:
        """Return for each unit square of the lattice the number of its slot."""
        return {
            (row, col): number
            for number, slot in enumerate(self.slots)
            for row in range(slot.row, slot.row + slot.row_span)
            for col in range(slot.col, slot.col + slot.col_span)
        }


def lattices(across: Sequence[Rule], down: Sequence[Rule]) -> list[Lattice]:
    """Return the tables that rules enclose, from the top."""
    flat, tall = merge(across), merge(down)
    found = []
    for rows, cols in _components(flat, tall):
        if len(rows) >= 2 and len(cols) >= 1:
            lattice = _lattice(rows, cols)
            if lattice is not None:
                found.append(lattice)
    return sorted(_outermost(found), key=lambda one: (one.box[1], one.box[0]))


def merge(rules: Sequence[Rule]) -> list[Rule]:
    """Snap rules that lie on one coordinate and join their pieces."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if groups and rule.at - groups[-1][-1].at <= 1.0 and rule.at - groups[-1][0].at <= SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    merged: list[Rule] = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        pieces = sorted((rule.start, rule.end) for rule in group)
        start, end = pieces[0]
        for left, right in pieces[1:]:
            if left <= end + JOIN:
                end = max(end, right)
            else:
                merged.append(Rule(at, start, end))
                start, end = left, right
        merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start > REACH]


def pieces(rules: Sequence[Rule], meet: float) -> list[list[Rule]]:
    """Return the pieces of each rule: one behind the other at one coordinate, or nearly so."""
    found: list[list[Rule]] = []
    for piece in sorted(rules, key=lambda one: (round(one.at, 0), one.start)):
        last = found[-1][-1] if found else None
        if last and abs(piece.at - last.at) < 1 and abs(piece.start - last.end) < meet:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _meets(flat: Rule, tall: Rule) -> bool:
    return (
        flat.start - REACH <= tall.at <= flat.end + REACH
        and tall.start - REACH <= flat.at <= tall.end + REACH
    )


def _components(flat: Sequence[Rule], tall: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that touch one another, directly or through others."""
    parent = list(range(len(flat) + len(tall)))

    def find(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, row in enumerate(flat):
        for j, col in enumerate(tall):
            if _meets(row, col):
                parent[find(i)] = find(len(flat) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, row in enumerate(flat):
        groups.setdefault(find(i), ([], []))[0].append(row)
    for j, col in enumerate(tall):
        groups.setdefault(find(len(flat) + j), ([], []))[1].append(col)
    return list(groups.values())


def _lattice(flat: Sequence[Rule], tall: Sequence[Rule]) -> Lattice | None:
    """Return the cells between touching rules; sides that miss a rule are closed."""
    left, right = min(r.start for r in flat), max(r.end for r in flat)
    top, bottom = min(r.start for r in tall), max(r.end for r in tall)
    ys = _positions([r.at for r in flat], [min(top, flat[0].at), max(bottom, flat[-1].at)])
    xs = _positions([r.at for r in tall], [min(left, tall[0].at), max(right, tall[-1].at)])
    if len(xs) < 2 or len(ys) < 2:
        return None
    slots = _slots(xs, ys, flat, tall)
    return Lattice(tuple(xs), tuple(ys), tuple(slots)) if len(slots) > 1 else None


def _positions(ats: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Return distinct coordinates; the ends count where no rule lies near them."""
    found: list[float] = []
    for at in sorted(ats):
        if not found or at - found[-1] > SNAP:
            found.append(at)
    if ends[0] < found[0] - REACH:
        found.insert(0, ends[0])
    if ends[1] > found[-1] + REACH:
        found.append(ends[1])
    return found


def _slots(
    xs: Sequence[float], ys: Sequence[float], flat: Sequence[Rule], tall: Sequence[Rule]
) -> list[Slot]:
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    walls = _walls(xs, ys, tall)
    floors = _walls(ys, xs, flat)
    parent = list(range(n_rows * n_cols))

    def find(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for row in range(n_rows):
        for col in range(n_cols):
            if col + 1 < n_cols and not walls[col + 1][row]:
                parent[find(row * n_cols + col + 1)] = find(row * n_cols + col)
            if row + 1 < n_rows and not floors[row + 1][col]:
                parent[find((row + 1) * n_cols + col)] = find(row * n_cols + col)
    groups: dict[int, list[tuple[int, int]]] = {}
    for row in range(n_rows):
        for col in range(n_cols):
            groups.setdefault(find(row * n_cols + col), []).append((row, col))
    slots = [slot for squares in groups.values() for slot in _rectangles(squares, xs, ys)]
    return sorted(slots, key=lambda s: (s.row, s.col))


def _walls(ats: Sequence[float], along: Sequence[float], rules: Sequence[Rule]) -> list[list[bool]]:
    """Tell for each coordinate and each step along it whether a rule stands there."""
    found = [[False] * (len(along) - 1) for _ in ats]
    for rule in rules:
        index = min(range(len(ats)), key=lambda i: abs(ats[i] - rule.at))
        if abs(ats[index] - rule.at) > SNAP:
            continue
        for step in range(len(along) - 1):
            start, end = along[step], along[step + 1]
            covered = min(end, rule.end) - max(start, rule.start)
            if covered >= 0.6 * (end - start):
                found[index][step] = True
    return found


def _rectangles(
    squares: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]
) -> list[Slot]:
    """Return one slot for a rectangular group of squares; another shape is cut by rows."""
    rows, cols = [r for r, _ in squares], [c for _, c in squares]
    r0, r1, c0, c1 = min(rows), max(rows), min(cols), max(cols)
    if (r1 - r0 + 1) * (c1 - c0 + 1) == len(squares):
        return [_slot(r0, c0, r1, c1, xs, ys)]
    slots = []
    for row in sorted(set(rows)):
        line = sorted(c for r, c in squares if r == row)
        start = line[0]
        for before, col in zip(line, [*line[1:], -1], strict=True):
            if col != before + 1:
                slots.append(_slot(row, start, row, before, xs, ys))
                start = col
    return slots


def _slot(r0: int, c0: int, r1: int, c1: int, xs: Sequence[float], ys: Sequence[float]) -> Slot:
    return Slot(r0, c0, r1 - r0 + 1, c1 - c0 + 1, (xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]))


def _outermost(found: list[Lattice]) -> list[Lattice]:
    """Drop a lattice that lies inside another one: a frame within a cell."""
    return [
        one
        for one in found
        if not any(other is not one and _inside(one.box, other.box) for other in found)
    ]


def _inside(inner: BBox, outer: BBox) -> bool:
    return (
        inner[0] >= outer[0] - 1
        and inner[1] >= outer[1] - 1
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
        and inner != outer
    )
