"""Prepare the picture of a page: upright, rules found and taken out, lines of text cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ingest.readers.pdf_glyphs import Rule

Picture = Any
"""A grey picture, 0 black to 255 white."""

MIN_RULE = 22
"""A rule shorter than this, in pixels at 150 dpi, cannot be told from a stroke."""
SURE_RULE = 110
"""A rule this long is one without touching another."""
TOUCH = 8
MAX_SKEW = 10.0
FAINT = 185
"""Darker than this is ink where a whole stroke is, even one a pixel thick."""
NEAR = 9
"""Pixels farther than half of this from a rule's line are strokes, not the rule."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Hold one line of text as its box in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def height(self) -> int:
        """Return how tall the line is."""
        return self.y1 - self.y0


def upright(picture: Picture) -> Picture:
    """Return a picture turned so that its rules or lines of text lie level."""
    angle = _rule_skew(picture)
    if angle is None:
        angle = _text_skew(picture)
    if abs(angle) < 0.05:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )


def _rule_skew(picture: Picture) -> float | None:
    """Return the slope of long level rules in degrees, None where there are none."""
    edges = cv2.Canny(picture, 60, 180)
    length = picture.shape[1] // 4
    found = cv2.HoughLinesP(edges, 1, np.pi / 1800, 120, minLineLength=length, maxLineGap=12)
    if found is None:
        return None
    angles = []
    for x0, y0, x1, y1 in found.reshape(-1, 4):
        angle = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
        if abs(angle) <= MAX_SKEW:
            angles.append(angle)
    return float(np.median(angles)) if len(angles) >= 3 else None


def _text_skew(picture: Picture) -> float:
    """Return the slope at which lines of text stand out most from the gaps between them."""
    small = cv2.resize(ink(picture), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    best, best_angle = -1.0, 0.0
    for angle in np.arange(-4.0, 4.01, 0.2):
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
        rows = cv2.warpAffine(small, turn, (width, height)).sum(axis=1, dtype=np.float64)
        score = float(((rows[1:] - rows[:-1]) ** 2).sum())
        if score > best:
            best, best_angle = score, float(angle)
    return best_angle


def ink(picture: Picture) -> Picture:
    """Return what is printed as white on black, specks left out."""
    smooth = cv2.medianBlur(picture, 3)
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return ((picture < min(200.0, level + 25)) * np.uint8(255)).astype(np.uint8)


# --- rules ------------------------------------------------------------------------------------


def rules(printed: Picture, scale: float) -> tuple[list[Rule], list[Rule], Picture]:
    """Return level and upright rules in points, and a mask of their pixels."""
    flat_mask, tall_mask = _opened(printed, True), _opened(printed, False)
    flat, tall = _segments(flat_mask, printed), _segments(tall_mask.T, printed.T)
    flat, tall = _anchored(flat, tall), _anchored(tall, flat)
    near = np.zeros_like(printed)
    for rule in flat:
        ends = (round(rule.start), round(rule.at)), (round(rule.end), round(rule.at))
        cv2.line(near, *ends, 255, NEAR)
    for rule in tall:
        ends = (round(rule.at), round(rule.start)), (round(rule.at), round(rule.end))
        cv2.line(near, *ends, 255, NEAR)
    mask = cv2.dilate((flat_mask | tall_mask) & near, np.ones((3, 3), np.uint8))
    return _scaled(flat, scale), _scaled(tall, scale), mask


def _scaled(found: list[Rule], scale: float) -> list[Rule]:
    return [Rule(r.at * scale, r.start * scale, r.end * scale) for r in found]


def _opened(printed: Picture, flat: bool) -> Picture:
    """Return the pixels of straight runs of ink; gaps of a broken rule are closed."""
    close = np.ones((1, 3) if flat else (3, 1), np.uint8)
    thick = np.ones((3, 1) if flat else (1, 3), np.uint8)
    run = np.ones((1, MIN_RULE) if flat else (MIN_RULE, 1), np.uint8)
    fat = cv2.dilate(cv2.morphologyEx(printed, cv2.MORPH_CLOSE, close), thick)
    return cv2.erode(cv2.morphologyEx(fat, cv2.MORPH_OPEN, run), thick)


def _segments(mask: Picture, printed: Picture) -> list[Rule]:
    """Return the level runs of a mask that are rules, not strokes of a line of text."""
    mask = np.ascontiguousarray(mask)
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for index in range(1, count):
        x, _, along, across = (int(v) for v in stats[index][:4])
        if along < MIN_RULE or across > max(8, along // 6):
            continue
        at = float(centres[index][1])
        if _stands_alone(printed, round(at), x, x + along):
            found.append(Rule(at, x, x + along))
    return found


def _stands_alone(printed: Picture, at: int, start: int, end: int) -> bool:
    """Tell whether a run is solid and what lies just above and below it mostly white."""
    height = printed.shape[0]
    on = printed[max(0, at - 2) : at + 3, start:end].any(axis=0).mean()
    above = printed[max(0, at - 7) : max(0, at - 4), start:end].any(axis=0).mean() if at > 4 else 0
    below = printed[at + 5 : at + 8, start:end].any(axis=0).mean() if at + 5 < height else 0
    return bool(on >= 0.9 and (above <= 0.3 or below <= 0.3) and above + below <= 0.8)


def _anchored(own: list[Rule], other: list[Rule]) -> list[Rule]:
    """Keep long rules, and short ones that run from one rule across to another."""
    sure = [r for r in other if r.end - r.start >= SURE_RULE]

    def met(at: float, end: float) -> bool:
        return any(
            abs(r.at - end) <= TOUCH and r.start - TOUCH <= at <= r.end + TOUCH for r in sure
        )

    return [
        r for r in own if r.end - r.start >= SURE_RULE or (met(r.at, r.start) and met(r.at, r.end))
    ]


# --- lines of text ----------------------------------------------------------------------------


def strips(printed: Picture, box: tuple[int, int, int, int], line: float) -> list[Strip]:
    """Return the lines of text in a box, from the top; `line` is the usual height of one."""
    x0, y0, x1, y1 = box
    part = printed[y0:y1, x0:x1]
    if part.size == 0 or not part.any():
        return []
    runs = _joined(_runs(part.any(axis=1)), line)
    found = []
    for start, end in runs:
        columns = np.flatnonzero(part[start:end].any(axis=0))
        area = int((part[start:end] > 0).sum())
        if area >= 5:
            left, right = int(columns[0]), int(columns[-1]) + 1
            found.append(Strip(x0 + left, y0 + start, x0 + right, y0 + end))
    return found


def widened(grey: Picture, strip: Strip, box: tuple[int, int, int, int]) -> Strip:
    """Return a line with the thin level strokes beside it that smoothing took away: a 一.

    `box` is the cell that the line stands in; only a stroke half as long as the line is tall counts.
    """
    left, right = max(0, box[0]), min(grey.shape[1], box[2])
    reach = round(1.6 * strip.height)
    start, end = max(left, strip.x0 - reach), min(right, strip.x1 + reach)
    dark = (grey[strip.y0 : strip.y1, start:end] < FAINT).astype(np.uint8)
    stroke = np.ones((1, max(3, strip.height // 2)), np.uint8)
    columns = np.flatnonzero(cv2.morphologyEx(dark, cv2.MORPH_OPEN, stroke).any(axis=0))
    if not len(columns):
        return strip
    x0, x1 = min(strip.x0, start + int(columns[0])), max(strip.x1, start + int(columns[-1]) + 1)
    return Strip(x0, strip.y0, x1, strip.y1)


def parted(printed: Picture, strip: Strip) -> list[Strip]:
    """Cut a line where a wide gap shows that its parts stand for themselves."""
    filled = printed[strip.y0 : strip.y1, strip.x0 : strip.x1].any(axis=0)
    parts: list[tuple[int, int]] = []
    for start, end in _runs(filled):
        if parts and start - parts[-1][1] <= 3 * strip.height:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return [Strip(strip.x0 + a, strip.y0, strip.x0 + b, strip.y1) for a, b in parts]


def _runs(filled: Any) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _joined(runs: list[tuple[int, int]], line: float) -> list[tuple[int, int]]:
    """Join runs that together are no taller than a line: strokes of = or 二, dots."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and end - joined[-1][0] <= 1.25 * line:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def without_specks(printed: Picture, area: int = 4) -> Picture:
    """Return ink without specks smaller than a full stop."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(printed, connectivity=8)
    keep = np.zeros(count, np.uint8)
    keep[1:] = (stats[1:, cv2.CC_STAT_AREA] > area) * np.uint8(255)
    return keep[labels]


def turned(picture: Picture, turn: int) -> Picture:
    """Return a picture turned to read level; `turn` is how it was turned: 90 reads upwards."""
    return np.ascontiguousarray(np.rot90(picture, {0: 0, 90: -1, 180: 2, 270: 1}[turn]))


def line_height(printed: Picture, boxes: list[tuple[int, int, int, int]]) -> float:
    """Return the usual height of a line of text in the boxes."""
    heights = [
        end - start
        for x0, y0, x1, y1 in boxes
        for start, end in _runs(printed[y0:y1, x0:x1].any(axis=1))
        if 9 <= end - start <= 60
    ]
    return float(np.median(heights)) if heights else 20.0
