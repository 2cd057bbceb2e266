"""Turn a query and its links into a plan: which cells, which operation, or what to ask back.

Margins decide: one clear winner is answered, several that a reader would confuse are asked
about, nothing near is refused. The thresholds stand in `qa.plan_targets` and here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from ingest.records import Phase
from qa import calculate, numerals
from qa.catalogue import Catalogue
from qa.link import PROJECT_LIST, Linker, MentionLink, subject_of
from qa.link_cells import CellRanker, Focus
from qa.link_text import bare, core
from qa.lookup import Lookup
from qa.phases import both_spoken
from qa.plan_across import aligned
from qa.plan_bases import Bases
from qa.plan_filter import within
from qa.plan_groups import Group, Groups
from qa.plan_operations import combined
from qa.plan_scope import Ground, ground
from qa.plan_targets import ACCEPT, Found, Targets
from qa.plan_types import Figure, Plan, Step, Target
from qa.query import Asked, Comparator, Operation, Query, Route

DOCUMENT_MARGIN = 0.25  # documents whose best cell is this near are all meant
ECONOMIC_KINDS = ("basic_economic", "project_economic")
WHOLE_KIND = "expenditure_summary"  # the table of all spending: shares are of all unless said
MOST_ALIKE = 4  # goals of one project that are told side by side
FORM_NAMED = 0.85  # likeness from which a phrase names the project of a form
SURE_TERM, KNOWN = 0.9, 0.5  # a lexicon term this sure, and least likeness to count as there
_HOW_MANY = re.compile(rf"({numerals.NUMERAL})(?:个|项|家|笔|类)")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_EXCEPT = re.compile(
    r"不靠|不含|不包括|不算(?!空)|除了|除去|除开|除.{1,16}?(?:之外|以外|外)|扣除|扣掉|剔除|刨去|刨开|撇开"
    r"|没编|没有编|未编|没纳入|未纳入|excluding|except|other than|apart from"
)
_OF_REST = {Operation.LOOKUP, Operation.SUM, Operation.DIFFERENCE, Operation.YES_NO}
_BRACKETS = re.compile(r"\(.*?\)|（.*?）")
_REST = re.compile(r"其他|其余|剩|别的|the rest|other|remain")
_EACH = re.compile(r"各|分别|each|respectively")
SOURCE_KINDS = ("income_summary", "procurement")
GROUP_ACCEPT = 0.75
_AGAINST_PRIOR = (Operation.GROWTH, Operation.CHANGE)
_GROUPED = (
    Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.COUNT, Operation.FILTER,
    Operation.LIST, Operation.AVERAGE, Operation.COMPARE,
)  # fmt: skip
EXTREMES = (Operation.TOP, Operation.BOTTOM)
_PAIRED = (Operation.DIFFERENCE, Operation.RATIO)
_KNOWN = {
    *_AGAINST_PRIOR, *_GROUPED, *_PAIRED, Operation.SUM, Operation.SHARE, Operation.INVERSE,
    Operation.CONVERT, Operation.PER_HEAD, Operation.BACK_CALCULATE,
}  # fmt: skip


class Planner:
    """Plan questions over one catalogue."""

    def __init__(self, linker: Linker, lookup: Lookup) -> None:
        self.linker = linker
        self.lookup = lookup
        self.catalogue: Catalogue = linker.catalogue
        self.bases = Bases(self.catalogue, lookup, linker.words)

    def plan(self, query: Query) -> Plan:
        """Return what to do for one query that has no parts."""
        asked = self._not_published(query)
        if asked:
            return Plan(Route.REFUSE, reason=f"asked:{asked}")
        if query.scope.strangers:
            return Plan(Route.REFUSE, reason=f"stranger:{'、'.join(query.scope.strangers)}")
        place = ground(
            query, self.catalogue, weight=self.linker.words.measure_asked(query.text) == "weight"
        )
        if place.missing:
            return Plan(Route.REFUSE, reason=place.missing)
        links = self.linker.link(query, place.documents)
        return _Planning(self, query, place, links).plan()

    def _not_published(self, query: Query) -> str:
        """Return what no disclosure in scope says, among what the question seems to want."""
        scope = query.scope.documents or tuple(self.catalogue.documents)
        del scope
        final = any(self.catalogue.phase_of(key) is Phase.FINAL for key in self.catalogue.documents)
        return next((r for r in query.refusals if not (r == "actual_spending" and final)), "")


class _Planning:
    """Hold the state of planning one query."""

    def __init__(
        self, planner: Planner, query: Query, place: Ground, links: tuple[MentionLink, ...]
    ) -> None:
        self.planner = planner
        self.query = query
        self.place = _without_base_year(query, place)
        self.links = links
        self.catalogue = planner.catalogue
        self._loose: Mapping[int, float] | None = None
        self._found: dict[tuple[bool, int, int], list[Found]] = {}

    # --- dispatch ----------------------------------------------------------------------

    def plan(self) -> Plan:
        """Return the steps of every operation asked, or what stands against them."""
        handlers: dict[Operation, Callable[[Asked], Plan]] = {
            **dict.fromkeys(_AGAINST_PRIOR, self._prior),
            **dict.fromkeys(_GROUPED, self._group),
            **dict.fromkeys(_PAIRED, self._pair),
            Operation.SUM: self._sum,
            Operation.SHARE: self._share,
            Operation.INVERSE: self._inverse,
            Operation.SOURCE: self._source,
            Operation.PER_HEAD: self._per_head,
        }
        operations = combined(self.query.operations) or (Asked(Operation.LOOKUP),)
        if self._excepts(operations):
            return self._remainder()
        known = [asked for asked in operations if asked.operation in handlers]
        if not known:
            return self._lookup(operations[0])
        plans = [handlers[asked.operation](asked) for asked in known]
        good = [plan for plan in plans if plan.route not in (Route.REFUSE,)]
        if not good:
            return plans[0]
        steps = tuple(step for plan in good for step in plan.steps)
        if not steps:
            return good[0]
        return Plan(Route.TABLE, steps, score=max(plan.score for plan in good), trace=self._trace())

    # --- finding -----------------------------------------------------------------------

    def focus(self, documents: Sequence[int], year: int | None = None) -> Focus:
        """Return what the question says beside its phrases, for some documents."""
        wishes = [(key, wish) for key, wish in self.place.wishes if year in (None, wish.year)]

        def wish_of(document_id: int):  # type: ignore[no-untyped-def]
            return next(
                (w for key, w in wishes if key == document_id), self.place.wish(document_id)
            )

        return Focus(
            documents=tuple(documents),
            wish=wish_of,
            tables=self._named_tables(documents),
            measure=self._measure(),
            prefer=self._preferred_kinds(),
            counted=self.planner.linker.words.unit_asked(self.query.text),
            side=_side(self.query.text),
            projects=any(w in self.query.text for w in self.planner.linker.words.project_words),
            goals=any(w in self.query.text for w in self.planner.linker.words.goal_words),
            loose=self._loose_rows(),
        )

    def _preferred_kinds(self) -> frozenset[str]:
        words = self.planner.linker.words.scope_words
        return frozenset(
            kind for word, kinds in words.items() if word in self.query.text for kind in kinds
        )

    def _measure(self) -> str | None:
        """Return the kind of figure asked for; calculations ask for their own."""
        if any(asked.operation in _KNOWN for asked in self.query.operations):
            return None
        return self.planner.linker.words.measure_asked(self.query.text)

    def _loose_rows(self) -> Mapping[int, float]:
        """Return rows that the whole question resembles, found once."""
        if self._loose is None:
            self._loose = self.planner.linker.loose.match(self.query.text, self.place.documents)
        return self._loose

    def _named_tables(self, documents: Sequence[int]) -> frozenset[int] | None:
        if not self.query.annexes:
            return None
        wanted = {bare(name) for name in self.query.annexes}
        found = {
            table.id
            for table in self.catalogue.tables.values()
            if table.document_id in documents
            and (bare(table.annex) in wanted or bare(table.annex).split("-")[0] in wanted)
        }
        return frozenset(found) if found else None

    def targets(self, documents: Sequence[int], year: int | None = None) -> Targets:
        """Return the finder of targets inside some documents."""
        ranker = CellRanker(self.planner.linker, self.links, self.focus(documents, year))
        wholes = self.query.asks(Operation.SHARE)
        return Targets(self.planner.linker, self.planner.lookup, ranker, wholes=wholes)

    def find(self, *, apart: bool = False) -> list[tuple[int, list[Found]]]:
        """Return targets by (document, year) wish, only those of documents that fit about best."""
        found: list[tuple[int, list[Found]]] = []
        for document_id, wish in self.place.wishes:
            key = (apart, document_id, wish.year)
            if key not in self._found:
                self._found[key] = self.targets([document_id], wish.year).find(apart=apart)
            if self._found[key]:
                found.append((document_id, self._found[key]))
        best = max((_score(targets) for _, targets in found), default=0.0)
        return [(d, t) for d, t in found if _score(t) >= best - DOCUMENT_MARGIN]

    # --- one by one --------------------------------------------------------------------

    def _lookup(self, asked: Asked) -> Plan:
        if not self.links and self.query.figures and not self.query.annexes:
            return self._inverse(Asked(Operation.INVERSE))
        found = self.find()
        numbered = self._numbered_row()
        if numbered is not None:
            return Plan(Route.TABLE, (Step(asked, (Target(numbered),)),), score=1.0)
        if not found:
            return self._nothing()
        score = max(_score(targets) for _, targets in found)
        if score < ACCEPT:
            return self._nothing(score)
        if self._several_institutions(found):
            return self._ask_document(found, asked, score)
        if self._wants_planned(found) or self._foreign(found):
            return self._nothing(score / 2)
        rivals = [r for _, targets in found for f in targets for r in f.rivals]
        all_targets = tuple(f.target for _, targets in found for f in targets)
        rivals = [r for r in rivals if not self._detail(all_targets[0], r)]
        all_targets = self._inside_form(all_targets)
        if not all_targets:
            return self._nothing(score / 2)
        named = self._all_of_name() if self._asks_sum() else []
        if named:
            return self._accepted(Asked(Operation.SUM), named)
        alike = self._one_form(all_targets, rivals)
        if alike:
            return Plan(Route.TABLE, (Step(asked, alike),), score=score, trace=self._trace())
        if rivals and len(all_targets) == 1:
            return Plan(
                Route.CLARIFY, options=(*all_targets, *rivals), score=score, trace=self._trace()
            )
        if len(all_targets) == 1:
            all_targets = (*all_targets, *self._named_projects(all_targets[0]))
        pieces = self._basic_and_project(all_targets)
        if len(pieces) > 1 and self._wants_sum(pieces):
            return self._accepted(Asked(Operation.SUM), pieces)
        if len(all_targets) > 1 and self._wants_sum(all_targets):
            asked = Asked(Operation.SUM)
        return Plan(Route.TABLE, (Step(asked, all_targets),), score=score, trace=self._trace())

    def _wants_planned(self, found: Sequence[tuple[int, list[Found]]]) -> bool:
        """Tell whether planned amounts are asked of a cell of money spent (年初预算 in 决算)."""
        if not any("预算" in word and "数" in word for word in self.query.column_words):
            return False
        figures = [f.target.figure for _, targets in found for f in targets]
        return all(
            f.fact is not None and f.fact.phase == Phase.FINAL.value and "预算" not in f.column_name
            for f in figures
        )

    def _foreign(self, found: Sequence[tuple[int, list[Found]]]) -> bool:
        """Tell whether a name in Latin letters stands nowhere near what was found (PMI)."""
        if self.query.language == "en" or any(link.mention.hints for link in self.links):
            return False
        names = {n.lower() for m in self.query.mentions for n in _LATIN.findall(m.text)}
        figures = [f.target.figure for _, targets in found for f in targets]
        near = "".join(
            self.catalogue.rows[f.row_id].text + f.subject + f.column_name for f in figures
        )
        return any(name not in near.lower() for name in names)

    def _detail(self, target: Target, rival: Target) -> bool:
        """Tell whether a rival is a line of the form about the project that the target is."""
        kind = self.catalogue.tables[target.figure.table_id].kind
        return kind == PROJECT_LIST and bare(rival.figure.subject) == bare(target.figure.label)

    def _one_form(self, targets: Sequence[Target], rivals: Sequence[Target]) -> tuple[Target, ...]:
        """Return target and rivals where all are goals of one project: all are told."""
        if len(targets) != 1 or not rivals or not targets[0].figure.subject:
            return ()
        figures = [t.figure for t in (*targets, *rivals)]
        same = {(f.table_id, self.catalogue.rows[f.row_id].kind) for f in figures}
        return (*targets, *rivals)[:MOST_ALIKE] if len(same) == 1 else ()

    def _named_projects(self, target: Target) -> list[Target]:
        """Return projects that have a blank item's word in their name (会议费: 政府会议专项)."""
        figure = target.figure
        if _filled(figure) or self.catalogue.tables[figure.table_id].kind not in ECONOMIC_KINDS:
            return []
        word = core(figure.label)
        found: list[Target] = []
        for table in self.catalogue.tables.values():
            if table.document_id != figure.document_id or table.kind != PROJECT_LIST:
                continue
            finder = self.targets([figure.document_id])
            rows = [e for e in table.rows if len(word) >= 2 and word in bare(e.label)]
            found.extend(Target(f) for e in rows[:2] if (f := finder.default_figure(table, e)))
        return found

    def _inside_form(self, targets: tuple[Target, ...]) -> tuple[Target, ...]:
        """Drop goals of other projects where one project is named; nothing is left without its own."""
        forms = {
            subject_of(self.catalogue.tables[table_id])
            for link in self.links
            for table_id, score in link.subjects.items()
            if score >= FORM_NAMED and table_id in self.catalogue.tables
        }
        if not forms:
            return targets
        strange = [t for t in targets if t.figure.subject and t.figure.subject not in forms]
        return () if strange else targets

    def _asks_sum(self) -> bool:
        return any(word in self.query.text for word in self.planner.linker.words.sum_words)

    def _wants_sum(self, targets: Sequence[Target]) -> bool:
        """Tell whether several amounts of one year are to be added."""
        if not self._asks_sum():
            return False
        return len({t.figure.year for t in targets}) == 1

    def _several_institutions(self, found: Sequence[tuple[int, list[Found]]]) -> bool:
        names = {self.catalogue.documents[d].institution for d, _ in found}
        return len(names) > 1 and not self.place.many

    def _ask_document(
        self, found: Sequence[tuple[int, list[Found]]], asked: Asked, score: float
    ) -> Plan:
        del asked
        options = tuple(targets[0].target for _, targets in found)
        return Plan(
            Route.CLARIFY, options=options, reason="document", score=score, trace=self._trace()
        )

    def _numbered_row(self) -> Figure | None:
        """Return the cell of `annex … row N`, where the question gives one."""
        if self.query.row_number is None:
            return None
        for document_id in self.place.documents:
            cell = self._row_in(document_id, self.query.row_number)
            if cell is not None:
                return cell
        return None

    def _row_in(self, document_id: int, number: int) -> Figure | None:
        tables = self._named_tables([document_id]) or self._worded_tables(document_id)
        finder = self.targets([document_id])
        for table_id in sorted(tables or ()):
            table = self.catalogue.tables[table_id]
            rows = [e for e in table.rows if e.number == str(number)]
            rows = rows or [e for e in table.rows if e.index == number - 1]
            if rows:
                cells = [c for c in finder.ranker.rank() if c.row_id == rows[0].id]
                if cells:
                    return finder.figure(cells[0])
                return finder.default_figure(table, rows[0])
        return None

    def _worded_tables(self, document_id: int) -> frozenset[int]:
        """Return the tables of a document that the question names by their kind."""
        return frozenset(
            table.id
            for table in self.catalogue.tables.values()
            if table.document_id == document_id and table.kind in self.query.table_words
        )

    # --- against the prior year ---------------------------------------------------------

    def _prior(self, asked: Asked) -> Plan:
        found = self.find()
        if not found or max(_score(t) for _, t in found) < ACCEPT:
            return self._nothing()
        if self._several_institutions(found):
            return self._ask_document(found, asked, 0.8)
        steps: list[Step] = []
        for target in [f.target for _, targets in found for f in targets]:
            pair = self._with_base(target)
            if pair is not None:
                steps.append(Step(asked, (pair[0],), (pair[1],)))
        if not steps:
            return Plan(Route.REFUSE, reason="no_prior", near=_labels(found), score=0.3)
        return Plan(Route.TABLE, tuple(steps), score=_score(found[0][1]), trace=self._trace())

    def _with_base(self, target: Target) -> tuple[Target, Target] | None:
        """Return the figure that has a prior-year twin, with it: the first of its tables that does."""
        before = (*self.query.years, *((self.query.base_year,) if self.query.base_year else ()))
        years = [year for year in before if year < target.figure.year]
        year = min(years) if years else None
        alike = self.planner.bases.equal_total(target.figure)
        for figure in (target.figure, *target.others, *alike):
            base = self.planner.bases.prior(figure, year, cross=self._both_phases())
            if base is not None:
                others = tuple(f for f in (target.figure, *target.others) if f is not figure)
                return Target(figure, others, target.phrase), Target(base)
        return self._from_base(target)

    def _from_base(self, target: Target) -> tuple[Target, Target] | None:
        """Return a document's own year against the prior year that was asked for (2025年呢 → 多了?)."""
        own = self.catalogue.documents[target.figure.document_id].fiscal_year
        if target.figure.year >= own:
            return None
        for figure in (target.figure, *target.others):
            later = self.planner.bases.prior(figure, own)
            if later is not None:
                return Target(later, (), target.phrase), Target(figure)
        return None

    def _both_phases(self) -> bool:
        """Tell whether a budget is to be set against final accounts, by the question's own words."""
        return both_spoken(self.query.text)

    # --- several -----------------------------------------------------------------------

    def _lacking(self) -> Plan | None:
        """Refuse to calculate with a known term that the documents do not have."""
        for link in self.links:
            sure = any(hint.weight >= SURE_TERM for hint in link.mention.hints)
            if sure and link.best < KNOWN and len(self.links) > 1:
                return Plan(
                    Route.REFUSE,
                    reason=f"lacking:{link.mention.text}",
                    near=self._near(),
                    score=0.3,
                )
        return None

    def _sum(self, asked: Asked) -> Plan:
        lacking = self._lacking()
        if lacking is not None:
            return lacking
        targets = [t for t in self._apart() if not _is_worded(t.figure)]
        if len(targets) > 1 and self._both_sides(targets):
            return self._accepted(Asked(Operation.LOOKUP), targets)
        if len(targets) > 1:
            return self._accepted(asked, targets)
        pieces = self._basic_and_project(targets)
        if len(pieces) > 1:
            return self._accepted(asked, pieces)
        alike = self._all_of_name()
        if alike:
            return self._accepted(asked, alike)
        group = self._best_group()
        whole = group is not None and (self._is_indicators(group) or self._counted(group))
        if group is not None and (group.part or whole):
            return Plan(Route.TABLE, (self._group_step(asked, group),), score=group.score)
        return self._lookup(asked)

    def _both_sides(self, targets: Sequence[Target]) -> bool:
        """Tell whether income and spending are both named: their sum says nothing."""
        sides = {_side(t.phrase) or _side(t.figure.label + t.figure.column_name) for t in targets}
        return {"收入", "支出"} <= sides

    def _all_of_name(self) -> list[Target]:
        """Return the rows of one table that all hold the phrase: what is spent on it in all."""
        found = [f for _, targets in self.find() for f in targets]
        if len(found) != 1 or not found[0].rivals:
            return []
        targets = [found[0].target, *found[0].rivals]
        phrases = [bare(link.mention.text) for link in self.links if len(link.mention.text) > 1]
        one_table = len({t.figure.table_id for t in targets}) == 1
        listed = self.catalogue.tables[targets[0].figure.table_id].kind == PROJECT_LIST
        named = any(all(p in bare(t.figure.label) for t in targets) for p in phrases)
        return _distinct(targets) if one_table and listed and named else []

    def _basic_and_project(self, targets: Sequence[Target]) -> list[Target]:
        """Return an economic item's two parts, basic and project spending, where both are printed."""
        if len(targets) != 1:
            return []
        target = targets[0]
        by_kind = {
            self.catalogue.tables[f.table_id].kind: f
            for f in (*target.others, target.figure)
            if _filled(f)
        }
        found = [by_kind[kind] for kind in ECONOMIC_KINDS if kind in by_kind]
        return [Target(f) for f in found] if len(found) > 1 else []

    def _counted(self, group: Group) -> bool:
        """Tell whether the question says how many members the group has (两个项目加起来)."""
        said = _HOW_MANY.search(self.query.text)
        return said is not None and numerals.parse(said[1]) == len(group.figures)

    def _is_indicators(self, group: Group) -> bool:
        return all(self.catalogue.rows[f.row_id].kind == "indicator" for f in group.figures)

    def _apart(self) -> list[Target]:
        found = self.find(apart=True)
        if self._several_institutions(found):
            return []
        return _distinct([f.target for _, targets in found for f in targets])

    def _accepted(
        self, asked: Asked, targets: Sequence[Target], bases: Sequence[Target] = ()
    ) -> Plan:
        return Plan(
            Route.TABLE,
            (Step(asked, tuple(targets), tuple(bases)),),
            score=min(t.figure.score for t in targets),
            trace=self._trace(),
        )

    def _pair(self, asked: Asked) -> Plan:
        lacking = self._lacking()
        if lacking is not None:
            return lacking
        if max(len(self.query.offsets), len(self.query.years)) > 1 and not self.place.many:
            return self._prior(asked)
        targets = self._apart()
        extremes = self.query.asks(Operation.TOP) and self.query.asks(Operation.BOTTOM)
        if len(targets) == 1 and len(self.query.table_words) > 1:
            targets = self._in_tables(targets[0]) or targets
        if len(targets) >= 2:
            return self._accepted(asked, targets[:2])
        group = self._best_group()
        if group is not None and extremes:
            return Plan(Route.TABLE, (self._group_step(asked, group),), score=group.score)
        return self._prior(asked)

    def _in_tables(self, target: Target) -> list[Target]:
        """Return one row in each kind of table that the question names, where it stands in all."""
        by_kind: dict[str, Figure] = {}
        for figure in (target.figure, *target.others):
            by_kind.setdefault(self.catalogue.tables[figure.table_id].kind, figure)
        found = [Target(by_kind[kind]) for kind in self.query.table_words if kind in by_kind]
        return found if len(found) > 1 else []

    def _share_of_top(self, asked: Asked) -> Plan | None:
        """Return the part that the largest (or smallest) of a group are of the group's table."""
        top = next((a for a in self.query.operations if a.operation in EXTREMES), None)
        group = self._best_group() if top is not None and not self.place.many else None
        figures = [f for f in group.figures if _filled(f)] if group is not None else []
        if top is None or not figures:
            return None
        smallest = top.operation is Operation.BOTTOM
        chosen = calculate.ranked(figures, top.k or 1, smallest=smallest)
        wholes = self.planner.bases.wholes(chosen[0], parents=False) if chosen else iter(())
        whole = next((w for w in wholes if _filled(w)), None)
        if whole is None:
            return None
        return self._accepted(asked, [Target(f) for f in chosen], [Target(whole)])

    def _share(self, asked: Asked) -> Plan:
        known = any(link.best >= FORM_NAMED for link in self.links) and not self.query.codes
        lacking = self._lacking() if known else None
        top = lacking or self._share_of_top(asked)
        if top is not None:
            return top
        found = self.find()
        if self.place.many and len(found) > 1:
            return self._share_over_documents(asked)
        apart = self._apart()
        if len(apart) > 2:
            scopes = set(map(bare, self.planner.linker.words.scope_words))
            apart = [t for t in apart if bare(t.phrase) not in scopes]
        if len(apart) > 2 and _EACH.search(self.query.text):
            ordered = sorted(apart, key=lambda t: _amount(t.figure))
            return self._accepted(asked, ordered[:-1], ordered[-1:] * (len(ordered) - 1))
        if len(apart) > 2:
            ordered = sorted(apart, key=lambda t: _amount(t.figure))
            return self._accepted(asked, ordered[:-1], ordered[-1:])
        if len(apart) == 2 and self._bare_whole(apart):
            part = next(t for t in apart if not self._is_bare_total(t))
            steps = self._share_of(asked, part, whole_table=True)
            if steps:
                return Plan(Route.TABLE, tuple(steps), score=1.0, trace=self._trace())
        if len(apart) == 2:
            part, whole = self._part_and_whole(apart)
            return self._accepted(asked, (part,), (whole,))
        if not found or _score(found[0][1]) < ACCEPT:
            return self._nothing()
        if self._several_institutions(found):
            return self._ask_document(found, asked, 0.8)
        targets = [f.target for _, targets in found for f in targets]
        steps = [step for target in targets for step in self._share_of(asked, target)]
        if not steps:
            return Plan(Route.REFUSE, reason="no_whole", near=_labels(found), score=0.3)
        return Plan(Route.TABLE, tuple(steps), score=_score(found[0][1]), trace=self._trace())

    def _bare_whole(self, targets: Sequence[Target]) -> bool:
        """Tell whether one of two is a total named without its side: it is the other's own table's."""
        return sum(self._is_bare_total(target) for target in targets) == 1

    def _is_bare_total(self, target: Target) -> bool:
        words = self.planner.linker.words
        return bare(target.phrase) in words.totals | words.total_rows and not any(
            side in target.phrase for side in words.whole_tables
        )

    def _share_over_documents(self, asked: Asked) -> Plan:
        """Return the same share of every document."""
        parts: list[Target] = []
        wholes: list[Target] = []
        by_document: dict[int, list[Target]] = {}
        for document_id, found in self.find(apart=True):
            by_document.setdefault(document_id, []).extend(f.target for f in found)
        for targets in by_document.values():
            pair = self._document_share(asked, targets)
            if pair is not None:
                parts.append(pair[0])
                wholes.append(pair[1])
        if not parts:
            return self._nothing()
        return self._accepted(asked, parts, wholes)

    def _document_share(
        self, asked: Asked, targets: Sequence[Target]
    ) -> tuple[Target, Target] | None:
        distinct = _distinct(targets)
        if len(distinct) >= 2:
            return self._part_and_whole(distinct)
        for step in self._share_of(asked, distinct[0]) if distinct else ():
            return step.operands[0], step.bases[0]
        return None

    def _share_of(self, asked: Asked, target: Target, *, whole_table: bool = False) -> list[Step]:
        for figure in (target.figure, *target.others):
            for whole in self.planner.bases.wholes(figure, parents=not whole_table):
                if _filled(whole) and whole.fact != figure.fact:
                    return [Step(asked, (Target(figure, (), target.phrase),), (Target(whole),))]
        return []

    def _part_and_whole(self, targets: Sequence[Target]) -> tuple[Target, Target]:
        """Return (part, whole): the larger of two is the whole, seen in one table where it can be."""
        one, other = targets[0], targets[1]
        general = "一般公共" in self.query.text
        pairs = [
            (a, b)
            for a in (one.figure, *one.others)
            for b in (other.figure, *other.others)
            if a.table_id == b.table_id and _filled(a) and _filled(b)
        ]
        if not general:
            pairs.sort(key=lambda p: self.catalogue.tables[p[0].table_id].kind != WHOLE_KIND)
        a, b = pairs[0] if pairs else (one.figure, other.figure)
        if _amount(a) > _amount(b):
            a, b = b, a
        return Target(a), Target(b)

    def _excepts(self, operations: Sequence[Asked]) -> bool:
        """Tell whether something is to be taken away; a remark in brackets asks for nothing."""
        kinds = {asked.operation for asked in operations}
        return kinds <= _OF_REST and _EXCEPT.search(_BRACKETS.sub("", self.query.text)) is not None

    def _remainder(self) -> Plan:
        """Return what is left of the first thing named without the second, or refuse to guess."""
        asked = Asked(Operation.DIFFERENCE)
        targets = sorted(self._apart(), key=lambda t: -_amount(t.figure))
        part = targets[-1].figure if targets else None
        wholes = [w for w in self.planner.bases.wholes(part) if _filled(w)] if part else []
        of_all = _REST.search(self.query.text) or self._says_all_projects()
        if len(targets) == 1 and wholes and of_all:
            return self._accepted(asked, [Target(wholes[-1]), *targets])
        if len(targets) == 2:
            fit = [w for w in wholes if _amount(w) == _amount(targets[0].figure)]
            if fit:
                return self._accepted(asked, [Target(fit[0]), targets[1]])
        if self._names_exception():
            return self._lookup(Asked(Operation.LOOKUP))
        return self._nothing()

    def _says_all_projects(self) -> bool:
        terms = set(self.planner.linker.words.generic_terms.values())
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

    # --- groups ------------------------------------------------------------------------

    def _best_group(self) -> Group | None:
        focus = self.focus(self.place.documents)
        groups = Groups(self.planner.linker, self.planner.lookup, self.links, focus)
        spoken = " ".join(
            (self.query.original, self.query.text, *(m.text for m in self.query.mentions))
        )
        ranking = self.query.asks(Operation.TOP, Operation.BOTTOM, Operation.RANK)
        found = groups.find(spoken, ranking=ranking)
        return found[0] if found and found[0].score >= GROUP_ACCEPT else None

    def _group_step(self, asked: Asked, group: Group) -> Step:
        figures = within(group.figures, asked.bound, self._bound_unit(group))
        operands = tuple(Target(f) for f in figures)
        return Step(asked, operands, group=group.name)

    def _bound_unit(self, group: Group) -> str | None:
        units = [f.fact.unit for f in group.figures if f.fact is not None and f.fact.unit]
        return units[0] if units else None

    def _group(self, asked: Asked) -> Plan:
        lacking = self._lacking() if asked.operation is Operation.COMPARE else None
        if lacking is not None:
            return lacking
        if self.place.many or len(self.place.documents) > 1:
            ranked = self._over_documents(asked)
            if ranked is not None:
                return ranked
        targets = self._apart()
        named = [t for t in targets if t.figure.score >= ACCEPT]
        if len(named) > 1 and asked.operation in (
            Operation.TOP, Operation.BOTTOM, Operation.COMPARE, Operation.RANK, Operation.AVERAGE,
        ):  # fmt: skip
            return self._accepted(asked, named)
        group = self._best_group()
        if group is None and asked.bound is not None and asked.bound.comparator is Comparator.EQUAL:
            return self._inverse(asked)
        if group is None:
            return self._lookup(asked)
        return Plan(
            Route.TABLE, (self._group_step(asked, group),), score=group.score, trace=self._trace()
        )

    def _over_documents(self, asked: Asked) -> Plan | None:
        """Return the same thing of every document, to be ranked or compared."""
        found = self.find()
        targets = [targets[0].target for _, targets in found]
        if len(targets) < 2:
            return None
        targets = aligned(targets, self.catalogue, self._preferred_kinds())
        return self._accepted(asked, targets)

    # --- from a figure to its row --------------------------------------------------------

    def _inverse(self, asked: Asked) -> Plan:
        if self.query.codes and not self.query.figures:
            return self._lookup(Asked(Operation.LOOKUP))
        figures = tuple(self._cells_of(asked))
        if not figures:
            return Plan(Route.REFUSE, reason="no_such_figure")
        return Plan(Route.TABLE, (Step(asked, tuple(map(Target, figures))),), score=0.9)

    def _cells_of(self, asked: Asked) -> Iterable[Figure]:
        wanted = list(self.query.figures) or ([asked.bound.low] if asked.bound else [])
        unit = asked.bound.unit if asked.bound else self.query.unit
        finder = self.targets(self.place.documents)
        return finder.by_value(wanted, unit)

    # --- a head ------------------------------------------------------------------------

    def _per_head(self, asked: Asked) -> Plan:
        """Return an amount with the number of people that the project's form prints."""
        plan = self._lookup(asked)
        if plan.route is not Route.TABLE:
            return plan
        target = plan.steps[0].operands[0]
        amount = self.planner.bases.project_amount(target.figure)
        if amount is not None:
            step = Step(asked, (Target(amount),), (target,))
            return Plan(plan.route, (step,), score=plan.score, trace=plan.trace)
        heads = [Target(f) for f in self.planner.bases.heads(target.figure)]
        return Plan(
            plan.route,
            (Step(asked, (target,), tuple(heads[:1])),),
            score=plan.score,
            trace=plan.trace,
        )

    # --- where money comes from ---------------------------------------------------------

    def _source(self, asked: Asked) -> Plan:
        """Return a row with the filled source columns of the income table beside it."""
        plan = self._lookup(asked)
        if plan.route is not Route.TABLE:
            return plan
        target = plan.steps[0].operands[0]
        sources = [
            source
            for figure in (target.figure, *target.others)
            if self.catalogue.tables[figure.table_id].kind in SOURCE_KINDS
            for source in self.planner.bases.filled_columns(figure)
        ]
        distinct = list({(f.row_id, f.column): Target(f) for f in sources}.values())
        return Plan(
            plan.route, (Step(asked, (target, *distinct)),), score=plan.score, trace=plan.trace
        )

    # --- nothing -----------------------------------------------------------------------

    def _nothing(self, score: float = 0.0) -> Plan:
        near = self._near()
        return Plan(Route.REFUSE, reason="not_found", near=near, score=score, trace=self._trace())

    def _near(self) -> tuple[str, ...]:
        labels: list[str] = []
        for document_id in self.place.documents[:3]:
            cells = self.targets([document_id]).ranker.rank()
            labels.extend(self.catalogue.rows[c.row_id].label for c in cells[:3])
        return tuple(dict.fromkeys(labels))[:3]

    def _trace(self) -> tuple[str, ...]:
        lines = [
            f"phrase {link.mention.text!r} weight {link.weight:.2f} best {link.best:.2f}"
            for link in self.links
        ]
        for (apart, document_id, year), found in self._found.items():
            lines.extend(
                f"{'apart' if apart else 'whole'} document {document_id} year {year}: "
                f"{f.target.figure.label} / {f.target.figure.column_name} {f.score:.3f}"
                + "".join(f" ~ {r.figure.label} {r.figure.score:.3f}" for r in f.rivals)
                for f in found
            )
        return tuple(lines)


def _without_base_year(query: Query, place: Ground) -> Ground:
    """Keep the latest year where growth is asked: the other is what it is set against."""
    if (
        not query.asks(*_AGAINST_PRIOR, Operation.RATIO, Operation.DIFFERENCE)
        or len(query.years) < 1
    ):
        return place
    wishes = place.wishes
    latest = max(wish.year for _, wish in wishes)
    kept = tuple((key, wish) for key, wish in wishes if wish.year == latest)
    return Ground(tuple(dict.fromkeys(k for k, _ in kept)), kept, place.missing, place.many)


def _score(found: Sequence[Found]) -> float:
    return max((f.score for f in found), default=0.0)


def _labels(found: Sequence[tuple[int, list[Found]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.target.figure.label for _, targets in found for f in targets))[:3]


def _distinct(targets: Sequence[Target]) -> list[Target]:
    seen: dict[tuple[int, int], Target] = {}
    for target in targets:
        seen.setdefault((target.figure.row_id, target.figure.column), target)
    return list(seen.values())


def _filled(figure: Figure) -> bool:
    return figure.fact is not None and figure.fact.value is not None


def _is_worded(figure: Figure) -> bool:
    """Tell whether a cell prints words where a figure might stand (长期)."""
    fact = figure.fact
    return fact is not None and fact.value is None and bool(fact.printed.strip(" .-—"))


def _amount(figure: Figure) -> Decimal:
    return figure.fact.value if figure.fact and figure.fact.value is not None else Decimal(0)


def _side(text: str) -> str | None:
    income, spending = "收入" in text, "支出" in text
    if income == spending:
        return None
    return "收入" if income else "支出"
