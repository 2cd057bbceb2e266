"""Find the rows that stand for a department's units, where a question speaks of several of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from qa.catalogue import Entry, Sheet
from qa.linking.labels import PROJECT_LIST, UNIT_KINDS
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.planning.cell_words import Condition, pattern
from qa.planning.own_rows import is_own
from qa.words import numerals, set_asks

ITEM = 7  # digits of the code of an item, which no unit has
KINDS = (*UNIT_KINDS, PROJECT_LIST, "three_public", "basic_economic", "unknown")
"""Kinds of table in which rows may stand for units."""


def of_units(
    text: str, table: Sheet, institution: str, is_unit: Callable[[Entry], bool]
) -> Iterator[Condition]:
    """Give the rows of a department's units, without its own where that is said."""
    without, said, named = _said(text)
    rows = unit_rows(table, is_unit) if said is not None or named is not None else []
    if len(rows) < 2:
        return
    if said is None:
        yield from _of_kind(text, table, rows, institution) if named is not None else ()
        return
    subs = [e for e in rows if not is_own(e.label, institution)]
    joined = pattern("with_own").search(text[: said.start()])
    others = not without and set_asks.read(text, share=False).less  # one of them all is left out
    below = without or not (joined or others or pattern("every").search(said[0]))
    number = next((g for g in said.groupdict().values() if g), None)
    count = _number(number) if number else None
    chosen = subs if below else rows
    if count is not None and count != len(subs if joined else chosen):
        chosen = rows if count == len(rows) and not (without or joined) else []
    for match in (said, without, joined) if chosen else ():
        if match is not None:
            yield Condition(table, tuple(chosen), match.span(), kind="units")


def chosen(text: str, names: Sequence[str], institution: str) -> list[str]:
    """Return those of the names of units that a question speaks of together; none where it is unsure."""
    without, said, _ = _said(text)
    subs = [name for name in names if not is_own(name, institution)]
    number = next((g for g in said.groupdict().values() if g), None) if said else None
    count = _number(number) if number else None
    if without:
        return subs if count in (None, len(subs)) else []
    if said is None:
        return []
    if count is not None:
        return next((kept for kept in (list(names), subs) if len(kept) == count), [])
    return list(names) if pattern("every").search(said[0]) else subs


@lru_cache(maxsize=64)
def _said(text: str) -> tuple[re.Match[str] | None, re.Match[str] | None, re.Match[str] | None]:
    """Return where a question leaves a department's own out, says units, units by their kind."""
    said = pattern("units").search(text) or pattern("all_units").search(text)
    named = pattern("units_named").search(text) if said is None else None
    return pattern("without_own").search(text), said, named


def _of_kind(
    text: str, table: Sheet, rows: Sequence[Entry], institution: str
) -> Iterator[Condition]:
    """Give the units whose names end as is said (两个中心), with the department's own if it is said."""
    said = pattern("units_named").search(text)
    if said is None:
        return
    kind = said["kind"]
    subs = [e for e in rows if not is_own(e.label, institution)]
    chosen = [e for e in subs if any(name.endswith(kind) for name in _names(e.label))]
    if len(chosen) != _number(said["n"]):
        return
    joined = pattern("with_own").search(text[: said.start("n")])
    if joined is not None:
        chosen = [e for e in rows if e in chosen or e not in subs]
    for match in (said, joined):
        if match is not None:
            yield Condition(table, tuple(chosen), match.span(), kind="units")


def speaks_of(text: str) -> bool:
    """Tell whether units are said, or a number of them by what their names end with (三个中心)."""
    said = (m for name in ("units", "all_units") for m in pattern(name).finditer(text))
    if any(_their_own(text, match) for match in said):
        return True
    named = pattern("units_named").search(text)
    return named is not None and named["kind"].endswith(load_words().unit_endings)


def _their_own(text: str, said: re.Match[str]) -> bool:
    """Tell whether units are said by that word, and not their projects."""
    whole = pattern("units_said").search(said[0]) is not None
    return whole and not pattern("units_projects").match(text, said.end())


def _names(label: str) -> list[str]:
    """Return a unit's name, and each of two where another stands in brackets."""
    return [bare(part) for part in (label, *label.replace("）", "(").replace("（", "(").split("("))]


def unit_rows(table: Sheet, is_unit: Callable[[Entry], bool]) -> list[Entry]:
    """Return the rows that stand for units: those beside a known one, no code of an item."""
    if table.kind not in KINDS:
        return []
    sums = [
        e for e in table.rows if e.kind == "total" and bare(e.institution or "") != bare(e.label)
    ]
    if len({e.institution for e in sums if e.institution}) > 1:
        return [e for e in sums if e.institution]  # each unit's items, with their sum
    levels = {e.level for e in table.rows if e.kind == "item" and is_unit(e)}
    rows = [
        e for e in table.rows
        if e.kind == "item" and e.level in levels and (is_unit(e) or len(e.code or "") != ITEM)
    ]  # fmt: skip
    above = {bare(e.parents[-1]) for e in rows if e.parents}
    codes = [e.code for e in rows if e.code]
    kept = [
        e for e in rows
        if e.label and (bare(e.label) not in above or bare(e.label) in map(bare, e.parents[-1:]))
        and not any(c != e.code and c.startswith(e.code) for c in codes if e.code)
    ]  # fmt: skip
    if sum(e.code_kind == "institution" for e in kept) > 1:  # each unit's line above its items
        kept = [e for e in kept if e.code_kind != "functional"]
    known = sum(is_unit(e) or is_own(e.label, "") for e in kept)
    return kept if known > 1 and known * 2 >= len(kept) else []


def _number(said: str) -> int | None:
    spoken = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "俩": 2}
    value = spoken.get(said.lower()) or numerals.parse(said)
    return int(value) if value is not None else None
