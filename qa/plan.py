"""Turn a query and its links into a plan: which cells, which operation, or what to ask back.

Margins decide: one clear winner is answered, several that a reader would confuse are asked
about, nothing near is refused. Each kind of operation is planned in a room of its own
(`plan_lookup`, `plan_sums`, `plan_shares`, `plan_prior`); the thresholds stand in `plan_limits`
and `plan_targets`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache

from ingest.money import is_money
from qa.catalogue import Catalogue
from qa.link import Linker
from qa.linking.cover import Cover
from qa.lookup import Lookup
from qa.planning import filled_first, named_cells, unit_goals
from qa.planning import moves as plan_moves
from qa.planning.across import aligned, each_named
from qa.planning.bases import Bases
from qa.planning.filled import FilledPlans
from qa.planning.find import Finding, filled, lowest
from qa.planning.fuller import Fuller
from qa.planning.groups import Group, without
from qa.planning.limits import AGAINST_PRIOR, EXTREMES, GROUPED, PAIRED
from qa.planning.lookup import Lookups
from qa.planning.measure_behind import goal_meant
from qa.planning.members import members_of
from qa.planning.none import none_of
from qa.planning.one_kind import one_kind
from qa.planning.operations import combined
from qa.planning.prior import Priors
from qa.planning.quantity import only_priced
from qa.planning.row_first import COVER, RowFirst
from qa.planning.row_readings import WHOLE
from qa.planning.rowsets import RowSets
from qa.planning.scope import Ground, ground
from qa.planning.set_units import speaks_of
from qa.planning.shares import Shares
from qa.planning.strays import strays, unknown
from qa.planning.sums import Sums
from qa.planning.targets import ACCEPT
from qa.planning.two_budgets import asked_back
from qa.planning.types import Plan
from qa.planning.unit_rosters import Rosters
from qa.planning.units import UnitPlans
from qa.query import Asked, Comparator, Operation, Query, Route
from qa.words import set_asks
from qa.words.row_asks import lost_said

KEPT = 256  # plans that are kept: one question is planned more than once

_OF_ALL = re.compile(r"整个|全(?:部门|单位|局|委|院|校|镇|街道)")
"""Words of a later clause that asks for the whole department's, beside a part of it."""


class Planner:
    """Plan questions over one catalogue."""

    def __init__(self, linker: Linker, lookup: Lookup) -> None:
        self.linker = linker
        self.lookup = lookup
        self.catalogue: Catalogue = linker.catalogue
        self.bases = Bases(self.catalogue, lookup, linker.words)
        self.rowsets = RowSets(self.catalogue, lookup, linker.words, linker.is_unit)
        self.row_first = RowFirst(self.catalogue, lookup, linker.words)
        self.units = UnitPlans(linker, lookup)
        self.filled = FilledPlans(self.catalogue, lookup)
        self.rosters = lru_cache(maxsize=KEPT)(self._rosters)
        self._kept = lru_cache(maxsize=KEPT)(self._plan)

    @cached_property
    def cover(self) -> Cover:
        """Return how much rows explain of a question; made at the first question that needs it."""
        return Cover(self.linker)

    def _rosters(self, document: int) -> Rosters:
        """Return the units of a document with what each has."""
        linker = self.linker
        return Rosters(self.catalogue, self.lookup, linker.words, linker.is_unit, document)

    def plan(self, query: Query) -> Plan:
        """Return what to do for one query that has no parts; the last ones are kept."""
        return self._kept(query)

    def _plan(self, query: Query) -> Plan:
        if query.refusals:
            return Plan(Route.REFUSE, reason=f"asked:{query.refusals[0]}")
        if query.scope.strangers:
            return Plan(Route.REFUSE, reason=f"stranger:{'、'.join(query.scope.strangers)}")
        place = ground(
            query, self.catalogue, weight=self.linker.words.measure_asked(query.text) == "weight"
        )
        chosen = (
            named_cells.plan(query, place, self.catalogue, self.lookup)
            or self.filled.lost(query, place)
            or self.units.plan(query, place)
            or self.rowsets.plan(query)
        )
        if chosen is not None and not self._tells_more(query, place, chosen):
            return chosen
        if place.missing:
            return Plan(Route.REFUSE, reason=place.missing)
        moved = plan_moves.plan(query, place, self.catalogue, self.lookup, self.linker.words)
        if moved is not None:
            return moved
        special = (
            unit_goals.plan(query, place, self.catalogue, self.lookup)
            or unit_goals.moved(query, place, self.catalogue, self.lookup)
            or self.row_first.plan(query, place)
            or self.filled.plan(query, place)
        )
        if special is not None:
            special = asked_back(query, special, self.catalogue, self.lookup)
            return goal_meant(query, special, self.catalogue, self.lookup)
        links = self.linker.link(query, place.documents)
        finding = Finding(query, place, links, self.linker, self.lookup, self.bases)
        plan = _Planning(finding).plan()
        plan = Fuller(finding, self.cover, lambda again: Lookups(again).plain()).checked(plan)
        if finding.only_total(plan):
            plan = finding.nothing()
        if plan.route in (Route.REFUSE, Route.CLARIFY):
            least = COVER if plan.route is Route.REFUSE else WHOLE
            plan = self.row_first.plan(query, place, one=least) or plan
        plan = filled_first.of_units(query, self.units.namesake(query, plan, place))
        plan = self.row_first.in_measure(query, place, plan)
        if only_priced(query, plan, self.catalogue):
            return Plan(Route.REFUSE, reason="not_found", trace=plan.trace)
        plan = each_named(
            query, asked_back(query, plan, self.catalogue, self.lookup), self.catalogue
        )
        return goal_meant(query, plan, self.catalogue, self.lookup)

    def _tells_more(self, query: Query, place: Ground, chosen: Plan) -> bool:
        """Tell whether a set is of one row, of which a question asks for several cells."""
        rows = {t.figure.row_id for step in chosen.steps for t in step.operands}
        return len(rows) == 1 and self.row_first.tells_all(query, place)

    def of_set(self, query: Query) -> bool:
        """Tell whether a question, however many clauses it has, is one about a set of rows."""
        if lost_said(query.text) and self.filled.lost(query, ground(query, self.catalogue)):
            return True
        return self.rowsets.plan(query) is not None

    def of_units(self, query: Query) -> bool:
        """Tell whether a question is one about a set of units, whose names it may list."""
        return speaks_of(query.text) and self.of_set(query)

    def of_cells(self, query: Query) -> bool:
        """Tell whether one row prints every one of several cells that a question asks for."""
        return self.row_first.tells_all(query, ground(query, self.catalogue))

    def of_columns(self, query: Query) -> bool:
        """Tell whether a question, however many clauses it has, asks for cells of known rows."""
        if self.of_set(query):
            return True
        found = self.row_first.plan(query, ground(query, self.catalogue))
        if found is None:
            return False
        cells = sum(len(step.operands) for step in found.steps)
        return cells > 1 or not any(_OF_ALL.search(part.text) for part in query.parts[1:])

    def leaning(self, asked: Query, resolved: Query, before: Query) -> Query | None:
        """Return a question that speaks of the set of the one before, or None where it does not.

        `asked` is as said, `resolved` as the talk before makes it.
        """
        leaning = replace(
            asked, scope=resolved.scope, years=resolved.years, offsets=resolved.offsets,
            year_offset=resolved.year_offset, parts=(), earlier=before,
        )  # fmt: skip
        alone = replace(leaning, earlier=None)
        return leaning if self.of_set(leaning) and not self.of_set(alone) else None


class _Planning:
    """Choose the plan of every operation that one query asks."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.query = finding.query
        self.place = finding.place
        self.catalogue = finding.catalogue
        self.lookups = Lookups(finding)
        self.sums = Sums(finding, self.lookups)
        self.shares = Shares(finding)
        self.priors = Priors(finding)

    def plan(self) -> Plan:
        """Return the steps of every operation asked, or what stands against them."""
        handlers: dict[Operation, Callable[[Asked], Plan]] = {
            **dict.fromkeys(AGAINST_PRIOR, self.priors.prior),
            **dict.fromkeys(GROUPED, self._group),
            **dict.fromkeys(PAIRED, self.priors.pair),
            Operation.SUM: self.sums.sum,
            Operation.SHARE: self.shares.share,
            Operation.INVERSE: self.lookups.inverse,
            Operation.SOURCE: self.lookups.source,
            Operation.PER_HEAD: self.lookups.per_head,
        }
        special = members_of(self.finding) or none_of(self.finding)
        if special is not None:
            return special
        operations = combined(self.query.operations) or (Asked(Operation.LOOKUP),)
        known = [asked for asked in operations if asked.operation in handlers]
        if not known:
            return self.lookups.lookup(operations[0])
        plans = [handlers[asked.operation](asked) for asked in known]
        good = [plan for plan in plans if plan.route not in (Route.REFUSE,)]
        if not good:
            return plans[0]
        steps = tuple(step for plan in good for step in plan.steps)
        if not steps:
            return good[0]
        return Plan(
            Route.TABLE, steps, score=max(plan.score for plan in good), trace=self.finding.trace()
        )

    def _group(self, asked: Asked) -> Plan:
        if asked.monthly:
            return self.lookups.lookup(asked)
        lacking = self.finding.lacking() if asked.operation is Operation.COMPARE else None
        if lacking is not None:
            return lacking
        if self.place.many or len(self.place.documents) > 1:
            ranked = self._over_documents(asked)
            if ranked is not None:
                return ranked
        targets = self.finding.apart()
        named = [t for t in lowest(targets, self.catalogue.rows) if t.figure.score >= ACCEPT]
        if len(named) > 1 and asked.operation in (
            Operation.TOP, Operation.BOTTOM, Operation.COMPARE, Operation.RANK, Operation.AVERAGE,
        ):  # fmt: skip
            if asked.operation in EXTREMES and unknown(self.finding.links):
                return self.finding.nothing()
            alike = one_kind(named, self.catalogue, self.finding.lookup)
            return self.finding.accepted(asked, alike) if alike else self.finding.nothing()
        group = self.finding.best_group()
        if (
            group is not None
            and asked.operation is not Operation.RANK
            and strays(group, asked, self.finding.links, self.catalogue, self.query.text)
        ):
            return self.finding.nothing()
        if group is not None and (less := set_asks.read(self.query.text, share=False).less):
            group = without(group, less, self.catalogue)
            if group is None:
                return self.finding.nothing()  # what is left out is no member
        if group is None and asked.bound is not None and asked.bound.comparator is Comparator.EQUAL:
            return self.lookups.inverse(asked)
        if group is not None and asked.operation in EXTREMES and self._is_mixed(group):
            return self.finding.nothing()
        if group is None:
            found = self.lookups.lookup(asked)
            return self.finding.nothing() if self._only_total(asked, found) else found
        return Plan(
            Route.TABLE,
            (self.finding.group_step(asked, group),),
            score=group.score,
            trace=self.finding.trace(),
        )

    def _is_mixed(self, group: Group) -> bool:
        """Tell whether a share or sum is asked of figures of several kinds."""
        units = {f.fact.unit for f in group.figures if f.fact is not None and filled(f)}
        mixed = len(units) > 1 and not all(map(is_money, units))
        return mixed and self.query.asks(Operation.SHARE, Operation.SUM)

    def _only_total(self, asked: Asked, plan: Plan) -> bool:
        """Tell whether the largest or smallest is asked for and only a total was found: no member."""
        figures = [t.figure for step in plan.steps for t in step.operands]
        rows = [self.finding.catalogue.rows[f.row_id] for f in figures]
        total = [row.kind == "total" or row.label.endswith("总计") for row in rows]
        return asked.operation in EXTREMES and len(total) == 1 and all(total)

    def _over_documents(self, asked: Asked) -> Plan | None:
        """Return the same thing of every document, to be ranked or compared."""
        found = self.finding.find()
        targets = [targets[0].target for _, targets in found]
        if len(targets) < 2:
            return None
        targets = aligned(targets, self.catalogue, self.finding.preferred_kinds())
        return self.finding.accepted(asked, targets)
