"""Find what a question chooses rows by, in the words of each table.

By what a column of words says (项目类别为维护类, 询价的, 专门面向中小企业的), by a figure of a named
column or one column held against another, by the year of its beginning, a code, the sign of a goal, a
unit, whose money it is, the project of a goal. Heads and cells are the document's own; how people join
them is data (`qa/data/conditions.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from qa.catalogue import Entry, Heading, Sheet
from qa.linking.labels import PROJECT_LIST, UNIT_KINDS
from qa.linking.names import subject_of
from qa.linking.text import bare, shortens
from qa.lookup import Fact, Lookup
from qa.planning.cell_words import (
    CODED,
    GOALS,
    Condition,
    of_column,
    pattern,
    tells,
    words,
)
from qa.planning.figure_conditions import all_spent, members, of_figures, unplanned
from qa.planning.own_rows import own_rows
from qa.planning.row_cells import YES_NO
from qa.planning.set_rows import is_above
from qa.planning.set_units import of_units
from qa.planning.worked_columns import worked
from qa.words.normalise import data

LISTS = (PROJECT_LIST, "procurement", *GOALS)
SIGNS = {"<": ("≤", "<"), ">": ("≥", ">"), "=": ("=",)}
ITEM = 7  # digits of the code of an item, below which only projects stand
_SPOKEN = 4  # characters of a project's name that say it in full
_NO_UNIT = "的是有都那这指了吗呢"  # how words behind a figure begin that are no unit
_CODES = re.compile(r"编码|代码")
_TAIL = re.compile(r"(?:收入|拨款|资金|预算)+$")


class Conditions:
    """Find conditions over the tables of one catalogue; what columns say is read once."""

    def __init__(self, lookup: Lookup, is_unit: Callable[[Entry], bool]) -> None:
        self._lookup = lookup
        self._is_unit = is_unit
        self._known: dict[int, tuple[tuple[Heading, dict[str, tuple[Entry, ...]]], ...]] = {}

    def find(self, text: str, tables: Sequence[Sheet], institution: str) -> Iterator[Condition]:
        """Give what a question chooses rows by, table after table."""
        for table in tables:
            yield from self._of_unit(text, table, tables)
            if table.kind in LISTS:
                for column, by_value in self._columns(table):
                    yield from of_column(text, table, column, by_value)
                yield from of_figures(text, table, self._lookup)
                yield from all_spent(text, table, self._lookup)
            if table.kind in (*LISTS[:2], *CODED):
                yield from unplanned(text, table, self._lookup)
            yield from _worked(text, table)
            yield from _below_code(text, table)
            yield from self._coded(text, table)
            yield from of_units(text, table, institution, self._is_unit)
            yield from own_rows(text, table, self._lookup, institution)
            yield from self._signed(text, table)
            yield from self._valued(text, table)
            yield from _of_form(text, table, tables)
            yield from self._funded(text, table)

    def _columns(self, table: Sheet) -> tuple[tuple[Heading, dict[str, tuple[Entry, ...]]], ...]:
        """Return each column that classes rows, with what it says → the rows of which it says so."""
        if table.id not in self._known:
            self._known[table.id] = tuple(
                (column, self._values(table, column)) for column in table.columns if tells(column)
            )
        return self._known[table.id]

    def _values(self, table: Sheet, column: Heading) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in members(table):
            fact = self._lookup.fact(table.id, entry.id, column.index)
            printed = fact.printed.strip() if fact is not None else _marked(entry, column)
            if printed:
                found.setdefault(printed, []).append(entry)
        merged = _merged(table, column, found) or found
        return {value: _lowest(rows) for value, rows in merged.items()}

    # --- figures ---------------------------------------------------------------------------

    def _coded(self, text: str, table: Sheet) -> Iterator[Condition]:
        """Give the rows of a list whose code a question names, or says how it begins."""
        if table.kind not in LISTS[:2]:
            return
        begun = pattern("code_begins").search(text)
        for match in (begun,) if begun is not None else pattern("code").finditer(text):
            code = next(c for c in match.groups() if c is not None).upper()
            rows = tuple(
                e
                for e in members(table)
                if any(
                    c.startswith(code) if begun is not None else c == code
                    for c in self._codes(table, e)
                )
            )
            if rows:
                yield Condition(table, rows, match.span(), kind="level")

    def _codes(self, table: Sheet, entry: Entry) -> Iterator[str]:
        """Give what a row prints as a code: its own, and every cell that may be one."""
        yield entry.code or ""
        for fact in self._lookup.row(table.id, entry.id):
            if fact.value is None:
                yield fact.printed.strip().upper()

    def _of_unit(self, text: str, table: Sheet, tables: Sequence[Sheet]) -> Iterator[Condition]:
        """Give the rows of a list that prints only the code of the unit that a question names."""
        if table.kind not in LISTS[:2]:
            return
        codes = [c for c in table.columns if "单位" in c.name and _CODES.search(c.name)]
        units = (e for t in tables if codes and t.kind in UNIT_KINDS for e in t.rows)
        for unit in (e for e in units if e.code and bare(e.label) and self._is_unit(e)):
            name = next((n for n in _endings(bare(unit.label)) if n in text), "")
            rows = tuple(
                e
                for e in members(table)
                if any(
                    (f := self._lookup.fact(table.id, e.id, c.index)) and f.printed == unit.code
                    for c in codes
                )
            )
            if name and rows:
                at = text.index(name)
                yield Condition(table, rows, (at, at + len(name)), unit.label)
                return

    def _signed(self, text: str, table: Sheet) -> Iterator[Condition]:
        """Give the goals that are set with a sign (≤ 的指标)."""
        if table.kind not in GOALS:
            return
        if (said := _sign_said(text)) is None:
            return
        sign, span = said
        rows = tuple(
            e for e in members(table)
            if any(f.sign in SIGNS[sign] for f in self._lookup.row(table.id, e.id))
        )  # fmt: skip
        if rows:
            yield Condition(table, rows, span)

    def _valued(self, text: str, table: Sheet) -> Iterator[Condition]:
        """Give the goals that are set at a figure (指标值填25000, 要求达到99.5%)."""
        if table.kind not in GOALS or not pattern("of_goal").search(text):
            return
        for match in pattern("goal_value").finditer(text):
            if pattern("of_weight").search(text[: match.start("value")]):
                continue
            value, unit = Decimal(match["value"]), match["unit"] or ""
            facts = ((e, f) for e in members(table) for f in self._lookup.row(table.id, e.id))
            rows = tuple(
                e
                for e, f in facts
                if f.value == value and f.measure != "weight" and _has_unit(f, unit)
            )
            if rows:
                end = match.end() if unit == "%" or _has_units(rows, unit) else match.end("value")
                told = text[match.start() : end]
                yield Condition(table, rows, (match.start(), end), told, "value")

    # --- money -----------------------------------------------------------------------------

    def _funded(self, text: str, table: Sheet) -> Iterator[Condition]:
        """Give the rows that have money of a kind, with its columns (哪些项目用到其他资金)."""
        if table.kind != PROJECT_LIST:
            return
        columns = [c for c in table.columns if c.role == "amount" and c.path]
        mixed = pattern("not_fiscal").search(text)
        if mixed is not None:
            other = [c for c in columns if pattern("other_money").search(bare(c.name))]
            yield from self._filled(table, other, mixed.span())
        span, named = _heads_said(text, columns)
        if named:
            yield from self._filled(table, named, span)

    def _filled(
        self, table: Sheet, columns: Sequence[Heading], span: tuple[int, int]
    ) -> Iterator[Condition]:
        wanted = {c.index for c in columns}
        items = members(table)
        rows = tuple(
            e for i, e in enumerate(items)
            if not is_above(e, i, items)
            and any(f.value and f.column in wanted for f in self._lookup.row(table.id, e.id))
        )  # fmt: skip
        if rows:
            yield Condition(table, rows, span, columns=tuple(columns))


def _lowest(rows: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return rows without those that hold others of them, which would count twice."""
    return tuple(e for i, e in enumerate(rows) if not is_above(e, i, rows))


@lru_cache(maxsize=64)
def _sign_said(text: str) -> tuple[str, tuple[int, int]] | None:
    """Return the sign that goals are said to be set with, and where a question says it."""
    for sign, said in data("conditions.yaml")["signs"].items():
        if match := re.search(said + words("sign_end"), text):
            return sign, match.span()
    return None


def _worked(text: str, table: Sheet) -> Iterator[Condition]:
    """Give all rows of a table where what two of its columns leave ranks them."""
    found = worked(text, table) if table.kind in (*LISTS[:2], *CODED) else None
    for span in found.spans if found is not None else ():
        yield Condition(table, tuple(members(table)), span, kind="worked", worked=found)


def _marked(entry: Entry, column: Heading) -> str:
    """Return the yes or no of a goal's row, whose words are kept with the row alone."""
    asked = entry.kind == "indicator" and column.path[-1].startswith("是否")
    said = YES_NO.search(entry.text) if asked else None
    return said[1] if said else ""


def _merged(
    table: Sheet, column: Heading, found: Mapping[str, Sequence[Entry]]
) -> dict[str, list[Entry]]:
    """Return the rows of each class that one cell prints for several, its own row the first."""
    rows = members(table)
    starts = {id(said[0]): value for value, said in found.items() if len(said) == 1}
    alone = len(starts) == len(found) > 0 and pattern("class_head").search(column.path[-1])
    if not alone or not rows or id(rows[0]) not in starts or len(rows) == len(found):
        return {}
    classed: dict[str, list[Entry]] = {}
    for entry in rows:
        value = starts.get(id(entry), next(reversed(classed), ""))
        classed.setdefault(value, []).append(entry)
    return classed


def _endings(name: str) -> list[str]:
    """Return a unit's name, then ever shorter ends of it."""
    return [name[i:] for i in range(max(1, len(name) - _SPOKEN))]


def _has_unit(fact: Fact, unit: str) -> bool:
    """Tell whether a goal is counted in a unit that is said; other words behind it are none."""
    own = (fact.unit or "") + fact.printed
    return not unit or unit[0] in own or (unit != "%" and unit[0] in _NO_UNIT)


def _has_units(rows: Sequence[Entry], unit: str) -> bool:
    return bool(unit) and any(unit in entry.text for entry in rows)


# --- codes, units, forms, money ----------------------------------------------------------------


def _below_code(text: str, table: Sheet) -> Iterator[Condition]:
    """Give the rows below a class or section that a question names by its code."""
    listed = table.kind == PROJECT_LIST
    match = pattern("below_code").search(text) if listed or table.kind in CODED else None
    if match is None or listed != (len(match[1]) == ITEM):
        return
    rows = [e for e in table.rows if e.kind == "item" and (e.code or "").startswith(match[1])]
    below = tuple(e for e in rows if listed or e.code != match[1])
    if below:
        yield Condition(table, below, match.span(), kind="level")


def _of_form(text: str, table: Sheet, tables: Sequence[Sheet]) -> Iterator[Condition]:
    """Give the goals of the one project that a question names, in a form of several projects.

    A question that has more of the name of a project with a form of its own is of that.
    """
    if table.kind != "project_performance":
        return
    items = [e for e in table.rows if e.kind == "item"]
    if len(items) < 2:
        return
    found = [(e, span) for e in items if (span := _named(bare(e.label), text))]
    longest = max((span[1] - span[0] for _, span in found), default=0)
    best = [(e, span) for e, span in found if span[1] - span[0] == longest]
    best = best or _shortened(text, items)
    alone = (bare(subject_of(t)) for t in tables if t.kind == table.kind)
    spans = (span for name in alone if name and (span := _named(name, text)))
    if len(best) != 1 or (longest and any(end - start > longest for start, end in spans)):
        return
    entry, span = best[0]
    after = table.rows[table.rows.index(entry) + 1 :]
    end = next((i for i, e in enumerate(after) if e.kind == "item"), len(after))
    yield Condition(table, tuple(after[:end]), span, kind="goals")


def _shortened(text: str, items: Sequence[Entry]) -> list[tuple[Entry, tuple[int, int]]]:
    """Return the projects whose names are shortened before a word for goals (路灯改造绩效里)."""
    match = pattern("of_goals").search(text)
    if match is None:
        return []
    return [(e, match.span(1)) for e in items if shortens(match[1], bare(e.label))]


def _named(name: str, text: str) -> tuple[int, int] | None:
    """Return where a question says a name in full or most of it by its beginning or end."""
    for size in range(len(name), max(_SPOKEN, len(name) // 2) - 1, -1):
        for part in (name[:size], name[-size:]):
            at = text.find(part)
            if at >= 0:
                return at, at + size
    return None


def _heads_said(text: str, columns: Sequence[Heading]) -> tuple[tuple[int, int], list[Heading]]:
    """Return the columns whose heads are said to be used (用到事业收入或其他收入), and where."""
    heads = {bare(part) for c in columns for part in c.path}
    names = {form: head for head in heads for form in (head, _TAIL.sub("", head)) if len(form) > 3}
    if not names:
        return (0, 0), []
    one = "|".join(sorted(map(re.escape, names), key=lambda n: -len(n)))
    uses, funded = words("uses"), words("funded")
    listed = rf"(?:{one})(?:(?:或者?|、|和|与|及|还是)(?:{one}))*"
    match = re.search(rf"{uses}(?P<a>{listed})(?:的(?:钱|资金)?)?|(?P<b>{listed}){funded}", text)
    if match is None or pattern("denied").search(text[: match.end()]):
        return (0, 0), []
    said = {names[n] for n in re.findall(one, match["a"] or match["b"])}
    return match.span(), [c for c in columns if any(bare(part) in said for part in c.path)]
