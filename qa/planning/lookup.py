"""Plan the look-up of single figures: a row, a numbered row, a printed value, money a head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.records import Phase
from qa.link import UNKNOWN
from qa.linking.labels import PROJECT_LIST
from qa.linking.names import subject_of
from qa.linking.text import bare, core
from qa.planning.figures import is_rate, make_figure
from qa.planning.find import Finding, distinct, filled, is_worded, score_of
from qa.planning.limits import FORM_NAMED, KNOWN, MOST_ALIKE
from qa.planning.numbered import rows_at
from qa.planning.targets import ACCEPT, Found
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Asked, Operation, Route

ECONOMIC_KINDS = ("basic_economic", "project_economic")
_LATIN = re.compile(r"[A-Za-z]{2,}")
SOURCE_KINDS = ("income_summary", "procurement")
PROCUREMENT = "procurement"
_HEAD_YEAR = re.compile(r"(20\d\d)年")
OWN_NAME = 3  # characters with which a unit's name ends that tell it
SHORTEST_CODE = 100  # a unit's code has three digits or more
_CODED = re.compile(r"编码|代码|编号|\bcode", re.IGNORECASE)


class Lookups:
    """Plan look-ups of one query."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.query = finding.query
        self.place = finding.place
        self.links = finding.links
        self.catalogue = finding.catalogue

    def plain(self) -> Plan:
        """Return the plan of a look-up that asks for nothing else."""
        return self.lookup(Asked(Operation.LOOKUP))

    def lookup(self, asked: Asked) -> Plan:
        if not self.links and self.query.figures and not self.query.annexes:
            return self.inverse(Asked(Operation.INVERSE))
        found = self.finding.find()
        numbered = self._numbered_row()
        if numbered is not None:
            return Plan(Route.TABLE, (Step(asked, (Target(numbered),)),), score=1.0)
        if self.query.row_number is not None and self.query.annexes:
            return self.finding.nothing()
        if not found:
            return self.finding.nothing()
        score = max(score_of(targets) for _, targets in found)
        if score < ACCEPT:
            return self.finding.nothing(score)
        if self.finding.several_institutions(found):
            return self.finding.ask_document(found, asked, score)
        unknown = self._unknown_kind(found) or self._only_tail()
        if self._wants_planned(found) or self._foreign(found) or unknown:
            return self.finding.nothing(score / 2)
        rivals = [r for _, targets in found for f in targets for r in f.rivals]
        all_targets = tuple(f.target for _, targets in found for f in targets)
        rivals = [r for r in rivals if not self._detail(all_targets[0], r)]
        all_targets = self._within_whole(self._inside_form(all_targets))
        all_targets = self._without_offered(all_targets)
        rivals = [r for r in rivals if r.phrase in {t.phrase for t in all_targets}]
        rivals = [r for r in rivals if not self._less_alike(all_targets, r)]
        opposed, text = self.finding.linker.words.opposed, self.query.text
        rivals = [r for r in rivals if not opposed(text, r.figure.label)]
        if not all_targets:
            return self.finding.nothing(score / 2)
        forms = self._forms()
        if all(t.figure.subject in forms for t in all_targets):
            rivals = [r for r in rivals if r.figure.subject in forms]
        named = self.all_of_name() if self.finding.asks_sum() else []
        if named:
            return self.finding.accepted(Asked(Operation.SUM), named)
        if prior := self._of_named_year(all_targets):
            return Plan(Route.TABLE, (Step(asked, prior),), score=score, trace=self.finding.trace())
        alike = self._one_form(all_targets, rivals)
        if alike:
            return Plan(Route.TABLE, (Step(asked, alike),), score=score, trace=self.finding.trace())
        if rivals and len({t.figure.row_id for t in all_targets}) == 1:
            return Plan(
                Route.CLARIFY,
                options=(*all_targets, *rivals),
                score=score,
                trace=self.finding.trace(),
            )
        if len(all_targets) == 1:
            all_targets = (*all_targets, *self._named_projects(all_targets[0]))
        pieces = self.basic_and_project(all_targets)
        if len(pieces) > 1 and self._wants_sum(pieces):
            return self.finding.accepted(Asked(Operation.SUM), pieces)
        if len(all_targets) > 1 and self._wants_sum(all_targets):
            asked = Asked(Operation.SUM)
        return Plan(
            Route.TABLE, (Step(asked, all_targets),), score=score, trace=self.finding.trace()
        )

    def _of_named_year(self, targets: Sequence[Target]) -> tuple[Target, ...]:
        """Return the cells, blank or not, of the one other year whose column a question names."""
        said = (link.mention.text for link in self.links if link.columns)
        years = {int(m[1]) for words in said if (m := _HEAD_YEAR.match(words))}
        figures = [f for t in targets for f in (t.figure, *t.others)]
        if len(years) != 1 or any(f.year in years for f in figures):
            return ()
        rows = self.catalogue.rows
        coded = (e for e in rows.values() if e.code in self.query.codes)
        cells = (
            make_figure(self.catalogue, self.finding.lookup, table, entry, column.index)
            for entry in (*(rows[f.row_id] for f in figures), *coded)
            for table in (self.catalogue.tables[entry.table_id],)
            for column in table.columns
            if table.document_id in self.place.documents
            and (column.role, column.year) in {("amount", year) for year in years}
        )
        first = next(cells, None)
        return () if first is None else (Target(first),)

    def _within_whole(self, targets: tuple[Target, ...]) -> tuple[Target, ...]:
        """Drop a total that only says where a thing stands (部门总支出里的事业运行)."""
        rows = self.catalogue.rows
        kept = tuple(
            t
            for t in targets
            if rows[t.figure.row_id].kind != "total"
            or not re.search(rf"{re.escape(t.phrase)}(?:的)?(?:里|中|内|当中)", self.query.text)
        )
        return kept or targets

    def _without_offered(self, targets: tuple[Target, ...]) -> tuple[Target, ...]:
        """Drop rows that only hold a value which is offered for another (甲是集中采购还是分散采购)."""
        if "还是" not in self.query.text:
            return targets
        named = tuple(
            t for t in targets
            if bare(t.phrase) in bare(f"{t.figure.label}{t.figure.column_name}")
        )  # fmt: skip
        return named or targets

    def _unknown_kind(self, found: Sequence[tuple[int, list[Found]]]) -> bool:
        """Tell whether an unknown word cut from a purchase's name asks for less than all of them.

        无人机采购 is no total of what is bought.
        """
        figures = [f.target.figure for _, targets in found for f in targets]
        kinds = {self.catalogue.tables[f.table_id].kind for f in figures}
        words = self.finding.linker.words
        if kinds != {PROCUREMENT} or any(bare(f.label) not in words.total_rows for f in figures):
            return False
        return any(
            link.best < UNKNOWN and not link.mention.hints and f"{link.mention.text}采购" in text
            for link in self.links
            for text in (self.query.text, self.query.text.replace("政府", ""))
        )

    def _only_tail(self) -> bool:
        """Tell whether all that is known of a project's name is that it is a project.

        注册会计师考试专项经费, named in the text without an amount, is not all projects' money.
        """
        heads = self.finding.linker.words.project_heads
        known = [link for link in self.links if link.best >= KNOWN]
        tails = [link.mention.start for link in known if bare(link.mention.text) in heads]
        return len(tails) == len(known) > 0 and any(
            link.best < UNKNOWN and len(link.mention.text) > 2 and link.mention.start in tails
            for link in self.links
        )

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
        if self.query.english or any(link.mention.hints for link in self.links):
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

    def _less_alike(self, targets: Sequence[Target], rival: Target) -> bool:
        """Tell whether a unit's name ends with the very words said, of which a rival has but some."""
        units = self.finding.linker.words.unit_endings
        names = [bare(m.text) for m in self.query.mentions]
        said = [n for n in names if len(n) >= OWN_NAME and n.endswith(units)]
        own = [n for n in said if all(bare(t.figure.label).endswith(n) for t in targets)]
        return bool(own) and not any(n in bare(rival.figure.label) for n in own)

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
        if filled(figure) or self.catalogue.tables[figure.table_id].kind not in ECONOMIC_KINDS:
            return []
        word = core(figure.label)
        found: list[Target] = []
        for table in self.catalogue.tables.values():
            if table.document_id != figure.document_id or table.kind != PROJECT_LIST:
                continue
            finder = self.finding.targets([figure.document_id])
            rows = [e for e in table.rows if len(word) >= 2 and word in bare(e.label)]
            found.extend(Target(f) for e in rows[:2] if (f := finder.default_figure(table, e)))
        return found

    def _forms(self) -> set[str]:
        """Return the projects that phrases name, as their forms print them."""
        return {
            subject_of(self.catalogue.tables[table_id])
            for link in self.links
            for table_id, score in link.subjects.items()
            if score >= FORM_NAMED and table_id in self.catalogue.tables
        }

    def _inside_form(self, targets: tuple[Target, ...]) -> tuple[Target, ...]:
        """Drop goals of other projects where one project is named; nothing is left without its own."""
        forms = self._forms()
        if not forms:
            return targets
        strange = [t for t in targets if t.figure.subject and t.figure.subject not in forms]
        return () if strange else targets

    def _wants_sum(self, targets: Sequence[Target]) -> bool:
        """Tell whether several amounts of one year are to be added."""
        if not self.finding.asks_sum():
            return False
        return len({t.figure.year for t in targets}) == 1

    def _numbered_row(self) -> Figure | None:
        """Return the cell of `annex … row N`, where the question gives one."""
        if self.query.row_number is None:
            return None
        for document_id in self.place.documents:
            cell = self._row_in(document_id)
            if cell is not None:
                return cell
        return None

    def _row_in(self, document_id: int) -> Figure | None:
        tables = self.finding.named_tables([document_id]) or self._worded_tables(document_id)
        finder = self.finding.targets([document_id])
        for table_id in sorted(tables or ()):
            table = self.catalogue.tables[table_id]
            rows = rows_at(table, self.query)
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

    def all_of_name(self) -> list[Target]:
        """Return the rows of one table that all hold the phrase: what is spent on it in all."""
        found = [f for _, targets in self.finding.find() for f in targets]
        if len(found) != 1 or not found[0].rivals:
            return []
        targets = [found[0].target, *found[0].rivals]
        phrases = [bare(link.mention.text) for link in self.links if len(link.mention.text) > 1]
        one_table = len({t.figure.table_id for t in targets}) == 1
        listed = self.catalogue.tables[targets[0].figure.table_id].kind == PROJECT_LIST
        named = any(all(p in bare(t.figure.label) for t in targets) for p in phrases)
        return distinct(targets) if one_table and listed and named else []

    def basic_and_project(self, targets: Sequence[Target]) -> list[Target]:
        """Return an economic item's two parts, basic and project spending, where both are printed."""
        if len(targets) != 1:
            return []
        target = targets[0]
        by_kind = {
            self.catalogue.tables[f.table_id].kind: f
            for f in (*target.others, target.figure)
            if filled(f)
        }
        found = [by_kind[kind] for kind in ECONOMIC_KINDS if kind in by_kind]
        return [Target(f) for f in found] if len(found) > 1 else []

    def inverse(self, asked: Asked) -> Plan:
        if self.query.codes and not self.query.figures:
            return self.lookup(Asked(Operation.LOOKUP))
        figures = tuple(self._cells_of(asked))
        if not figures or _CODED.search(self.query.text):
            figures = tuple(self._printed_code(asked)) or figures
        if not figures:
            return Plan(Route.REFUSE, reason="no_such_figure")
        if any(is_worded(f) for f in figures):
            asked = Asked(Operation.LOOKUP)
        return Plan(Route.TABLE, (Step(asked, tuple(map(Target, figures))),), score=0.9)

    def _cells_of(self, asked: Asked) -> Iterable[Figure]:
        wanted = list(self.query.figures) or ([asked.bound.low] if asked.bound else [])
        unit = asked.bound.unit if asked.bound else self.query.unit
        finder = self.finding.targets(self.place.documents)
        return finder.by_value(wanted, unit)

    def _printed_code(self, asked: Asked) -> Iterable[Figure]:
        """Give the fields that print a code with a name (实施单位 312001-…), each text once."""
        wanted = list(self.query.figures) or ([asked.bound.low] if asked.bound else [])
        codes = [f"{v:f}" for v in wanted if v == v.to_integral_value() and v >= SHORTEST_CODE]
        found: dict[str, Figure] = {}
        for table in self.catalogue.tables.values():
            if not codes or table.document_id not in self.place.documents:
                continue
            for entry in (e for e in table.rows if e.kind == "field"):
                if any(re.search(rf"(?<!\d){code}(?!\d)\W*[一-鿿]", entry.text) for code in codes):
                    figure = make_figure(
                        self.catalogue, self.finding.lookup, table, entry, table.columns[-1].index
                    )
                    found.setdefault(entry.text, figure)
        return found.values()

    def per_head(self, asked: Asked) -> Plan:
        """Return an amount with the number of people that the project's form prints."""
        plan = self.lookup(asked)
        if plan.route is not Route.TABLE:
            return plan
        operands = plan.steps[0].operands
        target = next((t for t in operands if not is_rate(t.figure)), None)
        if target is None:
            return Plan(Route.REFUSE, reason="no_heads", near=(operands[0].figure.label,))
        amount = self.finding.bases.project_amount(target.figure)
        if amount is not None:
            step = Step(asked, (Target(amount),), (target,))
            return Plan(plan.route, (step,), score=plan.score, trace=plan.trace)
        own = target.figure.row_id  # no number of people is spread over itself
        heads = [Target(f) for f in self.finding.bases.heads(target.figure) if f.row_id != own]
        return Plan(
            plan.route,
            (Step(asked, (target,), tuple(heads[:1])),),
            score=plan.score,
            trace=plan.trace,
        )

    def source(self, asked: Asked) -> Plan:
        """Return a row with the filled source columns of the income table beside it."""
        plan = self.lookup(asked)
        if plan.route is not Route.TABLE:
            return plan
        target = plan.steps[0].operands[0]
        sources = [
            source
            for figure in (target.figure, *target.others)
            if self.catalogue.tables[figure.table_id].kind in SOURCE_KINDS
            for source in self.finding.bases.filled_columns(figure)
        ]
        distinct = list({(f.row_id, f.column): Target(f) for f in sources}.values())
        return Plan(
            plan.route, (Step(asked, (target, *distinct)),), score=plan.score, trace=plan.trace
        )
