"""Plan what one of a department's units has or spends, where rows stand for its units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.records import Phase
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.link import Linker
from qa.linking.columns import ColumnWish, default_columns
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.of_unit import column_units, labels
from qa.planning.own_rows import is_own
from qa.planning.scope import Ground
from qa.planning.set_units import unit_rows
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.regexes import regex
from qa.words.asking import asks_figure
from qa.words.departments import own_names, split_place
from qa.words.normalise import data

SHORTEST = 3  # characters at the end of a unit's name that name it
BODY = 3  # the same where they are its whole name behind the place
ANY_UNIT = "单位"
PARTICLE = 1  # characters that may stand behind what is asked
FUNDED = "income_summary"  # the kind of table that tells a unit's money by its sources
BY_UNITS = ("three_public",)
"""Kinds of table besides whose rows may be units."""
PURCHASES, PROJECTS = "procurement", "project_list"
MOST = 12  # projects of a unit that are told
PLAIN = (Operation.LOOKUP, Operation.LIST, Operation.SUM)  # a unit's 收入合计 is one figure
_CLASS = regex(r"科目|功能|[类款项]级|\([类款项]\)")  # words for an item of the classification
_OWN = regex(
    r"(?:局|委|厅|部|办|镇|乡|馆|院|政府)?(?:本级|本部)|(?:[乡镇]|街道)政府(?:本身|自己|自身)"
)
_NAMES = regex(r"[（(）)]")


@dataclass(frozen=True, slots=True)
class _Measure:
    """Hold what may be asked of a unit: words, kinds of table, heads of columns."""

    said: re.Pattern[str]
    kinds: frozenset[str]
    heads: re.Pattern[str]
    of_all: bool = False  # all that the unit has, not what it has of one kind
    part: bool = False  # no other amount of the unit can stand for it


@cache
def _measures() -> tuple[_Measure, ...]:
    raw: Mapping[str, Mapping[str, object]] = data("units.yaml")["measures"]
    return tuple(
        _Measure(
            regex(str(one["said"]), re.I),
            frozenset(map(str, one["kinds"])),  # type: ignore[call-overload]
            regex(str(one["heads"])),
            bool(one.get("of_all", False)),
            bool(one.get("part", False)),
        )
        for one in raw.values()
    )


@cache
def _around() -> re.Pattern[str]:
    return regex(data("units.yaml")["around"], re.I)


@cache
def _asks_projects() -> re.Pattern[str]:
    return regex(data("units.yaml")["projects"])


class UnitPlans:
    """Plan questions about units over one catalogue."""

    def __init__(self, linker: Linker, lookup: Lookup) -> None:
        self._linker = linker
        self._catalogue: Catalogue = linker.catalogue
        self._lookup = lookup
        self._known: dict[tuple[int, ...], dict[str, str]] = {}

    def plan(self, query: Query, place: Ground) -> Plan | None:
        """Return the unit's row in the table of what is asked, or None where no unit is asked for."""
        plain = all(a.operation in PLAIN for a in query.operations)
        if not plain or place.many or place.missing or query.refusals or query.codes:
            return None
        known = self._catalogue.documents
        if any(set(query.years) - {known[d].fiscal_year} for d in place.documents):
            return None
        if told := self._by_kind(query, place):
            return told
        said = bare(" ".join((query.text, *(m.text for m in query.mentions))))
        name = self.named(said, place.documents)
        if name and (projects := self._projects(query, name, place.documents)):
            added = query.asks(Operation.SUM) and len(projects) > 1
            asked = Asked(Operation.SUM if added else Operation.LOOKUP)
            step = Step(asked, tuple(Target(f) for f in projects))
            return Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=(f"projects {name}",))
        measure = next((m for m in _measures() if m.said.search(said)), None)
        if not name or measure is None or not _says_no_more(query, name, measure):
            return None
        itself = {bare(self._catalogue.documents[d].institution) for d in place.documents}
        if name in itself and FUNDED not in measure.kinds:
            return None  # below its units a department's name stands for its own offices
        if measure.of_all and self.is_item(name, place.documents):
            return None
        figures = [f for d in place.documents for f in self._figures(name, measure, d)]
        if not figures and measure.part and len(place.documents) == 1:
            return Plan(Route.REFUSE, reason="not_found", trace=(f"no such money of {name}",))
        if len({f.document_id for f in figures}) != 1:
            return None
        same = self._of_kinds(figures) or figures[:1]
        asked = Asked(Operation.SUM if len(same) > 1 else Operation.LOOKUP)
        step = Step(asked, tuple(Target(f) for f in same))
        return Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=(f"unit {name}",))

    def _by_kind(self, query: Query, place: Ground) -> Plan | None:
        """Return what the one unit of a kind has; ask which is meant where there are several."""
        told = re.search(data("units.yaml")["by_kind"], query.text)
        if told is None or not asks_figure(query.text):
            return None
        kind, units = told["kind"], self._units(place.documents)
        fit = [n for n in self.below(place.documents) if kind == ANY_UNIT or n.endswith(kind)]
        chosen = {bare(mention.text) for mention in query.mentions}
        fit = [name for name in fit if name in chosen] or fit  # one that a talk has settled on
        start, end = told.span()
        said = next((m for m in _measures() if m.said.search(bare(query.text))), None)
        measure = said or next(m for m in _measures() if FUNDED in m.kinds)
        cells = (
            next(iter(self._figures(n, measure, d)), None) for d in place.documents for n in fit
        )
        if len(fit) < 2:
            text = f"{query.text[:start]}{units[fit[0]] if fit else ''}{query.text[end:]}"
            named = replace(query, text=text, mentions=())
            found = self.plan(named, place) if fit else None
            cell = next(cells, None)
            rest = _around().sub("", measure.said.sub("", bare(query.text[end:])))
            if found or cell is None or len(rest) > PARTICLE:
                return found  # an item of the unit is asked for
            step = Step(Asked(Operation.LOOKUP), (Target(cell),))
            return Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=(f"unit {fit[0]}",))
        options = tuple(Target(figure) for figure in cells if figure is not None)
        if len(options) < 2:
            return None
        return Plan(Route.CLARIFY, options=options, score=1.0, trace=(f"units of a kind {kind}",))

    def named(self, said: str, documents: Sequence[int]) -> str:
        """Return the one unit that a question names, in full or by the end of its name."""
        found = {
            name: max(map(len, _ends(label, said)), default=0)
            for name, label in self._units(documents).items()
        }
        longest = max(found.values(), default=0)
        named = [name for name, length in found.items() if length == longest > 0]
        return named[0] if len(named) == 1 else ""

    def below(self, documents: Sequence[int]) -> list[str]:
        """Return the names of the units below a department, without its own offices."""
        itself = [bare(self._catalogue.documents[d].institution) for d in documents]
        units = self._units(documents).items()
        return [n for n, label in units if not any(is_own(label, own) for own in itself)]

    def _units(self, documents: Sequence[int]) -> dict[str, str]:
        key = tuple(documents)
        if key not in self._known:
            tables = [t for t in self._catalogue.tables.values() if t.document_id in documents]
            is_unit = self._linker.is_unit
            own = (e for t in tables for e in t.rows if e.kind == "item" and _is_line(e, is_unit))
            beside = (e for t in tables for e in unit_rows(t, is_unit) if e.kind == "item")
            heads = labels(tables, BY_UNITS)
            names = (*(e.label for e in (*own, *beside)), *heads)
            self._known[key] = {bare(name): name for name in names}
        return self._known[key]

    def cut(self, said: str, documents: Sequence[int]) -> tuple[str, str]:
        """Return the one unit that bare words name, and what they say beside its name."""
        name = self.named(said, documents)
        units = self._units(documents)
        ends = sorted(_ends(units[name], said), key=len) if name else []
        if ends:
            return name, said.replace(ends[-1], "", 1)
        if (match := _OWN.search(said)) is None:
            return "", said
        itself = {bare(self._catalogue.documents[d].institution) for d in documents}
        own = [n for n, label in units.items() if any(is_own(label, one) for one in itself)]
        return (own[0], said.replace(match[0], "", 1)) if len(own) == 1 else ("", said)

    def _projects(self, query: Query, name: str, documents: Sequence[int]) -> list[Figure]:
        """Return the amounts of the projects that a unit carries out, where those are asked for."""
        asked = _asks_projects().search(bare(query.text))
        before = bare(query.text)[: asked.start()] if asked else ""
        if not asked or not any(before.endswith(end) for end in _ends(name, before)):
            return []
        found: list[Figure] = []
        for table in self._catalogue.tables.values():
            if table.document_id not in documents or table.kind != PROJECTS:
                continue
            wish = ColumnWish(
                self._catalogue.documents[table.document_id].fiscal_year, Phase.BUDGET
            )
            for entry in (e for e in table.rows if e.kind == "item" and bare(e.label) != name):
                owners = {bare(part) for part in (*entry.parents, entry.institution or "")}
                own = name in owners or name in map(bare, entry.text.split())
                columns = default_columns(table, entry, wish, self._linker.words) if own else []
                found += [
                    make_figure(self._catalogue, self._lookup, table, entry, c.index, 1.0)
                    for c in columns[:1]
                ]
        return found if len(found) <= MOST else []

    def _of_kinds(self, figures: Sequence[Figure]) -> list[Figure]:
        """Return a unit's rows below different heads of one table of purchases (货物, 服务)."""
        first = figures[0]
        if self._catalogue.tables[first.table_id].kind != PURCHASES:
            return []
        same = [f for f in figures if (f.table_id, f.column) == (first.table_id, first.column)]
        heads = {self._catalogue.rows[f.row_id].parents for f in same}
        return same if len(heads) == len(same) else []

    def is_item(self, name: str, documents: Sequence[int]) -> bool:
        """Tell whether an item of the classification goes by the unit's own name (图书馆)."""
        bodies = set(_bodies(name))
        return any(
            row.code_kind == "functional" and bare(row.label) in bodies
            for table in self._catalogue.tables.values()
            if table.document_id in documents
            for row in table.rows
        )

    def namesake(self, query: Query, plan: Plan, place: Ground) -> Plan:
        """Return what to ask where an item's name is also a unit's that has another amount."""
        operands = [t for step in plan.steps for t in step.operands]
        if plan.route is not Route.TABLE or len(operands) != 1 or query.column_words or query.codes:
            return plan
        figure = operands[0].figure
        row = self._catalogue.rows[figure.row_id]
        said = [bare(mention.text) for mention in query.mentions]
        if row.code_kind != "functional" or said != [bare(row.label)] or _CLASS.search(query.text):
            return plan
        unit = self._of_item(row.label, place.documents)
        if unit is None or equal_amounts(unit, (figure, *operands[0].others)):
            return plan
        return Plan(Route.CLARIFY, options=(operands[0], Target(unit)), score=plan.score)

    def _of_item(self, label: str, documents: Sequence[int]) -> Figure | None:
        """Return all that the unit has whose own name an item of the classification bears."""
        measure = next(m for m in _measures() if m.of_all)
        for table in self._catalogue.tables.values():
            if table.document_id not in documents or table.kind not in measure.kinds:
                continue
            for entry in table.rows:
                if self._linker.is_unit(entry) and bare(label) in _bodies(entry.label):
                    found = self._figures(bare(entry.label), measure, table.document_id)
                    return next(found, None)
        return None

    def _figures(self, name: str, measure: _Measure, document: int) -> Iterator[Figure]:
        """Give the filled cells of a unit that hold what is asked, tables of that kind first."""
        tables = [t for t in self._catalogue.tables.values() if t.document_id == document]
        for table in sorted(tables, key=lambda t: (t.kind not in measure.kinds, t.kind != FUNDED)):
            if table.kind in measure.kinds:
                yield from self._in_column(table, name)
            for entry in (e for e in table.rows if bare(e.label) == name and e.kind == "item"):
                for column in self._columns(table, entry, measure):
                    figure = make_figure(
                        self._catalogue, self._lookup, table, entry, column.index, 1.0
                    )
                    if figure.fact is not None and figure.fact.value is not None:
                        yield figure

    def _in_column(self, table: Sheet, name: str) -> Iterator[Figure]:
        """Give the total of a unit's own column, where a table has a column for each unit."""
        if name not in map(bare, column_units(table)):
            return
        own = next(c for c in table.columns if c.role == "amount" and bare(c.path[0]) == name)
        for entry in (e for e in table.rows if e.kind == "total"):
            yield make_figure(self._catalogue, self._lookup, table, entry, own.index, 1.0)

    def _columns(self, table: Sheet, entry: Entry, measure: _Measure) -> list[Heading]:
        document = self._catalogue.documents[table.document_id]
        wish = ColumnWish(document.fiscal_year, Phase(document.phase))
        found = default_columns(table, entry, wish, self._linker.words)
        if table.kind in measure.kinds:
            return found[:1]
        return [c for c in found if measure.heads.search("/".join(c.path))]


def _is_line(entry: Entry, is_unit: Callable[[Entry], bool]) -> bool:
    """Tell whether a row is a unit's own line: by its code, or by the column that names units."""
    named = entry.institution is not None and bare(entry.institution) == bare(entry.label)
    return is_unit(entry) or named


def _ends(label: str, said: str) -> Iterator[str]:
    """Give the longest end of each of a unit's names that is said."""
    yield from (body for body in _bodies(label) if body in said)
    for ends in _all_ends(label):
        yield from (end for end in [next((e for e in ends if e in said), "")] if end)


@lru_cache(maxsize=4096)
def _all_ends(label: str) -> tuple[tuple[str, ...], ...]:
    """Return the ends of each of a unit's names, the longest first."""
    names = (bare(label), *(bare(part) for part in _NAMES.split(label)))
    return tuple(tuple(n[i:] for i in range(len(n) - SHORTEST + 1)) for n in names)


@lru_cache(maxsize=4096)
def _bodies(label: str) -> tuple[str, ...]:
    """Return a unit's names without the place that they begin with."""
    bodies = (bare(split_place(name)[1]) for name in own_names(label))
    return tuple(body for body in bodies if len(body) >= BODY)


def equal_amounts(one: Figure, others: Sequence[Figure]) -> bool:
    """Tell whether one of some figures is of the same amount."""
    amounts = [f.fact.value for f in others if f.fact is not None]
    return one.fact is not None and one.fact.value in amounts


def _says_no_more(query: Query, name: str, measure: _Measure) -> bool:
    """Tell whether nothing but the unit and what is asked of it is named."""
    for mention in query.mentions:
        words = bare(mention.text)
        own = max(_ends(name, words), key=len, default="")
        rest = _around().sub("", measure.said.sub("", words.replace(own, "", 1)))
        if rest and rest not in name and words not in name:
            return False
    return True
