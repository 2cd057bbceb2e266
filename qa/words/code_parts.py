"""Say a code whose class, section and item a question tells apart as one: 类208,款05,项01 is 2080501."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from qa.words.normalise import data

_LEVELS = ("class", "section", "item")
_DIGITS = (3, 2, 2)


@dataclass(frozen=True, slots=True)
class _Part:
    """Hold the digits of one level where a text says them, its word before or behind them."""

    level: int
    digits: str
    span: tuple[int, int]
    figures: tuple[int, int]
    before: bool


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(str(data("code_parts.yaml")[name]), re.IGNORECASE)


@cache
def _said() -> tuple[tuple[int, bool, re.Pattern[str]], ...]:
    raw = data("code_parts.yaml")
    found = []
    for level, name in enumerate(_LEVELS):
        figures = rf"第?(?<![\d.])(?P<n>\d{{{_DIGITS[level]}}})(?![\d.]*\d)"
        word = rf"(?:{raw[name]})"
        before = rf"{word}{raw['between_before']}{figures}"
        behind = rf"{figures}{raw['between_behind']}{word}"
        found += [(level, True, re.compile(before, re.I)), (level, False, re.compile(behind, re.I))]
    return tuple(found)


def written(text: str, known: Collection[str]) -> str:
    """Return a text with parts of a code that stand together made one; `known` are printed codes."""
    if not _word("any").search(text):
        return _word("level_said").sub("", text)
    parts = _chosen(text, known)
    if not parts:
        return _word("level_said").sub("", text)
    start = min(part.span[0] for part in parts)
    end = max(part.span[1] for part in parts)
    if parts[-1].span[1] < end:  # the lowest part is said before those above it
        below = _word("below").match(text, end)
        end = below.end() if below else end
    code = "".join(part.digits for part in parts)
    left = _word("level_said").sub("", text[end:])
    return f"{text[:start]}{code}{left}"


def _chosen(text: str, known: Collection[str]) -> tuple[_Part, ...]:
    """Return the parts of the one code that is said, a printed one where several may be meant."""
    by_level = [[p for p in _parts(text) if p.level == level] for level in range(3)]
    ways = [
        parts
        for count in (3, 2)
        for parts in product(*by_level[:count])
        if _apart(parts) and _together(text, parts)
    ]
    most = max(map(len, ways), default=0)
    longest = [parts for parts in ways if len(parts) == most]
    printed = [parts for parts in longest if "".join(p.digits for p in parts) in known]
    for found in (printed, longest):
        alike = [parts for parts in found if len({p.before for p in parts}) == 1]
        best = alike or found
        if len({tuple(p.digits for p in parts) for parts in best}) == 1:
            return best[0]
    return ()


def _parts(text: str) -> Iterator[_Part]:
    for level, before, pattern in _said():
        for match in pattern.finditer(text):
            yield _Part(level, match["n"], match.span(), match.span("n"), before)


def _apart(parts: tuple[_Part, ...]) -> bool:
    """Tell whether no two parts are the same digits."""
    return len({part.figures for part in parts}) == len(parts)


def _together(text: str, parts: tuple[_Part, ...]) -> bool:
    """Tell whether nothing else is said between the parts."""
    ordered = sorted(parts, key=lambda part: part.span)
    return all(
        _word("joint").fullmatch(text[one.span[1] : max(one.span[1], other.span[0])])
        for one, other in pairwise(ordered)
    )
