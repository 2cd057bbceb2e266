"""Find what a question chooses rows by in columns of words: a class, yes or no, a year of beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.catalogue import Entry, Heading, Sheet
from qa.linking.text import bare, shortens
from qa.regexes import regex
from qa.words.normalise import data

LONGEST = 14
"""Characters of a value that classes rows; a longer one is prose."""
GOALS = ("project_performance", "overall_performance")
CODED = (
    "expenditure_summary", "general_expenditure", "income_summary", "government_fund",
    "basic_economic", "project_economic",
)  # fmt: skip
ROLES = ("text", "institution", "label")
YEARS = {"ended": "ends", "began": "starts"}
"""Columns of years by what their heads say, and the words for what happened in them."""
DISTINCT = 4
"""Characters from which a value names its class without the column's name."""


SUMS = regex(r"合计|小计|总计")


@dataclass(frozen=True, slots=True)
class Worked:
    """Hold two columns of which something is worked out, of the first `k` rows by it, or the last.

    `spans` are where a question says so.
    """

    of: Heading
    against: Heading
    rate: bool = False
    least: bool = False
    k: int = 1
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Hold the rows of a table that words of a question choose, and where it says them.

    `told` names the choice, `column` is the one whose words it is of; `columns` are those whose money is meant. `kind` is began where the year
    said is that of a beginning, level where the level is still open, goals where the rows are goals and
    count only as such, units where they stand for units, worked where what two columns leave ranks them.
    """

    table: Sheet
    rows: tuple[Entry, ...]
    span: tuple[int, int]
    told: str = ""
    kind: str = ""
    column: int | None = None
    columns: tuple[Heading, ...] = ()
    worked: Worked | None = None


@cache
def words(name: str) -> str:
    """Return a pattern of the data file."""
    raw = data("conditions.yaml")
    return str(raw[name]).replace("{own}", str(raw["own"]))


@cache
def pattern(name: str) -> re.Pattern[str]:
    return regex(words(name), re.IGNORECASE)


def tells(column: Heading) -> bool:
    """Tell whether a column's words class rows: no names of items, which have rows of their own."""
    named = column.role != "text" and re.search(r"科目|编码|代码|名称", column.name)
    return column.role in ROLES and bool(column.path) and not named


@lru_cache(maxsize=4096)
def forms(column: Heading) -> tuple[str, ...]:
    """Return how a column is called: its last head that is no bare sum, without what it begins or ends with."""
    last = column.path[-1] if column.path else ""
    if len(column.path) > 1 and SUMS.fullmatch(bare(last)):
        last = column.path[-2]  # 决算数/小计
    head = re.sub(r"[(（].*$", "", last)
    whole = (bare(head), re.sub(words("head_lead"), "", bare(head)))
    ends = (form.removesuffix("数") for form in whole)
    return tuple(form for form in dict.fromkeys((*whole, *ends)) if len(form) > 1)


@lru_cache(maxsize=4096)
def _way(head: str) -> str:
    """Return what happened in the years that a column holds, or nothing where it holds none."""
    return next((way for way in YEARS if pattern(way).search(head)), "")


def of_column(
    text: str, table: Sheet, column: Heading, values: dict[str, tuple[Entry, ...]]
) -> Iterator[Condition]:
    head = bare(column.path[-1])
    if head.startswith("是否"):
        yield from _yes_or_no(text, table, column, values)
    elif way := _way(head):
        yield from _in_year(text, table, column, values, way)
    elif len(values) < len(table.rows):  # what differs in every row classes nothing
        for value, rows in values.items():
            out = None if table.kind in GOALS else _left_out(text, column, value)
            alone = column.role == "text"
            short = len(value) <= LONGEST
            span = out or (_said(text, column, value, alone=alone) if short else None)
            if span is None or pattern("of_name").search(text[: span[0]]):
                continue
            span = span if out else _marked(text, span)
            kept = tuple(e for e in table.rows if e.kind == "item" and e not in rows)
            told = f"{column.path[-1]}“{'≠' if out else ''}{value}”"
            yield Condition(
                table, kept if out else rows, span, told, "without" if out else "", column.index
            )


def _marked(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return where a value is said, with the words that say it is marked so (标成“新增”)."""
    start, end = span
    before = pattern("marked").search(text[:start])
    behind = pattern("marked_tail").match(text, end) if before is not None else None
    return before.start() if before else start, behind.end() if behind else end


def _yes_or_no(
    text: str, table: Sheet, column: Heading, values: dict[str, tuple[Entry, ...]]
) -> Iterator[Condition]:
    """Give the rows of which a column says yes (or no) where the question says its words."""
    asked = bare(column.path[-1]).removeprefix("是否")
    span, value = _told_so(text, asked)
    if span is None and sum(c.name.startswith("是否") for c in table.columns) == 1:
        alone = pattern("yes_alone").search(text)
        span, value = (alone.span(), alone["value"]) if alone is not None else (None, "")
    if span is not None and value in values:
        yield Condition(table, values[value], span, f"{column.path[-1]}“{value}”")


def _told_so(text: str, asked: str) -> tuple[tuple[int, int] | None, str]:
    """Return where a question says what a column asks yes or no of, and which of them it says."""
    core = re.sub(rf"^(?:{words('yes_lead')})+", "", asked)
    ending = re.sub(words("yes_verb"), "", core)
    english = data("conditions.yaml")["english_yes"].get(core)
    found = re.search(english, text, re.IGNORECASE) if english else None
    if found is not None:
        return found.span(), "是"
    for form in dict.fromkeys((asked, core, ending)):
        filled = rf"(?:是否)?{re.escape(form)}(?:{words('joins')})([是否]){words('yes_tail')}"
        if len(form) > 1 and (written := re.search(filled, text)):
            return written.span(), written[1]
        at = text.find(form) if len(form) > 1 else -1
        if at < 0:
            continue
        start = _said_so(text, at)
        turned = re.search(words("not"), text[:start]) or re.search(words("not"), text[:at])
        start = _said_so(text, turned.start()) if turned else start
        tail = pattern("says_tail").match(text, at + len(form))
        end = tail.end() if tail is not None else at + len(form)
        return (start, end), "否" if turned else "是"
    return None, ""


def _said_so(text: str, at: int) -> int:
    """Return where the words begin that say a row to be so (列为, 标成"), up to a place."""
    said = re.search(rf"(?:{words('says')})?$", text[:at])
    return said.start() if said else at


def _in_year(
    text: str, table: Sheet, column: Heading, values: dict[str, tuple[Entry, ...]], way: str
) -> Iterator[Condition]:
    """Give the rows that began, or ended, in, before or since a year."""
    year = (
        rf"(?:(?P<this>{words('this_year')})(?:\(?(?P<same>20\d\d)年?\)?)?|(?P<year>20\d\d)年?度?)"
    )
    bound = rf"(?:(?P<before>{words('before')})|(?P<since>{words('since')}))?"
    told_so = rf"(?:从|自|在)?{year}{bound}(?:的)?(?:时候)?{words(YEARS[way])}(?:的)?"
    named = rf"{words(way)}(?:度)?{words('written')}{year}{bound}(?:的)?"
    match = re.search(told_so, text) or re.search(named, text)
    wanted = int(match["year"] or match["same"] or 0) or _own_year(table) if match else 0
    if match is None or not wanted:
        return
    chosen = {
        entry
        for value, rows in values.items()
        if (begun := re.match(r"(20\d\d|19\d\d)", value)) and _fits(int(begun[1]), wanted, match)
        for entry in rows
    }
    kept = tuple(entry for entry in table.rows if entry in chosen)
    if kept:
        limit = "以前" if match["before"] else "以来" if match["since"] else ""
        told = f"{column.path[-1]}“{wanted}年{limit}”"
        yield Condition(table, kept, match.span(), told, "began")


def _own_year(table: Sheet) -> int:
    return max((c.year or 0 for c in table.columns), default=0)


def _fits(begun: int, wanted: int, match: re.Match[str]) -> bool:
    if match["before"]:
        return begun < wanted
    return begun >= wanted if match["since"] else begun == wanted


# Patterns are made only of what the question has: making one takes longer than all the rest.


def _heads(text: str, column: Heading) -> str:
    """Return, as a pattern, the forms of a column's name that a question has; empty where none."""
    return "|".join(re.escape(form) for form in forms(column) if form in text)


def _called(text: str, value: str) -> str:
    """Return, as a pattern, how a question may call a value: without 类, or the letter of B工程."""
    plain = re.sub(r"^[A-Z](?=[一-鿿])", "", value)
    called = dict.fromkeys((value, value.removesuffix("类"), plain))
    return "|".join(re.escape(form) for form in called if form and form in text)


def _left_out(text: str, column: Heading, value: str) -> tuple[int, int] | None:
    """Return where a question says that a column is not of a value, or leaves the value out."""
    heads, called = _heads(text, column), _called(text, value)
    if heads:
        ends = "|".join(re.escape(value[i:]) for i in range(max(1, len(value) - 1)))
        said = re.search(rf"(?:{heads})(?:都|全)?(?:{words('is_not')})(?:{ends})类?(?:的)?", text)
        if said is not None:
            return said.span()
    if not called or not pattern("without").search(text):
        return None
    lead = rf"(?:(?:{heads})(?:{words('joins')}))?" if heads else ""
    said = re.search(rf"(?:{words('without')}){lead}(?:{called})(?:{words('without_tail')})", text)
    return said.span() if said is not None else None


def _said(text: str, column: Heading, value: str, *, alone: bool) -> tuple[int, int] | None:
    """Return where a question says a column's value: behind the column's name, or by itself."""
    heads, called, joins = _heads(text, column), _called(text, value), words("joins")
    if heads and called:
        named = re.search(rf"(?:{heads})(?:{joins})(?:{called})类?[\"”」’]?(?:的)?", text)
        if named is not None:
            return named.span()
    short_of = heads and re.search(
        rf"(?:{heads})(?:{joins})([一-鿿]{{3,10}}?)(?=的|有|都|,|[?。]|$)", text
    )
    if short_of and short_of[1] != value and shortens(short_of[1], bare(value)):
        return short_of.span()
    if alone and len(value) >= DISTINCT and value in text:
        at = text.index(value)
        return at, at + len(value)
    if column.role == "label" and len(value) >= DISTINCT and value in text:
        bought = re.search(words("bought").replace("{value}", re.escape(value)), text)
        return bought.span() if bought is not None else None
    if not called or len(value) < 2:
        return None
    if "科目" in column.name and not (heads or pattern("of_purchase").search(text)):
        return None  # an item has a row of its own: 办公费是多少
    classed = re.search(rf"(?:{called})(?={words('after_value')})(?:性质|性|类|型)?", text)
    classed = classed or re.search(words("classed").replace("{forms}", called), text)
    return classed.span() if classed is not None else None
