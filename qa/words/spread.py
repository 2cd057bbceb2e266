"""Cut a question that spreads an amount over a number of things into the names that it says.

把公用经费摊到在校学生头上, 以实有人数为分母, 办公费 ÷ 在职人员: in any order, the amount's name and the
count's; which is which is told by what documents count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qa.words import each
from qa.words.normalise import data


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold a name that a question says, with its place in the text."""

    text: str
    start: int
    end: int


def divides(text: str) -> str:
    """Return how surely a question divides by a count: `over`, `mean` or not at all.

    One that tells itself how many there are is left to others.
    """
    one = each.read(text)
    if each.over_said(text) or (one is not None and each.said(text, one)):
        return ""
    if _pattern("others").search(text):
        return ""
    return next((name for name in ("over", "mean") if _pattern(name).search(text)), "")


def plain(text: str) -> str:
    """Return a question without remarks on whom a count has (行政、事业都算)."""
    return _pattern("remark").sub("", text)


def names(text: str, *, fine: bool = False) -> Iterator[Piece]:
    """Give the pieces of a question that may name something; `fine` ones end at every joint."""
    cut = f"{data('told_counts.yaml')['joints']}|{data('told_counts.yaml')['soft']}"
    joints = re.compile(cut) if fine else _pattern("joints")
    place = 0
    for start, end in [*((m.start(), m.end()) for m in joints.finditer(text)), (len(text),) * 2]:
        if (piece := _piece(text, place, start)) is not None:
            yield piece
        place = end


def without(text: str, pieces: tuple[Piece, ...]) -> list[Piece]:
    """Return the names that are left when some are taken out of a question."""
    for one in pieces:
        text = f"{text[: one.start]}{',' * (one.end - one.start)}{text[one.end :]}"
    return list(names(text))


def _piece(text: str, start: int, end: int) -> Piece | None:
    """Return a piece without the words at its edges that name nothing, if any are left."""
    said = text[start:end]
    while (short := _pattern("edges").sub("", said.strip())) != said:
        said = short
    if len(said) < 2 or _pattern("piece").fullmatch(said):
        return None
    at = text.index(said, start)
    return Piece(said, at, at + len(said))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("told_counts.yaml")[name]))
