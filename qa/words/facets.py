"""Find the rows that a question chooses by what a column of words says of them.

项目类别为维护类, 采购方式是询价的, 专门面向中小企业的, 今年才开始的: the heads and the values are the
document's own; only how people join them is data (`qa/data/facets.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from qa.catalogue import Entry, Heading, Sheet
from qa.linking.text import bare, shortens
from qa.lookup import Lookup
from qa.words.normalise import data

LONGEST = 14
"""Characters of a value that classes rows; a longer one is prose."""
GOALS = ("project_performance", "overall_performance")
KINDS = ("project_list", "procurement", *GOALS)
ROLES = ("text", "institution", "label")
DISTINCT = 4
"""Characters from which a value names its class without the column's name."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Hold the rows of a table that words of a question choose, and where it says them.

    `column` is the one whose words choose; `columns` are those whose money is meant. `level` is set
    where the level is still open, `goals` where they are goals and count only as such, `units` where they
    stand for units.
    """

    table: Sheet
    column: Heading | None
    value: str
    rows: tuple[Entry, ...]
    span: tuple[int, int]
    began: bool = False
    level: bool = False
    goals: bool = False
    units: bool = False
    columns: tuple[Heading, ...] = ()


@cache
def words(name: str) -> str:
    """Return a pattern of the data file."""
    return str(data("facets.yaml")[name])


class Telling:
    """Hold what the columns that class rows say; each table is read once."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._known: dict[int, tuple[tuple[Heading, dict[str, tuple[Entry, ...]]], ...]] = {}

    def columns(self, table: Sheet) -> tuple[tuple[Heading, dict[str, tuple[Entry, ...]]], ...]:
        """Return each column that classes rows, with what it says → the rows of which it says so."""
        if table.id not in self._known:
            self._known[table.id] = tuple(
                (column, _values(table, column, self._lookup))
                for column in table.columns
                if _tells(column)
            )
        return self._known[table.id]


def find(text: str, tables: Sequence[Sheet], telling: Telling) -> Iterator[Facet]:
    """Give what a question chooses rows by, the columns of each table in order."""
    for table in (t for t in tables if t.kind in KINDS):
        for column, by_value in telling.columns(table):
            yield from _of_column(text, table, column, by_value)


def _tells(column: Heading) -> bool:
    """Tell whether a column's words class rows: no names of items, which have rows of their own."""
    named = column.role != "text" and re.search(r"科目|编码|代码|名称", column.name)
    return column.role in ROLES and bool(column.path) and not named


def _values(table: Sheet, column: Heading, lookup: Lookup) -> dict[str, tuple[Entry, ...]]:
    """Return what a column says → the rows of which it says so."""
    found: dict[str, list[Entry]] = {}
    kind = "indicator" if table.kind in GOALS else "item"
    for entry in table.rows:
        fact = lookup.fact(table.id, entry.id, column.index)
        if entry.kind == kind and fact is not None and fact.printed.strip():
            found.setdefault(fact.printed.strip(), []).append(entry)
    return {value: tuple(rows) for value, rows in found.items()}


def _of_column(
    text: str, table: Sheet, column: Heading, values: dict[str, tuple[Entry, ...]]
) -> Iterator[Facet]:
    head = bare(column.path[-1])
    if head.startswith("是否"):
        yield from _yes_or_no(text, table, column, values)
    elif re.search(words("began"), head):
        yield from _began(text, table, column, values)
    elif len(values) < len(table.rows):  # what differs in every row classes nothing
        for value, rows in values.items():
            other = _turned(text, head, value, table.kind)
            if other is not None:
                kept = tuple(e for v, listed in values.items() if v != value for e in listed)
                yield Facet(table, column, f"≠{value}", kept, other)
                continue
            alone = column.role == "text"
            span = _said(text, head, value, alone=alone) if len(value) <= LONGEST else None
            if span is not None:
                yield Facet(table, column, value, rows, span)


def _yes_or_no(
    text: str, table: Sheet, column: Heading, values: dict[str, tuple[Entry, ...]]
) -> Iterator[Facet]:
    """Give the rows of which a column says yes (or no) where the question says its words."""
    asked = bare(column.path[-1]).removeprefix("是否")
    core = re.sub(rf"^(?:{words('yes_lead')})+", "", asked)
    for form in dict.fromkeys((asked, core)):
        at = text.find(form) if len(form) > 1 else -1
        if at >= 0:
            turned = re.search(words("not"), text[:at])
            value = "否" if turned else "是"
            said = re.search(rf"{words('says')}$", text[:at])
            start = turned.start() if turned else said.start() if said else at
            if value in values:
                yield Facet(table, column, value, values[value], (start, at + len(form)))
            return


def _began(
    text: str, table: Sheet, column: Heading, values: dict[str, tuple[Entry, ...]]
) -> Iterator[Facet]:
    """Give the rows that began in, before or since a year."""
    year = (
        rf"(?:(?P<this>{words('this_year')})(?:\(?(?P<same>20\d\d)年?\)?)?|(?P<year>20\d\d)年?度?)"
    )
    bound = rf"(?:(?P<before>{words('before')})|(?P<since>{words('since')}))?"
    pattern = rf"(?:从|自|在)?{year}{bound}(?:的)?(?:时候)?{words('starts')}(?:的)?"
    named = rf"{words('began')}(?:度)?(?:都)?(?:是|为|在|从)?{year}{bound}(?:的)?"
    match = re.search(pattern, text) or re.search(named, text)
    if match is None:
        return
    wanted = int(match["year"] or match["same"] or 0) or _own_year(table)
    if not wanted:
        return
    chosen: list[Entry] = []
    for value, rows in values.items():
        begun = re.match(r"(20\d\d|19\d\d)", value)
        if begun is not None and _fits(int(begun[1]), wanted, match):
            chosen += rows
    kept = tuple(entry for entry in table.rows if entry in chosen)
    if kept:
        limit = "以前" if match["before"] else "以来" if match["since"] else ""
        value = f"{wanted}年{limit}"
        yield Facet(table, column, value, kept, match.span(), began=True)


def _own_year(table: Sheet) -> int:
    return max((c.year or 0 for c in table.columns), default=0)


def _fits(begun: int, wanted: int, match: re.Match[str]) -> bool:
    if match["before"]:
        return begun < wanted
    return begun >= wanted if match["since"] else begun == wanted


def _turned(text: str, head: str, value: str, kind: str) -> tuple[int, int] | None:
    """Return where a question says that a column is not of a value (承担单位不是局机关的)."""
    if kind in GOALS:
        return None
    heads = _heads(text, head)
    if not heads:
        return None
    ends = "|".join(re.escape(value[i:]) for i in range(max(1, len(value) - 1)))
    said = re.search(
        rf"(?:{heads})(?:都|全)?(?:不是|不为|不属于?|非|不等于)(?:{ends})类?(?:的)?", text
    )
    return said.span() if said is not None else None


def _heads(text: str, head: str) -> str:
    """Return, as a pattern, the forms of a column's name that a question has; empty where none."""
    forms = dict.fromkeys((head, re.sub(words("head_lead"), "", head)))
    return "|".join(re.escape(h) for h in forms if len(h) > 1 and h in text)


def _said(text: str, head: str, value: str, *, alone: bool = True) -> tuple[int, int] | None:
    """Return where a question says a column's value: behind the column's name, or by itself."""
    plain = re.sub(r"^[A-Z](?=[一-鿿])", "", value)  # B工程
    # Patterns are made only of what the question has: making one takes longer than all the rest.
    said = [v for v in dict.fromkeys((value, value.removesuffix("类"), plain)) if v and v in text]
    forms, heads = "|".join(map(re.escape, said)), _heads(text, head)
    if forms and heads:
        named = re.search(rf"(?:{heads})(?:{words('joins')})(?:{forms})类?[\"”」’]?(?:的)?", text)
        if named is not None:
            return named.span()
    short_of = heads and re.search(
        rf"(?:{heads})(?:{words('joins')})([一-鿿]{{3,10}}?)(?=的|有|都|,|[?。]|$)", text
    )
    if short_of and short_of[1] != value and shortens(short_of[1], bare(value)):
        return short_of.span()
    if alone and len(value) >= DISTINCT and value in text:
        at = text.index(value)
        return at, at + len(value)
    if not forms:
        return None
    classed = re.search(rf"(?:{forms})(?={words('after_value')})(?:性质|性|类|型)?", text)
    classed = classed or re.search(words("classed").replace("{forms}", forms), text)
    return classed.span() if classed is not None and len(value) > 1 else None
