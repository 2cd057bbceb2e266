"""Read which places and names a question holds against each other; every word of it is told or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from qa.checking.cells import YUAN
from qa.linking.printed import plain, printed
from qa.planning.expression_words import tables_in, without_owner
from qa.query import Query
from qa.regexes import regex
from qa.words.expressions import NAME, TABLE, Token
from qa.words.left_over import left_over
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.view import View

MARK = "|"
TITLED = 6  # characters of a title that names its table without the word 表
_AMOUNT = regex(r"(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元?|万元?|元)")
_BRACKET = regex(r"\([^()]+\)")
_NUMBERED = regex(r"[附件公开部门]*表?[\d一二三四五六七八九十-]+")
_YEAR = regex(r"(?:20\d\d|今|本|当)年度?")


@dataclass(frozen=True, slots=True)
class Said:
    """Hold the tables, whether the text is one of the places, the names and the amounts said."""

    tables: tuple[frozenset[int], ...]
    narrative: bool
    names: tuple[Token, ...]
    stated: tuple[Decimal, ...] = ()
    whole: bool = False  # all that a table sums
    which: bool = False

    def states(self, worth: Decimal) -> bool:
        """Tell whether an amount is the one that the question says, if it says one."""
        return not self.stated or worth in self.stated


def words(query: Query) -> dict[str, str]:
    """Return the frames of answers in the question's language."""
    found: dict[str, str] = data("tally.yaml")["say"]["en" if query.language == "en" else "zh"]
    return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of qa/data/tally.yaml."""
    return regex(str(data("tally.yaml")[name]), re.IGNORECASE)


def read(view: View, question: str) -> Said | None:
    """Return the places and names that are held against each other, None where a word is not told."""
    text = plain(normalise(question))
    if not (pattern("same").search(text) or pattern("differ").search(text)):
        return None
    tables = _apart(text, [*tables_in(view, text), *_untabled(view, text)])
    masked = _masked(text, tables)
    told = list(pattern("narrative").finditer(masked)) if tables else []
    if len({t.ids for t in tables}) + bool(told) < 2:
        return None
    masked = _blank(masked, [m.span() for m in told])
    stated = list(_AMOUNT.finditer(masked))
    masked = _blank(masked, [m.span() for m in stated])
    names = _names(view, masked)
    masked = _blank(masked, [(n.start, n.end) for n in names])
    whole = pattern("whole").search(masked) is not None
    if not (names or whole) or not _asks(masked) or _left(masked):
        return None
    return Said(
        tables=tuple(dict.fromkeys(t.ids for t in tables)),
        narrative=bool(told),
        names=tuple({n.text: n for n in names}.values()),
        stated=tuple(_worth(m) for m in stated),
        whole=whole and not names,
        which=pattern("which").search(masked) is not None,
    )


def _untabled(view: View, text: str) -> Iterator[Token]:
    """Give the tables whose whole titles, without the word 表, a text says."""
    titles: dict[str, set[int]] = {}
    for table in view.catalogue.tables.values():
        title = without_owner(view, table.document_id, table.title)
        if len(title) >= TITLED and "表" not in title and title in text:
            titles.setdefault(title, set()).add(table.id)
    for title, ids in titles.items():
        for match in re.finditer(re.escape(title), text):
            yield Token(TABLE, title, *match.span(), ids=frozenset(ids))


def _worth(match: re.Match[str]) -> Decimal:
    unit = f"{match['unit'].removesuffix('元')}元"
    return Decimal(match["n"].replace(",", "")) * YUAN[unit]


def _asks(masked: str) -> bool:
    return bool(pattern("same").search(masked) or pattern("differ").search(masked))


def _apart(text: str, found: Sequence[Token]) -> list[Token]:
    """Return the tables that a text names, the longest of those that meet; 表一《某表》 is one."""
    kept: list[Token] = []
    for token in sorted(found, key=lambda t: t.start - t.end):
        if all(token.end <= one.start or one.end <= token.start for one in kept):
            kept.append(token)
    starts = {token.start for token in kept}
    told = [t for t in kept if t.end not in starts or not _NUMBERED.fullmatch(t.text)]
    return sorted(told, key=lambda t: t.start)


def _masked(text: str, tables: Sequence[Token]) -> str:
    """Return a text with marks for its tables, also for what brackets behind one say of its title."""
    spans = []
    for token in tables:
        bracket = _BRACKET.match(text, token.end)
        spans.append((token.start, bracket.end() if bracket else token.end))
    return _blank(text, spans)


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{MARK * (end - start)}{text[end:]}"
    return text


def _names(view: View, masked: str) -> list[Token]:
    """Return the printed names that a text says, the longest at each place."""
    names, found, at = printed(view.catalogue), list[Token](), 0
    while at < len(masked):
        named = names.at(masked, at) if masked[at] != MARK else None
        if named is None:
            at += 1
            continue
        found.append(Token(NAME, named[0], at, at + len(named[0]), named[1]))
        at += len(named[0])
    return found


def _left(masked: str) -> bool:
    """Tell whether words are left that could restrict what is meant."""
    for name in ("same", "differ", "whole", "idle"):
        masked = pattern(name).sub(MARK, masked)
    masked = _YEAR.sub(MARK, masked)
    pieces = re.findall(r"[a-z]+", masked, re.IGNORECASE)
    if any(pattern("english").fullmatch(piece) is None for piece in pieces):
        return True
    left, _ = left_over(re.sub(r"[a-z]+", MARK, masked, flags=re.IGNORECASE), "")
    return bool(left)
