"""Plan which rows fill a column (结转 of which projects), and where an evaluation lost points."""

from __future__ import annotations

from collections.abc import Sequence

from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.narration.income import income_asked
from qa.planning.figures import make_figure
from qa.planning.scope import Ground, institutions
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Query, Route
from qa.words.row_asks import Aspect, asks_lost, asks_which, known_aspects, other_funds

FILLED = ("carried", "own", "account")
"""Columns that few rows fill: which do is asked."""
FIRST = ("project_list", "government_fund", "general_expenditure", "fiscal_summary")
PERFORMANCE = {"overall_performance": ("整体", "部门"), "project_performance": ("项目",)}
MOST = ("最多", "最大", "最狠", "最厉害", "most")
OTHER = ("其他", "其它")
TRACE = ("filled",)
SURE = 1.0


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
        if asks_lost(query.text) and asks_which(query.text):
            return self._lost(query, own)
        if income_asked(query.text).startswith(OTHER):
            return self._filled(other_funds(), [t for t in own if t.kind == FIRST[0]])
        if not asks_which(query.text):
            return None
        known = (a for a in known_aspects() if a.name in FILLED)
        wanted = [aspect for aspect in known if aspect.said.search(query.text)]
        return self._filled(wanted[0], own) if len(wanted) == 1 else None

    def _filled(self, aspect: Aspect, own: Sequence[Sheet]) -> Plan | None:
        ranked = sorted((t for t in own if t.kind in FIRST), key=lambda t: FIRST.index(t.kind))
        for table in ranked:
            for column in table.columns:
                if column.role != "amount" or not aspect.heads_of("/".join(column.path)):
                    continue
                figures = [f for e in _lowest(table) if (f := self._figure(table, e, column))]
                if figures:
                    return _plan(Step(Asked(Operation.LIST), _targets(figures), group=table.title))
        return None

    # --- points lost -----------------------------------------------------------------------

    def _lost(self, query: Query, own: Sequence[Sheet]) -> Plan | None:
        """Return the indicators that got less than all their points, or the one that lost most."""
        said = [k for k, words in PERFORMANCE.items() if any(w in query.text for w in words)]
        kinds = said[:1] or list(PERFORMANCE)
        lost = [
            (full.fact.value - got.fact.value, full, got)
            for table in own
            if table.kind in kinds
            for full, got in self._points(table)
            if full.fact and got.fact and full.fact.value and got.fact.value is not None
        ]
        lost = sorted((one for one in lost if one[0] > 0), key=lambda one: -one[0])
        if not lost:
            return None
        if any(word in query.text for word in MOST):
            _, full, got = lost[0]
            step = Step(Asked(Operation.DIFFERENCE), (Target(full), Target(got)))
            return _plan(Step(Asked(Operation.LOOKUP), (Target(full), Target(got))), step)
        group = self._catalogue.tables[lost[0][1].table_id].title
        return _plan(
            Step(Asked(Operation.LIST), _targets([got for _, _, got in lost]), group=group)
        )

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
            if e.kind == "indicator"
        )
        return [(one, other) for one, other in pairs if one is not None and other is not None]

    def _figure(self, table: Sheet, entry: Entry, column: Heading) -> Figure | None:
        figure = make_figure(self._catalogue, self._lookup, table, entry, column.index, SURE)
        return figure if figure.fact is not None and figure.fact.value else None


def _lowest(table: Sheet) -> list[Entry]:
    """Return the items of a table that no other stands below."""
    above = {bare(parent) for row in table.rows for parent in row.parents}
    return [e for e in table.rows if e.kind == "item" and bare(e.label) not in above and e.label]


def _targets(figures: Sequence[Figure]) -> tuple[Target, ...]:
    return tuple(Target(figure) for figure in figures)


def _plan(*steps: Step) -> Plan:
    return Plan(Route.TABLE, steps, score=SURE, whole=True, trace=TRACE)
