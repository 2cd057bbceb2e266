"""Find the goal of a known project by the measure that is asked for: 多长, 哪个月, 几座, 多少户."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Route
from qa.words.normalise import data

SURE = 0.9
_MEASURED = ("count", "percent", "amount")
_NOISE = re.compile(r"[多少几哪个是要有的了么什时候每占和、,，?？。]")


@dataclass(frozen=True, slots=True)
class _Way:
    """Hold one way to ask by measure with the units and names that it may mean."""

    said: re.Pattern[str]
    units: str
    named: str


@cache
def _ways() -> tuple[_Way, ...]:
    raw = data("measured.yaml")
    return tuple(_Way(re.compile(e["said"]), e["units"], e["named"]) for e in raw)


def plan(
    text: str, project: str, documents: frozenset[int], catalogue: Catalogue, lookup: Lookup,
    *, sure: bool,
) -> Plan | None:  # fmt: skip
    """Return the one goal of a project that the words of a question measure, or None."""
    goals = list(_goals(project, documents, catalogue, lookup))
    if not goals:
        return None
    for way in _ways():
        match = way.said.search(text)
        if match is None:
            continue
        unit = match.groupdict().get("unit")
        units = way.units.replace("{unit}", re.escape(unit or ""))
        fitting = [f for f in goals if _fits(f, units, way.named)]
        chosen = _nearest(fitting, _NOISE.sub("", text), needs=sure or len(fitting) > 1)
        if chosen is not None:
            step = Step(Asked(Operation.LOOKUP), (Target(chosen),))
            return Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=("by measure",))
    return None


def _goals(
    project: str, documents: frozenset[int], catalogue: Catalogue, lookup: Lookup
) -> Iterator[Figure]:
    """Give the goals of a project's indicators."""
    name = bare(project)
    for table in catalogue.tables.values():
        if table.document_id not in documents:
            continue
        for entry in table.rows:
            if entry.kind != "indicator" or not _is_of(entry, table, name):
                continue
            facts = (f for f in lookup.row(table.id, entry.id) if f.measure in _MEASURED)
            fact = next((f for f in facts if f.value is not None), None)
            if fact is not None:
                yield make_figure(catalogue, lookup, table, entry, fact.column, SURE)


def _is_of(entry: Entry, table: Sheet, name: str) -> bool:
    printed = map(bare, (subject_of(table), *entry.parents))
    return bool(name) and any(name in text for text in printed)


def _fits(figure: Figure, units: str, named: str) -> bool:
    unit = figure.fact.unit if figure.fact is not None else None
    if unit:
        return re.fullmatch(units, unit) is not None
    return bool(named) and re.search(named, figure.label) is not None


def _nearest(figures: list[Figure], words: str, *, needs: bool) -> Figure | None:
    """Return the goal whose name shares most with the question; with `needs` it must share some."""
    if not figures:
        return None
    scored = sorted(((_shared(f.label, words), i) for i, f in enumerate(figures)), reverse=True)
    best, place = scored[0]
    if (needs and not best) or (len(scored) > 1 and scored[1][0] == best):
        return None
    return figures[place]


def _shared(label: str, words: str) -> int:
    return sum(char in words for char in set(bare(label)))
