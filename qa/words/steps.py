"""Read a clause that works on the result of the clause before it: 它占乙百分之几, 两者差多少, 换成元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.query import Operation
from qa.words import numerals
from qa.words.normalise import data

_MOST = 3  # clauses that are read as one step
_MARK = re.compile(r"[,;?。!]+(?!$)(?![^(]*\))")
_KINDS = {
    "share": Operation.SHARE, "apart": Operation.DIFFERENCE, "between": Operation.DIFFERENCE,
    "over": Operation.GROWTH, "times": Operation.RATIO, "month": Operation.AVERAGE, "convert": Operation.CONVERT,
}  # fmt: skip
_FEW = {"俩": 2, "两": 2}


@dataclass(frozen=True, slots=True)
class Step:
    """Hold a clause that works on earlier results: what is done with them, and with what else.

    `head` is what stands before it. `count` tells how many results are meant together, 0 for no
    number. `other` is the whole of a share or the other side of a gap; `unit` what is told in it.
    """

    operation: Operation
    head: str
    other: str = ""
    count: int = 0
    unit: str = ""

    @property
    def pairs(self) -> bool:
        """Tell whether two results before are set against each other."""
        apart = (Operation.DIFFERENCE, Operation.RATIO, Operation.GROWTH)
        return not self.other and self.operation in apart


@lru_cache(maxsize=512)
def read(text: str) -> tuple[Step, ...]:
    """Return the ways in which the last clauses of a text work on what is before, longest first."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Step]:
    marks = [0, *(m.end() for m in _MARK.finditer(text))]
    for start in marks[-_MOST:]:
        for name, operation in _KINDS.items():
            if match := _first(name, text[start:]):
                yield _step(operation, text[:start].strip(" ,;?。!"), match)


def _first(name: str, clause: str) -> re.Match[str] | None:
    return next(filter(None, (p.match(clause) for p in _patterns(name))), None)


def _step(operation: Operation, head: str, match: re.Match[str]) -> Step:
    said = {key.rstrip("1234567890"): value for key, value in match.groupdict().items() if value}
    count = _FEW.get(said.get("k", ""), 0) or int(numerals.parse(said.get("k", "")) or 0)
    return Step(operation, head, said.get("whole", ""), count, said.get("unit", ""))


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    raw = data("steps.yaml")
    parts = {part: raw[part] for part in ("lead", "it", "percent", "end", "gap")}
    parts |= {f"both{n}": raw["both"].replace("~n~", n) for n in "12"}
    filled = (re.sub(r"~(\w+)~", lambda m: str(parts[m[1]]), text) for text in raw[name])
    return tuple(re.compile(text, re.IGNORECASE) for text in filled)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one of the patterns of words that are not read as a clause."""
    return re.compile(str(data("steps.yaml")[name]))


def is_planned(name: str) -> bool:
    """Tell whether a name is of what was planned."""
    return pattern("planned").search(name) is not None


def plain(head: str) -> tuple[str, int]:
    """Return what stands before a step with its sum asked for plainly, and how many it counts."""
    head = pattern("speaker").sub("", head)
    counted = pattern("counted").search(head)
    count = _FEW.get(counted["k"], 0) or int(numerals.parse(counted["k"]) or 0) if counted else 0
    if counted:
        head = head[: counted.start()] + head[counted.end() :]
    return pattern("summed").sub(str(data("steps.yaml")["sum_of"]), head), count
