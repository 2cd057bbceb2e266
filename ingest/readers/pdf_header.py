"""Rebuild a header without rules: a label that others stand under is centred over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.records import BBox, Cell
from ingest.tables_words import normal

TOUCH = 0.62
"""Lines of one label follow one another within this share of their height."""

BLANK = 0.3
"""Lines of one label are centred about one another but for this share of their height."""

ALONE = 6.0
"""A label over one other label must be so many points nearer to its middle than over several."""

SUBTOTAL = 1.5
"""A label over columns that begin with their subtotal may miss their middle by so much more."""


@dataclass(slots=True)
class Label:
    """Hold a label of one or more lines and the columns it names."""

    text: str
    box: BBox
    first: int = -1
    last: int = -1
    level: int = 0

    @property
    def centre(self) -> float:
        """Return the middle of its width."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def middle(self) -> float:
        """Return the middle of its height."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Stripe:
    """Hold what the body shows of a column: its extent, and whether figures fill it.

    `listed` is False where only a label says that the column is there.
    """

    left: float
    right: float
    figures: bool
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """Hold a header's cells, its number of rows, and the walls between columns."""

    cells: tuple[Cell, ...]
    depth: int
    walls: tuple[float, ...]
    stripes: tuple[Stripe, ...]


def read_head(
    segments: Sequence[tuple[str, BBox]], body: Sequence[Stripe], walls: Sequence[float] = ()
) -> Head:
    """Return the header over a body's columns; labels alone add columns that list nothing.

    Where the `walls` between columns are known, labels stand within them.
    """
    labels = _labels(segments)
    leaves = [label for label in labels if not _has_lower(label, labels, body)]
    whole = _around([label.box for label in labels])
    if len(leaves) > len(body) and not walls and whole:
        # the label of a group may lie over the figures of one of its columns
        groups = [one for one in leaves if _between_lower(one, labels) and not _is_tall(one, whole)]
        leaves = [one for one in leaves if one not in groups]
    if walls:
        stripes = list(body)
        _place(leaves, walls)
    else:
        stripes = _match(leaves, list(body))
        walls = _walls(leaves, stripes)
    tall = [one for one in leaves if whole and _is_tall(one, whole)]
    for label in sorted(labels, key=lambda one: -one.middle):
        if label not in leaves:
            _spread(label, [one for one in labels if one not in tall], walls)
    for label in labels:
        if label.first < 0:  # it fits nowhere, and is kept over the nearest column
            near = min(
                range(len(stripes)), key=lambda i: abs(walls[i] + walls[i + 1] - 2 * label.centre)
            )
            label.first = label.last = near
    depth = _levels(labels)
    return Head(tuple(_apart(_cells(labels, depth))), depth, tuple(walls), tuple(stripes))


def _place(leaves: Sequence[Label], walls: Sequence[float]) -> None:
    """Give each lowest label its column, or the two on whose common wall it is centred."""
    for label in leaves:
        inner = [n for n in range(1, len(walls) - 1) if walls[n] <= label.centre]
        label.first = label.last = len(inner)
        on = [n for n in range(1, len(walls) - 1) if abs(walls[n] - label.centre) < 1.5]
        if on:
            label.first, label.last = on[0] - 1, on[0]


def _is_tall(label: Label, whole: tuple[float, float]) -> bool:
    """Tell whether a label is set to the middle of a header's height, beside all its levels."""
    return abs(label.middle - sum(whole) / 2) < 1.5 and label.box[3] < whole[1] - 2


def _around(boxes: Sequence[BBox]) -> tuple[float, float] | None:
    """Return the top and the bottom of the header's labels."""
    if not boxes:
        return None
    return min(box[1] for box in boxes), max(box[3] for box in boxes)


def _labels(segments: Sequence[tuple[str, BBox]]) -> list[Label]:
    """Join the lines of a label: close under one another, about one centre or from one edge."""
    labels: list[Label] = []
    for text, box in sorted(segments, key=lambda item: (item[1][1], item[1][0])):
        home = next((one for one in labels if _continues(one, box)), None)
        if home is None:
            labels.append(Label(text, box))
            continue
        b = home.box
        home.text += "\n" + text
        home.box = (min(b[0], box[0]), b[1], max(b[2], box[2]), box[3])
    return labels


def _continues(label: Label, box: BBox) -> bool:
    size = box[3] - box[1]
    below = box[1] - label.box[3]
    shared = min(box[2], label.box[2]) - max(box[0], label.box[0])
    near = max(1.5, BLANK * size)  # a closing bracket is blank to one half
    about = abs((box[0] + box[2]) / 2 - label.centre) < near or abs(box[0] - label.box[0]) < 0.8
    return 0.15 * size < below < TOUCH * size and shared > 0 and about


def _has_lower(label: Label, labels: Sequence[Label], body: Sequence[Stripe]) -> bool:
    """Tell whether other labels stand under a label, straight or to both sides of its middle."""
    lower = [one for one in labels if one.box[1] > label.box[3] - 1.5]
    if any(one.box[0] < label.box[2] and one.box[2] > label.box[0] for one in lower):
        return True
    own = [one for one in body if one.left < label.box[2] and one.right > label.box[0]]
    if own:  # its own column, unless another label names that column from below
        return all(any(o.box[0] < s.right and o.box[2] > s.left for o in lower) for s in own)
    return _between_lower(label, labels)


def _between_lower(label: Label, labels: Sequence[Label]) -> bool:
    """Tell whether a label is set to the middle between two lower ones that are neighbours."""
    lower = [one for one in labels if one.box[1] > label.box[3] - 1.5]
    left = [one for one in lower if one.centre < label.centre]
    right = [one for one in lower if one.centre > label.centre]
    if not left or not right:
        return False
    a, b = max(left, key=lambda one: one.centre), min(right, key=lambda one: one.centre)
    between = [o for o in labels if a.centre < o.centre < b.centre and o.box[3] > label.box[1] + 1]
    if any(one is not label for one in between):
        return False
    return abs((a.centre + b.centre) / 2 - label.centre) < 0.35 * (b.centre - a.centre)


def _match(leaves: list[Label], body: list[Stripe]) -> list[Stripe]:
    """Give each lowest label its column: under it, else to the side its cells are set to."""
    free = list(leaves)
    named: dict[int, Label] = {}
    for at, stripe in enumerate(body):
        over = [one for one in free if one.box[0] < stripe.right and one.box[2] > stripe.left]
        if over:
            middle = (stripe.left + stripe.right) / 2
            named[at] = min(over, key=lambda one: abs(one.centre - middle))
            free.remove(named[at])
    for at, stripe in enumerate(body):
        if at in named:
            continue
        beside = [
            one
            for one in free
            if (one.centre < stripe.left if stripe.figures else one.centre > stripe.right)
        ]
        if beside:
            edge = stripe.left if stripe.figures else stripe.right
            nearest = min(beside, key=lambda one: abs(one.centre - edge))
            if _clear(nearest, stripe, body, leaves):
                named[at] = nearest
                free.remove(nearest)
    for at, stripe in enumerate(body):  # set to the other side than its words tell
        near = min(free, key=lambda one: abs(one.centre - stripe.left), default=None)
        if at not in named and near and _clear(near, stripe, body, leaves):
            named[at] = near
            free.remove(near)
            body[at] = replace(stripe, figures=not stripe.figures)
    return _ordered(named, free, body)


def _clear(label: Label, stripe: Stripe, body: Sequence[Stripe], leaves: Sequence[Label]) -> bool:
    """Tell whether nothing stands between a label and a column beside it."""
    low, high = sorted((label.centre, (stripe.left + stripe.right) / 2))
    others = [(s.left + s.right) / 2 for s in body if s is not stripe]
    others += [one.centre for one in leaves if one is not label]
    return not any(low < middle < high for middle in others)


def _ordered(
    named: dict[int, Label], free: Sequence[Label], body: Sequence[Stripe]
) -> list[Stripe]:
    """Number all columns from the left and tell each label its own."""
    columns: list[tuple[float, Stripe, Label | None]] = []
    for at, stripe in enumerate(body):
        label = named.get(at)
        columns.append((label.centre if label else (stripe.left + stripe.right) / 2, stripe, label))
    for label in free:
        columns.append(
            (label.centre, Stripe(label.box[0], label.box[2], figures=True, listed=False), label)
        )
    columns.sort(key=lambda item: item[0])
    for number, (_, _, label) in enumerate(columns):
        if label is not None:
            label.first = label.last = number
    return [stripe for _, stripe, _ in columns]


def _walls(leaves: Sequence[Label], stripes: Sequence[Stripe]) -> list[float]:
    """Place the walls between columns: labels are centred, figures set right, words left.

    Least squares over the walls and the one distance that words keep from them.
    """
    count = len(stripes)
    rows: list[np.ndarray] = []
    wanted: list[float] = []

    def equation(value: float, weight: float, **at: float) -> None:
        row = np.zeros(count + 2)
        for key, factor in at.items():
            row[count + 1 if key == "pad" else int(key[1:])] += factor * weight
        rows.append(row)
        wanted.append(value * weight)

    centres = {label.first: label.centre for label in leaves if label.first == label.last}
    for at, stripe in enumerate(stripes):
        if at in centres:
            equation(centres[at], 1.0, **{f"w{at}": 0.5, f"w{at + 1}": 0.5})
        if not stripe.listed:
            continue
        if stripe.figures:
            equation(stripe.right, 0.7, **{f"w{at + 1}": 1.0, "pad": -1.0})
        else:
            equation(stripe.left, 0.7, **{f"w{at}": 1.0, "pad": 1.0})
    for at in range(count - 1):
        gap = (stripes[at].right + stripes[at + 1].left) / 2
        equation(gap, 0.02, **{f"w{at + 1}": 1.0})
    equation(stripes[0].left - 3, 0.1, w0=1.0)
    equation(stripes[-1].right + 3, 0.1, **{f"w{count}": 1.0})
    equation(3.0, 0.3, pad=1.0)
    solved = np.linalg.lstsq(np.array(rows), np.array(wanted), rcond=None)[0]
    return sorted(float(wall) for wall in solved[: count + 1])


def _spread(label: Label, labels: Sequence[Label], walls: Sequence[float]) -> None:
    """Spread a label with others under it over the columns it is centred on."""
    lower = [o for o in labels if o.box[1] > label.box[3] - 1.5 and o.first >= 0]
    named = {col for other in lower for col in range(other.first, other.last + 1)}
    total = _group_heads(lower)
    beside = [o.centre for o in labels if o is not label and _level_with(o, label)]
    last_col = len(walls) - 2
    best: tuple[float, int, int] | None = None
    for first in range(last_col + 1):
        for last in range(first, last_col + 1):
            if walls[first] > label.box[0] + 2 or walls[last + 1] < label.box[2] - 2:
                continue
            if not all(col in named for col in range(first, last + 1)):
                continue
            if any(walls[first] < centre < walls[last + 1] for centre in beside):
                continue
            miss = abs((walls[first] + walls[last + 1]) / 2 - label.centre)
            miss -= 0.01 * (last - first)
            miss += ALONE if first == last else -SUBTOTAL if first in total else 0.0
            if best is None or miss < best[0]:
                best = (miss, first, last)
    if best is not None:
        label.first, label.last = best[1], best[2]


def _group_heads(lower: Sequence[Label]) -> set[int]:
    """Return the columns that begin groups: a subtotal, or a total that is printed again."""
    totals = [one.first for one in lower if normal(one.text) == "合计"]
    subtotals = {one.first for one in lower if normal(one.text) == "小计"}
    return subtotals | (set(totals) if len(totals) > 1 else set())


def _level_with(one: Label, other: Label) -> bool:
    """Tell whether two labels stand beside one another."""
    return min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) > 1.5


def _above(upper: Label, lower: Label) -> bool:
    """Tell whether a label stands above another one within its columns."""
    return (
        upper is not lower
        and upper.box[3] <= lower.box[1] + 1.5
        and upper.first <= lower.first
        and lower.last <= upper.last
    )


def _levels(labels: Sequence[Label]) -> int:
    """Set each label's level, the number of labels above it; return how many levels there are."""
    for label in sorted(labels, key=lambda one: one.box[1]):
        above = [other.level for other in labels if _above(other, label)]
        label.level = max(above) + 1 if above else 0
    return max((label.level for label in labels), default=-1) + 1


def _cells(labels: Sequence[Label], depth: int) -> list[Cell]:
    cells = []
    for label in labels:
        under = any(_above(label, other) for other in labels)
        rows = 1 if under else max(depth - label.level, 1)
        span = label.last - label.first + 1
        cells.append(Cell(label.level, label.first, label.text, rows, span, label.box))
    return cells


def _apart(cells: Sequence[Cell]) -> list[Cell]:
    """Join cells that begin at one place: no text is left out."""
    kept: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        key = (cell.row, cell.col)
        if key in kept:
            a = kept[key]
            text, span = f"{a.text}\n{cell.text}", max(a.col_span, cell.col_span)
            kept[key] = Cell(a.row, a.col, text, a.row_span, span, a.bbox)
        else:
            kept[key] = cell
    return list(kept.values())
