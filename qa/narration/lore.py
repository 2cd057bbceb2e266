"""Hold the words of narrative's data file, compiled, and read which measure is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.data_files import data_file
from qa.regexes import regex

_UNITS = (
    "次|天|年|张(?!表)|封|篇|期|届|吨|亩|公里|趟|棵|座|套|台|辆|名|位|人(?!员|大)|家|项(?!目)|场|米|层"
    "|楼|栋|平方米|小时|个?工作日|户|本|份|条|批|分|处室|科室|处"
    "|件|支(?!出)|艘|架|盏|株|头(?!绪)|只|所|起|册|幅|宗|例(?!外)"
)
_ASKED_UNIT = regex(
    rf"(?<![哪前好这那过没])(?:几|多少|好多)(?:个|多)?(?:万|亿)?({_UNITS})(?!元|钱)"
)
_ASKED_ANY = regex(r"(?:几|多少)(?:个|多)?(?:万|亿)?([\u3400-\u9fff])(?=[,。?呢呀啊才]|$)")
ALIKE = (
    frozenset({"人", "名", "位"}),
    frozenset({"天", "日", "工作日", "个工作日"}),
    frozenset({"次", "场", "场次", "回"}),
    frozenset({"套", "间", "处"}),
)
"""Measure words of the same things."""
_ASKED_PIECE = regex(r"(?:几|多少|好多)(个)(?!百分|点)")


@dataclass(frozen=True, slots=True)
class Thing:
    """Hold one kind of thing that narrative counts."""

    name: str
    forms: re.Pattern[str]
    nouns: re.Pattern[str]
    units: frozenset[str]
    avoid: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """Hold one thing that evidence must print before anything about it is stated."""

    name: str
    asked: re.Pattern[str]
    printed: re.Pattern[str]
    tables: bool = False  # nothing that a table says stands for it either
    inside: bool = False  # the very words that are quoted must print it
    whole: bool = False  # they are quoted whole: a list of people, a border
    named: bool = False  # they must name all that is asked about
    cells: bool = False  # no cell of a row stands for it, even where the row is surely meant


@dataclass(frozen=True, slots=True)
class Aspect:
    """Hold a side of a project that a form has a field for: how it is asked, labels in order."""

    name: str
    asked: re.Pattern[str]
    labels: tuple[str, ...]
    all_fields: bool = False
    in_lists: bool = False  # the words of a list of projects say it too


_NEVER = regex(r"(?!)")


@dataclass(frozen=True, slots=True)
class Lore:
    """Hold the words of the data file, compiled."""

    cues: tuple[tuple[str, re.Pattern[str]], ...]
    stop: frozenset[str]
    things: tuple[Thing, ...]
    synonyms: tuple[tuple[str, ...], ...]
    guards: tuple[Guard, ...]
    aspects: tuple[Aspect, ...]
    text_first: re.Pattern[str]
    no_sort: frozenset[str] = frozenset()
    qualifiers: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = ()
    heads: tuple[tuple[str, re.Pattern[str]], ...] = ()  # of the cells that give a kind of answer
    moved: Mapping[str, re.Pattern[str]] = field(default_factory=dict)  # how people say that it did
    defines: re.Pattern[str] = _NEVER  # behind a term: what it means
    defines_before: re.Pattern[str] = _NEVER
    tells_apart: re.Pattern[str] = _NEVER


@lru_cache(maxsize=1)
def lore() -> Lore:
    """Return the words of the data file, read once."""
    raw = data_file("qa", "narrative.yaml")
    return Lore(
        tuple((name, regex("|".join(forms), re.IGNORECASE)) for name, forms in raw["cues"].items()),
        frozenset(str(word) for word in raw["stop"]),
        tuple(_thing(entry) for entry in raw["things"]),
        tuple(tuple(str(form) for form in group) for group in raw["synonyms"]),
        tuple(
            Guard(
                g["name"],
                regex(g["asked"], re.IGNORECASE),
                regex(g["printed"]),
                bool(g.get("tables", False)),
                bool(g.get("inside", False)),
                bool(g.get("whole", False)),
                bool(g.get("named", False)),
                bool(g.get("cells", False)),
            )
            for g in raw["guards"]
        ),
        tuple(_aspect(entry) for entry in raw["aspects"]),
        regex("|".join(raw["text_first"]), re.IGNORECASE),
        frozenset(raw["no_sort"]),
        tuple((regex(q["printed"]), regex(q["asked"])) for q in raw["qualifiers"]),
        tuple((kind, regex(head)) for kind, head in raw["heads"].items()),
        {way: regex(said) for way, said in raw["moved"].items()},
        regex(f"{raw['terms']['between']}(?:{raw['terms']['behind']})"),
        *(regex(raw["terms"][name]) for name in ("before", "apart")),
    )


def _aspect(entry: dict[str, object]) -> Aspect:
    labels = entry["labels"]
    assert isinstance(labels, list)
    return Aspect(
        str(entry["name"]),
        regex(str(entry["asked"]), re.IGNORECASE),
        tuple(map(str, labels)),
        bool(entry.get("all", False)),
        bool(entry.get("lists", False)),
    )


def _thing(entry: dict[str, object]) -> Thing:
    forms, units = entry["forms"], entry["units"]
    assert isinstance(forms, list)
    assert isinstance(units, list)
    return Thing(
        str(entry["name"]),
        regex("|".join(forms), re.IGNORECASE),
        regex(str(entry["nouns"])),
        frozenset(str(unit) for unit in units),
        regex(str(entry["avoid"])) if "avoid" in entry else None,
        regex(str(entry["unless"]), re.IGNORECASE) if "unless" in entry else None,
    )


def asked_units(text: str, measures: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the measure words behind 几 and 多少, with those that the documents alone know."""
    said = _ASKED_UNIT.findall(text) or [u for u in _ASKED_ANY.findall(text) if u in measures]
    said = said or _ASKED_PIECE.findall(text)
    return frozenset(said).union(*(same for same in ALIKE if not same.isdisjoint(said)))
