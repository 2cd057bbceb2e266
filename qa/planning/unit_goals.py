"""Find the indicator that caps or sets what one of something costs: 处置一吨最多几块, 一本书不能贵过多少."""

from __future__ import annotations

import re
from functools import cache

from ingest.money import is_money
from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.names import subject_of
from qa.linking.text import bare, shortens
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.scope import Ground
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.regexes import regex
from qa.words.normalise import data
from qa.words.row_asks import is_other_term

SURE = 0.95
SHARED = 2
"""Pairs of characters that a question must share with an indicator and its project."""


ONE = {Operation.LOOKUP, Operation.AVERAGE, Operation.PER_HEAD, Operation.TOP, Operation.FILTER}
"""What a question about the goal for one of a thing may seem to ask: 最多 reads as a largest."""


MOVED = {Operation.LOOKUP, Operation.CHANGE, Operation.GROWTH}
NAMED = 3
"""Characters of a thing that tell which goal is meant."""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    raw = data("per_unit.yaml")
    return regex(str(raw[name]).replace("{things}", str(raw["things"])))


def plan(query: Query, place: Ground, catalogue: Catalogue, lookup: Lookup) -> Plan | None:
    """Return the goal for what one of a thing costs, where the question asks for one."""
    things = _things(query.text)
    earned = bool(_pattern("earns").search(query.text))
    if not things or not (earned or _pattern("cost").search(query.text)):
        return None
    if query.refusals or place.many:
        return None
    if query.figures:  # what one costs is told, not asked
        return None
    if not {asked.operation for asked in query.operations} <= ONE:
        return None
    found: dict[int, list[Figure]] = {}
    for table in (t for t in catalogue.tables.values() if t.document_id in place.documents):
        if query.table_words and table.kind not in query.table_words:
            continue  # another kind of table is named
        for entry in (e for e in table.rows if e.kind == "indicator"):
            if earned != bool(_pattern("earned").search(entry.label)):
                continue
            for thing in things:
                figure = _goal(table, entry, thing, catalogue, lookup)
                shared = _shared(query, table, entry, thing) if figure is not None else 0
                if figure is not None and shared >= (1 if _per(figure) == thing else SHARED):
                    found.setdefault(shared, []).append(figure)
                    break
    best = found[max(found)] if found else []
    if len(best) != 1:
        return None
    step = Step(Asked(Operation.LOOKUP), (Target(best[0]),))
    return Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=(f"goal for one {things}",))


def _things(text: str) -> list[str]:
    """Return what a question asks the cost of one of: 人 and 月 of 每人每月补助几块."""
    found = [next(g for g in m.groups() if g) for m in _pattern("one").finditer(text)]
    found += ["月"] * bool(_pattern("month").search(text))
    same: dict[str, str] = data("per_unit.yaml")["same_thing"]
    return [same.get(thing, thing) for thing in dict.fromkeys(found)]


def moved(query: Query, place: Ground, catalogue: Catalogue, lookup: Lookup) -> Plan | None:
    """Return the goal that something is to rise or fall by: 债务率打算降多少 is 债务率降幅."""
    up, down = (bool(_pattern(way).search(query.text)) for way in ("risen", "fallen"))
    intended = _pattern("intended").search(query.text) and not _pattern("since").search(query.text)
    if up == down or not intended or query.refusals or place.many:
        return None
    if not {asked.operation for asked in query.operations} <= MOVED:
        return None
    goal = str(data("per_unit.yaml")["goal"])
    things = [t for m in query.mentions if len(t := bare(m.text).removesuffix(goal)) >= NAMED]
    said = bare(query.original)
    found: dict[str, Figure] = {}
    for table in (t for t in catalogue.tables.values() if t.document_id in place.documents):
        for entry in (e for e in table.rows if e.kind == "indicator"):
            way = _pattern("risen" if up else "fallen").search(bare(entry.label))
            name = bare(entry.label)[: way.start()] if way else ""
            fact = next((f for f in lookup.row(table.id, entry.id) if f.value is not None), None)
            short = len(things) == 1 and shortens(things[0], name)
            if name and fact and (short or (not things and len(name) >= NAMED and name in said)):
                figure = make_figure(catalogue, lookup, table, entry, fact.column, SURE)
                found.setdefault(bare(entry.label), figure)
    if len(found) != 1:
        return None
    step = Step(Asked(Operation.LOOKUP), tuple(map(Target, found.values())))
    return Plan(Route.TABLE, (step,), score=SURE, whole=True, trace=("goal moved",))


def _goal(
    table: Sheet, entry: Entry, thing: str, catalogue: Catalogue, lookup: Lookup
) -> Figure | None:
    """Return an indicator's goal where it is money for one of a thing."""
    facts = (f for f in lookup.row(table.id, entry.id) if f.value is not None and f.unit)
    fact = next((f for f in facts if not is_other_term(bare(f.path[-1] if f.path else ""))), None)
    if fact is None or fact.unit is None:
        return None
    money, _, per = fact.unit.partition("/")
    label = bare(entry.label)
    forms = [f"单{thing}", f"{thing}均", f"每{thing}", f"一{thing}"]
    forms += data("per_unit.yaml")["called"].get(thing, ())
    named = any(form in label for form in forms)
    same: dict[str, str] = data("per_unit.yaml")["same_thing"]
    units = {same.get(part, part) for part in (*re.split("[/·]", per), per[:1])}
    if not is_money(money) or not (named or thing in units):
        return None
    return make_figure(catalogue, lookup, table, entry, fact.column, SURE)


def _per(figure: Figure) -> str:
    """Return what a goal's unit is for one of: 吨 of 元/吨."""
    unit = figure.fact.unit if figure.fact is not None else None
    return (unit or "").partition("/")[2]


def _shared(query: Query, table: Sheet, entry: Entry, thing: str) -> int:
    """Return how many pairs of characters a question shares with an indicator and its project."""
    said = bare("".join((query.text, *(m.text for m in query.mentions))))
    names = (entry.label, *entry.parents, subject_of(table))
    pairs = {name[i : i + 2] for name in map(bare, names) for i in range(len(name) - 1)}
    common = {pair for pair in pairs if pair in said and pair not in _COMMON}
    if not any(pair in bare(query.text) for pair in common):
        return 0  # only a word that may stand for what was said
    close = any(thing in pair for pair in common)
    return len(common) + close


_COMMON = frozenset({"项目", "指标", "成本", "经济", "数量", "标准", "绩效", "目标", "人员"})
