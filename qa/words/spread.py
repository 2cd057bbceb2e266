"""Read over what a question spreads an amount: 摊到在校学生头上, 按机关实有在职人数摊, 除以专任教师数."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qa.words import each
from qa.words.normalise import data

_EDGES = " ,。?的里把将拿用按照"


@dataclass(frozen=True, slots=True)
class Spread:
    """Hold the words for what is spread, and those for over what; `remark` narrows the latter."""

    money: str
    count: str
    remark: str = ""


def read(text: str, *, strict: bool = False) -> Spread | None:
    """Return what is spread over what a question names, or None where it names nothing.

    `strict`: only where the question says over what, not where it merely asks for one of the things.
    """
    one = each.read(text)
    if each.over_said(text) or (one is not None and each.said(text, one)):
        return None  # the question tells how many there are
    loose = (_pattern("one"),) if one is not None and one.divides and not strict else ()
    for pattern in (*_forms("spread"), *loose):
        match = pattern.search(text)
        if match is None:
            continue
        count, remark = match["count"].strip(_EDGES), match.groupdict().get("remark") or ""
        if _pattern("others").search(count) or not re.search("[一-鿿]{2}", count):
            continue
        rest = f"{text[: match.start()]},{text[match.end() :]}"
        if remark == "" and (said := re.search(r",(?:不算|不含|不包括)[^,。?()]{2,8}", rest)):
            rest, remark = rest.replace(said[0], "", 1), said[0]
        rest = _pattern("each").sub(",", rest)
        rest = _pattern("dividing").sub(",", rest)
        rest = re.sub(r"(?:[,。?!\s]+[元钱块]?)+", ",", f"{rest},").strip(",的")
        rest = re.sub(r"^(?:把|将|拿|用)", "", rest)
        return Spread(rest, count, remark) if len(rest) > 1 else None
    return None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(str(data("told_counts.yaml")[name]))


@cache
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(str(one)) for one in data("told_counts.yaml")[name])
