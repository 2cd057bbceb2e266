"""Plan comparisons: with the prior year, of two things, of one row in two tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.columns import words
from qa.catalogue import Entry, Sheet
from qa.linking.cells import CellRanker
from qa.linking.text import bare, core
from qa.planning.figures import make_figure
from qa.planning.find import Finding, filled, labels_of, score_of
from qa.planning.one_kind import one_kind
from qa.planning.scope import institutions
from qa.planning.targets import ACCEPT, Found, Targets
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Route
from qa.words.compared import turned
from qa.words.phases import base_spent, both_spoken

_NOW = re.compile(r"今年|本年|当年")
NAMESAKE = 0.75  # likeness from which one phrase names two rows alike


class Priors:
    """Plan comparisons of one query."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.query = finding.query
        self.place = finding.place
        self.catalogue = finding.catalogue

    def prior(self, asked: Asked) -> Plan:
        found = self.finding.find()
        if not found or max(score_of(t) for _, t in found) < ACCEPT:
            return self.finding.nothing()
        if self.finding.several_institutions(found):
            return self.finding.ask_document(found, asked, 0.8)
        steps: list[Step] = []
        for target in [f.target for _, targets in found for f in targets]:
            pair = self._with_base(target)
            if pair is not None:
                now, before = pair if not self._over_now(asked) else (pair[1], pair[0])
                steps.append(Step(asked, (now,), (before,)))
        steps = steps or [
            Step(asked, (pair[0],), (pair[1],))
            for document_id, targets in found
            for f in targets
            if (pair := self._namesake(document_id, f.target)) is not None
        ]
        steps = steps or self._printed_changes(found, asked)
        if not steps:
            return Plan(Route.REFUSE, reason="no_prior", near=labels_of(found), score=0.3)
        return Plan(
            Route.TABLE, tuple(steps), score=score_of(found[0][1]), trace=self.finding.trace()
        )

    def _printed_changes(
        self, found: Sequence[tuple[int, Sequence[Found]]], asked: Asked
    ) -> list[Step]:
        """Return the steps that look changes up in the column that prints them: 较上年增减."""
        if asked.operation not in (Operation.CHANGE, Operation.GROWTH):
            return []
        growth = asked.operation is Operation.GROWTH
        steps: list[Step] = []
        for figure in (f.target.figure for _, targets in found for f in targets):
            told = self._changes_of(figure, percent=growth)
            if not (told or growth or self.query.unit):
                told = self._changes_of(figure, percent=True)  # 增长多少 may be told as a rate
            if len({one.fact.value for one in told if one.fact}) == 1:
                steps.append(Step(Asked(Operation.LOOKUP), (Target(told[0], tuple(told[1:])),)))
        return steps

    def _changes_of(self, figure: Figure, *, percent: bool) -> list[Figure]:
        """Return what columns of changes print of an item, in percent or in money."""
        return [
            made
            for table in self.catalogue.tables.values()
            if table.document_id == figure.document_id
            for column in table.columns
            if words().is_change(column.path) and words().is_percent(column.path) == percent
            for entry in table.rows
            if core(entry.label) == core(figure.label)
            for made in (self._made(table, entry, column.index),)
            if filled(made)
        ]

    def _made(self, table: Sheet, entry: Entry, column: int) -> Figure:
        return make_figure(self.catalogue, self.finding.lookup, table, entry, column)

    def _over_now(self, asked: Asked) -> bool:
        """Tell whether the year before is set against this one (去年是今年的几倍)."""
        return asked.operation is Operation.RATIO and bool(_NOW.search(self.query.whole or ""))

    def _with_base(self, target: Target) -> tuple[Target, Target] | None:
        """Return the figure that has a prior-year twin, with it: the first of its tables that does."""
        before = (*self.query.years, *((self.query.base_year,) if self.query.base_year else ()))
        years = [year for year in before if year < target.figure.year]
        year = min(years) if years else None
        alike = self.finding.bases.equal_total(target.figure)
        for figure in (target.figure, *target.others, *alike):
            base = self.finding.bases.prior(
                figure, year, cross=self._both_phases(), spent=base_spent(self.query.text)
            )
            if base is not None:
                others = tuple(f for f in (target.figure, *target.others) if f is not figure)
                return Target(figure, others, target.phrase), Target(base)
        return self._from_base(target)

    def _namesake(self, document_id: int, target: Target) -> tuple[Target, Target] | None:
        """Return another row that the same words name and that has a prior year, with it.

        职业年金 is an economic item, printed without a prior year, and a functional one with it.
        """
        own = self.catalogue.documents[document_id].fiscal_year
        tables = frozenset(
            table.id
            for table in self.catalogue.tables.values()
            if table.document_id == document_id
            and {c.year for c in table.columns if c.role == "amount"} >= {own, own - 1}
        )
        if not tables or self.query.annexes or self.query.codes:
            return None
        links, linker = self.finding.links, self.finding.linker
        focus = replace(self.finding.focus([document_id]), tables=tables)
        found = Targets(linker, self.finding.lookup, CellRanker(linker, links, focus)).find()
        if len(found) != 1 or found[0].score < ACCEPT or found[0].rivals:
            return None
        rows = (target.figure.row_id, found[0].target.figure.row_id)
        alike = any(all(link.rows.get(r, 0.0) >= NAMESAKE for r in rows) for link in links)
        return self._with_base(found[0].target) if alike else None

    def _from_base(self, target: Target) -> tuple[Target, Target] | None:
        """Return a document's own year against the prior year that was asked for (2025年呢 → 多了?)."""
        own = self.catalogue.documents[target.figure.document_id].fiscal_year
        if target.figure.year >= own:
            return None
        for figure in (target.figure, *target.others):
            later = self.finding.bases.prior(figure, own)
            if later is not None:
                return Target(later, (), target.phrase), Target(figure)
        return None

    def _both_phases(self) -> bool:
        """Tell whether a budget is to be set against final accounts, by the question's own words."""
        return both_spoken(self.query.text)

    def pair(self, asked: Asked) -> Plan:
        lacking = self.finding.lacking()
        if lacking is not None:
            return lacking
        one = len(institutions(self.catalogue, self.place.documents)) == 1
        if max(len(self.query.offsets), len(self.query.years)) > 1 and (one or not self.place.many):
            return self.prior(asked)
        both = self.finding.of_each_document()
        if len(both) == 2:
            return self.finding.accepted(asked, self._as_said(both))
        targets = self.finding.apart()
        extremes = self.query.asks(Operation.TOP) and self.query.asks(Operation.BOTTOM)
        if len(targets) == 1 and len(self.query.table_words) > 1:
            targets = self._in_tables(targets[0]) or targets
        if extremes and len(targets) > 2:
            return self._apart_most(asked, targets)
        if len(targets) >= 2:
            two = self._in_order(asked, targets)[:2]
            alike = one_kind(two, self.catalogue, self.finding.lookup)
            return self.finding.accepted(asked, alike) if alike else self.finding.nothing()
        group = self.finding.best_group()
        if group is not None and extremes:
            return Plan(Route.TABLE, (self.finding.group_step(asked, group),), score=group.score)
        return self.prior(asked)

    def _apart_most(self, asked: Asked, targets: Sequence[Target]) -> Plan:
        """Return the things named as a group, of which the largest and the smallest are meant."""
        totals = self.finding.linker.words.total_rows
        members = [t for t in targets if bare(t.figure.label) not in totals]
        if not members:
            return self.finding.nothing()
        group = "、".join(t.figure.label for t in members)
        score = min(t.figure.score for t in members)
        return Plan(Route.TABLE, (Step(asked, tuple(members), group=group),), score=score)

    def _as_said(self, both: Sequence[Target]) -> Sequence[Target]:
        """Return the things of two departments in the order that a question sets them in."""
        one, other = (self.catalogue.documents[t.figure.document_id].institution for t in both)
        return both[::-1] if turned(self.query.text, one, other) else both

    def _in_order(self, asked: Asked, targets: Sequence[Target]) -> list[Target]:
        """Put what a ratio is over behind the other: A是B的几倍 is A over B."""
        whole = bare(self.query.whole or "")
        if asked.operation is not Operation.RATIO or not whole:
            return list(targets)
        named = [whole in bare(t.phrase + t.figure.label + t.figure.column_name) for t in targets]
        over = [t for t, base in zip(targets, named, strict=True) if not base]
        return [*over, *(t for t in targets if t not in over)] if over else list(targets)

    def _in_tables(self, target: Target) -> list[Target]:
        """Return one row in each kind of table that the question names, where it stands in all."""
        by_kind: dict[str, Figure] = {}
        for figure in (target.figure, *target.others):
            by_kind.setdefault(self.catalogue.tables[figure.table_id].kind, figure)
        found = [Target(by_kind[kind]) for kind in self.query.table_words if kind in by_kind]
        return found if len(found) > 1 else []
