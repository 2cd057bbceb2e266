"""Find what a question chooses rows by: below a code, units, the sign of a goal, whose money it is.

The codes, units, heads and projects are the document's own; only how people speak of them is data
(`qa/data/selectors.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from qa.catalogue import Entry, Heading, Sheet
from qa.linking.labels import PROJECT_LIST, UNIT_KINDS
from qa.linking.text import bare, shortens
from qa.lookup import Lookup
from qa.words import numerals
from qa.words.facets import Facet
from qa.words.normalise import data

CODED = ("expenditure_summary", "general_expenditure", "income_summary", "government_fund")
GOALS = ("overall_performance", "project_performance")
SIGNS = {"<": ("≤", "<"), ">": ("≥", ">"), "=": ("=",)}
_OWN = re.compile(r"(?:本级|机关|本部|局本级)[)）]?$")
_TAIL = re.compile(r"(?:收入|拨款|资金|预算)+$")
ITEM = 7  # digits of the code of an item, below which only projects stand
_SPOKEN = 4  # characters of a project's name that say it in full


@cache
def _words(name: str) -> re.Pattern[str]:
    raw = data("selectors.yaml")
    return re.compile(str(raw[name]).replace("{own}", str(raw["own"])), re.IGNORECASE)


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = data("selectors.yaml")
    return tuple((sign, re.compile(text + raw["sign_end"])) for sign, text in raw["signs"].items())


def find(
    text: str, tables: Sequence[Sheet], lookup: Lookup, is_unit: Callable[[Entry], bool],
    institution: str,
) -> Iterator[Facet]:  # fmt: skip
    """Give what a question chooses rows by, table after table."""
    for table in tables:
        yield from _below_code(text, table)
        yield from _units(text, table, is_unit, institution)
        yield from _signed(text, table, lookup)
        yield from _of_form(text, table)
        yield from _funded(text, table, lookup)


def _below_code(text: str, table: Sheet) -> Iterator[Facet]:
    """Give the rows below a class or section that a question names by its code."""
    listed = table.kind == PROJECT_LIST
    match = _words("below_code").search(text) if listed or table.kind in CODED else None
    if match is None or listed != (len(match[1]) == ITEM):
        return
    rows = [e for e in table.rows if e.kind == "item" and (e.code or "").startswith(match[1])]
    below = tuple(e for e in rows if listed or e.code != match[1])
    if below:
        yield Facet(table, None, match[1], below, match.span(), level=True)


def unit_rows(table: Sheet, is_unit: Callable[[Entry], bool]) -> list[Entry]:
    """Return the rows that stand for units: those beside a known one, no code of an item."""
    if table.kind not in (*UNIT_KINDS, PROJECT_LIST, "three_public"):
        return []
    levels = {e.level for e in table.rows if e.kind == "item" and is_unit(e)}
    rows = [
        e for e in table.rows
        if e.kind == "item" and e.level in levels and (is_unit(e) or len(e.code or "") != 7)
    ]  # fmt: skip
    above = {bare(e.parents[-1]) for e in rows if e.parents}
    codes = [e.code for e in rows if e.code]
    kept = [
        e for e in rows
        if bare(e.label) not in above and e.label
        and not any(c != e.code and c.startswith(e.code) for c in codes if e.code)
    ]  # fmt: skip
    known = sum(map(is_unit, kept))
    return kept if known > 1 and known * 2 >= len(kept) else []


def _units(
    text: str, table: Sheet, is_unit: Callable[[Entry], bool], institution: str
) -> Iterator[Facet]:
    """Give the rows of a department's units, without its own where that is said."""
    without = _words("without_own").search(text)
    said = _words("units").search(text) or _words("all_units").search(text)
    if said is None:
        return
    rows = unit_rows(table, is_unit)
    if len(rows) < 2:
        return
    subs = [e for e in rows if not _is_own(e, institution)]
    below = without or not _words("every").search(said[0])
    number = next((g for g in said.groupdict().values() if g), None)
    count = _number(number) if number else None
    chosen = subs if below else rows
    if count is not None and count != len(chosen):
        chosen = rows if count == len(rows) and not without else []
    if not chosen:
        return
    yield Facet(table, None, said[0], tuple(chosen), said.span(), units=True)
    if without is not None:
        yield Facet(table, None, without[0], tuple(chosen), without.span(), units=True)


def _number(said: str) -> int | None:
    words = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "俩": 2}
    value = words.get(said.lower()) or numerals.parse(said)
    return int(value) if value is not None else None


def _is_own(entry: Entry, institution: str) -> bool:
    return bool(_OWN.search(bare(entry.label))) or bare(entry.label) == bare(institution)


def _signed(text: str, table: Sheet, lookup: Lookup) -> Iterator[Facet]:
    """Give the goals that are set with a sign (≤ 的指标)."""
    if table.kind not in GOALS:
        return
    for sign, pattern in _signs():
        match = pattern.search(text)
        if match is None:
            continue
        rows = tuple(
            e for e in table.rows if e.kind == "indicator"
            and any(f.sign in SIGNS[sign] for f in lookup.row(table.id, e.id))
        )  # fmt: skip
        if rows:
            yield Facet(table, None, sign, rows, match.span())
        return


def _of_form(text: str, table: Sheet) -> Iterator[Facet]:
    """Give the goals of the one project that a question names, in a form of several projects."""
    items = [e for e in table.rows if e.kind == "item"]
    if table.kind != "project_performance" or len(items) < 2:
        return
    found = [(e, span) for e in items if (span := _said(bare(e.label), text))]
    longest = max((span[1] - span[0] for _, span in found), default=0)
    best = [(e, span) for e, span in found if span[1] - span[0] == longest]
    best = best or _shortened(text, items)
    if len(best) != 1:
        return
    entry, span = best[0]
    after = table.rows[table.rows.index(entry) + 1 :]
    end = next((i for i, e in enumerate(after) if e.kind == "item"), len(after))
    yield Facet(table, None, entry.label, tuple(after[:end]), span, goals=True)


def _shortened(text: str, items: Sequence[Entry]) -> list[tuple[Entry, tuple[int, int]]]:
    """Return the projects whose names are shortened before a word for goals (路灯改造绩效里)."""
    match = _words("of_goals").search(text)
    if match is None:
        return []
    return [(e, match.span(1)) for e in items if shortens(match[1], bare(e.label))]


def _said(name: str, text: str) -> tuple[int, int] | None:
    """Return where a question says a name in full or most of it by its beginning or end."""
    for size in range(len(name), max(_SPOKEN, len(name) // 2) - 1, -1):
        for part in (name[:size], name[-size:]):
            at = text.find(part)
            if at >= 0:
                return at, at + size
    return None


def _funded(text: str, table: Sheet, lookup: Lookup) -> Iterator[Facet]:
    """Give the rows that have money of a kind, with its columns (哪些项目用到其他资金)."""
    if table.kind != PROJECT_LIST:
        return
    columns = [c for c in table.columns if c.role == "amount" and c.path]
    mixed = _words("not_fiscal").search(text)
    if mixed is not None:
        other = [c for c in columns if _words("other_money").search(bare(c.name))]
        yield from _filled(table, other, mixed.span(), lookup)
    span, named = _heads_said(text, columns)
    if named:
        yield from _filled(table, named, span, lookup)


def _heads_said(text: str, columns: Sequence[Heading]) -> tuple[tuple[int, int], list[Heading]]:
    """Return the columns whose heads are said to be used (用到事业收入或其他收入), and where."""
    heads = {bare(part) for c in columns for part in c.path}
    names = {form: head for head in heads for form in (head, _TAIL.sub("", head)) if len(form) > 3}
    if not names:
        return (0, 0), []
    one = "|".join(sorted(map(re.escape, names), key=lambda n: -len(n)))
    uses, funded = _words("uses").pattern, _words("funded").pattern
    listed = rf"(?:{one})(?:(?:或者?|、|和|与|及|还是)(?:{one}))*"
    match = re.search(rf"{uses}(?P<a>{listed})(?:的(?:钱|资金)?)?|(?P<b>{listed}){funded}", text)
    if match is None:
        return (0, 0), []
    said = {names[n] for n in re.findall(one, match["a"] or match["b"])}
    return match.span(), [c for c in columns if any(bare(part) in said for part in c.path)]


def _filled(
    table: Sheet, columns: Sequence[Heading], span: tuple[int, int], lookup: Lookup
) -> Iterator[Facet]:
    facts = {e: {f.column for f in lookup.row(table.id, e.id) if f.value} for e in table.rows}
    wanted = {c.index for c in columns}
    rows = tuple(e for e in table.rows if e.kind == "item" and facts[e] & wanted)
    if rows:
        yield Facet(table, None, "", rows, span, columns=tuple(columns))
