"""Find the members of a set in one table: the rows that every phrase of a question fits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.catalogue import Entry, Heading, Sheet
from qa.kept import Kept
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.set_rows import (
    alike,
    answered,
    below_code,
    called,
    cells,
    heads,
    in_short,
    is_above,
    is_class,
    is_part,
    named,
    on_side,
    placed,
)
from qa.planning.set_steps import RowSet
from qa.words.normalise import data
from qa.words.rowsets import LOWEST, Wanted

_JOINT = re.compile(r"[、和与跟及加]")
_MONEY_SAID = re.compile(data("rowsets.yaml")["money_said"])


def _classed(table: Sheet, name: str) -> tuple[str, ...]:
    """Return the classes of the economic items that staff, or running costs, are made of."""
    economic = table.kind == "basic_economic"
    return tuple(data("rowsets.yaml")["classes"].get(name, ())) if economic else ()


def _meant(table: Sheet, rows: list[Entry], said: str) -> list[Entry]:
    """Return the rows that words mean: those below it, those it is a part of, or the one it is short for."""
    parts = below_code(table, rows, said) or [e for e in rows if is_part(said, e)]
    one = None if parts else placed(rows, (said,))
    return [one[1]] if one else parts


def without(table: Sheet, rows: list[Entry], less: str) -> list[Entry]:
    """Return rows without those that words leave out; none where they leave out none of them."""
    out = _meant(table, rows, less)
    if not out:
        several = [_meant(table, rows, name) for name in _JOINT.split(less)]
        out = [e for one in several for e in one] if all(several) else []
    if not out:
        near = [e for e in rows if alike(less, e.label, loose=True)]
        out = near if len(near) == 1 else []
    kept = [e for e in rows if e not in out]
    return kept if len(kept) < len(rows) else []


class SetMembers:
    """Find members of sets over the tables of one catalogue."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._known = Kept()

    def found(
        self, table: Sheet, wanted: Wanted, *, loose: bool, among: list[Entry] | None = None
    ) -> RowSet | None:
        """Return the members in a table, or None where a phrase is no name in it.

        `among` are the rows that may be members, by default those of the level asked for.
        """
        columns = self._columns(table, wanted)
        if columns is None:
            return None
        every = self._kept(table, wanted, self.level(table, wanted) if among is None else among)
        for name in wanted.columns:  # of 公用经费 without a column of its own
            codes = _classed(table, name) if self._column(table, name) is None else ()
            every = [e for e in every if (e.code or "").startswith(codes)] if codes else every
        member = placed(every, wanted.rest) if wanted.of_one else None
        if wanted.of_one and member is None:
            return None
        rest = tuple(p for p in wanted.rest if member is None or p != member[0])
        column = next(iter(columns[::-1]), None)
        spoken = {p: c for p in rest if (c := self._spoken(table, p)) is not None}
        column = column or next(iter(spoken.values()), None)
        rows = every
        for phrase in rest:
            about = wanted.noun == "indicator" and alike(phrase, subject_of(table), loose=loose)
            if phrase in spoken or about or self._says_no_row(table, column, phrase):
                continue
            told = self._told_by(table, rows, phrase, wanted, loose=loose)
            told = told or self._joined(table, rows, phrase, wanted)
            other = told or [e for e in every if is_part(phrase, e)]
            if not other or not (told or (wanted.noun and wanted.either)):
                return None
            rows = told or [e for e in every if e in rows or e in other]
        several = columns if len(columns) > 1 and wanted.either and wanted.bound else ()
        return (
            RowSet(table, tuple(rows), column, several, member=member and member[1])
            if rows
            else None
        )

    def _columns(self, table: Sheet, wanted: Wanted) -> tuple[Heading, ...] | None:
        """Return the columns that are named, or None where the table has none of them."""
        found: dict[Heading, None] = {}
        for name in wanted.columns:
            column = self._column(table, name)
            if column is not None:
                found[column] = None
            elif not (heads(table, name) or _classed(table, name)):
                return None
        return tuple(found)

    def _kept(self, table: Sheet, wanted: Wanted, rows: list[Entry]) -> list[Entry]:
        """Return the rows without the member that is left out; none where it is no member."""
        less = wanted.extra.less
        if not less:
            return rows
        classed = [e for e in rows if any(is_class(less, c) for c in cells(self._lookup, table, e))]
        if classed:
            return [e for e in rows if e not in classed]
        return without(table, rows, less)

    def _spoken(self, table: Sheet, phrase: str) -> Heading | None:
        """Return the column that a phrase names, unless it is only of the table's title."""
        column = self._column(table, phrase)
        titled = bare(phrase) in bare(table.title)
        return None if column is None or (titled and not named(column, phrase)) else column

    def _says_no_row(self, table: Sheet, column: Heading | None, phrase: str) -> bool:
        """Tell whether a phrase is of the table, its money, or the heads above a column."""
        said = bare(phrase)
        above = column is not None and len(said) > 1 and said in bare("".join(column.path))
        return above or said in bare(table.title) or _MONEY_SAID.fullmatch(phrase) is not None

    def _column(self, table: Sheet, name: str) -> Heading | None:
        """Return the column of this year that a phrase names by its last head."""
        return self._known.once((table.id, name), lambda: self._headed(table, name))

    @staticmethod
    def _headed(table: Sheet, name: str) -> Heading | None:
        amounts = [c for c in table.columns if c.role == "amount" and c.path]
        for same in (named, called, in_short):
            found = [c for c in amounts if same(c, name)]
            if found:
                return max(found, key=lambda c: c.year or 0)
        return None

    def level(self, table: Sheet, wanted: Wanted) -> list[Entry]:
        """Return the rows of the level asked for, the lowest where none is."""
        kind = "indicator" if wanted.noun == "indicator" or wanted.weight else "item"
        key = (table.id, kind, wanted.side, wanted.level)
        return [*self._known.once(key, lambda: self._level(table, kind, wanted))]

    @staticmethod
    def _level(table: Sheet, kind: str, wanted: Wanted) -> list[Entry]:
        rows = [e for e in table.rows if e.kind == kind and on_side(table, e, wanted.side)]
        if wanted.level in (None, LOWEST):
            return [e for i, e in enumerate(rows) if not is_above(e, i, rows)]
        size = 1 + 2 * (wanted.level or 0)
        coded = [e for e in rows if e.code and e.code_kind != "project"]
        named = table.kind == "project_list" and not all(e.code for e in rows)  # above the codes
        if coded and not named:
            return [e for e in coded if len(e.code or "") == size]
        return [e for e in rows if e.level == wanted.level]

    def _joined(
        self, table: Sheet, rows: Sequence[Entry], phrase: str, wanted: Wanted
    ) -> list[Entry]:
        """Return the rows that any of several joined names tells apart (货物加服务)."""
        names = [name for name in _JOINT.split(phrase) if name]
        if len(names) < 2:
            return []
        told = [self._told_by(table, rows, name, wanted, loose=False) for name in names]
        if not all(told):
            return []
        return [e for e in rows if any(e in one for one in told)]

    def _told_by(
        self, table: Sheet, rows: Sequence[Entry], phrase: str, wanted: Wanted, *, loose: bool
    ) -> list[Entry]:
        """Return the rows that a phrase tells apart: below a row, by a cell, by their names."""
        parts = [e for e in rows if is_part(phrase, e)]
        if wanted.part:  # the very words, where names that mean the same are printed otherwise
            parts = [e for e in parts if phrase in e.label] or parts
        ending = [e for e in parts if bare(e.label).endswith(bare(phrase))]
        if parts and wanted.part:
            return ending if wanted.ending and ending else parts
        if yes := answered(rows, phrase, table):
            return yes
        kept = {e: tuple(cells(self._lookup, table, e)) for e in rows}
        exact = any(bare(phrase) == bare(p) for e in rows for p in e.parents)
        classed = [e for e, said in kept.items() if any(is_class(phrase, c) for c in said)]
        if classed and not exact:  # B工程 tells works, whatever project they are of
            return classed
        below = [e for e in rows if any(alike(phrase, p, loose=loose) for p in e.parents)]
        below = below or below_code(table, rows, phrase)
        if below:
            return below
        named = bool(wanted.noun) or wanted.kinds == ("procurement",)
        classed = classed or [e for e in kept if named and is_class(phrase, e.label)]
        if classed:
            return classed
        told = [e for e, said in kept.items() if any(alike(phrase, c, loose=loose) for c in said)]
        if told:
            return told
        return parts if named else []
