"""Tell where the first row of a body begins: its names may stand above its figures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ingest.readers.pdf_segments import Line, Segment

WRAP = 1.8
"""The lines of a cell follow one another within so many heights."""

MIRROR = 4.0
"""The first line of a cell stands no more than so many heights above its row's figures."""


def mirrored(seg: Segment, figures: Line, body: Sequence[Segment]) -> bool:
    """Tell whether a word is a line of a cell whose last line stands as far below a row's figures.

    The cells of a row are set about its middle, which is nearer than the figures of the next row.
    """
    for figure in figures:
        if not figure.figure:
            continue
        far = figure.middle - seg.middle
        after = [one.middle for one in body if one.figure and one.middle > figure.middle + seg.size]
        if far > min(MIRROR * seg.size, (min(after, default=1e9) - figure.middle) / 2):
            continue
        own = [one for one in body if abs(one.box[0] - seg.box[0]) < 0.8 and not one.figure]
        below = [one for one in own if abs(one.middle - figure.middle - far) < 0.3 * seg.size]
        if below and _follow([seg, *own], below[0]):
            return True
    return False


def _follow(lines: Sequence[Segment], last: Segment) -> bool:
    """Tell whether lines follow one another as close as those of one cell, down to the last."""
    heights = sorted(one.middle for one in lines if one.middle <= last.middle)
    return all(low - high < WRAP * last.size for high, low in itertools.pairwise(heights))


def move_mirrored(head: Line, body: Line, figures: Line) -> None:
    """Move lines to the body that begin cells of its first row above the row's figures."""
    for seg in sorted(head, key=lambda one: -one.middle):
        if mirrored(seg, figures, body):
            head.remove(seg)
            body.append(seg)
