"""Hold a plan against the words of its question: a row that explains more of them is meant instead.

维护费 alone is 维修（护）费; 党员远教站点的维护费 is the project whose name has 远教站点 too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from ingest.money import is_money
from qa.link import MentionLink
from qa.linking.cover import Cover
from qa.linking.cover_english import Meanings, meanings, told
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.alike import amount_or_none
from qa.planning.figures import make_figure
from qa.planning.find import Finding, filled
from qa.planning.limits import SURE_TERM
from qa.planning.scope import institutions
from qa.planning.staff import is_staff
from qa.planning.types import Plan, Target
from qa.query import Mention, Operation, Route
from qa.regexes import regex
from qa.words.content import nouns

UNTOLD = 0.5  # a phrase of which less is explained is not
WEIGHTY = 0.15  # share of the question from which a phrase must be explained
MUCH = 0.25  # the same where it explains not all that was left untold
MORE = 0.15  # how much more of a question another row must explain
LESS = 0.25  # how much less of any one phrase it may explain
NEAR = 0.06  # rows that explain about as much
ENOUGH = 0.72  # what a row must explain where nothing else was found
CLEAR = 0.12  # how much more than the others one of several options must explain
SURE = 0.9
PAIR = 2  # words of an English question that a row's name must have the meaning of
MEANT, FURTHER = 0.6, 0.3  # share of its words that a row must tell; how much more than the plan's
COLUMN = 0.78
ALIKE = 2  # rows of an English question that may be alike
LONG = 6  # characters of a phrase that may name a thing and what of it is meant
MOST = 4  # rows that may be asked about
PLAIN = frozenset({Operation.LOOKUP, Operation.SUM, Operation.LIST, Operation.YES_NO})
FOR_ITEMS = ("item",)
LISTS = (PROJECT_LIST, "procurement")
"""Kinds of table that list things by names of their own."""
_MONEY = regex(
    r"多少(?![个名人家次条项])|几个?(?:万|亿|元|块|钿)|钱|经费|预算|费用|花|拨|how much|budget|cost",
    re.I,
)
"""Words of a question for an amount of money."""
_MONEY_NAMED = regex(r"收入|支出|预算(?!单位|部门)|经费|拨款|资金|钱")
_ASKED_MONEY = regex(r"钱|经费|预算|万元|几万|^[^,，?？什么谁哪怎吗多少几]{2,12}$")
_CHINESE = regex(r"[一-鿿]{2}")
_BOUGHT = regex(r"采购|购买|买")
"""Words for money, or no words to ask with at all; words for a purchase."""
_IN_MONEY = regex(
    r"how much|budget|cost|spen[dt]|money|fund|allot|allocat|earmark|plan for|set aside|price", re.I
)
_IN_OTHER = regex(
    r"how many|target|percent|share|weight|score|goal|indicator|rank|unit\b|satisf|compar|than\b",
    re.I,
)
"""Words of an English question for money, and for anything else."""

Replanned = Callable[[Finding], Plan]


class Fuller:
    """Look for rows that explain more of one query than its plan does."""

    def __init__(self, finding: Finding, cover: Cover, plan_again: Replanned) -> None:
        self._finding = finding
        self._query = finding.query
        self._links: tuple[MentionLink, ...] = finding.links
        self._cover = cover
        self._again = plan_again
        self._catalogue = finding.catalogue

    def checked(self, plan: Plan) -> Plan:
        """Return a plan, or the one about the row that explains more of the question."""
        query = self._query
        operations = {asked.operation for asked in query.operations}
        printed = query.codes or query.annexes or query.figures or query.row_number is not None
        if not operations <= PLAIN or printed or self._finding.place.many or not self._links:
            return plan
        owners = institutions(self._catalogue, self._finding.place.documents)
        if len(owners) != 1 or any(link.mention.quoted for link in self._links):
            return plan
        if query.english:
            meant = self._english(plan)
            if meant is not plan:
                return meant
        if plan.route is Route.CLARIFY:
            return self._chosen(plan)
        if plan.route is Route.REFUSE and plan.reason == "not_found":
            return self._unfound(plan)
        operands = [t for step in plan.steps for t in step.operands]
        if plan.route is not Route.TABLE or len(operands) != 1:
            return plan
        better = self._better(plan, operands[0].figure.row_id)
        if better is plan and (row := self._inside(plan, operands[0])) is not None:
            return row
        if all(self._of_people(t) for t in _told_of(better)) and _told_of(better):
            named = self._query.column_words
            reason = f"unit:{named[0]}" if named else "not_found"
            return Plan(Route.REFUSE, reason=reason, trace=plan.trace)
        return better

    def _english(self, plan: Plan) -> Plan:
        """Return the plan about the one row that has most of what an English question means."""
        said = self._query.original
        if not _IN_MONEY.search(said) or _IN_OTHER.search(said) or self._of_goals(plan):
            return plan
        asked = self._meant(said)
        if len(asked) < PAIR or query_counts(self._query.measure):
            return plan
        found: dict[int, float] = {}
        for row in self._cover.items(self._finding.place.documents):
            share, named = told(asked, *self._cover.said(row))
            if named >= PAIR and share >= MEANT:
                found[row] = share
        own = max(
            (told(asked, *self._cover.said(t.figure.row_id))[0] for t in _told_of(plan)),
            default=0.0,
        )
        best = max(found.values(), default=0.0)
        labels = {bare(self._catalogue.rows[r].label) for r, s in found.items() if s > best - NEAR}
        if len(labels) > ALIKE or best < own + FURTHER:
            return plan
        return self._about(found, plan) or plan

    def _meant(self, said: str) -> Meanings:
        """Return what an English question's words mean, without those of the department's name."""
        documents = self._catalogue.documents
        names = [documents[d].institution for d in self._finding.place.documents]
        return tuple(m for m in meanings(said) if not any(s in n for s in m for n in names))

    def _of_goals(self, plan: Plan) -> bool:
        """Tell whether a plan is about what projects are to reach."""
        rows = self._catalogue.rows
        return any(rows[t.figure.row_id].kind != "item" for t in _told_of(plan)[:1])

    def _better(self, plan: Plan, row_id: int) -> Plan:
        """Return the plan about the row that explains what the planned one leaves untold."""
        told = self._cover.explained(self._links, row_id)
        untold = self._untold(told) or self._part_untold(row_id)
        whole = [0.0 if self._is_whole(x) else t for x, t in zip(self._links, told, strict=True)]
        if not untold or query_counts(self._query.measure):
            return plan
        own = self._cover.share(self._links, whole)
        found: dict[int, float] = {}
        every = list(self._holding(untold, row_id))
        more = MORE if every else MUCH
        items = set[int]() if every else set(self._cover.items(self._finding.place.documents))
        for rival in every or items.intersection(self._holding(untold, row_id, every=False)):
            explained = self._cover.explained(self._links, rival)
            share = self._cover.share(self._links, explained)
            least = all(
                e >= t - LESS or self._is_whole(link)
                for link, e, t in zip(self._links, explained, told, strict=True)
            )
            if least and share >= own + more:
                found[rival] = share
        return self._about(found, plan) or plan

    def _inside(self, plan: Plan, total: Target) -> Plan | None:
        """Return the plan about the one row of a total's table that prints what the total leaves untold."""
        figure = total.figure
        row, table = self._catalogue.rows[figure.row_id], self._catalogue.tables[figure.table_id]
        if row.kind != "total" or table.kind not in LISTS or query_counts(self._query.measure):
            return None
        untold = self._untold(self._cover.explained(self._links, row.id))
        heads = "".join(part for column in table.columns for part in column.path)
        around = bare(f"{table.title}{table.annex}{heads}")
        pairs = set[str]().union(*map(pairs_of, untold))
        told = {p for p in pairs if _CHINESE.fullmatch(p) and p not in around}
        items = [e for e in table.rows if e.kind == "item"]
        found = {e.id: e for e in items if any(p in bare(e.text) for p in told)}
        said = self._query.text
        behind = (w for w in untold if pairs_of(w) & told and nouns(w))
        behind = (
            w for w in behind if re.search(rf"(?<!表)[里中][头面边]?的?[^,。]?{re.escape(w)}", said)
        )
        if not found and (lacking := next(behind, "")):  # 政府采购里搞绿化的
            return Plan(Route.REFUSE, reason=f"lacking:{lacking}", trace=plan.trace)
        if len(found) != 1:
            return None
        entry = next(iter(found.values()))
        finding = self._finding
        cell = make_figure(self._catalogue, finding.lookup, table, entry, figure.column, SURE)
        return finding.accepted(self._query.operations[0], [Target(cell)]) if filled(cell) else None

    def _is_whole(self, link: MentionLink) -> bool:
        """Tell whether a phrase only says that all of something is meant (总盘子)."""
        words = self._finding.linker.words
        terms = {bare(link.mention.text), *(bare(hint.term) for hint in link.mention.hints)}
        return bool(terms & (words.totals | words.total_rows))

    def _unfound(self, plan: Plan) -> Plan:
        """Return the plan about the one row that explains nearly all of a question."""
        asks = _MONEY.search(self._query.text) or _ASKED_MONEY.search(self._query.text)
        if query_counts(self._query.measure) or not asks or any(map(_is_known, self._links)):
            return plan
        words = {self._cover.words(link) for link in self._links}
        found: dict[int, float] = {}
        items = set(self._cover.items(self._finding.place.documents))
        for row in items.intersection(self._holding(words, None, every=False)):
            explained = self._cover.explained(self._links, row)
            share = self._cover.share(self._links, explained)
            if share >= ENOUGH and not self._untold(explained):
                found[row] = share
        return self._about(found, plan) or plan

    def _chosen(self, plan: Plan) -> Plan:
        """Return the plan about the one option that explains more than the others."""
        rows = [t.figure.row_id for t in plan.options]
        better = self._better(plan, rows[0])
        if better is not plan:
            return better
        if (one := self._of_money(plan)) is not None:
            return self._finding.accepted(self._query.operations[0], [one])
        shares = {
            row: self._cover.share(self._links, self._cover.explained(self._links, row))
            for row in rows
        }
        first, *others = sorted(shares.values(), reverse=True)
        if not others or first < others[0] + CLEAR:
            return plan
        best = max(shares, key=lambda row: shares[row])
        target = next(t for t in plan.options if t.figure.row_id == best)
        return self._finding.accepted(self._query.operations[0], [target])

    def _of_money(self, plan: Plan) -> Target | None:
        """Return the one option of money where money is asked for, or the project of that name."""
        if self._query.column_words or not _ASKED_MONEY.search(self._query.text):
            return None
        amounts = [t for t in plan.options if t.figure.fact is None or _in_money(t)]
        if len(amounts) == 1 < len(plan.options):
            return amounts[0]
        kinds = [self._catalogue.tables[t.figure.table_id].kind for t in plan.options]
        labels = {bare(t.figure.label) for t in plan.options}
        if len(labels) > 1 or kinds.count(PROJECT_LIST) != 1 or _BOUGHT.search(self._query.text):
            return None
        first = plan.options[kinds.index(PROJECT_LIST)]
        rest = [t.figure for t in plan.options if t is not first]
        return replace(first, others=(*first.others, *rest))

    def _untold(self, told: Iterable[float]) -> set[str]:
        """Return the words of weight that are not explained."""
        weights = [link.weight for link in self._links]
        return {
            self._cover.words(link)
            for link, weight, share in zip(self._links, weights, told, strict=True)
            if share < UNTOLD and (weight >= WEIGHTY or len(self._cover.words(link)) > 2)
        }

    def _part_untold(self, row_id: int) -> set[str]:
        """Return the nouns that a row leaves unexplained of phrases that it explains in part."""
        named = [
            x for x in self._links if not x.mention.hints and len(self._cover.words(x)) >= LONG
        ]
        return self._cover.missing(named, row_id)

    def _holding(self, words: set[str], row_id: int | None, *, every: bool = True) -> Iterable[int]:
        """Give the items that print some words, all of them with `every`."""
        inside = self._finding.place.documents
        rows = self._catalogue.rows
        kinds = FOR_ITEMS if row_id is None else (*FOR_ITEMS, rows[row_id].kind)
        held = [self._cover.having(word, inside) for word in words]
        ids = set.intersection(*held) if every and held else set[int]().union(*held)
        for row in ids - {row_id}:
            named = all(self._cover.by_name(w, row) >= UNTOLD for w in words)
            if rows[row].kind in kinds and rows[row].kind != "field" and (named or not every):
                yield row

    def _about(self, found: dict[int, float], plan: Plan) -> Plan | None:
        """Return the plan about the row that explains most, or what to ask between several."""
        best = max(found.values(), default=0.0)
        labels: dict[str, str] = {}
        for row in sorted(found, key=lambda r: -found[r]):
            label = self._catalogue.rows[row].label
            if found[row] >= best - NEAR:
                labels.setdefault(bare(label), label)
        plans = [p for p in map(self._named, labels.values()) if p.route is Route.TABLE]
        plans = [p for p in plans if any(filled(t.figure) for t in _told_of(p))]
        if not plans or len(plans) > MOST:
            return None
        if all(self._of_other(t) for p in plans for t in _told_of(p)):
            label = _told_of(plans[0])[0].figure.label
            return Plan(Route.REFUSE, reason=f"unit:{label}", trace=plan.trace)
        amounts = {amount_or_none(t.figure) for p in plans for t in _told_of(p)}
        plans.sort(key=lambda p: not self._is_project(p))
        if len(plans) == 1 or len(amounts) == 1:
            return replace(plans[0], score=min(plans[0].score, SURE), trace=plan.trace)
        options = tuple(t for p in plans for step in p.steps[:1] for t in step.operands[:1])
        return Plan(Route.CLARIFY, options=options, score=best, trace=plan.trace)

    def _of_other(self, target: Target) -> bool:
        """Tell whether a unit's row counts people where its money is asked for.

        What the whole department has is not that unit's either.
        """
        of_unit = bare(target.figure.label).endswith(self._finding.linker.words.unit_endings)
        money = _MONEY_NAMED.search(self._query.text) is not None
        return of_unit and money and not _in_money(target)

    def _of_people(self, target: Target) -> bool:
        """Tell whether a figure counts people where money is asked for (事业收入, no 事业编制)."""
        table = self._catalogue.tables[target.figure.table_id]
        return _MONEY_NAMED.search(self._query.text) is not None and is_staff(table)

    def _is_project(self, plan: Plan) -> bool:
        """Tell whether a plan is about a row of the list of projects."""
        tables = (self._catalogue.tables[t.figure.table_id] for t in _told_of(plan))
        return all(table.kind == PROJECT_LIST for table in tables)

    def _named(self, label: str) -> Plan:
        """Return the plan of the same question about a row by its very name."""
        columns = tuple(
            link.mention
            for link in self._links
            if any(score >= COLUMN for score in link.columns.values())
            and max(link.rows.values(), default=0.0) < COLUMN
        )
        meant = replace(self._query, mentions=(Mention(label, quoted=True), *columns))
        finding = self._finding
        links = finding.linker.link(meant, finding.place.documents)
        return self._again(
            Finding(meant, finding.place, links, finding.linker, finding.lookup, finding.bases)
        )


def _in_money(target: Target) -> bool:
    fact = target.figure.fact
    return fact is not None and bool(fact.unit) and is_money(fact.unit)


def _told_of(plan: Plan) -> list[Target]:
    """Return what a plan would tell or ask about."""
    return [*(t for step in plan.steps for t in step.operands), *plan.options]


def _is_known(link: MentionLink) -> bool:
    """Tell whether a phrase is a known name of a matter that a table of its own prints, of no code."""
    hints = link.mention.hints
    return any(h.weight >= SURE_TERM and h.kinds and not h.code and not h.column for h in hints)


def pairs_of(words: str) -> set[str]:
    """Return the pairs of characters of some words."""
    return {words[i : i + PAIR] for i in range(len(words) - 1)}


def query_counts(measure: str | None) -> bool:
    """Tell whether something else than money is asked for."""
    return measure not in (None, "")
