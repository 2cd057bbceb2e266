"""Tell which project a shortened name stands for: 打非专项, 周转房, 代管处置组."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_

LONG = 4  # characters from which a part of a name stands for it without the word project
SKIPPING = 3  # the same for a part with characters left out
SPREAD = 3  # how many times its own length such a part may be spread over
PIECE = 2  # least characters of a piece where a name is said out of order
_TAIL = re.compile(r"(?:那个|这个|那笔|的)?(?:工作)?(?:经费|资金|钱|专项|项目)$")


class Names:
    """Hold names by their characters: one is short for those alone that have all of its own."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = dict.fromkeys(names)
        self._having: dict[str, set[str]] = defaultdict(set)
        self._ending: dict[str, set[str]] = defaultdict(set)
        for name in self._names:
            self._ending[name[-2:]].add(name)
            for char in name:
                self._having[char].add(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def near(self, short: str) -> set[str]:
        """Return the names that have all characters of a short one, or end as it does."""
        none: set[str] = set()
        having = reduce(and_, (self._having.get(char, none) for char in short))
        return having | self._ending.get(short[-2:], none)


def shortened(phrase: str, names: Iterable[str], *, named: bool) -> str | None:
    """Return the one name that a bare phrase is short for; `named`: the word project is beside it."""
    short = _TAIL.sub("", phrase).removesuffix("的")
    if len(short) < 2:
        return None
    likely = names.near(short) if isinstance(names, Names) else names
    found = {name for name in likely if _stands_for(short, name, named=named)}
    return found.pop() if len(found) == 1 else None


def _stands_for(short: str, name: str, *, named: bool) -> bool:
    if short in name:
        return named or len(short) >= LONG
    return _skips(short, name, named=named) or _reordered(short, name) or _alike(short, name)


def _skips(short: str, name: str, *, named: bool) -> bool:
    """Tell whether a name has all characters of a shorter one in its order, near each other."""
    if len(short) < (2 if named else SKIPPING) or not all(char in name for char in short):
        return False
    between = SPREAD * len(short) - len(short)
    pattern = f"(.{{0,{between}}}?)"
    match = re.search(pattern.join(map(re.escape, short)), name)
    return match is not None and len(match[0]) <= SPREAD * len(short)


def _reordered(short: str, name: str) -> bool:
    """Tell whether a phrase is made of pieces of a name, at least two of them longer than one."""
    pieces: list[str] = []
    rest = short
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if rest[:n] in name), 0)
        if not size:
            return False
        pieces.append(rest[:size])
        rest = rest[size:]
    return sum(len(p) >= PIECE for p in pieces) >= 2 and sum(len(p) < PIECE for p in pieces) <= 1


def _alike(short: str, name: str) -> bool:
    """Tell whether a name of the same sort differs by one character only (洪灾保险, 水灾保险)."""
    if len(short) < LONG or len(name) > len(short) + 1 or short[-2:] != name[-2:]:
        return False
    return sum(char in name for char in short) >= len(short) - 1 and short[0] != name[0]
