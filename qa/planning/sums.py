"""Plan sums."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.money import is_money
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.find import Finding, is_worded, lowest, side_of
from qa.planning.groups import Group
from qa.planning.lookup import Lookups
from qa.planning.targets import EXACT_HEAD
from qa.planning.types import Plan, Target
from qa.query import Asked, Operation, Route
from qa.words import numerals

_HOW_MANY = re.compile(rf"({numerals.NUMERAL})(?:个|项|家|笔|类|条)")
_TOGETHER = re.compile(
    r"[两二三四](?:样|项|行|笔)(?:东西|费用|钱)?(?:的?预算)?(?:加|相加|合|一共|总共|一起)"
)
_WITHIN = re.compile(r"(?:项目|专项)?(?:里头?|里面|当中)的?,?")
MANY = 3  # rows between which the words of one thing to be added do not tell
EVEN = 0.005  # scores nearer than this tell nothing apart


class Sums:
    """Plan sums of one query."""

    def __init__(self, finding: Finding, lookups: Lookups) -> None:
        self.finding = finding
        self.query = finding.query
        self.links = finding.links
        self.catalogue = finding.catalogue
        self.lookups = lookups

    def sum(self, asked: Asked) -> Plan:
        lacking = self.finding.lacking()
        if lacking is not None:
            return lacking
        each = self.finding.of_each_document()
        if each:
            return self.finding.accepted(asked, each)
        kept = [t for t in self.finding.apart() if not is_worded(t.figure)]
        targets = lowest(kept, self.catalogue.rows)
        parts = self._without_whole(targets)
        if len(parts) == 1 < len(targets):
            return self.finding.accepted(Asked(Operation.LOOKUP), parts)
        targets = parts
        if len(targets) > 1 and (options := self._alike()):
            return Plan(Route.CLARIFY, options=options, score=min(t.figure.score for t in targets))
        if len(targets) > 1 and self._of_many():
            return self.finding.nothing()
        if len(targets) > 1 and self._both_sides(targets):
            return self.finding.accepted(Asked(Operation.LOOKUP), targets)
        if len(targets) > 1:
            named = self._listed_projects(targets)
            if named is not None:
                return Plan(
                    Route.TABLE, (self.finding.group_step(asked, named),), score=named.score
                )
            return self.finding.accepted(asked, targets)
        pieces = self.lookups.basic_and_project(targets)
        if len(pieces) > 1:
            return self.finding.accepted(asked, pieces)
        alike = self.lookups.all_of_name()
        if alike:
            return self.finding.accepted(asked, alike)
        if len(targets) == 1 and self._is_project(targets[0]):
            if _TOGETHER.search(self.query.text):
                return self.finding.nothing()  # the other thing named was not found
            return self.finding.accepted(Asked(Operation.LOOKUP), targets)
        group = self.finding.best_group()
        if group is not None and self._is_indicators(group) and self._miscounted(group):
            return self.finding.nothing()  # the goals of another form
        whole = group is not None and (self._is_indicators(group) or self._counted(group))
        if group is not None and (group.part or whole):
            return Plan(Route.TABLE, (self.finding.group_step(asked, group),), score=group.score)
        if len(targets) == 1 and _TOGETHER.search(self.query.text):
            return self.finding.nothing()  # one of the things named was not found: no sum of them
        return self.lookups.lookup(asked)

    def _without_whole(self, targets: Sequence[Target]) -> list[Target]:
        """Drop a table's total that only says what a thing beside it is (图书馆支出合计)."""
        words = self.finding.linker.words.total_rows
        parts = [t for t in targets if bare(t.phrase) not in words and not self._holds_all(t)]
        return parts or list(targets)

    def _holds_all(self, target: Target) -> bool:
        """Tell whether a thing is only said as what the others stand in (某项目里甲和乙)."""
        place = self.query.text.find(target.phrase)
        return place == 0 and bool(_WITHIN.match(self.query.text, len(target.phrase)))

    def _alike(self) -> tuple[Target, ...]:
        """Return projects between which the words of one thing to be added do not tell."""
        for _, found in self.finding.find(apart=True):
            for f in found:
                listed = self.catalogue.tables[f.target.figure.table_id].kind == PROJECT_LIST
                even = [r for r in f.rivals if abs(r.figure.score - f.score) < EVEN]
                if listed and f.score < EXACT_HEAD and even:
                    return (f.target, *even)
        return ()

    def _of_many(self) -> bool:
        """Tell whether one thing to be added is as well any of several rows of other names."""
        for _, found in self.finding.find(apart=True):
            for f in found:
                even = {r.figure.label for r in f.rivals if abs(r.figure.score - f.score) < EVEN}
                if len(even - {f.target.figure.label}) >= MANY:
                    return True
        return False

    def _listed_projects(self, targets: Sequence[Target]) -> Group | None:
        """Return the projects that are named where one of the targets found is no amount of money."""
        money = [t for t in targets if t.figure.fact is None or is_money(t.figure.fact.unit)]
        group = self.finding.best_group() if len(money) < len(targets) else None
        return group if group is not None and group.part else None

    def _both_sides(self, targets: Sequence[Target]) -> bool:
        """Tell whether income and spending are both named: their sum says nothing."""
        sides = {
            side_of(t.phrase) or side_of(t.figure.label + t.figure.column_name) for t in targets
        }
        return {"收入", "支出"} <= sides

    def _is_project(self, target: Target) -> bool:
        """Tell whether a project's money is meant, not what its form sets as goals and costs."""
        kind = self.catalogue.tables[target.figure.table_id].kind
        goals = (*self.finding.linker.words.goal_words, "成本", "cost")
        said = any(word in self.query.text for word in goals)
        generic = bare(target.phrase) in self.finding.linker.words.generic_terms
        if generic or self.query.asks(Operation.TOP, Operation.BOTTOM):
            return False
        return kind == PROJECT_LIST and not said and not _HOW_MANY.search(self.query.text)

    def _counted(self, group: Group) -> bool:
        """Tell whether the question says how many members the group has (两个项目加起来)."""
        said = _HOW_MANY.search(self.query.text)
        return said is not None and numerals.parse(said[1]) == len(group.figures)

    def _miscounted(self, group: Group) -> bool:
        """Tell whether the question says another number of members than the group has."""
        said = _HOW_MANY.search(self.query.text)
        number = numerals.parse(said[1]) if said is not None else None
        return number is not None and number != len(group.figures)

    def _is_indicators(self, group: Group) -> bool:
        return all(self.catalogue.rows[f.row_id].kind == "indicator" for f in group.figures)
