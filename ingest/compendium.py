"""Cut a file that prints the disclosures of several institutions one after another.

A disclosure begins where a title names another institution with a year, and where what follows has
tables of its own that begin anew: number 1 again, or an overall table again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ingest.identify import institution_name
from ingest.records import Grid, Page, Paragraph, Problem, Severity, Source, Table
from ingest.tables import extract
from ingest.tables_words import normal
from ingest.templates import load_words

MIN_TABLES = 2
"""Tables that each disclosure of a compendium has at least."""

_TITLE_LINES = 3
"""A title on a cover may be broken into so many lines."""

_TOP_LINES = 4
"""On a printed page a title stands among so many first lines."""

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+")
_OVERALL = frozenset({"total_summary", "fiscal_summary", "income_summary"})

Place = tuple[int, int]
"""A page's index in its source and a block's index in its page."""


@dataclass(frozen=True, slots=True)
class Start:
    """Tell where a title stands and whose disclosure it begins."""

    place: Place
    institution: str
    year: str
    of_unit: bool = False  # 单位预算, of one unit and no department
    numbered: bool = False  # a heading among others: 二、某某局2026年部门预算


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one disclosure of a compendium: where it begins and what stands there."""

    start: Start
    source: Source


def parts(source: Source) -> tuple[Source, ...]:
    """Return the disclosures that a source holds; itself where it holds one.

    Pages keep their numbers. What stands before the first belongs to none and is told of.
    """
    starts = list(_starts(source))
    if len({start.institution for start in starts}) < 2:
        return (source,)
    found = _kept(source, starts)
    names = _names(found)
    if len(found) < 2 or len(set(names)) < len(names):
        return (source,)
    cut = [
        replace(part.source, name=f"{source.name}/{name}", problems=_problems(source, part.source))
        for part, name in zip(found, names, strict=True)
    ]
    told = _before(source, found[0].start.place, len(found))
    owned = {problem for part in cut for problem in part.problems}
    rest = [problem for problem in source.problems if problem not in owned]
    cut[0] = replace(cut[0], problems=(*cut[0].problems, *rest, *told))
    return tuple(cut)


def _names(found: Sequence[Part]) -> list[str]:
    """Return a name a part: its institution, with the year where one has several."""
    counts = Counter(part.start.institution for part in found)
    return [
        part.start.institution
        if counts[part.start.institution] == 1
        else f"{part.start.institution}{part.start.year}年"
        for part in found
    ]


# --- titles that begin a disclosure -----------------------------------------------------------


@cache
def _cover() -> re.Pattern[str]:
    return re.compile(load_words("identity")["cover"])


def _starts(source: Source) -> Iterator[Start]:
    """Yield the titles of disclosures; those of the institution above begin nothing."""
    above = ""
    for at, page in enumerate(source.pages):
        for index in range(len(page.blocks)):
            if source.paged and not _at_top(page, index):
                break
            start = _titled(page, (at, index))
            if start and start.institution != above:
                above = start.institution
                yield start


def _at_top(page: Page, index: int) -> bool:
    return index < _TOP_LINES and not any(isinstance(b, Grid) for b in page.blocks[: index + 1])


def _titled(page: Page, place: Place) -> Start | None:
    """Return what a title says that begins with the block at a place."""
    text = ""
    for block in page.blocks[place[1] : place[1] + _TITLE_LINES]:
        if not isinstance(block, Paragraph) or len(block.text) > 60:
            return None
        text += unicodedata.normalize("NFKC", normal(block.text))
        if match := _cover().fullmatch(text):
            name = institution_name(match["before"] or match["after"] or "")
            year, of_unit = match["year"] or match["first"], match["of"] == "单位"
            return Start(place, name, year, of_unit, bool(match["numbered"])) if name else None
    return None


# --- what stands below a title ----------------------------------------------------------------


def _kept(source: Source, starts: Sequence[Start]) -> list[Part]:
    """Return the parts whose tables begin anew; others belong to the part above them."""
    bounds = [start.place for start in starts] + [(len(source.pages), 0)]
    sections = [_section(source, begin, end) for begin, end in pairwise(bounds)]
    own = [
        start
        for start, one in zip(starts, sections, strict=True)
        if _begins_anew(one, numbered=start.numbered)
    ]
    if own and not own[0].of_unit and any(start.of_unit for start in own):
        return []  # a department with the units below it
    ends = [*(start.place for start in own[1:]), (len(source.pages), 0)]
    return [
        Part(start, _section(source, start.place, end))
        for start, end in zip(own, ends, strict=False)  # without a start there is no part
    ]


def _section(source: Source, begin: Place, end: Place) -> Source:
    """Return what stands from one place up to another."""
    pages = []
    for at, page in enumerate(source.pages):
        first = begin[1] if at == begin[0] else 0
        last = end[1] if at == end[0] else len(page.blocks)
        if begin[0] <= at <= end[0] and first < last:
            pages.append(replace(page, blocks=page.blocks[first:last]))
    return replace(source, pages=tuple(pages), problems=())


def _begins_anew(section: Source, *, numbered: bool) -> bool:
    """Tell whether tables below a title are a disclosure's own, from the first on.

    Below a numbered heading only tables that are numbered anew tell so.
    """
    tables, _, _ = extract(section)
    if len(tables) < MIN_TABLES:
        return False
    numbers = [number for table in tables if (number := _number(table)) is not None]
    if numbers or numbered:
        return 1 in numbers[:MIN_TABLES]
    return any(table.kind in _OVERALL for table in tables[:MIN_TABLES])


def _number(table: Table) -> int | None:
    """Return the last number in what is printed as a table's: 公开01表, 附表一, 表1-1."""
    if table.annex == table.title:
        return None
    found = _NUMBER.findall(unicodedata.normalize("NFKC", table.annex))
    if not found:
        return None
    return int(found[-1]) if found[-1].isdecimal() else _NUMERALS.get(found[-1], 10)


# --- what belongs to none ---------------------------------------------------------------------


def _problems(source: Source, section: Source) -> tuple[Problem, ...]:
    """Return the problems met on the pages of a part."""
    pages = {page.number for page in section.pages} if source.paged else set()
    return tuple(problem for problem in source.problems if problem.location.page in pages)


def _before(source: Source, first: Place, count: int) -> list[Problem]:
    """Tell of what stands before the first disclosure, with the rows of tables there."""
    front = _section(source, (0, 0), first)
    if not front.pages:
        return []
    tables, _, _ = extract(front)
    rows = sum(len(table.body) + len(table.pairs) for table in tables)
    lost = f", {rows} rows of tables" if rows else ""
    message = (
        f"the file holds {count} disclosures; what stands before the first "
        f"(cover, contents{lost}) belongs to none"
    )
    block = front.pages[0].blocks[0]
    return [Problem(Severity.WARNING if rows else Severity.INFO, message, block.location)]
