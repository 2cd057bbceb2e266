"""Plan which rows fill a column (结转 of which projects), and where an evaluation lost points."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.narration.income import income_asked
from qa.planning.cell_words import pattern
from qa.planning.figures import make_figure
from qa.planning.scope import Ground, institutions
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.words.row_asks import (
    Aspect,
    asks_lost,
    asks_which,
    known_aspects,
    lost_said,
    other_funds,
)

FILLED = ("carried", "own", "account")
"""Columns that few rows fill: which do is asked."""
FIRST = ("project_list", "government_fund", "general_expenditure", "fiscal_summary")
PERFORMANCE = {"overall_performance": ("整体", "部门"), "project_performance": ("项目",)}
MOST = ("最多", "最大", "最狠", "最厉害", "most")
OTHER = ("其他", "其它")
TRACE = ("filled",)
_UNITS = re.compile(r"哪(?:一|几|两|些)?(?:家|个?单位|个?部门)|单位(?:是|有|为)?哪[些几]")
WHOLES = r"^(?:总分|[合总]计|总得分|自评(?:总|得)分)$"
NAMED = 0.5  # least share of a project's name that names its form
SURE = 1.0


def _asks_units(text: str) -> bool:
    """Tell whether it is units that fill a column which are asked for, none of their projects."""
    return _UNITS.search(text) is not None and "项目" not in text


class FilledPlans:
    """Plan rows by what they fill or lost, over one catalogue."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup) -> None:
        self._catalogue = catalogue
        self._lookup = lookup

    def plan(self, query: Query, place: Ground) -> Plan | None:
        """Return the rows that a question asks for by a column that they fill, or None."""
        if place.many or place.missing or query.refusals:
            return None
        if len(institutions(self._catalogue, place.documents)) != 1:
            return None
        own = [t for t in self._catalogue.tables.values() if t.document_id in place.documents]
        if income_asked(query.text).startswith(OTHER):
            return self._filled(other_funds(), [t for t in own if t.kind == FIRST[0]])
        if not asks_which(query.text) or _asks_units(query.text):
            return None
        known = (a for a in known_aspects() if a.name in FILLED)
        wanted = [(a, m) for a in known if (m := a.said.search(query.text))]
        if len(wanted) != 1:
            return None
        ((aspect, said),) = wanted
        before, after = query.text[: said.start()], query.text[said.end() :]
        empty = pattern("denied").search(before) or pattern("left_empty").match(after)
        return self._filled(aspect, own, empty=empty is not None)

    def lost(self, query: Query, place: Ground) -> Plan | None:
        """Return the indicators that got less than all their points, where these are asked for."""
        if place.many or place.missing or query.refusals:
            return None
        if not (asks_lost(query.text) and asks_which(query.text)):
            return None
        own = [t for t in self._catalogue.tables.values() if t.document_id in place.documents]
        return self._lost(query, own)

    def _filled(self, aspect: Aspect, own: Sequence[Sheet], *, empty: bool = False) -> Plan | None:
        """Return the rows that fill a column, or those that leave it `empty`."""
        ranked = sorted((t for t in own if t.kind in FIRST), key=lambda t: FIRST.index(t.kind))
        for table in ranked:
            for column in table.columns:
                if column.role != "amount" or not aspect.heads_of("/".join(column.path)):
                    continue
                rows = _lowest(table)
                figures = [f for e in rows if (f := self._figure(table, e, column))]
                if not figures:
                    continue
                if empty:
                    known = {f.row_id for f in figures}
                    left = [make_figure(self._catalogue, self._lookup, table, e, column.index)
                            for e in rows if e.id not in known]  # fmt: skip
                    asked, note = Asked(Operation.COUNT), "blank"
                    return _plan(Step(asked, _targets(left), group=table.title, note=note))
                return _plan(Step(Asked(Operation.LIST), _targets(figures), group=table.title))
        return None

    # --- points lost -----------------------------------------------------------------------

    def _lost(self, query: Query, own: Sequence[Sheet]) -> Plan | None:
        """Return the indicators that got less than all their points, or the one that lost most.

        Where a question names the project of a form, those of that form alone.
        """
        said = [k for k, words in PERFORMANCE.items() if any(w in query.text for w in words)]
        forms = _of_project(query.text, [t for t in own if t.kind in PERFORMANCE])
        forms = forms or [t for t in own if t.kind in (said[:1] or PERFORMANCE)]
        lost = [
            (full.fact.value - got.fact.value, full, got)
            for table in forms
            for full, got in self._points(table)
            if full.fact and got.fact and full.fact.value and got.fact.value is not None
        ]
        lost = sorted((one for one in lost if one[0] > 0), key=lambda one: -one[0])
        if not lost:
            return None
        apart = [
            Step(Asked(Operation.DIFFERENCE), (Target(full), Target(got))) for _, full, got in lost
        ]
        if any(word in query.text for word in MOST):
            _, full, got = lost[0]
            return _plan(Step(Asked(Operation.LOOKUP), (Target(full), Target(got))), apart[0])
        group = self._catalogue.tables[lost[0][1].table_id].title
        listed = Step(Asked(Operation.LIST), _targets([got for _, _, got in lost]), group=group)
        return _plan(listed, *(apart if lost_said(query.text) else ()))

    def _points(self, table: Sheet) -> list[tuple[Figure, Figure]]:
        """Return the full points and those given of every indicator of a table."""
        heads = {bare(c.path[-1]): c for c in table.columns if c.path}
        full = next((c for name, c in heads.items() if "分值" in name or "权重" in name), None)
        given = next((c for name, c in heads.items() if "得分" in name or "自评分" in name), None)
        if full is None or given is None:
            return []
        pairs = (
            (self._figure(table, e, full), self._figure(table, e, given))
            for e in table.rows
            if e.kind == "indicator" and not _is_whole(e)
        )
        return [(one, other) for one, other in pairs if one is not None and other is not None]

    def _figure(self, table: Sheet, entry: Entry, column: Heading) -> Figure | None:
        figure = make_figure(self._catalogue, self._lookup, table, entry, column.index, SURE)
        return figure if figure.fact is not None and figure.fact.value else None


def _of_project(text: str, tables: Sequence[Sheet]) -> list[Sheet]:
    """Return the forms of the project that a question names, best named first and alone."""
    said = bare(text)
    names = {t.id: bare(subject_of(t)) for t in tables}
    cover = {
        id: sum(name[i : i + 2] in said for i in range(len(name) - 1)) / (len(name) - 1)
        for id, name in names.items()
        if len(name) > 1
    }
    best = max(cover.values(), default=0.0)
    return [t for t in tables if best >= NAMED and cover.get(t.id) == best]


def _is_whole(entry: Entry) -> bool:
    """Tell whether a line of a form sums its points or is of its money."""
    return re.search(WHOLES, bare(entry.label)) is not None or "资金" in "".join(entry.parents)


def _lowest(table: Sheet) -> list[Entry]:
    """Return the items of a table that no other stands below."""
    above = {bare(parent) for row in table.rows for parent in row.parents}
    return [e for e in table.rows if e.kind == "item" and bare(e.label) not in above and e.label]


def _targets(figures: Sequence[Figure]) -> tuple[Target, ...]:
    return tuple(Target(figure) for figure in figures)


def _plan(*steps: Step) -> Plan:
    return Plan(Route.TABLE, steps, score=SURE, whole=True, trace=TRACE)
