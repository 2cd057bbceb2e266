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
from qa.words.lexical import cut
from qa.words.normalise import data
from qa.words.wordclass import names_something

EDGE = 3  # words at an end of a piece that may name nothing


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
    if not _pattern("asks").search(text):
        return ""
    return next((name for name in ("over", "mean") if _pattern(name).search(text)), "")


def plain(text: str) -> str:
    """Return a question without remarks on whom a count has (行政、事业都算), and without who asks."""
    return re.sub(r"^[^:,]{2,8}:", "", _pattern("remark").sub("", text))


def inner(piece: Piece) -> Iterator[Piece]:
    """Give the beginnings and ends of a piece that its words make, the longest first."""
    words = cut(piece.text)
    starts = [piece.start + sum(map(len, words[:i])) for i in range(len(words) + 1)]
    spans = [(i, j) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
    for i, j in sorted(spans, key=lambda span: starts[span[0]] - starts[span[1]]):
        if starts[j] - starts[i] > 1 and (i == 0 or j == len(words)):
            text = piece.text[starts[i] - piece.start : starts[j] - piece.start]
            yield Piece(text, starts[i], starts[j])


def trims(piece: Piece) -> Iterator[str]:
    """Give a piece without the words at its ends that name nothing, one less after another."""
    words = cut(piece.text)
    yield piece.text
    for first in range(min(EDGE, len(words)) + 1):
        for last in range(min(EDGE, len(words) - first) + 1):
            dropped = [*words[:first], *words[len(words) - last :]]
            kept = "".join(words[first : len(words) - last])
            if dropped and len(kept) > 1 and all(map(_idle, dropped)):
                yield kept


def idle(text: str) -> bool:
    """Tell whether no word of some text names anything."""
    return all(map(_idle, cut(text)))


def _idle(word: str) -> bool:
    """Tell whether a word names nothing."""
    small = len(word) == 1 and not names_something(word)
    return small or _pattern("piece").fullmatch(word) is not None


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
