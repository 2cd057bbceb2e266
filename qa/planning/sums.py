"""Plan sums, and what is left of a whole without a part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.money import is_money
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.find import Finding, amount_of, filled, is_worded, lowest, side_of
from qa.planning.groups import Group
from qa.planning.limits import KNOWN
from qa.planning.lookup import Lookups
from qa.planning.targets import EXACT_HEAD
from qa.planning.types import Plan, Target
from qa.query import Asked, Operation, Route
from qa.words import numerals

_HOW_MANY = re.compile(rf"({numerals.NUMERAL})(?:个|项|家|笔|类)")
_TOGETHER = re.compile(
    r"[两二三四](?:样|项|行|笔)(?:东西|费用|钱)?(?:的?预算)?(?:加|相加|合|一共|总共|一起)"
)
_EXCEPT = re.compile(
    r"不靠|不含|不包括|不算(?!空)|除了|除去|除开|除.{1,16}?(?:之外|以外|外)|扣除|扣掉|剔除|刨去|刨开|撇开"
    r"|没编|没有编|未编|没纳入|未纳入|(?<!是)不是(?=[^,。?]{2,14}?(?:出|掏|给|付|安排|拨)的)|非(?=一般公共预算)|excluding|except|other than|apart from"
)
_OF_REST = {Operation.LOOKUP, Operation.SUM, Operation.DIFFERENCE, Operation.YES_NO}
EVEN = 0.005  # scores nearer than this tell nothing apart
_BRACKETS = re.compile(r"\(.*?\)|（.*?）")
_REST = re.compile(r"其他|其余|剩|别的|the rest|other|remain")


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
        whole = group is not None and (self._is_indicators(group) or self._counted(group))
        if group is not None and (group.part or whole):
            return Plan(Route.TABLE, (self.finding.group_step(asked, group),), score=group.score)
        if len(targets) == 1 and _TOGETHER.search(self.query.text):
            return self.finding.nothing()  # one of the things named was not found: no sum of them
        return self.lookups.lookup(asked)

    def _without_whole(self, targets: Sequence[Target]) -> list[Target]:
        """Drop a table's total that only says what a thing beside it is (图书馆支出合计)."""
        words = self.finding.linker.words.total_rows
        parts = [t for t in targets if bare(t.phrase) not in words]
        return parts or list(targets)

    def _alike(self) -> tuple[Target, ...]:
        """Return projects between which the words of one thing to be added do not tell."""
        for _, found in self.finding.find(apart=True):
            for f in found:
                listed = self.catalogue.tables[f.target.figure.table_id].kind == PROJECT_LIST
                even = [r for r in f.rivals if abs(r.figure.score - f.score) < EVEN]
                if listed and f.score < EXACT_HEAD and even:
                    return (f.target, *even)
        return ()

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

    def _is_indicators(self, group: Group) -> bool:
        return all(self.catalogue.rows[f.row_id].kind == "indicator" for f in group.figures)

    def excepts(self, operations: Sequence[Asked]) -> bool:
        """Tell whether something is to be taken away; a remark in brackets asks for nothing."""
        kinds = {asked.operation for asked in operations}
        return kinds <= _OF_REST and _EXCEPT.search(_BRACKETS.sub("", self.query.text)) is not None

    def remainder(self) -> Plan:
        """Return what is left of the first thing named without the second, or refuse to guess."""
        asked = Asked(Operation.DIFFERENCE)
        other = self.finding.of_one_fund()
        if other is not None:
            return self.finding.accepted(asked, other)
        targets = sorted(self.finding.apart(), key=lambda t: -amount_of(t.figure))
        part = targets[-1].figure if targets else None
        wholes = [w for w in self.finding.bases.wholes(part) if filled(w)] if part else []
        of_all = _REST.search(self.query.text) or self._says_all_projects()
        if len(targets) == 1 and wholes and of_all:
            return self.finding.accepted(asked, [Target(wholes[-1]), *targets])
        if len(targets) == 2:
            fit = [w for w in wholes if amount_of(w) == amount_of(targets[0].figure)]
            if fit:
                return self.finding.accepted(asked, [Target(fit[0]), targets[1]])
        if self._names_exception():
            return self.lookups.lookup(Asked(Operation.LOOKUP))
        return self.finding.nothing()

    def _says_all_projects(self) -> bool:
        terms = set(self.finding.linker.words.generic_terms.values())
        return any(word in terms for word in self.query.column_words)

    def _names_exception(self) -> bool:
        """Tell whether a label itself has the words of an exception (不含车辆购置税)."""
        match = _EXCEPT.search(self.query.text)
        said = bare(match[0]) if match else ""
        return any(
            said in bare(self.catalogue.rows[row_id].label)
            for link in self.links
            for row_id, score in link.rows.items()
            if score >= KNOWN
        )
