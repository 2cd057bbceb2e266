"""Know every cell that is of one of a department's units: its own line, rows below or beside it, its column.

What units have of one thing goes by the thing's name, in whichever table prints units.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from ingest.money import is_money
from ingest.records import Phase
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.text import bare, core
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.of_unit import column_units
from qa.planning.types import Figure
from qa.words import lexicon
from qa.words.normalise import data, simplify
from qa.words.unit_money import flat

LEAST = 2  # characters of a name, and units of a table that is by units
SURE = 0.75  # how surely a word means an item
LONGEST = 40  # characters of a name that are looked for
ITEMS = ("functional", "economic", "government", "project", "catalogue")
_YEAR = re.compile(r"(?:20\d\d年?(?:度)?|[上本去今]年(?:度)?)")
_NUMBER = re.compile(r"^(?:[（(]?[一二三四五六七八九十]+[)）、.．]+|\d+[.．、]|[A-Z]\d+)")
_BRACKET = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Thing:
    """Hold what units have of one thing in one table: rows by unit, the column where that is fixed."""

    name: str
    table: Sheet
    rows: Mapping[str, tuple[Entry, ...]]
    column: Heading | None = None
    columns: Mapping[str, Heading] | None = None  # each unit's own column

    @property
    def titled(self) -> str:
        """Return what else its cells go by: the table's title, names and codes of rows and those above."""
        rows = [entry for entries in self.rows.values() for entry in entries]
        names = {n for e in rows for n in (e.label, e.code or "", *e.parents)}
        path = self.column.path if self.column is not None else ()
        return flat(simplify("/".join((self.table.title, *path, *names))))


class UnitCells:
    """Read the cells of units of one document; `units` gives a unit by each bare form of its name."""

    def __init__(
        self,
        catalogue: Catalogue,
        lookup: Lookup,
        words: LinkWords,
        document: int,
        units: Mapping[str, str],
    ) -> None:
        self._catalogue, self._lookup, self._words = catalogue, lookup, words
        self._units = units
        self._own = catalogue.documents[document]
        self._tables = [t for t in catalogue.tables.values() if t.document_id == document]

    @cached_property
    def things(self) -> Mapping[str, list[Thing]]:
        """Return what units have, by each form of its name."""
        found: dict[str, list[Thing]] = defaultdict(list)
        for table in self._tables if self._units else ():
            if table.kind.endswith("performance"):
                continue
            for thing in self._of_table(table):
                for form in forms(thing.name):
                    if form not in self._units:
                        found[form].append(thing)
        return found

    def named(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Give where a text names things, the longest names first; everyday words by what they mean."""
        at = 0
        while at < len(text):
            longest = self._longest.get(text[at : at + LEAST], 0)
            for end in range(min(len(text), at + longest), at + LEAST - 1, -1):
                key = self._key(text[at:end])
                digits = key.isdigit() and (
                    text[at - 1 : at].isdigit() or text[end : end + 1].isdigit()
                )
                if key and not digits:
                    yield at, end, key
                    at = end
                    break
            else:
                at += 1

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        """Return the length of the longest name, or everyday word, by its first characters."""
        found: dict[str, int] = {}
        for word in (*self.things, *(w for w in lexicon.senses() if len(w) <= LONGEST // 4)):
            first = word[:LEAST]
            found[first] = max(found.get(first, 0), min(len(word), LONGEST))
        return found

    def _key(self, word: str) -> str:
        if word in self.things:
            return word
        sense = lexicon.senses().get(word) if len(word) <= LONGEST // 4 else None
        if sense is None or sense.together:
            return ""
        terms = [h.term for h in sense.hints if h.weight >= SURE][:1]
        keys = (form for term in terms for form in forms(term) if form in self.things)
        return next(keys, "")

    # --- tables --------------------------------------------------------------------------

    def _of_table(self, table: Sheet) -> Iterator[Thing]:
        yield from self._of_columns(table)
        lines: dict[str, list[Entry]] = defaultdict(list)
        for row in table.rows:
            if row.kind == "item" and (unit := self._units.get(bare(row.label))):
                lines[unit].append(row)
        if len(lines) >= LEAST and all(len(rows) == 1 for rows in lines.values()):
            yield from self._of_lines(table, {u: tuple(rows) for u, rows in lines.items()})
        elif lines:
            yield from self._below_items(table, lines)
        owned: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        labels: dict[str, str] = {}
        for row, unit in self._owned(table):
            for key in filter(None, (bare(row.label), row.code if row.code_kind in ITEMS else "")):
                owned[key][unit].append(row)
                labels[key] = row.label if key == bare(row.label) else key
        for key, rows in owned.items():
            yield Thing(labels[key], table, {u: _outer(rs) for u, rs in rows.items()})

    def _of_columns(self, table: Sheet) -> Iterator[Thing]:
        """Give the rows of a table that has a column for each unit."""
        heads = [h for h in column_units(table) if bare(h) in self._units]
        if len(set(heads)) < LEAST:
            return
        own = {
            self._units[bare(c.path[0])]: c
            for c in reversed(table.columns)
            if c.role == "amount" and c.path and bare(c.path[0]) in self._units
        }
        for row in table.rows:
            if row.kind == "item":
                yield Thing(row.label, table, dict.fromkeys(own, (row,)), columns=own)

    def _of_lines(self, table: Sheet, lines: Mapping[str, tuple[Entry, ...]]) -> Iterator[Thing]:
        """Give the columns of a table that has a line for each unit."""
        amounts = [
            c for c in table.columns
            if c.role == "amount" and c.year in (self._own.fiscal_year, None)
            and is_money(c.unit or table.unit)
        ]  # fmt: skip
        heads = [self._head(column) for column in amounts]
        whole = str(data("unit_asks.yaml")["tables"].get(table.kind, ""))
        said = flat(simplify(whole))
        named = [said in flat(simplify(head)) for head in heads] if said else []
        for at, (head, column) in enumerate(zip(heads, amounts, strict=True)):
            if name := head or (whole if not any(named) else ""):
                yield Thing(name, table, lines, column)
            if (
                named.count(True) == 1 and named[at]
            ):  # 一般公共预算安排的“三公”经费 beside all with meetings
                yield Thing(whole, table, lines, column)

    def _head(self, column: Heading) -> str:
        """Return what a column is of: its lowest head that is no total."""
        heads = [_YEAR.sub("", "".join(part.split())) for part in column.path]
        while heads and (not heads[-1] or bare(heads[-1]) in self._words.totals):
            heads.pop()
        return heads[-1].removesuffix("合计").removeprefix("其中:") if heads else ""

    def _below_items(self, table: Sheet, lines: Mapping[str, list[Entry]]) -> Iterator[Thing]:
        """Give the items of a table that has the units' lines below each of them."""
        found: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for unit, rows in lines.items():
            for row in rows:
                if row.parents and bare(row.parents[-1]) not in self._units:
                    found[row.parents[-1]][unit].append(row)
        for label, units in found.items():
            yield Thing(label, table, {u: _outer(rows) for u, rows in units.items()})

    def _owned(self, table: Sheet) -> Iterator[tuple[Entry, str]]:
        """Give the rows of items with the unit that each is of: beside, above, or at the head of its block."""
        block, blocks = "", self._has_blocks(table)
        for row in table.rows:
            unit = self._units.get(bare(row.label), "")
            if row.kind != "item":
                block = ""
                continue
            if unit:
                block = unit
                continue
            owners = [self._units[bare(p)] for p in row.parents if bare(p) in self._units]
            beside = self._units.get(bare(row.institution or ""), "")
            owner = beside or (owners[-1] if owners else block if blocks else "")
            if owner:
                yield row, owner

    def _has_blocks(self, table: Sheet) -> bool:
        """Tell whether each unit's line stands above rows that sum up to it."""
        wish = self.wish()
        sums: list[tuple[Entry, list[Entry]]] = []
        for row in table.rows:
            if row.kind == "item" and bare(row.label) in self._units:
                sums.append((row, []))
            elif row.kind == "item" and sums:
                sums[-1][1].append(row)
        if len(sums) < LEAST or not all(rows for _, rows in sums):
            return False
        for line, rows in sums:
            columns = default_columns(table, line, wish, self._words)[:1]
            top = min(row.level for row in rows)
            parts = [self._value(table, r, c) for r in rows if r.level == top for c in columns]
            whole = [self._value(table, line, c) for c in columns]
            if whole != [sum((p for p in parts if p is not None), Decimal(0))]:
                return False
        return True

    def _value(self, table: Sheet, row: Entry, column: Heading) -> Decimal | None:
        fact = self._lookup.fact(table.id, row.id, column.index)
        return fact.value if fact is not None else None

    # --- cells ---------------------------------------------------------------------------

    def wish(self) -> ColumnWish:
        """Return the document's own year and phase."""
        return ColumnWish(self._own.fiscal_year, Phase(self._own.phase))

    def cells(
        self, thing: Thing, heads: Sequence[str], *, prior: bool = False
    ) -> dict[str, list[Figure]]:
        """Return the cells of each unit, in the column that is named where one is; none where it is not there."""
        found: dict[str, list[Figure]] = {}
        for unit, rows in thing.rows.items():
            columns = [self._column(thing, unit, row, heads, prior=prior) for row in rows]
            pairs = [(row, c) for row, c in zip(rows, columns, strict=True) if c is not None]
            if len(pairs) == len(rows):
                figures = [self._figure(thing, row, c) for row, c in pairs]
                lined = thing.column is not None
                found[unit] = [replace(f, label=unit) if lined else f for f in figures]
        return found

    def whole(self, thing: Thing) -> Figure | None:
        """Return the cell of all units' lines in their column."""
        if thing.column is None:
            return None
        totals = (row for row in thing.table.rows if row.kind == "total" and not row.institution)
        return next((self._figure(thing, row, thing.column) for row in totals), None)

    def _figure(self, thing: Thing, row: Entry, column: Heading) -> Figure:
        return make_figure(self._catalogue, self._lookup, thing.table, row, column.index, 1.0)

    def _column(
        self, thing: Thing, unit: str, row: Entry, heads: Sequence[str], *, prior: bool
    ) -> Heading | None:
        table = thing.table
        if thing.columns is not None:
            return None if heads or prior else thing.columns.get(unit)
        if thing.column is None:
            columns = [
                c for c in default_columns(table, row, self.wish(), self._words)
                if is_money(c.unit or table.unit)
            ]  # fmt: skip
            fit = [c for c in columns if all(_is_of(c, head) for head in heads)]
            column = fit[0] if fit else None
        else:
            column = thing.column if all(re.search(h, thing.titled) for h in heads) else None
        return _before(table, column) if prior and column is not None else column


def forms(name: str) -> Iterable[str]:
    """Return the forms in which a printed name is said."""
    plain = flat(simplify(_NUMBER.sub("", "".join(name.split()))))
    short = _BRACKET.sub("", plain)
    main = core(name)
    kept = [form for form in (plain, short) if len(form) >= LEAST]
    return tuple(dict.fromkeys((*kept, main) if len(main) > LEAST else kept))


def _is_of(column: Heading, head: str) -> bool:
    """Tell whether a column is of what a pattern names: by its lowest head, totals aside."""
    heads = [bare(part) for part in column.path]
    while len(heads) > 1 and heads[-1] in ("小计", "合计"):
        heads.pop()
    return re.search(f"(?:{head})$", heads[-1]) is not None


def _before(table: Sheet, column: Heading) -> Heading | None:
    """Return the column of the year before that is headed alike."""
    own = [_YEAR.sub("", bare(part)) for part in column.path]
    alike = [
        c for c in table.columns
        if c.role == column.role and c.year == (column.year or 0) - 1
        and [_YEAR.sub("", bare(part)) for part in c.path] == own
    ]  # fmt: skip
    return alike[0] if len(alike) == 1 else None


def _outer(rows: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return rows of one name without those that stand below another of them."""
    labels = {row.label for row in rows}
    return tuple(row for row in rows if not labels & set(row.parents)) or tuple(rows)
