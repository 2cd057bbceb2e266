"""Plan shares: what is the part, what is the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.money import is_money
from qa import calculate
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.carried import in_all
from qa.planning.figures import unit_of
from qa.planning.find import Finding, amount_of, distinct, filled, labels_of, score_of
from qa.planning.limits import EXTREMES, FORM_NAMED
from qa.planning.targets import ACCEPT
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Route

WHOLE_KIND = "expenditure_summary"  # the table of all spending: shares are of all unless said
_ALL = re.compile(r"全部|所有|整个|总额|总数|占了?(?:总|本年|全年|当年)?支出(?!里|中|的)")
_SHARE = re.compile(r"占")
_HOLDER = re.compile(r"(?:里|中|当中|之中|其中|内)(?:头|面|边)?[,的]?")
_PLACE = re.compile(r"^[省市区县]")  # 市工业专项 is called 工业专项
_WHOLE = re.compile(r"^比[重例]?$|(?:资金)?(?:总额|总数|总量|合计|总计|总预算)$")
_FORM = re.compile(r"(?:专项|项目)(?:资金)?(?:总额|总数|合计|总计)?(?:的|里|中|$)|占(?:了|到)?专项")
_EACH = re.compile(r"各|分别|each|respectively")


class Shares:
    """Plan shares of one query."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.query = finding.query
        self.place = finding.place
        self.links = finding.links
        self.catalogue = finding.catalogue

    def share(self, asked: Asked) -> Plan:
        """Return the shares asked for; a thing is no share of itself."""
        plan = in_all(self._share(asked), self.query, self.finding.bases)
        pairs = (pair for s in plan.steps if len(s.operands) == len(s.bases)
                 for pair in zip(s.operands, s.bases, strict=True))  # fmt: skip
        alone = any(_cell(part) == _cell(whole) for part, whole in pairs)
        over = any(_more(step) or _twice(step) for step in plan.steps)
        return Plan(Route.REFUSE, reason="no_whole", score=0.3) if alone or over else plan

    def _share(self, asked: Asked) -> Plan:
        known = any(link.best >= FORM_NAMED for link in self.links) and not self.query.codes
        lacking = self.finding.lacking() if known else None
        top = lacking or self._share_of_top(asked)
        if top is not None:
            return top
        if any(a.operation in EXTREMES and (a.k or 1) > 1 for a in self.query.operations):
            return self.finding.nothing()  # the largest few of what is nowhere listed
        found = self.finding.find()
        if self.place.many and len(found) > 1:
            return self._share_over_documents(asked)
        apart = self.finding.apart()
        form = self._share_of_form(apart)
        if form is not None:
            return self.finding.accepted(asked, form[:1], form[1:])
        fund = None if self.query.whole else self.finding.of_one_fund()
        if fund is not None:
            return self.finding.accepted(asked, fund[1:], fund[:1])
        if self.query.of_all:
            return self._share_of_all(asked, apart)
        named = self._within_whole(apart)
        if named is not None:
            return self.finding.accepted(asked, *named)
        if len(apart) > 2:
            scopes = set(map(bare, self.finding.linker.words.scope_words))
            apart = [t for t in apart if bare(t.phrase) not in scopes]
            apart = self._without_holders(apart)
        one = self._of_clause(apart) if len(apart) > 1 else None
        if one is not None and (of_table := self._of_its_table(asked, one)):
            return of_table
        if added := self._of_added(asked, apart):
            return added
        if len(apart) > 2 and _EACH.search(self.query.text):
            ordered = sorted(apart, key=lambda t: amount_of(t.figure))
            return self.finding.accepted(asked, ordered[:-1], ordered[-1:] * (len(ordered) - 1))
        if len(apart) > 2:
            ordered = sorted(apart, key=lambda t: amount_of(t.figure))
            return self.finding.accepted(asked, ordered[:-1], ordered[-1:])
        if len(apart) == 2 and self._bare_whole(apart):
            part = next(t for t in apart if not self._is_bare_total(t))
            if of_table := self._of_its_table(asked, part):
                return of_table
        if len(apart) == 2:
            part, whole = self._part_and_whole(apart)
            titled = self._titled(part, whole)
            if titled and (of_table := self._of_its_table(asked, part)):
                return of_table
            return self.finding.accepted(asked, (part,), (whole,))
        if not found or score_of(found[0][1]) < ACCEPT:
            return self.finding.nothing()
        if self.finding.several_institutions(found):
            return self.finding.ask_document(found, asked, 0.8)
        targets = [f.target for _, targets in found for f in targets]
        of_all = _ALL.search(asked.text) is not None or not self.query.whole
        steps = [s for target in targets for s in self._share_of(asked, target, whole_table=of_all)]
        if not steps:
            return self._itself(targets, labels_of(found))
        return Plan(
            Route.TABLE, tuple(steps), score=score_of(found[0][1]), trace=self.finding.trace()
        )

    def _of_its_table(self, asked: Asked, part: Target) -> Plan | None:
        """Return the share of a thing in the total of its own table."""
        steps = self._share_of(asked, part, whole_table=True)
        if not steps:
            return None
        return Plan(Route.TABLE, tuple(steps), score=1.0, trace=self.finding.trace())

    def _itself(self, targets: Sequence[Target], near: tuple[str, ...]) -> Plan:
        """Return the one measure that is a share itself (药占比); else say that no whole is known."""
        if len(targets) == 1 and unit_of(targets[0].figure) == "%":
            return self.finding.accepted(Asked(Operation.LOOKUP), targets)
        return Plan(Route.REFUSE, reason="no_whole", near=near, score=0.3)

    def _share_of_form(self, apart: Sequence[Target]) -> tuple[Target, Target] | None:
        """Return a line of a project's form with the form's own money, where the project is named."""
        lines = [t for t in apart if self.catalogue.rows[t.figure.row_id].kind == "field"]
        if len(lines) != 1:
            return None
        figure = lines[0].figure
        subject, said = bare(figure.subject), bare(self.query.text)
        named = max(link.subjects.get(figure.table_id, 0.0) for link in self.links) >= FORM_NAMED
        named = named or _PLACE.sub("", subject) in said or self._is_only_form(figure)
        if not named or _WHOLE.sub("", bare(self.query.whole or "")) not in subject:
            return None
        whole = self.finding.bases.form_money(figure)
        return None if whole is None else (lines[0], Target(whole))

    def _is_only_form(self, figure: Figure) -> bool:
        """Tell whether a special fund is said to be the whole, and one form alone has such a line."""
        label = bare(figure.label)
        own = (t for t in self.catalogue.tables.values() if t.document_id == figure.document_id)
        forms = [t for t in own if t.subject and any(bare(r.label) == label for r in t.rows)]
        named = (bare(text) for text in (self.query.text, *(m.text for m in self.query.mentions)))
        return len(forms) == 1 and any(map(_FORM.search, named))

    def _within_whole(
        self, apart: Sequence[Target]
    ) -> tuple[Sequence[Target], Sequence[Target]] | None:
        """Return part and whole where several things stand in the words of the whole: no parts."""
        words = bare(self.query.whole or "")
        said = [bare(m.text) for m in self.query.mentions if bare(m.text) in words]
        inside = [t for t in apart if any(word in bare(t.phrase) for word in said)]
        outside = [t for t in apart if t not in inside]
        if len(inside) < 2 or not outside:
            return None
        pairs = [self._part_and_whole((outside[0], t)) for t in inside]
        cells = {(f.row_id, f.column) for f in (outside[0].figure, *outside[0].others)}
        pairs = [
            (part, whole) for part, whole in pairs
            if _cell(part) in cells and part.figure.table_id == whole.figure.table_id
        ]  # fmt: skip
        if not pairs:
            return None
        part, whole = max(pairs, key=lambda pair: amount_of(pair[1].figure))
        held = (whole.figure, *(t.figure for t in inside))
        more = [t for t in outside[1:] if not any(_cell(t) == (f.row_id, f.column) for f in held)]
        return ([part, *more], [whole])

    def _share_of_all(self, asked: Asked, apart: Sequence[Target]) -> Plan:
        """Return the share of the first thing named in the sum of all, where each was found."""
        first = bare(self.query.mentions[0].text)
        part = [t for t in apart if bare(t.phrase) == first]
        if len(part) != 1 or len(apart) != len(self.query.mentions):
            return self.finding.nothing()
        return self.finding.accepted(asked, part, apart)

    def _of_added(self, asked: Asked, apart: Sequence[Target]) -> Plan | None:
        """Return the share of things that are added up before it is asked for: none is their whole."""
        at = self.query.text.find(asked.text)
        before = self.query.text[: max(at, 0)]
        sums = (a.text for a in self.query.operations if a.operation is Operation.SUM)
        if not any(text in before for text in sums):
            return None
        holders = {bare(text) for text in _HOLDER.split(before)[:-1]}
        names = [{bare(t.phrase), bare(t.figure.label)} - {""} for t in apart]
        parts = [
            t for t, own in zip(apart, names, strict=True)
            if any(n in bare(before) for n in own)
            and not any(h.endswith(n) for h in holders for n in own)
        ]  # fmt: skip
        if len(parts) < 2 or len(parts) < len(apart):
            return None  # the whole is named too
        if {unit_of(t.figure) for t in parts} == {"%"} and not self.query.whole:
            return self.finding.accepted(Asked(Operation.SUM), parts)
        return self._of_one_total(asked, parts)

    def _of_one_total(self, asked: Asked, parts: Sequence[Target]) -> Plan:
        """Return the share of several things in the total of one table that has them all."""
        held: list[dict[tuple[int, int], Step]] = []
        for part in parts:
            alike = (Target(f, (), part.phrase) for f in (part.figure, *part.others))
            steps = [s for one in alike for s in self._share_of(asked, one, whole_table=True)]
            held.append({_cell(step.bases[0]): step for step in reversed(steps)})
        for cell, step in reversed(held[0].items()):
            if all(cell in one for one in held) and self._is_whole_said(step.bases[0]):
                shown = [target for one in held for target in one[cell].operands]
                return self.finding.accepted(asked, shown, step.bases)
        return Plan(Route.REFUSE, reason="no_whole", score=0.3)

    def _is_whole_said(self, whole: Target) -> bool:
        """Tell whether a table's total is what the question names as the whole, if it names one."""
        said = bare(self.query.whole or "")
        for total in self.finding.linker.words.totals | self.finding.linker.words.total_rows:
            said = said.removesuffix(bare(total))
        table = self.catalogue.tables[whole.figure.table_id]
        heads = next((c.path for c in table.columns if c.index == whole.figure.column), ())
        return said in bare("".join((*heads, table.title)))

    def _of_clause(self, targets: Sequence[Target]) -> Target | None:
        """Return the one of several things that the clause of the share itself names again."""
        clauses = re.split(r"[,。;?]", self.query.text)
        asks = [i for i, clause in enumerate(clauses) if _SHARE.search(clause)]
        if not asks or asks[0] == 0 or self.query.whole:
            return None
        subject = _SHARE.split(clauses[asks[0]])[0]
        named = [t for t in targets if bare(t.phrase) and bare(t.phrase) in subject]
        before = "".join(clauses[: asks[0]])
        again = [t for t in named if bare(t.phrase) in before]
        return again[0] if len(again) == 1 == len(named) else None

    def _without_holders(self, targets: Sequence[Target]) -> list[Target]:
        """Drop things that hold others of those named, but the largest: nothing counts twice.

        The total of a part's own table is the whole, not a larger one whose side is not named.
        """
        rows = self.catalogue.rows
        tables = [t.figure.table_id for t in targets if not self._is_total(t.figure)]
        own = [t for t in targets if self._is_total(t.figure) and t.figure.table_id in tables]
        if len(own) == 1:
            kept = [t for t in targets if t is own[0] or not self._is_total(t.figure)]
            targets = kept if len(kept) > 1 else targets
        above = {bare(name) for t in targets for name in rows[t.figure.row_id].parents}
        most = max(targets, key=lambda t: amount_of(t.figure))
        return [t for t in targets if t is most or bare(t.figure.label) not in above]

    def _share_of_top(self, asked: Asked) -> Plan | None:
        """Return the part that the largest (or smallest) of a group are of the group's table."""
        top = next((a for a in self.query.operations if a.operation in EXTREMES), None)
        group = self.finding.best_group() if top is not None and not self.place.many else None
        listed = group.figures if group is not None else ()
        figures = [f for f in listed if f.fact and filled(f) and is_money(f.fact.unit)]
        if top is None or not figures:
            return None
        smallest = top.operation is Operation.BOTTOM
        chosen = calculate.ranked(figures, top.k or 1, smallest=smallest)
        wholes = self.finding.bases.wholes(chosen[0], parents=False) if chosen else iter(())
        whole = next((w for w in wholes if filled(w)), None)
        if whole is None:
            return None
        return self.finding.accepted(asked, [Target(f) for f in chosen], [Target(whole)])

    def _bare_whole(self, targets: Sequence[Target]) -> bool:
        """Tell whether one of two is a total named without its side: it is the other's own table's."""
        return sum(self._is_bare_total(target) for target in targets) == 1

    def _titled(self, part: Target, whole: Target) -> bool:
        """Tell whether a whole from elsewhere is what the title says the part's project list is of."""
        table = self.catalogue.tables[part.figure.table_id]
        named = bare(whole.phrase) in bare(table.title)
        return named and table.kind == PROJECT_LIST and whole.figure.table_id != table.id

    def _is_bare_total(self, target: Target) -> bool:
        words = self.finding.linker.words
        return bare(target.phrase) in words.totals | words.total_rows and not any(
            side in target.phrase for side in words.whole_tables
        )

    def _share_over_documents(self, asked: Asked) -> Plan:
        """Return the same share of every document."""
        parts: list[Target] = []
        wholes: list[Target] = []
        by_document: dict[int, list[Target]] = {}
        for document_id, found in self.finding.find(apart=True):
            by_document.setdefault(document_id, []).extend(f.target for f in found)
        for targets in by_document.values():
            pair = self._document_share(asked, targets)
            if pair is not None:
                parts.append(pair[0])
                wholes.append(pair[1])
        if not parts:
            return self.finding.nothing()
        return self.finding.accepted(asked, parts, wholes)

    def _document_share(
        self, asked: Asked, targets: Sequence[Target]
    ) -> tuple[Target, Target] | None:
        each = distinct(targets)
        if len(each) >= 2:
            return self._part_and_whole(each)
        for step in self._share_of(asked, each[0]) if each else ():
            return step.operands[0], step.bases[0]
        return None

    def _share_of(self, asked: Asked, target: Target, *, whole_table: bool = False) -> list[Step]:
        for figure in (target.figure, *target.others):
            for whole in self.finding.bases.wholes(figure, parents=not whole_table):
                less = amount_of(whole) < amount_of(figure)  # no whole of it
                alone = amount_of(whole) == amount_of(figure) and not self._is_total(whole)
                if filled(whole) and whole.fact != figure.fact and not (less or alone):
                    return [Step(asked, (Target(figure, (), target.phrase),), (Target(whole),))]
        return []

    def _is_total(self, figure: Figure) -> bool:
        return self.catalogue.rows[figure.row_id].kind == "total"

    def _part_and_whole(self, targets: Sequence[Target]) -> tuple[Target, Target]:
        """Return (part, whole): the larger of two is the whole, seen in one table where it can be."""
        one, other = targets[0], targets[1]
        general = "一般公共" in self.query.text
        pairs = [
            (a, b)
            for a in (one.figure, *one.others)
            for b in (other.figure, *other.others)
            if a.table_id == b.table_id and filled(a) and filled(b)
        ]
        if not general:
            pairs.sort(key=lambda p: self.catalogue.tables[p[0].table_id].kind != WHOLE_KIND)
        a, b = pairs[0] if pairs else (one.figure, other.figure)
        if amount_of(a) > amount_of(b):
            a, b = b, a
        return Target(a), Target(b)


def _cell(target: Target) -> tuple[int, int]:
    return target.figure.row_id, target.figure.column


def _more(step: Step) -> bool:
    """Tell whether several parts are more than their whole: they are no parts of it."""
    parts, bases = [t.figure for t in step.operands], [t.figure for t in step.bases]
    several = len(parts) > 1 == len(bases) and step.asked.operation is Operation.SHARE
    alike = len({f.fact.unit for f in (*parts, *bases) if f.fact is not None}) == 1
    return several and alike and sum(map(amount_of, parts)) > amount_of(bases[0])


def _twice(step: Step) -> bool:
    """Tell whether parts that are added up have one thing in them more than once."""
    parts = [t.figure for t in step.operands] if len(step.bases) == 1 else []
    things = {(f.document_id, f.year, bare(f.label), amount_of(f)) for f in parts}
    return len(things) < len(parts)
