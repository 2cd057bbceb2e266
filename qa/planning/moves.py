"""Find the items that rose, fell or stayed against the prior year, where a question asks which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.columns import default_columns
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.bases import Bases
from qa.planning.figures import make_figure
from qa.planning.scope import Ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.words.normalise import data

KINDS = ("general_expenditure", "expenditure_summary")  # tables whose rows are items, with codes
TOLD = 12  # items that are told at most
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Move:
    """Hold an item's amount now and a year before."""

    now: Figure
    before: Figure
    change: Decimal

    @property
    def rate(self) -> Decimal:
        """Return the change over the amount before; nothing is before where it is zero."""
        base = self.now_value - self.change
        return self.change / base if base else Decimal(0)

    @property
    def now_value(self) -> Decimal:
        """Return the amount now, which is filled in every move."""
        value = self.now.fact.value if self.now.fact is not None else None
        return value if value is not None else Decimal(0)


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(data("moves.yaml")[name], re.IGNORECASE)


@cache
def _levels() -> tuple[tuple[int, re.Pattern[str]], ...]:
    raw = data("moves.yaml")["levels"]
    return tuple((int(level), re.compile(text, re.IGNORECASE)) for level, text in raw.items())


def direction(query: Query) -> str:
    """Return up, down or same where a question asks which items moved so; else the empty string."""
    text = query.text
    if not (_words("which").search(text) and _words("against").search(text)):
        return ""
    kinds = [words for _, words in _levels()]
    named = [m for m in query.mentions if m.hints and not any(k.search(m.text) for k in kinds)]
    found = [way for way in ("same", "down", "up") if _words(way).search(text)]
    return found[0] if found and not named else ""


def plan(
    query: Query, place: Ground, catalogue: Catalogue, lookup: Lookup, words: LinkWords
) -> Plan | None:
    """Return the changes of the items that a question asks for, or None where it asks none."""
    way = direction(query)
    if not way or place.many or query.refusals:
        return None
    bases = Bases(catalogue, lookup, words)
    for table in _tables(query, place, catalogue):
        rows = _level(table, query.text)
        moves = list(_moves(table, rows, place, catalogue, lookup, words, bases))
        chosen = _chosen(moves, way, query.text)
        if chosen:
            asked = Asked(Operation.CHANGE)
            steps = tuple(Step(asked, (Target(m.now),), (Target(m.before),)) for m in chosen)
            return Plan(Route.TABLE, steps[:TOLD], score=SURE, trace=(f"moves {way}",))
    return None


def _tables(query: Query, place: Ground, catalogue: Catalogue) -> list[Sheet]:
    found = [
        table
        for table in catalogue.tables.values()
        if table.document_id in place.documents
        and table.kind in KINDS
        and (not query.annexes or table.annex in query.annexes)
    ]
    return sorted(found, key=lambda table: KINDS.index(table.kind))


def _level(table: Sheet, text: str) -> list[Entry]:
    """Return the rows of the level that is asked, the leaves where none is."""
    rows = [e for e in table.rows if e.kind == "item" and e.code]
    level = next((level for level, words in _levels() if words.search(text)), None)
    if level is not None:
        return [e for e in rows if len(e.code or "") == 1 + 2 * level]
    codes = [e.code or "" for e in rows]
    return [e for e in rows if not any(c != e.code and c.startswith(e.code or "") for c in codes)]


def _moves(
    table: Sheet, rows: Sequence[Entry], place: Ground, catalogue: Catalogue, lookup: Lookup,
    words: LinkWords, bases: Bases,
) -> Iterator[Move]:  # fmt: skip
    for entry in rows:
        columns = default_columns(table, entry, place.wish(table.document_id), words)
        if not columns:
            continue
        now = make_figure(catalogue, lookup, table, entry, columns[0].index)
        before = bases.prior(now)
        if before is None or now.fact is None or before.fact is None:
            continue
        if now.fact.value is not None and before.fact.value is not None:
            yield Move(now, before, now.fact.value - before.fact.value)


def _chosen(moves: Sequence[Move], way: str, text: str) -> list[Move]:
    if way == "same":
        return [m for m in moves if m.change == 0]
    sign = 1 if way == "up" else -1
    kept = [m for m in moves if m.change * sign > 0]
    by_rate = bool(_words("rate").search(text))
    kept.sort(key=lambda m: (m.rate if by_rate else m.change) * -sign)
    return kept[:1] if _words("most").search(text) else kept
