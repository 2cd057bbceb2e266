"""Read a question that sets departments side by side as it is asked of one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from qa.words.departments import short_forms
from qa.words.normalise import data

_EDGES = " ,，、?？。;；:：的比是和与跟及同各有了在呢吗呀啊&()（）."
_GONE = ("against", "counted", "which", "moved", "much", "asks", "english")


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(str(data("compared.yaml")[name]), re.I)


def counts(text: str) -> str:
    """Return the counting word by which a text asks for things, or the empty string."""
    match = _words("counting").search(text)
    return match["unit"] if match else ""


def of_one(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the ways to ask of one department what is compared, the others taken out."""
    moved, unit = _words("moved").search(text), counts(_words("counted").sub("", text))
    rate = _words("rate").search(text) is not None
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}\n{text[end:]}"
    for name in _GONE:
        text = _words(name).sub("\n", text)
    topic = "".join(piece.strip(_EDGES) for piece in re.split(r"[\n,，?？。;；]", text))
    if not topic:
        return ()
    if moved:
        return (f"{topic}{moved['way']}了{'百分之' if rate else ''}多少",)
    counted = (f"{topic}有几{unit}", f"{topic}多少{unit}") if unit else ()
    return (*counted, f"{topic}多少")


def turned(text: str, one: str, other: str) -> bool:
    """Tell whether a question sets the other institution over the one: other是one的几倍."""
    asks = _words("over").search(text)
    if asks is None:
        return False
    forms = short_forms(one), short_forms(other)
    alike = forms[0] & forms[1]
    before = [0 <= _place(text, some - alike) < asks.start() for some in forms]
    return before == [False, True]


def _place(text: str, names: frozenset[str]) -> int:
    """Return where a question has the longest of some names, below zero where it has none."""
    said = sorted((name for name in names if name in text), key=len, reverse=True)
    return text.index(said[0]) if said else -1
