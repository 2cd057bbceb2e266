"""Plan questions about a set of rows: its conditions, the words left over, the table, the members.

Words that choose rows in a table's own terms (`conditions.py`) are cut away; the rest is read by
`words/rowsets.py`. A table answers only where every phrase left over is a name in it: a column, a
parent row, a cell in words, a part of the members' names, the project of a form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.linking.words import LinkWords
from qa.lookup import Lookup
from qa.planning import classes, public_items, worked_columns
from qa.planning.cell_words import Condition
from qa.planning.conditions import Conditions
from qa.planning.public_items import PublicItems
from qa.planning.scope import Ground, ground
from qa.planning.set_meant import asked, is_project, measured, of_goals, outermost, speaks, without
from qa.planning.set_members import SetMembers
from qa.planning.set_rows import below, is_part, listed, placed
from qa.planning.set_steps import RowSet, SetPlans
from qa.planning.set_subject import without_subject
from qa.planning.set_units import speaks_of
from qa.planning.types import Plan
from qa.query import Operation, Query, Route
from qa.words import set_asks
from qa.words.departments import short_forms
from qa.words.rowsets import Printed, Wanted, abridges, read

KEPT = 128  # plans that are kept: one question is looked at more than once
KINDS = {
    "item": ("general_expenditure", "expenditure_summary", "basic_economic"),
    "project": ("project_list", "project_performance"),
    "purchase": ("procurement",),
    "indicator": ("overall_performance", "project_performance"),
}
BELOW = ("general_expenditure", "basic_economic", "expenditure_summary", "procurement")
"""Kinds of table whose rows stand below others, for a set that is named by what it stands below."""
CELLS = ("集中采购", "分散采购")  # what is printed in cells and begins like an empty word
PROJECT_ITEMS = ("project_economic",)
"""The kind of table that spreads spending on projects over economic items."""
BASIC = ("人员经费", "日常公用经费")
_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、?")
LONG = 4  # characters of a phrase that names a table by its title
_JOINTS = re.compile(r"[和与及跟、]")
_JOINED = re.compile(r"[和与及跟或、类的/]*")


class RowSets:
    """Plan sets of rows over one catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        lookup: Lookup,
        words: LinkWords,
        is_unit: Callable[[Entry], bool],
    ) -> None:
        self._catalogue = catalogue
        self._lookup = lookup
        self._words = words
        self.conditions = Conditions(lookup, is_unit)
        self._plans = SetPlans(catalogue, lookup, words)
        self._members = SetMembers(lookup)
        self._known: dict[int, Printed] = {}
        self._kept = lru_cache(maxsize=KEPT)(self._plan)
        self._chosen_by = lru_cache(maxsize=KEPT)(self._conditions_of)

    def plan(self, query: Query) -> Plan | None:
        """Return the plan of a question about a set of rows, or None where it is none; kept."""
        return self._kept(query)

    def _plan(self, query: Query) -> Plan | None:
        place = ground(query, self._catalogue)
        documents = place.documents or query.scope.documents or tuple(self._catalogue.documents)
        if place.many or len(documents) != 1 or query.scope.strangers or query.refusals:
            return None
        if any(asked.monthly for asked in query.operations):
            return None
        own = self._own(documents[0])
        if not place.missing and (plan := self._of_classes(query, place, documents[0], own)):
            return plan
        chosen = self._by_conditions(query, documents[0], own)
        if chosen is None and worked_columns.unprinted(query.text, own):
            return Plan(Route.REFUSE, reason="not_found")
        return chosen or (None if place.missing else self._by_words(query, place, own))

    def _own(self, document: int) -> list[Sheet]:
        return [t for t in self._catalogue.tables.values() if t.document_id == document]

    def _conditions_of(self, text: str, document: int) -> tuple[Condition, ...]:
        """Return what a text chooses rows of a document by; kept, as queries share their words."""
        institution = self._catalogue.documents[document].institution
        return tuple(self.conditions.find(text, self._own(document), institution))

    # --- rows that words choose ---------------------------------------------------------------

    def _by_conditions(self, query: Query, document: int, own: Sequence[Sheet]) -> Plan | None:
        """Return the plan of the likeliest table in which words of a question choose rows."""
        by_table: dict[int, list[Condition]] = {}
        for one in self._chosen_by((query.earlier or query).text, document):
            by_table.setdefault(one.table.id, []).append(one)
        plans = [
            (rank, plan)
            for found in map(outermost, by_table.values())
            for rank, plan in [self._of(query, found, own)]
            if plan is not None
        ]
        if not plans:
            units = any(one.kind == "units" for found in by_table.values() for one in found)
            less = (
                units and query.asks(Operation.SUM) and set_asks.read(query.text, share=False).less
            )
            return Plan(Route.REFUSE, reason="not_found") if less else None
        best = min(plans, key=lambda one: one[0])[1]
        by_value = all(one.kind == "value" for found in by_table.values() for one in found)
        return _together(best, [plan for _, plan in plans]) if by_value else best

    def _of(
        self, query: Query, found: Sequence[Condition], own: Sequence[Sheet]
    ) -> tuple[int, Plan | None]:
        """Return the plan over the rows of one table that fit all that is said, and its rank."""
        table = found[0].table
        wanted = self._wanted(query, self.printed(table.document_id, own), found)
        if wanted is None:
            return 0, None
        if wanted.extra.wants and wanted.noun and any(f.kind == "units" for f in found):
            return 0, None  # what the units have is meant, not the units
        if wanted.per_unit and (wanted.noun or all(f.kind != "units" for f in found)):
            return 0, None  # a mean of units is none of the items that are theirs
        if not (wanted.noun or wanted.kinds) and is_project(query.text, found, own):
            return 0, None  # its own row is meant, not what is bought for it
        wanted = self._unnamed(wanted, table.document_id, own, table)
        wanted = measured(of_goals(asked(wanted, query), found), found)
        unlisted = _unlisted(wanted, found)
        if unlisted is None:
            return 0, None
        wanted = unlisted
        place = ground(without(query, found), self._catalogue)
        rank = self._rank(wanted, table, own, found)
        if place.missing or rank is None or not speaks(wanted, found, query):
            return 0, None
        among = self._among(table, wanted, found, query.text)
        for loose in (False, True):
            rows = self._members.found(table, wanted, loose=loose, among=among)
            if rows is not None:
                columns = tuple(c for f in found for c in f.columns)
                name = "、".join(f.told for f in found if f.told)
                ranked = next((f.worked for f in found if f.worked is not None), None)
                rows = replace(rows, name=name, columns=columns, worked=ranked)
                plan = self._plans.plan(rows, wanted, place)
                if plan is not None:
                    return rank, replace(plan, trace=(f"rows {name}",))
        return 0, None

    def _rank(
        self, wanted: Wanted, table: Sheet, own: Sequence[Sheet], found: Sequence[Condition]
    ) -> int | None:
        """Return the place of a table among those that may be meant, or None where it is not."""
        level = any(f.kind == "level" for f in found) and not wanted.noun
        tables = self._tables(replace(wanted, noun="item") if level else wanted, own)
        if table in tables:
            return tables.index(table)
        said = wanted.annexes or wanted.titles or wanted.kinds
        return None if said else len(own)

    def _among(
        self, table: Sheet, wanted: Wanted, found: Sequence[Condition], text: str
    ) -> list[Entry]:
        """Return the rows that fit every choice, of the level asked for where that is open.

        Of values of one column that are joined (货物和服务) either fits.
        """
        rows = list(table.rows)
        if any(one.kind in ("level", "worked") for one in found):
            rows = self._members.level(table, replace(wanted, noun="item", weight=False))
        ordered = sorted(found, key=lambda one: one.span)
        choices: list[set[Entry]] = []
        for before, one in zip((None, *ordered), ordered, strict=False):
            joined = (
                before is not None
                and before.column is not None
                and before.column == one.column
                and _JOINED.fullmatch(text[before.span[1] : one.span[0]])
            )
            if joined:
                choices[-1] |= set(one.rows)
            else:
                choices.append(set(one.rows))
        return [e for e in rows if all(e in choice for choice in choices)]

    # --- rows that are only named -------------------------------------------------------------

    def _by_words(self, query: Query, place: Ground, own: Sequence[Sheet]) -> Plan | None:
        wanted = without_subject(self._wanted(query, self.printed(place.documents[0], own)), query)
        wanted = self._unnamed(wanted, place.documents[0], own) if wanted is not None else None
        if wanted is None or not wanted.picks or wanted.per_unit or speaks_of(query.text):
            return None
        if wanted.kinds == (public_items.KIND,) and not (wanted.rest or wanted.columns):
            return self._of_public(wanted, place, own)
        wanted = self._of_projects(wanted, own)
        tables = self._tables(wanted, own)
        if _lists_projects(wanted, own):
            return None  # the money of its own row is meant, no part of it that is listed elsewhere
        if not tables and wanted.kinds == PROJECT_ITEMS:
            return Plan(Route.REFUSE, reason="not_found")  # what basic spending has is none of it
        for loose in (False, True):
            for table in tables:
                found = self._members.found(table, wanted, loose=loose)
                if found is None and wanted.extra.way and wanted.either:
                    found = self._listed(table, wanted)
                if found is not None and query.codes:
                    rows = below(found.rows, query.codes)
                    found = replace(found, rows=rows) if rows else None
                if found is None or not _told_apart(found, wanted):
                    continue
                plan = self._plans.plan(found, wanted, place)
                if plan is not None:
                    return plan
        if wanted.extra.way and wanted.either and any(self._listed(t, wanted) for t in tables):
            return Plan(Route.REFUSE, reason="not_found")  # none of them moved so, or none is told
        projects = wanted.noun == "project" and wanted.reckons
        summed = wanted.noun in ("", "project") and wanted.operation is Operation.SUM
        if wanted.extra.less and (projects or summed):
            return Plan(Route.REFUSE, reason="not_found")  # what is left out is no member
        moved = wanted.extra.way or wanted.extra.by == "moved"
        told = not moved or wanted.rest or not (wanted.noun or wanted.level or wanted.kinds)
        return None if told else Plan(Route.REFUSE, reason="no_prior")

    def _listed(self, table: Sheet, wanted: Wanted) -> RowSet | None:
        """Return the rows that a question lists by their names, whatever their level."""
        rows = listed([e for e in table.rows if e.kind == "item"], wanted.rest)
        return RowSet(table, rows) if rows else None

    def _wanted(
        self, query: Query, printed: Printed, found: Sequence[Condition] = ()
    ) -> Wanted | None:
        """Return the set that a question speaks of, by its own words or those before."""
        if query.earlier is None:
            return read(without(query, found), printed)
        wanted, before = read(query, printed), self._wanted(query.earlier, printed, found)
        if wanted is None or before is None or not (found or before.picks):
            return None
        return wanted.after(before)

    def _unnamed(
        self, wanted: Wanted, document_id: int, own: Sequence[Sheet], table: Sheet | None = None
    ) -> Wanted:
        """Return what is wanted without a short name of the department itself (水利局的项目).

        What is also a printed name stays: of any row, or of one in the table whose rows are chosen.
        """
        institution = self._catalogue.documents[document_id].institution
        forms = "\n".join((bare(institution), *short_forms(institution)))
        names = self.printed(document_id, own).names.split("\n")
        if table is not None:
            names = [bare(e.label) for e in table.rows]
        rest = tuple(p for p in wanted.rest if bare(p) not in forms or bare(p) in names)
        return replace(wanted, rest=rest) if rest != wanted.rest else wanted

    def printed(self, document_id: int, own: Sequence[Sheet]) -> Printed:
        """Return what a document prints, made once."""
        if document_id not in self._known:
            labels = {bare(e.label) for t in own for e in t.rows}
            heads = {bare(c.path[-1]) for t in own for c in t.columns if c.path}
            titles = tuple(t.title for t in own)
            names = "\n".join((*labels, *heads, *map(bare, titles), *CELLS))
            annexes = tuple(dict.fromkeys(t.annex for t in own if t.annex))
            self._known[document_id] = Printed(annexes, titles, names)
        return self._known[document_id]

    def _of_classes(
        self, query: Query, place: Ground, document: int, own: Sequence[Sheet]
    ) -> Plan | None:
        """Return what is asked of the classes of spending by function."""
        wanted = classes.read(query, self._catalogue.documents[document].institution)
        moves = query.asks(Operation.CHANGE, Operation.GROWTH) or query.base_year is not None
        if wanted is None or place.many or moves:
            return None  # what moved between two years is no list of one
        for table, rows in classes.rows(own, self._lookup):
            if plan := self._plans.plan(RowSet(table, rows), wanted, place):
                return replace(plan, whole=True, score=1.0)
        return None

    def _of_public(self, wanted: Wanted, place: Ground, own: Sequence[Sheet]) -> Plan | None:
        """Return what is asked of the items that the three public expenses are made of."""
        items = PublicItems(self._catalogue, self._lookup)
        for table in (t for t in own if t.kind == public_items.KIND):
            wish = place.wish(table.document_id)
            found = items.figures(table, wish.year, wish.phase)
            before = items.figures(table, wish.year - 1, wish.phase)
            priors = {f: before[key] for key, f in found.items() if key in before}
            figures = list(public_items.members(found, all_of=wanted.blank))
            if figures and (priors or not wanted.extra.way):
                return self._plans.plan(RowSet(table, (), priors=priors), wanted, place, figures)
        return None

    def _of_projects(self, wanted: Wanted, own: Sequence[Sheet]) -> Wanted:
        """Return the projects where their spending is spoken of and a table lists them.

        Their spending by economic items has a table of its own: that of basic spending has none of it.
        """
        if "项目支出" in wanted.columns and wanted.kinds == ("basic_economic",):
            columns = tuple(c for c in wanted.columns if c != "项目支出")
            return replace(wanted, kinds=PROJECT_ITEMS, columns=columns)
        alone = not (wanted.noun or wanted.level or wanted.kinds or wanted.titles or wanted.blank)
        lists = any(t.kind == "project_list" for t in own)
        if alone and lists and wanted.columns == ("项目支出",):
            return replace(wanted, noun="project", columns=())
        return wanted

    # --- tables ------------------------------------------------------------------------

    def _tables(self, wanted: Wanted, own: Sequence[Sheet]) -> list[Sheet]:
        """Return the tables that the members may stand in, the likeliest first."""
        if wanted.annexes:
            names = {bare(name) for name in wanted.annexes}
            return [
                t for t in own if bare(t.annex) in names or bare(t.annex).split("-")[0] in names
            ]
        if wanted.titles:
            return [t for t in own if any(abridges(w, t.title) for w in wanted.titles)]
        kinds = wanted.kinds or self._by_columns(wanted) or KINDS.get(wanted.noun, ())
        if not kinds and wanted.extra.by == "left":
            kinds = KINDS["project"]
        if not kinds and not wanted.columns:
            tells = wanted.reckons or wanted.place or wanted.part or wanted.number is not None
            below = BELOW if wanted.rest and tells else ()
            kinds = below or (KINDS["item"] if wanted.extra.way else ())
            named = [t for t in own if tells and any(_titles(p, t) for p in wanted.rest)]
            found = [t for kind in kinds for t in own if t.kind == kind and not _mixed(t)]
            return list(dict.fromkeys((*found, *named)))
        fit = [t for t in own if not kinds or (t.kind in kinds and not _mixed(t))]
        return sorted(fit, key=lambda t: kinds.index(t.kind) if kinds else self._likely(t))

    def _likely(self, table: Sheet) -> float:
        return -self._words.priority.get(table.kind, 0.0)

    def _by_columns(self, wanted: Wanted) -> tuple[str, ...]:
        """Return the kinds of table that print a column first: personnel and running costs."""
        split = [c for c in wanted.columns if c in BASIC] if not wanted.level else []
        return ("basic_economic",) if split and wanted.noun in ("", "item") else ()


def _unlisted(wanted: Wanted, found: Sequence[Condition]) -> Wanted | None:
    """Return what is wanted without the names of all units, or None where one of them is meant."""
    units = next((f.rows for f in found if f.kind == "units"), ())
    named = {p: one[1] for p in wanted.rest if (one := placed(units, (p,))) is not None}
    if not named or wanted.of_one:
        return wanted
    if set(named.values()) != set(units):
        return None
    return replace(wanted, rest=tuple(p for p in wanted.rest if p not in named))


def _lists_projects(wanted: Wanted, own: Sequence[Sheet]) -> bool:
    """Tell whether all that is added up is projects with rows of their own, and no rows are asked for."""
    if wanted.noun or wanted.kinds or wanted.columns or wanted.titles or not wanted.rest:
        return False
    rows = {bare(e.label) for t in own if t.kind == PROJECT_LIST for e in t.rows}
    if wanted.operation is Operation.SUM:
        return len(wanted.rest) == 1 and bare(wanted.rest[0]) in rows
    names = [name for phrase in wanted.rest for name in _JOINTS.split(phrase)]
    several = wanted.operation is Operation.AVERAGE and len(names) > 1
    return several and all(bare(name) in rows for name in names)


def _mixed(table: Sheet) -> bool:
    """Tell whether a table has totals of several matters: its rows are no set of one of them."""
    totals = (e for e in table.rows if e.kind == "total" and not e.parents)
    named = {_NUMBERED.sub("", bare(e.label)) for e in totals} - {"合计", "总计", "小计"}
    return len(named) > 1 and table.kind == "procurement"


def _titles(phrase: str, table: Sheet) -> bool:
    """Tell whether a phrase is most of what a table's title says its rows are of."""
    return len(bare(phrase)) >= LONG and bare(phrase) in bare(table.title)


def _told_apart(found: RowSet, wanted: Wanted) -> bool:
    """Tell whether the members of a plain share are one row, or more than alike in their names."""
    if not wanted.extra.share or wanted.said or wanted.bound or len(found.rows) == 1:
        return True
    return not any(is_part(phrase, e) for phrase in wanted.rest for e in found.rows)


def _together(best: Plan, plans: Sequence[Plan]) -> Plan:
    """Return the goals of every form that has some of those asked for as one set."""
    steps = [p.steps[0] for p in plans if len(p.steps) == 1 == len(best.steps)]
    alike = [s for s in steps if s.asked == best.steps[0].asked and not s.bases]
    operands = tuple(t for s in alike for t in s.operands)
    return replace(best, steps=(replace(best.steps[0], operands=operands),)) if alike else best
