"""Tell of a row or column whether it is what words of a question name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from qa.catalogue import Entry, Heading, Sheet
from qa.linking.columns import amounts
from qa.linking.names import beside
from qa.linking.text import bare, core, shortens
from qa.lookup import Lookup
from qa.planning.cell_words import SUMS, forms
from qa.planning.types import Figure
from qa.query import Operation
from qa.words.normalise import data
from qa.words.references import column_words
from qa.words.rowsets import Wanted

NO = re.compile(data("rowsets.yaml")["negation"])
COUNTED = re.compile(data("rowsets.yaml")["counted_end"])
CELL = 24  # characters of a cell that tells rows apart; a longer one is prose
GENERAL = re.compile(r"(?:专项|项目|经费|资金|支出|费|类|科目|单位)?")
LIKE = 0.6  # share of a phrase's pairs of characters that a name must hold to be meant


def is_above(entry: Entry, place: int, rows: Sequence[Entry]) -> bool:
    """Tell whether a row has others below it, by its code or by the next row."""
    later = next((e for e in rows[place + 1 :] if e.side == entry.side), None)
    if entry.code and entry.code_kind != "project":
        below = later is not None and later.parents[-1:] == (
            entry.label,
        )  # a unit, or an item's own
        return below or any(
            e.code != entry.code and (e.code or "").startswith(entry.code) for e in rows
        )
    return later is not None and later.level > entry.level


def as_said(chosen: Sequence[Figure], filled: Sequence[Figure], wanted: Wanted) -> bool:
    """Tell whether a number of members that is said fits what was found."""
    if wanted.number is None or wanted.operation in (Operation.TOP, Operation.BOTTOM):
        return True
    return wanted.number in (len(chosen), len(filled))


def is_part(phrase: str, entry: Entry) -> bool:
    """Tell whether a phrase of two characters or more stands in a row's label."""
    return len(bare(phrase)) > 1 and bare(phrase) in bare(entry.label)


def on_side(table: Sheet, entry: Entry, side: str) -> bool:
    """Tell whether a row stands on a side of a table that sets income beside spending."""
    own = {entry.side, *(c.path[0] for c in amounts(table, entry) if c.path)}
    return not side or any(side in name for name in own if name)


def named(column: Heading, name: str) -> bool:
    """Tell whether a name is a column's last head, its whole name, or the head of a bare sum."""
    head = column.path[-2] if len(column.path) > 1 and SUMS.fullmatch(column.path[-1]) else ""
    return bare(name) in (bare(column.path[-1]), bare("".join(column.path)), bare(head))


def called(column: Heading, name: str) -> bool:
    """Tell whether a column goes by another word for a name (公用经费 for 日常公用经费)."""
    leaf = bare(column.path[-1])
    return any(s.end - s.start == len(leaf) and s.value == name for s in column_words(leaf))


def in_short(column: Heading, name: str) -> bool:
    """Tell whether a name is a column's without what its head begins or ends with (执行率)."""
    return bare(name) in forms(column)


def heads(table: Sheet, name: str) -> bool:
    """Tell whether a table is all of what a column's name says (基本支出 of the basic spending)."""
    heads = {bare(c.path[0]) for c in table.columns if c.role == "amount" and len(c.path) > 1}
    return bare(name) in bare(table.title) or any(bare(name) in head for head in heads)


@lru_cache(maxsize=4096)
def alike(phrase: str, name: str, *, loose: bool) -> bool:
    """Tell whether a phrase means a name: one holds the other, or loosely most of its pairs."""
    said, known = bare(phrase), bare(name)
    if len(said) < 2 or len(known) < 2 or known.isdigit():
        return False
    if said in known or (len(known) > 2 and GENERAL.fullmatch(said.replace(known, "", 1))):
        return True
    pairs = {said[i : i + 2] for i in range(len(said) - 1)}
    held = sum(pair in known for pair in pairs)
    return loose and len(pairs) > 2 and held / len(pairs) >= LIKE


def is_class(phrase: str, name: str) -> bool:
    """Tell whether a cell says the very class that a phrase does (工程类 of B工程)."""
    said, known = bare(phrase).removesuffix("类"), re.sub(r"^[A-Za-z](?=[一-鿿])", "", bare(name))
    return len(said) > 1 and said == known.removesuffix("类")


def below_code(table: Sheet, rows: Sequence[Entry], phrase: str) -> list[Entry]:
    """Return the rows whose codes go on from that of a row that a phrase names in full."""
    above = {e.code for e in table.rows if e.code and bare(e.label) == bare(phrase)}
    return [e for e in rows if any(e.code != c and (e.code or "").startswith(c) for c in above)]


def answered(rows: Sequence[Entry], phrase: str, table: Sheet) -> list[Entry]:
    """Return the rows whose cell answers yes or no to what a column asks (是否核心)."""
    match = re.fullmatch(rf"({NO.pattern})?(?:是)?(.{{2,6}}?)(?:的)?", bare(phrase))
    names = {bare(c.path[-1]) for c in table.columns if c.path}
    if match is None or f"是否{match[2]}" not in names:
        return []
    wished = "否" if match[1] else "是"
    return [e for e in rows if e.text.split()[-1:] == [wished]]


def cells(lookup: Lookup, table: Sheet, entry: Entry) -> Iterator[str]:
    """Give the cells in words that tell a row: its office, its item, how it is bought."""
    for fact in lookup.row(table.id, entry.id):
        if fact.value is None and fact.measure == "text" and len(fact.printed) <= CELL:
            yield fact.printed
    yield from beside(entry, table)


def below(rows: tuple[Entry, ...], codes: tuple[str, ...]) -> tuple[Entry, ...]:
    """Return the rows that stand below the codes a question names, or are theirs."""
    return tuple(e for e in rows if e.code is not None and e.code.startswith(codes))


def placed(rows: Sequence[Entry], phrases: Sequence[str]) -> tuple[str, Entry] | None:
    """Return the phrase that names one row of several, with that row: by its name, or a part of it."""
    for names in (lambda p, e: bare(p) == bare(e.label), _in_core, is_part, _shortens):
        for phrase in phrases:
            found = {bare(e.label): e for e in rows if names(phrase, e)}
            if len(found) == 1:
                return phrase, next(iter(found.values()))
    return None


def listed(rows: Sequence[Entry], phrases: Sequence[str]) -> tuple[Entry, ...]:
    """Return the row that each of several phrases names, or nothing where one names none."""
    found = [placed(rows, (COUNTED.sub("", phrase),)) for phrase in phrases]
    entries = dict.fromkeys(one[1] for one in found if one is not None)
    return tuple(entries) if len(entries) == len(phrases) > 1 else ()


def _in_core(phrase: str, entry: Entry) -> bool:
    return core(phrase) == core(entry.label)


def _shortens(phrase: str, entry: Entry) -> bool:
    return shortens(bare(phrase), bare(entry.label))
