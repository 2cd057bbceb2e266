"""Tell what tables, rows and columns may be called beside what is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.records import FIGURES
from qa.catalogue import Entry, Heading, Sheet
from qa.linking.text import bare
from qa.linking.words import LinkWords

_COLUMN_YEAR = re.compile(r"^\d{4}年(?:度)?|(?:预算数|决算数|预算|决算)$")
_PROJECT_PREFIX = re.compile(r"^\s*\d{6,8}[A-Z]\d{10,14}\s*[-—–]?\s*")
_IN_TITLE = re.compile(r"^[“\"「]([^”\"」]{3,30})[”\"」].*表|表[（(]([^（()）\d]{4,30})[)）]$")
"""A form's title that names its project: “农村公路养护”项目自评表, 项目自评表（农村公路养护）."""
_NO_PROJECT = re.compile(r"级(?:项目|下达|安排)?$|下达$|续表?$|年度?$")
"""What a title tells in brackets beside: 一级项目, 本级下达, 2026年度."""
_LEADING = re.compile(r"^其中[:：]?")
_CARS = re.compile(r"公务用车|公车")
_DOUBLE = re.compile(r"[及和与、]")
KEPT = 8192  # tables and rows of which names are kept
BESIDE_KINDS = ("procurement",)
BESIDE = (4, 30)  # characters of a further name


def uncoded(name: str) -> str:
    """Return a project's name without the code before it."""
    return _PROJECT_PREFIX.sub("", name).strip()


@lru_cache(maxsize=KEPT)
def subject_of(table: Sheet) -> str:
    """Return the project that a form is about, without its code; empty where it is no form."""
    if table.kind != "project_performance":
        return ""
    for entry in table.rows:
        if entry.kind == "field" and "项目名称" in bare(entry.label):
            text = entry.text.removeprefix(entry.label).strip()
            return uncoded(text)
    named = _IN_TITLE.search(table.title)
    found = next((part for part in named.groups() if part), "") if named else ""
    return "" if _NO_PROJECT.search(found) else found


@lru_cache(maxsize=KEPT)
def project_of(entry: Entry, table: Sheet) -> str:
    """Return the project of an indicator: that of its form, or the line of a project above it."""
    if subject := subject_of(table):
        return subject
    above = entry.parents[0] if entry.parents else ""
    return above if any(e.kind == "item" and e.label == above for e in table.rows) else ""


def beside(entry: Entry, table: Sheet) -> list[str]:
    """Return the words of a row's further columns (专项名称 of a purchase) that also name it."""
    if table.kind not in BESIDE_KINDS or entry.kind != "item":
        return []
    words = re.split(r"\s+", entry.text.replace(entry.label, " "))
    return [w for w in words if BESIDE[0] <= len(w) <= BESIDE[1] and not re.match(r"[\d,.]+$", w)]


def last_part(entry: Entry, table: Sheet) -> list[str]:
    """Return what a form of a whole department calls a line below a head (预算情况/其中：人员经费)."""
    if table.kind != "overall_performance" or entry.kind != "field" or "/" not in entry.label:
        return []
    last = entry.label.rpartition("/")[2]
    several = sum(e.kind == "field" and e.label.endswith(f"/{last}") for e in table.rows) > 1
    return [] if several else [_LEADING.sub("", last)]  # 总额 of every task is none of them


def spelt_column(column: Heading, table: Sheet) -> list[str]:
    """Return the whole name of a short head under a double one.

    购置费 under 公务用车购置及运行费 is 公务用车购置费.
    """
    if column.role not in FIGURES or len(column.path) < 2:
        return []
    parent = bare(column.path[-2])
    siblings = [c.path[-1] for c in table.columns if len(c.path) > 1 and bare(c.path[-2]) == parent]
    return _spelt(parent, column.path[-1], siblings)


def spelt_row(entry: Entry, table: Sheet) -> list[str]:
    """Return the whole name of a row with a short name below one with a double name."""
    if entry.kind != "item" or not entry.parents:
        return []
    above = entry.parents[-1]
    if not _DOUBLE.search(above):
        return []
    siblings = [e.label for e in table.rows if e.parents[-1:] == (above,)]
    return _spelt(bare(above), entry.label, siblings)


def _spelt(parent: str, name: str, siblings: Sequence[str]) -> list[str]:
    """Return a name behind what its parent's name begins with, up to where the names of parts stand."""
    leaf = _LEADING.sub("", bare(name))
    parts = [_LEADING.sub("", bare(one)) for one in siblings]
    places = [parent.find(part.removesuffix("费")) for part in parts if len(part) > 2]
    start = min((place for place in places if place > 0), default=0)
    if not start or leaf.removesuffix("费") not in parent:
        return []
    return [parent[:start] + leaf]


def column_names(column: Heading, words: LinkWords) -> list[str]:
    """Return what a column may be called: its leaf, or for a bare total the head above it."""
    if column.role not in FIGURES or not column.path:
        return []
    leaf = column.path[-1]
    names = [leaf]
    plain = _COLUMN_YEAR.sub("", leaf)
    if plain and plain != leaf and len(plain) > 2:
        names.append(plain)
    if len(column.path) > 1 and (bare(leaf) in words.totals or bare(leaf) in words.closing_columns):
        names.append(column.path[-2])  # 期末数 under 数量 is the number there is
    if len(column.path) > 1:
        names.append("".join(column.path[-2:]))
        if (
            _CARS.search(column.path[-2])
            and not _CARS.search(leaf)
            and bare(leaf) not in words.totals
        ):
            names += [
                f"公车{leaf}",
                f"公车{leaf.removesuffix('费')}费",
            ]  # 加油, 保险 below 公务用车
    return [name for name in names if bare(name) not in words.totals or name == leaf]
