"""Find two columns of a table by which rows are told apart: 结余最大, 执行率垫底, 合同比预算省得最多."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

from qa.catalogue import Heading, Sheet
from qa.linking.text import bare
from qa.planning.cell_words import Worked, forms, pattern, words
from qa.planning.types import Figure, Step, Target
from qa.query import Asked, Operation
from qa.regexes import regex
from qa.words import numerals
from qa.words.normalise import data

_WAYS = ((False, "worked_most"), (True, "worked_least"))


def worked(text: str, table: Sheet) -> Worked | None:
    """Return what a question ranks the rows of a table by, where two of its columns give it."""
    if not _says(text):
        return None
    columns = _amounts(table)
    found = _of_named(text, columns) or next(_of_measures(text, columns), None)
    if found is None:
        return None
    also = (m.span() for m in pattern("worked_also").finditer(text))
    return replace(found, spans=(*found.spans, *(s for s in also if not _meets(s, found.spans))))


@lru_cache(maxsize=64)
def _says(text: str) -> bool:
    """Tell whether a question has words for the most or the least of what is worked out."""
    return any(pattern(way).search(text) for way in ("worked_english", *(w for _, w in _WAYS)))


@cache
def _ranked_by(said: str, way: str) -> re.Pattern[str]:
    return regex(rf"(?:{said})(?:{words(way)})")


def unprinted(text: str, tables: Sequence[Sheet]) -> bool:
    """Tell whether a question ranks by a measure that no table prints or lets be worked out."""
    for name, one in data("conditions.yaml")["worked"].items():
        for _, way in _WAYS if name != "rate" else ():
            said = _ranked_by(one["said"], way).search(text)
            own = pattern("worked_printed").search(said[0]) if said is not None else None
            heads = (bare(c.path[-1]) for t in tables for c in _amounts(t))
            if said is not None and not (own and any(own[0] in head for head in heads)):
                return True
    return False


def _amounts(table: Sheet) -> list[Heading]:
    return [c for c in table.columns if c.role == "amount" and c.path]


def _meets(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


def _of_measures(text: str, columns: Sequence[Heading]) -> Iterator[Worked]:
    """Give what is said by a word for it (结余最大) where the columns that it is of are there."""
    for name, one in data("conditions.yaml")["worked"].items():
        of, against = _head(columns, one["of"]), _head(columns, one["against"])
        printed = name == "rate" and any(bare(c.path[-1]).endswith("率") for c in columns)
        if of is None or against is None or printed:
            continue
        for least, match in _said(text, one, columns):
            yield Worked(of, against, name == "rate", least, _count(match), (match.span(),))


def _said(
    text: str, one: dict[str, str], columns: Sequence[Heading]
) -> Iterator[tuple[bool, re.Match[str]]]:
    """Give where a question says that a measure is the most or the least, with the column's name."""
    named = [re.escape(form) for c in columns for form in forms(c) if form in text]
    lead = (
        f"(?:(?:{'|'.join(sorted(named, key=lambda f: -len(f)))})(?:里|中|的)?)?" if named else ""
    )
    for least, way in _WAYS:
        match = re.search(rf"{lead}(?:{one['said']})(?:{words(way)})", text)
        if match is not None:
            yield least, match
    if "english" in one:
        found = re.search(rf"(?:{words('worked_english')}) (?:{one['english']})", text, re.I)
        if found is not None:
            yield False, found


def _count(match: re.Match[str]) -> int:
    said = match.groupdict().get("k")
    value = numerals.parse(said) if said else None
    return int(value) if value is not None else 1


def _of_named(text: str, columns: Sequence[Heading]) -> Worked | None:
    """Return two columns that a question names and sets against each other (合同比预算省得最多)."""
    heads = {form: c for c in columns for form in _called(c) if form in text}
    if len(set(heads.values())) < 2:
        return None
    one = "|".join(sorted(map(re.escape, heads), key=lambda form: -len(form)))
    pair = words("worked_pair").replace("{one}", one)
    for least, way in _WAYS:
        match = re.search(f"{pair}(?:{words(way)})", text)
        if match is None or heads[match[1]] == heads[match[2]]:
            continue
        first, second = heads[match[1]], heads[match[2]]
        moved = text[match.end(1) : match.start(2)].startswith(("到", "和", "跟", "与"))
        less = pattern("worked_less").search(match["how"]) is not None
        more = pattern("worked_more").search(match["how"]) is not None
        turned = (less and not moved) or (more and moved)
        of, against = (second, first) if turned else (first, second)
        return Worked(of, against, False, least, _count(match), (match.span(),))
    return None


def _called(column: Heading) -> tuple[str, ...]:
    """Return what a column goes by, also without its word for money (合同金额 → 合同)."""
    short = (re.sub(r"(?:金额|数额)$", "", form) for form in forms(column))
    return tuple(dict.fromkeys(f for f in (*forms(column), *short) if len(f) > 1))


def _head(columns: Sequence[Heading], said: str) -> Heading | None:
    found = [c for c in columns if re.search(said, bare(c.path[-1]))]
    return found[0] if len(found) == 1 else None


def steps(pairs: Sequence[tuple[Figure, Figure]], found: Worked) -> list[Step]:
    """Return what is worked out of the rows that come first; of equal ones all are told."""
    valued = [
        (value, pair) for pair in pairs if (value := _value(pair, rate=found.rate)) is not None
    ]
    ordered = sorted(valued, key=lambda one: one[0], reverse=not found.least)
    if not ordered or (not found.rate and not found.least and ordered[0][0] <= 0):
        return []
    last = ordered[min(found.k, len(ordered)) - 1][0]
    chosen = [p for v, p in ordered if (v <= last if found.least else v >= last)]
    return [_step(of, against, rate=found.rate) for of, against in chosen]


def _step(of: Figure, against: Figure, *, rate: bool) -> Step:
    if rate:
        return Step(Asked(Operation.SHARE), (Target(of),), (Target(against),))
    return Step(Asked(Operation.DIFFERENCE), (Target(of), Target(against)))


def _value(pair: tuple[Figure, Figure], *, rate: bool) -> Decimal | None:
    of, against = (f.fact.value if f.fact is not None else None for f in pair)
    if of is None or against is None or (rate and not against):
        return None
    return of / against if rate else of - against
