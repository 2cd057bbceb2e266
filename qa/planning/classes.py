"""Find the classes of spending by function: rows of three-digit codes, or those of a summary.

Where tables by function print no row of a class, the summary of income and spending lists them by
number (八、城乡社区支出).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from qa.catalogue import Entry, Sheet
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.query import Operation, Query
from qa.regexes import regex
from qa.words import lexicon, operations
from qa.words.normalise import data
from qa.words.rowsets import Wanted

KINDS = ("expenditure_summary", "total_summary", "general_expenditure", "fiscal_summary")
LEAST = 2  # classes with money from which they are a set
SEVERAL = 3  # classes that are told where 几类 leaves their number open
_CODE = regex(r"2\d\d")
_NUMBERED = regex(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?、(?P<name>.+支出)")
_LETTERS = regex(r"[一-鿿A-Za-z]")


@cache
def _words(name: str) -> re.Pattern[str]:
    return regex(data("rowsets.yaml")["functional"][name], re.IGNORECASE)


@cache
def _names() -> frozenset[str]:
    """Return the names of the classes that the lexicon has."""
    hints = (hint for sense in lexicon.senses().values() for hint in sense.hints)
    return frozenset(bare(h.term) for h in hints if h.code and _CODE.fullmatch(h.code))


def read(query: Query, institution: str) -> Wanted | None:
    """Return what a question wants of the classes, or None where it asks something else.

    Every word beside the department's name must be one of a list.
    """
    text = query.text
    if not _words("asked").search(text) or _words("other").search(text) or query.codes:
        return None
    left = _words("asked").sub(" ", text)
    for asked in sorted(query.operations, key=lambda a: -len(a.text)):
        left = left.replace(asked.text, " ") if asked.text else left
    left = _words("small").sub(" ", _unnamed(left, institution))
    if len(_LETTERS.findall(_words("small").sub(" ", left))) > 1:
        return None
    return _wanted(query, text)


def _unnamed(text: str, institution: str) -> str:
    """Return a text without pieces of a department's name."""
    name = bare(institution)
    pieces = {name[i:j] for i in range(len(name)) for j in range(i + 2, len(name) + 1)}
    for piece in sorted(pieces, key=len, reverse=True):
        text = text.replace(piece, " ")
    return text


def _wanted(query: Query, text: str) -> Wanted:
    said = _words("number").search(text)
    k = operations.count(next(filter(None, said.groups()), None)) if said else None
    if k is None and _words("several").search(text):
        k = SEVERAL
    if _words("least").search(text):
        return Wanted(Operation.BOTTOM, k=k, said=True)
    if k or _words("most").search(text):
        return Wanted(Operation.TOP, k=k, said=True)
    if query.asks(Operation.RANK):
        return Wanted(Operation.RANK, said=True)
    counted = bool(_words("counted").search(text))
    return Wanted(Operation.COUNT if counted else Operation.LIST, said=True)


def rows(own: Sequence[Sheet], lookup: Lookup) -> Iterator[tuple[Sheet, tuple[Entry, ...]]]:
    """Give the tables that list classes with their rows of classes, all spending first."""
    for kind in KINDS:
        for table in (t for t in own if t.kind == kind):
            found = tuple(e for e in table.rows if e.kind == "item" and _is_class(e))
            filled = [e for e in found if any(f.value for f in lookup.row(table.id, e.id))]
            if len(filled) >= LEAST:
                yield table, tuple(filled)


def _is_class(entry: Entry) -> bool:
    if entry.code:
        return _CODE.fullmatch(entry.code) is not None
    numbered = _NUMBERED.fullmatch(entry.label.strip())
    name = bare(numbered["name"] if numbered else entry.label)
    if _words("kept_out").search(name):
        return False
    return name in _names() or (numbered is not None and "收入" not in name)
