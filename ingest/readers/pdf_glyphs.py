"""Hold what is drawn on a page, letters and rules, and turn sideways pages upright."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest.records import BBox

THIN = 3.5
"""A filled box thinner than this, in points, is a drawn rule."""

DOT = 2.0
"""A box no larger than this, in points, is a dot of a dotted rule."""

DOTS, DOT_GAP = 6, 3.5
"""So many dots, each this near to the next, are a rule."""

ABOVE = 0.86
"""Share of a character's height above its baseline."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """Hold one drawn character with its box, origin at the top left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """Return the height of the character's box."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Return the height of its centre on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold one ruling line: `at` is its fixed coordinate, `start` to `end` its extent."""

    at: float
    start: float
    end: float


Point = tuple[float, float]
Slant = tuple[Point, Point]
"""A line across a cell from corner to corner, its left end first."""

_UPRIGHT = str.maketrans("︵︶︷︸︹︺︿﹀﹁﹂﹃﹄︰︱", "（）｛｝〔〕〈〉「」『』：—")
"""Signs as they are set in lines that run down, and as they are set in others."""

LEANING = 0.1
"""Characters that lean more than this (about six degrees) are a watermark or a stamp."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Hold all that is drawn on a page; `turn` says how it was turned to stand upright.

    0: as it was; 90: it read upwards; 270: it read downwards. `shades` are boxes that are filled
    and have no frame; what they border on is no rule until it is known to be one.
    """

    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    width: float
    height: float
    turn: int = 0
    shades: tuple[BBox, ...] = ()
    slants: tuple[Slant, ...] = ()

    def printed(self, box: BBox) -> BBox:
        """Return a box of the upright page as it lies on the page as printed."""
        x0, top, x1, bottom = box
        if self.turn == 90:
            x0, top, x1, bottom = top, self.width - x1, bottom, self.width - x0
        elif self.turn == 270:
            x0, top, x1, bottom = self.height - bottom, x0, self.height - top, x1
        return (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))


def draw(page: Any) -> Drawn:
    """Return what a pdfplumber page draws, upright."""
    x, y = float(page.bbox[0]), float(page.bbox[1])
    chars = [char for char in page.chars if char["text"]]
    level = [char for char in chars if not _leans(char)]
    chars = level if len(level) * 2 > len(chars) else chars
    turn = _reading(chars)
    glyphs = _glyphs(chars, x, y, (float(page.width), float(page.height)), turn)
    across, down = _rules(page, x, y)
    size = float(page.width), float(page.height)
    shades, slants = _shades(page, x, y), _slants(page, x, y)
    drawn = Drawn(glyphs, across, down, *size, shades=shades, slants=slants)
    return _upright(drawn, turn) if turn else drawn


def _leans(char: dict[str, Any]) -> bool:
    """Tell whether a character is set at an angle to both sides of the page."""
    a, b = abs(char["matrix"][0]), abs(char["matrix"][1])
    return bool(min(a, b) > LEANING * max(a, b))


def _reading(chars: Sequence[dict[str, Any]]) -> int:
    """Return how most characters are turned: by the angle of their own matrices."""
    up = down = level = 0
    for char in chars:
        a, b = char["matrix"][0], char["matrix"][1]
        if abs(a) >= abs(b):
            level += 1
        elif b > 0:
            up += 1
        else:
            down += 1
    if up > max(level, down):
        return 90
    return 270 if down > level else 0


def _glyphs(
    chars: Sequence[dict[str, Any]], x: float, y: float, size: tuple[float, float], turn: int
) -> tuple[Glyph, ...]:
    width, height = size
    kept = []
    for char in chars:
        text = char["text"].translate(_UPRIGHT)
        level = abs(char["matrix"][0]) >= abs(char["matrix"][1])
        if level == bool(turn):  # a watermark or stamp lies across the page's own reading
            continue
        if text.startswith("(cid:"):
            text = "\ufffd"
        box = [char["x0"] - x, char["top"] - y, char["x1"] - x, char["bottom"] - y]
        if not turn:
            # Fonts lie about how far they reach up and down; the baseline does not lie.
            base = height - char["matrix"][5]
            tall = box[3] - box[1]
            if abs(base - box[3]) < 2 * tall:
                box[1], box[3] = base - ABOVE * tall, base + (1 - ABOVE) * tall
        if 0 <= (box[1] + box[3]) / 2 <= height and -1 <= box[0] <= width + 1:
            kept.append(Glyph(text, *box))  # what lies off the page is not printed
    return tuple(kept)


def _rules(page: Any, x: float, y: float) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    across: list[Rule] = []
    down: list[Rule] = []
    for line in page.lines:
        _add(line["x0"] - x, line["top"] - y, line["x1"] - x, line["bottom"] - y, across, down)
    dots: list[Point] = []
    for rect in page.rects:
        x0, top, x1, bottom = rect["x0"] - x, rect["top"] - y, rect["x1"] - x, rect["bottom"] - y
        if max(x1 - x0, bottom - top) <= DOT:
            dots.append(((x0 + x1) / 2, (top + bottom) / 2))
        elif x1 - x0 <= THIN or bottom - top <= THIN:
            _add(x0, top, x1, bottom, across, down)
        elif rect["stroke"]:
            add_frame((x0, top, x1, bottom), across, down)
    for curve in page.curves:
        points = curve["pts"]
        for (ax, ay), (bx, by) in pairwise(points):
            _add(min(ax, bx) - x, min(ay, by) - y, max(ax, bx) - x, max(ay, by) - y, across, down)
    across += _dotted(dots)
    down += _dotted([(b, a) for a, b in dots])
    return tuple(across), tuple(down)


def _dotted(dots: Iterable[Point]) -> list[Rule]:
    """Return the rules across that dots make, each close to the next one at one height."""
    levels: dict[float, list[float]] = {}
    for along, at in dots:
        levels.setdefault(round(at, 1), []).append(along)
    rules = []
    for at, places in levels.items():
        run: list[float] = []
        for along in sorted(places):
            if run and along - run[-1] > DOT_GAP:
                rules.append(_through(at, run))
                run = []
            run.append(along)
        rules.append(_through(at, run))
    return [rule for rule in rules if rule is not None]


def _through(at: float, run: Sequence[float]) -> Rule | None:
    """Return a rule through a run of dots; None where they are too few."""
    return Rule(at, run[0], run[-1]) if len(run) >= DOTS else None


def _shades(page: Any, x: float, y: float) -> tuple[BBox, ...]:
    """Return the boxes that are filled, have no frame and are no rules."""
    boxes = [
        (r["x0"] - x, r["top"] - y, r["x1"] - x, r["bottom"] - y)
        for r in page.rects
        if r["fill"] and not r["stroke"]
    ]
    return tuple(box for box in boxes if box[2] - box[0] > THIN and box[3] - box[1] > THIN)


def _slants(page: Any, x: float, y: float) -> tuple[Slant, ...]:
    """Return the lines that are neither level nor upright."""
    found = []
    for line in (*page.lines, *page.curves):
        for (ax, ay), (bx, by) in pairwise(line["pts"]):
            if abs(bx - ax) > 4 * THIN and abs(by - ay) > 2 * THIN and len(line["pts"]) == 2:
                left, right = sorted(((ax - x, ay - y), (bx - x, by - y)))
                found.append((left, right))
    return tuple(found)


def add_frame(box: BBox, across: list[Rule], down: list[Rule]) -> None:
    """Add the four sides of a box to the rules."""
    x0, top, x1, bottom = box
    across.extend((Rule(top, x0, x1), Rule(bottom, x0, x1)))
    down.extend((Rule(x0, top, bottom), Rule(x1, top, bottom)))


def _add(
    x0: float, top: float, x1: float, bottom: float, across: list[Rule], down: list[Rule]
) -> None:
    if bottom - top <= THIN and x1 - x0 > bottom - top:
        across.append(Rule((top + bottom) / 2, x0, x1))
    elif x1 - x0 <= THIN and bottom - top > x1 - x0:
        down.append(Rule((x0 + x1) / 2, top, bottom))


def _upright(drawn: Drawn, turn: int) -> Drawn:
    width, height = drawn.width, drawn.height

    def box(x0: float, top: float, x1: float, bottom: float) -> BBox:
        if turn == 90:
            return height - bottom, x0, height - top, x1
        return top, width - x1, bottom, width - x0

    glyphs = tuple(Glyph(g.text, *box(g.x0, g.top, g.x1, g.bottom)) for g in drawn.glyphs)
    across = [box(r.at, r.start, r.at, r.end) for r in drawn.down]
    down = [box(r.start, r.at, r.end, r.at) for r in drawn.across]
    return Drawn(
        glyphs,
        tuple(Rule(b[1], b[0], b[2]) for b in across),
        tuple(Rule(b[0], b[1], b[3]) for b in down),
        height,
        width,
        turn,
        tuple(box(*shade) for shade in drawn.shades),
        tuple(_ordered(box(*a, *a)[:2], box(*b, *b)[:2]) for a, b in drawn.slants),
    )


def _ordered(a: Point, b: Point) -> Slant:
    return (a, b) if a <= b else (b, a)


def bounds(glyphs: Iterable[Glyph]) -> BBox:
    """Return the box around some characters."""
    listed = list(glyphs)
    return (
        min(g.x0 for g in listed),
        min(g.top for g in listed),
        max(g.x1 for g in listed),
        max(g.bottom for g in listed),
    )
