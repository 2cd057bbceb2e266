"""Read a later question that only works on what was told before: 占◇几成, 比◇多多少, 按月摊, 换成元, 上一年呢."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qa.words import formulas
from qa.words.normalise import data, normalise, without_dialect

SHARE, GAP, SUM, SPREAD, CONVERT = "share", "gap", "sum", "spread", "convert"
BEFORE, CHANGE, RATE, OTHER = "before", "change", "rate", "other"
ONLY, LESS = "only", "less"
_STOPS = re.compile(r"[\s,。;?!:、“”\"'()/.]+")
_QUOTES = re.compile(r"[“”\"'‘’《》「」『』]")
_UNITS = {"块钱": "元", "万": "万元", "亿": "亿元", "yuan": "元"}


@dataclass(frozen=True, slots=True)
class Later:
    """Hold what a later question asks of the amounts told.

    `turned`: it names a part of what was told. `count`: how many were told together, 0 for all.
    """

    kind: str
    turned: bool = False
    unit: str = ""
    count: int = 0


def read(text: str, names: int) -> tuple[Later, ...]:
    """Return what a question with marks for its names may ask, likeliest first; each word is explained."""
    text = _pattern("opening").sub("", without_dialect(text).strip().lower())
    if names:
        found = [_of_one(text)] if names == 1 else []
    else:
        alone, converted = _alone(text), _converted(text)
        verb = any(m["verb"] for m in _pattern("convert").finditer(text))
        found = [_since(text), *((converted, alone) if verb else (alone, converted))]
    return tuple(one for one in found if one is not None)


def unquoted(text: str) -> str:
    """Return a text without its quotation marks."""
    return _QUOTES.sub("", text)


def of_column(text: str) -> str:
    """Return what a question with a mark for a column asks of a row told: `ONLY` it, all `LESS` it, or ""."""
    text = without_dialect(text).strip().lower()
    signed = _pattern("only_sign").search(text)
    text = _pattern("opening").sub("", text)
    if _idle(_pattern("it").sub(",", _pattern("only").sub(",", text))):
        return ONLY if signed else ""
    kept, less = _cut(_pattern("less"), text)
    return LESS if less and _idle(_pattern("it").sub(",", kept)) else ""


def carried(text: str) -> str:
    """Return the words of a text for what was carried over from the year before."""
    match = _pattern("carried").search(without_dialect(text))
    return match[0] if match else ""


def is_carried(head: str) -> bool:
    """Tell whether the head of a column is of what was carried over."""
    return _pattern("carried_head").search(head) is not None


def added(question: str) -> str:
    """Return what adds one thing to what was told, or asks how many times it is, in plain words.

    Any other question is returned as it is.
    """
    words, said = data("later.yaml"), normalise(question).strip()
    if over := re.fullmatch(str(words["times_over"]), said):
        return str(words["times_plain"]).format(item=over["item"])
    match = re.fullmatch(str(words["added"]), said)
    item = (match["item"] or match["other"]) if match else ""
    return str(words["added_plain"]).format(item=item) if item else question


def plain(kind: str, language: str) -> str:
    """Return how something is asked of the year before in plain words, nothing for other kinds."""
    return str(data("later.yaml")["plain"].get(kind, {}).get(language, ""))


def _of_one(text: str) -> Later | None:
    """Return what is asked of the amount told and the one thing that is named beside it."""
    turned = bool(_pattern("of_it").search(text))
    linked = bool(_pattern("linked").search(text))
    for kind in (SHARE, GAP, SUM) if linked else (SHARE, SUM):
        kept, asked = _cut(formulas.asks(kind), text)
        if kind == GAP:
            kept, more = _cut(_pattern("apart"), _pattern("moved").sub(",", kept))
            kept = formulas.asks("which").sub(",", kept)
            asked = asked or more
        kept = _pattern("within").sub(",", kept) if turned else kept
        if asked and _idle(_pattern("it").sub(",", kept)):
            return Later(kind, turned)
    return Later(OTHER) if _idle(_pattern("how_much").sub(",", text)) else None


def _since(text: str) -> Later | None:
    """Return what is asked of the year before."""
    kept, year = _cut(_pattern("before"), text)
    kept, since = _cut(_pattern("since"), kept)
    if not (year or since or _pattern("over_time").search(text)):
        return None
    kept, rate = _cut(_pattern("rate"), kept)
    kept, moved = _cut(_pattern("moved"), kept)
    kept, apart = _cut(_pattern("apart"), kept)
    kept, gap = _cut(formulas.asks("gap"), kept)
    if not _idle(_pattern("it").sub(",", kept)):
        return None
    if rate:
        return Later(RATE)
    if apart or moved or gap or _pattern("compared").search(text):
        return Later(CHANGE)
    return Later(BEFORE) if year else None


def _converted(text: str) -> Later | None:
    """Return the unit that the amount told is asked for in."""
    text = _pattern("unwanted").sub(",", text)
    units = {_UNITS.get(m["unit"], m["unit"]) for m in _pattern("convert").finditer(text)}
    kept = _pattern("it").sub(",", _pattern("convert").sub(",", text))
    return Later(CONVERT, unit=units.pop()) if len(units) == 1 and _idle(kept) else None


def _alone(text: str) -> Later | None:
    """Return what is asked of one amount over the months of a year, of two together or apart."""
    kept, spread = formulas.without_period(text, "month")
    if spread and _idle(_pattern("spread").sub(",", _pattern("it").sub(",", kept))):
        return Later(SPREAD)
    kept, earlier = _cut(_pattern("earlier"), text)
    kept, apart = _cut(_pattern("apart"), _pattern("moved").sub(",", kept))
    kept, gap = _cut(formulas.asks("gap"), kept)
    if earlier and (gap or apart) and _idle(_pattern("it").sub(",", kept)):
        return Later(GAP, count=2)
    kept, pair = _cut(_pattern("both"), text)
    kept, summed = _cut(formulas.asks("sum"), kept)
    if summed and _idle(_pattern("it").sub(",", kept)):
        return Later(SUM, count=2 if pair else 0)
    return None


def _idle(text: str) -> bool:
    """Tell whether nothing is left of a text but what says nothing."""
    text = re.sub(formulas.MARK, ",", text)
    return not _STOPS.sub("", _pattern("idle").sub(",", text))


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    cut = pattern.sub(",", text)
    return cut, cut != text


@cache
def _pattern(name: str) -> re.Pattern[str]:
    said = str(data("later.yaml")[name])
    return formulas.compiled(said)
